"""Polish words, order and notation: names, amounts, dates. Pure; text only.

Money is ``Decimal`` in zł. The notation follows the usage of Polish offices:
``1 229,00 zł`` with non-breaking spaces, ``23.11.2026``, «24 listopada 2026 r.».
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

NBSP = "\u00a0"
MINUS = "\u2212"
GROSZ = Decimal("0.01")

MONTHS_GENITIVE = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip
MONTHS = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
WEEKDAYS_ACCUSATIVE = (
    "poniedziałek", "wtorek", "środę", "czwartek", "piątek", "sobotę", "niedzielę",
)  # fmt: skip

# Letters which Unicode does not decompose, so that stripping marks leaves them whole.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
# «{» and «|» follow «z» in ASCII: a letter with a mark comes after every word that
# starts with the plain letter and before the next letter of the alphabet.
_POLISH_ORDER: Mapping[str, str] = {
    "ą": "a{", "ć": "c{", "ę": "e{", "ł": "l{", "ń": "n{",
    "ó": "o{", "ś": "s{", "ź": "z{", "ż": "z|",
}  # fmt: skip
_BIG_ONES = re.compile(r"\b(tysiąc|milion|miliard)\b")
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^\w]|_")


def _plain(text: str) -> str:
    """Letters without their marks; ``text`` is lower case already."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_UNDECOMPOSED)


def sort_key(name: str) -> str:
    """Key whose order by bytes (``COLLATE "C"``) is the Polish alphabetical order.

    Case and foreign marks do not count; a space or hyphen comes before any letter, so
    «Nowak Jan» and «Nowak-Zięba» stand before «Nowakowa».
    """
    text = unicodedata.normalize("NFC", name).casefold()
    text = " ".join(_NOT_A_LETTER_OR_DIGIT.sub(" ", text).split())
    return "".join(_POLISH_ORDER.get(char) or _plain(char) for char in text)


def fold(text: str) -> str:
    """Text for searching: lower case, no marks (ł→l), single spaces."""
    # Compatibility forms first: 𝕬 has no lower case of its own, but the A it stands for has.
    return " ".join(_plain(unicodedata.normalize("NFKC", text).casefold()).split())


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with ``count``: 1 dzień, 2 doby, 5 dni, 12, 22, 112."""
    if count == 1:
        return one
    if 2 <= abs(count) % 10 <= 4 and not 12 <= abs(count) % 100 <= 14:
        return few
    return many


def words_amount(amount: Decimal) -> str:
    """Amount in words, grosze as a fraction: «pięć złotych 20/100».

    One thousand is «jeden tysiąc», as on cheques, so that nothing can be written before it.
    Raises ValueError for a negative amount or a part of a grosz.
    """
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(GROSZ):
        raise ValueError(f"not an amount to be paid: {amount}")
    whole = int(amount)
    grosze = int((amount - whole) * 100)
    words = _BIG_ONES.sub(r"jeden \1", str(num2words(whole, lang="pl")))
    return f"{words} {plural(whole, 'złoty', 'złote', 'złotych')} {grosze:02d}/100"


def format_number(value: Decimal | int, places: int = 0) -> str:
    """Number in Polish notation with non-breaking groups: 12345.6, 1 → «12 345,6»."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if exact < 0 else text


def format_money(amount: Decimal, *, unit: bool = True) -> str:
    """«1 229,00 zł» with non-breaking spaces; ``unit=False`` leaves out «zł»."""
    text = format_number(amount, 2)
    return f"{text}{NBSP}zł" if unit else text


def format_date(day: date) -> str:
    """23.11.2026."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def long_date(day: date) -> str:
    """«24 listopada 2026 r.» (genitive, as in letters), with non-breaking spaces."""
    return f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]}{NBSP}{day.year}{NBSP}r."


def month_name(day: date) -> str:
    """«listopad 2026»."""
    return f"{MONTHS[day.month - 1]} {day.year}"
