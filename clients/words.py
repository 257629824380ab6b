"""A dated fact in words: what it says, how much, for which days."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from clients.kinds import Kind, kind_of
from clients.models import AlimonyTitle, Income, OneOffIncome, Recorded
from core.months import last_day, month_words
from core.polish import format_date, format_money, format_number

_MONEY_PLACES = 2


def fact_words(fact: Recorded) -> str:
    """One line: what it is, how much, for how long."""
    kind = kind_of(fact)
    parts = [str(kind.label).lower(), said(fact, kind.says)]
    if kind.money:
        parts.append(said(fact, kind.money))
    return f"{', '.join(filter(None, parts))} ({period_words(fact)})"


def what_words(fact: Recorded) -> str:
    """The fact without its amount and its period: «wage», «severe degree of disability»."""
    kind = kind_of(fact)
    return said(fact, kind.says) or str(kind.label)


def more_words(fact: Recorded) -> list[str]:
    """What else the entry says, each with its label where the value alone is not clear."""
    kind = kind_of(fact)
    return [text for name in kind.more if (text := _labelled(fact, name))]


def period_words(fact: Recorded) -> str:
    """The days or months on which it is true."""
    start, end = fact.valid_from, fact.valid_to
    if end == start:
        return format_date(start)
    if kind_of(fact).period == "months" and _whole_months(start, end):
        return _months(start, end)
    if end is None:
        return _("since %(day)s") % {"day": format_date(start)}
    return f"{format_date(start)} – {format_date(end)}"


def said(fact: Recorded, name: str) -> str:
    """A column of a fact as people read it; "" when it is empty."""
    value: Any = getattr(fact, name)
    if name == "debtor_name" and isinstance(fact, AlimonyTitle) and fact.debtor_id:
        return str(fact.debtor)
    if value in (None, ""):
        return ""
    if name == "kind" and isinstance(fact, Income | OneOffIncome):
        return income_labels(fact.valid_from).get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return _number(name, value)
    field = fact._meta.get_field(name)
    choices: Mapping[Any, Any] = dict(getattr(field, "flatchoices", ()))
    return str(choices.get(value, value))


def income_labels(day: date) -> Mapping[str, str]:
    """Kinds of income by code, in the reader's language."""
    return _income_labels(day, (get_language() or "pl")[:2])


@lru_cache(maxsize=512)
def _income_labels(day: date, language: str) -> Mapping[str, str]:
    kinds = law.income_kinds(day)
    return {k.code: k.label_en if language == "en" else k.label for k in kinds}


def label_of(kind: Kind, name: str) -> str:
    """What a column is called."""
    return str(kind.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _labelled(fact: Recorded, name: str) -> str:
    text = said(fact, name)
    if not text:
        return ""
    if getattr(fact, name) is True:
        return label_of(kind_of(fact), name)
    if name in ("note", "school", "place", "office", "heating", "court", "issued_by"):
        return text
    return f"{label_of(kind_of(fact), name)}: {text}"


def _number(name: str, value: Decimal) -> str:
    if name == "ha_przeliczeniowe":
        return f"{format_number(value, 4)}\u00a0ha"
    if name.endswith("_area"):
        return f"{format_number(value, _MONEY_PLACES)}\u00a0m²"
    return format_money(value)


def _whole_months(start: date, end: date | None) -> bool:
    return start.day == 1 and (end is None or end == last_day(end))


def _months(start: date, end: date | None) -> str:
    if end is None:
        return _("each month from %(month)s") % {"month": month_words(start)}
    if (start.year, start.month) == (end.year, end.month):
        return month_words(start)
    return f"{month_words(start)} – {month_words(end)}"
