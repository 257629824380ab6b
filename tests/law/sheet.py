"""Worked examples in a spreadsheet, for experts who do not write YAML.

One line for each fact and each expected figure: `case`, `part` (`question`, `facts` or `expect`),
`key` (a path as in an error of the law: `incomes[0].amount`), `value`. Lines of a case stand
together. `python -m tests.law.sheet` writes the template anew from two worked examples.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

HEAD = ("case", "part", "key", "value", "note")
TEMPLATE = Path(__file__).parent / "cases" / "template.xlsx"
IN_TEMPLATE = ("E01", "E05")
WORDS = {"tak": True, "nie": False, "true": True, "false": False, "brak": None, "null": None}
_STEP = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)|\[([0-9]+)\]")


class BadSheet(Exception):
    """A line that cannot be read; the text says which and why."""


def read_sheet(path: Path) -> list[dict[str, Any]]:
    """Worked examples of the first sheet, in the shape of those in YAML. Raises BadSheet."""
    rows = load_workbook(path, data_only=True).worksheets[0].iter_rows(max_col=len(HEAD))
    head, *lines = [[cell.value for cell in row] for row in rows]
    if tuple(head) != HEAD:
        raise BadSheet(f"{path.name}: the first line must be {', '.join(HEAD)}")
    found: dict[str, dict[str, Any]] = {}
    for number, (case, part, key, value, _note) in enumerate(lines, 2):
        if case is None:
            continue
        example = found.setdefault(str(case), {"id": str(case), "facts": {}, "expect": {}})
        if part not in ("question", "facts", "expect") or not isinstance(key, str):
            raise BadSheet(f"{path.name}, line {number}: part is question, facts or expect")
        inside = example if part == "question" else example[part]
        try:
            _put(inside, key, _value(value))
        except (ValueError, TypeError, IndexError) as error:
            raise BadSheet(f"{path.name}, line {number}: key {key!r} does not fit") from error
    return list(found.values())


def _value(cell: Any) -> Any:
    """A cell as JSON: numbers as decimal text, days ISO, tak and nie, brak."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        return cell
    if cell is None or isinstance(cell, str):
        text = (cell or "").strip()
        if text in ("[]", "{}"):
            return [] if text == "[]" else {}
        if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
            return text.replace(",", ".")
        return WORDS.get(text.lower(), text)
    return str(Decimal(repr(cell)))


def _steps(key: str) -> list[str | int]:
    found: list[str | int] = []
    at = 0
    while at < len(key):
        step = _STEP.match(key, at)
        if step is None:
            raise ValueError(key)
        found.append(step[1] if step[1] else int(step[2]))
        at = step.end() + (1 if key[step.end() : step.end() + 1] == "." else 0)
    return found


def _put(inside: Any, key: str, value: Any) -> None:
    """Set `incomes[0].amount` inside, making what is on the way."""
    *parents, last = _steps(key)
    ahead = [*parents, last][1:]
    for step, then in zip(parents, ahead, strict=True):
        inside = _inside(inside, step, [] if isinstance(then, int) else {})
    if isinstance(last, int):
        if last != len(inside):
            raise IndexError(key)
        inside.append(value)
    else:
        inside[last] = value


def _inside(inside: Any, step: str | int, made: Any) -> Any:
    if isinstance(step, int):
        if step == len(inside):
            inside.append(made)
        return inside[step]
    return inside.setdefault(step, made)


def lines_of(example: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Lines of the sheet for a worked example."""
    case = example["id"]
    for key in ("benefit", "on"):
        yield case, "question", key, example[key], ""
    for part in ("facts", "expect"):
        for key, value in _flat(example[part]) if example[part] else ():
            yield case, part, key, value, ""


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]")
    elif isinstance(value, list | dict):
        yield path, "[]" if isinstance(value, list) else "{}"
    elif value is None or isinstance(value, bool):
        yield path, {None: "brak", True: "tak", False: "nie"}[value]
    else:
        yield path, value


def write_sheet(path: Path, examples: list[dict[str, Any]]) -> None:
    """Write worked examples as a sheet; every cell is text, so that no amount is rounded."""
    book = Workbook()
    sheet = book.active
    sheet.title = "cases"
    sheet.append(HEAD)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for example in examples:
        for line in lines_of(example):
            sheet.append(line)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.number_format = "@"
    for column, width in zip("ABCDE", (14, 12, 34, 40, 40), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    book.save(path)


if __name__ == "__main__":
    from tests.law.examples import EXAMPLES

    chosen = [one for one in EXAMPLES if one["id"] in IN_TEMPLATE]
    write_sheet(TEMPLATE, [{**one, "id": f"wzor-{one['id']}"} for one in chosen])
