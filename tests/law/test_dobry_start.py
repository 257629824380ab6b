"""„Dobry start” of the gmina years: who may ask when, by which channel, for which pupil."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law


def ask(filed: str, channel: str = "electronic", born: str = "2009-03-03", **more: Any) -> Any:
    facts = {"filed": filed, "channel": channel, "born": born, **more}
    return law.calculate("dobry_start", facts, date.fromisoformat(filed))


@pytest.mark.parametrize(
    ("filed", "channel", "reason"),
    [
        ("2018-06-30", "electronic", "filed_early"),
        ("2018-07-01", "electronic", ""),
        ("2018-07-31", "paper", "filed_early"),
        ("2018-08-01", "paper", ""),
        ("2018-11-30", "paper", ""),
        ("2018-12-01", "paper", "filed_late"),
        ("2018-12-01", "electronic", "filed_late"),
        ("2019-03-15", "electronic", "filed_early"),
        ("2019-07-10", "paper", "filed_early"),
        ("2019-12-02", "electronic", ""),  # 30 November 2019 was a Saturday
        ("2019-12-03", "electronic", "filed_late"),
        ("2020-11-30", "electronic", ""),
        ("2020-12-01", "electronic", "filed_late"),
        ("2021-06-30", "electronic", "filed_early"),
    ],
)
def test_months_of_filing(filed: str, channel: str, reason: str) -> None:
    found = ask(filed, channel)
    assert (found.values["authority"], found.values["accepted"]) == ("gmina", not reason)
    assert found.reasons == ((reason,) if reason else ())
    assert (found.entitled, found.per) == (not reason, "once")
    assert found.amount == (None if reason else Decimal("300.00"))


@pytest.mark.parametrize(
    ("born", "certificate", "fits"),
    [
        ("1999-01-01", False, True),  # 20 in 2019, before the school year
        ("1998-12-31", False, False),
        ("1999-12-31", False, True),
        ("1998-12-31", True, True),
        ("1995-01-01", True, True),  # 24 in 2019
        ("1994-12-31", True, False),
        ("2019-08-20", False, True),
    ],
)
def test_age(born: str, certificate: bool, fits: bool) -> None:
    found = ask("2019-08-20", born=born, certificate=certificate)
    assert found.entitled is fits
    assert found.values["accepted"] is True
    assert found.reasons == (() if fits else ("age",))


def test_too_old_and_too_late() -> None:
    found = ask("2020-12-02", born="1990-01-01")
    assert found.reasons == ("filed_late", "age")
    assert (found.values["days_late"], found.values["age"]) == (2, 30)
    assert ask("2020-06-30").values["days_early"] == 1
    assert list(ask("2020-07-01").values) == ["authority", "accepted"]


@pytest.mark.parametrize(
    ("on", "filed", "zus"),
    [
        ("2021-07-01", None, True),
        ("2021-06-30", "2021-07-01", True),
        ("2026-11-25", "2020-08-10", False),
        ("2026-11-25", None, True),
    ],
)
def test_who_decides(on: str, filed: str | None, zus: bool) -> None:
    facts = {} if zus else {"channel": "paper", "born": "2010-01-01"}
    if filed:
        facts["filed"] = filed
    found = law.calculate("dobry_start", facts, date.fromisoformat(on))
    assert found.values["authority"] == ("ZUS" if zus else "gmina")
    assert found.entitled is not zus
    if zus:
        assert (found.reasons, found.amount) == (("other_authority",), None)


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"born": "2010-01-01"}, "facts.channel", "missing"),
        ({"channel": "paper"}, "facts.born", "missing"),
        ({"channel": "fax", "born": "2010-01-01"}, "facts.channel", "invalid_facts"),
        ({"channel": "paper", "born": "2020-08-06"}, "facts.born", "invalid_facts"),
        ({"filed": "2018-05-31"}, "facts.filed", "invalid_facts"),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("dobry_start", facts, date(2020, 8, 5))
    assert (refused.value.path, refused.value.code) == (path, code)


def test_first_day() -> None:
    with pytest.raises(law.NotInForce):
        law.calculate("dobry_start", {}, date(2018, 5, 31))
