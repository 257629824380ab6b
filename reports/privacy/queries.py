"""Reads of copies of people's data."""

from datetime import date

from django.db.models import QuerySet

from clients.models import Person
from clients.queries import persons_visible_to
from core.models import User
from reports.privacy.models import PersonCopy


def copies_of(person: Person) -> QuerySet[PersonCopy]:
    """Copies that were made of this person's data, newest first."""
    return PersonCopy.objects.filter(person=person).select_related("asked_by", "job")


def copy_of(user: User, pk: int, today: date) -> PersonCopy | None:
    """A copy that this user asked for, of a person whom they may still see."""
    rows = PersonCopy.objects.select_related("person", "job", "asked_by")
    return rows.filter(pk=pk, asked_by=user, person__in=persons_visible_to(user, today)).first()


def copies_to_remove(today: date) -> QuerySet[PersonCopy]:
    """Copies whose days are over and whose files still lie in the store."""
    return PersonCopy.objects.filter(
        expires_on__lt=today, removed_at__isnull=True, made_at__isnull=False
    ).order_by("id")
