"""After signing: delivery, the term to appeal, finality (art. 39–47, 127a, 129 KPA)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from benefits.models import Appeal, Decision, Delivery
from benefits.queries import past_appeal
from benefits.states import DecisionStatus, DeliveryWay
from cases.models import Case, TermKind
from cases.perms import require_change
from cases.services import case_move, term_done, term_open
from cases.states import CaseStatus
from core import audit
from core.dictionaries import system_user
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission
from core.polish import format_date
from core.terms import Statutory, appeal_term, delivery_fiction, electronic_fiction


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The day of delivery and the rule that gave it, in Polish."""

    day: date
    rule: str
    fiction: bool = False


@audit.service
def delivery_record(
    *,
    actor: User,
    decision: Decision,
    way: DeliveryWay | str,
    today: date,
    sent_on: date | None = None,
    received_on: date | None = None,
    received_by: str = "",
    first_notice_on: date | None = None,
    second_notice_on: date | None = None,
    came_back: bool = False,
) -> Delivery:
    """Record how the decision was sent or reached the party; counts the term to appeal.

    With `received_on` it is delivered that day. `came_back`: the letter was not collected, so it
    counts as delivered after its storage (post: 14 days after `first_notice_on`, art. 44 KPA;
    e-Doręczenia: 14 days after `sent_on`). With neither, only the sending is kept.
    Raises PermissionDenied, DomainError for days that do not fit, StaleState once delivered.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_DELIVER)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.status != DecisionStatus.ISSUED or decision.issued_on is None:
        raise StaleState
    way = DeliveryWay(way)
    _check_days(decision.issued_on, today, sent_on, received_on, first_notice_on, second_notice_on)
    arrival = _arrival(way, sent_on, received_on, first_notice_on, second_notice_on, came_back)
    if arrival is None and way == DeliveryWay.COUNTER:
        raise DomainError(_("Enter the day on which the decision was handed over."))
    if arrival is not None and arrival.fiction and arrival.day >= today:
        raise DomainError(
            _("The letter waits until %(day)s; only then it counts as delivered.")
            % {"day": format_date(arrival.day)}
        )
    rule = ""
    if arrival is not None:
        rule = f"{arrival.rule} {appeal_term(arrival.day).trace}".strip()
    delivery, _created = Delivery.objects.update_or_create(
        decision=decision,
        defaults={
            "way": way,
            "sent_on": sent_on,
            "received_on": received_on,
            "received_by": received_by.strip()[:120],
            "first_notice_on": first_notice_on,
            "second_notice_on": second_notice_on,
            "fiction": bool(arrival and arrival.fiction),
            "rule": rule,
        },
    )
    if arrival is not None:
        _delivered(actor, decision, arrival.day)
    return delivery


def _arrival(
    way: DeliveryWay,
    sent_on: date | None,
    received_on: date | None,
    first_notice_on: date | None,
    second_notice_on: date | None,
    came_back: bool,
) -> _Arrival | None:
    if received_on is not None:
        return _Arrival(received_on, f"Doręczono {format_date(received_on)}.")
    if not came_back:
        return None
    if way == DeliveryWay.POST:
        if first_notice_on is None or second_notice_on is None:
            raise DomainError(
                _("Enter the days of both notices from the envelope (art. 44 § 2–3 KPA).")
            )
        try:
            fiction = delivery_fiction(first_notice_on, second_notice=second_notice_on)
        except ValueError as error:
            raise DomainError(
                _("The second notice is left within 14 days of the first.")
            ) from error
        return _Arrival(fiction.delivered, fiction.trace, fiction=True)
    if way == DeliveryWay.E_DELIVERY:
        if sent_on is None:
            raise DomainError(_("Enter the day on which the letter reached the address."))
        day = electronic_fiction(sent_on)
        rule = (
            f"Pismo wpłynęło na adres do doręczeń {format_date(sent_on)} i nie zostało odebrane, "
            f"doręczone po 14 dniach: {format_date(day)} (art. 42 ustawy o doręczeniach "
            f"elektronicznych)."
        )
        return _Arrival(day, rule, fiction=True)
    raise DomainError(_("Enter the day on which the decision was handed over."))


def _check_days(issued_on: date, today: date, *days: date | None) -> None:
    for day in days:
        if day is None:
            continue
        if day < issued_on:
            raise DomainError(
                _("The decision was issued on %(day)s; nothing of it can have happened before.")
                % {"day": format_date(issued_on)}
            )
        if day > today:
            raise DomainError(
                _("%(day)s is still to come; enter it when it has happened.")
                % {"day": format_date(day)}
            )


def _delivered(actor: User, decision: Decision, day: date) -> None:
    term = appeal_term(day)
    won = Decision.objects.filter(pk=decision.pk, status=DecisionStatus.ISSUED).update(
        status=DecisionStatus.DELIVERED,
        delivered_on=day,
        appeal_until=term.end,
        version=F("version") + 1,
    )
    if not won:
        raise StaleState
    decision.refresh_from_db(fields=["status", "delivered_on", "appeal_until", "version"])
    term_open(
        actor=actor,
        case=decision.case,
        kind=TermKind.APPEAL,
        start_on=day,
        statutory=Statutory.APPEAL,
    )


@audit.service
def decision_waive(*, actor: User, decision: Decision, received_on: date, today: date) -> Decision:
    """The party waived the appeal (art. 127a KPA): final and binding on the day of receipt.

    Raises PermissionDenied, DomainError outside the term to appeal, StaleState.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_DELIVER)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.status != DecisionStatus.DELIVERED:
        raise StaleState
    if Appeal.objects.filter(decision=decision).exists():
        raise DomainError(
            _("The party has appealed; an appeal is withdrawn before the appeal body (art. 137).")
        )
    first, last = decision.delivered_on, decision.appeal_until
    if first is None or last is None or not first <= received_on <= last or received_on > today:
        raise DomainError(
            _("A waiver counts only between the delivery and the end of the term to appeal.")
        )
    finish(actor, decision, DecisionStatus.BINDING, final_on=received_on, today=received_on)
    return decision


