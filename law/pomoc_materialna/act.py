"""What the rules of the act share: its title, and the base that all amounts are parts of."""

from decimal import Decimal

from law.money import grosze, percent_of
from law.params import Law

TITLE = "ustawy z dnia 7 września 1991 r. o systemie oświaty"
# Allowance for a child over 5 and up to 18 years (art. 6 ust. 2 pkt 2 of the act on family
# benefits), of which all amounts are multiples.
BASE = "zasilek_rodzinny_do_18"


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)


def part_of_base(percent: Decimal, law: Law) -> Decimal:
    """That many per cent of the base, in zł rounded half up to grosze."""
    return grosze(percent_of(percent, law(BASE)))
