"""Worked examples by every door of the engine; all doors give the same answer."""

import json
import subprocess
import sys
from datetime import date
from typing import Any

import jsonschema
import pytest

import law
from law.__main__ import main
from law.questions import answer
from tests.law.examples import EXAMPLES, differences, question

BY_ID = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])


@BY_ID
def test_python(example: dict[str, Any]) -> None:
    on = date.fromisoformat(example["on"])
    found = law.calculate(example["benefit"], example["facts"], on).as_json()
    assert list(differences(example["expect"], found)) == []


@BY_ID
def test_calculate_command(
    example: dict[str, Any], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(example["facts"]), encoding="utf-8")
    command = ["calculate", "--benefit", example["benefit"], "--on", example["on"], str(facts)]
    assert main(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {**answer(question(example)), "id": None}


def test_batch_command_answers_all_in_order() -> None:
    lines = "".join(json.dumps(question(example)) + "\n" for example in EXAMPLES)
    done = subprocess.run(
        [sys.executable, "-m", "law", "batch", "-"],
        input=lines.encode(),
        capture_output=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [answer(question(example)) for example in EXAMPLES]
    for example, one in zip(EXAMPLES, found, strict=True):
        assert list(differences(example["expect"], one)) == [], example["id"]


def test_differences_are_found() -> None:
    expected = {"amount": "1.00", "reasons": ["age"], "values": {"list": ["1.00"]}}
    same = {"amount": "1.00", "reasons": ["age", "more"], "values": {"list": ["1.00"]}}
    assert list(differences(expected, same)) == []
    assert len(list(differences(expected, {**same, "amount": "1.01"}))) == 1
    assert len(list(differences(expected, {**same, "amount": None}))) == 1
    assert len(list(differences(expected, {**same, "reasons": []}))) == 1
    assert len(list(differences(expected, {**same, "values": {"list": []}}))) == 1
    assert len(list(differences(expected, {"reasons": ["age"]}))) == 2


@BY_ID
def test_facts_fit_the_json_schema(example: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(law.schema(example["benefit"]))
    assert [error.message for error in validator.iter_errors(example["facts"])] == []
    unknown = {**example["facts"], "hobby": 1}
    assert not validator.is_valid(unknown)


def test_every_schema_is_a_schema() -> None:
    for info in law.benefits():
        jsonschema.Draft202012Validator.check_schema(law.schema(info.code))
