"""The dictionary of kinds of income: open, dated, and for each act saying whether a kind counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from law.params import CERTAINTIES, FOLDER, BadParameter, read_yaml

FILE = FOLDER / "income_kinds.yaml"
NEEDS_REASON = frozenset({"other_counted", "other_not_counted"})


@dataclass(frozen=True, slots=True)
class IncomeKind:
    """One kind of income on one day, as the act on social assistance treats it."""

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
def dictionary() -> Mapping[str, DatedKinds]:
    """All kinds by code, in the order of the file; read and checked once."""
    return {code: _dated(code, content) for code, content in read_yaml(FILE).items()}


def _dated(code: str, content: Any) -> DatedKinds:
    rules = content["pomoc_spoleczna"]
    if list(rules) != sorted(rules) or not all(type(day) is date for day in rules):
        raise BadParameter(f"income kind {code}: first days are not dates in ascending order")
    return DatedKinds(code, tuple((day, _kind(code, content, rule)) for day, rule in rules.items()))


def _kind(code: str, content: Any, rule: Any) -> IncomeKind:
    if rule["certainty"] not in CERTAINTIES:
        raise BadParameter(f"income kind {code}: unknown certainty {rule['certainty']!r}")
    if not isinstance(rule["counted"], bool | None):
        raise BadParameter(f"income kind {code}: counted is not true, false or null")
    return IncomeKind(
        code=code,
        label=content["label"],
        label_en=content["label_en"],
        counted=rule["counted"],
        provision=rule["provision"],
        certainty=rule["certainty"],
        note=rule.get("note", ""),
    )


@cache
def income_kinds(on: date) -> tuple[IncomeKind, ...]:
    """Every kind of income as the law treats it on the day."""
    return tuple(kind.on(on) for kind in dictionary().values())
