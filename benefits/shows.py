"""What pages of other rooms show of benefits: rail, desk, search, panels, next step of a case."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.destruction import DESTRUCTION
from benefits.models import Decision
from benefits.perms import is_signer
from benefits.person_copy import COPY
from benefits.queries import (
    APPEALED,
    calculations_of,
    decisions_found,
    decisions_of_case,
    decisions_of_household,
    decisions_visible_to,
    failed_pdf_ids,
    open_decision,
    to_forward,
    to_sign_condition,
)
from benefits.states import DecisionStatus
from cases.models import Case
from cases.queries import cases_visible_to
from cases.states import CaseStatus
from clients.queries import not_shut
from core.models import User
from core.permissions import Permission, Role, allowed
from core.polish import format_date
from core.registry import (
    MOST_HITS,
    DeskGroup,
    DeskItem,
    Hit,
    LawPage,
    NavItem,
    NewAction,
    NextStep,
    Panel,
    Shows,
)

SHOWN = 6
PANEL_ROWS = 12


def desk(user: User, today: date) -> Iterator[DeskGroup]:
    """Cases to calculate; decisions to prepare, check, sign, deliver; PDFs that failed."""
    rows = decisions_visible_to(user, today).select_related("case__kind", "case__applicant")
    being_made = rows.filter(case__status=CaseStatus.DRAFTED)
    if allowed(user, Permission.DECISIONS_PREPARE):
        yield from _to_calculate(user, today)
        mine = being_made.filter(status=DecisionStatus.DRAFT, prepared_by=user)
        yield from _group(mine, _("Decisions to prepare"), _("Write"), "status=draft&waiting=on")
    if allowed(user, Permission.DECISIONS_CHECK):
        others = being_made.filter(status=DecisionStatus.SUBMITTED).exclude(prepared_by=user)
        yield from _group(
            others, _("Decisions to check"), _("Check"), "status=submitted&waiting=on"
        )
    checked = being_made.filter(to_sign_condition(user, today))
    yield from _group(checked, _("Decisions to sign"), _("Sign it"), "status=checked&waiting=on")
    if allowed(user, Permission.DECISIONS_DELIVER) and user.role != Role.MANAGER:
        yield from _to_deliver(user, rows)


def _to_calculate(user: User, today: date) -> Iterator[DeskGroup]:
    cases = Case.objects.filter(
        not_shut("household", user, today),
        handler=user,
        status__in=[CaseStatus.INTERVIEWED, CaseStatus.CALCULATED],
    )
    if count := cases.count():
        found = cases.select_related("kind", "applicant").order_by("due_on", "id")[:SHOWN]
        url = f"{reverse('cases:list')}?scope=mine"
        items = [
            DeskItem(
                title=str(case.applicant),
                detail=f"{case.znak} · {case.kind.name}",
                url=reverse("benefits:calculate", args=[case.pk]),
                action=_("Calculate")
                if case.status == CaseStatus.INTERVIEWED
                else _("Prepare the decision"),
                due=case.due_on,
            )
            for case in found
        ]
        yield DeskGroup(_("Cases to calculate and decide"), count, url, items)


def _to_deliver(user: User, rows: QuerySet[Decision]) -> Iterator[DeskGroup]:
    yield from _to_forward(user, rows)
    issued = rows.filter(status=DecisionStatus.ISSUED)
    if user.role == Role.SOCIAL_WORKER:
        issued = issued.filter(case__handler=user)
    yield from _group(issued, _("Decisions to deliver"), _("Record the delivery"), "status=issued")
    failed = rows.filter(pk__in=failed_pdf_ids(), pdf_sha256="")
    yield from _group(
        failed, _("PDFs that could not be made"), _("Open"), "status=issued", meaning="danger"
    )


def _to_forward(user: User, rows: QuerySet[Decision]) -> Iterator[DeskGroup]:
    """Appeals have seven days to go to the appeal body (art. 133 KPA), the first due first."""
    appealed = to_forward(rows).select_related("appeal")
    if user.role == Role.SOCIAL_WORKER:
        appealed = appealed.filter(case__handler=user)
    if count := appealed.count():
        items = [
            replace(_item(d, _("Forward"), "attention"), due=d.appeal.forward_until)
            for d in appealed.order_by("appeal__forward_until", "id")[:SHOWN]
        ]
        url = f"{reverse('benefits:decisions')}?status={APPEALED}"
        yield DeskGroup(_("Appeals to forward"), count, url, items)


def _group(
    rows: QuerySet[Decision], title: str, action: str, query: str, *, meaning: str = "neutral"
) -> Iterator[DeskGroup]:
    if count := rows.count():
        url = f"{reverse('benefits:decisions')}?{query}"
        found = rows.order_by("case__due_on", "id")[:SHOWN]
        yield DeskGroup(title, count, url, [_item(d, action, meaning) for d in found])


def _item(decision: Decision, action: str, meaning: str) -> DeskItem:
    case = decision.case
    return DeskItem(
        title=str(case.applicant),
        detail=f"{decision.number or case.znak} · {case.kind.name}",
        url=reverse("benefits:decision", args=[decision.pk]),
        action=action,
        due=None if decision.number else case.due_on,
        meaning=meaning,
    )


def waiting(user: User, today: date) -> Iterator[DeskGroup]:
    """What this person has handed on and others have not done yet."""
    if not allowed(user, Permission.DECISIONS_PREPARE):
        return
    rows = decisions_visible_to(user, today).filter(
        prepared_by=user,
        status__in=[DecisionStatus.SUBMITTED, DecisionStatus.CHECKED],
        case__status=CaseStatus.DRAFTED,
    )
    if count := rows.count():
        found = rows.select_related("case__kind", "case__applicant").order_by("id")[:SHOWN]
        items = [
            DeskItem(
                title=str(d.case.applicant),
                detail=f"{d.case.znak} · {d.get_status_display()}",
                url=reverse("benefits:decision", args=[d.pk]),
                action=_("Open"),
            )
            for d in found
        ]
        url = f"{reverse('benefits:decisions')}?status=open"
        yield DeskGroup(_("Decisions handed on"), count, url, items, column="waiting")


def search(user: User, text: str, today: date) -> Iterator[Hit]:
    """Decisions by number or by the sign of their case."""
    for decision in decisions_found(user, today, text)[:MOST_HITS]:
        yield _hit(decision)


def recent(user: User, ids: list[int], today: date) -> Mapping[int, Hit]:
    """Decisions that this person opened lately and may still see."""
    rows = decisions_visible_to(user, today).filter(pk__in=ids)
    found = rows.select_related("case__kind", "case__applicant")
    return {decision.pk: _hit(decision) for decision in found}


def _hit(decision: Decision) -> Hit:
    case = decision.case
    return Hit(
        title=f"{decision.number or case.znak} {case.applicant}",
        detail=f"{case.kind.name}, {decision.get_status_display()}",
        url=reverse("benefits:decision", args=[decision.pk]),
        kind=_("Decisions"),
        what="decision",
    )


def case_panel(user: User, case_id: int, today: date) -> Panel | None:
    """Calculation and decisions of one case."""
    case = cases_visible_to(user, today).filter(pk=case_id).first()
    if case is None or not allowed(user, Permission.DECISIONS_VIEW):
        return None
    calculation = calculations_of(case).first()
    decisions = list(decisions_of_case(user, case_id, today)[:PANEL_ROWS])
    if calculation is None and not decisions:
        return None
    return Panel(
        key="decisions",
        title=_("Calculation and decision"),
        template="benefits/_case_panel.html",
        context={"case_id": case_id, "calculation": calculation, "decisions": decisions},
    )


def household_panel(user: User, household_id: int, today: date) -> Panel | None:
    """Decisions in cases of one household."""
    decisions = list(decisions_of_household(user, household_id, today)[:PANEL_ROWS])
    if not decisions:
        return None
    return Panel(
        key="decisions",
        title=_("Decisions"),
        template="benefits/_household_panel.html",
        context={"decisions": decisions},
        count=len(decisions),
    )


def check_panel(user: User, household_id: int, today: date) -> Panel | None:
    """The way from a household's facts to what the law grants."""
    if not allowed(user, Permission.CLIENTS_VIEW):
        return None
    return Panel(
        key="check",
        title=_("Rights"),
        template="benefits/_check_panel.html",
        context={"household_id": household_id},
    )


