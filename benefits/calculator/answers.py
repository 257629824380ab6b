"""Answers of the law in words, and two of them side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

import law
from benefits.calculator import form, labels, typed
from benefits.calculator.question import Answered, Question
from benefits.calculator.words_answers import PER, VERDICTS
from core.law_rows import shown_number
from core.months import month_words
from core.polish import format_date, format_money, format_number

_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERCENT = re.compile(r"(^|_)(pct|percent)($|_)")
_BARE = re.compile(r"(^|_)(area|ha|hectares|kwh|multiple|size)($|_)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the answer; `lines` for a list of entries."""

    key: str
    label: str
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words."""

    verdict: str
    meaning: str
    amount: str
    per: str
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    authority: str = ""


def said(answered: Answered) -> Said | None:
    """The answer in words; None when there is none."""
    answer = answered.answer
    if answer is None:
        return None
    benefit = answered.question.benefit
    verdict, meaning = _verdict(benefit, answer)
    amount = answer["amount"]
    return Said(
        verdict=verdict,
        meaning=meaning,
        amount=format_money(Decimal(amount)) if amount is not None else "",
        per=str(PER.get(answer["per"] or "", "")) if amount is not None else "",
        reasons=tuple(labels.reason_label(code) for code in answer["reasons"]),
        figures=tuple(_figures(benefit, answer["values"])),
        authority=str(answer["values"].get("authority") or ""),
    )


def _verdict(benefit: str, answer: Mapping[str, Any]) -> tuple[str, str]:
    entitled = answer["entitled"]
    if entitled is None:
        if answer["discretionary"]:
            return _("left to the officer"), "information"
        return _("computed"), "neutral"
    if benefit in VERDICTS:
        return str(VERDICTS[benefit][0 if entitled else 1]), "information"
    if entitled:
        return _("is due"), "success"
    return _("is not due"), "danger"


def _figures(benefit: str, values: Mapping[str, Any]) -> Iterator[Figure]:
    for key, value in values.items():
        label = labels.value_label(benefit, key)
        if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            lines = tuple(_entry(benefit, item) for item in value)
            yield Figure(key, label, "", lines)
        elif isinstance(value, Mapping):
            yield Figure(key, label, "", (_entry(benefit, value),))
        else:
            yield Figure(key, label, words(key, value))


def _entry(benefit: str, item: Any) -> str:
    if not isinstance(item, Mapping):
        return words("", item)
    return "; ".join(_named(benefit, key, value) for key, value in item.items())


def _named(benefit: str, key: str, value: Any) -> str:
    """A figure with its label; a code needs none."""
    shown = words(key, value)
    return shown if _is_code(value) else f"{labels.value_label(benefit, key)}: {shown}"


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and not value[:1].isdecimal() and not value.startswith("-")


def words(key: str, value: Any) -> str:
    """A value of an answer as people read it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(words(key, item) for item in value) if value else "–"
    if isinstance(value, Mapping):
        return _group(value)
    text = str(value)
    if _AMOUNT.fullmatch(text):
        if _PERCENT.search(key):
            return f"{format_number(Decimal(text), 2)}%"
        if bare := _BARE.search(key):
            unit = "\u00a0m²" if bare.group(2) == "area" else ""
            return f"{format_number(Decimal(text), 2)}{unit}"
        return format_money(Decimal(text))
    if _DAY.fullmatch(text):
        return format_date(date.fromisoformat(text))
    if _MONTH.fullmatch(text):
        return month_words(date.fromisoformat(f"{text}-01"))
    return labels.code_label(key, text)


def _group(values: Mapping[str, Any]) -> str:
    """Figures that belong together; two months are the ends of a period."""
    ends = [words(key, values[key]) for key in ("first_month", "last_month") if key in values]
    others = [words(k, v) for k, v in values.items() if k not in ("first_month", "last_month")]
    return ", ".join([*others, " – ".join(ends)] if ends else others)


# Side by side


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison: the same thing on both sides."""

    label: str
    first: str
    second: str
    change: str = ""

    @property
    def differs(self) -> bool:
        """Is it another thing on the second side?"""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two answers compared; `first` is the one that was kept or the day that was chosen first."""

    first: Answered
    second: Answered
    heads: tuple[str, str]
    result: list[Pair]
    facts: list[Pair]
    parameters: list[Pair]
    other: Answered
    other_parameters: int = 0
    is_moved: bool = False  # incomes with a month moved with the day
    faults: tuple[str, ...] = field(default=())

    @property
    def same(self) -> bool:
        """Does nothing differ in the result?"""
        return not any(pair.differs for pair in self.result)


def side_by_side(first: Answered, second: Answered, *, kept: bool) -> SideBySide:
    """What differs between two answers: result, facts, amounts and rates of the law."""
    parameters = list(_parameters(first, second))
    different = [pair for pair in parameters if pair.differs]
    return SideBySide(
        first=first,
        second=second,
        heads=(_head(first.question), _head(second.question)),
        result=list(_result(first, second)),
        facts=list(_facts(first.question, second.question)) if kept else [],
        is_moved=not kept and first.question.facts != second.question.facts,
        parameters=different,
        other=first if kept else second,
        other_parameters=len(parameters) - len(different),
        faults=tuple(f.message for one in (first, second) for f in one.faults),
    )


