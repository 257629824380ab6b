"""Alimony that members pay: taken off once, off the income of who pays it, of the right months."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from benefits.household_facts import assemble, snapshot_of
from core.models import User
from tests.benefits.test_household_facts import Family

ON = date(2026, 5, 20)
ROWS: list[dict[str, Any]] = [
    {"id": "a", "role": "applicant", "incapable": True},
    {"id": "b", "role": "spouse"},
    {"id": "c", "role": "child", "born": date(2016, 1, 5)},
    {"id": "o", "role": "other"},
]
PENSION = {"person": "a", "kind": "pension", "amount": "823.00"}
WAGE = {"person": "b", "kind": "wage", "amount": "1500.00"}


def made(actor: User, *incomes: dict[str, str], on: date = ON) -> Family:
    return Family(actor, {"on": on, "facts": {"household": {"persons": ROWS}, "incomes": incomes}})


def pays(
    family: Family, who: str, amount: str, since: date = date(2026, 1, 1),
    until: date | None = None, whom: str = "Zosia",
) -> None:  # fmt: skip
    family.record(
        "alimony-paid", family.people[who], amount=Decimal(amount), for_whom=whom,
        valid_from=since, valid_to=until,
    )  # fmt: skip


def facts(family: Family, benefit: str) -> dict[str, Any]:
    return assemble(benefit, snapshot_of(family.household, family.on), {}).facts


def by_payer(family: Family) -> dict[str, str]:
    names = {str(person.pk): name for name, person in family.people.items()}
    rows = facts(family, "zasilek_staly").get("alimony_paid_by", [])
    return {names[row["person"]]: row["amount"] for row in rows}


@pytest.mark.parametrize(("payer", "entitled"), [("a", True), ("b", False), ("o", False)])
def test_only_the_payers_own_income_falls(worker: User, payer: str, entitled: bool) -> None:
    family = made(worker, PENSION, {**WAGE, "amount": "700.00"})
    pays(family, payer, "400.00")

    found = law.calculate("zasilek_staly", facts(family, "zasilek_staly"), ON)

    assert found.entitled is entitled  # 823.00 of one's own is the criterion
    assert found.values["income"] == Decimal("1123.00")
    assert found.values["own_income"] == Decimal("423.00" if payer == "a" else "823.00")


def test_everybody_who_pays_is_counted_once(worker: User) -> None:
    family = made(worker, PENSION, WAGE)
    pays(family, "a", "100.00")
    pays(family, "b", "300.00")
    pays(family, "b", "150.50", whom="Jan")

    assert by_payer(family) == {"a": "100.00", "b": "450.50"}
    for benefit in ("zasilek_staly", "zasilek_okresowy", "posilek", "dochod_pomoc_spoleczna"):
        assert "alimony_paid" not in facts(family, benefit)
    income = law.calculate("dochod_pomoc_spoleczna", facts(family, "dochod_pomoc_spoleczna"), ON)
    assert income.values["income"] == Decimal("1772.50")


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        (date(2026, 4, 1), date(2026, 4, 30), True),
        (date(2026, 3, 1), date(2026, 3, 31), False),
        (date(2026, 5, 1), None, False),
        (date(2026, 4, 30), None, True),
    ],
)
def test_what_is_paid_in_the_month_that_counts(
    worker: User, since: date, until: date | None, counted: bool
) -> None:
    family = made(worker, WAGE)
    pays(family, "b", "300.00", since, until)
    assert by_payer(family) == ({"b": "300.00"} if counted else {})


def test_an_amount_changed_within_the_month_counts_once(worker: User) -> None:
    family = made(worker, WAGE)
    pays(family, "b", "300.00", until=date(2026, 4, 14))
    pays(family, "b", "500.00", since=date(2026, 4, 15), whom="ZOSIA")
    pays(family, "b", "70.00", since=date(2026, 4, 15), whom="Jan")

    assert by_payer(family) == {"b": "570.00"}
    notes = assemble("posilek", snapshot_of(family.household, ON), {}).notes
    assert [note.kind for note in notes].count("alimony-paid") == 1


def test_a_family_takes_off_what_its_parents_and_children_pay(worker: User) -> None:
    family = made(worker)
    family.record(
        "income", family.people["b"], kind="wage", amount=Decimal(4000),
        valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31),
    )  # fmt: skip
    pays(family, "b", "600.00", date(2024, 7, 1), date(2024, 12, 31))
    pays(family, "o", "900.00", date(2024, 1, 1), date(2024, 12, 31))

    assert facts(family, "zasilek_rodzinny")["alimony_paid"] == "300.00"


@pytest.mark.parametrize(
    ("on", "income"), [(date(2021, 6, 30), "3000.00"), (date(2021, 7, 1), "2400.00")]
)
def test_housing_takes_it_off_since_the_reform(worker: User, on: date, income: str) -> None:
    family = Family(worker, {"on": on, "facts": {"household": {"persons": ROWS}, "incomes": []}})
    family.income({"person": "b", "kind": "wage", "amount": "1000.00"}, months=3)
    pays(family, "b", "200.00", since=date(2020, 1, 1))

    assert facts(family, "dodatek_mieszkaniowy")["income_3m"] == income
