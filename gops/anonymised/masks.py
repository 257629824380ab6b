"""Fictional values in place of real ones: the same value gives the same mask within one copy.

A mask follows from the value and a secret that is drawn anew for every copy and kept nowhere, so
that nobody can try values until one fits. Each takes and returns text; "" and None stay.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

from django.core.exceptions import ValidationError
from schwifty import IBAN
from stdnum.pl import pesel as stdnum_pesel

from core.identifiers import pesel_birth_date, validate_pesel
from core.polish import fold
from gops.anonymised.pools import MEN, STREETS, SURNAMES, VILLAGES, WOMEN

_MENS_NAMES_IN_A = {"kuba", "barnaba", "bonawentura", "kosma", "jarema"}
_EARLIEST = 27
_CENTURIES = {1800: 80, 1900: 0, 2000: 20, 2100: 40, 2200: 60}


class Masks:
    """The masks of one copy."""

    def __init__(self, given_names: frozenset[str] = frozenset()) -> None:
        """`given_names` (folded) tell a first name from a surname where both stand in one text."""
        self._secret = secrets.token_bytes(32)
        self._given_names = given_names
        self._pesels: dict[str, str] = {}
        self._taken: set[str] = set()

    def number(self, kind: str, value: str, below: int) -> int:
        """A number from 0 up that follows from the value."""
        told = hmac.digest(self._secret, f"{kind}\n{value}".encode(), hashlib.sha256)
        return int.from_bytes(told[:8], "big") % below

    def _one_of(self, pool: Sequence[str], kind: str, value: str) -> str:
        return pool[self.number(kind, fold(value), len(pool))]

    def given_name(self, value: str) -> str:
        """Another first name, of a woman for one that ends as those of women do."""
        folded = fold(value)
        woman = folded.endswith("a") and folded not in _MENS_NAMES_IN_A
        return self._one_of(WOMEN if woman else MEN, "given", value) if value else ""

    def surname(self, value: str) -> str:
        """Another surname; «Kowalski» and «Kowalska» get the same one."""
        root = re.sub(r"(sk|ck|dzk)[ai]$", r"\1", fold(value))
        return self._one_of(SURNAMES, "surname", root) if value else ""

    def name(self, value: str) -> str:
        """Names and surnames in any order, each word masked as it is where it stands alone."""
        return re.sub(r"[^\W\d_]+", lambda word: self._word(word[0]), value)

    def _word(self, word: str) -> str:
        return self.given_name(word) if fold(word) in self._given_names else self.surname(word)

    def street(self, value: str) -> str:
        """Another street."""
        return self._one_of(STREETS, "street", value) if value else ""

    def place(self, value: str) -> str:
        """Another village."""
        return self._one_of(VILLAGES, "place", value) if value else ""

    def house(self, value: str) -> str:
        """Another number of a house or a flat."""
        return str(1 + self.number("house", value, 180)) if value else ""

    def address(self, value: str) -> str:
        """An address in one line."""
        street, house, place = self.street(value), self.house(value), self.place(value)
        return f"{street} {house}, 99-999 {place}" if value else ""

    def phone(self, value: str) -> str:
        """A number of the range of the demo."""
        digits = f"{self.number('phone', value, 1_000_000):06}"
        return f"600 {digits[:3]} {digits[3:]}" if value else ""

    def email(self, value: str) -> str:
        """An address of a domain that cannot exist."""
        return f"osoba{self.number('email', value, 10**9)}@kopia.example" if value else ""

    def digits(self, value: str) -> str:
        """Other digits and capital letters in the same places: numbers of documents and signs."""
        count = iter(range(len(value)))

        def other(found: re.Match[str]) -> str:
            at = self.number("digits", f"{value} {next(count)}", 10 if found[0].isdigit() else 26)
            return str(at) if found[0].isdigit() else chr(ord("A") + at)

        return re.sub(r"[0-9A-Z]", other, value)

    def text(self, value: str) -> str:
        """What was written is gone; another text gets another number, an empty one stays empty."""
        return f"tekst zastąpiony {self.number('text', value, 10**6)}" if value else ""

    def born(self, value: date | None) -> date | None:
        """From 1 to 27 days earlier: ages stay, and whatever began with the birth still follows."""
        if value is None:
            return None
        return value - timedelta(days=1 + self.number("born", value.isoformat(), _EARLIEST))

    def pesel(self, value: str | None) -> str | None:
        """A valid PESEL of the same sex, of the masked day of birth; two never become one."""
        if not value:
            return value
        if value not in self._pesels:
            self._pesels[value] = self._new_pesel(value)
        return self._pesels[value]

    def _new_pesel(self, value: str) -> str:
        try:
            validate_pesel(value)
        except ValidationError:
            return self._free(chain([self.digits(value)], (f"{n:011}" for n in range(10**6))))
        day = self.born(pesel_birth_date(value))
        assert day is not None
        month = day.month + _CENTURIES[day.year // 100 * 100]
        start = self.number("pesel", value, 5000)
        serials = ((start + step) % 5000 * 2 + int(value[9]) % 2 for step in range(5000))
        heads = (f"{day.year % 100:02}{month:02}{day.day:02}{serial:04}" for serial in serials)
        return self._free(head + str(stdnum_pesel.calc_check_digit(head)) for head in heads)

    def _free(self, offered: Iterable[str]) -> str:
        found = next(pesel for pesel in offered if pesel not in self._taken)
        self._taken.add(found)
        return found

    def nrb(self, value: str) -> str:
        """A valid account number of the same bank."""
        if not value:
            return value
        account = f"{self.number('nrb', value, 10**16):016}"
        return str(IBAN.generate("PL", bank_code=value[2:10], account_code=account))[2:]
