"""What belongs to a file that is to be destroyed."""

from datetime import date

from cases.destruction import papers_of_nothing_else
from cases.models import Case
from clients.models import Household, Person
from core.destruction import Scope
from core.models import Destruction, FileKind
from reports.retention.files import people_to_go


def scope_of(file: Destruction, today: date) -> Scope | None:
    """Its case, or its household with the people who go; None when it is gone already."""
    if file.kind == FileKind.CASE:
        cases = frozenset(
            Case.objects.filter(pk=file.object_id, destroyed_on=None).values_list("pk", flat=True)
        )
        papers = papers_of_nothing_else(cases).values_list("pk", flat=True)
        return Scope(today, cases=cases, papers=frozenset(papers)) if cases else None
    home = Household.objects.filter(pk=file.object_id, destroyed_on=None).first()
    if home is None:
        return None
    return Scope(today, households=frozenset({home.pk}), people=people_to_go(home))


def lock_file(file: Destruction) -> None:
    """Hold the case or household of a file to the end.

    Whoever would tie something new to it waits, unlike with clients/services/locks.py.
    """
    model = Case if file.kind == FileKind.CASE else Household
    list(model._default_manager.select_for_update().filter(pk=file.object_id))


def lock_people(scope: Scope) -> None:
    """Hold the people who go as strongly; they come after the household, each by id."""
    list(Person.objects.select_for_update().filter(pk__in=scope.people).order_by("pk"))
