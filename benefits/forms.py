"""Forms of calculations, drafts and deliveries; what is wrong is said at the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits import outcome
from benefits.models import Decision, DecisionItem
from benefits.queries import APPEALED, DecisionFilter
from benefits.states import (
    AppealChannel,
    AppealRuling,
    DecisionResult,
    DecisionStatus,
    DeliveryWay,
)
from cases.models import Case, PaymentWay
from core.fields import DateField, MoneyField
from core.models import BenefitKind
from core.polish import format_money


class CalculationForm(forms.Form):
    """The day whose law applies, and the reason and chosen amount of zasiłek okresowy."""

    on = DateField(
        label=_("Law of the day"),
        help_text=_("As a rule the day on which the application came in with its documents."),
    )
    reason_art7 = forms.ChoiceField(label=_("Reason for help (art. 7)"), required=False)
    amount_chosen = MoneyField(
        label=_("Amount chosen"),
        help_text=_("Between the least and the greatest one; left blank, the least."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, case: Case, reasons: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if case.kind.code == "zasilek_okresowy":
            self.fields["reason_art7"].choices = reasons  # type: ignore[attr-defined]
            self.fields["reason_art7"].required = bool(reasons)
        else:
            del self.fields["reason_art7"]
            del self.fields["amount_chosen"]


class DraftForm(forms.Form):
    """What the officer writes in a draft; fields that the law fixes are not there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    refuse = forms.BooleanField(label=_("Refuse, although the law would allow it"), required=False)
    amount = MoneyField(label=_("Amount"), required=False)
    months = forms.IntegerField(
        label=_("For how many months"), min_value=1, max_value=outcome.MAX_MONTHS, required=False
    )
    purpose = forms.CharField(label=_("What the money is for"), max_length=300, required=False)
    way = forms.ChoiceField(label=_("Way of payment"), choices=PaymentWay.choices, required=False)
    findings = forms.CharField(
        label=_("Findings of the interview"),
        help_text=_("Goes into the reasons of the letter, in the words of the office."),
        widget=forms.Textarea({"rows": 5}),
        required=False,
    )
    discretion_reason = forms.CharField(
        label=_("Assessment"),
        help_text=_("Why this amount, or why nothing: needs and means of the centre."),
        widget=forms.Textarea({"rows": 5}),
        required=False,
    )
    immediate = forms.BooleanField(
        label=_("Immediately enforceable (art. 108 KPA)"), required=False
    )
    immediate_reason = forms.CharField(
        label=_("Why it cannot wait"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, decision: Decision) -> None:
        self.decision = decision
        self.item: DecisionItem | None = next(iter(decision.items.all()), None)
        super().__init__(data, initial=self._initial())
        self._keep_what_may_be_chosen()

    def _initial(self) -> dict[str, Any]:
        decision, item = self.decision, self.item
        values: dict[str, Any] = {
            "version": decision.version,
            "refuse": decision.result == DecisionResult.REFUSED,
            "findings": decision.findings,
            "discretion_reason": decision.discretion_reason,
            "immediate": decision.immediate,
            "immediate_reason": decision.immediate_reason,
        }
        if item is not None:
            values |= {"amount": item.amount, "purpose": item.purpose, "way": item.way}
            if item.valid_to:
                values["months"] = outcome.months_between(item.valid_from, item.valid_to)
        return values

    def _keep_what_may_be_chosen(self) -> None:
        case, answer = self.decision.case, self.decision.calculation.answer
        code = case.kind.code
        if code not in outcome.AT_DISCRETION or outcome.is_refused(answer):
            del self.fields["refuse"]
        if self.item is None:
            for name in ("amount", "months", "purpose", "way", "immediate", "immediate_reason"):
                del self.fields[name]
            return
        if code != outcome.PERIODIC:
            del self.fields["months"]
        if self.item.kind.periodic:
            del self.fields["purpose"]
        bounds = outcome.bounds_of(code, answer, case.application.requested_amount)
        if bounds.most is not None and bounds.least == bounds.most:
            del self.fields["amount"]
        elif bounds.most is not None:
            self.fields["amount"].help_text = _("From %(least)s to %(most)s.") % {
                "least": format_money(bounds.least),
                "most": format_money(bounds.most),
            }

    def values(self) -> dict[str, Any]:
        """What goes to the service: the fields of this draft, without what was left blank."""
        data = dict(self.cleaned_data)
        data.pop("version")
        optional = ("amount", "months", "way")
        return {k: v for k, v in data.items() if not (k in optional and not v)}


class ReturnForm(forms.Form):
    """Why a draft goes back."""

    why = forms.CharField(label=_("What is to be mended"), max_length=300)


class DeliveryForm(forms.Form):
    """How the decision was sent and reached the party."""

    way = forms.ChoiceField(
        label=_("Way of delivery"), choices=DeliveryWay.choices, widget=forms.RadioSelect
    )
    sent_on = DateField(
        label=_("Sent on"),
        required=False,
        help_text=_("e-Doręczenia: the day on which it reached the address."),
    )
    received_on = DateField(label=_("Reached the party on"), required=False)
    received_by = forms.CharField(label=_("Taken by"), max_length=120, required=False)
    first_notice_on = DateField(label=_("First notice"), required=False)
    second_notice_on = DateField(label=_("Second notice"), required=False)
    came_back = forms.BooleanField(
        label=_("The letter was not collected and came back"),
        required=False,
        help_text=_("It then counts as delivered after 14 days (art. 44 KPA)."),
    )


class WaiverForm(forms.Form):
    """The day on which a waiver of the appeal came in."""

    received_on = DateField(label=_("Waiver received on"))


class AppealForm(forms.Form):
    """How and when an appeal came in, and what it says."""

    channel = forms.ChoiceField(label=_("How it came"), choices=AppealChannel.choices)
    received_on = DateField(label=_("Received on"))
    posted_on = DateField(
        label=_("Postmark"),
        required=False,
        help_text=_("By post: the day on the stamp decides whether it is in time (art. 57 § 5)."),
    )
    summary = forms.CharField(
        label=_("What it says"), max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_post = cleaned.get("channel") == AppealChannel.POST
        if by_post and not cleaned.get("posted_on") and "posted_on" not in self.errors:
            self.add_error("posted_on", _("Enter the day of the postmark from the envelope."))
        return cleaned


class ForwardForm(forms.Form):
    """The day on which an appeal and the file went to the appeal body."""

    forwarded_on = DateField(label=_("Forwarded on"))


class RulingForm(forms.Form):
    """How an appeal ended. Before it is forwarded only the centre itself can end it (art. 132)."""

    ruling = forms.ChoiceField(label=_("Ruling"))
    ruled_on = DateField(label=_("Day of the ruling"))
    number = forms.CharField(label=_("Its number"), max_length=80)

    def __init__(self, data: Any = None, *, forwarded: bool = True, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        own = AppealRuling.SELF_REVIEW
        choices = [(r.value, r.label) for r in AppealRuling if (r != own) is forwarded]
        self.fields["ruling"].choices = choices  # type: ignore[attr-defined]


class DecisionListForm(forms.Form):
    """Filters of the list of decisions; what is not understood counts as not chosen."""

    q = forms.CharField(
        label=_("Number, case sign or name"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": "5021/17/2026"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Benefit"), required=False)
    waiting = forms.BooleanField(label=_("waiting for me"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        statuses = [
            ("", _("every")),
            ("open", _("being prepared")),
            *DecisionStatus.choices,
            (APPEALED, _("appeal to be forwarded")),
        ]
        kinds = BenefitKind.objects.values_list("code", "name")
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("every")), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> DecisionFilter:
        """The filter as chosen."""
        self.is_valid()
        data = self.cleaned_data
        return DecisionFilter(
            waiting=bool(data.get("waiting")),
            status=data.get("status", ""),
            kind=data.get("kind", ""),
            text=data.get("q", "").strip(),
        )


class VerifyForm(forms.Form):
    """The code printed on a decision, and the hash of the file, if somebody wants to compare."""

    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=24,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "placeholder": "XXXX-XXXX-XXXX-XXXX"}
        ),
    )
