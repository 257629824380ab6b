"""Forms of dated facts: one for every kind, made from the table of kinds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.forms.numbers import NumberField
from clients.kinds import Kind
from clients.models import Document, Household, Person, Recorded
from clients.queries import facts_alike
from clients.services.facts import MOMENT
from clients.words import fact_words
from core.fields import DateField, MoneyField, MonthField
from core.months import last_day

SOURCE = ("source", "document", "upload")
Group = tuple[str | Promise, tuple[str, ...]]


def field_of(column: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The control for a column: amounts, numbers and days in Polish notation."""
    common: dict[str, Any] = {
        "label": column.verbose_name,
        "required": not column.blank and not column.has_default(),
    }
    if isinstance(column, models.DecimalField):
        if column.decimal_places == 2 and not column.attname.endswith("_area"):
            return MoneyField(**common)
        digits, places = column.max_digits, column.decimal_places
        return NumberField(max_digits=digits, decimal_places=places, **common)
    if isinstance(column, models.DateField):
        return DateField(**common)
    made = column.formfield(**kwargs)
    if isinstance(made, forms.TypedChoiceField):
        blank = column.blank or not column.has_default()
        made.choices = column.get_choices(include_blank=blank, blank_choice=[("", "—")])
    return made


class FactForm(forms.Form):
    """An entry of one kind: about whom, what, for how long, from which paper.

    `fact` is the entry that this one corrects: the form begins with what it says, and asks why.
    `beside` appears once another entry of the same sort holds for the same days.
    """

    groups: tuple[Group, ...] = ()
    helps: Mapping[str, str | Promise] = {}

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        household: Household,
        today: date,
        fact: Recorded | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.household, self.today, self.fact = kind, household, today, fact
        self.alike: list[Recorded] = []
        if fact is not None:
            kwargs["initial"] = self.values_of(fact) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if kind.of == "person":
            self.fields["person"] = self._person()
        own = [name for name in kind.fields if name in self.own_columns()]
        self.fields |= fields_for_model(kind.model, fields=own, formfield_callback=field_of)
        self.fields |= self.period_fields() | self._source_fields()
        if fact is not None:
            self.fields["why"] = forms.CharField(
                label=gettext_lazy("Why it is corrected"), max_length=200
            )
        self.set_up()
        for name, text in self.helps.items():
            self.fields[name].help_text = str(text)

    def own_columns(self) -> Sequence[str]:
        """Columns of the kind that are asked for as they are."""
        return self.kind.fields

    def set_up(self) -> None:
        """What a kind does differently."""

    def period_fields(self) -> dict[str, forms.Field]:
        """First and last day, months, or a single day, as the kind says."""
        if self.kind.period == "day":
            return {"valid_from": DateField(label=gettext_lazy("Paid on"))}
        if self.kind.for_life:
            open_end = _("Leave empty when it is for life.")
        else:
            open_end = _("Leave empty while it lasts.")
        return {
            "valid_from": DateField(label=gettext_lazy("From")),
            "valid_to": DateField(
                label=gettext_lazy("Last day"), required=False, help_text=open_end
            ),
        }

    def period(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """First and last day from what was typed."""
        if self.kind.period == "day":
            return {"valid_from": data["valid_from"], "valid_to": data["valid_from"]}
        return {"valid_from": data["valid_from"], "valid_to": data["valid_to"]}

    def values_of(self, fact: Recorded) -> dict[str, Any]:
        """What the form begins with when it corrects `fact`."""
        names = (*self.kind.columns, "person") if self.kind.of == "person" else self.kind.columns
        return {name: getattr(fact, name) for name in names}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("This day is before the first one."))
        if not self.errors:
            self._look_for_alike()
        return data

    def entry(self) -> dict[str, Any]:
        """What was typed, for the service: period, source and columns of the kind."""
        data = self.cleaned_data
        own = {name: data[name] for name in self.kind.fields if name in data}
        source = {"source": data["source"], "document": data["document"]}
        return {**own, **self.period(data), **source}

    @property
    def owner(self) -> Person | Household:
        """About whom the entry is."""
        return self.cleaned_data["person"] if self.kind.of == "person" else self.household

    def shown(self) -> Iterable[tuple[str | Promise, list[forms.BoundField]]]:
        """Groups of fields in the order of the page, each with its legend ("" for the first)."""
        rest = [n for n in self.fields if not any(n in names for _l, names in self.groups)]
        first = [n for n in rest if n not in (*SOURCE, "why", "beside")]
        last = [n for n in ("beside", "why") if n in self.fields]
        yield "", [self[name] for name in first]
        for legend, names in self.groups:
            yield legend, [self[name] for name in names]
        yield gettext_lazy("Where it comes from"), [self[name] for name in SOURCE]
        if last:
            yield "", [self[name] for name in last]

    def _look_for_alike(self) -> None:
        """Say which entries hold on the same days; both may be true if the person says so."""
        fact = self.kind.model(**{self.kind.of: self.owner}, **self.entry())
        found = facts_alike(fact, other_than=self.fact)
        self.alike = [other for other in found if not self._sent_twice(fact, other)]
        if not self.alike or (not self.kind.alone and self.data.get("beside")):
            self._may_stand_beside()
            return
        entries = "; ".join(fact_words(other) for other in self.alike[:3])
        at = "valid_from" if "valid_from" in self.fields else "month"
        if self.kind.alone:
            text = _("In the way is: %(entry)s. End or correct that entry, or change these days.")
        else:
            self._may_stand_beside()
            text = _(
                "There is already: %(entry)s. Correct or end that entry; if both are true, "
                "say so below."
            )
        self.add_error(at, text % {"entry": entries})

    def _sent_twice(self, fact: Recorded, other: Recorded) -> bool:
        """Equal in all it says and a moment old: a second click, which the service knows."""
        same = all(getattr(fact, n) == getattr(other, n) for n in self.kind.columns)
        return same and now() - other.recorded_at < MOMENT

    def _may_stand_beside(self) -> None:
        if self.alike and not self.kind.alone:
            self.fields["beside"] = forms.BooleanField(
                label=gettext_lazy("Both are true: record this one beside the other"),
                required=False,
            )

    def _person(self) -> forms.ModelChoiceField:
        people = Person.objects.filter(memberships__household=self.household).distinct()
        return forms.ModelChoiceField(
            label=gettext_lazy("Person"), queryset=people.order_by("birth_date"), empty_label=None
        )

    def _source_fields(self) -> dict[str, forms.Field]:
        papers = Document.objects.filter(household=self.household).order_by("-uploaded_at")
        return {
            "source": forms.CharField(
                label=gettext_lazy("Source"),
                max_length=200,
                required=False,
                help_text=gettext_lazy("The paper or the statement it comes from."),
            ),
            "document": forms.ModelChoiceField(
                label=gettext_lazy("Document in the file"),
                queryset=papers,
                required=False,
                empty_label="—",
            ),
            "upload": forms.FileField(
                label=gettext_lazy("or add the document now"),
                required=False,
                help_text=gettext_lazy("A scan or a photo; it goes into the file of the family."),
            ),
        }


