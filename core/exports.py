"""Tables out of the office: XLSX and CSV, written row by row.

Text that a spreadsheet would run as a formula stays text: names and notes come from outside.
"""

import csv as csv_module
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.http import file_answer
from core.polish import format_date

KINDS = ("xlsx", "csv")
"""What a list can be exported as."""
Kind = Literal["text", "int", "money", "date"]
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "int": "#,##0",
    "money": '#,##0.00" zł"',
    "date": "dd.mm.yyyy",
}
_WIDTHS: dict[Kind, int] = {"text": 32, "int": 12, "money": 18, "date": 14}
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what its cells hold (money in zł, Decimal).

    `width` in characters; 0 is what suits the kind.
    """

    title: str
    kind: Kind = "text"
    width: int = 0


def xlsx(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet; the heading row stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub("-", title)[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        width = column.width or _WIDTHS[column.kind]
        sheet.column_dimensions[get_column_letter(number)].width = width
    heading = [_cell(sheet, str(column.title), "text") for column in columns]
    for cell in heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append(heading)
    for row in rows:
        sheet.append([_cell(sheet, value, c.kind) for value, c in zip(row, columns, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV as Polish spreadsheets read it: semicolons, decimal commas, UTF-8 with BOM."""
    out = io.StringIO()
    writer = csv_module.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(str(column.title)) for column in columns])
    for row in rows:
        writer.writerow([_plain(v, c.kind) for v, c in zip(row, columns, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def table_answer(
    kind: str, stem: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The table as a file of one of KINDS, named `stem.kind`."""
    name = f"{stem}.{kind}"
    if kind == "xlsx":
        return file_answer(xlsx(title, columns, rows), XLSX_TYPE, name)
    return file_answer(csv(columns, rows), CSV_TYPE, name)


def _cell(sheet: Any, value: Any, kind: Kind) -> Any:
    if value is None or value == "":
        return WriteOnlyCell(sheet, None)
    if kind == "text":
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        cell.data_type = "s"  # never a formula, whatever it starts with
    else:
        cell = WriteOnlyCell(sheet, value)
    cell.number_format = _FORMATS[kind]
    return cell


def _plain(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind == "money":
        return f"{Decimal(value):.2f}".replace(".", ",")
    if kind == "date" and isinstance(value, date):
        return format_date(value)
    if kind == "int":
        return str(int(value))
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
