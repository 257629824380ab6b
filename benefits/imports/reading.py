"""Files of tables as other systems write them: examined first, then read row by row.

CSV in UTF-8, UTF-16, cp1250 or ISO-8859-2 with any usual separator, and XLSX. What the file is
follows from its content. Formulas are never run: a cell gives the value that was stored with it.
"""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from numbers import Real
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from core.errors import DomainError
from core.polish import GROSZ, format_number

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 100
"""A sheet of a register packs to a tenth; a bomb to a thousandth."""
SMALL = 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: headings (each once) and rows as (number in the file, texts by column)."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(content: bytes) -> Sheet:
    """The whole table; raises DomainError that says what is wrong and what to do."""
    if not content.strip():
        raise DomainError(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise DomainError(
            _("The file is larger than %(most)d MB. Divide it.") % {"most": MAX_BYTES // 1024**2}
        )
    lines = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    return _sheet(lines)


def _sheet(lines: Iterator[list[str]]) -> Sheet:
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, 1):
        if not any(cells):
            continue
        if not headings:
            headings = _unique(cells)
            continue
        if len(rows) == MAX_ROWS:
            most = format_number(Decimal(MAX_ROWS))
            raise DomainError(
                _("The file has more than %(most)s rows. Divide it.") % {"most": most}
            )
        if any(len(cell) > MAX_CELL for cell in cells):
            raise DomainError(
                _("A cell of row %(row)d is longer than %(most)d characters.")
                % {"row": number, "most": MAX_CELL}
            )
        rows.append((number, (cells + [""] * len(headings))[: len(headings)]))
    if not headings or not rows:
        raise DomainError(
            _("There are no rows. The first row holds the headings, the data begin below it.")
        )
    return Sheet(headings, rows)


def _unique(cells: Sequence[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise DomainError(
            _("The file has more than %(most)d columns. Leave out those that are not needed.")
            % {"most": MAX_COLUMNS}
        )
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:80] or _("column %(number)d") % {"number": place}
        same = sum(1 for other in found if other == name or other.startswith(f"{name} ("))
        found.append(f"{name} ({same + 1})" if same else name)
    return found


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for line in reader:
            yield [_unguarded(cell.strip()) for cell in line]
    except csv.Error as error:
        raise DomainError(
            _("Row %(row)d cannot be read: a quotation mark is missing there or before.")
            % {"row": reader.line_num}
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content or content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG")):
        raise _wrong_type(content)
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode(_polish_encoding(content), errors="replace")
    if text.lstrip()[:1] in ("<", "{") or _controls(text) > len(text) // 100:
        raise _wrong_type(content)
    return text


def _controls(text: str) -> int:
    return sum(1 for char in text[:20_000] if ord(char) < 32 and char not in "\t\r\n")


def _polish_encoding(content: bytes) -> str:
    """cp1250 of Windows or ISO-8859-2: they differ in ą, ś, ź and the space of 0x80-0x9f."""
    if any(0x80 <= byte <= 0x9F for byte in content):
        return "cp1250"
    iso = sum(content.count(byte) for byte in (b"\xb1", b"\xb6", b"\xbc", b"\xa6", b"\xac"))
    windows = sum(content.count(byte) for byte in (b"\xb9", b"\xa5"))
    return "iso-8859-2" if iso > windows else "cp1250"


def _separator(text: str) -> str:
    """The sign that divides the first lines into the same number of cells, the most of them."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def score(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        first = counts[0] if counts else 1
        return (sum(1 for count in counts if count == first) if first > 1 else 0, first)

    try:
        return max(SEPARATORS, key=score)
    except csv.Error:
        return ";"


def _unguarded(cell: str) -> str:
    """An apostrophe that an export put before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell


def _wrong_type(content: bytes) -> DomainError:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return DomainError(
            _(
                "This is a spreadsheet of the old type (XLS), or one locked with a password. "
                "Open it and save it as XLSX without a password."
            )
        )
    return DomainError(
        _("This file is no table. Save the register as CSV or XLSX and send it again.")
    )


def _xlsx(content: bytes) -> Iterator[list[str]]:
    _check_archive(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for line in sheet.iter_rows(values_only=True):
                cells = [_text(value) for value in line]
                while cells and not cells[-1]:
                    cells.pop()
                yield cells
    except DomainError:
        raise
    except Exception as error:  # whatever a library says of a damaged workbook
        raise DomainError(
            _("This workbook is damaged. Open it in a spreadsheet and save it again as XLSX.")
        ) from error


def _check_archive(content: bytes) -> None:
    """Refuse what is no workbook and what unpacks to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if size > MAX_UNPACKED or (size > SMALL and size / packed > MAX_RATIO):
                raise DomainError(
                    _("This file unpacks to %(size)s MB and is not opened. Save it anew or as CSV.")
                    % {"size": format_number(Decimal(size // 1024**2))}
                )
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise _wrong_type(b"")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(1024):
                            raise _wrong_type(b"")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise DomainError(
            _("This workbook is damaged. Open it in a spreadsheet and save it again as XLSX.")
        ) from error


def _text(value: Any) -> str:
    """A cell as text: days in ISO notation, whole numbers without «.0»."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Real):
        return _number(Decimal(repr(value)))
    return str(value).strip()


def _number(number: Decimal) -> str:
    """A number of a spreadsheet, which keeps 0,1 only nearly: grosze as far as they are meant."""
    if not number.is_finite():
        return ""
    if number == number.to_integral_value():
        return str(int(number)) if abs(number) < 10**15 else str(number)
    rounded = number.quantize(GROSZ)
    return str(rounded) if abs(number - rounded) < Decimal("0.000000001") else str(number)
