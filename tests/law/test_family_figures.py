"""Additions by number of children, hectare of a year, tables of karta podatkowa."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from law.params import BadParameter
from law.swiadczenia_rodzinne.tax_card import table_from, tables

D = Decimal


def figures(benefit: str, on: str, **facts: Any) -> dict[str, Any]:
    found = law.calculate(benefit, facts, date.fromisoformat(on))
    assert (found.entitled, found.amount, found.per) == (None, None, None)
    return dict(found.values)


@pytest.mark.parametrize(
    ("on", "children", "disabled", "single", "expected"),
    [
        ("2005-09-01", 3, 1, True, ("340.00", "80.00", "50.00")),
        ("2013-06-01", 3, 1, True, ("340.00", "80.00", "80.00")),
        ("2015-10-31", 1, 0, True, ("170.00", "0.00", "0.00")),
        ("2015-11-01", 1, 0, True, ("185.00", "0.00", "0.00")),
        ("2016-02-01", 4, 0, False, ("0.00", "0.00", "180.00")),
        ("2016-10-31", 3, 3, True, ("370.00", "160.00", "90.00")),
        ("2016-11-01", 3, 3, True, ("386.00", "160.00", "95.00")),
        ("2027-10-31", 2, 2, True, ("386.00", "160.00", "0.00")),
        ("2025-11-01", 1, 1, False, ("0.00", "0.00", "0.00")),
        ("2025-11-01", 0, 0, True, ("0.00", "0.00", "0.00")),
    ],
)
def test_additions(
    on: str, children: int, disabled: int, single: bool, expected: tuple[str, ...]
) -> None:
    found = figures(
        "dodatki_zasilku_rodzinnego",
        on,
        children=children,
        disabled_children=disabled,
        single_parent=single,
    )
    assert tuple(found) == ("samotne_wychowywanie", "disability_supplement", "wielodzietnosc")
    assert tuple(found.values()) == tuple(D(amount) for amount in expected)


def test_additions_refuse_more_disabled_children_than_children() -> None:
    with pytest.raises(law.InvalidFacts) as error:
        figures("dodatki_zasilku_rodzinnego", "2025-11-01", children=1, disabled_children=2)
    assert error.value.path == "facts.disabled_children"
    with pytest.raises(law.InvalidFacts) as error:
        figures("dodatki_zasilku_rodzinnego", "2025-11-01")
    assert (error.value.code, error.value.path) == ("missing", "facts.children")


@pytest.mark.parametrize("on", ["2005-08-31", "2027-11-01"])
def test_additions_out_of_force(on: str) -> None:
    with pytest.raises(law.NotInForce):
        figures("dodatki_zasilku_rodzinnego", on, children=1)


@pytest.mark.parametrize(
    ("year", "monthly"), [(2010, "189.83"), (2011, "226.08"), (2021, "274.00"), (2023, "454.25")]
)
def test_hectare(year: int, monthly: str) -> None:
    assert figures("dochod_z_hektara", "2026-01-01", year=year) == {"monthly_per_ha": D(monthly)}


@pytest.mark.parametrize("year", [2009, 2024, 2025])
def test_hectare_of_a_year_that_is_not_known(year: int) -> None:
    with pytest.raises(law.NotInForce) as error:
        figures("dochod_z_hektara", "2026-01-01", year=year)
    assert error.value.path == "facts.year"
    assert str(year) in error.value.polish


@pytest.mark.parametrize(
    ("year", "tax", "income"),
    [
        (2018, "0", "0.00"),
        (2018, "0.00", "0.00"),
        (2018, "0.01", "0.88"),
        (2018, "1.01", "0.88"),
        (2018, "1.02", "2.99"),
        (2018, "97.00", "118.72"),
        (2018, "97.01", "129.48"),
        (2018, "100.99", "129.48"),
        (2018, "101.00", "136.80"),
        (2018, "206.99", "323.05"),
        (2020, "0.01", "6.86"),
        (2020, "13.00", "6.86"),
        (2020, "13.01", "19.26"),
        (2020, "294.00", "510.90"),
    ],
)
def test_tax_card(year: int, tax: str, income: str) -> None:
    found = figures("dochod_karta_podatkowa", "2021-11-01", year=year, tax_paid=tax)
    assert found == {"income_annual": D(income)}


def test_row_of_the_table_is_among_the_parameters() -> None:
    facts = {"year": 2018, "tax_paid": "100"}
    (value,) = law.calculate("dochod_karta_podatkowa", facts, date(2019, 11, 1)).parameters
    assert (value.value, value.source) == (D("129.48"), "M.P. 2019 poz. 724, tabela 1")
    assert value.valid_from == date(2018, 1, 1)


@pytest.mark.parametrize(
    ("year", "tax", "path"),
    [
        (2018, "207.00", "facts.tax_paid"),
        (2020, "294.01", "facts.tax_paid"),
        (2019, "1.00", "facts.year"),
    ],
)
def test_tax_card_beyond_what_is_known(year: int, tax: str, path: str) -> None:
    with pytest.raises(law.NotInForce) as error:
        figures("dochod_karta_podatkowa", "2021-11-01", year=year, tax_paid=tax)
    assert error.value.path == path


@pytest.mark.parametrize(
    "rows",
    [
        [["0.00", "0.00", "0.00"], ["0.02", "1.00", "1.00"]],
        [["0.00", "1.00", "0.00"], ["1.00", "2.00", "1.00"]],
        [["0.01", "1.00", "0.00"], ["1.01", "2.00", "1.00"]],
        [["0.00", "1.00", "5.00"], ["1.01", "2.00", "1.00"]],
        [["0.00", "1.00", "0.00"], ["1.01", "0.50", "1.00"]],
    ],
)
def test_table_with_a_fault_is_refused(rows: list[list[str]]) -> None:
    content = {"source": "M.P.", "certainty": "page", "complete": False, "rows": rows}
    with pytest.raises(BadParameter):
        table_from(2018, content)


def test_tables_are_sound() -> None:
    assert set(tables()) == {2018, 2020}
    good = {"source": "M.P.", "certainty": "sure", "complete": True, "rows": [["0", "1", "0"]]}
    with pytest.raises(BadParameter):
        table_from(2018, good)
