"""Destroying the files of an approved list: one transaction a file, then its papers, a protocol.

Killed at any point and run again it goes on: a file is destroyed whole or not at all, what is
left to remove from the store stands on its row until it is removed.
"""

import hashlib
from datetime import date

from django.core.files.storage import default_storage
from django.utils import timezone, translation

from core import audit
from core.files import put
from core.jobs import progress
from core.models import Destruction, DestructionList, DestructionState, Job, User
from core.registry import registry
from reports.retention.destroying import destroy
from reports.retention.papers import protocol
from reports.retention.proposing import no_longer_due, still_due
from reports.retention.scope import lock_file, lock_people, scope_of

S = DestructionState


def carry_out(made: DestructionList, today: date, job: Job | None = None) -> None:
    """Destroy every file of an approved list, then write the protocol. Safe to run again."""
    assert made.approved_by is not None
    actor = made.approved_by
    waiting = made.files.filter(state=S.CONFIRMED).order_by("kind", "pk")
    total = waiting.count() + 1
    for done, file in enumerate(list(waiting), 1):
        file_destroy(actor=actor, today=today, file=file)
        if job:
            progress(job, done, total)
    for file in made.files.exclude(files_left=[]):
        files_remove(actor=actor, file=file)
    list_finish(actor=actor, today=today, made=made)


@audit.service
def file_destroy(*, actor: User, today: date, file: Destruction) -> bool:
    """Destroy one file of an approved list. False when it was dropped or done before.

    What came to the file since it was reviewed keeps it: it is dropped from the list with a reason.
    """
    file = Destruction.objects.select_for_update().get(pk=file.pk)
    if file.state != S.CONFIRMED:
        return False
    lock_file(file)
    scope = scope_of(file, today)
    with translation.override("pl"):
        if scope is None or not still_due([file], today):
            why = no_longer_due()
            Destruction.objects.filter(pk=file.pk).update(state=S.DROPPED, why=why)
            return False
    lock_people(scope)
    row = Destruction.objects.filter(pk=file.pk)
    row.update(
        state=S.DESTROYED,
        destroyed_on=today,
        people=sorted(scope.people),
        papers=sorted(scope.papers),
    )
    gone = destroy(registry.destruction, scope)
    row.update(
        rows_count=gone.rows.total(),
        history_count=gone.history,
        files_count=len(gone.files),
        files_left=gone.files,
    )
    return True


@audit.service
def files_remove(*, actor: User, file: Destruction) -> None:
    """Remove from the store what a destroyed file left there; what is gone already is fine."""
    for name in file.files_left:
        default_storage.delete(name)
    Destruction.objects.filter(pk=file.pk).update(files_left=[])


@audit.service
def list_finish(*, actor: User, today: date, made: DestructionList) -> None:
    """Write the protocol of a list that is carried out, once."""
    made = DestructionList.objects.select_for_update().get(pk=made.pk)
    if made.finished_on:
        return
    made.finished_on = today
    document = protocol(made)
    name = f"destruction/{timezone.localdate():%Y}/{made.pk}.pdf"
    put(name, document)
    DestructionList.objects.filter(pk=made.pk, finished_on=None).update(
        finished_on=today,
        protocol=name,
        protocol_sha256=hashlib.sha256(document).hexdigest(),
    )
