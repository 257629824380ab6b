"""Every key, code and figure of the law has words; what is new in the law is named here."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import override

import law
from benefits.calculator import labels, notation
from benefits.calculator.answers import words
from benefits.steps import _LABELS
from law.asked import asked
from law.refusals import REFUSALS
from tests.law.examples import EXAMPLES, FOLDER

TODAY = date(2026, 11, 24)
CODES = [info.code for info in law.benefits()]
REFUSED = yaml.safe_load((FOLDER.parent / "refusals.yaml").read_text(encoding="utf-8"))
QUESTIONS = [
    *((e["benefit"], e["facts"], e["on"]) for e in EXAMPLES),
    *((one["benefit"], one["facts"], one["day"]) for one in REFUSED),
]


def parts(schema: Mapping[str, Any], name: str = "f") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field of a form with its schema."""
    kind = notation.kind_of(schema)
    if name != "f":
        yield name, schema
    if kind == "object":
        for key, part in schema["properties"].items():
            yield from parts(part, f"{name}.{key}")
    elif kind in ("list", "fixed"):
        yield from parts(schema["items"], f"{name}.0")


def figures(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield key
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from figures(item)


def inputs(steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        yield from step["inputs"]
        yield from inputs(step["children"])


@pytest.mark.parametrize("code", CODES)
def test_every_fact_has_a_label(code: str) -> None:
    names = [name for name, _schema in parts(law.schema(code))]
    keys = [n for n in names if not n.endswith(".id") and not n.rpartition(".")[2].isdigit()]
    assert [name for name in keys if not labels.has_label(code, name)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_list_says_what_a_row_is(code: str) -> None:
    lists = [n for n, schema in parts(law.schema(code)) if notation.kind_of(schema) == "list"]
    assert [name for name in lists if not labels.row_label(code, name)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_choice_has_a_label(code: str) -> None:
    nameless = [
        f"{name}={choice}"
        for name, schema in parts(law.schema(code))
        if "enum" in schema
        for choice in schema["enum"]
        if not labels.has_choice(code, name, schema, TODAY, choice)
    ]
    assert nameless == []


@pytest.mark.parametrize("code", CODES)
def test_every_fact_is_of_a_kind_the_form_knows(code: str) -> None:
    kinds = {notation.kind_of(schema) for _name, schema in parts(law.schema(code))}
    assert "json" not in kinds


@pytest.mark.parametrize("code", CODES)
def test_every_figure_has_words(code: str) -> None:
    """Figures of answers and what went into their steps: examples, refusals, a sample."""
    answers = [
        law.calculate(benefit, facts, date.fromisoformat(day)).as_json()
        for benefit, facts, day in QUESTIONS
        if benefit == code
    ]
    info = next(info for info in law.benefits() if info.code == code)
    sample = asked(code, min(TODAY, info.valid_until or TODAY)).outcome
    answers += [sample.as_json()] if sample else []
    assert answers, f"{code} has no example"
    keys = {k: None for a in answers for k in (*figures(a["values"]), *inputs(a["trace"]))}
    nameless = [k for k in keys if not labels.has_value_label(code, k) and k not in _LABELS]
    assert nameless == []


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_has_words_in_both_languages(code: str) -> None:
    with override("pl"):
        assert labels.reason_label(code) == REFUSALS[code].label
    with override("en"):
        assert labels.reason_label(code) == REFUSALS[code].label_en
    assert REFUSALS[code].label != REFUSALS[code].label_en


def test_what_has_no_label_shows_its_description_or_name() -> None:
    assert labels.label("zasilek_staly", "f.hobby", {"description": "what for"}) == "What for"
    assert labels.label("zasilek_staly", "f.new_key", {}) == "New key"
    assert not labels.has_label("zasilek_staly", "f.hobby")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("income", "1229.00", "1\xa0229,00\xa0zł"),
        ("own_share_pct", "12.00", "12,00%"),
        ("area_limit", "58.50", "58,50\xa0m²"),
        ("days", 96, "96"),
        ("in_time", True, "tak"),
        ("income_month", "2025-05", "maj 2025"),
        ("right_from", "2025-05-07", "07.05.2025"),
        ("family", [], "–"),
        ("max_fee", None, "–"),
        ("rates", {"amount": "1.00", "first_month": "2016-01", "last_month": "2016-10"},
         "1,00\xa0zł, styczeń 2016 – październik 2016"),
        ("kind", "dojazd", "na dojazd do szkoły"),
    ],
)  # fmt: skip
def test_values_as_people_read_them(key: str, value: Any, said: str) -> None:
    assert words(key, value) == said


def test_what_a_rule_asks_for() -> None:
    assert asked("skladka_zdrowotna", TODAY).paths == ("facts.zasilek_staly",)
    found = asked("zasilek_staly", TODAY)
    assert "facts.incomes" in found.paths
    assert found.outcome is not None
    with pytest.raises(law.UnknownBenefit):
        asked("nothing", TODAY)


NUMBER = {"anyOf": [{"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$"},
                    {"type": "number", "minimum": 0}]}  # fmt: skip
SIGNED = {"anyOf": [{"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"},
                    {"type": "number"}]}  # fmt: skip
DAY = {"type": "string", "format": "date"}
EITHER = {"anyOf": [{"type": "boolean"}, DAY]}


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (NUMBER, "2,50", "2.50"),
        (NUMBER, "1 234,5678", "1234.5678"),
        (SIGNED, "-200", "-200"),
        (SIGNED, "−200,50", "-200.50"),
        (SIGNED, "-0", "0"),
        (DAY, "7.5.2025", "2025-05-07"),
        ({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}, "5.2025", "2025-05"),
        ({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}, "2025-05", "2025-05"),
        ({"type": "integer", "minimum": 1, "maximum": 60}, " 12 ", 12),
        (EITHER, "tak", True),
        (EITHER, "07.05.2025", "2025-05-07"),
    ],
)
def test_typed_text_is_read(schema: dict[str, Any], text: str, value: Any) -> None:
    assert notation.read(schema, text) == value
    assert notation.read(schema, notation.write(schema, value)) == value


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (NUMBER, "2,56789"),
        (NUMBER, "-1"),
        (NUMBER, "1e3"),
        (SIGNED, "--1"),
        (DAY, "31.02.2025"),
        ({"type": "integer", "minimum": 1, "maximum": 60}, "61"),
        ({"type": "integer", "minimum": 1, "maximum": 60}, "1,5"),
        (EITHER, "może"),
    ],
)
def test_text_that_cannot_be_read_is_refused(schema: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError):
        notation.read(schema, text)