def case_next(user: User, case_id: int, today: date) -> NextStep | None:
    """From the interview to delivery: what comes next, and whether this person may do it."""
    case = cases_visible_to(user, today).filter(pk=case_id).first()
    if case is None:
        return None
    prepares = allowed(user, Permission.DECISIONS_PREPARE)
    calculate = reverse("benefits:calculate", args=[case_id])
    if case.status == CaseStatus.INTERVIEWED:
        sentence = _("The interview is held. Calculate the benefit.")
        return _step(sentence, _("Calculate"), calculate, prepares)
    if case.status == CaseStatus.CALCULATED:
        sentence = _("The benefit is calculated. Prepare the decision.")
        return _step(sentence, _("Open the calculation"), calculate, prepares)
    if case.status == CaseStatus.DRAFTED:
        draft = open_decision(case)
        return _of_draft(user, draft, today) if draft else None
    if case.status == CaseStatus.DECIDED:
        return _of_issued(user, case)
    if case.status == CaseStatus.CLOSED:
        return _of_appealed(user, case)
    return None


def _step(sentence: str, label: str, url: str, may: bool) -> NextStep:
    return NextStep(sentence, label, url) if may else NextStep(sentence)


def _of_draft(user: User, draft: Decision, today: date) -> NextStep:
    url = reverse("benefits:decision", args=[draft.pk])
    own = draft.prepared_by_id == user.pk
    if draft.status == DecisionStatus.DRAFT:
        may = allowed(user, Permission.DECISIONS_PREPARE)
        return _step(
            _("The decision is being written. Hand it on to be checked."),
            _("Open the draft"), url, may,
        )  # fmt: skip
    if draft.status == DecisionStatus.SUBMITTED:
        may = allowed(user, Permission.DECISIONS_CHECK) and not own
        return _step(_("The decision waits to be checked."), _("Check the decision"), url, may)
    may = not own and is_signer(user, draft, today)
    return _step(_("The decision waits for signature."), _("Open to sign"), url, may)


