"""What pages of other rooms show of cases: rail, «New», desk, search, household panel."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.destruction import DESTRUCTION
from cases.models import Case, Term, TermKind
from cases.person_copy import COPY
from cases.queries import (
    MINE,
    WorklistFilter,
    cases_found,
    cases_of_household,
    cases_visible_to,
    open_terms,
    worklist,
)
from cases.states import OPEN
from core.models import User
from core.once import once
from core.permissions import Permission, Role, allowed
from core.polish import format_date
from core.registry import (
    MOST_HITS,
    DeskGroup,
    DeskItem,
    Figure,
    Hit,
    NavItem,
    NewAction,
    Panel,
    SheetLine,
    SheetPart,
    Shows,
)

AHEAD = timedelta(days=7)
SHOWN = 6
PANEL_ROWS = 12


def desk(user: User, today: date) -> Iterator[DeskGroup]:
    """Interviews to hold and terms of one's own; for the manager what is late in the centre."""
    if allowed(user, Permission.INTERVIEWS_EDIT):
        yield from _interviews(user, today)
    if allowed(user, Permission.CASES_EDIT):
        own = user.role != Role.MANAGER
        yield from _terms(user, today, own=own)


def _interviews(user: User, today: date) -> Iterator[DeskGroup]:
    terms = open_terms(user, today, own=True).filter(kind=TermKind.INTERVIEW)
    if count := terms.count():
        title = _("Interviews to hold")
        yield DeskGroup(title, count, _list("scope=mine&status=registered"), [
            _item(term, today, _("Interview"), "cases:interview") for term in terms[:SHOWN]
        ])  # fmt: skip


def _terms(user: User, today: date, *, own: bool) -> Iterator[DeskGroup]:
    """Decisions whose term passes within a week or has passed (art. 35 KPA)."""
    terms = open_terms(user, today, until=today + AHEAD, own=own).filter(kind=TermKind.DECISION)
    if not own:
        terms = terms.filter(end_on__lt=today)
    if count := terms.count():
        title = _("Terms passing") if own else _("Cases after their term")
        scope = "scope=mine" if own else "scope=all&overdue=on"
        yield DeskGroup(title, count, _list(f"{scope}&sort=due"), [
            _item(term, today, _("Open the case"), "cases:case") for term in terms[:SHOWN]
        ])  # fmt: skip


def _item(term: Term, today: date, action: str, url_name: str) -> DeskItem:
    days = (term.end_on - today).days
    return DeskItem(
        title=str(term.case.applicant),
        detail=f"{term.case.znak} · {term.case.kind.name}",
        url=reverse(url_name, args=[term.case_id]),
        action=action,
        due=term.end_on,
        meaning="danger" if days < 0 else "attention" if days <= 3 else "neutral",
    )


def waiting(user: User, today: date) -> Iterator[DeskGroup]:
    """Own open cases, oldest term first."""
    if not allowed(user, Permission.CASES_EDIT) or user.role == Role.MANAGER:
        return
    cases = worklist(user, today, WorklistFilter(scope=MINE, sort="due"))
    if count := cases.count():
        rows = cases[:SHOWN]
        yield DeskGroup(_("My open cases"), count, _list("scope=mine"), [
            DeskItem(
                title=str(case.applicant),
                detail=f"{case.znak} · {case.get_status_display()}",
                url=reverse("cases:case", args=[case.pk]),
                action=_("Open"),
                due=case.due_on,
            )
            for case in rows
        ], column="waiting")  # fmt: skip


def _list(query: str) -> str:
    return f"{reverse('cases:list')}?{query}"


def search(user: User, text: str, today: date) -> Iterator[Hit]:
    """Cases by sign or applicant."""
    if not allowed(user, Permission.CASES_VIEW):
        return
    for case in cases_found(user, today, text)[:MOST_HITS]:
        yield Hit(
            title=f"{case.znak} {case.applicant}",
            detail=f"{case.kind.name}, {case.get_status_display()}",
            url=reverse("cases:case", args=[case.pk]),
            kind=_("Cases"),
            what="case",
        )


