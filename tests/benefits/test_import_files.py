"""Files that are taken in, and files that are not: what each of them is told."""

import io
import zipfile
from datetime import date
from random import Random

import pytest
from openpyxl import Workbook

from benefits.imports import reading
from benefits.imports.heads import columns_guessed, words_guessed
from benefits.imports.reading import read
from benefits.imports.states import ImportKind
from benefits.imports.values import typed
from core.errors import DomainError
from gops.demo.people import invent_pesel
from tests.factories import papers


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for line in rows:
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_polish_letters_survive_every_encoding_and_separator(encoding: str, separator: str):
    lines = [["Id", "Nazwisko", "Imię"], ["1", "Żądłowski", "Świętosław"], ["2", "Źrebiec", "Ąś"]]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    sheet = read(content)
    assert sheet.headings == lines[0]
    assert [cells for _number, cells in sheet.rows] == lines[1:]


def test_commas_in_amounts_do_not_make_columns():
    sheet = read(b"Id;Kwota\n1;1 229,50\n2;10,00\n")
    assert sheet.rows == [(2, ["1", "1 229,50"]), (3, ["2", "10,00"])]


def test_xlsx_gives_days_numbers_and_no_formulas():
    sheet = read(
        workbook(["Id", "Dzień", "Kwota", "PESEL"], ["a", date(2026, 1, 31), 1229.5, 2270803628],
                 ["b", None, "=1+1", ""])
    )  # fmt: skip
    assert sheet.rows[0] == (2, ["a", "2026-01-31", "1229.50", "2270803628"])
    assert sheet.rows[1] == (
        3,
        ["b", "", "", ""],
    )  # a formula that nobody has reckoned has no value


def test_what_an_export_guards_is_read_without_the_guard():
    assert read(b"Id;Telefon\n1;'+48 600\n").rows == [(2, ["1", "+48 600"])]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"\x7fELF" + bytes(range(256)) * 4,
        b"PK\x03\x04 broken",
        archive(a__txt=b"nothing of a workbook"),
        archive(**{"xl__workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
        b"Id;Nazwisko\n",
        b'Id;Nazwisko\n1;"' + b"x" * 200_000,
        b";".join(b"h" for _n in range(300)) + b"\n1\n",
        b"Id;Opis\n1;" + b"x" * 3_000,
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(content: bytes):
    with pytest.raises(DomainError) as told:
        read(content)
    assert len(str(told.value.message)) > 12


@pytest.mark.parametrize("content", [papers.PDF, papers.PNG, papers.JPEG])
def test_pictures_and_pdfs_are_refused(content: bytes):
    with pytest.raises(DomainError):
        read(content)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    bomb = archive(
        **{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": b"0" * (60 * 1024 * 1024)}
    )
    assert len(bomb) < 100_000

    def opened(*_args: object, **_options: object) -> None:
        raise AssertionError("the bomb was unpacked")

    monkeypatch.setattr(reading, "load_workbook", opened)
    with pytest.raises(DomainError, match="60"):
        read(bomb)


def test_too_many_rows_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(DomainError, match="2"):
        read(b"Id\n1\n2\n3\n")
    monkeypatch.setattr(reading, "MAX_BYTES", 5)
    with pytest.raises(DomainError):
        read(b"Id\n1\n2\n")


def test_headings_are_guessed_in_polish_with_slips():
    guessed = columns_guessed(
        ImportKind.PERSONS, ["NR OSOBY", "Nazwisko", "Imie", "Pesel", "Data ur.", "Plec", "Uwagi"]
    )
    assert guessed == {
        "id": "NR OSOBY", "last_name": "Nazwisko", "first_name": "Imie", "pesel": "Pesel",
        "birth_date": "Data ur.", "sex": "Plec",
    }  # fmt: skip


def test_words_are_guessed_and_the_unknown_stay_open():
    found = words_guessed("persons", "sex", ["K", "M", "?"], date(2026, 11, 24), {})
    assert found == {"k": "F", "m": "M", "?": ""}


def test_every_wrong_cell_is_told_at_its_field():
    data = {
        "id": "1", "person": "2", "kind": "emerytura", "valid_from": "31.02.2026",
        "amount": "-5", "tax": "dużo", "valid_to": "26.01.03",
    }  # fmt: skip
    row = typed("incomes", data, {"kind": {"emerytura": "pension"}})
    assert {code for _level, code, _said in row.problems} == {
        "valid_from", "amount", "tax", "valid_to",
    }  # fmt: skip


def test_a_rounded_account_and_a_shortened_pesel():
    row = typed("entitlements", {"nrb": "1.31E+25"}, {})
    assert any(code == "nrb" for _level, code, _said in row.problems)
    pesel = invent_pesel(Random(3), date(2002, 7, 8), "F")
    assert pesel.startswith("0")
    assert typed("persons", {"pesel": pesel[1:]}, {}).values["pesel"] == pesel
