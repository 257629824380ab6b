"""The report on how sure the law of the engine is: docs/law-status.md."""


def report() -> str:
    """Markdown."""
    return ""
