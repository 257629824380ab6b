"""Forms around dated facts: the two times of the page, incomes as in the month before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Income
from clients.presenters.fact_pages import AHEAD, Picture
from clients.presenters.timeline import RANGES
from clients.words import what_words
from core.fields import DateField, MoneyField, MonthField

LONG_AGO, FAR = date(1950, 1, 1), timedelta(days=3660)


class PictureForm(forms.Form):
    """Which months, and how it was on a day according to what was known on another."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Months"),
        choices=[(n, n) for n in RANGES],
        coerce=int,
        required=False,
    )
    to = MonthField(label=gettext_lazy("Last month"), required=False)
    on = DateField(label=gettext_lazy("How it was on"), required=False)
    known = DateField(label=gettext_lazy("as it was known on"), required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        known = data.get("known")
        if known and known > self.today:
            self.add_error("known", _("What will be known later cannot be shown."))
        for name in ("to", "on", "known"):
            day = data.get(name)
            if day and not LONG_AGO <= day <= self.today + FAR:
                self.add_error(name, _("This day is too far away."))
        return data

    def picture(self) -> Picture:
        """What is asked for; a wrong field is left out."""
        data = self.cleaned_data
        on, known = data.get("on"), data.get("known")
        if on or known:
            on, known = on or self.today, known or self.today
        until = data.get("to") or (on or self.today) + AHEAD
        return Picture(until, data.get("months") or RANGES[0], on, known)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One income of the month before: whether it came again, and how much."""

    take: forms.BoundField
    amount: forms.BoundField


class CopyForm(forms.Form):
    """Incomes of the month before, each to be taken over or not."""

    def __init__(self, *args: Any, incomes: Sequence[Income], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incomes = incomes
        for income in incomes:
            label = f"{income.person}: {what_words(income)}"
            self.fields[f"take-{income.pk}"] = forms.BooleanField(
                label=label, initial=True, required=False
            )
            self.fields[f"amount-{income.pk}"] = MoneyField(
                label=_("Net amount"), initial=income.amount, min_value=Decimal(0)
            )

    @property
    def rows(self) -> list[CopyRow]:
        """The incomes with their controls."""
        return [CopyRow(self[f"take-{i.pk}"], self[f"amount-{i.pk}"]) for i in self.incomes]

    def amounts(self) -> dict[int, Decimal]:
        """Net amounts by id of the income that came again."""
        data = self.cleaned_data
        return {i.pk: data[f"amount-{i.pk}"] for i in self.incomes if data[f"take-{i.pk}"]}