def _of_issued(user: User, case: Case) -> NextStep | None:
    decision = Decision.objects.filter(case=case, status=DecisionStatus.ISSUED).first()
    if decision is None:
        return _of_appealed(user, case)
    return _step(
        _("Decision %(number)s is signed. Deliver it.") % {"number": decision.number},
        _("Record the delivery"),
        reverse("benefits:decision", args=[decision.pk]),
        allowed(user, Permission.DECISIONS_DELIVER),
    )


def _of_appealed(user: User, case: Case) -> NextStep | None:
    appealed = Decision.objects.filter(case=case, appeal__ruling="").select_related("appeal")
    decision = appealed.first()
    if decision is None:
        return None
    url = reverse("benefits:decision", args=[decision.pk])
    may = allowed(user, Permission.DECISIONS_DELIVER)
    if decision.appeal.forwarded_on:
        return _step(
            _("The appeal body has the appeal. Record its ruling when it comes."),
            _("Open the decision"), url, may,
        )  # fmt: skip
    sentence = _("An appeal came in. Forward it with the file by %(day)s.") % {
        "day": format_date(decision.appeal.forward_until)
    }
    return _step(sentence, _("Forward the appeal"), url, may)


SHOWS = Shows(
    destruction=(DESTRUCTION,),
    person_copy=(COPY,),
    nav=(
        NavItem(
            gettext_lazy("Decisions"),
            "benefits:decisions",
            "file-earmark-text",
            Permission.DECISIONS_VIEW,
            "/decisions/",
        ),
        NavItem(
            gettext_lazy("Imports"),
            "imports:list",
            "box-arrow-in-down",
            Permission.IMPORT,
            "/imports/",
            order=90,
        ),
    ),
    client_actions=(
        NewAction(gettext_lazy("Import"), "imports:list", Permission.IMPORT),
        NewAction(gettext_lazy("Export registers"), "imports:export", Permission.EXPORT),
    ),
    law_pages=(
        LawPage(
            "calculator",
            gettext_lazy("Calculator"),
            "benefits:calculator",
            gettext_lazy("Open in the calculator"),
        ),
        LawPage(
            "local",
            gettext_lazy("Rules of the place"),
            "benefits:local",
            gettext_lazy("What the gmina set"),
        ),
    ),
    desk=(desk, waiting),
    search=(search,),
    household_panels=(household_panel, check_panel),
    case_panels=(case_panel,),
    case_next=(case_next,),
    recent={"decision": recent},
)
