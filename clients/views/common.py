"""What the pages of clients share: the visible object or 404, a service's refusal in the form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from clients import queries
from clients.models import Document, Household, Person
from clients.queries.merging import survivor_of
from clients.uploads import examine
from core import audit, looks
from core.errors import DomainError, LedOn
from core.http import Request

SAME_FIELD = {"valid_from": ("month", "day", "from_day"), "valid_to": ("to_month", "last_day")}
"""What forms call the days of which services speak."""


def household_or_404(request: Request, pk: int) -> Household:
    """The household, if this person may see it; the look is logged when the answer shows it."""
    household = queries.household_for(request.user, pk, localdate())
    if household is None:
        raise Http404
    looks.note(request, what="household", object_id=pk, household_id=pk, first=True)
    return household


def person_or_404(request: Request, pk: int) -> Person:
    """The person, if the one who asks may see them; the look is logged as of a household.

    Raises LedOn for a record that was made one with another.
    """
    person = queries.person_for(request.user, pk, localdate())
    if person is None:
        raise led_on(request, pk) or Http404
    looked_at_person(request, person)
    return person


def led_on(request: Request, pk: int) -> LedOn | None:
    """Where the record `pk` went that was made one with another, if one may see that."""
    kept = survivor_of(request.user, pk, localdate())
    if kept is None:
        return None
    who = {"person": kept}
    return LedOn(
        _(
            "This record was made one with that of %(person)s, where it goes on. Nothing of what "
            "was sent is saved; enter it there."
        )
        % who,
        _("This record was made one with that of %(person)s, which you see now.") % who,
        old=pk,
        new=kept.pk,
    )


def looked_at_person(request: Request, person: Person, **more: Any) -> None:
    """The answer shows data of this person; `more` as of core.looks.note."""
    home = queries.home_of(person, localdate())
    about = {"what": "person", "object_id": person.pk, "person_id": person.pk, **more}
    looks.note(request, household_id=home.household_id if home else None, **about)


def attempt(form: Form, service: Callable[[], object]) -> bool:
    """Did the service do it? Its refusal becomes an error of the form, which keeps its text."""
    try:
        service()
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def refuse(form: Form, error: DomainError) -> None:
    """The refusal stands at the field that it is about, whatever the form calls it."""
    names = (error.field, *SAME_FIELD.get(error.field, ()))
    form.add_error(next((n for n in names if n in form.fields), None), str(error.message))


def form_page(
    request: Request, template: str, form: Form, *, conflict: bool = False, **context: Any
) -> HttpResponse:
    """A page with a form: 422 when what was typed has to be mended, 409 when somebody was first."""
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    beside = _beside(request)
    if beside and "document" in form.fields:
        form.initial.setdefault("document", beside["document"].pk)
    return render(request, template, {"form": form, "beside": beside, **context}, status=status)


def _beside(request: Request) -> dict[str, Any] | None:
    """The paper that `?document=` asks to read beside the form, if the person may see it."""
    asked = request.GET.get("document", "")
    paper = (
        queries.document_for(request.user, int(asked), localdate())
        if asked.isascii() and asked.isdigit() and len(asked) < 19
        else None
    )
    if paper is None:
        return None
    audit.looked(
        user=request.user,
        what="document",
        object_id=paper.pk,
        household_id=paper.household_id,
        person_id=paper.person_id,
        why="",
    )
    return {"document": paper, "pages": pages_of(paper)}


def pages_of(paper: Document) -> range:
    """Numbers of the pages of a paper; none when its file is gone from the store."""
    try:
        return range(1, examine(content_of(paper)).pages + 1)
    except FileNotFoundError:
        return range(0)


def content_of(paper: Document) -> bytes:
    """What the file holds. Raises FileNotFoundError when it is gone from the store."""
    with paper.file.open("rb") as stored:
        content: bytes = stored.read()
        return content


def income_labels(day: date) -> dict[str, str]:
    """Kinds of income by code, in the reader's language."""
    english = (get_language() or "").startswith("en")
    return {k.code: k.label_en if english else k.label for k in law.income_kinds(day)}
