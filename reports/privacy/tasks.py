"""Work in the background: making a copy of a person's data, removing those whose days are over."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from celery import shared_task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.copies import Attachment, Whose
from core.dictionaries import system_user
from core.files import Unreadable, put
from core.jobs import handler, progress
from core.models import Job
from core.pdf import paper
from core.registry import registry
from reports.privacy import content
from reports.privacy.models import PersonCopy
from reports.privacy.services import COPY_JOB, copies_expire, copy_keep

MOST_BYTES = 400 * 2**20
"""Papers above this sum are listed in the archive instead of put in: the office hands them over."""


@handler(COPY_JOB)
def make_copy(job: Job) -> str:
    """Make the files of a copy; safe to run again.

    Files have names that follow from the copy and are written over by a second run; the row is
    filled once.
    """
    copy = PersonCopy.objects.select_related("person__merged_into", "asked_by").get(
        pk=job.args["copy"]
    )
    url = reverse("privacy:copy", args=[copy.pk])
    if copy.made_at:
        return url
    today = timezone.localdate()
    _kept, ids = content.one_and_the_same(copy.person)
    shut = {pk for provider in registry.shut for pk in provider(copy.asked_by, today)}
    hidden = {pk for provider in registry.shut_persons for pk in provider(copy.asked_by, today)}
    whose = Whose(ids, frozenset(shut), frozenset(hidden - ids), copy.names_staff)
    with translation.override("pl"):
        found = content.gather(copy, whose, lambda done, total: progress(job, done, total + 2))
        data = content.as_json(found)
        names = _write(copy, found, data, whose)
    sha256 = hashlib.sha256(data).hexdigest()
    copy_keep(actor=copy.asked_by, today=today, copy=copy, names=names, sha256=sha256)
    return url


def _write(copy: PersonCopy, found: content.Content, data: bytes, whose: Whose) -> dict[str, str]:
    stem = f"copies/{copy.asked_at:%Y}/{copy.pk}"
    context = {
        "copy": copy,
        "centre": found.centre,
        "parts": content.for_paper(found),
        "made_on": timezone.localdate(),
    }
    document = paper("reports/person_copy_paper.html", context)
    names = {"pdf": f"{stem}.pdf", "data": f"{stem}.json"}
    put(names["pdf"], document)
    put(names["data"], data)
    if copy.with_files:
        names["archive"] = f"{stem}.zip"
        put(names["archive"], archive(document, data, content.attachments(whose)))
    return names


def archive(document: bytes, data: bytes, files: Iterator[Attachment]) -> bytes:
    """A ZIP of document, data and papers; what could not be put in is listed in it."""
    out, taken, missing = io.BytesIO(), 0, list[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("kopia-danych.pdf", document)
        target.writestr("kopia-danych.json", data)
        for file in files:
            try:
                bytes_of_file = file.read()
            except (FileNotFoundError, Unreadable):
                missing.append(f"{file.name}: {_('the file is not in the store')}")
                continue
            taken += len(bytes_of_file)
            if taken > MOST_BYTES:
                missing.append(f"{file.name}: {_('too large for this archive')}")
                continue
            target.writestr(file.name, bytes_of_file)
        if missing:
            target.writestr("brakujace-pliki.txt", "\n".join([*missing, ""]))
    return out.getvalue()


@shared_task(name="reports.privacy.tasks.remove_copies", ignore_result=True)
def remove_copies() -> None:
    """Every night: copies whose days are over leave the store."""
    copies_expire(actor=system_user(), today=timezone.localdate())
