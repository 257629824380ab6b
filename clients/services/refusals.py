"""What the database refuses, said to a person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.polish import format_date


@contextmanager
def explained(refusals: Mapping[str, DomainError]) -> Iterator[None]:
    """Turn the violation of a named constraint into its refusal; others pass through.

    The transaction stays usable: the write is undone to a savepoint.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint, refusal in refusals.items():
            if name and name.startswith(constraint):
                raise refusal from error
        raise


def check_period(valid_from: date, valid_to: date | None) -> None:
    """Raise DomainError when a period ends before it starts."""
    if valid_to is not None and valid_to < valid_from:
        raise DomainError(
            _("The period ends on %(to)s, before it starts on %(from)s.")
            % {"from": format_date(valid_from), "to": format_date(valid_to)},
            "valid_to",
        )


def check_fields(row: models.Model, *exclude: str) -> None:
    """Raise DomainError for what the model itself refuses: too long, no such choice, empty."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in row._meta.fields}
        raise DomainError(
            " ".join(
                f"{labels[name]}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            ),
            next(iter(error.message_dict)),
        ) from None


def check_reason(reason: str) -> None:
    """Raise DomainError when nothing is said."""
    if not reason.strip():
        raise DomainError(_("Say why."), "reason")
