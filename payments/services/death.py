"""What a death stops: recording it, settling what could not be ended, taking it back."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from clients.models import Death, Person
from clients.perms import require_person
from clients.services import death_enter, death_take_back
from core import audit
from core.errors import DomainError
from core.models import User
from core.polish import format_date
from payments.models import DeathStop, Due, Entitlement, LedgerEntry, StopWay
from payments.perms import CORRECT, require_any
from payments.services.booking import lock_money
from payments.services.entitlements import end, entitlement_reopen, entitlement_resume, suspend
from payments.states import EntitlementStatus, LedgerKind

_DAY = timedelta(days=1)
BY_DAYS = ("pomoc_spoleczna",)
"""Acts whose benefit for a part of a month is counted by days (art. 106 ust. 3 UPS)."""


@audit.service
def death_record(*, actor: User, today: date, person: Person, died_on: date, source: str) -> Death:
    """Record a death and stop what the person is paid from the day after it.

    A monthly benefit of social assistance ends with the day of death, its last month counted by
    days (art. 106 ust. 3 UPS); what was paid beyond is booked as overpaid. Where the law is not
    sure, or a payment stands on a list not approved yet, payments are withheld and the stop
    says why. Whoever may change the person may do it: it only stops money. The same death
    twice is once. Raises DomainError as `death_enter`.
    """
    require_person(actor, person, today)
    lock_money()
    death = death_enter(actor=actor, today=today, person=person, died_on=died_on, source=source)
    done = set(death.stops.values_list("entitlement", flat=True))
    for entitlement in _running(person, died_on):
        if entitlement.pk not in done:
            _stop(actor, today, death, entitlement)
    return death


@audit.service
def death_stop_settle(*, actor: User, today: date, stop: DeathStop) -> DeathStop:
    """End, with the day of death, what was only withheld (a list was cancelled, the law clear).

    Needs the right to correct the ledger. Raises DomainError when it still cannot end.
    """
    require_any(actor, *CORRECT)
    lock_money()
    now = DeathStop.objects.select_related("entitlement__kind", "death").get(pk=stop.pk)
    if now.way != StopWay.WITHHELD or now.death.withdrawn_at:
        return now
    last_day, why = _last_day(now.entitlement, now.death.died_on), _why(now.death)
    end(actor=actor, today=today, entitlement=now.entitlement, last_day=last_day, why=why)
    now.way, now.why = StopWay.ENDED, why
    now.save(update_fields=["way", "why"])
    return now


@audit.service
def death_undo(*, actor: User, today: date, death: Death, reason: str) -> Person:
    """Take back a death recorded by mistake: what it stopped runs again, the ledger corrected.

    Needs the right to correct the ledger where money was stopped. Raises DomainError without a
    reason, or when something recorded since stands in the way; StaleState when taken back.
    """
    require_person(actor, death.person, today)
    stops = list(death.stops.exclude(way=StopWay.UNDONE).select_related("entitlement"))
    if stops:
        require_any(actor, *CORRECT)
    lock_money()
    person = death_take_back(actor=actor, today=today, death=death, reason=reason)
    for stop in stops:
        _restart(actor, today, stop, reason)
    return person


def _running(person: Person, died_on: date) -> list[Entitlement]:
    """Entitlements of the person that could still pay something from the death on."""
    beyond = Q(periodic=True) & (Q(valid_to__isnull=True) | Q(valid_to__gt=died_on))
    rows = Entitlement.objects.filter(person=person).exclude(status=EntitlementStatus.ENDED)
    return [
        one
        for one in rows.filter(beyond | Q(periodic=False)).select_related("kind").order_by("pk")
        if one.periodic or one.valid_from > died_on or not _is_paid(one)
    ]


def _is_paid(entitlement: Entitlement) -> bool:
    """Is the single payment out, and not come back?"""
    dues = Due.objects.filter(entitlement=entitlement, cancelled=False)
    paid = LedgerEntry.objects.filter(entitlement=entitlement, kind=LedgerKind.PAID)
    came_back = LedgerEntry.objects.filter(entitlement=entitlement, kind=LedgerKind.RETURNED)
    return (
        paid.exists()
        and not dues.exclude(pk__in=paid.values("due")).exists()
        and (paid.count() > came_back.count())
    )


def _stop(actor: User, today: date, death: Death, entitlement: Entitlement) -> None:
    before, why = entitlement.status, _unsure(entitlement, death.died_on)
    way = StopWay.WITHHELD
    if not why:
        try:
            with transaction.atomic():
                end(
                    actor=actor,
                    today=today,
                    entitlement=entitlement,
                    last_day=_last_day(entitlement, death.died_on),
                    why=_why(death),
                )
        except DomainError as error:  # a payment stands on a list that is not approved yet
            why = str(error.message)
        else:
            way, why = StopWay.ENDED, _why(death)
    if way == StopWay.WITHHELD and before == EntitlementStatus.ACTIVE:
        suspend(entitlement=entitlement, why=_why(death))
    DeathStop.objects.create(
        death=death, entitlement=entitlement, way=way, before=before, why=why[:300]
    )


def _unsure(entitlement: Entitlement, died_on: date) -> str:
    """Why the law does not say plainly that it ends with the day of death; "" when it does."""
    if entitlement.valid_from > died_on:
        return ""
    if not entitlement.periodic:
        return _(
            "A single benefit that was granted and not paid before the death: whether it is still "
            "due is not settled. The payment is withheld until you decide."
        )
    if entitlement.kind.act not in BY_DAYS:
        return _(
            "What is due for the month of death is not settled for this act. Payments are "
            "withheld until you decide."
        )
    return ""


def _last_day(entitlement: Entitlement, died_on: date) -> date:
    """The day of death; what begins later, or pays once and is not paid, is due not at all."""
    if entitlement.valid_from > died_on or not entitlement.periodic:
        return entitlement.valid_from - _DAY
    return died_on


def _why(death: Death) -> str:
    return _("death on %(day)s") % {"day": format_date(death.died_on)}


def _restart(actor: User, today: date, stop: DeathStop, reason: str) -> None:
    entitlement, before = stop.entitlement, EntitlementStatus(stop.before)
    entitlement.refresh_from_db()
    if stop.way == StopWay.ENDED and entitlement.status == EntitlementStatus.ENDED:
        entitlement_reopen(
            actor=actor, today=today, entitlement=entitlement, status=before, why=reason
        )
    elif before == EntitlementStatus.ACTIVE and entitlement.status == EntitlementStatus.SUSPENDED:
        entitlement_resume(actor=actor, today=today, entitlement=entitlement, why=reason)
    DeathStop.objects.filter(pk=stop.pk).update(way=StopWay.UNDONE)
