"""Additions to zasiłek rodzinny, art. 9-15: amounts by day, shared limits, conditions, errors."""

from decimal import Decimal
from typing import Any

import pytest

import law
from tests.law.family import addition, ask

D = Decimal
YEAR = ["2025-11-01", "2026-10-31"]
PUPIL = {"born": "2014-03-10"}
BABY = {"born": "2025-05-05"}


def part(on: str, child: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    """The addition of an only child as it stands among the components."""
    wanted = {key: more.pop(key) for key in ("months",) if key in more}
    found = ask(on, child, additions=[addition("c", kind, **wanted)], **more)
    component: dict[str, Any] = found.values["components"][1]
    assert component["kind"] == kind
    return component


@pytest.mark.parametrize(
    ("month", "kind", "born", "amount"),
    [
        ("2005-12", "urodzenie", "2005-06-01", "500.00"),
        ("2006-01", "urodzenie", "2005-06-01", "1000.00"),
        ("2025-11", "urodzenie", "2025-06-01", "1000.00"),
        ("2004-05", "urlop_wychowawczy", "2003-06-01", "400.00"),
        ("2027-10", "urlop_wychowawczy", "2026-06-01", "400.00"),
        ("2005-09", "samotne_wychowywanie", "2003-06-01", "170.00"),
        ("2015-10", "samotne_wychowywanie", "2003-06-01", "170.00"),
        ("2015-11", "samotne_wychowywanie", "2003-06-01", "185.00"),
        ("2016-10", "samotne_wychowywanie", "2003-06-01", "185.00"),
        ("2016-11", "samotne_wychowywanie", "2003-06-01", "193.00"),
        ("2006-09", "ksztalcenie_rehabilitacja", "2003-06-01", "60.00"),
        ("2015-10", "ksztalcenie_rehabilitacja", "2012-06-01", "60.00"),
        ("2015-11", "ksztalcenie_rehabilitacja", "2012-06-01", "80.00"),
        ("2016-11", "ksztalcenie_rehabilitacja", "2012-06-01", "90.00"),
        ("2015-10", "ksztalcenie_rehabilitacja", "2005-06-01", "80.00"),
        ("2015-11", "ksztalcenie_rehabilitacja", "2005-06-01", "100.00"),
        ("2016-11", "ksztalcenie_rehabilitacja", "2005-06-01", "110.00"),
        ("2006-08", "rozpoczecie_roku_szkolnego", "1998-06-01", "90.00"),
        ("2006-09", "rozpoczecie_roku_szkolnego", "1998-06-01", "100.00"),
        ("2006-09", "zamieszkiwanie", "1998-06-01", "90.00"),
        ("2015-10", "zamieszkiwanie", "1998-06-01", "90.00"),
        ("2015-11", "zamieszkiwanie", "1998-06-01", "105.00"),
        ("2016-11", "zamieszkiwanie", "2003-06-01", "113.00"),
        ("2006-09", "dojazd", "1998-06-01", "50.00"),
        ("2015-10", "dojazd", "1998-06-01", "50.00"),
        ("2015-11", "dojazd", "1998-06-01", "63.00"),
        ("2016-11", "dojazd", "2003-06-01", "69.00"),
    ],
)
def test_amounts_by_month(month: str, kind: str, born: str, amount: str) -> None:
    last = {"05": "31", "08": "31", "10": "31", "12": "31", "01": "31"}.get(month[5:], "30")
    period = [f"{month}-01", f"{month}-{last}"]
    assert part(f"{month}-01", {"born": born}, kind, period=period)["sum"] == D(amount)


@pytest.mark.parametrize(
    ("month", "kind"),
    [
        ("2005-08-31", "samotne_wychowywanie"),
        ("2005-08-31", "wielodzietnosc"),
        ("2006-06-30", "dojazd"),
        ("2006-08-31", "ksztalcenie_rehabilitacja"),
    ],
)
def test_amounts_that_nobody_knows_are_not_guessed(month: str, kind: str) -> None:
    with pytest.raises(law.NotInForce):
        part(month, {"born": "2000-01-01"}, kind, period=[f"{month[:8]}01", month])


@pytest.mark.parametrize(
    ("children", "amount"), [(2, "0.00"), (3, "95.00"), (4, "190.00"), (6, "380.00")]
)
def test_wielodzietnosc_from_the_third_child(children: int, amount: str) -> None:
    entries = [addition(chr(99 + i), "wielodzietnosc") for i in range(children)]
    found = ask("2025-11-01", *([PUPIL] * children), additions=entries)
    parts = found.values["components"][children:]
    assert sum(component["monthly"] for component in parts) == D(amount)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2005-09-30", "50.00"),
        ("2006-08-31", "50.00"),
        ("2006-09-30", "80.00"),
        ("2015-10-31", "80.00"),
        ("2015-11-30", "90.00"),
        ("2016-10-31", "90.00"),
        ("2016-11-30", "95.00"),
    ],
)
def test_wielodzietnosc_by_day(day: str, amount: str) -> None:
    born = {"born": f"{int(day[:4]) - 9}-01-01"}
    period = [f"{day[:8]}01", day]
    found = ask(day, born, born, born, additions=[addition("e", "wielodzietnosc")], period=period)
    assert found.values["components"][3]["monthly"] == D(amount)


