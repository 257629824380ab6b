"""Changes of a file in words: what was added, what became what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext as _

from clients.kinds import KINDS
from clients.queries import Change
from clients.queries.history import SILENT
from core.identifiers import format_nrb
from core.polish import format_date, format_money

_ADDED_SHOWS = {
    "Person": ("last_name", "first_name", "birth_date"),
    "Household": ("name",),
    "Membership": ("person_id", "role", "valid_from", "valid_to"),
    "Address": ("person_id", "kind", "street", "house", "flat", "place", "valid_from"),
    "BankAccount": ("person_id", "nrb", "valid_from"),
    **{
        kind.model.__name__: tuple(
            name
            for name in (
                "person_id" if kind.of == "person" else "",
                kind.says,
                kind.money,
                "valid_from",
                "valid_to",
            )
            if name
        )
        for kind in KINDS
    },
    "Absence": ("reason", "note", "valid_from", "valid_to"),
    "HouseholdNote": ("text",),
    "HouseholdMove": ("kind", "day", "reason"),
    "Relationship": ("person_id", "kind", "other_id", "valid_from", "valid_to"),
    "Document": ("title",),
    "FormerName": ("last_name", "first_name", "until"),
    "Contact": ("kind", "value", "valid_from", "valid_to"),
    "Representation": ("kind", "name", "representative_id", "scope", "valid_from", "valid_to"),
    "Consent": ("kind", "version", "given_on"),
    "Death": ("died_on", "source"),
    "Merge": ("dropped_id", "kept_id", "reason"),
}
_NEVER_SAID = SILENT | {
    "withdrawn_by_id", "withdrawn_why", "file", "sha256", "uploaded_by_id", "household_id",
    "ended", "teryt_place_id", "made", "standing", "undone_by_id",
}  # fmt: skip

_PEOPLE = (
    "person_id", "other_id", "representative_id", "dropped_id", "kept_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a history, as components/history.html shows it."""

    at: datetime
    text: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Names:
    """What stands behind ids and codes; `masked` hides account numbers and PESELs."""

    people: Mapping[int, str]
    districts: Mapping[int, str]
    income_kinds: Mapping[str, str]
    masked: bool = False


def history_rows(changes: list[Change], names: Names) -> list[HistoryRow]:
    """Changes as lines, in the order given."""
    return [
        HistoryRow(change.at, _text(change, names), change.who, change.why) for change in changes
    ]


def _text(change: Change, names: Names) -> str:
    model: Any = change.model
    kind = str(model._meta.verbose_name)
    if not change.before or not change.after:
        row = change.after or change.before
        shown = _ADDED_SHOWS[model.__name__]
        said = [_said_new(model, name, row[name], names) for name in shown]
        text = _("Added %(kind)s: %(what)s") if change.after else _("Removed %(kind)s: %(what)s")
        return text % {"kind": kind, "what": ", ".join(filter(None, said))}
    parts = [
        f"{_label(model, name)}: {_said(model, name, change.before.get(name), names) or '—'}"
        f" → {_said(model, name, value, names) or '—'}"
        for name, value in change.after.items()
        if name not in _NEVER_SAID and change.before.get(name) != value
    ]
    whose = names.people.get(change.after.get("person_id") or 0, "")
    what = f"{kind} ({whose})" if whose else kind
    return _("Changed %(kind)s: %(what)s") % {"kind": what, "what": "; ".join(parts)}


def value_words(model: type[Model], name: str, value: Any) -> str:
    """A stored value as people read it: labels of choices, Polish notation."""
    return "" if value in (None, "") else _plain(_field(model, name), value)


def _label(model: type[Model], name: str) -> str:
    if (model.__name__, name) == ("Merge", "undone_at"):
        return _("separated again")
    return str(_field(model, name).verbose_name)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(field for field in model._meta.fields if field.attname == name)


def _said_new(model: type[Model], name: str, value: Any, names: Names) -> str:
    """The value in a list of values without labels: days say what they are."""
    said = _said(model, name, value, names)
    if said and name == "valid_from":
        return _("from %(day)s") % {"day": said}
    if said and name == "valid_to":
        return _("to %(day)s") % {"day": said}
    return said


def _said(model: type[Model], name: str, value: Any, names: Names) -> str:
    if value in (None, ""):
        return ""
    if name in _PEOPLE:
        return names.people.get(value, str(value))
    if name == "district_id":
        return names.districts.get(value, str(value))
    if name == "nrb":
        return f"…{value[-4:]}" if names.masked else format_nrb(value)
    if name == "pesel" and names.masked:
        return f"…{value[-4:]}"
    if name == "kind" and model.__name__ in ("Income", "OneOffIncome"):
        return names.income_kinds.get(value, value)
    return _plain(_field(model, name), value)


def _plain(field: "Field[Any, Any]", value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_date(value.date())
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_money(value)
    choices: Mapping[Any, Any] = dict(field.flatchoices)
    return str(choices.get(value, value))
