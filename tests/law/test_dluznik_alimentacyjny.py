"""The debtor: split of what was recovered, order of creditors, the decision on shirking; terms."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
ON = "2025-06-01"


def ask(code: str, on: str = ON, **facts: Any) -> law.Outcome:
    return law.calculate(code, facts, date.fromisoformat(on))


def split(payment: str, interest: str, principal: str, one: bool, on: str = ON) -> Any:
    found = ask(
        "podzial_odzyskanych_kwot",
        on,
        payment=payment,
        interest_due=interest,
        principal_due=principal,
        oww_equals_owd=one,
    )
    assert (found.entitled, found.amount, found.per) == (None, None, None)
    return found.values


NAMES = ("to_interest", "to_principal", "oww", "owd", "state", "principal_left")


@pytest.mark.parametrize(
    ("payment", "interest", "principal", "one", "expected"),
    [
        # 480 of principal: 40 % = 192, the state 288 + 120
        ("600.00", "120.00", "1000.00", True, "120 480 192 0 408 520"),
        # two gminas: 20 % = 96 each, the same for the state
        ("600.00", "120.00", "1000.00", False, "120 480 96 96 408 520"),
        ("119.99", "120.00", "1000.00", False, "119.99 0 0 0 119.99 1000"),
        ("120.00", "120.00", "1000.00", False, "120 0 0 0 120 1000"),
        # a grosz of principal: 20 % and 40 % of it are less than half a grosz
        ("120.01", "120.00", "1000.00", False, "120 0.01 0 0 120.01 999.99"),
        ("120.01", "120.00", "1000.00", True, "120 0.01 0 0 120.01 999.99"),
        # 0.03: 20 % = 0.006 up to 0.01 each; 40 % = 0.012, rounded once, is 0.01
        ("0.03", "0.00", "1000.00", False, "0 0.03 0.01 0.01 0.01 999.97"),
        ("0.03", "0.00", "1000.00", True, "0 0.03 0.01 0 0.02 999.97"),
        # 20 % of 0.025-like halves: 20 % × 10.03 = 2.006, × 10.02 = 2.004
        ("10.03", "0.00", "10.03", False, "0 10.03 2.01 2.01 6.01 0"),
        ("10.02", "0.00", "10.02", False, "0 10.02 2.00 2.00 6.02 0"),
        ("0.00", "0.00", "0.00", True, "0 0 0 0 0 0"),
        ("0.00", "5.00", "7.00", False, "0 0 0 0 0 7"),
    ],
)
def test_split(payment: str, interest: str, principal: str, one: bool, expected: str) -> None:
    values = split(payment, interest, principal, one)
    assert [values[name] for name in NAMES] == [D(text) for text in expected.split()]
    assert list(values) == list(NAMES)


def test_split_of_more_than_is_due() -> None:
    values = split("1120.01", "120.00", "1000.00", False)
    assert values["surplus"] == D("0.01")
    assert (values["principal_left"], values["state"]) == (D(0), D("720.00"))


@pytest.mark.parametrize(
    ("on", "payment", "interest", "principal", "expected"),
    [
        # 600 × 120/620 = 116.129; 20 % of 483.87 = 96.774
        ("2015-09-17", "600.00", "120.00", "500.00", "116.13 483.87 96.77 96.77 406.46 16.13"),
        ("2015-09-18", "600.00", "120.00", "500.00", "120 480 96 96 408 20"),
        ("2015-09-17", "620.00", "120.00", "500.00", "120 500 100 100 420 0"),
        # half of a grosz goes to the interest
        ("2015-09-17", "0.01", "1.00", "1.00", "0.01 0 0 0 0.01 1"),
        ("2015-09-17", "10.00", "0.00", "500.00", "0 10 2 2 6 490"),
        ("2015-09-17", "0.00", "0.00", "0.00", "0 0 0 0 0 0"),
    ],
)
def test_payments_were_divided_in_proportion_until_september_2015(
    on: str, payment: str, interest: str, principal: str, expected: str
) -> None:
    values = split(payment, interest, principal, False, on)
    assert [values[name] for name in NAMES] == [D(text) for text in expected.split()]


amounts = st.decimals(min_value=0, max_value=20_000, places=2)


@given(amounts, amounts, amounts, st.booleans(), st.sampled_from(["2010-01-01", ON]))
@settings(max_examples=300, deadline=None)
def test_the_parts_of_a_payment_make_it_whole(
    payment: D, interest: D, principal: D, one: bool, on: str
) -> None:
    values = split(str(payment), str(interest), str(principal), one, on)
    surplus = values.get("surplus", D(0))
    assert values["to_interest"] + values["to_principal"] + surplus == payment
    assert values["oww"] + values["owd"] + values["state"] + surplus == payment
    assert all(value >= 0 for value in values.values())
    assert values["to_interest"] <= interest
    assert values["to_principal"] <= principal
    assert abs(values["oww"] + values["owd"] - values["to_principal"] * 2 / 5) <= D("0.01")
    assert (surplus > 0) == (payment > interest + principal)


def order(paid: bool, collected: str, fa: str, zaliczka: str, creditor: str) -> Any:
    facts = {"fa_being_paid": paid, "collected": collected, "fa_due": fa, "creditor_due": creditor}
    return ask("kolejnosc_zaspokajania", **facts, zaliczka_due=zaliczka)


@pytest.mark.parametrize(
    ("paid", "collected", "expected"),
    [
        (True, "1000.00", "700 100 200"),
        (True, "700.00", "700 0 0"),
        (True, "700.01", "700 0.01 0"),
        (True, "800.01", "700 100 0.01"),
        (True, "1300.00", "700 100 500"),
        (False, "1000.00", "500 0 500"),
        (False, "500.00", "0 0 500"),
        (False, "500.01", "0.01 0 500"),
        (False, "1200.01", "700 0.01 500"),
        (False, "0.00", "0 0 0"),
    ],
)
def test_order(paid: bool, collected: str, expected: str) -> None:
    found = order(paid, collected, "700.00", "100.00", "500.00")
    assert list(found.values) == ["fa", "zaliczka", "creditor"]
    assert list(found.values.values()) == [D(text) for text in expected.split()]
    ust = 1 if paid else 2
    assert found.basis[0].startswith(f"art. 28 ust. {ust} ustawy z dnia 7 września 2007 r.")


def test_order_with_more_than_all_dues() -> None:
    values = order(True, "1300.01", "700.00", "100.00", "500.00").values
    assert values["left"] == D("0.01")


@pytest.mark.parametrize("day", ["2015-09-17", "2015-09-18", "2026-11-25"])
def test_the_gminas_share_the_principal_equally_before_and_since_2015(day: str) -> None:
    facts = {"payment": 1000, "interest_due": 0, "principal_due": 1000, "oww_equals_owd": False}
    found = ask("podzial_odzyskanych_kwot", day, **facts)
    assert (found.values["oww"], found.values["owd"]) == (D("200.00"), D("200.00"))
    assert found.values["state"] == D("600.00")


@given(amounts, amounts, amounts, amounts, st.booleans())
@settings(max_examples=200, deadline=None)
def test_order_shares_all_that_was_collected(
    collected: D, fa: D, zaliczka: D, creditor: D, paid: bool
) -> None:
    values = order(paid, str(collected), str(fa), str(zaliczka), str(creditor)).values
    assert sum(values.values()) == collected
    assert values["fa"] <= fa
    assert values["creditor"] <= creditor
    first, due = ("fa", fa) if paid else ("creditor", creditor)
    assert values[first] == min(collected, due)


@pytest.mark.parametrize("key", ["payment", "interest_due", "principal_due", "oww_equals_owd"])
def test_split_needs_all(key: str) -> None:
    facts = {"payment": 1, "interest_due": 1, "principal_due": 1, "oww_equals_owd": True}
    facts.pop(key)
    with pytest.raises(law.InvalidFacts) as refused:
        ask("podzial_odzyskanych_kwot", **facts)
    assert (refused.value.path, refused.value.code) == (f"facts.{key}", "missing")


@pytest.mark.parametrize(
    "key", ["fa_being_paid", "collected", "fa_due", "zaliczka_due", "creditor_due"]
)
def test_order_needs_all(key: str) -> None:
    amounts = ("collected", "fa_due", "zaliczka_due", "creditor_due")
    facts = {"fa_being_paid": True, **dict.fromkeys(amounts, 1)}
    facts.pop(key)
    with pytest.raises(law.InvalidFacts) as refused:
        ask("kolejnosc_zaspokajania", **facts)
    assert (refused.value.path, refused.value.code) == (f"facts.{key}", "missing")


HALF = "400.00"


@pytest.mark.parametrize(
    ("payments", "allowed"),
    [
        ([HALF] * 6, False),
        ([HALF, HALF, "450.00", "800.00", HALF, HALF], False),
        ([HALF] * 5 + ["399.99"], True),
        (["399.99"] + [HALF] * 5, True),
        (["5000.00"] * 5 + ["0.00"], True),
        (["0.00"] * 6, True),
    ],
)
@pytest.mark.parametrize(
    "trigger",
    [
        "uniemozliwienie_wywiadu",
        "odmowa_oswiadczenia_majatkowego",
        "odmowa_rejestracji",
        "odmowa_pracy",
        "inna",
    ],
)
def test_shirking(trigger: str, payments: list[str], allowed: bool) -> None:
    found = ask(
        "uznanie_za_uchylajacego",
        trigger=trigger,
        current_alimony="800.00",
        payments_last_6_months=payments,
    )
    assert (found.entitled, found.amount, found.per) == (allowed, None, None)
    assert found.reasons == (() if allowed else ("half_of_alimony_paid",))
    assert found.values["threshold"] == D("400.00")


@pytest.mark.parametrize("trigger", ["brak", "none"])
def test_no_decision_without_grounds(trigger: str) -> None:
    for paid, reasons in (
        ("0.00", ("no_trigger",)),
        (HALF, ("no_trigger", "half_of_alimony_paid")),
    ):
        found = ask(
            "uznanie_za_uchylajacego",
            trigger=trigger,
            current_alimony="800.00",
            payments_last_6_months=[paid] * 6,
        )
        assert (found.entitled, found.reasons) == (False, reasons)


def test_half_of_an_odd_alimony_is_not_rounded() -> None:
    """Half of 100.01 is 50.005: 50.00 is less."""
    for paid, allowed in (("50.00", True), ("50.01", False)):
        found = ask(
            "uznanie_za_uchylajacego",
            trigger="odmowa_pracy",
            current_alimony="100.01",
            payments_last_6_months=[paid] * 6,
        )
        assert found.entitled is allowed


@pytest.mark.parametrize("number", [0, 5, 7])
def test_six_months_are_six(number: int) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask(
            "uznanie_za_uchylajacego",
            trigger="odmowa_pracy",
            current_alimony="100.00",
            payments_last_6_months=["1.00"] * number,
        )
    assert refused.value.path == "facts.payments_last_6_months"


@pytest.mark.parametrize(
    ("filed", "paid_by"),
    [
        ("2021-07-01", "2021-10-31"),
        ("2021-08-31", "2021-10-31"),
        ("2021-09-01", "2021-11-30"),
        ("2021-09-30", "2021-11-30"),
        ("2021-10-01", "2021-12-31"),
        ("2021-10-31", "2021-12-31"),
        ("2021-11-01", "2022-01-31"),
        ("2021-11-30", "2022-01-31"),
        ("2021-12-01", "2022-02-28"),
        ("2022-01-31", "2022-02-28"),
        ("2022-02-01", None),
        ("2022-09-30", None),
    ],
)
def test_term(filed: str, paid_by: str | None) -> None:
    found = ask("fa_termin", filed, filed=filed, period_from="2021-10-01")
    expected = None if paid_by is None else date.fromisoformat(paid_by)
    assert found.values == {"paid_by": expected}
    assert (found.entitled, found.amount, found.per) == (None, None, None)


def test_term_ends_in_february_of_a_leap_year() -> None:
    found = ask("fa_termin", filed="2024-01-15", period_from="2023-10-01")
    assert found.values["paid_by"] == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("filed", "start", "path"),
    [
        ("2021-08-31", "2021-10-02", "facts.period_from"),
        ("2021-08-31", "2021-11-01", "facts.period_from"),
        ("2021-06-30", "2021-10-01", "facts.filed"),
        ("2022-10-01", "2021-10-01", "facts.filed"),
    ],
)
def test_bad_term(filed: str, start: str, path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("fa_termin", filed=filed, period_from=start)
    assert refused.value.path == path
