from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core import identifiers

MBANK = "27114020040000300201355387"


def error_code(check, value):
    with pytest.raises(ValidationError) as caught:
        check(value)
    assert caught.value.messages[0]
    return caught.value.code


@pytest.mark.parametrize(
    ("pesel", "born", "sex"),
    [("44051401359", date(1944, 5, 14), "M"), ("02211307589", date(2002, 1, 13), "F")],
)
def test_pesel_tells_birth_date_and_sex(pesel, born, sex):
    identifiers.validate_pesel(pesel)
    assert identifiers.pesel_birth_date(pesel) == born
    assert identifiers.pesel_sex(pesel) == sex


@pytest.mark.parametrize(
    ("pesel", "code"),
    [
        ("4405140135", "pesel_length"),
        ("4405140135X", "pesel_characters"),
        ("44051401358", "pesel_checksum"),
        ("02381307589", "pesel_date"),
        ("", "pesel_length"),
        ("٤٤٠٥١٤٠١٣٥٩", "pesel_characters"),
    ],
)
def test_pesel_error_names_what_is_wrong(pesel, code):
    assert error_code(identifiers.validate_pesel, pesel) == code


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_of_a_pesel_is_always_found(place, shift):
    digits = list("44051401359")
    digits[place] = str((int(digits[place]) + shift) % 10)
    error_code(identifiers.validate_pesel, "".join(digits))


@pytest.mark.parametrize(
    ("nrb", "code"),
    [
        (MBANK[:-1], "nrb_length"),
        (MBANK[:-1] + "O", "nrb_characters"),
        (MBANK[:-1] + "8", "nrb_checksum"),
        ("76102000000000000000000001", "nrb_bank"),
        ("DE89370400440532013000", "nrb_country"),
    ],
)
def test_nrb_error_names_the_check_that_fails(nrb, code):
    assert error_code(identifiers.validate_nrb, nrb) == code


@given(st.integers(0, 25), st.integers(1, 9))
def test_one_wrong_digit_of_an_account_is_always_found(place, shift):
    digits = list(MBANK)
    digits[place] = str((int(digits[place]) + shift) % 10)
    error_code(identifiers.validate_nrb, "".join(digits))


def test_bank_name():
    identifiers.validate_nrb(MBANK)
    assert identifiers.bank_name(MBANK) == "mBank Spółka Akcyjna"
    assert identifiers.bank_name("76102000000000000000000001") == ""


def test_cleaning_and_format_of_an_account():
    text = "PL 27 1140 2004-0000\u00a03002 0135 5387"
    assert identifiers.clean_nrb(text) == MBANK
    assert (
        identifiers.format_nrb(MBANK).replace("\u00a0", " ") == "27 1140 2004 0000 3002 0135 5387"
    )
    assert identifiers.clean_nrb(identifiers.format_nrb(MBANK)) == MBANK
