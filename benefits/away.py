"""Members away at the time of the interview: who counts, and what the officer should know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from benefits.absence_law import away_words, said_by_law
from cases.answers import Answers
from clients.models import Absence, Membership

_ROWS = ("incomes", "lost_incomes", "one_off_incomes", "farm", "alimony_paid_by")


def counted(answers: Answers) -> Answers:
    """The answers without the money of people whom the interview does not count."""
    rows: dict[str, Any] = {
        key: tuple(row for row in getattr(answers, key) if row.person in answers.members)
        for key in _ROWS
    }
    return replace(answers, **rows)


def notes(
    benefit: str,
    answers: Answers,
    members: Sequence[Membership],
    roles: Mapping[int, str],
    away: Mapping[int, Absence],
) -> Iterable[str]:
    """Who is away, how the interview counts them, and what the law says of it.

    `roles`: towards the applicant, by person; `away`: by membership.
    """
    for member in members:
        absence = away.get(member.pk)
        if absence is None:
            continue
        words = away_words(str(member.person), absence.reason, absence.valid_from, absence.valid_to)
        if member.person_id in answers.members:
            how = _("The interview counts this person.")
        else:
            how = _("The interview does not count this person.")
        yield f"{words} {how} {said_by_law(benefit, roles[member.person_id], absence.reason)}"
