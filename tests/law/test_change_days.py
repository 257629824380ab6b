"""The day before and the day of every change of every parameter, by calculations that use it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import law
from law.params import parameters
from tests.law.examples import EXAMPLES

DAY = timedelta(days=1)


def changes() -> list[tuple[str, date]]:
    """Every parameter with each first day of a value after its first one."""
    return [(name, day) for name, parameter in parameters().items() for day in parameter.days[1:]]


#: Facts with one of these follow days of their own, not the day of the question.
OWN_DAYS = {"period", "filed", "from", "requested", "year", "base_year"}


def answers(name: str, on: date) -> Iterator[dict[str, Any]]:
    """Worked examples asked on another day, as far as the answer used the parameter."""
    users = {info.code for info in law.benefits() if name in info.parameters}
    for example in EXAMPLES:
        if example["benefit"] in users and not OWN_DAYS & set(example["facts"]):
            try:
                found = law.calculate(example["benefit"], example["facts"], on)
            except law.LawError:
                continue
            if any(value.name == name for value in found.parameters):
                yield found.as_json()


def used(answer: dict[str, Any], name: str) -> set[str]:
    return {one["valid_from"] for one in answer["parameters"] if one["name"] == name}


@pytest.mark.parametrize(("name", "day"), changes())
def test_the_old_value_stands_until_the_day_before(name: str, day: date) -> None:
    parameter = parameters()[name]
    before, after = parameter.on(day - DAY), parameter.on(day)
    assert after.valid_from == day and before.valid_to == day - DAY
    for answer in answers(name, day - DAY):
        assert used(answer, name) == {before.valid_from.isoformat()}, answer["benefit"]
    for answer in answers(name, day):
        assert used(answer, name) == {day.isoformat()}, answer["benefit"]


def test_most_changes_are_seen_in_calculations() -> None:
    seen = [name for name, day in changes() if any(answers(name, day))]
    assert len(seen) > len(changes()) / 3
