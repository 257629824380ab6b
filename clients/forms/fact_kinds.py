"""What forms of single kinds do beyond the common one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.forms.facts import FactForm, MonthsMixin
from clients.models import Person
from clients.services.fact_checks import NEEDS_A_REASON
from clients.words import income_labels
from core.fields import DateField
from core.polish import format_money

DEDUCTED = ("tax", "social", "health")


class IncomeForm(MonthsMixin):
    """An income of a month: net, or gross with what was deducted from it."""

    groups = (
        (gettext_lazy("From a certificate with the gross amount"), ("gross", *DEDUCTED)),
        (gettext_lazy("Remarks"), ("lost_on", "note")),
    )
    helps = {
        "amount": gettext_lazy("Leave empty to have it counted from the gross amount."),
        "lost_on": gettext_lazy("When this income has ended for good."),
    }

    def set_up(self) -> None:
        _offer_kinds(self)
        self.fields["amount"].required = False

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        gross, net = data.get("gross"), data.get("amount")
        deducted = sum((data.get(name) or Decimal(0) for name in DEDUCTED), Decimal(0))
        if gross is None and net is None and "amount" not in self.errors:
            self.add_error("amount", _("Enter the net amount, or the gross with deductions."))
        elif gross is not None and deducted > gross:
            self.add_error("gross", _("More is deducted than the gross amount."))
        elif gross is not None and net is None:
            data["amount"] = gross - deducted
        elif gross is not None and net != gross - deducted:
            self.add_error(
                "amount",
                _("Gross less deductions is %(net)s. Mend one of them or leave the net empty.")
                % {"net": format_money(gross - deducted)},
            )
        if data.get("kind") in NEEDS_A_REASON and not data.get("note"):
            self.add_error("note", _("Say why this income is counted or not."))
        return super().clean()


class OneOffIncomeForm(FactForm):
    """An income paid once, on a day."""

    def set_up(self) -> None:
        _offer_kinds(self)


class FarmForm(FactForm):
    """A farm and its contribution."""

    helps = {
        "ha_przeliczeniowe": gettext_lazy("As on the certificate of the gmina, to four places."),
        "krus": gettext_lazy("A quarter's contribution divided by three."),
    }


class AlimonyTitleForm(FactForm):
    """A title for alimony: who owes it, how much, which court, which bailiff."""

    groups = (
        (gettext_lazy("Judgment or settlement"), ("court", "court_sign", "judged_on")),
        (gettext_lazy("Enforcement"), ("bailiff", "bailiff_sign")),
    )
    helps = {
        "debtor": gettext_lazy("When the debtor is or was a member of this household."),
        "debtor_name": gettext_lazy("Otherwise the name as in the title."),
    }

    def set_up(self) -> None:
        people = Person.objects.filter(memberships__household=self.household).distinct()
        debtor: Any = self.fields["debtor"]
        debtor.queryset, debtor.empty_label = people.order_by("birth_date"), "—"
        debtor.label = _("Debtor known to the centre")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("debtor") and not data.get("debtor_name"):
            self.add_error("debtor_name", _("Say who owes the alimony."))
        elif data.get("debtor") and data.get("debtor") == data.get("person"):
            self.add_error("debtor", _("Nobody owes alimony to oneself."))
        return super().clean()


class DwellingForm(FactForm):
    """The dwelling of the household."""

    groups = (
        (
            gettext_lazy("Installations"),
            ("has_central_heating", "has_hot_water", "has_gas", "heating"),
        ),
    )
    helps = {
        "usable_area": gettext_lazy("Without balconies, cellars and attics."),
        "rooms_kitchen_area": gettext_lazy(
            "Needed for a housing allowance above the normative area (up to half more)."
        ),
        "heating": gettext_lazy("For example: coal stove, electric heaters, heat from a network."),
    }

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        rooms, whole = data.get("rooms_kitchen_area"), data.get("usable_area")
        if rooms and whole and rooms > whole:
            self.add_error(
                "rooms_kitchen_area",
                _("Rooms and kitchen cannot be larger than the whole dwelling."),
            )
        return super().clean()


FORMS: Mapping[str, type[FactForm]] = {
    "income": IncomeForm,
    "one-off-income": OneOffIncomeForm,
    "farm": FarmForm,
    "alimony-title": AlimonyTitleForm,
    "dwelling": DwellingForm,
}


class EndFactForm(forms.Form):
    """The last day of a fact that goes on."""

    last_day = DateField(label=gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


def _offer_kinds(form: FactForm) -> None:
    day: date = form.fact.valid_from if form.fact else form.today
    form.fields["kind"] = forms.ChoiceField(
        label=_("Kind of income"), choices=[("", "—"), *income_labels(day).items()]
    )
