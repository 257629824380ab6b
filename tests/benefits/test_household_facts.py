"""A household's dated facts give the law what an example gives it: to the grosz, and by name."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

import law
from benefits.household_facts import ANSWERED, assemble, lack_of, snapshot_of
from clients.models import Household, MemberRole, Person
from clients.services import fact_record
from core.models import User
from core.months import last_day, month_of, previous_month
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

EXAMPLES = Path(__file__).parent.parent / "law" / "cases"
HOME = {"title": "rent", "valid_from": date(2000, 1, 1)}
ROLES = {"spouse": MemberRole.SPOUSE, "child": MemberRole.CHILD, "other": MemberRole.OTHER}
DEGREES = {"light", "moderate", "severe", "child"}


def _examples(act: str) -> dict[str, dict[str, Any]]:
    text = (EXAMPLES / f"{act}.yaml").read_text(encoding="utf-8")
    return {str(case["id"]): case for case in yaml.safe_load(text)}


class Family:
    """A household in the database, made from the facts of an example."""

    def __init__(self, actor: User, example: dict[str, Any], months: int = 1) -> None:
        self.actor, self.on, facts = actor, example["on"], example["facts"]
        rows = facts.get("household", {}).get("persons") or [{"id": "a", "role": "applicant"}]
        self.people = {row["id"]: self._person(row) for row in rows}
        pairs = [
            (self.people[row["id"]], ROLES.get(row.get("role", "other"), MemberRole.HEAD))
            for row in rows
        ]
        while len(pairs) < facts.get("persons", 0):
            pairs.append((make_person("Ktoś", "Inny"), MemberRole.OTHER))
        self.household: Household = make_household(*pairs, since=date(2000, 1, 1))
        for row in rows:
            self._certificates(row)
        for income in facts.get("incomes", ()):
            self.income(income, months)

    def _person(self, row: dict[str, Any]) -> Person:
        adult = self.on.replace(year=self.on.year - 35)
        return make_person(born=row.get("born", adult), last_name=f"Osoba {row['id']}")

    def _certificates(self, row: dict[str, Any]) -> None:
        degree = row.get("disability", "none")
        if degree in DEGREES or row.get("incapable"):
            self.record(
                "certificate",
                self.people[row["id"]],
                degree=degree if degree in DEGREES else "total_incapacity",
                valid_from=date(2000, 1, 1),
            )

    def record(self, what: str, owner: Person | Household, **fields: Any) -> None:
        """A fact of a person begins with the birth at the earliest."""
        if isinstance(owner, Person):
            fields["valid_from"] = max(fields["valid_from"], owner.birth_date)
        fact_record(actor=self.actor, what=what, owner=owner, **fields)

    def income(self, row: dict[str, Any], months: int = 1) -> None:
        """Received in the month before, or in each of so many months before."""
        last = previous_month(month_of(self.on))
        first = last
        for _step in range(months - 1):
            first = previous_month(first)
        person = self.people[row.get("person", next(iter(self.people)))]
        self.record(
            "income", person, kind=row["kind"], amount=Decimal(row["amount"]),
            valid_from=first, valid_to=last_day(last),
        )  # fmt: skip

    def answer(self, benefit: str, **more: Any) -> law.Outcome:
        snap = snapshot_of(self.household, self.on)
        found = assemble(benefit, snap, {})
        assert not found.lacks, found.lacks
        return law.calculate(benefit, {**found.facts, **more}, self.on)


def _expect(outcome: law.Outcome, expected: dict[str, Any]) -> None:
    answer = outcome.as_json()
    for key in set(expected) - {"values", "reasons"}:
        assert answer[key] == expected[key], key
    assert set(expected.get("reasons", ())) <= set(answer["reasons"])
    for key, value in expected.get("values", {}).items():
        assert answer["values"][key] == value, key


SOCIAL = _examples("pomoc_spoleczna")
STALY = ["E01", "E03", "E05", "E06", "E07", "E41a", "W01", "W02", "W04"]


@pytest.mark.parametrize("number", STALY)
def test_zasilek_staly_from_the_file(worker: User, number: str) -> None:
    _expect(Family(worker, SOCIAL[number]).answer("zasilek_staly"), SOCIAL[number]["expect"])


def test_a_lost_income_takes_the_month_of_filing(worker: User) -> None:
    example = SOCIAL["E04"]
    family = Family(worker, example)
    [lost] = example["facts"]["lost_incomes"]
    family.record(
        "income", family.people["a"], kind=lost["kind"], amount=Decimal(lost["amount"]),
        valid_from=date(2018, 1, 1), valid_to=lost["lost_on"], lost_on=lost["lost_on"],
    )  # fmt: skip

    _expect(family.answer("zasilek_staly"), example["expect"])


def test_zasilek_okresowy_finds_unemployment(worker: User) -> None:
    examples = [
        e for e in SOCIAL.values()
        if e["benefit"] == "zasilek_okresowy"
        and set(e["facts"]) <= {"household", "incomes", "reason_art7"}
        and "persons" in e["facts"]["household"]
    ]  # fmt: skip
    assert len(examples) >= 2
    for example in examples:
        family = Family(worker, example)
        family.record(
            "employment-office", family.people[next(iter(family.people))],
            status="unemployed", valid_from=date(2005, 1, 1),
        )  # fmt: skip
        snap = snapshot_of(family.household, family.on)
        assert assemble("zasilek_okresowy", snap, {}).facts["reason_art7"] == "bezrobocie"
        _expect(family.answer("zasilek_okresowy"), example["expect"])


@pytest.mark.parametrize("number", ["fa-003", "fa-005", "fa-010", "fa-011"])
def test_fundusz_alimentacyjny_from_titles(worker: User, number: str) -> None:
    example = _examples("fundusz_alimentacyjny")[number]
    family = Family(worker, {**example, "facts": {**example["facts"], "incomes": []}})
    for row in example["facts"]["incomes"]:
        year = example["on"].year - 1
        family.record(
            "income", family.people[row["person"]], kind=row["kind"],
            amount=Decimal(row["amount"]), valid_from=date(year, 1, 1), valid_to=date(year, 12, 31),
        )  # fmt: skip
    for child in example["facts"]["children"]:
        family.record(
            "alimony-title", family.people[child["id"]], amount=Decimal(child["alimony"]),
            debtor_name="Jan Dłużny", valid_from=date(2015, 1, 1),
        )  # fmt: skip

    _expect(family.answer("fundusz_alimentacyjny"), example["expect"])


FAMILY = _examples("swiadczenia_rodzinne")
PERIOD = ("period", "additions")


def _asked(example: dict[str, Any], family: Family) -> dict[str, Any]:
    """What no file knows: months asked for and additions, with people as the file calls them."""
    found = {key: example["facts"][key] for key in PERIOD if key in example["facts"]}
    if "additions" in found:
        found["additions"] = [
            {**row, "child": str(family.people[row["child"]].pk)} for row in found["additions"]
        ]
    return _iso(found)


def _iso(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _iso(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_iso(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def test_zasilek_rodzinny_leaves_out_what_was_lost(worker: User) -> None:
    example = FAMILY["zr-income-002"]
    family = Family(worker, example)
    for row, monthly in zip(example["facts"]["annual_incomes"], ("4000", "1500"), strict=True):
        family.record(
            "income", family.people[row["person"]], kind="wage", amount=Decimal(monthly),
            valid_from=date(2024, 1, 1), valid_to=row.get("lost_on"), lost_on=row.get("lost_on"),
        )  # fmt: skip

    _expect(family.answer("zasilek_rodzinny", **_asked(example, family)), example["expect"])


def test_zasilek_rodzinny_divides_a_gained_income_by_its_months(worker: User) -> None:
    example = FAMILY["zr-income-003"]
    family = Family(worker, example)
    family.record(
        "income", family.people["b"], kind="wage", amount=Decimal(3000), valid_from=date(2024, 8, 1)
    )

    _expect(family.answer("zasilek_rodzinny", **_asked(example, family)), example["expect"])


def test_zasilek_rodzinny_counts_the_farm_of_the_base_year(worker: User) -> None:
    example = FAMILY["zr-farm-002"]
    family = Family(worker, {**example, "on": date(2016, 12, 1)})
    family.record(
        "farm", family.people["a"], ha_przeliczeniowe=Decimal(10), valid_from=date(2010, 1, 1)
    )

    _expect(family.answer("zasilek_rodzinny"), example["expect"])


@pytest.mark.parametrize("number", ["zr-zzz-005", "zr-zzz-008"])
def test_zasilek_rodzinny_reduced_by_the_excess(worker: User, number: str) -> None:
    example = FAMILY[number]
    family = Family(worker, example)
    year = example["on"].year - 1
    income = Decimal(example["facts"]["family_income"])
    family.record(
        "income", family.people["a"], kind="wage", amount=income,
        valid_from=date(year, 1, 1), valid_to=date(year, 12, 31),
    )  # fmt: skip

    _expect(family.answer("zasilek_rodzinny", **_asked(example, family)), example["expect"])


HOUSING = _examples("dodatki_mieszkaniowe")
OF_THE_PLACE = ("cap_pct", "price_kwh")


@pytest.mark.parametrize("number", ["DM-E01", "DM-E03", "DM-E04", "DM-E06", "DM-E07"])
def test_dodatek_mieszkaniowy_from_dwelling_and_costs(worker: User, number: str) -> None:
    example = HOUSING[number]
    facts = example["facts"]
    whole = Decimal(facts.get("income_3m") or Decimal(facts["income_month"]) * 3)
    family = Family(worker, example)
    month = month_of(example["on"])
    for part in (whole / 3).quantize(Decimal("0.01")), (whole / 3).quantize(Decimal("0.01")), None:
        month = previous_month(month)
        amount = whole - 2 * (whole / 3).quantize(Decimal("0.01")) if part is None else part
        family.record(
            "income", family.people["a"], kind="established", amount=amount, valid_from=month,
            valid_to=last_day(month),
        )  # fmt: skip
    installations = {k: v for k, v in facts.items() if k.startswith("has_")}
    area = Decimal(facts["usable_area"])
    family.record("dwelling", family.household, usable_area=area, **HOME, **installations)
    costs = Decimal(facts["expenses"])
    for kind, amount in (("rent", costs - 1), ("water", Decimal(1)), ("electricity", Decimal(90))):
        family.record(
            "dwelling-cost", family.household, kind=kind, amount=amount, valid_from=date(2000, 1, 1)
        )

    more = {key: str(facts[key]) for key in OF_THE_PLACE if key in facts}
    _expect(family.answer("dodatek_mieszkaniowy", **more), example["expect"])


def test_the_card_counts_children_by_school(worker: User) -> None:
    on = date(2026, 5, 1)
    born = {"b": date(1998, 1, 2), "c": date(2008, 9, 1), "d": date(2014, 1, 1)}
    rows: list[dict[str, Any]] = [{"id": "a", "role": "applicant"}]
    rows += [{"id": name, "role": "child", "born": day} for name, day in born.items()]
    family = Family(worker, {"on": on, "facts": {"household": {"persons": rows}}})

    values = family.answer("karta_duzej_rodziny").as_json()["values"]

    assert values["parents_entitled"] is True
    assert values["children_entitled"] == [False, False, False]


def test_a_grown_up_child_without_a_school_is_asked_about(worker: User) -> None:
    on = date(2026, 5, 1)
    rows = [
        {"id": "a", "role": "applicant"},
        {"id": "b", "role": "child", "born": date(2006, 1, 2)},
    ]
    family = Family(worker, {"on": on, "facts": {"household": {"persons": rows}}})
    [lack] = assemble("karta_duzej_rodziny", snapshot_of(family.household, on), {}).lacks

    assert (lack.kind, lack.person) == ("education", family.people["b"].pk)


def test_a_refusal_of_the_law_leads_to_the_form(worker: User, today: date) -> None:
    family = Family(worker, {"on": today, "facts": {}})
    family.record("dwelling", family.household, usable_area=Decimal(60), **HOME)
    snap = snapshot_of(family.household, today)
    found = assemble("dodatek_mieszkaniowy", snap, {})
    assert [lack.kind for lack in found.lacks] == ["dwelling-cost"]
    for path, kind in (
        ("facts.rooms_kitchen_area", "dwelling"),
        ("facts.household.persons[0].in_school", "education"),
        ("facts.annual_incomes[0].still", "income"),
        ("facts.requested", ""),
    ):
        error = law.InvalidFacts("missing", path=path, code="missing")
        assert lack_of(error, found, snap).kind == kind


def test_every_benefit_that_is_offered_is_mapped_without_a_crash(worker: User) -> None:
    codes = {info.code: info for info in law.benefits()}
    assert set(codes) >= ANSWERED and len(ANSWERED) >= 30
    on = date(2025, 12, 1)
    rows = [
        {"id": "a", "role": "applicant", "incapable": True},
        {"id": "b", "role": "spouse"},
        {"id": "c", "role": "child", "born": date(2025, 10, 1), "disability": "child"},
    ]
    family = Family(worker, {"on": on, "facts": {"household": {"persons": rows}}})
    snap = snapshot_of(family.household, on)
    for code in ANSWERED:
        found = assemble(code, snap, {})
        schema = law.schema(code)["properties"]
        assert set(found.facts) <= set(schema), code
        try:
            law.calculate(code, found.facts, on)
        except law.LawError as error:
            assert error.code in ("missing", "not_in_force"), (code, error)


def test_what_was_known_then_is_what_counts_then(
    worker: User, django_assert_max_num_queries: Any
) -> None:
    on = date(2025, 3, 1)
    family = Family(worker, {"on": on, "facts": SOCIAL["W02"]["facts"]})
    today = localdate()
    yesterday = today - timedelta(days=1)
    with django_assert_max_num_queries(6):
        snap = snapshot_of(family.household, on, known=yesterday)

    assert snap.facts == ()
    assert snapshot_of(family.household, on, known=today).facts


# The page


@pytest.mark.usefixtures("clock")
def test_the_page_says_what_is_found_and_what_is_missing(
    page: Client, worker: User, django_assert_max_num_queries: Any
) -> None:
    family = Family(worker, {**SOCIAL["W02"], "on": date(2026, 11, 24)})
    page.force_login(worker)
    url = reverse("benefits:rights", args=[family.household.pk])
    assert page.get(url).status_code == 200
    with django_assert_max_num_queries(20):
        text = page.get(url, {"benefit": "zasilek_staly", "on": "24.11.2026"}).content.decode()
    assert "215,84" in text and str(family.people["a"]) in text and "?q=" in text
    asked = {"benefit": "dodatek_mieszkaniowy", "on": "24.11.2026"}
    missing = page.get(url, asked).content.decode()
    form = reverse("clients:fact_new", args=[family.household.pk, "dwelling"])
    assert f"{form}?next=" in missing
    for wrong in ({"benefit": "lottery"}, {"on": "kiedyś"}, {"on": "1.01.0001"}):
        assert page.get(url, {**asked, **wrong}).status_code == 422
    before = page.get(url, {**asked, "on": "1.06.1999"}).context["found"]
    assert before.said is None and len(before.lacks) == 1


@pytest.mark.usefixtures("clock")
def test_the_page_of_a_stranger_is_not_there(page: Client, worker: User, accountant: User) -> None:

    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    url = reverse("benefits:rights", args=[foreign.pk])
    page.force_login(worker)
    assert page.get(url, {"benefit": "posilek", "on": "24.11.2026"}).status_code == 404
    page.force_login(accountant)
    assert page.get(url).status_code == 403
