"""Work on a decision: read, write, hand on, check, give back, sign, give up."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from benefits import presenters
from benefits.forms import (
    AppealForm,
    DeliveryForm,
    DraftForm,
    ForwardForm,
    ReturnForm,
    RulingForm,
    WaiverForm,
)
from benefits.letters import decision_letter
from benefits.models import Decision
from benefits.queries import pdf_job
from benefits.services import (
    decision_cancel,
    decision_check,
    decision_edit,
    decision_return,
    decision_sign,
    decision_submit,
)
from benefits.states import FROZEN, DecisionStatus
from benefits.steps import steps_in_words
from benefits.views.common import decision_or_404, do_step, looked
from core import looks
from core.errors import DomainError, StaleState
from core.http import NOT_KEPT, WRITE, Request, access
from core.models import User
from core.permissions import Permission
from core.queries import last_change
from core.templatetags.ui import moment


@access(Permission.DECISIONS_VIEW)
def show(request: Request, pk: int) -> HttpResponse:
    """The decision: facts and calculation, letter, months, what may be done with it."""
    decision = decision_or_404(request, pk)
    return decision_page(request, decision)


def decision_page(request: Request, decision: Decision, **forms: Any) -> HttpResponse:
    """The page, with a form that has to be mended where one is given."""
    today = timezone.localdate()
    actions = presenters.actions_of(request.user, decision, today)
    issued = decision.status in FROZEN
    calculation = decision.calculation
    context: dict[str, Any] = {
        "decision": decision,
        "case": decision.case,
        "item": next(iter(decision.items.all()), None),
        "delivery": getattr(decision, "delivery", None),
        "actions": actions,
        "issued": issued,
        "calculation": calculation,
        "facts": presenters.facts_view(calculation.facts, calculation.on),
        "steps": steps_in_words(
            calculation.answer,
            calculation.facts,
            benefit=decision.case.kind.code,
            on=calculation.on,
        ),
        "months": presenters.month_rows(decision, today),
        "changes": [] if issued else presenters.changes_of(decision),
        "job": pdf_job(decision) if issued and not decision.pdf_sha256 else None,
        "draft_form": DraftForm(decision=decision) if actions.edit else None,
        "return_form": ReturnForm() if actions.give_back else None,
        "delivery_form": _delivery_form(decision) if actions.deliver else None,
        "waiver_form": WaiverForm(initial={"received_on": today}) if actions.waive else None,
        **_appeal_part(request.user, decision, actions, today),
        **forms,
    }
    return render(request, "benefits/decision.html", context, status=422 if forms else 200)


def _delivery_form(decision: Decision) -> DeliveryForm:
    known = getattr(decision, "delivery", None)
    names = ("way", "sent_on", "first_notice_on", "second_notice_on")
    return DeliveryForm(initial={name: getattr(known, name) for name in names} if known else None)


def _appeal_part(
    user: User, decision: Decision, actions: presenters.Actions, today: date
) -> dict[str, Any]:
    """The appeal, what comes next in it, and forms of the steps that may be taken now."""
    appeal = getattr(decision, "appeal", None)
    found: dict[str, Any] = {"appeal": appeal, "today": today}
    if appeal is not None:
        found["appeal_next"] = presenters.appeal_next(appeal)
        found["appeal_links"] = presenters.appeal_links(user, decision, appeal)
    if actions.appeal:
        found["appeal_form"] = AppealForm(initial={"received_on": today})
    if actions.forward:
        found["forward_form"] = ForwardForm(initial={"forwarded_on": today})
    if actions.rule:
        found["ruling_form"] = RulingForm(forwarded=not actions.forward)
    return found


@access(Permission.DECISIONS_VIEW)
@xframe_options_sameorigin
def letter(request: Request, pk: int) -> HttpResponse:
    """The letter alone, for the frame beside its facts: as signed, or as it would be today."""
    decision = decision_or_404(request, pk)
    looked(request, decision, part=True)
    html = decision.letter_html or decision_letter(decision, day=timezone.localdate()).html
    sheets = [static("css/fonts.css"), static("css/letter.css")]
    links = "".join(format_html('<link rel="stylesheet" href="{}">', sheet) for sheet in sheets)
    return HttpResponse(html.replace("</head>", f"{links}</head>", 1))


@access(Permission.DECISIONS_VIEW)
def pdf(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The PDF of an issued decision; until it is drawn, its page tells how far it is."""
    decision = decision_or_404(request, pk)
    if not decision.pdf_sha256:
        if decision.status in FROZEN:
            return redirect("benefits:decision", pk)
        raise Http404
    looked(request, decision, kind=looks.Kind.PRINT)
    name = f"decyzja-{(decision.number or '').replace('/', '-')}.pdf"
    return FileResponse(
        decision.pdf.open("rb"), content_type="application/pdf", filename=name,
        as_attachment="download" in request.GET, headers=NOT_KEPT,
    )  # fmt: skip


