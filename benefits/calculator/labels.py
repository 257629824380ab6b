"""Labels of keys, codes and figures of the law, in the reader's language.

Looked up from the closest to the widest: `benefit:key` (in a group `benefit:group.key`),
`group.key`, `key`.
A key without a label shows the description of its schema, or its name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

import law
from benefits.calculator.words_answers import VALUES
from benefits.calculator.words_facts import CHOICES, KEYS, ROWS, UNITS, Words
from core.law_rows import worded
from core.polish import sort_key
from law.income_kinds import codes as income_codes
from law.local import LOCAL_RULES
from law.refusals import REFUSALS


def _closest(words: Words, benefit: str, name: str) -> str | Promise | None:
    """The word for `f.obliged.0.household.size`, from the closest key to the widest."""
    steps = [step for step in name.split(".")[1:] if not step.isdecimal()]
    last, parent = steps[-1] if steps else "", steps[-2] if len(steps) > 1 else ""
    of_benefit = f"{benefit}:{parent}.{last}" if parent else f"{benefit}:{last}"
    for key in (of_benefit, f"{parent}.{last}", last):
        if key in words:
            return words[key]
    return None


def has_label(benefit: str, name: str) -> bool:
    """Is there a label for the field of that name?"""
    return _closest(KEYS, benefit, name) is not None or bool(_local(benefit, name))


def _local(benefit: str, name: str) -> str:
    """Label of a rule of the place (set by the gmina), which the law itself names."""
    named = (r for r in LOCAL_RULES if benefit in r.benefits and name == f"f.{r.key}")
    return next((worded(rule) for rule in named), "")


def label(benefit: str, name: str, schema: Mapping[str, Any]) -> str:
    """Label of a field."""
    found = _closest(KEYS, benefit, name)
    if found is not None:
        return str(found)
    if local := _local(benefit, name):
        return local
    last = next((s for s in reversed(name.split(".")) if not s.isdecimal()), name)
    return str(schema.get("description", last.replace("_", " "))).capitalize()


def row_label(benefit: str, name: str) -> str:
    """What one row of a list is called; "" when it has no name of its own."""
    return str(_closest(ROWS, benefit, name) or "")


def unit(benefit: str, name: str) -> str:
    """Unit of an amount."""
    found = _closest(UNITS, benefit, name)
    if found is not None:
        return str(found)
    return "%" if name.endswith("_pct") else "zł"


def choices(benefit: str, name: str, schema: Mapping[str, Any], on: date) -> list[tuple[str, str]]:
    """Codes of a field with their labels."""
    key = name.rpartition(".")[2]
    codes = [str(code) for code in schema["enum"]]
    dictionary = _dictionary(key, codes, on)
    if dictionary:
        pairs = [(code, dictionary.get(code, code)) for code in codes]
        return sorted(pairs, key=lambda pair: sort_key(pair[1])) if key == "kind" else pairs
    found = [(code, _closest(CHOICES, benefit, f"{name}.{code}")) for code in codes]
    return [(code, str(word) if word is not None else code) for code, word in found]


def text_choices(key: str) -> list[tuple[str, str]]:
    """Codes of a text of which the usual values have labels."""
    found = (name.partition(".")[2] for name in CHOICES if name.startswith(f"{key}."))
    return [(code, str(CHOICES[f"{key}.{code}"])) for code in found]


def code_label(key: str, code: str) -> str:
    """A code among the figures of an answer, in words; any other text as it stands."""
    word = CHOICES.get(f"{key}.{code}")
    if word is not None:
        return str(word)
    if code.isidentifier() and code.islower():
        english = (get_language() or "pl").startswith("en")
        kinds = income_codes()
        if code in kinds:
            return kinds[code]["label_en" if english else "label"]
        return next((info.label for info in law.benefits() if info.code == code), code)
    return code


def _dictionary(key: str, codes: list[str], on: date) -> dict[str, str]:
    """Labels that the law itself has: kinds of income, reasons of art. 7."""
    english = (get_language() or "pl").startswith("en")
    if key == "reason_art7":
        reasons = law.art7_reasons(on)
        return {r.code: r.label_en if english else f"{r.label} (pkt {r.pkt})" for r in reasons}
    kinds = {k.code: worded(k) for k in law.income_kinds(on)}
    return kinds if set(codes) <= set(kinds) else {}


def has_choice(benefit: str, name: str, schema: Mapping[str, Any], on: date, code: str) -> bool:
    """Is there a label for the code of a choice?"""
    key = name.rpartition(".")[2]
    if _dictionary(key, [str(c) for c in schema["enum"]], on):
        return True
    return _closest(CHOICES, benefit, f"{name}.{code}") is not None


def value_label(benefit: str, key: str) -> str:
    """What a figure of the answer is called."""
    found = _closest(VALUES, benefit, f"v.{key}") or _closest(KEYS, benefit, f"v.{key}")
    return str(found if found is not None else key.replace("_", " ").capitalize())


def has_value_label(benefit: str, key: str) -> bool:
    """Is there a label for the figure?"""
    name = f"v.{key}"
    return any(_closest(words, benefit, name) is not None for words in (VALUES, KEYS))


def reason_label(code: str) -> str:
    """Why something is not due."""
    return worded(REFUSALS[code])
