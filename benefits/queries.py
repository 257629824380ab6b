"""Reads of calculations and decisions; each starts from the cases that a person may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet

from benefits.models import Calculation, Decision, DecisionItem, KeptAnswer, LocalResolution
from benefits.states import FROZEN, DecisionStatus
from cases.models import Case
from cases.queries import applicant_condition, cases_visible_to, sign_condition
from cases.states import CaseStatus
from clients.queries import not_shut, search_condition
from core.authorizations import kinds_to_sign
from core.models import Job, JobState, User
from core.permissions import Permission, allowed
from law import local_rules
from payments.models import Entitlement

APPEALED = "appealed"  # in the filter of a list: with an appeal still to be forwarded
OPEN = (DecisionStatus.DRAFT, DecisionStatus.SUBMITTED, DecisionStatus.CHECKED)
PDF_JOB = "decision_pdf"
FOUND = 200  # decisions of one number that the search looks at
_WRITING = ("decision_draft", "decision_edit", "decision_submit", "calculation_make")


def pdf_job_key(decision_id: int) -> str:
    """Key of the one job that draws the PDF of a decision."""
    return f"{PDF_JOB}:{decision_id}"


def decisions_visible_to(user: User, today: date) -> QuerySet[Decision]:
    """Decisions in cases that `user` may see."""
    if not allowed(user, Permission.DECISIONS_VIEW):
        return Decision.objects.none()
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        return Decision.objects.filter(not_shut("case__household", user, today))
    return Decision.objects.filter(case__in=cases_visible_to(user, today))


def decision_for(user: User, pk: int, today: date) -> Decision | None:
    """The decision with all that its page shows, or None when `user` may not see it."""
    return (
        decisions_visible_to(user, today)
        .select_related(
            "case__kind", "case__household", "case__applicant", "case__handler",
            "case__application", "case__interview__worker", "calculation__kind", "prepared_by",
            "checked_by", "signed_by", "authorization", "delivery", "appeal",
        )
        .prefetch_related(
            Prefetch("items", DecisionItem.objects.select_related("kind", "person", "entitlement"))
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What a list shows. `status`: "open", APPEALED, "" for every, or one DecisionStatus."""

    waiting: bool = False
    status: str = ""
    kind: str = ""
    text: str = ""


def decisions_list(user: User, today: date, wanted: DecisionFilter) -> QuerySet[Decision]:
    """Decisions for a list, the newest first, with what a row shows (one query)."""
    rows = decisions_visible_to(user, today)
    if wanted.waiting:
        rows = rows.filter(waiting_condition(user, today))
    if wanted.status == "open":
        rows = rows.filter(status__in=OPEN)
    elif wanted.status == APPEALED:
        rows = to_forward(rows)
    elif wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.kind:
        rows = rows.filter(case__kind__code=wanted.kind)
    if wanted.text:
        rows = rows.filter(_matching(wanted.text))
    return (
        rows.select_related("case__kind", "case__applicant", "prepared_by", "appeal")
        .prefetch_related("items")
        .order_by("-id")
    )


def to_sign_condition(user: User, today: date) -> Q:
    """Checked decisions that `user` is authorised to sign on `today`, and neither wrote nor,
    unless the setting lets them, checked.
    """
    if not allowed(user, Permission.DECISIONS_SIGN):
        return Q(pk__in=[])
    theirs = Q(prepared_by=user)
    if not settings.DECISION_SIGNER_MAY_BE_CHECKER:
        theirs |= Q(checked_by=user)
    kinds = kinds_to_sign(user, today).values("pk")
    return Q(status=DecisionStatus.CHECKED, case__kind__in=kinds) & ~theirs


def waiting_condition(user: User, today: date) -> Q:
    """Decisions whose next step `user` may take (four eyes: not one's own to check or sign)."""
    waits = Q(pk__in=[])
    if allowed(user, Permission.DECISIONS_PREPARE):
        waits |= Q(status=DecisionStatus.DRAFT, prepared_by=user)
        waits |= Q(status=DecisionStatus.ISSUED, case__handler=user)
    if allowed(user, Permission.DECISIONS_CHECK):
        waits |= Q(status=DecisionStatus.SUBMITTED) & ~Q(prepared_by=user)
    waits |= to_sign_condition(user, today)
    return waits & (Q(case__status=CaseStatus.DRAFTED) | Q(status=DecisionStatus.ISSUED))


def number_condition(text: str) -> Q | None:
    """A decision's number as far as it is typed, or `17/1`, `5020.17.2026/1`; None for names.

    The cases of that sign are read first: there are few, and their decisions come by an index.
    """
    sign, mark, number = text.strip().partition("/")
    by_number = Q(number__startswith=text.strip().upper())
    by_sign = sign_condition(sign)
    if by_sign is None:
        return by_number if mark else None
    fits = Q(case__in=list(Case.objects.filter(by_sign).values_list("pk", flat=True)))
    if number.strip():
        fits &= Q(number__endswith=f"/{number.strip()}")
    return by_number | fits


