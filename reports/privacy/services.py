"""Copies of all data of a person: ordering, keeping what the job made, removing the files."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Person
from clients.queries import home_of, persons_visible_to
from core import audit
from core.errors import DomainError
from core.jobs import enqueue
from core.looks import Kind
from core.models import User
from core.permissions import Permission, require
from core.terms import Unit, count_term
from reports.privacy.models import CopyBasis, PersonCopy
from reports.privacy.queries import copies_to_remove

COPY_JOB = "person_copy"
KEPT_DAYS = 14
ANSWER_BASIS = "art. 12 ust. 3 RODO"


@audit.service
def copy_ask(
    *,
    actor: User,
    today: date,
    person: Person,
    basis: CopyBasis | str,
    received_on: date,
    purpose: str,
    with_files: bool = False,
    names_staff: bool = False,
) -> PersonCopy:
    """Order a copy of all data of `person` (art. 15 or 20 RODO); the look is logged.

    It is to be answered within a month of the request (art. 12 ust. 3). Raises PermissionDenied
    for whoever may not make copies or not see the person, DomainError for a request of tomorrow
    or one that is being made for this user already.
    """
    require(actor, Permission.PERSON_COPY)
    if not persons_visible_to(actor, today).filter(pk=person.pk).exists():
        raise PermissionDenied(Permission.PERSON_COPY)
    if received_on > today:
        raise DomainError(_("The request cannot have come after today."), "received_on")
    Person.objects.select_for_update().get(pk=person.pk)
    if PersonCopy.objects.filter(person=person, asked_by=actor, made_at=None).exists():
        raise DomainError(
            _("A copy of this person's data is being made for you already; wait for it.")
        )
    copy = PersonCopy.objects.create(
        person=person,
        basis=basis,
        received_on=received_on,
        answer_by=count_term(received_on, 1, Unit.MONTHS, basis=ANSWER_BASIS).end,
        purpose=purpose,
        with_files=with_files,
        names_staff=names_staff,
        asked_by=actor,
    )
    copy.job = enqueue(
        name=COPY_JOB,
        key=f"{COPY_JOB}:{copy.pk}:{uuid.uuid4()}",
        title=_("Copy of the data of %(person)s") % {"person": person},
        requested_by=actor,
        args={"copy": copy.pk},
        queue="pdf",
    )
    copy.save(update_fields=["job"])
    home = home_of(person, today)
    audit.looked(
        user=actor,
        what="person_copy",
        object_id=copy.pk,
        household_id=home.household_id if home else None,
        person_id=person.pk,
        kind=Kind.EXPORT,
        why=copy.why,
    )
    return copy


@audit.service
def copy_keep(
    *, actor: User, today: date, copy: PersonCopy, names: dict[str, str], sha256: str
) -> None:
    """Note the files that were made; done again by a second run it changes nothing."""
    PersonCopy.objects.filter(pk=copy.pk, made_at=None).update(
        **names,
        data_sha256=sha256,
        made_at=timezone.now(),
        expires_on=today + timedelta(days=KEPT_DAYS),
    )


@audit.service
def copy_remove(*, actor: User, copy: PersonCopy) -> bool:
    """Remove the files of a copy; the row stays. False when they were removed already.

    Files go first: a run that was killed in between finds the row and does it again.
    """
    for name in filter(None, (copy.pdf, copy.data, copy.archive)):
        default_storage.delete(name)
    gone = PersonCopy.objects.filter(pk=copy.pk, removed_at=None, made_at__isnull=False)
    return bool(gone.update(removed_at=timezone.now()))


def copies_expire(*, actor: User, today: date) -> int:
    """Remove the files of every copy whose days are over. Returns how many."""
    return sum(copy_remove(actor=actor, copy=copy) for copy in copies_to_remove(today))
