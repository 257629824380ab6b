"""A death: what it stopped, and what is to be done after it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from cases.models import Case
from cases.queries import cases_visible_to
from cases.states import OPEN
from clients.models import BankAccount, Death, Household, MemberRole, Membership, Person
from clients.queries import households_visible_to
from clients.queries.access import persons_visible_to, valid_on
from core.models import User
from payments.models import DeathStop, Entitlement, LedgerEntry, StopWay
from payments.queries.entitlement import entitlements_visible_to
from payments.queries.schedule import ZERO
from payments.states import EntitlementStatus, LedgerKind


@dataclass(frozen=True, slots=True)
class AfterDeath:
    """What a death touches, as far as the reader may see it; `overpaid` in zł."""

    stops: list[DeathStop]
    overpaid: Decimal
    cases: list[Case]
    household_cases: list[Case]
    headless: list[Household]
    others: list[Entitlement]
    payees: list[Entitlement]


def standing_death(person_id: int) -> Death | None:
    """The record of the death that stands."""
    deaths = Death.objects.filter(person=person_id, withdrawn_at__isnull=True)
    return deaths.select_related("recorded_by").first()


def death_for(user: User, pk: int, today: date) -> Death | None:
    """A death of a person whom `user` may see."""
    deaths = Death.objects.filter(person__in=persons_visible_to(user, today))
    return deaths.select_related("person").filter(pk=pk).first()


def stop_for(user: User, pk: int, today: date) -> DeathStop | None:
    """A stop of an entitlement that `user` may see."""
    stops = DeathStop.objects.filter(entitlement__in=entitlements_visible_to(user, today))
    return stops.select_related("death", "entitlement__kind").filter(pk=pk).first()


def withheld_by_death(user: User, today: date) -> QuerySet[DeathStop]:
    """What deaths withheld in the households that `user` sees, the oldest first."""
    stops = DeathStop.objects.filter(
        way=StopWay.WITHHELD,
        entitlement__status=EntitlementStatus.SUSPENDED,
        entitlement__in=entitlements_visible_to(user, today),
    )
    return stops.select_related("death__person", "entitlement__kind").order_by("id")


def running_of(user: User, person: Person, today: date) -> list[Entitlement]:
    """What the person is paid and a death would stop or let you decide on."""
    rows = entitlements_visible_to(user, today).filter(person=person)
    paid = LedgerEntry.objects.filter(entitlement=OuterRef("pk"), kind=LedgerKind.PAID)
    monthly = Q(periodic=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return list(
        rows.exclude(status=EntitlementStatus.ENDED)
        .filter(monthly | (Q(periodic=False) & ~Exists(paid)))
        .order_by("valid_from", "id")
    )


def after_death(user: User, person: Person, death: Death | None, today: date) -> AfterDeath:
    """Stops, money to claim back, cases, households and payees (at most 9 queries)."""
    day = death.died_on if death else today
    homes = list(Membership.objects.filter(valid_on(day), person=person))
    households = households_visible_to(user, today).filter(
        pk__in=[home.household_id for home in homes]
    )
    visible = entitlements_visible_to(user, today)
    running = visible.exclude(status=EntitlementStatus.ENDED).exclude(person=person)
    running = running.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), periodic=True)
    cases = cases_visible_to(user, today).filter(status__in=OPEN).select_related("kind")
    return AfterDeath(
        stops=_stops(user, death, today),
        overpaid=_overpaid(death) if death else ZERO,
        cases=list(cases.filter(applicant=person)),
        household_cases=list(
            cases.filter(household__in=households)
            .exclude(applicant=person)
            .select_related("applicant", "kind")
        ),
        headless=_headless(households, homes, today) if death else [],
        others=list(running.filter(household__in=households)),
        payees=list(running.filter(_paid_to(person))),
    )


def _stops(user: User, death: Death | None, today: date) -> list[DeathStop]:
    if death is None:
        return []
    stops = death.stops.filter(entitlement__in=entitlements_visible_to(user, today))
    return list(stops.select_related("entitlement__kind"))


def _overpaid(death: Death) -> Decimal:
    lines = LedgerEntry.objects.filter(
        entitlement__death_stops__death=death, kind=LedgerKind.OVERPAID
    )
    return lines.aggregate(total=Sum("amount"))["total"] or ZERO


def _headless(households: object, homes: list[Membership], today: date) -> list[Household]:
    """Households that the person headed, where others live on without a head."""
    headed = [home.household_id for home in homes if home.role == MemberRole.HEAD]
    present = Membership.objects.filter(valid_on(today), household=OuterRef("pk"))
    return list(
        Household.objects.filter(
            Exists(present),
            ~Exists(present.filter(role=MemberRole.HEAD)),
            pk__in=headed,
        )
    )


def _paid_to(person: Person) -> Q:
    """Money of somebody else that goes to this person or to their account."""
    accounts = BankAccount.objects.filter(person=person)
    names = [f"{person.last_name} {person.first_name}", person.full_name]
    return Q(payee_name__in=names) | Q(nrb__in=accounts.values("nrb"))
