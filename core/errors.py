"""Errors of the domain that a person is told about; views turn them into messages."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something the rules of the office do not allow. `message` is translated, for people.

    `field` names the field of the form where it belongs, "" where it concerns all of it.
    """

    field = ""

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field or self.field


class StaleState(DomainError):
    """Somebody else was first: the thing is no longer in the state the person saw."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this in the meantime. "
                "The page now shows the current state; check it and decide again."
            )
        )


class LedOn(DomainError):
    """What was asked for is a part of another record now.

    Who reads comes to the same page of that one and is told `notice`; who sends is refused.
    """

    def __init__(self, message: object, notice: object, *, old: int, new: int) -> None:
        super().__init__(message)
        self.notice, self.old, self.new = notice, old, new


class NotYours(DomainError):
    """Four eyes: the same person may not do two neighbouring steps."""