def household_panel(user: User, household_id: int, today: date) -> Panel | None:
    """Cases of one household."""
    if not allowed(user, Permission.CASES_VIEW):
        return None
    cases = _cases_of(user, household_id, today)[:PANEL_ROWS]
    return Panel(
        key="cases",
        title=_("Cases"),
        template="cases/_household_panel.html",
        context={
            "cases": cases,
            "household_id": household_id,
            "may_register": allowed(user, Permission.CASES_EDIT),
            "today": today,
        },
        count=len(cases),
    )


def _cases_of(user: User, household_id: int, today: date) -> list[Case]:
    """All cases of one household as its page shows them (one query for the whole page)."""
    return once(
        ("cases", user.pk, household_id, today),
        lambda: list(cases_of_household(user, household_id, today)),
    )


def _running(user: User, household_id: int, today: date) -> list[Case]:
    """The open ones, the next term first."""
    found = [case for case in _cases_of(user, household_id, today) if case.status in OPEN]
    return sorted(found, key=lambda case: (case.due_on, case.pk))


def household_figures(user: User, household_id: int, today: date) -> Iterator[Figure]:
    """How many cases are open, and the next term among them."""
    if not allowed(user, Permission.CASES_VIEW):
        return
    cases = _running(user, household_id, today)
    yield Figure(_("Open cases"), str(len(cases)), "", "#panel-cases", order=20)
    if cases:
        first = cases[0]
        days = (first.due_on - today).days
        meaning = "danger" if days < 0 else "attention" if days <= 3 else "neutral"
        what = f"{first.kind.name} · {first.znak}"
        url = reverse("cases:case", args=[first.pk])
        yield Figure(_("Next term"), format_date(first.due_on), what, url, meaning, 21)


def field_sheet(user: User, household_id: int, today: date) -> SheetPart | None:
    """Open cases with their next terms, on the paper for a visit."""
    if not allowed(user, Permission.CASES_VIEW):
        return None
    cases = _running(user, household_id, today)
    terms: dict[int, Term] = {}
    for term in open_terms(user, today, own=False).filter(case__in=[case.pk for case in cases]):
        terms.setdefault(term.case_id, term)
    return SheetPart(
        _("Open cases"), tuple(_sheet_line(case, terms.get(case.pk)) for case in cases), order=30
    )


def _sheet_line(case: Case, term: Term | None) -> SheetLine:
    what = f"{case.kind.name}, {case.applicant.first_name}"
    until = f"{term.get_kind_display()}: {format_date(term.end_on)}" if term else ""
    return SheetLine(what, f"{case.znak}, {case.get_status_display()}", until)


def recent(user: User, ids: list[int], today: date) -> dict[int, Hit]:
    """Cases opened before, as far as this person may still see them."""
    visible = cases_visible_to(user, today).select_related("applicant", "kind")
    return {
        case.pk: Hit(
            str(case.applicant),
            f"{case.znak} · {case.kind.name}",
            reverse("cases:case", args=[case.pk]),
            _("Case"),
            "case",
        )
        for case in visible.filter(pk__in=ids)
    }


def document_uses(user: User, document_id: int, today: date) -> Iterator[Hit]:
    """Visible cases in whose file the paper lies."""
    visible = cases_visible_to(user, today).filter(case_documents__document=document_id)
    for case in visible.select_related("kind").order_by("-id"):
        yield Hit(case.znak, case.kind.name, reverse("cases:case", args=[case.pk]), _("Case"))


SHOWS = Shows(
    destruction=(DESTRUCTION,),
    person_copy=(COPY,),
    nav=(
        NavItem(
            gettext_lazy("Cases"), "cases:list", "folder2-open", Permission.CASES_VIEW, "/cases/"
        ),
    ),
    new_actions=(
        NewAction(
            gettext_lazy("New application"),
            "cases:start",
            Permission.CASES_EDIT,
            gettext_lazy("Begin an application: find its household"),
        ),
    ),
    desk=(desk, waiting),
    search=(search,),
    household_panels=(household_panel,),
    household_figures=(household_figures,),
    field_sheet=(field_sheet,),
    document_uses=(document_uses,),
    recent={"case": recent},
    subjects={"case": Case},
)
