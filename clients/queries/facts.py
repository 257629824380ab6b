"""What holds for a person on a day or in a month. The caller has checked who may see it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from clients.models import Address, AddressKind, BankAccount, Certificate, Income, Person
from clients.queries.access import valid_on
from core.months import last_day


def address_on(
    person: Person, day: date, kind: AddressKind | str = AddressKind.RESIDENCE
) -> Address | None:
    """The address of that kind on `day`; where there is none, the residence."""
    return (
        Address.objects.filter(valid_on(day), person=person)
        .filter(kind__in={kind, AddressKind.RESIDENCE})
        .order_by(
            Case(When(kind=kind, then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        .first()
    )


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


def certificates_on(person_ids: Iterable[int], day: date) -> list[Certificate]:
    """Certificates of these persons valid on `day`, without withdrawn ones."""
    return list(
        Certificate.objects.filter(
            valid_on(day), person_id__in=list(person_ids), withdrawn_at__isnull=True
        )
        .select_related("person")
        .order_by("person_id", "-valid_from", "id")
    )
