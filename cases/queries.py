"""Reads of cases; each starts from what the person may see."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cases.models import Case, CaseDocument, Interview, Note, StatusRow, Term
from cases.states import OPEN
from clients.models import Household, Person
from clients.queries import households_visible_to, not_shut
from clients.queries.merging import current_ids
from clients.queries.search import ids_matching, people_ids, search_condition
from core.models import User
from core.permissions import Permission, Role, allowed
from core.polish import sort_key

FOUND = 200
"""How many cases of one number the search looks at, before it asks which may be seen."""
COUNT_CAP = 10_000
"""Lists count up to this many rows; beyond it a page says «more than»."""

MINE, DISTRICT, EVERYBODY = "mine", "district", "all"
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("due_on", "id"),
    "-due": ("-due_on", "-id"),
    "sign": ("jrwa", "year", "number"),
    "-sign": ("-jrwa", "-year", "-number"),
    "applicant": ("applicant__sort_key", "id"),
    "-applicant": ("-applicant__sort_key", "-id"),
    "opened": ("opened_on", "id"),
    "-opened": ("-opened_on", "-id"),
    "status": ("status", "due_on", "id"),
    "-status": ("-status", "-due_on", "-id"),
    "kind": ("kind_id", "due_on", "id"),
    "-kind": ("-kind_id", "-due_on", "-id"),
}
DEFAULT_SORT = "due"
LIST_SHOWS = ("kind", "applicant", "household", "handler", "district")
"""What a row of a list shows besides the case itself."""

_NUMBER = re.compile(
    r"(?:[^\d.]+\.)?(?:(?P<jrwa>\d{3,6})\.)?(?P<number>\d{1,6})(?:\.(?P<year>\d{4}))?"
)


def household_is_visible(user: User, household: Household, today: date) -> bool:
    """May `user` see this household today?"""
    return bool(households_visible_to(user, today).filter(pk=household.pk).exists())


def cases_visible_to(user: User, today: date) -> QuerySet[Case]:
    """Cases that `user` may see: all with CLIENTS_VIEW_ALL, else own, of the district, granted."""
    if not allowed(user, Permission.CASES_VIEW):
        return Case.objects.none()
    open_cases = _standing(user, today)
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        return open_cases
    seen = households_visible_to(user, today).filter(pk=OuterRef("household"))
    near = Q(handler=user) | Q(Exists(seen))
    if user.district_id:
        near |= Q(district=user.district_id)
    return open_cases.filter(near)


def _standing(user: User, today: date) -> QuerySet[Case]:
    """Cases that are not destroyed, in files that are not shut to `user`."""
    return Case.objects.filter(not_shut("household", user, today), destroyed_on__isnull=True)


def case_for(user: User, pk: int, today: date) -> Case | None:
    """The case with all that its page shows, or None when `user` may not see it (≤ 6 queries)."""
    return (
        cases_visible_to(user, today)
        .select_related(
            "kind", "household", "applicant", "district", "handler", "application", "interview",
            "interview__worker", "interview__completed_by",
        )
        .prefetch_related(
            Prefetch("status_rows", StatusRow.objects.select_related("author")),
            "terms",
            Prefetch("notes", Note.objects.select_related("author")),
            Prefetch(
                "case_documents",
                CaseDocument.objects.select_related("document__uploaded_by", "document__person")
                .order_by("-added_at", "-id"),
            ),
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What a work list shows. `status`: "open", "ended", "" for every, or one CaseStatus."""

    scope: str = EVERYBODY
    status: str = "open"
    kind: str = ""
    overdue: bool = False
    text: str = ""
    sort: str = DEFAULT_SORT


def worklist(user: User, today: date, wanted: WorklistFilter) -> QuerySet[Case]:
    """Cases for a list: filtered, sorted, with what a row shows (one query)."""
    rows = _in_scope(user, today, wanted.scope)
    if wanted.status == "open" or wanted.overdue:
        rows = rows.filter(status__in=OPEN)
    elif wanted.status == "ended":
        rows = rows.exclude(status__in=OPEN)
    elif wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.overdue:
        rows = rows.filter(due_on__lt=today)
    if wanted.kind:
        rows = rows.filter(kind__code=wanted.kind)
    if wanted.text:
        rows = rows.filter(_matching(wanted.text))
    return rows.select_related(*LIST_SHOWS).order_by(*SORTS.get(wanted.sort, SORTS[DEFAULT_SORT]))


def _in_scope(user: User, today: date, scope: str) -> QuerySet[Case]:
    """Own and district cases are visible by themselves, but for restricted files: no wider
    condition slows them down.
    """
    if scope == MINE and allowed(user, Permission.CASES_VIEW):
        return _standing(user, today).filter(handler=user)
    if scope == DISTRICT and user.district_id and allowed(user, Permission.CASES_VIEW):
        return _standing(user, today).filter(district=user.district_id)
    return cases_visible_to(user, today)


