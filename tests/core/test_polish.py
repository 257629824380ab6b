from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import polish

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"


def test_sort_key_keeps_the_polish_alphabet():
    for lower, higher in pairwise(ALPHABET):
        assert polish.sort_key(lower) < polish.sort_key(higher)
        assert polish.sort_key(lower + "ż") < polish.sort_key(higher + "a")


@given(st.text(ALPHABET, max_size=8), st.text(ALPHABET, max_size=8))
def test_sort_key_orders_words_letter_by_letter(first, second):
    def ranks(word):
        return [ALPHABET.index(letter) for letter in word]

    keys_in_order = polish.sort_key(first).encode() < polish.sort_key(second).encode()
    assert keys_in_order == (ranks(first) < ranks(second))


def test_sort_key_of_names_as_people_write_them():
    names = ["Żak", "Zając", "Łapa", "Lasota", "nowakowa", "Nowak-Zięba", "NOWAK Jan", "Źrebiec"]
    assert sorted(names, key=polish.sort_key) == [
        "Lasota", "Łapa", "NOWAK Jan", "Nowak-Zięba", "nowakowa", "Zając", "Źrebiec", "Żak",
    ]  # fmt: skip


def test_sort_key_does_not_mind_how_a_letter_is_encoded():
    assert polish.sort_key("Z\u0307ak") == polish.sort_key("Żak")
    assert polish.sort_key("Müller") == polish.sort_key("muller")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź  Żółć", "lodz zolc"),
        ("ŚWIĘTOCHŁOWICE", "swietochlowice"),
        (" Anna\tĆma ", "anna cma"),
    ],
)
def test_fold(text, folded):
    assert polish.fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert polish.fold(polish.fold(text)) == polish.fold(text)


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "dzień"), (2, "dni2"), (4, "dni2"), (5, "dni"), (0, "dni"), (12, "dni"), (14, "dni"),
     (21, "dni"), (22, "dni2"), (112, "dni"), (122, "dni2"), (1001, "dni")],
)  # fmt: skip
def test_plural(count, form):
    assert polish.plural(count, "dzień", "dni2", "dni") == form


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1229.00", "jeden tysiąc dwieście dwadzieścia dziewięć złotych 00/100"),
        ("0.05", "zero złotych 05/100"),
        ("1", "jeden złoty 00/100"),
        ("22.50", "dwadzieścia dwa złote 50/100"),
        ("13.99", "trzynaście złotych 99/100"),
        ("21", "dwadzieścia jeden złotych 00/100"),
        ("1000000", "jeden milion złotych 00/100"),
        ("1001002", "jeden milion jeden tysiąc dwa złote 00/100"),
        ("101000", "sto jeden tysięcy złotych 00/100"),
    ],
)
def test_words_amount(amount, words):
    assert polish.words_amount(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "0.001", "NaN", "Infinity"])
def test_words_amount_refuses_what_cannot_be_paid(amount):
    with pytest.raises(ValueError, match="not an amount"):
        polish.words_amount(Decimal(amount))


def test_format_money():
    assert polish.format_money(Decimal("1229")) == "1\u00a0229,00\u00a0zł"
    assert polish.format_money(Decimal("-1234567.5"), unit=False) == "−1\u00a0234\u00a0567,50"
    assert polish.format_money(Decimal("-0.001")) == "0,00\u00a0zł"


def test_dates():
    day = date(2026, 11, 4)
    assert polish.format_date(day) == "04.11.2026"
    assert polish.long_date(day) == "4\u00a0listopada\u00a02026\u00a0r."
    assert polish.month_name(day) == "listopad 2026"
