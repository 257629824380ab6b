"""What the rules of the act share: its title, and those of the codes."""

TITLE = "ustawy z dnia 7 września 2007 r. o pomocy osobom uprawnionym do alimentów"
CIVIL_CODE = "ustawy z dnia 23 kwietnia 1964 r. – Kodeks cywilny"
CIVIL_PROCEDURE = "ustawy z dnia 17 listopada 1964 r. – Kodeks postępowania cywilnego"


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)