class MonthsMixin(FactForm):
    """A fact of whole months: one, several, or each month until it ends."""

    def period_fields(self) -> dict[str, forms.Field]:
        return {
            "month": MonthField(
                label=gettext_lazy("Month"), help_text=gettext_lazy("In which it was received.")
            ),
            "to_month": MonthField(
                label=gettext_lazy("Also each month to"),
                required=False,
                help_text=gettext_lazy("Leave empty when it is one month only."),
            ),
            "goes_on": forms.BooleanField(
                label=gettext_lazy("It comes each month, until further notice"), required=False
            ),
        }

    def period(self, data: Mapping[str, Any]) -> dict[str, Any]:
        month: date = data["month"]
        end = None if data["goes_on"] else last_day(data["to_month"] or month)
        return {"valid_from": month, "valid_to": end}

    def values_of(self, fact: Recorded) -> dict[str, Any]:
        one = fact.valid_to and fact.valid_to <= last_day(fact.valid_from)
        return super().values_of(fact) | {
            "month": fact.valid_from,
            "to_month": None if one else fact.valid_to,
            "goes_on": fact.valid_to is None,
        }

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("month"), self.cleaned_data.get("to_month")
        if start and end and end < start:
            self.add_error("to_month", _("This month is before the first one."))
        if end and self.cleaned_data.get("goes_on"):
            self.add_error("to_month", _("Leave the last month empty, or say that it has one."))
        return super().clean()
