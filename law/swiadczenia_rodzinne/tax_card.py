"""Annual income of who pays karta podatkowa: a row of the minister's table (art. 5 ust. 7a)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from law.errors import NotInForce
from law.facts import MONEY, Facts
from law.money import GROSZ, polish
from law.outcome import Result
from law.params import CERTAINTIES, FOLDER, BadParameter, Law, ParameterValue, read_yaml
from law.reading import Field, Whole
from law.swiadczenia_rodzinne.act import basis
from law.trace import Step

FILE = FOLDER / "karta_podatkowa.yaml"
FIELDS = (
    Field("year", Whole(1990, 2099), required=True, help="base year"),
    Field("tax_paid", MONEY, required=True, help="tax paid for the whole year"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """From `low` to `high` zł of tax paid: `income` zł a year."""

    low: Decimal
    high: Decimal
    income: Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """What was announced for a year; without `complete` the end of the table is not known."""

    year: int
    source: str
    certainty: str
    complete: bool
    rows: tuple[Row, ...]


@cache
def tables() -> Mapping[int, Table]:
    """Tables by year, read and checked once. Raises BadParameter."""
    return {year: table_from(year, content) for year, content in read_yaml(FILE).items()}


def table_from(year: int, content: Any) -> Table:
    """Checked table: rows ascend without a gap and start at zero. Raises BadParameter."""
    rows = tuple(Row(*(Decimal(number) for number in row)) for row in content["rows"])
    if content["certainty"] not in CERTAINTIES:
        raise BadParameter(f"karta_podatkowa {year}: certainty {content['certainty']!r}")
    gaps = [after.low for before, after in pairwise(rows) if after.low != before.high + GROSZ]
    if gaps or rows[0].low != 0 or any(row.low > row.high for row in rows):
        raise BadParameter(f"karta_podatkowa {year}: rows do not follow each other {gaps}")
    if any(after.income <= before.income for before, after in pairwise(rows)):
        raise BadParameter(f"karta_podatkowa {year}: income does not grow with the tax")
    return Table(year, content["source"], content["certainty"], content["complete"], rows)


def calculate(facts: Facts, law: Law) -> Result:
    """Annual income by the tax paid. Raises NotInForce for what no known table says."""
    year: int = facts.extra["year"]
    tax: Decimal = facts.extra["tax_paid"]
    table = _table(year)
    row = _row(table, tax)
    law.remember(_as_parameter(table, row))
    text = (
        f"Zapłacony podatek {polish(tax)} mieści się w przedziale {polish(row.low)}–"
        f"{polish(row.high)} tabeli za {year} rok: dochód roczny {polish(row.income)}."
    )
    inputs = {"year": year, "tax_paid": tax, "low": row.low, "high": row.high}
    step = Step("art. 5 ust. 7a", text, row.income, inputs)
    return Result(None, (step,), basis("art. 5 ust. 7a"), values={"income_annual": row.income})


def _table(year: int) -> Table:
    if year not in tables():
        known = ", ".join(str(known) for known in tables())
        raise NotInForce(
            f"found {year}; the announced table is known for {known}",
            path="facts.year",
            polish=f"Nie jest znana tabela dochodów z karty podatkowej za {year} rok.",
        )
    return tables()[year]


def _row(table: Table, tax: Decimal) -> Row:
    found = next((row for row in table.rows if row.low <= tax <= row.high), None)
    if found is None:
        highest = table.rows[-1].high
        raise NotInForce(
            f"found {tax}; the table of {table.year} is known up to {highest}",
            path="facts.tax_paid",
            polish=f"Tabela za {table.year} rok jest znana do podatku {polish(highest)}.",
        )
    return found


def _as_parameter(table: Table, row: Row) -> ParameterValue:
    return ParameterValue(
        name="karta_podatkowa",
        label=f"Dochód roczny przy podatku {row.low}-{row.high} zł",
        value=row.income,
        unit="PLN/year",
        valid_from=date(table.year, 1, 1),
        valid_to=date(table.year, 12, 31),
        reference="art. 5 ust. 7a",
        source=table.source,
        certainty=table.certainty,
    )
