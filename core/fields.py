"""Form fields for what a Polish office types: amounts, dates, PESEL, bank accounts.

On an error the field shows again what was typed.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.date_input import DateTextError, parse_date
from core.identifiers import (
    bank_name,
    clean_nrb,
    clean_pesel,
    format_nrb,
    pesel_birth_date,
    pesel_sex,
    validate_nrb,
    validate_pesel,
)
from core.money_input import AmountError, parse_amount
from core.polish import format_date, format_money

__all__ = [
    "DateField",
    "MoneyField",
    "MonthField",
    "NrbField",
    "PeselField",
    "PostalCodeField",
    "bank_name",
    "format_nrb",
    "pesel_birth_date",
    "pesel_sex",
    "validate_nrb",
    "validate_pesel",
]

_MONTH_FIRST = re.compile(r"^([0-9]{1,2})\s*[-./\s]\s*([0-9]{4})$")
_YEAR_BEFORE = re.compile(r"^([0-9]{4})\s*[-./\s]\s*([0-9]{1,2})$")


class _TypedField(forms.Field):
    """A text input whose value has a type: knows its own blank and what counts as a change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another notation of the same value is no change."""
        if self.disabled:
            return False
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


def _input(attrs: dict[str, str]) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false", **attrs})


class MoneyField(_TypedField):
    """Amount in zł → ``Decimal`` with two places, or None when left blank.

    Never negative. ``min_value`` and ``max_value`` are in zł; the default limit keeps the
    value inside ``numeric(12, 2)``.
    """

    def __init__(
        self,
        *,
        min_value: Decimal | None = None,
        max_value: Decimal = Decimal("9999999999.99"),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", _input({"inputmode": "decimal", "placeholder": "0,00"}))
        super().__init__(**kwargs)
        self.min_value = min_value
        self.max_value = max_value

    def validate(self, value: Any) -> None:
        """Check presence and limits."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            least = {"amount": format_money(self.min_value)}
            raise ValidationError(_("Enter at least %(amount)s."), "min_value", least)
        if value > self.max_value:
            most = {"amount": format_money(self.max_value)}
            raise ValidationError(_("Enter at most %(amount)s."), "max_value", most)

    def to_python(self, value: Any) -> Decimal | None:
        """Read the amount; raises ValidationError with both readings when there are two."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_amount(str(value))
        except AmountError as error:
            raise ValidationError(error.message, error.code, error.params) from None

    def prepare_value(self, value: Any) -> Any:
        """Amounts from the database in Polish notation; what was typed stays as typed."""
        return format_money(value, unit=False) if isinstance(value, Decimal) else value


class DateField(_TypedField):
    """Day in Polish or ISO notation → ``date``, or None when left blank.

    A plain text input: the native one speaks the language of the browser, not of the office,
    and cannot take a pasted date.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": _("dd.mm.yyyy")}
        kwargs.setdefault("widget", _input(attrs))  # type: ignore[arg-type]
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read the day; raises ValidationError."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except DateTextError as error:
            raise ValidationError(error.message, error.code, error.params) from None

    def prepare_value(self, value: Any) -> Any:
        """Days from the database in Polish notation; what was typed stays as typed."""
        return format_date(value) if isinstance(value, date) else value


class MonthField(DateField):
    """Month as «10.2026», «2026-10» or any day of it → its first day, or None when left blank."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": _("mm.yyyy")}
        kwargs.setdefault("widget", _input(attrs))  # type: ignore[arg-type]
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read the month; raises ValidationError."""
        if isinstance(value, str):
            value = _MONTH_FIRST.sub(r"01.\1.\2", _YEAR_BEFORE.sub(r"01.\2.\1", value.strip()))
        try:
            day = super().to_python(value)
        except ValidationError:
            raise ValidationError(
                _("This is not a month. Enter the month and the year, for example 10.2026."),
                "invalid",
            ) from None
        return day.replace(day=1) if day else None

    def prepare_value(self, value: Any) -> Any:
        """Months from the database as 10.2026; what was typed stays as typed."""
        return f"{value:%m.%Y}" if isinstance(value, date) else value


class PostalCodeField(forms.CharField):
    """Postal code as 22-499; digits alone are understood."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _input({"inputmode": "numeric", "placeholder": "00-000"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The code with its hyphen, or "" when left blank."""
        code = re.sub(r"[\s-]", "", super().clean(value))
        if not code:
            return ""
        if not re.fullmatch(r"[0-9]{5}", code):
            raise ValidationError(_("A postal code has five digits, as in 22-499."), "invalid")
        return f"{code[:2]}-{code[2:]}"


class PeselField(_TypedField):
    """PESEL → 11 digits, or "" when left blank; spaces and hyphens are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _input({"inputmode": "numeric"}))
        super().__init__(validators=[validate_pesel], **kwargs)

    def to_python(self, value: Any) -> str:
        """Digits as typed, without separators."""
        return "" if value in self.empty_values else clean_pesel(str(value))


class NrbField(_TypedField):
    """Polish bank account → 26 digits, or "" when left blank; takes an IBAN with «PL» too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _input({"inputmode": "numeric"}))
        super().__init__(validators=[validate_nrb], **kwargs)

    def to_python(self, value: Any) -> str:
        """Digits as typed, without separators and «PL»."""
        return "" if value in self.empty_values else clean_nrb(str(value))

    def prepare_value(self, value: Any) -> Any:
        """26 digits in groups, easier to compare with paper; anything else as it was typed."""
        is_whole = isinstance(value, str) and len(value) == 26 and value.isdigit()
        return format_nrb(value) if is_whole else value
