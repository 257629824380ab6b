"""The plan of the demo: deterministic, in the shares of small centres, days in order."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from core.identifiers import validate_nrb, validate_pesel
from core.terms import is_working_day
from gops.demo.days import first_month
from gops.demo.history import FULL
from gops.demo.people import invent_nrb
from gops.demo.plan import LATE_STOPS, STOPS, Plan, Step, make_plan

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def full() -> Plan:
    return _plan(FULL.households, FULL.months)


def _plan(households: int, months: int, seed: int = 1) -> Plan:
    start = first_month(TODAY, months)
    return make_plan(seed=seed, households=households, start=start, today=TODAY)


def test_same_seed_same_plan_and_another_seed_another() -> None:
    one, two, other = _plan(12, 3), _plan(12, 3), _plan(12, 3, seed=2)
    assert [w.days for w in one.wishes] == [w.days for w in two.wishes]
    assert [m.pesel for f in one.families for m in f.members] == [
        m.pesel for f in two.families for m in f.members
    ]
    assert one.families[0].members != other.families[0].members


def test_numbers_are_valid_and_given_once(full: Plan) -> None:
    pesels = [member.pesel for family in full.families for member in family.members]
    for pesel in pesels:
        validate_pesel(pesel)
    assert len(set(pesels)) == len(pesels)
    for family in full.families:
        if family.nrb:
            validate_nrb(family.nrb)
    validate_nrb(invent_nrb(Random(7)))


def test_shares_are_those_of_a_small_centre(full: Plan) -> None:
    sizes = Counter(len(family.members) for family in full.families)
    assert 0.32 <= sizes[1] / len(full.families) <= 0.48
    with_account = sum(1 for family in full.families if family.nrb)
    assert 0.70 <= with_account / len(full.families) <= 0.85
    by_kind: dict[str, set[int]] = {}
    for wish in full.wishes:
        by_kind.setdefault(wish.kind, set()).add(wish.family.number)
    assert 25 <= len(by_kind["zasilek_staly"]) <= 45
    assert 20 <= len(by_kind["zasilek_okresowy"]) <= 55
    assert 80 <= len(by_kind["zasilek_celowy"]) <= 200


def test_help_for_needs_is_asked_for_more_often_before_winter(full: Plan) -> None:
    by_month = Counter(wish.day.month for wish in full.wishes if wish.need)
    assert by_month[10] > 1.5 * by_month[5]


def test_steps_of_a_case_follow_each_other_on_working_days(full: Plan) -> None:
    for wish in full.wishes:
        days = [wish.days[step] for step in sorted(wish.days) if step != Step.UPDATE]
        assert days == sorted(days), wish
        assert days[-1] <= TODAY
        assert all(is_working_day(day) for day in days), wish


def test_every_state_is_there_among_the_fresh_cases(full: Plan) -> None:
    last = {max(wish.days) for wish in full.wishes if wish.day > date(2026, 10, 31)}
    assert set(STOPS) <= last
    late = [wish for wish in full.wishes if wish.late]
    assert sorted(max(wish.days) for wish in late) == sorted(LATE_STOPS)


def test_families_could_exist(full: Plan) -> None:
    """Parents were grown when each child was born, and no two people share a first name."""
    for family in full.families:
        grown = [m for m in family.members if m.role != "child"]
        children = [m for m in family.members if m.role == "child"]
        assert len({m.first_name for m in family.members}) == len(family.members)
        for child in children:
            assert min((child.born - adult.born).days for adult in grown) > 18 * 365
