"""What the rules of the act share: its title and that of the civil code."""

TITLE = "ustawy z dnia 7 września 2007 r. o pomocy osobom uprawnionym do alimentów"
CIVIL_CODE = "ustawy z dnia 23 kwietnia 1964 r. – Kodeks cywilny"


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)
