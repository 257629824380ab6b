"""Review of files whose time is over, the list that the archive consents to, its approval."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.errors import DomainError, StaleState
from core.jobs import enqueue
from core.models import Centre, Destruction, DestructionList, DestructionState, Job, User
from core.numbers import next_number
from core.permissions import Permission, require
from reports.retention import queries
from reports.retention.models import ArchivalCategory

S = DestructionState
PROPOSE_JOB = "retention_propose"
DESTROY_JOB = "retention_destroy"
SERIES = "destruction_list"


@audit.service
def proposal_ask(*, actor: User, today: date) -> Job:
    """Look now for files whose time is over, instead of at the first of the month."""
    require(actor, Permission.RETENTION_REVIEW)
    return enqueue(
        name=PROPOSE_JOB,
        key=f"{PROPOSE_JOB}:{uuid.uuid4()}",
        title=_("Files whose time is over"),
        requested_by=actor,
        args={"today": today.isoformat()},
        queue="default",
    )


@audit.service
def files_confirm(*, actor: User, today: date, files: Iterable[int]) -> int:
    """Say of these files that nothing stands against their destruction. Returns of how many.

    Those that somebody else has dealt with meanwhile are left as they are.
    """
    won = _waiting(actor, files, today).update(
        state=S.CONFIRMED, reviewed_by=actor, reviewed_on=today, why="", hold_until=None
    )
    if not won:
        raise DomainError(_("Choose the files that may be destroyed."), "files")
    return won


@audit.service
def file_hold(*, actor: User, today: date, file: Destruction, why: str, hold_until: date) -> None:
    """Keep a file longer; on the day after `hold_until` it comes up again.

    Raises DomainError without a reason or for a day that is over, StaleState when it stands on a
    list by now.
    """
    if not why.strip():
        raise DomainError(_("Say why the file is kept longer."), "why")
    if hold_until <= today:
        raise DomainError(_("Choose a day after today."), "hold_until")
    won = _waiting(actor, [file.pk], today, S.PROPOSED, S.CONFIRMED, S.HELD).update(
        state=S.HELD, reviewed_by=actor, reviewed_on=today, why=why.strip(), hold_until=hold_until
    )
    if not won:
        raise StaleState


@audit.service
def file_reconsider(*, actor: User, today: date, file: Destruction) -> None:
    """Take back what was said of a file: it waits for review again."""
    won = _waiting(actor, [file.pk], today, S.CONFIRMED, S.HELD).update(
        state=S.PROPOSED, reviewed_by=None, reviewed_on=None, why="", hold_until=None
    )
    if not won:
        raise StaleState


def _waiting(actor: User, files: Iterable[int], today: date, *states: S) -> QuerySet[Destruction]:
    """Files in one of the states (to be reviewed), on no list, that `actor` may review."""
    require(actor, Permission.RETENTION_REVIEW)
    seen = queries.files_seen_by(actor, today).filter(pk__in=list(files)).values("pk")
    return Destruction.objects.filter(
        pk__in=seen, state__in=states or (S.PROPOSED,), on_list__isnull=True
    )


@audit.service
def list_make(*, actor: User, today: date) -> DestructionList:
    """Put every confirmed file that `actor` sees on a list for the Archiwum Państwowe.

    Raises DomainError when there is none.
    """
    require(actor, Permission.RETENTION_REVIEW)
    seen = queries.files_seen_by(actor, today).filter(state=S.CONFIRMED, on_list__isnull=True)
    ids = list(seen.order_by().values_list("pk", flat=True))
    centre = Centre.objects.first()
    made = DestructionList.objects.create(
        number=f"{centre.symbol if centre else 'GOPS'}/BRAK/"
        f"{next_number(SERIES, today.year)}/{today.year}",
        made_by=actor,
        made_on=today,
    )
    waiting = Destruction.objects.filter(pk__in=ids, state=S.CONFIRMED, on_list__isnull=True)
    if not waiting.update(on_list=made):
        raise DomainError(_("No file is confirmed: review some first."))
    return made


@audit.service
def list_give_up(*, actor: User, made: DestructionList) -> None:
    """Take every file off a list that is not approved; they stay confirmed."""
    require(actor, Permission.RETENTION_REVIEW)
    made = _not_approved(made)
    Destruction.objects.filter(on_list=made).update(on_list=None)
    made.delete()


@audit.service
def file_take_off(*, actor: User, file: Destruction) -> None:
    """Take one file off its list, back to review (the archive wants it, or it was a mistake)."""
    require(actor, Permission.RETENTION_REVIEW)
    if file.on_list is None:
        raise StaleState
    _not_approved(file.on_list)
    won = Destruction.objects.filter(pk=file.pk, state=S.CONFIRMED, on_list=file.on_list)
    if not won.update(on_list=None, state=S.PROPOSED, reviewed_by=None, reviewed_on=None):
        raise StaleState


@audit.service
def consent_record(
    *,
    actor: User,
    today: date,
    made: DestructionList,
    consent_number: str,
    consent_on: date,
) -> None:
    """Write the consent of the Archiwum Państwowe on a list."""
    require(actor, Permission.RETENTION_REVIEW)
    made = _not_approved(made)
    if not made.made_on <= consent_on <= today:
        raise DomainError(
            _("The consent is given after the list was made (%(day)s) and not after today.")
            % {"day": f"{made.made_on:%d.%m.%Y}"},
            "consent_on",
        )
    made.consent_number, made.consent_on = consent_number.strip(), consent_on
    made.save(update_fields=["consent_number", "consent_on"])


@audit.service
def list_approve(*, actor: User, today: date, made: DestructionList) -> DestructionList:
    """Approve a list: from now on its files are destroyed, which cannot be undone.

    Raises DomainError for whoever made the list or reviewed a file on it, and without consent.
    """
    require(actor, Permission.RETENTION_APPROVE)
    made = _not_approved(made)
    if stops := stops_of(made, actor):
        raise DomainError(stops[0])
    made.approved_by, made.approved_on = actor, today
    made.job = enqueue(
        name=DESTROY_JOB,
        key=f"{DESTROY_JOB}:{made.pk}",
        title=_("Destruction of files, list %(number)s") % {"number": made.number},
        requested_by=actor,
        args={"list": made.pk},
        queue="default",
    )
    made.save(update_fields=["approved_by", "approved_on", "job"])
    return made


def stops_of(made: DestructionList, actor: User) -> list[str]:
    """What stands against `actor` approving the list now."""
    stops = []
    if not made.consent_number:
        stops.append(_("The consent of the Archiwum Państwowe is not recorded yet."))
    if made.made_by_id == actor.pk:
        stops.append(_("You made this list: somebody else approves it."))
    own = Destruction.objects.filter(on_list=made, reviewed_by=actor).count()
    if own:
        stops.append(
            ngettext(
                "You reviewed a file on this list: somebody else approves it.",
                "You reviewed %(count)s files on this list: somebody else approves it.",
                own,
            )
            % {"count": own}
        )
    return stops


def _not_approved(made: DestructionList) -> DestructionList:
    """The list, locked. Raises StaleState when it is approved or gone."""
    found = DestructionList.objects.select_for_update().filter(pk=made.pk).first()
    if found is None or found.approved_by_id is not None:
        raise StaleState
    return found


@audit.service
def category_add(
    *, actor: User, jrwa: str, category: str, valid_from: date, source: str, certainty: str
) -> ArchivalCategory:
    """Enter a category of the centre's file plan, from a day on."""
    require(actor, Permission.RETENTION_REVIEW)
    if ArchivalCategory.objects.filter(jrwa=jrwa, valid_from=valid_from).exists():
        raise DomainError(_("This class has a category from that day already."), "valid_from")
    return ArchivalCategory.objects.create(
        jrwa=jrwa,
        category=category,
        valid_from=valid_from,
        source=source.strip(),
        certainty=certainty,
        entered_by=actor,
    )


@audit.service
def category_remove(*, actor: User, category: ArchivalCategory) -> None:
    """Remove a category entered by mistake; the history keeps it."""
    require(actor, Permission.RETENTION_REVIEW)
    category.delete()
