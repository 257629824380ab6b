"""Bad questions: each door refuses them and names the path, what was found, what is allowed."""

import json
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest

import law
from law.__main__ import main
from law.questions import answer, answer_lines
from tests.law.ask import facts, household

ON = date(2025, 3, 1)


def refusal(given: Any, benefit: str = "zasilek_staly") -> tuple[str, str]:
    with pytest.raises(law.LawError) as refused:
        law.calculate(benefit, given, ON)
    assert refused.value.message
    assert refused.value.polish.endswith(".")
    return refused.value.code, refused.value.path


def with_income(**income: Any) -> dict[str, Any]:
    return facts(1) | {"incomes": [{"person": "a", "kind": "wage", **income}]}


@pytest.mark.parametrize(
    "amount",
    ["-1.00", "-0", "1.001", "1e3", "NaN", "Infinity", "", " 1", "1,50", "٣", 1.5, True, None],
)
def test_bad_amounts(amount: Any) -> None:
    assert refusal(with_income(amount=amount)) == ("invalid_facts", "facts.incomes[0].amount")


@pytest.mark.parametrize("amount", ["99999999999999999999", 10**12])
def test_amounts_out_of_range(amount: Any) -> None:
    assert refusal(with_income(amount=amount))[1] == "facts.incomes[0].amount"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"hobby": 1}, "invalid_facts", "facts.hobby"),
        ({"tariff": []}, "invalid_facts", "facts.tariff"),
        ({"household": None}, "invalid_facts", "facts.household"),
        ({"household": {}}, "missing", "facts.household.size"),
        ({"household": {"size": 61}}, "invalid_facts", "facts.household.size"),
        ({"household": {"size": 0}}, "invalid_facts", "facts.household.size"),
        ({"household": {"size": 2}}, "missing", "facts.household.persons"),
        ({"household": {"persons": []}}, "invalid_facts", "facts.household.persons"),
        ({"household": {"persons": [{}]}}, "missing", "facts.household.persons[0].id"),
        ({"applicant": "z"}, "invalid_facts", "facts.applicant"),
        ({"incomes": [{"kind": "wage", "amount": 1}]}, "missing", "facts.incomes[0].person"),
        ({"alimony_paid": "-5"}, "invalid_facts", "facts.alimony_paid"),
        ({"incomes": {}}, "invalid_facts", "facts.incomes"),
    ],
)
def test_bad_facts(change: dict[str, Any], code: str, path: str) -> None:
    assert refusal({**facts(1), **change}) == (code, path)


@pytest.mark.parametrize(
    ("income", "code", "path"),
    [
        ({"kind": "lottery", "amount": "1"}, "invalid_facts", "facts.incomes[0].kind"),
        ({"person": "z", "amount": "1"}, "invalid_facts", "facts.incomes[0].person"),
        ({}, "missing", "facts.incomes[0].amount"),
        ({"amount": "1", "gross": "2"}, "invalid_facts", "facts.incomes[0]"),
        ({"amount": "1", "tax": "2"}, "invalid_facts", "facts.incomes[0]"),
        ({"gross": "1", "tax": "2"}, "invalid_facts", "facts.incomes[0]"),
        ({"amount": "1", "month": "2025-13"}, "invalid_facts", "facts.incomes[0].month"),
        ({"amount": "1", "note": "x"}, "invalid_facts", "facts.incomes[0].note"),
    ],
)
def test_bad_income(income: dict[str, Any], code: str, path: str) -> None:
    assert refusal(with_income(**income)) == (code, path)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "samotnie", "size": 2},
        {"kind": "rodzina", "size": 1},
        {"kind": "para", "size": 2},
        {"size": 3, "persons": [{"id": "a"}]},
        {"persons": [{"id": "a"}, {"id": "a"}]},
        {"persons": [{"id": str(number)} for number in range(61)]},
    ],
)
def test_contradictions_in_a_household(change: dict[str, Any]) -> None:
    code, path = refusal({"household": change, "incomes": []}, "zasilek_okresowy")
    assert (code, path.startswith("facts.household")) == ("invalid_facts", True)


def test_unknown_benefit_and_days_without_law() -> None:
    with pytest.raises(law.UnknownBenefit, match="zasilek_staly"):
        law.calculate("zasilek", facts(1), ON)
    for day in (date(2004, 4, 30), date(2028, 1, 1)):
        with pytest.raises(law.NotInForce) as refused:
            law.calculate("zasilek_staly", facts(1), day)
        assert refused.value.as_json()["path"] == "on"
    with pytest.raises(law.InvalidFacts):
        law.calculate("zasilek_staly", facts(1), datetime(2025, 3, 1))  # noqa: DTZ001


def line(**changes: Any) -> dict[str, Any]:
    return {"id": "1", "benefit": "zasilek_staly", "on": "2025-03-01", "facts": facts(1)} | changes