def test_only_children_with_the_allowance_make_a_large_family() -> None:
    student = {"born": "2006-01-01", "in_higher_education": True}
    entry = [addition("e", "wielodzietnosc")]
    found = ask("2025-11-01", PUPIL, student, PUPIL, additions=entry)
    assert found.values["components"][3]["monthly"] == 0


def test_large_family_until_the_eldest_leaves() -> None:
    """The eldest is 18 in March: five months with three children, 95 in each."""
    eldest = {"born": "2008-03-10", "in_school": False}
    found = ask(
        "2025-11-01", eldest, PUPIL, PUPIL, additions=[addition("e", "wielodzietnosc")], period=YEAR
    )
    component = found.values["components"][3]
    assert (component["sum"], component["divisor"], component["monthly"]) == (475, 5, 95)


@pytest.mark.parametrize(
    ("children", "amount"), [(1, "193.00"), (2, "386.00"), (3, "386.00"), (5, "386.00")]
)
def test_single_parent_up_to_the_limit(children: int, amount: str) -> None:
    entries = [addition(chr(99 + i), "samotne_wychowywanie") for i in range(children)]
    found = ask("2025-11-01", *([PUPIL] * children), additions=entries)
    parts = found.values["components"][children:]
    assert sum(component["monthly"] for component in parts) == D(amount)


def test_limit_for_all_children_when_the_eldest_leaves() -> None:
    """The eldest is 18 in March. Divided by the twelve months in which the family has the addition
    (art. 5 ust. 3b pkt 2): 193 × 5, 193 × 12 and, after the eldest, 193 × 7; 386 together."""
    eldest = {"born": "2008-03-10", "in_school": False}
    entries = [addition(id, "samotne_wychowywanie") for id in "cde"]
    found = ask("2025-11-01", eldest, PUPIL, PUPIL, additions=entries, period=YEAR)
    parts = found.values["components"][3:]
    assert [part["monthly"] for part in parts] == [D("80.42"), D("193.00"), D("112.58")]
    assert [(part["sum"], part["divisor"]) for part in parts] == [(965, 12), (2316, 12), (1351, 12)]


@pytest.mark.parametrize(
    ("degree", "more"),
    [("child", 80), ("severe", 80), ("moderate", 0), ("light", 0), ("none", 0)],
)
def test_single_parent_of_a_disabled_child(degree: str, more: int) -> None:
    found = part("2025-11-01", {**PUPIL, "disability": degree}, "samotne_wychowywanie")
    assert found["monthly"] == 193 + more


def test_limit_for_disabled_children() -> None:
    """Three children: 386 and 160 in all."""
    child = {**PUPIL, "disability": "child"}
    entries = [addition(id, "samotne_wychowywanie") for id in "cde"]
    found = ask("2025-11-01", child, child, child, additions=entries)
    assert sum(one["monthly"] for one in found.values["components"][3:]) == 386 + 160


@pytest.mark.parametrize(
    ("on", "amount"),
    [("2026-05-04", "1000.00"), ("2026-05-05", "0.00"), ("2026-05-06", "0.00")],
)
def test_birth_before_the_first_birthday(on: str, amount: str) -> None:
    assert part(on, BABY, "urodzenie")["sum"] == D(amount)


@pytest.mark.parametrize(
    ("disability", "total"),
    [
        ("child", 12 * 110),
        ("moderate", 12 * 110),
        ("severe", 12 * 110),
        (None, 12 * 110),
        ("light", 0),
        ("none", 0),
    ],
)
def test_education_needs_a_certificate(disability: str | None, total: int) -> None:
    child = {**PUPIL, **({"disability": disability} if disability else {})}
    assert part("2025-11-01", child, "ksztalcenie_rehabilitacja", period=YEAR)["sum"] == total