@access(Permission.DECISIONS_PREPARE, WRITE)
def edit(request: Request, pk: int) -> HttpResponse:
    """Save the draft; by htmx quietly while one writes, else with a reload of the page."""
    decision = decision_or_404(request, pk)
    if decision.status != DecisionStatus.DRAFT:
        return _refused(request, decision, None, _("Only a draft can be changed."))
    form = DraftForm(request.POST, decision=decision)
    saved = _saved(request, decision, form)
    if saved is None:
        first = next(iter(form.errors.values()))[0]
        return _refused(request, decision, form, str(first))
    if not request.htmx:
        return redirect("benefits:decision", pk)
    return _told("draft-saved", 204, version=saved.version, text=_saved_at())


def _saved(request: Request, decision: Decision, form: DraftForm) -> Decision | None:
    """The draft with what was typed; None when the form or the service refuses it, and says why."""
    if not form.is_valid():
        return None
    try:
        return decision_edit(
            actor=request.user,
            decision=decision,
            version=form.cleaned_data["version"],
            today=timezone.localdate(),
            **form.values(),
        )
    except StaleState:
        _second(request, decision, form)
    except DomainError as error:
        form.add_error(None, str(error.message))
    return None


def _second(request: Request, decision: Decision, form: DraftForm) -> None:
    """Somebody was first: say who and when; what was typed may now be saved over it."""
    last = last_change(decision)
    who = _("Saved by %(who)s, %(at)s.") % {"who": last.who, "at": moment(last.at)} if last else ""
    told = _(
        "Somebody else has saved this draft in the meantime; the letter shows their version. "
        "The form holds what you typed; saving it now replaces theirs."
    )
    form.add_error(None, f"{told} {who}")
    now = decision_or_404(request, decision.pk).version
    form.data = MultiValueDict({**dict(request.POST.lists()), "version": [str(now)]})


def _saved_at() -> str:
    return _("Draft saved %(at)s") % {"at": f"{timezone.localtime():%H:%M}"}


def _refused(
    request: Request, decision: Decision, form: DraftForm | None, why: str
) -> HttpResponse:
    if request.htmx:
        return _told("draft-refused", 204, text=why)
    if form is None:
        return redirect("benefits:decision", decision.pk)
    return decision_page(request, decision, draft_form=form)


def _told(event: str, status: int, **detail: object) -> HttpResponse:
    """An answer without content that tells the page what happened."""
    return HttpResponse(status=status, headers={"HX-Trigger": json.dumps({event: detail})})


@access(Permission.DECISIONS_PREPARE, WRITE)
def submit(request: Request, pk: int) -> HttpResponse:
    """Save what stands in the form, then hand the draft on to be checked."""
    decision = decision_or_404(request, pk)
    if "version" in request.POST and decision.status == DecisionStatus.DRAFT:
        form = DraftForm(request.POST, decision=decision)
        if _saved(request, decision, form) is None:
            return decision_page(request, decision, draft_form=form)
    return do_step(
        request, pk,
        lambda d, today: decision_submit(actor=request.user, decision=d, today=today),
        _("The draft waits to be checked."),
    )  # fmt: skip


def _step_seen(
    request: Request, pk: int, service: Callable[..., object], done: str
) -> HttpResponse:
    """A step on the version that the page showed; nobody checks or signs what was not seen."""
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() else None
    return do_step(
        request, pk,
        lambda d, today: service(actor=request.user, decision=d, today=today, version=version),
        done,
    )  # fmt: skip


@access(Permission.DECISIONS_CHECK, WRITE)
def check(request: Request, pk: int) -> HttpResponse:
    """The draft was checked."""
    return _step_seen(request, pk, decision_check, _("The decision waits for signature."))


@access(Permission.DECISIONS_CHECK, WRITE)
def give_back(request: Request, pk: int) -> HttpResponse:
    """Back to whoever prepared it, with what is to be mended."""
    why = request.POST.get("why", "")
    return do_step(
        request, pk,
        lambda d, today: decision_return(actor=request.user, decision=d, today=today, why=why),
        _("The draft went back to be mended."),
    )  # fmt: skip


@access(Permission.DECISIONS_SIGN, WRITE)
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign: number, frozen letter, payment, PDF."""
    return _step_seen(
        request, pk, decision_sign,
        _("The decision is signed and has its number. Its PDF is being made."),
    )  # fmt: skip


@access(Permission.DECISIONS_PREPARE, WRITE)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Give the draft up."""
    return do_step(
        request, pk,
        lambda d, today: decision_cancel(actor=request.user, decision=d, today=today),
        _("The draft is given up; the case is back at its calculation."),
    )  # fmt: skip
