"""Two people change the same record: both versions side by side, chosen field by field."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Model
from django.forms import Form
from django.http import QueryDict

from clients.presenters.history import value_words
from clients.services.rows import fingerprint
from core.polish import format_date
from core.queries import last_change

CHOICE = "keep-"
"""What the conflict page sends for a field: `keep-name=saved`, or `typed`."""


def with_choices(data: QueryDict, row: Model) -> QueryDict | None:
    """What was sent, with what is saved in `row` wherever «they saved» was chosen; None: nothing.

    Give it to the form instead of `request.POST`.
    """
    if not data:
        return None
    chosen = data.copy()
    for key in data:
        name = key.removeprefix(CHOICE)
        if key != name and data[key] == "saved" and hasattr(row, name):
            _put(chosen, name, getattr(row, name))
    return chosen


def clash(form: Form, row: Any, before: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Context of clients/conflict.html for a form that was opened on `before` (by column).

    A field that only the other person changed is taken over into the form; where both did,
    `rows` offers both. The next sending starts from the version of `row`.
    """
    typed = cast(QueryDict, form.data).copy()
    rows, taken = [], []
    for name in names:
        attname = row._meta.get_field(name).attname
        if name not in form.fields or before.get(attname) == getattr(row, attname):
            continue  # they did not touch it
        mine, saved = form.cleaned_data.get(name), getattr(row, name)
        if _same(mine, saved):
            continue
        shown = {
            "name": name,
            "label": form[name].label,
            "saved": _words(row, name, saved),
            "typed": _words(row, name, mine),
            "field": form[name].id_for_label,
        }
        if _same(mine, before.get(attname)):
            _put(typed, name, saved)
            taken.append(shown)
        else:
            rows.append(shown)
    typed["version"] = str(row.version)
    form.data = typed
    return {"last": last_change(row), "clashes": rows, "taken": taken}


def see_again(form: Form, row: Model) -> bool:
    """Did somebody change `row` since the form was opened? The next sending starts from now."""
    now: Any = type(row)._default_manager.filter(pk=row.pk).first()
    if now is None or form.data.get("seen") == fingerprint(now):
        return False
    typed = cast(QueryDict, form.data).copy()
    typed["seen"] = fingerprint(now)
    form.data = typed
    return True


def _put(data: QueryDict, name: str, value: Any) -> None:
    """A stored value as the field would have sent it."""
    if value is None or value is False or value == "":
        data.pop(name, None)
    elif value is True:
        data[name] = "on"
    else:
        shown = format_date(value) if isinstance(value, date) else value
        data[name] = str(value.pk if isinstance(value, Model) else shown)


def _same(mine: Any, other: Any) -> bool:
    one = mine.pk if isinstance(mine, Model) else mine
    two = other.pk if isinstance(other, Model) else other
    return (one or None) == (two or None)


def _words(row: Model, name: str, value: Any) -> str:
    return str(value) if isinstance(value, Model) else value_words(type(row), name, value)
