"""What the law engine refuses, and how it says so."""

from typing import Any


class LawError(Exception):
    """A question that cannot be answered: `code`, JSON `path` of the fault, mendable `message`.

    `polish` says the same to a clerk.
    """

    code = "error"

    def __init__(
        self, message: str, *, path: str = "", code: str | None = None, polish: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.polish = polish or f"Nie można odczytać danych ({path or 'pytanie'}): {message}."
        if code is not None:
            self.code = code

    def as_json(self) -> dict[str, Any]:
        """The `error` object of an answer."""
        return {"code": self.code, "path": self.path, "message": self.message}

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidFacts(LawError):
    """Facts that are wrong, contradict each other or are missing (`code` is then `missing`)."""

    code = "invalid_facts"


class InvalidQuestion(LawError):
    """A question that is not JSON, or not of the agreed shape."""

    code = "invalid_question"


class UnknownBenefit(LawError):
    """A code that the engine does not know."""

    code = "unknown_benefit"


class NotInForce(LawError):
    """A day for which no rule is known."""

    code = "not_in_force"


def missing(path: str, why: str, polish: str = "") -> InvalidFacts:
    """The refusal for a key that a rule needs and does not find."""
    said = polish or f"Brakuje danych: {path}."
    return InvalidFacts(f"missing; {why}", path=path, code="missing", polish=said)