def _head(question: Question) -> str:
    return format_date(question.on)


def _result(first: Answered, second: Answered) -> Iterator[Pair]:
    one, two = said(first), said(second)
    yield Pair(_("Result"), _outcome(one), _outcome(two))
    yield Pair(_("Amount"), _amount(one), _amount(two), _change(_money(first), _money(second)))
    reasons = [", ".join(s.reasons) if s else "" for s in (one, two)]
    if any(reasons):
        yield Pair(_("Why not"), *reasons)
    left, right = _texts(one), _texts(two)
    for key in dict.fromkeys((*left, *right)):
        entries = [_entries(a, key) for a in (first, second)]
        if any(entries):
            yield from _entry_pairs(first.question.benefit, *entries)
            continue
        label, text = left.get(key) or right[key]
        values = [_number(a.answer, key) for a in (first, second)]
        yield Pair(
            label,
            left[key][1] if key in left else "–",
            right[key][1] if key in right else "–",
            _change(*values) if text.endswith("zł") else "",
        )


def _entries(one: Answered, key: str) -> dict[str, Mapping[str, Any]]:
    """Entries of a list among the figures, by what they are of; nothing when it is no such list."""
    value = one.answer["values"].get(key) if one.answer else None
    found: dict[str, Mapping[str, Any]] = {}
    for item in value if isinstance(value, list) else ():
        if isinstance(item, Mapping):
            name = "; ".join(words(k, v) for k, v in item.items() if _is_code(v))
            found[name if name and name not in found else f"{name} {len(found) + 1}".strip()] = item
    return found


def _entry_pairs(
    benefit: str, left: Mapping[str, Mapping[str, Any]], right: Mapping[str, Mapping[str, Any]]
) -> Iterator[Pair]:
    """Entries that differ, each with only the figures that do."""
    for name in dict.fromkeys((*left, *right)):
        one, two = left.get(name, {}), right.get(name, {})
        keys = [k for k in dict.fromkeys((*one, *two)) if one.get(k) != two.get(k)]
        texts = [
            "; ".join(
                _named(benefit, k, side[k]) for k in keys if not isinstance(side.get(k, []), list)
            )
            for side in (one, two)
        ]
        if texts[0] != texts[1]:
            yield Pair(name, texts[0] or "–", texts[1] or "–")


def _outcome(one: Said | None) -> str:
    return one.verdict if one else _("no answer")


def _amount(one: Said | None) -> str:
    return f"{one.amount} {one.per}".strip() or "–" if one else "–"


def _texts(one: Said | None) -> dict[str, tuple[str, str]]:
    if one is None:
        return {}
    return {f.key: (f.label, f.text or " | ".join(f.lines)) for f in one.figures}


def _money(one: Answered) -> Decimal | None:
    amount = one.answer["amount"] if one.answer else None
    return Decimal(amount) if amount is not None else None


def _number(answer: Mapping[str, Any] | None, key: str) -> Decimal | None:
    value = answer["values"].get(key) if answer else None
    return Decimal(value) if isinstance(value, str) and _AMOUNT.fullmatch(value) else None


def _change(first: Decimal | None, second: Decimal | None) -> str:
    if first is None or second is None or first == second:
        return ""
    sign = "+" if second > first else "\u2212"
    return f"{sign}{format_money(abs(second - first))}"


def _facts(first: Question, second: Question) -> Iterator[Pair]:
    """Facts that differ; none when only the day does."""
    if first.benefit != second.benefit or first.facts == second.facts:
        return
    left, right = _fact_words(first), _fact_words(second)
    for key in dict.fromkeys((*left, *right)):
        pair = Pair(key, left.get(key, "–"), right.get(key, "–"))
        if pair.differs:
            yield pair


def _fact_words(question: Question) -> dict[str, str]:
    fields = typed.fill(law.schema(question.benefit), question.facts)
    found: dict[str, str] = {}
    heads: list[str] = []
    for depth, label, text in form.said(form.form_of(question.benefit, question.on, fields)):
        heads = heads[:depth]
        if text:
            found[" › ".join((*heads[1:], label) if len(heads) > 1 else (*heads, label))] = text
        else:
            heads.append(label)
    return found


def _parameters(first: Answered, second: Answered) -> Iterator[Pair]:
    sides: list[dict[str, Mapping[str, Any]]] = [
        {p["name"]: p for p in one.answer["parameters"]} if one.answer else {}
        for one in (first, second)
    ]
    for name in dict.fromkeys((*sides[0], *sides[1])):
        known = sides[0].get(name) or sides[1][name]
        yield Pair(str(known["label"]), *(_parameter(side.get(name)) for side in sides))


def _parameter(value: Mapping[str, Any] | None) -> str:
    return shown_number(Decimal(value["value"]), str(value["unit"])) if value else "–"