def decisions_found(user: User, today: date, text: str) -> QuerySet[Decision]:
    """Visible decisions by number or by the sign of their case, the newest first.

    Those of that number are few; whether they may be seen is asked of them only.
    """
    by_number = number_condition(text)
    if by_number is None or not allowed(user, Permission.DECISIONS_VIEW):
        return Decision.objects.none()
    newest = Decision.objects.filter(by_number).order_by("-id")
    ids = list(newest.values_list("pk", flat=True)[:FOUND])
    rows = decisions_visible_to(user, today).filter(pk__in=ids)
    return rows.select_related("case__kind", "case__applicant").order_by("-id")


def _matching(text: str) -> Q:
    by_number = number_condition(text)
    if by_number is not None:
        return by_number
    by_name = search_condition(text)
    if by_name is None:
        return Q(pk__in=[])
    return applicant_condition(text, by_name, "case__applicant")


def calculations_of(case: Case) -> QuerySet[Calculation]:
    """Calculations of a case, the newest first."""
    return Calculation.objects.filter(case=case).select_related("kind", "made_by")


def kept_answers_of(case: Case) -> QuerySet[KeptAnswer]:
    """Answers kept on a case on request, the newest first; no decision stands on them."""
    return KeptAnswer.objects.filter(case=case).select_related("made_by")


def newest_calculation(case: Case) -> Calculation | None:
    """The calculation that counts: the last one made."""
    return calculations_of(case).first()


def open_decision(case: Case) -> Decision | None:
    """The decision being prepared in a case, if any."""
    return Decision.objects.filter(case=case, status__in=OPEN).first()


def decisions_of_case(user: User, case_id: int, today: date) -> QuerySet[Decision]:
    """Decisions of one case, the newest first."""
    return (
        decisions_visible_to(user, today)
        .filter(case=case_id)
        .select_related("case__kind", "calculation", "appeal")
        .prefetch_related("items")
        .order_by("-id")
    )


def decisions_of_household(user: User, household_id: int, today: date) -> QuerySet[Decision]:
    """Decisions in cases of one household, the newest first, with `amounts` of their items."""
    return (
        decisions_visible_to(user, today)
        .filter(case__household=household_id)
        .exclude(status=DecisionStatus.CANCELLED)
        .select_related("case__kind", "case__applicant", "appeal")
        .annotate(
            amounts=ArraySubquery(
                DecisionItem.objects.filter(decision=OuterRef("pk")).order_by("id").values("amount")
            )
        )
        .order_by("-id")
    )


def authors_of(decision: Decision) -> set[int]:
    """Everybody who wrote in the draft, from the history (not only who wrote last)."""
    events = apps.get_model("benefits", "DecisionEvent")
    actors = events._default_manager.filter(
        pgh_obj_id=decision.pk, pgh_context__metadata__reason__in=_WRITING
    ).values_list("pgh_context__metadata__actor", flat=True)
    return {int(actor) for actor in actors} | {decision.prepared_by_id}


def overlapping(
    *, person_id: int, kind_id: int, start: date, end: date | None
) -> list[Entitlement]:
    """Monthly entitlements to the same benefit that share a day with `start`..`end`."""
    rows = Entitlement.objects.filter(person=person_id, kind=kind_id, periodic=True).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    )
    rows = rows.exclude(status="ended", ended_on__lt=start)
    if end is not None:
        rows = rows.filter(valid_from__lte=end)
    return list(rows.order_by("valid_from"))


def past_appeal(rows: QuerySet[Decision], today: date) -> QuerySet[Decision]:
    """Of `rows` the delivered ones that nobody can appeal against any more.

    An appeal that is not ruled on keeps a decision from becoming final, a late one, too: whether
    it is late is for the appeal body to say (art. 134 KPA).
    """
    return rows.filter(status=DecisionStatus.DELIVERED, appeal_until__lt=today).exclude(
        appeal__ruling="", appeal__isnull=False
    )


def final_waiting(user: User, today: date) -> int:
    """Delivered decisions whose term to appeal has passed without an appeal."""
    return past_appeal(decisions_visible_to(user, today), today).count()


def to_forward(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of `rows` those with an appeal that has not gone to the appeal body yet."""
    return rows.filter(appeal__forwarded_on=None, appeal__ruling="", appeal__isnull=False)


def issued_by_code(code: str) -> Decision | None:
    """The issued decision with this check code; only what may be told to anybody is used of it."""
    rows = Decision.objects.filter(status__in=FROZEN).select_related("case__kind")
    return rows.filter(check_code=code).first()


def pdf_job(decision: Decision) -> Job | None:
    """The job that draws the PDF of a decision."""
    return Job.objects.filter(key=pdf_job_key(decision.pk)).first()


def failed_pdf_ids() -> list[int]:
    """Issued decisions whose PDF could not be drawn."""
    args = Job.objects.filter(name=PDF_JOB, state=JobState.FAILED).values_list("args", flat=True)
    return [int(a["decision"]) for a in args]


def local_facts(benefit: str, on: date) -> dict[str, Any]:
    """Facts of a benefit that the gmina or the centre set: of each rule of the place, what was in
    force on the day (one query, none for a benefit without such rules)."""
    rules = {rule.name: rule for rule in local_rules(benefit)}
    if not rules:
        return {}
    rows = LocalResolution.objects.filter(parameter__in=rules, valid_from__lte=on)
    return {rules[row.parameter].key: row.value for row in rows.order_by("valid_from")}