@pytest.mark.parametrize(
    ("question", "code", "path"),
    [
        (line(on="2025-02-30"), "invalid_facts", "on"),
        (line(on=20250301), "invalid_facts", "on"),
        (line(on="1899-12-31"), "invalid_facts", "on"),
        (line(benefit=5), "invalid_facts", "benefit"),
        (line(facts=[]), "invalid_facts", "facts"),
        (line(more=1), "invalid_question", "more"),
        ({"id": "1", "benefit": "zasilek_staly", "on": "2025-03-01"}, "missing", "facts"),
    ],
)
def test_bad_questions(question: dict[str, Any], code: str, path: str) -> None:
    found = answer(question)
    assert found["id"] == "1"
    assert (found["error"]["code"], found["error"]["path"]) == (code, path)


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"id": "\\ud800"}',
        b'{"a": -Infinity}',
        b'{"a": 1e3}',
        b'{"a": -0}',
        b'{"a": -0.00}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"\xff\xfe",
        b'"' + b"x" * 1_000_001 + b'"',
    ],
    ids=lambda text: text[:12].decode("latin-1"),
)
def test_text_that_is_no_question(text: bytes) -> None:
    (found,) = answer_lines([text])
    assert found["error"]["code"] == "invalid_question"


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e3", "1E-1", "-0", "-0.00", "9" * 400])
def test_strange_numbers_are_refused_with_id_and_path(number: str) -> None:
    text = json.dumps(line(facts=with_income(amount=777777))).replace("777777", number)
    (found,) = answer_lines([text.encode()])
    assert found["id"] == "1"
    assert found["error"]["code"] == "invalid_facts"
    assert found["error"]["path"] == "facts.incomes[0].amount"
    assert number[:20] in found["error"]["message"]


@pytest.mark.parametrize("key", ["id", "on", "benefit", "facts", "household", "size", "amount"])
def test_key_written_twice_is_refused_with_its_path(key: str) -> None:
    given = with_income(amount=1) | {"household": household(1) | {"size": 1}}
    text = json.dumps(line(facts=given))
    start = text.index(f'"{key}": ')
    (found,) = answer_lines([f'{text[:start]}"{key}": 1, {text[start:]}'.encode()])
    assert found["error"]["path"].endswith(key)
    assert "twice" in found["error"]["message"]


def test_a_bad_line_does_not_stop_the_others() -> None:
    good = json.dumps(line()).encode()
    done = subprocess.run(
        [sys.executable, "-m", "law", "batch"],
        input=good + b"\n{bad\n\n" + good,
        capture_output=True,
    )
    found = [json.loads(text) for text in done.stdout.splitlines()]
    assert ["error" in one for one in found] == [False, True, False]
    assert (done.returncode, done.stderr) == (2, b"")


def test_bad_input_of_the_command_names_the_path(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(with_income(amount="1.234")))
    command = ["calculate", "--benefit", "zasilek_staly", "--on", "2025-03-01", str(file)]
    assert main(command) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "facts.incomes[0].amount" in said.err
    assert "found '1.234'; allowed: a decimal number" in said.err
    assert main(["calculate", "--benefit", "x", "--on", "2025-03-01", str(file)]) == 2
    assert main(["calculate", "--benefit", "zasilek_staly", "--on", "soon", str(file)]) == 2
    assert main(["batch", str(tmp_path / "none")]) == 2
    assert main(["schema", "nothing"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_list_parameters_and_schema(capsys: pytest.CaptureFixture[str]) -> None:
    def said(*command: str) -> Any:
        assert main(list(command)) == 0
        return json.loads(capsys.readouterr().out)

    rows = {row["code"]: row for row in said("list")}
    assert rows["zasilek_okresowy"]["valid_from"] == "2008-01-01"
    assert rows["sds_oplata"]["task"] == "zlecone"
    values = said("parameters", "--on", "2024-12-31", "--benefit", "zasilek_staly")
    amounts = {value["name"]: value["value"] for value in values}
    assert amounts["zasilek_staly_maximum"] == "1000.00"
    assert len(said("parameters")) > 60
    assert all(v["name"] != "posilek_pct" for v in said("parameters", "--benefit", "zasilek_staly"))
    shape = said("schema", "zasilek_okresowy")
    assert shape["additionalProperties"] is False
    assert "amount_chosen" in shape["properties"]
    assert "bezrobocie" in shape["properties"]["reason_art7"]["enum"]


def test_numbers_and_text_are_the_same() -> None:
    text = answer(line(facts=with_income(amount="215.84")))
    (number,) = answer_lines([json.dumps(line(facts=with_income(amount=215.84))).encode()])
    assert number == text


def test_answer_has_every_key() -> None:
    found = answer(line())
    assert list(found) == [
        "id",
        "benefit",
        "on",
        "entitled",
        "amount",
        "per",
        "discretionary",
        "values",
        "reasons",
        "trace",
        "parameters",
        "basis",
        "law_version",
    ]
    assert set(found["trace"][0]) == {"provision", "text", "value", "inputs", "children"}
    assert household(1)["kind"] == "samotnie"