def test_certificate_of_a_child_ends_at_sixteen() -> None:
    """Sixteen in March: five months with the certificate of a child."""
    child = {"born": "2010-03-10", "disability": "child"}
    found = part("2025-11-01", child, "ksztalcenie_rehabilitacja", period=YEAR)
    assert (found["sum"], found["divisor"], found["monthly"]) == (550, 5, 110)


def test_education_changes_after_the_fifth_birthday() -> None:
    """Five in February: 4 × 90 + 8 × 110 = 1240, a twelfth of it 103.33."""
    found = part("2025-11-01", {"born": "2021-02-10"}, "ksztalcenie_rehabilitacja", period=YEAR)
    assert (found["sum"], found["monthly"]) == (1240, D("103.33"))
    first = part(
        "2025-11-01", {"born": "2021-02-10"}, "ksztalcenie_rehabilitacja", months=5, period=YEAR
    )
    assert (first["sum"], first["divisor"], first["monthly"]) == (470, 5, 94)


@pytest.mark.parametrize(
    ("period", "months", "total", "monthly"),
    [
        (YEAR, None, 690, "57.50"),
        (YEAR, 10, 690, "57.50"),
        (YEAR, 8, 552, "46.00"),
        (["2026-01-01", "2026-10-31"], None, 552, "46.00"),
        (["2026-07-01", "2026-08-31"], None, 0, "0.00"),
        (["2026-09-01", "2026-10-31"], 2, 138, "11.50"),
    ],
)
def test_studies_away_from_september_to_june(
    period: list[str], months: int | None, total: int, monthly: str
) -> None:
    more = {} if months is None else {"months": months}
    found = part("2025-11-01", PUPIL, "dojazd", period=period, **more)
    assert (found["sum"], found["monthly"]) == (total, D(monthly))


def test_no_addition_without_the_allowance() -> None:
    adult = {"born": "2006-01-01", "in_higher_education": True}
    kinds = ("urlop_wychowawczy", "samotne_wychowywanie", "dojazd", "rozpoczecie_roku_szkolnego")
    entries = [addition("d", kind) for kind in kinds]
    found = ask("2025-11-01", PUPIL, adult, additions=entries)
    assert found.values["total"] == D("124.00")
    assert [one["monthly"] for one in found.values["components"][2:]] == [0] * len(kinds)


@pytest.mark.parametrize(
    ("entries", "path"),
    [
        ([addition("x", "dojazd")], "facts.additions[0].child"),
        ([addition("a", "dojazd")], "facts.additions[0].child"),
        ([addition("c", "dojazd"), addition("c", "dojazd")], "facts.additions[1]"),
        ([addition("c", "dojazd", months=11)], "facts.additions[0].months"),
        ([addition("c", "zamieszkiwanie", months=11)], "facts.additions[0].months"),
        ([addition("c", "urlop_wychowawczy", months=13)], "facts.additions[0].months"),
        ([addition("c", "becikowe")], "facts.additions[0].kind"),
        ([{"kind": "dojazd"}], "facts.additions[0].child"),
    ],
)
def test_wrong_additions(entries: list[dict[str, Any]], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("2025-11-01", PUPIL, additions=entries, period=YEAR)
    assert error.value.path == path


def test_more_months_than_the_period_has() -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("2026-10-01", PUPIL, additions=[addition("c", "urlop_wychowawczy", months=2)])
    assert error.value.path == "facts.additions[0].months"


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2025-11-01", "2026-08-31", False),
        ("2025-11-01", "2026-09-30", True),
        ("2026-09-01", "2026-10-31", True),
        ("2026-10-01", "2026-10-31", True),  # asked for after the beginning of the school year
        ("2026-01-01", "2026-01-31", False),
    ],
)
def test_a_school_year_begins_in_september(first: str, last: str, due: bool) -> None:
    found = ask(
        "2026-01-15",
        {"born": "2016-03-01"},
        period=[first, last],
        additions=[addition("c", "rozpoczecie_roku_szkolnego")],
    )
    part = found.values["components"][1]
    assert (part["sum"], part["monthly"]) == ((D("100.00"), D("8.33")) if due else (D(0), D(0)))
    words = found.trace[2].children[1].text
    assert ("nie zaczyna się rok szkolny" in words) is not due
