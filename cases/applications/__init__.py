"""What an application of each kind must say beyond the person and the day."""

NEEDS_PURPOSE = frozenset({"zasilek_celowy", "specjalny_zasilek_celowy"})
"""Benefits for a named need (art. 39, 41 UPS): the application names it and its price."""


def needs_purpose(kind_code: str) -> bool:
    """Must an application for this benefit say what for and how much?"""
    return kind_code in NEEDS_PURPOSE
