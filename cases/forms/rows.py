"""The repeated rows of an interview: incomes, certificates, farm, needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.law_codes import income_kind_choices
from clients.models import CertificateDegree
from core.fields import DateField, MoneyField
from core.months import month_words, parse_month, previous_month
from core.polish import MONTHS, format_number

MONTHS_SHOWN = 18
_HECTARES = re.compile(r"[0-9]{1,4}([.,][0-9]{1,4})?")
EMPTY_CHOICE = ("", "—")


@dataclass(slots=True)
class Offer:
    """What the rows of one interview offer: persons, kinds, months."""

    on: date
    persons: list[tuple[str, str]]
    month: date
    kinds: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = income_kind_choices(self.on)

    def months(self) -> list[tuple[str, str]]:
        """Months from that of the application back, newest first."""
        found, month = [], self.on.replace(day=1)
        for _count in range(MONTHS_SHOWN):
            found.append((f"{month:%Y-%m}", month_words(month)))
            month = previous_month(month)
        return found


class HectaresField(forms.CharField):
    """Area in hektary przeliczeniowe → text of a Decimal with four places, "" when blank."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "placeholder": "0,0000"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = re.sub(r"\s*ha\.?$", "", super().clean(value), flags=re.IGNORECASE).strip()
        if not typed:
            return ""
        try:
            if not _HECTARES.fullmatch(typed):
                raise InvalidOperation
            return str(Decimal(typed.replace(",", ".")).quantize(Decimal("0.0001")))
        except InvalidOperation:
            raise ValidationError(
                _("This is not an area. Type hectares with at most four places, e.g. 2,5000.")
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return format_number(value, 4) if isinstance(value, Decimal) else value


class RowForm(forms.Form):
    """One row; `person` first where the row belongs to somebody. Blank rows are left out."""

    key = ""
    telling: tuple[str, ...] = ()  # a row with none of these filled was never begun
    more: tuple[str, ...] = ()  # fields that few rows need, folded away until then
    source = ""  # where a filled-in row comes from
    title: Any = ""  # what one row is called

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        self.offer = offer
        if "person" in self.fields:
            persons = offer.persons if len(offer.persons) == 1 else [EMPTY_CHOICE, *offer.persons]
            self._offer("person", persons)
        if "kind" in self.fields:
            self._offer("kind", [EMPTY_CHOICE, *offer.kinds])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        typed: Any = self.fields[name]
        typed.choices = choices

    def shown(self) -> list[forms.BoundField]:
        """Fields that stand open; the mark of removal is shown apart."""
        return [self[name] for name in self.fields if name not in (*self.more, "removed")]

    def folded(self) -> list[forms.BoundField]:
        """Fields folded away."""
        return [self[name] for name in self.more]

    def unfolded(self) -> bool:
        """Is something in the folded fields?"""
        return any(field.value() or field.errors for field in self.folded())

    def value(self) -> dict[str, Any]:
        """The cleaned row in the shape of cases/answers.py."""
        return {name: plain(value) for name, value in self.cleaned_data.items()}


def plain(value: Any) -> Any:
    """A cleaned value as JSON keeps it: amounts as text, days ISO, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _person() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Person"))


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Kind of income"))


def _money(label: Any, *, required: bool = False) -> MoneyField:
    return MoneyField(label=label, required=required, max_value=Decimal("9999999.99"))


class FactRow(RowForm):
    """A row that may stand for a fact of the file: `fact` is its id, None for a new one."""

    fact = forms.CharField(required=False, widget=forms.HiddenInput)

    def value(self) -> dict[str, Any]:
        row = super().value()
        row["fact"] = int(row["fact"]) if row["fact"].isdigit() else None
        return row


class IncomeRow(FactRow):
    """Income of a month: net as received, or gross with what is deducted."""

    key = "incomes"
    title = _("Income")
    telling = ("kind", "amount", "gross", "tax", "social", "health", "note", "fact")
    more = ("gross", "tax", "social", "health")

    person = _person()
    kind = _kind()
    month = forms.ChoiceField(label=_("Received in"))
    amount = _money(_("Net"))
    gross = _money(_("Gross"))
    tax = _money(_("Tax"))
    social = _money(_("Social contributions"))
    health = _money(_("Health contribution"))
    note = forms.CharField(label=_("Proof, note"), required=False, max_length=200)
    removed = forms.BooleanField(label=_("this income is no longer true"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # before the bound field is first asked: it keeps its initial value from then on
        self.fields["month"].initial = f"{self.offer.month:%Y-%m}"
        months = self.offer.months()
        chosen = self["month"].value()
        if chosen and chosen not in dict(months) and (month := parse_month(str(chosen))):
            months.append((f"{month:%Y-%m}", f"{MONTHS[month.month - 1]} {month.year}"))
        self._offer("month", months)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        net, gross = data.get("amount"), data.get("gross")
        deducted = [data.get(name) for name in ("tax", "social", "health")]
        if "amount" in self.errors or "gross" in self.errors:
            return data
        if net is None and gross is None:
            self.add_error("amount", _("Enter the net amount, or the gross amount."))
        if gross is None and any(deducted):
            self.add_error("gross", _("Enter the gross amount that this is deducted from."))
        if gross is not None and not self.errors:
            left = gross - sum((d or Decimal(0) for d in deducted), Decimal(0))
            if left < 0:
                self.add_error("gross", _("More is deducted than the gross amount."))
            elif net is not None and any(deducted) and net != left:
                self.add_error(
                    "amount",
                    _("Gross less deductions is %(left)s zł. Correct it or leave net empty.")
                    % {"left": format_number(left, 2)},
                )
        return data


class LostIncomeRow(RowForm):
    """Income lost: the month of the application is then looked at (art. 8 ust. 3 UPS)."""

    key = "lost_incomes"
    title = _("Lost income")
    telling = ("kind", "amount", "lost_on")

    person = _person()
    kind = _kind()
    amount = _money(_("Net a month"), required=True)
    lost_on = DateField(label=_("Lost on"))


class OneOffIncomeRow(RowForm):
    """Income received once in the last twelve months (art. 8 ust. 11 UPS)."""

    key = "one_off_incomes"
    title = _("One-off income")
    telling = ("kind", "amount", "paid")

    person = _person()
    kind = _kind()
    amount = _money(_("Amount"), required=True)
    paid = DateField(label=_("Paid on"))


class FarmRow(RowForm):
    """Farm land and its KRUS contribution (art. 8 ust. 9 UPS)."""

    key = "farm"
    title = _("Farm")
    telling = ("ha_przeliczeniowe", "krus")

    person = _person()
    ha_przeliczeniowe = HectaresField(label=_("Hektary przeliczeniowe"))
    krus = _money(_("KRUS contribution a month"))


class AlimonyRow(RowForm):
    """Alimony paid in the month that counts; it lowers the payer's income (art. 8 ust. 3 pkt 3)."""

    key = "alimony_paid_by"
    title = _("Alimony paid")
    telling = ("for_whom", "amount")

    person = forms.ChoiceField(label=_("Who pays"))
    for_whom = forms.CharField(label=_("For whom"), required=False, max_length=160)
    amount = _money(_("Amount a month"), required=True)


class CertificateRow(FactRow):
    """Certificate of disability or incapacity shown at the interview."""

    key = "certificates"
    title = _("Certificate")
    telling = ("degree", "number", "issued_by", "valid_from", "valid_to", "fact")

    person = _person()
    degree = forms.ChoiceField(
        label=_("Degree"), choices=[EMPTY_CHOICE, *CertificateDegree.choices]
    )
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    issued_by = forms.CharField(label=_("Issued by"), required=False, max_length=120)
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Valid to"), required=False, help_text=_("Empty: for good."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The certificate ends before it begins."))
        return data


class NeedRow(RowForm):
    """A need and what meeting it costs."""

    key = "needs"
    title = _("Need")
    telling = ("what", "amount")

    what = forms.CharField(label=_("Need"), max_length=300)
    amount = _money(_("Cost"))


ROWS: tuple[type[RowForm], ...] = (
    CertificateRow,
    IncomeRow,
    LostIncomeRow,
    OneOffIncomeRow,
    FarmRow,
    AlimonyRow,
    NeedRow,
)


def begun(row: Mapping[str, Any], form: type[RowForm]) -> bool:
    """Has anything been typed in this row?"""
    return any(str(row.get(name) or "").strip() for name in form.telling)
