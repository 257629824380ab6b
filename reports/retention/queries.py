"""Reads of files to be destroyed. Files that are restricted to others are not there (adr 0011)."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.models import Case
from clients.queries import shut_household_ids
from core.models import Destruction, DestructionList, FileKind, User
from core.once import once
from core.permissions import Permission, allowed


def files_seen_by(user: User, today: date) -> QuerySet[Destruction]:
    """Every file ever proposed, less those restricted to people among whom `user` is not."""
    return Destruction.objects.exclude(_shut(user, today)).select_related("reviewed_by", "on_list")


def _shut(user: User, today: date) -> Q:
    shut = once(("retention_shut", user.pk, today), lambda: shut_household_ids(user, today))
    if not shut:
        return Q(pk__in=[])
    cases = Case.objects.filter(pk=OuterRef("object_id"), household__in=shut)
    return (Q(kind=FileKind.CASE) & Exists(cases)) | Q(kind=FileKind.HOUSEHOLD, object_id__in=shut)


def file_seen(user: User, pk: int, today: date) -> Destruction | None:
    """One of them."""
    return files_seen_by(user, today).filter(pk=pk).first()


def counts(user: User, today: date) -> dict[str, int]:
    """How many files stand in each state (one query)."""
    rows = files_seen_by(user, today).order_by().values_list("state")
    return dict(rows.annotate(count=Count("pk")))


def lists_seen_by(user: User, today: date) -> QuerySet[DestructionList]:
    """Lists of which `user` may see every file, newest first, with how many files they hold."""
    hidden = Destruction.objects.filter(_shut(user, today), on_list=OuterRef("pk"))
    return (
        DestructionList.objects.exclude(Exists(hidden))
        .select_related("made_by", "approved_by", "job")
        .annotate(files_count=Count("files"))
        .order_by("-id")
    )


def lists_to_approve(user: User, today: date) -> QuerySet[DestructionList]:
    """Lists with the archive's consent that `user` may approve: neither made nor reviewed by them.

    Nobody's without the permission.
    """
    if not allowed(user, Permission.RETENTION_APPROVE):
        return DestructionList.objects.none()
    own = Destruction.objects.filter(on_list=OuterRef("pk"), reviewed_by=user)
    ready = lists_seen_by(user, today).exclude(consent_number="").filter(approved_on=None)
    return ready.exclude(made_by=user).exclude(Exists(own))


def list_seen(user: User, pk: int, today: date) -> DestructionList | None:
    """One of them."""
    return lists_seen_by(user, today).filter(pk=pk).first()
