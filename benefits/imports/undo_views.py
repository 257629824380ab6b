"""The page on which an import is taken back: what would go, what stays and why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.imports.services import undo_request
from benefits.imports.states import FINISHED
from benefits.imports.undo import preview
from benefits.imports.views import run_or_404
from core.errors import DomainError
from core.http import FORM, Request, access
from core.permissions import Permission


@access(Permission.IMPORT, FORM)
def undo(request: Request, pk: int) -> HttpResponse:
    """Show what taking back would do; do it when it is said."""
    run, today = run_or_404(request, pk), timezone.localdate()
    if request.method == "POST":
        try:
            undo_request(actor=request.user, today=today, run=run)
        except DomainError as error:
            messages.error(request, str(error.message))
        except PermissionDenied:
            messages.error(
                request, _("Only who may sign decisions on these benefits takes them back.")
            )
        return redirect("imports:run", pk)
    if run.status not in FINISHED:
        return redirect("imports:run", pk)
    shown = preview(run, request.user, today)
    return render(request, "benefits/imports/undo.html", {"run": run, "preview": shown})
