import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.exports import Column, csv, table_answer, xlsx

COLUMNS = [
    Column("osoba"),
    Column("kwota", "money"),
    Column("dzień", "date"),
    Column("sztuk", "int"),
]
ROWS = [("Żółć", Decimal("1229.00"), date(2026, 11, 24), 3), ("", None, None, 0)]
DANGEROUS = ["=1+1", "+48 84", "-5", "@SUM(A1)", "\tx", "\rx"]


def sheet(content):
    return load_workbook(io.BytesIO(content)).active


def test_xlsx_keeps_amounts_and_days_as_such():
    page = sheet(xlsx("Statystyka 2026-11", COLUMNS, ROWS))
    assert [cell.value for cell in page[1]] == ["osoba", "kwota", "dzień", "sztuk"]
    assert page["B2"].value == Decimal("1229")
    assert page["B2"].number_format == '#,##0.00" zł"'
    assert page["C2"].value.date() == date(2026, 11, 24)
    assert page["A3"].value is None
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_xlsx_never_writes_a_formula(text):
    page = sheet(xlsx("t", [Column(text)], [[text]]))
    assert page["A1"].data_type == page["A2"].data_type == "s"
    assert page["A2"].value == text


@pytest.mark.parametrize("title", ["a/b:c?[d]*\\", "x" * 60, ""])
def test_any_title_makes_a_sheet(title):
    assert len(sheet(xlsx(title, COLUMNS, ROWS)).title) <= 31


def test_signs_that_a_workbook_refuses_are_left_out():
    assert sheet(xlsx("t", [Column("a")], [["a\x00b\x0b"]]))["A2"].value == "ab"


def test_a_column_is_as_wide_as_asked_and_its_heading_wraps():
    found = sheet(xlsx("Lista", [Column("Tytuł", "text", 60), Column("Kwota", "money")], []))
    assert [found.column_dimensions[letter].width for letter in "AB"] == [60, 18]
    assert found["A1"].alignment.wrap_text


def test_csv_is_what_polish_spreadsheets_read():
    content = csv(COLUMNS, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "osoba;kwota;dzień;sztuk"
    assert lines[1] == "Żółć;1229,00;24.11.2026;3"


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_disarms_formulas(text):
    value = csv([Column("a")], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert value.lstrip('"').startswith("'")


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        csv(COLUMNS, [["only one"]])


@pytest.mark.parametrize(("kind", "starts"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfosoba;")])
def test_a_table_is_answered_as_a_file_that_no_cache_keeps(kind, starts):
    answer = table_answer(kind, "lista-2026-11", "Lista", COLUMNS, ROWS)
    assert answer.content.startswith(starts)
    assert answer["Content-Disposition"] == f'attachment; filename="lista-2026-11.{kind}"'
    assert answer["Cache-Control"] == "private, no-store"
