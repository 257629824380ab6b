"""An Elixir-0 reader written from the description of the format, independent of the writer."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Row:
    """One transfer as a bank would read it; amount in zł."""

    day: date
    amount: Decimal
    payer_bank: str
    payer_nrb: str
    nrb: str
    payer: list[str]
    payee: list[str]
    bank: str
    title: list[str]
    code: str
    fields: int


def read(content: bytes, encoding: str = "cp1250") -> list[Row]:
    """Every transfer of a file. Raises AssertionError where the format is broken."""
    text = content.decode(encoding)
    assert text.endswith("\n"), "the last line has its end"
    return [_row(fields) for fields in csv.reader(text.splitlines(), quotechar='"')]


def _row(fields: list[str]) -> Row:
    assert len(fields) in (15, 16)
    assert fields[0] == "110"
    assert fields[2].isdigit() and int(fields[2]) > 0
    assert fields[9] == "0" and fields[12] == fields[13] == ""
    for number in (5, 6):
        assert len(fields[number]) == 26 and fields[number].isdigit()
    for number in (7, 8, 11):
        lines = fields[number].split("|")
        assert len(lines) <= 4, fields[number]
        assert all(len(line) <= 35 for line in lines), fields[number]
    return Row(
        day=datetime.strptime(fields[1], "%Y%m%d").date(),  # noqa: DTZ007 (a day has no zone)
        amount=Decimal(fields[2]) / 100,
        payer_bank=fields[3],
        payer_nrb=fields[5],
        nrb=fields[6],
        payer=_lines(fields[7]),
        payee=_lines(fields[8]),
        bank=fields[10],
        title=_lines(fields[11]),
        code=fields[14],
        fields=len(fields),
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.split("|") if line]
