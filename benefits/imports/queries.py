"""Reads of imports: runs, their rows, and who is closed to whom."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, QuerySet, Value, When

from benefits.imports.models import ImportProfile, ImportRow, ImportRun
from benefits.imports.states import Decision, Outcome, Verdict
from clients.models import Person
from clients.queries import persons_visible_to
from core.models import User
from core.permissions import Permission, allowed


def runs_of(user: User) -> QuerySet[ImportRun]:
    """Imports, the newest first, for those who may import."""
    if not allowed(user, Permission.IMPORT):
        return ImportRun.objects.none()
    return ImportRun.objects.select_related(
        "started_by", "confirmed_by", "undone_by", "profile", "job"
    )


def run_for(user: User, pk: int) -> ImportRun | None:
    """The import, or None when `user` may not import."""
    return runs_of(user).filter(pk=pk).first()


def profiles_of(kind: str) -> QuerySet[ImportProfile]:
    """Saved ways to read files of a kind."""
    return ImportProfile.objects.filter(kind=kind)


def profile_fitting(kind: str, headings: list[str]) -> ImportProfile | None:
    """The profile made from a file with the same headings, the newest."""
    return profiles_of(kind).filter(headings=headings).order_by("-id").first()


def verdict_counts(run: ImportRun) -> dict[str, int]:
    """Rows by verdict, a decided row where its decision puts it."""
    found = dict.fromkeys(Verdict.values, 0) | {Decision.LEAVE.value: 0}
    rows = run.rows.values_list("verdict", "decision").annotate(n=Count("id")).order_by()
    for verdict, decision, count in rows:
        place = Decision.LEAVE.value if decision == Decision.LEAVE else verdict
        found[place] += count
    return found


def outcome_counts(run: ImportRun) -> dict[str, int]:
    """Rows by what became of them."""
    rows = run.rows.values_list("outcome").annotate(n=Count("id")).order_by()
    return dict.fromkeys(Outcome.values, 0) | dict(rows)


def rows_of(run: ImportRun, *, show: str = "", text: str = "") -> QuerySet[ImportRow]:
    """Rows of a run in the order of the file; `show` is a verdict, an outcome or "warning"."""
    rows = run.rows.order_by("number")
    if show == "warning":
        rows = rows.filter(problems__contains=[["warning"]])
    elif show == "leave":
        rows = rows.filter(decision=Decision.LEAVE)
    elif show.startswith("was-"):
        rows = rows.filter(outcome=show.removeprefix("was-"))
    elif show in Verdict.values:
        rows = rows.filter(verdict=show).exclude(decision=Decision.LEAVE)
    if text.strip():
        rows = rows.filter(data__icontains=text.strip())
    return rows


def worst_first(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """What somebody has to look at before what goes in by itself."""
    order = [
        When(outcome=Outcome.FAILED, then=Value(0)),
        When(verdict=Verdict.ERROR, then=Value(1)),
        When(verdict=Verdict.DECIDE, then=Value(2)),
        When(verdict=Verdict.HELD, then=Value(3)),
        When(verdict=Verdict.SAME, then=Value(5)),
    ]
    return rows.order_by(Case(*order, default=Value(4)), "number")


def people_seen(user: User, ids: Iterable[int], today: date) -> dict[int, Person]:
    """Those of the persons whom `user` may see, restricted files left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = persons_visible_to(user, today).filter(pk__in=wanted)
    return {person.pk: person for person in found}
