"""A sheet of worked examples says the same as YAML."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.law.examples import EXAMPLES, differences
from tests.law.sheet import HEAD, BadSheet, read_sheet, write_sheet


def test_every_example_survives_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_sheet(path, EXAMPLES)
    found = {example["id"]: example for example in read_sheet(path)}
    for example in EXAMPLES:
        again = found[example["id"]]
        for key in ("benefit", "on", "facts"):
            assert again[key] == example[key], example["id"]
        assert list(differences(example["expect"], again["expect"])) == [], example["id"]


def test_the_template_is_among_the_examples() -> None:
    assert [example["id"] for example in EXAMPLES if example["id"].startswith("wzor-")]


def sheet(path: Path, *lines: tuple[Any, ...]) -> Path:
    book = Workbook()
    book.active.append(HEAD)
    for line in lines:
        book.active.append((*line, "")[:5])
    book.save(path)
    return path


def test_what_an_expert_types(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "typed.xlsx",
        ("A", "question", "benefit", "zasilek_staly"),
        ("A", "question", "on", date(2025, 3, 1)),
        ("A", "facts", "household.size", 1),
        ("A", "facts", "incomes[0].amount", "1229,05"),
        ("A", "facts", "incomes[1].amount", 12.5),
        ("A", "expect", "entitled", "tak"),
        ("A", "expect", "amount", "brak"),
    )
    (found,) = read_sheet(path)
    assert found["on"] == "2025-03-01" and found["benefit"] == "zasilek_staly"
    assert found["facts"]["household"] == {"size": 1}
    assert [income["amount"] for income in found["facts"]["incomes"]] == ["1229.05", "12.5"]
    assert found["expect"] == {"entitled": True, "amount": None}


@pytest.mark.parametrize(
    "line",
    [
        ("A", "fact", "on", "2025-03-01"),
        ("A", "facts", "incomes[1].amount", "1"),
        ("A", "facts", "income s", "1"),
        ("A", "facts", None, "1"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: tuple[Any, ...]) -> None:
    with pytest.raises(BadSheet, match="line 2"):
        read_sheet(sheet(tmp_path / "bad.xlsx", line))