def sign_condition(text: str) -> Q | None:
    """`5020.17.2026`, `GOPS.5020.17`, `17.2026` or `17` as a condition; None when it is a name."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    jrwa, number, year = found["jrwa"], int(found["number"]), found["year"]
    if jrwa and year:
        return Q(jrwa=jrwa, number=number, year=int(year))
    if year:
        return Q(number=number, year=int(year))
    if jrwa:  # `117.2026` may be a number and its year
        return Q(jrwa=jrwa, number=number) | Q(number=int(jrwa), year=number % 10_000)
    return Q(number=number)


def _matching(text: str) -> Q:
    by_sign = sign_condition(text)
    if by_sign is not None:
        return by_sign
    by_name = search_condition(text)
    if by_name is None:  # a single letter, or nothing that can be looked for
        return Q(applicant__sort_key__startswith=sort_key(text)) if sort_key(text) else Q(pk=None)
    return applicant_condition(text, by_name, "applicant")


def applicant_condition(text: str, by_name: Q, path: str) -> Q:
    """Rows whose person at `path` is called `text`; few are named one by one, which is fast."""
    ids = ids_matching(text)
    return Q(**{f"{path}__in": Person.objects.filter(by_name) if ids is None else ids})


def cases_found(user: User, today: date, text: str) -> QuerySet[Case]:
    """Visible cases by sign, also as far as it is typed, or by an applicant whom `user` may see.

    The newest first. Of a common name the cases of the first bearers.
    """
    by_sign = sign_condition(text)
    if by_sign is not None:
        by_sign |= Q(znak__startswith=text.strip().upper())
        newest = Case.objects.filter(by_sign).order_by("-opened_on", "-id")
        fits = Q(pk__in=list(newest.values_list("pk", flat=True)[:FOUND]))
    else:
        fits = Q(applicant__in=people_ids(user, text, today))
    return (
        cases_visible_to(user, today)
        .filter(fits)
        .select_related("kind", "applicant")
        .order_by("-opened_on", "-id")
    )


def count_capped(rows: QuerySet[Case]) -> tuple[int, bool]:
    """How many rows, counted up to COUNT_CAP; and whether there are more."""
    count = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def slice_of(rows: QuerySet[Case], first: int, last: int) -> list[Case]:
    """Rows `first` to `last` of a sorted list: ids in order, then the rows whole (2 queries)."""
    ids = list(rows.values_list("pk", flat=True)[first:last])
    whole = Case.objects.filter(pk__in=ids).select_related(*LIST_SHOWS)
    by_id = {case.pk: case for case in whole}
    return [by_id[pk] for pk in ids if pk in by_id]


def open_terms(
    user: User, today: date, *, until: date | None = None, own: bool = False
) -> QuerySet[Term]:
    """Terms still running, soonest first, in visible cases (`own`: handled by `user`)."""
    terms = Term.objects.filter(done_on=None).select_related("case__kind", "case__applicant")
    if own:
        terms = terms.filter(not_shut("case__household", user, today), case__handler=user)
    else:
        terms = terms.filter(case__in=cases_visible_to(user, today))
    if until is not None:
        terms = terms.filter(end_on__lte=until)
    return terms.order_by("end_on", "id")


def cases_of_household(user: User, household_id: int, today: date) -> QuerySet[Case]:
    """Cases of one household that `user` may see, newest first."""
    return (
        cases_visible_to(user, today)
        .filter(household=household_id)
        .select_related("kind", "applicant", "handler")
        .order_by("-opened_on", "-id")
    )


def district_worker(district_id: int) -> User | None:
    """The social worker of a district (the first, where there are more)."""
    return (
        User.objects.filter(district=district_id, role=Role.SOCIAL_WORKER, is_active=True)
        .order_by("id")
        .first()
    )


def answers_now(interview: Interview) -> dict[str, Any]:
    """Answers of an interview (one query); who was merged into another record is named by that.

    The stored answers stay as they were given (docs/adr/0010).
    """
    said: dict[str, Any] = interview.answers
    lists = {key: part for key, part in said.items() if isinstance(part, list)}
    named = [row.get("person") for part in lists.values() for row in part if isinstance(row, dict)]
    led_on = current_ids(
        int(pk)
        for pk in (*named, *lists.get("members", ()), *lists.get("not_counted", ()))
        if str(pk).isdecimal()
    )
    if not led_on:
        return said

    def now(pk: Any) -> Any:
        one = led_on.get(int(pk)) if str(pk).isdecimal() else None
        return pk if one is None else type(pk)(one)  # a draft holds what was typed, as text

    rows = {
        key: [{**row, "person": now(row["person"])} if "person" in row else row for row in part]
        for key, part in lists.items()
        if part and isinstance(part[0], dict)
    }
    people: dict[str, Any] = {
        key: list(dict.fromkeys(now(pk) for pk in lists[key]))
        for key in ("members", "not_counted")
        if key in lists
    }
    return {**said, **rows, **people}
