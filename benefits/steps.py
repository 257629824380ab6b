"""What went into each step of the law, in words: names of persons, labels of kinds, amounts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.calculator.answers import words
from benefits.calculator.labels import has_value_label, value_label
from cases.law_codes import income_labels, reason_labels
from clients.models import Person

_LABELS = {
    "age": gettext_lazy("Age"),
    "cap": gettext_lazy("Greatest amount"),
    "excluded_by": gettext_lazy("Other benefit"),
    "guaranteed": gettext_lazy("Part guaranteed by the state"),
    "kind": gettext_lazy("Kind of income"),
    "maximum": gettext_lazy("Greatest amount"),
    "minimum": gettext_lazy("Least amount"),
    "topup": gettext_lazy("Topped up by the gmina"),
}


def steps_in_words(
    answer: Mapping[str, Any], facts: Mapping[str, Any], *, benefit: str, on: date
) -> list[dict[str, Any]]:
    """The trace of an answer for `components/trace.html` (one query)."""
    ids = [row["id"] for row in facts["household"]["persons"] if str(row["id"]).isdigit()]
    names = {str(person.pk): str(person) for person in Person.objects.filter(pk__in=ids)}
    codes: dict[str, Mapping[str, str]] = {
        "person": names,
        "kind": income_labels(on),
        "reason_art7": reason_labels(on),
    }
    return _in_words(answer.get("trace", ()), benefit, codes)


def steps_without_names(
    answer: Mapping[str, Any], *, benefit: str, on: date
) -> list[dict[str, Any]]:
    """The same where persons are letters and nobody's file is looked at."""
    codes = {"kind": income_labels(on), "reason_art7": reason_labels(on)}
    return _in_words(answer.get("trace", ()), benefit, codes)


def _in_words(
    steps: Iterable[Mapping[str, Any]], benefit: str, codes: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    return [
        {
            **step,
            "inputs": {
                _label(benefit, name, step): codes.get(name, {}).get(str(value))
                or words(name, value)
                for name, value in step.get("inputs", {}).items()
            },
            "children": _in_words(_children(step), benefit, codes),
        }
        for step in steps
    ]


def _children(step: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return step.get("children") or ()


def _label(benefit: str, name: str, step: Mapping[str, Any]) -> str:
    if name == "per_person" and step["text"].startswith("Kryterium"):
        return _("Criterion per person")  # elsewhere it is an income
    if name in _LABELS and not has_value_label(benefit, name):
        return str(_LABELS[name])
    return value_label(benefit, name)
