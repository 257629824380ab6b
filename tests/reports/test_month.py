"""Monthly statistics against a ledger made by hand."""

from datetime import date
from decimal import Decimal

import pytest

from payments.models import DueKind
from reports import queries
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.reports.conftest import Ledger

OCTOBER = date(2026, 10, 1)
pytestmark = pytest.mark.django_db


def _rows() -> dict[str, queries.Row]:
    return {f"{row.benefit}:{row.due_kind}": row for row in queries.month_rows(OCTOBER)}


def test_two_benefits_of_one_family_count_the_family_once_in_the_total(ledger: Ledger) -> None:
    household = make_household()
    periodic = ledger.entitlement("zasilek_okresowy", household=household, size=3)
    purpose = ledger.entitlement("zasilek_celowy", household=household, size=3, amount="300.00")
    ledger.paid(periodic, "500.00", date(2026, 10, 12))
    ledger.paid(purpose, "300.00", date(2026, 10, 15))
    rows = _rows()
    assert rows["zasilek_okresowy:benefit"].amount == Decimal("500.00")
    assert rows["zasilek_celowy:benefit"].amount == Decimal("300.00")
    for row in rows.values():
        counts = (row.persons, row.families, row.persons_in_families, row.benefits)
        assert counts == (1, 1, 3, 1)
    totals = queries.month_totals(OCTOBER)
    assert totals == queries.Totals(1, 1, 3, 2, Decimal("800.00"))


def test_two_people_of_one_family_are_two_persons_and_one_family(ledger: Ledger) -> None:
    son = make_person("Jan", born=date(2005, 3, 1), sex="M")
    household = make_household(make_person(), son)
    head = ledger.entitlement("zasilek_staly", household=household, size=2)
    case = make_case("zasilek_staly", household=household, applicant=son)
    other = ledger.entitlement("zasilek_staly", household=household, case=case, size=2)
    ledger.paid(head, "1000.00", date(2026, 10, 12))
    ledger.paid(other, "229.50", date(2026, 10, 12))
    row = _rows()["zasilek_staly:benefit"]
    assert (row.persons, row.families, row.persons_in_families) == (2, 1, 2)
    assert (row.benefits, row.amount) == (2, Decimal("1229.50"))


def test_family_is_as_big_as_its_last_decision_says(ledger: Ledger) -> None:
    household = make_household()
    earlier = ledger.entitlement(
        "zasilek_celowy", household=household, size=4, decided=date(2026, 10, 2)
    )
    later = ledger.entitlement(
        "zasilek_celowy", household=household, size=3, decided=date(2026, 10, 20)
    )
    ledger.paid(earlier, "100.00", date(2026, 10, 8))
    ledger.paid(later, "100.00", date(2026, 10, 22))
    assert _rows()["zasilek_celowy:benefit"].persons_in_families == 3
    assert queries.month_totals(OCTOBER).persons_in_families == 3


def test_health_contribution_is_its_own_row_in_its_own_classification(ledger: Ledger) -> None:
    permanent = ledger.entitlement("zasilek_staly")
    ledger.paid(permanent, "1229.00", date(2026, 10, 12))
    ledger.paid(
        permanent, "110.61", date(2026, 10, 14), kind=DueKind.HEALTH_CONTRIBUTION,
        rozdzial="85213", paragraf="4130",
    )  # fmt: skip
    rows = _rows()
    assert rows["zasilek_staly:benefit"].classification == "852/85216/3110"
    assert rows["zasilek_staly:health"].classification == "852/85213/4130"
    assert rows["zasilek_staly:health"].amount == Decimal("110.61")
    assert queries.month_totals(OCTOBER).persons == 1


def test_returned_payment_takes_back_money_and_person(ledger: Ledger) -> None:
    entitlement = ledger.entitlement()
    paid = ledger.paid(entitlement, "500.00", date(2026, 10, 12))
    ledger.returned(paid, date(2026, 10, 20))
    row = _rows()["zasilek_okresowy:benefit"]
    assert (row.persons, row.families, row.benefits) == (0, 0, 0)
    assert row.amount == Decimal("0.00")


