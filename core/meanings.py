"""What a status means to the eye: one of four meanings or neutral. Codes of every floor."""

_BY_MEANING = {
    "success": "granted paid done delivered final binding confirmed active filed",
    "attention": (
        "registered interview calculated submitted suspended partly partial queued waiting "
        "prepared returned soon"
    ),
    "danger": "refused overdue failed rejected annulled repealed",
    "information": "draft checked signed issued approved accounts_checked running decided",
}
_MEANINGS = {code: meaning for meaning, codes in _BY_MEANING.items() for code in codes.split()}


def meaning_of(code: str) -> str:
    """The meaning of a status code; neutral when it says nothing to the eye."""
    return _MEANINGS.get(code, "neutral")
