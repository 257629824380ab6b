"""Amounts and rates of the law as pages show them: number, unit and certainty in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import law
from core.polish import format_money, format_number

CERTAINTY: Mapping[str, tuple[str | Promise, str]] = {
    "page": (_("seen on a public page"), "success"),
    "known": (_("general knowledge"), "neutral"),
    "inferred": (_("computed from other amounts"), "information"),
    "unsure": (_("unsure, check in Dz.U."), "attention"),
}
UNITS: Mapping[str, str | Promise] = {
    "PLN": _("zł"),
    "PLN/month": _("zł a month"),
    "PLN/year": _("zł a year"),
    "percent": _("per cent"),
    "multiple": _("times"),
    "months": _("months"),
    "weeks": _("weeks"),
    "days": _("days"),
    "years": _("years"),
    "persons": _("persons"),
    "ha": _("comparative hectares"),
    "m2": _("m²"),
    "kWh": _("kWh"),
    "GJ": _("GJ"),
    "g": _("g"),
}


class Worded(Protocol):
    """What the law itself names, in two languages."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


def worded(thing: Worded) -> str:
    """Its name in the reader's language."""
    return thing.label_en if (get_language() or "pl").startswith("en") else thing.label


def shown_number(value: Decimal, unit: str) -> str:
    """Number with its unit as people read it: 1 229,00 zł; 130%; 3."""
    if unit.startswith("PLN"):
        places = max(2, -int(value.as_tuple().exponent))
        return f"{format_number(value, places)}\u00a0zł" if places > 2 else format_money(value)
    exponent = int(value.normalize().as_tuple().exponent)
    number = format_number(value, max(0, -exponent))
    if unit == "percent":
        return f"{number}%"
    if unit in ("m2", "kWh", "GJ", "g", "ha"):
        return f"{number}\u00a0{unit.replace('m2', 'm²')}"
    return number


@dataclass(frozen=True, slots=True)
class Row:
    """One value as it is shown; `today` tells what is still to come."""

    value: law.ParameterValue
    today: date | None = None

    @property
    def shown(self) -> str:
        """Number with its unit as people read it."""
        return shown_number(self.value.value, self.value.unit)

    @property
    def unit(self) -> str | Promise:
        """Unit in words."""
        return UNITS.get(self.value.unit, self.value.unit)

    @property
    def certainty(self) -> str | Promise:
        """How sure the value is, in words."""
        return CERTAINTY[self.value.certainty][0]

    @property
    def meaning(self) -> str:
        """Meaning of the badge."""
        return CERTAINTY[self.value.certainty][1]

    @property
    def is_coming(self) -> bool:
        """Does it begin on a day still to come?"""
        return self.today is not None and self.value.valid_from > self.today

    @property
    def is_now(self) -> bool:
        """Is it in force today?"""
        if self.today is None or self.is_coming:
            return False
        return self.value.valid_to is None or self.value.valid_to >= self.today
