"""Citizenships: countries by ISO 3166 code, with their names from CLDR (babel)."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.polish import sort_key

HOME = "PL"
UNKNOWN = "XX"
"""Stateless, or not established (a code that ISO leaves to users)."""
_NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}


@lru_cache
def _names(language: str) -> dict[str, str]:
    named = {str(code): str(name) for code, name in Locale(language).territories.items()}
    return {
        code: name
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


def is_country(code: str) -> bool:
    """Is it a code that a citizenship may have?"""
    return code == UNKNOWN or code in _names("pl")


def country_name(code: str) -> str:
    """The country in the reader's language; the code itself when it is none."""
    return _unknown() if code == UNKNOWN else _names(_language()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """All countries in alphabetical order, Poland first, the unknown last."""
    names = _names(_language())
    others = sorted(
        ((code, name) for code, name in names.items() if code != HOME),
        key=lambda choice: sort_key(choice[1]),
    )
    return [(HOME, names[HOME]), *others, (UNKNOWN, _unknown())]


def _unknown() -> str:
    return _("stateless or not established")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "pl"
