"""The bank file, read back by a reader that shares no code with its writer."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.files.elixir import ElixirError, ElixirFile, Payer, Transfer, elixir_file
from payments.files.profiles import PROFILES
from payments.files.wrapping import wrap
from tests.payments.elixir_reader import read

PAYER = Payer("76102000000000000000000001", "GOPS Lipowa Dolina", "Lipowa 12, 22-499 Lipowa")
NRB = "61109010140000071219812874"
ELIXIR = PROFILES["elixir_generic"]


def transfer(**changes: object) -> Transfer:
    fields: dict[str, object] = {
        "number": 1,
        "nrb": NRB,
        "name": "Żółć Świętosława",
        "address": "Gęsia 7, 22-499 Łąka",
        "title": "Zasiłek stały 11/2026 GOPS.5020.17.2026",
        "amount": Decimal("1229.00"),
        **changes,
    }
    return Transfer(**fields)  # type: ignore[arg-type]


def write(*transfers: Transfer, profile: str = "elixir_generic") -> ElixirFile:
    return elixir_file(
        profile=PROFILES[profile],
        number="LW/2026/11/85216/3",
        day=date(2026, 11, 27),
        payer=PAYER,
        transfers=transfers or [transfer()],
    )


def test_a_transfer_is_read_back_whole():
    written = write()
    [row] = read(written.content)
    assert (row.day, row.amount, row.code) == (date(2026, 11, 27), Decimal("1229.00"), "51")
    assert (row.payer_nrb, row.payer_bank) == (PAYER.nrb, "10200000")
    assert (row.nrb, row.bank) == (NRB, "10901014")
    assert row.payee == ["Żółć Świętosława", "Gęsia 7", "22-499 Łąka"]
    assert " ".join(row.title) == "Zasiłek stały 11/2026 GOPS.5020.17.2026"
    assert written.warnings == []


def test_the_line_is_as_banks_describe_it():
    line = write(transfer(name="Jan Testowy", address="Sitno 1, 22-424 Sitno")).content
    assert line == (
        b'110,20261127,122900,10200000,0,"76102000000000000000000001",'
        b'"61109010140000071219812874","GOPS Lipowa Dolina|Lipowa 12|22-499 Lipowa|",'
        b'"Jan Testowy|Sitno 1|22-424 Sitno|",0,10901014,'
        + '"Zasiłek stały 11/2026|GOPS.5020.17.2026||"'.encode("cp1250")
        + b',"","","51"\r\n'
    )


def test_totals_hash_and_name_are_those_of_the_bytes():
    written = write(transfer(), transfer(number=2, amount=Decimal("0.01")))
    assert written.sha256 == hashlib.sha256(written.content).hexdigest()
    assert (written.count, written.total) == (2, Decimal("1229.01"))
    assert written.name == "LW-2026-11-85216-3.txt"
    assert sum(row.amount for row in read(written.content)) == Decimal("1229.01")


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_profile_is_readable_in_its_encoding(profile):
    written = write(profile=profile)
    [row] = read(written.content, PROFILES[profile].encoding)
    assert row.amount == Decimal("1229.00")
    plain = not PROFILES[profile].polish_letters
    assert row.payee[0] == ("Zolc Swietoslawa" if plain else "Żółć Świętosława")
    assert row.fields == (16 if PROFILES[profile].reference_field else 15)


def test_separators_and_quotes_of_the_format_cannot_come_from_a_name():
    written = write(transfer(name='Firma "U|Jana", sp.\r\nz o.o.\x00'))
    [row] = read(written.content)
    assert row.payee[0] == "Firma U Jana, sp. z o.o."


def test_a_letter_the_bank_does_not_know_loses_its_mark_and_is_named():
    written = write(transfer(name="Øystein Ğökçe"))
    [row] = read(written.content)
    assert row.payee[0] == "Oystein Gökçe"
    assert "poz. 1" in written.warnings[0]


def test_a_name_too_long_is_cut_with_a_warning():
    written = write(transfer(name="Bardzodługienazwisko " * 7, address="Wieś 1, 22-499 Wieś"))
    read(written.content)
    assert any("pominięto" in warning for warning in written.warnings)


def test_an_amount_in_a_title_stays_in_one_line():
    title = "Wyrównanie zasiłku stałego w kwocie 1\u00a0229,00\u00a0zł za listopad"
    [row] = read(write(transfer(title=title)).content)
    assert any("1 229,00 zł" in line for line in row.title)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal("0.00")},
        {"amount": Decimal("-1.00")},
        {"amount": Decimal("1.005")},
        {"nrb": "123"},
        {"nrb": ""},
    ],
)
def test_what_cannot_be_paid_is_refused(wrong):
    with pytest.raises(ElixirError):
        write(transfer(**wrong))


def test_more_rows_than_the_bank_takes_are_refused():
    with pytest.raises(ElixirError, match="5001"):
        write(*[transfer()] * (ELIXIR.max_rows + 1))


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=140)
amounts = st.decimals("0.01", "99999999.99", places=2)


@given(name=names, address=names, title=names, amount=amounts)
def test_any_text_and_amount_gives_a_readable_file(name, address, title, amount):
    written = write(transfer(name=name, address=address, title=title, amount=amount))
    [row] = read(written.content)
    assert row.amount == amount
    assert row.nrb == NRB


@given(st.lists(st.text("abcż1234567890 ", max_size=70), min_size=1, max_size=3))
def test_wrapping_loses_nothing_but_what_it_names(parts):
    lines, cut = wrap(parts)
    kept = "".join("".join(lines).split()) + "".join(cut.split())
    assert kept == "".join("".join(parts).split())
    assert len(lines) <= 4
    assert all(len(line) <= 35 for line in lines)
