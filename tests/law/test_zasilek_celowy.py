"""Discretionary benefits: who may get them; the officer sets the amount."""

from datetime import date
from decimal import Decimal

import pytest

import law
from tests.law.ask import ask, household

D = Decimal


@pytest.mark.parametrize("size", [1, 3])
def test_zasilek_celowy_up_to_the_criterion(size: int) -> None:
    criterion = ask("zasilek_celowy", "2025-02-01", size).values["criterion"]
    equal = ask("zasilek_celowy", "2025-02-01", size, str(criterion), requested="300.00")
    assert (equal.entitled, equal.discretionary, equal.amount) == (None, True, None)
    assert (equal.per, equal.values["requested"]) == ("once", D("300.00"))
    over = ask("zasilek_celowy", "2025-02-01", size, str(criterion + D("0.01")))
    assert (over.entitled, over.discretionary) == (False, False)
    assert over.reasons == ("income_over_criterion",)
    assert over.values["excess"] == D("0.01")


@pytest.mark.parametrize("size", [1, 2])
def test_special_above_the_criterion_only(size: int) -> None:
    criterion = ask("zasilek_celowy", "2025-02-01", size).values["criterion"]
    over = ask("specjalny_zasilek_celowy", "2025-02-01", size, str(criterion + D("0.01")))
    assert (over.entitled, over.discretionary) == (None, True)
    assert over.values["max_amount"] == criterion
    equal = ask("specjalny_zasilek_celowy", "2025-02-01", size, str(criterion))
    assert (equal.entitled, equal.discretionary) == (False, False)
    assert equal.reasons == ("income_within_criterion",)
    assert equal.values["below_by"] == D("0.00")


def test_event_has_no_income_test() -> None:
    rich = ask("zasilek_celowy_zdarzenie", "2025-02-01", 1, "99999.00")
    assert (rich.entitled, rich.discretionary, rich.per) == (None, True, "once")
    given = {"household": household(2), "requested": "5000"}
    silent = law.calculate("zasilek_celowy_zdarzenie", given, date(2025, 2, 1))
    assert silent.values == {"criterion": D("1646.00"), "requested": D("5000")}


def test_income_must_be_declared() -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("zasilek_celowy", {"household": household(1)}, date(2025, 2, 1))
    assert (refused.value.code, refused.value.path) == ("missing", "facts.incomes")
