"""The dictionary of kinds of income: open, dated, and for each act saying whether a kind counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from law.params import CERTAINTIES, FOLDER, BadParameter, read_yaml

FILE = FOLDER / "income_kinds.yaml"
# The acts that define income; others borrow the definition of one of these.
POMOC_SPOLECZNA = "pomoc_spoleczna"
SWIADCZENIA_RODZINNE = "swiadczenia_rodzinne"
ACTS = (POMOC_SPOLECZNA, SWIADCZENIA_RODZINNE)
NEEDS_REASON = frozenset({"other_counted", "other_not_counted"})


@dataclass(frozen=True, slots=True)
class IncomeKind:
    """One kind of income on one day, as one act treats it."""

    code: str
    label: str
    label_en: str
    counted: bool | None
    provision: str
    certainty: str
    note: str = ""

    @property
    def needs_reason(self) -> bool:
        """Must the officer say why it counts, or does not?"""
        return self.code in NEEDS_REASON


@dataclass(frozen=True, slots=True)
class DatedKinds:
    """Treatment of one kind by first day."""

    code: str
    rules: tuple[tuple[date, IncomeKind], ...]

    def on(self, day: date) -> IncomeKind:
        """Rule in force on the day; before the first one the first one stands."""
        found = self.rules[0][1]
        for first_day, rule in self.rules:
            if first_day <= day:
                found = rule
        return found


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """Labels of all kinds by code, in the order of the file; read once."""
    found: Mapping[str, Mapping[str, str]] = read_yaml(FILE)
    return found


@cache
def dictionary(act: str = POMOC_SPOLECZNA) -> Mapping[str, DatedKinds]:
    """All kinds by code as the act treats them; read and checked once.

    Raises BadParameter when the file of the act leaves out a kind, or has one more.
    """
    rules = read_yaml(FOLDER / f"income_kinds_{act}.yaml")
    if set(rules) != set(codes()):
        odd = ", ".join(sorted(set(rules) ^ set(codes())))
        raise BadParameter(f"income kinds of {act}: {odd} is in one file only")
    return {code: _dated(act, code, rules[code]) for code in codes()}


def _dated(act: str, code: str, rules: Any) -> DatedKinds:
    if list(rules) != sorted(rules) or not all(type(day) is date for day in rules):
        raise BadParameter(f"{act}, income kind {code}: first days are not dates in order")
    return DatedKinds(code, tuple((day, _kind(act, code, rule)) for day, rule in rules.items()))


def _kind(act: str, code: str, rule: Any) -> IncomeKind:
    if rule["certainty"] not in CERTAINTIES:
        raise BadParameter(f"{act}, income kind {code}: certainty {rule['certainty']!r}")
    if not isinstance(rule["counted"], bool | None):
        raise BadParameter(f"{act}, income kind {code}: counted is not true, false or null")
    return IncomeKind(
        code=code,
        label=codes()[code]["label"],
        label_en=codes()[code]["label_en"],
        counted=rule["counted"],
        provision=rule["provision"],
        certainty=rule["certainty"],
        note=rule.get("note", ""),
    )


@cache
def income_kinds(on: date, act: str = POMOC_SPOLECZNA) -> tuple[IncomeKind, ...]:
    """Every kind of income as the act treats it on the day."""
    return tuple(kind.on(on) for kind in dictionary(act).values())
