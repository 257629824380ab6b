from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from core import fields

MBANK = "27114020040000300201355387"


class PaperForm(forms.Form):
    amount = fields.MoneyField(min_value=Decimal(1), max_value=Decimal(5000))
    day = fields.DateField()
    pesel = fields.PeselField()
    account = fields.NrbField(required=False)


GOOD = {
    "amount": "1 229,00 zł",
    "day": "23.11.2026",
    "pesel": "440514 01359",
    "account": "PL27 1140 2004 0000 3002 0135 5387",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_typed_values_become_clean_values():
    form = PaperForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "amount": Decimal("1229.00"),
        "day": date(2026, 11, 23),
        "pesel": "44051401359",
        "account": MBANK,
    }


def test_blank_is_allowed_only_where_it_is_optional():
    form = PaperForm({"amount": "  "})
    assert not form.is_valid()
    assert {name: [e.code for e in errors] for name, errors in form.errors.as_data().items()} == {
        "amount": ["required"],
        "day": ["required"],
        "pesel": ["required"],
    }
    assert form.cleaned_data["account"] == ""


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("amount", "12,345", "ambiguous"),
        ("amount", "-5", "minus"),
        ("amount", "0,99", "min_value"),
        ("amount", "5000,01", "max_value"),
        ("day", "231126", "short_year"),
        ("day", "31.02.2026", "day"),
        ("pesel", "44051401358", "pesel_checksum"),
        ("account", "PL27 1140", "nrb_length"),
    ],
)
def test_error_stays_at_the_field_and_what_was_typed_stays(field, typed, code):
    form = PaperForm({**GOOD, field: typed})
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()[field]] == [code]
    assert list(form.errors) == [field]
    assert f'value="{typed}"' in str(form[field])


def test_ambiguous_amount_says_what_to_type():
    form = PaperForm({**GOOD, "amount": "1.229"})
    message = form.errors["amount"][0].replace("\u00a0", " ")
    assert message == (
        "“1.229” can mean 1 229,00 zł or 1,229 zł. "
        "Type 1 229,00 for the first, 1,23 for the second."
    )


@pytest.mark.parametrize("amount", ["1", "5000"])
def test_limits_themselves_are_allowed(amount):
    assert PaperForm({**GOOD, "amount": amount}).is_valid()


def test_stored_values_are_shown_in_polish_notation():
    form = PaperForm(
        initial={"amount": Decimal("1229.5"), "day": date(2026, 11, 4), "account": MBANK}
    )
    assert 'value="1\u00a0229,50"' in str(form["amount"])
    assert 'value="04.11.2026"' in str(form["day"])
    assert 'value="27\u00a01140\u00a02004' in str(form["account"])


def test_another_notation_is_no_change():
    initial = {
        "amount": Decimal("1229.00"),
        "day": date(2026, 11, 23),
        "pesel": "44051401359",
        "account": MBANK,
    }
    assert PaperForm(GOOD, initial=initial).changed_data == []
    assert PaperForm({**GOOD, "amount": "x"}, initial=initial).changed_data == ["amount"]
    assert PaperForm({**GOOD, "day": "24.11.2026"}, initial=initial).changed_data == ["day"]


def test_inputs_help_keyboards():
    form = PaperForm()
    assert 'inputmode="decimal"' in str(form["amount"])
    assert 'inputmode="numeric"' in str(form["day"])
    assert 'type="text"' in str(form["day"])


@pytest.mark.parametrize(
    "typed", ["10.2026", "10/2026", "2026-10", "2026 10", " 10.2026 ", "15.10.2026", "2026-10-31"]
)
def test_a_month_is_its_first_day(typed):
    assert fields.MonthField().clean(typed) == date(2026, 10, 1)


@pytest.mark.parametrize("typed", ["13.2026", "10", "2026", "październik", "10.26"])
def test_what_is_no_month_is_said(typed):
    with pytest.raises(forms.ValidationError) as told:
        fields.MonthField().clean(typed)
    assert "10.2026" in str(told.value)


def test_a_month_stands_in_its_field_as_a_month():
    assert fields.MonthField().prepare_value(date(2026, 10, 1)) == "10.2026"
    assert fields.MonthField(required=False).clean("") is None


@pytest.mark.parametrize(("typed", "code"), [("22-499", "22-499"), (" 22 499", "22-499")])
def test_a_postal_code_gets_its_hyphen(typed, code):
    assert fields.PostalCodeField().clean(typed) == code


@pytest.mark.parametrize("typed", ["2249", "22-4999", "ab-cde", "٢٢٤٩٩"])
def test_other_postal_codes_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        fields.PostalCodeField().clean(typed)
