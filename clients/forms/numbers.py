"""A number with a decimal comma, as offices type areas and hectares."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.polish import format_number

_SPACES = re.compile(r"\s+")
_UNITS = re.compile(r"(m2|m²|ha|przel\.?)+\.?$", re.IGNORECASE)


class NumberField(forms.DecimalField):
    """«45,50», «2.5000», «38 m²» → Decimal; at most `decimal_places` after the comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the number; a point and a comma both mark the fraction."""
        if isinstance(value, str):
            value = _UNITS.sub("", _SPACES.sub("", value)).replace(",", ".")
            if value and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
                raise ValidationError(_("Enter a number, for example 45,50."), "invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Numbers from the database with a comma; what was typed stays as typed."""
        places = self.decimal_places or 0
        return format_number(value, places) if isinstance(value, Decimal) else value