def test_paid_again_after_a_return_counts_once(ledger: Ledger) -> None:
    entitlement = ledger.entitlement()
    paid = ledger.paid(entitlement, "500.00", date(2026, 10, 12))
    ledger.returned(paid, date(2026, 10, 20))
    ledger.paid(entitlement, "500.00", date(2026, 10, 28), part=1)
    row = _rows()["zasilek_okresowy:benefit"]
    assert (row.persons, row.benefits, row.amount) == (1, 1, Decimal("500.00"))


def test_return_in_a_later_month_lowers_that_month(ledger: Ledger) -> None:
    entitlement = ledger.entitlement(decided=date(2026, 9, 3))
    paid = ledger.paid(entitlement, "500.00", date(2026, 9, 30))
    ledger.returned(paid, date(2026, 10, 2))
    assert queries.month_totals(date(2026, 9, 1)).amount == Decimal("500.00")
    assert queries.month_totals(OCTOBER) == queries.Totals(0, 0, 0, -1, Decimal("-500.00"))


def test_first_and_last_day_of_the_month_belong_to_it(ledger: Ledger) -> None:
    entitlement = ledger.entitlement()
    ledger.paid(entitlement, "1.00", date(2026, 9, 30))
    ledger.paid(entitlement, "20.00", date(2026, 10, 1))
    ledger.paid(entitlement, "300.00", date(2026, 10, 31), part=1)
    ledger.paid(entitlement, "4000.00", date(2026, 11, 1))
    assert queries.month_totals(OCTOBER).amount == Decimal("320.00")


def test_granted_money_is_not_paid_money(ledger: Ledger) -> None:
    ledger.granted(ledger.entitlement(), "500.00", date(2026, 10, 5))
    assert queries.month_rows(OCTOBER) == []
    assert queries.month_totals(OCTOBER).amount == Decimal("0.00")


def test_same_benefit_in_two_paragraphs_is_two_rows_with_their_own_families(
    ledger: Ledger,
) -> None:
    first, second = ledger.entitlement(size=2), ledger.entitlement(size=5)
    ledger.paid(first, "100.00", date(2026, 10, 8))
    ledger.paid(second, "200.00", date(2026, 10, 8), paragraf="3119")
    rows = {row.paragraf: row for row in queries.month_rows(OCTOBER)}
    assert rows["3110"].persons_in_families == 2
    assert rows["3119"].persons_in_families == 5
    assert rows["3119"].amount == Decimal("200.00")


def test_rows_totals_and_ledger_agree_and_each_cell_lists_as_many(ledger: Ledger) -> None:
    for size in (1, 2, 5):
        entitlement = ledger.entitlement(size=size)
        ledger.paid(entitlement, f"{size}00.10", date(2026, 10, 12))
    back = ledger.paid(ledger.entitlement("zasilek_staly"), "719.00", date(2026, 10, 12))
    ledger.returned(back, date(2026, 10, 13))
    rows, totals = queries.month_rows(OCTOBER), queries.month_totals(OCTOBER)
    assert sum(row.amount for row in rows) == totals.amount == Decimal("800.30")
    assert totals.amount == queries.ledger_total(OCTOBER)
    for row in rows:
        persons = queries.month_persons(OCTOBER, row.key)
        families = queries.month_families(OCTOBER, row.key)
        entries = queries.month_entries(OCTOBER, row.key)
        assert len(persons) == row.persons
        assert len(families) == row.families
        assert sum(family.size for family in families) == row.persons_in_families
        assert sum(entry.amount for entry in entries) == row.amount
    assert len(queries.month_persons(OCTOBER, "")) == totals.persons
    assert sum(f.size for f in queries.month_families(OCTOBER, "")) == totals.persons_in_families


@pytest.mark.parametrize(
    "ask", [queries.month_persons, queries.month_families, queries.month_entries]
)
def test_key_that_is_none_is_refused(ask: object, office: object) -> None:
    with pytest.raises(ValueError, match="not a row"):
        list(ask(OCTOBER, "zasilek_staly:benefit"))  # type: ignore[operator]
