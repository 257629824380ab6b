"""What went into a step of the law, in words."""

from datetime import date

import pytest
from django.utils import translation

from benefits.steps import steps_without_names

DAY = date(2026, 11, 14)


def inputs(text, **given):
    step = {"text": text, "provision": "art. 8", "value": None, "inputs": given, "children": []}
    outer = {**step, "inputs": {}, "children": [step]}
    with translation.override("pl"):
        steps = steps_without_names({"trace": [outer]}, benefit="zasilek_okresowy", on=DAY)
    return steps[0]["children"][0]["inputs"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kryterium dochodowe rodziny: 2 × 823,00 zł = 1 646,00 zł.", "Kryterium na osobę"),
        ("Dochód na osobę: 400,00 zł.", "Dochód na osobę"),
    ],
)
def test_an_amount_per_person_is_called_what_it_is(text, label):
    assert inputs(text, per_person="823.00") == {label: "823,00\u00a0zł"}


def test_codes_become_words():
    said = inputs("Krok.", kind="wage", reason_art7="bezrobocie", percent="50.00", age=25)
    assert set(said.values()) == {"wynagrodzenie za pracę", "bezrobocie", "50,00%", "25"}
