from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.money_input import AmbiguousAmount, AmountError, parse_amount
from core.polish import format_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1229", "1229.00"),
        ("1229,00", "1229.00"),
        ("1229.00", "1229.00"),
        ("1 229,5", "1229.50"),
        ("1.229,00", "1229.00"),
        ("1,229.00", "1229.00"),
        ("1 229,00 zł", "1229.00"),
        ("1229 PLN", "1229.00"),
        ("1229zł", "1229.00"),
        ("1\u00a0229,00\u00a0zł", "1229.00"),
        ("1\u202f229,00", "1229.00"),
        ("1\u2009229", "1229.00"),
        ("1.229.000", "1229000.00"),
        ("1.229.000,5", "1229000.50"),
        ("1 229 000", "1229000.00"),
        ("1229,-", "1229.00"),
        ("1229,- zł", "1229.00"),
        (",50", "0.50"),
        ("0", "0.00"),
        ("0,05", "0.05"),
    ],
)
def test_what_people_type(text, amount):
    result = parse_amount(text)
    assert result == Decimal(amount)
    assert result.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.229", ("1229", "1.229")),
        ("12,345", ("12345", "12.345")),
        ("12,340", ("12340", "12.34")),
        ("123.000 zł", ("123000", "123")),
    ],
)
def test_two_readings_are_given_back(text, readings):
    with pytest.raises(AmbiguousAmount) as caught:
        parse_amount(text)
    assert caught.value.readings == tuple(map(Decimal, readings))


def test_ambiguity_names_both_readings_and_how_to_type_each():
    with pytest.raises(AmbiguousAmount) as caught:
        parse_amount("12,345")
    with override("en"):
        message = str(caught.value).replace("\u00a0", " ")
    for part in ("“12,345”", "12 345,00 zł", "12,345 zł", " 12 345,00 ", " 12,35 "):
        assert part in message
    assert parse_amount(caught.value.params["type_thousands"]) == Decimal(12345)
    assert parse_amount(caught.value.params["type_fraction"]) == Decimal("12.35")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  zł ", "empty"),
        ("-5", "minus"),
        ("−5,00", "minus"),
        ("1e3", "malformed"),
        ("NaN", "malformed"),
        ("Infinity", "malformed"),
        ("+5", "malformed"),
        ("12 34", "malformed"),
        ("1.22.000", "malformed"),
        ("1.229,000,000", "malformed"),
        ("1 229.000,50", "malformed"),
        ("1229,", "malformed"),
        (",", "malformed"),
        ("١٢", "malformed"),
        ("5 i 10", "malformed"),
        ("12,3456", "places"),
        ("0,345", "places"),
        ("1234,567", "places"),
        ("1 229,567", "places"),
        ("1.229,567", "places"),
        ("1" * 41, "too_long"),
    ],
)
def test_refused(text, code):
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert caught.value.code == code
    assert str(caught.value)


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_reads_back_what_the_pages_show(amount):
    assert parse_amount(format_money(amount)) == amount


@given(st.text(alphabet="0123456789., zł-e\u00a0", max_size=12))
def test_any_text_is_an_amount_or_a_clear_error(text):
    try:
        amount = parse_amount(text)
    except AmountError as error:
        assert str(error)
    else:
        digits = "".join(char for char in text if char.isdigit())
        assert amount >= 0
        assert str(amount).replace(".", "").strip("0") == digits.strip("0")
