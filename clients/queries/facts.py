"""What holds for a person on a day or in a month. The caller has checked who may see it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from clients.models import (
    Address,
    AddressKind,
    AlimonyPaid,
    BankAccount,
    Certificate,
    Income,
    MemberRole,
    Membership,
    Person,
)
from clients.queries.access import valid_on
from core.months import last_day
from core.polish import fold


def address_on(
    person: Person, day: date, kind: AddressKind | str = AddressKind.RESIDENCE
) -> Address | None:
    """The address of that kind on `day`; where there is none, the residence.

    Who has no residence recorded lives with the head of the household (≤ 2 queries).
    """
    own = (
        Address.objects.filter(valid_on(day), person=person)
        .filter(kind__in={kind, AddressKind.RESIDENCE})
        .order_by(
            Case(When(kind=kind, then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        .first()
    )
    return own or _residence_of_head(person, day)


def _residence_of_head(person: Person, day: date) -> Address | None:
    lived_in = Membership.objects.filter(valid_on(day), person=person).order_by("shared_custody")
    heads = Membership.objects.filter(
        valid_on(day), role=MemberRole.HEAD, household__in=lived_in.values("household")[:1]
    )
    return Address.objects.filter(
        valid_on(day), person__in=heads.values("person"), kind=AddressKind.RESIDENCE
    ).first()


def bank_account_on(person: Person, day: date) -> BankAccount | None:
    """The account for transfers on `day`."""
    return BankAccount.objects.filter(valid_on(day), person=person).first()


def incomes_on(person_ids: Iterable[int], month: date) -> list[Income]:
    """Incomes of these persons received in the month of `month`, without withdrawn ones."""
    first = month.replace(day=1)
    return list(
        Income.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
            person_id__in=list(person_ids),
            valid_from__lte=last_day(first),
            withdrawn_at__isnull=True,
        )
        .select_related("person")
        .order_by("person_id", "valid_from", "kind", "id")
    )


def alimony_paid_in(person_ids: Iterable[int], month: date) -> list[AlimonyPaid]:
    """Alimony that these persons pay in the month, newest first, without what was replaced in it
    (one query)."""
    first = month.replace(day=1)
    rows = AlimonyPaid.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        person_id__in=list(person_ids),
        valid_from__lte=last_day(first),
        withdrawn_at__isnull=True,
    )
    return paid_in_the_end(rows.order_by("-valid_from", "-id"))[0]


def paid_in_the_end(
    rows: Iterable[AlimonyPaid],
) -> tuple[list[AlimonyPaid], list[AlimonyPaid]]:
    """Of entries of one month, newest first: those that count, and those that a later entry for
    the same person replaced within the month."""
    counted: list[AlimonyPaid] = []
    replaced: list[AlimonyPaid] = []
    for row in rows:
        later = any(_follows(other, row) for other in counted)
        (replaced if later else counted).append(row)
    return counted, replaced


def _follows(later: AlimonyPaid, row: AlimonyPaid) -> bool:
    alike = later.person_id == row.person_id and fold(later.for_whom) == fold(row.for_whom)
    return alike and row.valid_to is not None and row.valid_to < later.valid_from


def certificates_on(person_ids: Iterable[int], day: date) -> list[Certificate]:
    """Certificates of these persons valid on `day`, without withdrawn ones."""
    return list(
        Certificate.objects.filter(
            valid_on(day), person_id__in=list(person_ids), withdrawn_at__isnull=True
        )
        .select_related("person")
        .order_by("person_id", "-valid_from", "id")
    )
