"""Zasiłek okresowy: bounds of each period, one grosz either side, what the officer may choose."""

from decimal import Decimal

import pytest

import law
from tests.law.ask import ask

D = Decimal


@pytest.mark.parametrize(
    ("on", "low", "high"),
    [
        ("2008-01-01", "238.50", "418.00"),
        ("2012-09-30", "238.50", "418.00"),
        ("2012-10-01", "271.00", "418.00"),
        ("2015-10-01", "317.00", "418.00"),
        ("2018-10-01", "350.50", "418.00"),
        ("2022-01-01", "388.00", "418.00"),
        ("2023-12-31", "388.00", "418.00"),
        ("2024-01-01", "388.00", "600.00"),
        ("2025-01-01", "505.00", "823.00"),
        ("2026-11-24", "505.00", "823.00"),
    ],
)
def test_lone_without_income(on: str, low: str, high: str) -> None:
    found = ask("zasilek_okresowy", on)
    assert (found.values["min_amount"], found.values["max_amount"]) == (D(low), D(high))
    assert found.amount == D(low)


def test_before_2008_nothing_is_computed() -> None:
    with pytest.raises(law.NotInForce) as refused:
        ask("zasilek_okresowy", "2007-12-31")
    assert "2008-01-01" in str(refused.value)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_income_must_be_lower_than_the_criterion(size: int) -> None:
    criterion = ask("zasilek_okresowy", "2025-02-01", size).values["criterion"]
    assert criterion == (D("1010.00") if size == 1 else D("823.00") * size)
    below = ask("zasilek_okresowy", "2025-02-01", size, str(criterion - D("0.01")))
    assert (below.entitled, below.amount) == (True, D("20.00"))
    assert below.values["max_amount"] == D("20.00")
    for excess in (D("0.00"), D("0.01")):
        refused = ask("zasilek_okresowy", "2025-02-01", size, str(criterion + excess))
        assert (refused.entitled, refused.amount) == (False, None)
        assert refused.reasons == ("income_over_criterion",)
        assert refused.values["excess"] == excess
        assert refused.values["gap"] == -excess


@pytest.mark.parametrize(
    ("income", "low", "high"),
    [
        ("969.99", "20.01", "40.01"),
        ("970.00", "20.00", "40.00"),
        ("970.01", "20.00", "39.99"),
        ("989.99", "20.00", "20.01"),
        ("990.00", "20.00", "20.00"),
        ("990.01", "20.00", "20.00"),
    ],
)
def test_floor(income: str, low: str, high: str) -> None:
    values = ask("zasilek_okresowy", "2025-02-01", 1, income).values
    assert (values["min_amount"], values["max_amount"]) == (D(low), D(high))


@pytest.mark.parametrize(
    ("income", "high"), [("186.99", "823.00"), ("187.00", "823.00"), ("187.01", "822.99")]
)
def test_cap_of_a_lone_person(income: str, high: str) -> None:
    assert ask("zasilek_okresowy", "2025-02-01", 1, income).values["max_amount"] == D(high)


def test_no_cap_in_a_family() -> None:
    values = ask("zasilek_okresowy", "2025-02-01", 4).values
    assert (values["min_amount"], values["max_amount"]) == (D("1646.00"), D("3292.00"))


@pytest.mark.parametrize("chosen", ["505.00", "505.01", "700", "822.99", "823.00"])
def test_chosen_amount_within_the_bounds(chosen: str) -> None:
    found = ask("zasilek_okresowy", "2025-02-01", amount_chosen=chosen)
    assert found.amount == D(chosen)
    assert found.values["amount_guaranteed"] == D("505.00")
    assert found.values["amount_gmina_topup"] == D(chosen) - D("505.00")


@pytest.mark.parametrize("chosen", ["0.00", "504.99", "823.01"])
def test_chosen_amount_outside_the_bounds_is_refused(chosen: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("zasilek_okresowy", "2025-02-01", amount_chosen=chosen)
    assert refused.value.path == "facts.amount_chosen"
    assert "505.00 to 823.00" in refused.value.message
    assert "od 505,00\xa0zł do 823,00\xa0zł" in refused.value.polish


def test_poverty_alone_is_no_reason() -> None:
    found = ask("zasilek_okresowy", "2025-02-01", reason_art7="ubostwo")
    assert (found.entitled, found.reasons) == (False, ("poverty_alone",))
    assert ask("zasilek_okresowy", "2025-02-01", reason_art7="bezrobocie").entitled is True


def test_basis_names_the_reason() -> None:
    act = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
    assert ask("zasilek_okresowy", "2025-02-01").basis[0] == f"art. 7 {act}"
    named = ask("zasilek_okresowy", "2025-02-01", reason_art7="bezrobocie")
    assert named.basis[0] == f"art. 7 pkt 4 {act}"


def test_unknown_reason_is_refused() -> None:
    with pytest.raises(law.InvalidFacts, match="bezdomnosc"):
        ask("zasilek_okresowy", "2025-02-01", reason_art7="lenistwo")
