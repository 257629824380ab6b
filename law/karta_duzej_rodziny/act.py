"""What the rules of the act share: its title."""

TITLE = "ustawy z dnia 5 grudnia 2014 r. o Karcie Dużej Rodziny"


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)
