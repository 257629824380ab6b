"""Forms of the rules of the place, made from what the law lets each of them hold."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

import law
from core.fields import DateField, MoneyField
from law import LocalRule
from law.facts import MONEY
from law.reading import Amount, Choice, Field, Fields, ListOf

ROWS = 10
LABELS = {
    "lone": _("criterion of a lone person"),
    "person": _("criterion of a person in a family"),
    "over_pct": _("over, per cent of the criterion"),
    "to_pct": _("to, per cent of the criterion"),
    "fee_per_hour": _("fee an hour, zł"),
    "fee_pct": _("or fee, per cent of the cost"),
    "hourly_cost": _("cost of an hour, zł"),
    "over": _("over, zł"),
    "to": _("to, zł"),
    "pct": _("per cent of the allowance"),
    "family_rule": _("rule"),
    "cap_pct": _("highest share of expenses, per cent"),
    "price_kwh": _("price of 1 kWh, zł"),
}
CHOICES = {
    "A": _("A: all that the household has above the threshold"),
    "B": _("B: only the relative's own share of what is above the threshold"),
}
FILLED_BY_NUMBER = "resolution"


class LocalResolutionForm(forms.Form):
    """Number and first day of a resolution, and what it sets; `value()` gives it to the law."""

    number = forms.CharField(
        label=_("Resolution"),
        help_text=_("As it is to be quoted: nr XX/101/2025 Rady Gminy Lipowa z 30.01.2025."),
        max_length=80,
    )
    valid_from = DateField(label=_("In force from"))

    def __init__(self, data: Any = None, *, rule: LocalRule, value: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.rule = rule
        if not isinstance(rule.kind, Fields | ListOf):
            self.fields[f"v_{rule.key}"] = _field(Field(rule.key, rule.kind, True), value)
        for name, row in self._rows(value):
            for part in self._columns:
                self.fields[f"{name}_{part.name}"] = _field(part, row.get(part.name))
                if isinstance(rule.kind, ListOf):  # a line may be left blank
                    self.fields[f"{name}_{part.name}"].required = False

    @cached_property
    def _columns(self) -> list[Field]:
        kind = self.rule.kind
        of = kind.item if isinstance(kind, ListOf) else kind
        fields = of.fields if isinstance(of, Fields) else ()
        return [field for field in fields if field.name != FILLED_BY_NUMBER]

    def _rows(self, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if isinstance(self.rule.kind, ListOf):
            rows = list(value or [])
            for index in range(max(ROWS, len(rows) + 2)):
                yield f"v{index}", rows[index] if index < len(rows) else {}
        elif self._columns:
            yield "v", value or {}

    @property
    def columns(self) -> list[str]:
        """Heads of the table of rows; none when the value is one thing."""
        listed = isinstance(self.rule.kind, ListOf)
        return [str(LABELS.get(c.name, c.name)) for c in self._columns] if listed else []

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Fields of the table, row by row."""
        names = [name for name, _row in self._rows(None)] if self.columns else []
        return [[self[f"{name}_{column.name}"] for column in self._columns] for name in names]

    @property
    def plain(self) -> list[forms.BoundField]:
        """Fields that stand below each other."""
        return [field for field in self if not re.match(r"v[0-9]+_", field.name)]

    def value(self) -> Any:
        """What was typed, as the law reads it; blank rows are left out."""
        if not isinstance(self.rule.kind, Fields | ListOf):
            return _plain(self.cleaned_data[f"v_{self.rule.key}"])
        found = [self._row(name) for name, _row in self._rows(None)]
        return [row for row in found if row] if isinstance(self.rule.kind, ListOf) else found[0]

    def _row(self, name: str) -> dict[str, Any]:
        typed = {c.name: self.cleaned_data.get(f"{name}_{c.name}") for c in self._columns}
        return {key: _plain(value) for key, value in typed.items() if value not in (None, "")}

    def add_law_error(self, error: law.LawError) -> None:
        """Say at the field what the law refuses; where no field fits, above the form."""
        inside = error.path.removeprefix(f"facts.{self.rule.key}")
        name = f"v{inside.replace('[', '').replace('].', '_').replace('.', '_')}"
        known = name if name in self.fields else None
        self.add_error(known, error.polish)


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _field(part: Field, initial: Any) -> forms.Field:
    """A form field for a part of the value, with what stands in it."""
    common: dict[str, Any] = {
        "label": LABELS.get(part.name, part.name),
        "required": part.required,
        "initial": Decimal(initial) if isinstance(part.kind, Amount) and initial else initial,
    }
    if isinstance(part.kind, Choice):
        pairs = [(code, CHOICES.get(code, code)) for code in part.kind.codes]
        return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **common)
    if not isinstance(part.kind, Amount):
        return forms.CharField(**common)
    if part.kind.places == MONEY.places and not part.name.endswith("pct"):
        return MoneyField(**common)
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(localize=True, widget=widget, **common)


def shown_value(value: Any) -> list[str]:
    """A stored value in lines for a table."""
    if isinstance(value, Mapping):
        parts = [f"{label}: {_number(value[key])}" for key, label in LABELS.items() if key in value]
        return ["; ".join(parts)]
    if isinstance(value, list):
        return [line for row in value for line in shown_value(row)]
    return [str(CHOICES.get(value) or _number(value))]


def _number(value: str) -> str:
    return value.replace(".", ",").removesuffix(",00")
