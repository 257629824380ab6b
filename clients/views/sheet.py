"""The field sheet of a household as a PDF."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.timezone import localdate

from clients import queries
from clients.presenters.sheet import Rooms, field_sheet
from clients.views.common import household_or_404
from clients.views.household_parts import figures_of
from core import looks
from core.http import Request, access, file_answer
from core.pdf import paper
from core.permissions import Permission
from core.registry import registry

WITHOUT_NOTES = "without"


@access(Permission.CLIENTS_VIEW)
def sheet(request: Request, pk: int) -> HttpResponse:
    """The household on one page for a visit; `?notes=without` leaves notes out. It is logged."""
    today = localdate()
    shown = household_or_404(request, pk)
    looks.note(
        request,
        what="household",
        object_id=shown.pk,
        household_id=shown.pk,
        kind=looks.Kind.PRINT,
    )
    with translation.override("pl"):  # the paper is Polish whatever the language of the pages
        parts = (provide(request.user, shown.pk, today) for provide in registry.field_sheet)
        rooms = Rooms(
            figures=figures_of(request.user, shown.pk, today),
            parts=sorted(filter(None, parts), key=lambda part: part.order),
        )
        said = field_sheet(
            shown,
            today,
            rooms,
            notes=request.GET.get("notes") != WITHOUT_NOTES,
            shut=queries.restriction_on(shown, today) is not None,
        )
        content = paper(
            "clients/sheet_paper.html",
            {**said, "printed_by": request.user, "printed_on": today},
        )
    return file_answer(content, "application/pdf", f"karta-{shown.pk}-{today}.pdf", inline=True)
