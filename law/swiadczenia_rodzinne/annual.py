"""Incomes of the base year, with what was gained and lost since (art. 5 ust. 4-4b)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import KIND, MONEY, Facts, check_rows
from law.income_kinds import SWIADCZENIA_RODZINNE, IncomeKind, dictionary
from law.money import ZERO, grosze_of, polish
from law.reading import Day, Field, Fields, Flag, ListOf, Text, Whole
from law.trace import Step

YEAR = 12
LIST = ListOf(
    Fields(
        Field("person", Text(60)),
        Field("kind", KIND, required=True),
        Field("reason", Text()),
        Field("amount", MONEY, required=True, help="net, of the months earned together"),
        Field("months", Whole(1, YEAR), help="months in which it was earned; 12 unless said"),
        Field("gained_on", Day()),
        Field("lost_on", Day()),
        Field("still", Flag(), help="still received on the day of deciding"),
    )
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry adds to the income of a month, in zł, not rounded."""

    amount: Fraction
    step: Step


def rows_of(facts: Facts) -> tuple[Row, ...]:
    """The entries, each of a person of the household. Raises InvalidFacts."""
    rows: tuple[dict[str, Any], ...] = facts.extra.get("annual_incomes", ())
    household = facts.household_or_none
    persons = household.persons if household else ()
    check_rows("facts.annual_incomes", rows, {person.id for person in persons})
    return rows


def line_of(row: Row, index: int, base_year: int, on: date) -> Line:
    """Its amount by months earned; nothing when it does not count, was lost, or is not yet gained.

    Raises InvalidFacts for days that contradict each other.
    """
    path = f"facts.annual_incomes[{index}]"
    _check_days(row, path, base_year, on)
    kind = dictionary(SWIADCZENIA_RODZINNE)[row["kind"]].on(on)
    amount: Decimal = row["amount"]
    named = f"{kind.label}, {polish(amount)}"
    if kind.counted is False:
        why = f" ({row['reason']})" if "reason" in row else ""
        return _left_out(row, kind.provision, f"Nie wlicza się do dochodu{why}: {named}.")
    lost, gained = row.get("lost_on"), row.get("gained_on")
    if lost is not None and lost <= on:
        text = f"Dochód utracony {lost:%d.%m.%Y} nie liczy się: {named}."
        return _left_out(row, "art. 5 ust. 4", text)
    if gained is not None and gained > on:
        text = f"Dochód zostanie uzyskany dopiero {gained:%d.%m.%Y}, więc nie liczy się: {named}."
        return _left_out(row, "art. 5 ust. 4b", text)
    if gained is not None and not _still(row, path):
        text = f"Dochód uzyskany {gained:%d.%m.%Y} nie jest już osiągany, nie liczy się: {named}."
        return _left_out(row, "art. 5 ust. 4a i 4b", text)
    return _counted(row, kind, base_year)


def _check_days(row: Row, path: str, base_year: int, on: date) -> None:
    lost, gained = row.get("lost_on"), row.get("gained_on")
    if lost is not None and lost.year < base_year:
        raise _contradiction(f"{path}.lost_on", f"lost in {lost.year}, before {base_year}")
    if lost is not None and gained is not None and lost < gained:
        raise _contradiction(f"{path}.lost_on", f"lost on {lost}, before it was gained")
    if row.get("still"):
        if lost is not None and lost <= on:
            raise _contradiction(f"{path}.still", f"still received although lost on {lost}")
        if gained is not None and gained > on:
            raise _contradiction(f"{path}.still", f"still received but gained only on {gained}")


def _contradiction(path: str, found: str) -> InvalidFacts:
    return InvalidFacts(
        f"found {found}",
        path=path,
        polish="Daty uzyskania i utraty dochodu przeczą sobie albo rokowi bazowemu.",
    )


def _still(row: Row, path: str) -> bool:
    if "still" in row:
        return bool(row["still"])
    if "lost_on" in row:  # on a later day, or the entry would have been left out before
        return True
    raise missing(
        f"{path}.still",
        "income gained counts when it is still received",
        "Zaznacz, czy uzyskany dochód jest nadal osiągany.",
    )


def _left_out(row: Row, provision: str, text: str) -> Line:
    return Line(Fraction(0), Step(provision, text, ZERO, _inputs(row)))


def _counted(row: Row, kind: IncomeKind, base_year: int) -> Line:
    months = row.get("months", YEAR)
    gained = row.get("gained_on")
    amount = Fraction(row["amount"]) / months
    provision, what = kind.provision, f"{kind.label} w {base_year} roku"
    if gained is not None and gained.year >= base_year:
        provision = "art. 5 ust. 4a" if gained.year == base_year else "art. 5 ust. 4b"
        what = f"dochód uzyskany {gained:%d.%m.%Y} i nadal osiągany ({kind.label})"
    text = (
        f"Wlicza się do dochodu: {what}, {polish(row['amount'])} ÷ {months} "
        f"= {polish(grosze_of(amount))} miesięcznie."
    )
    return Line(amount, Step(provision, text, grosze_of(amount), _inputs(row)))


def _inputs(row: Row) -> dict[str, Any]:
    return {"person": row.get("person"), **{k: v for k, v in row.items() if k != "person"}}