def decisions_finalise(today: date, *, actor: User | None = None) -> int:
    """Make final every delivered decision whose term to appeal has passed. Returns how many.

    Twice is once; each decision in its own transaction.
    """
    ids = past_appeal(Decision.objects.all(), today).values_list("pk", flat=True)
    writer = actor or system_user()
    return sum(decision_finalise(actor=writer, pk=pk, today=today) for pk in list(ids))


@audit.service
def decision_finalise(*, actor: User, pk: int, today: date) -> bool:
    """Make one delivered decision final after its term; False when it already was."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=pk)
    # asked again under the lock: an appeal may have come in meanwhile
    if not past_appeal(Decision.objects.filter(pk=pk), today).exists():
        return False
    if decision.appeal_until is None:
        return False
    final_on = decision.appeal_until + timedelta(days=1)
    finish(actor, decision, DecisionStatus.FINAL, final_on=final_on, today=today)
    return True


def finish(
    actor: User, decision: Decision, to: DecisionStatus, *, final_on: date, today: date
) -> None:
    """Final: the term to appeal is done, the case closed (the update of the interview stays)."""
    won = Decision.objects.filter(pk=decision.pk, status=DecisionStatus.DELIVERED).update(
        status=to, final_on=final_on, version=F("version") + 1
    )
    if not won:
        raise StaleState
    decision.refresh_from_db(fields=["status", "final_on", "version"])
    case = Case.objects.get(pk=decision.case_id)
    term_done(actor=actor, case=case, kind=TermKind.APPEAL, today=final_on)
    if case.status == CaseStatus.DECIDED:
        case_move(actor=actor, case=case, to=CaseStatus.CLOSED, today=today)
