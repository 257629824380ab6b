"""Steps of a merge, as they are written, remembered and taken back.

A step is a dict: `{"do": "move", "model", "field", "ids", "from", "to"}` for rows that change
hands, `{"do": "change", "model", "id", "before", "after"}` for columns of one row,
`{"do": "remove", "model", "row"}` and `{"do": "make", "model", "id"}`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

Step = dict[str, Any]


def move(model: type[Model], attname: str, ids: Iterable[int], old: int, new: int) -> list[Step]:
    """Give rows of the person `old` to `new`; no step when there are none."""
    found = list(ids)
    if not found:
        return []
    model._base_manager.filter(pk__in=found).update(**{attname: new})
    return [
        {
            "do": "move",
            "model": model._meta.label,
            "field": attname,
            "ids": found,
            "from": old,
            "to": new,
        }
    ]


def change(row: Any, values: Mapping[str, Any]) -> Step:
    """Write `values` (by column) into a row."""
    before = {name: stored(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    after = {name: stored(row, name) for name in values}
    return _step("change", row, id=row.pk, before=before, after=after)


def remove(row: Any) -> Step:
    """Delete a row; the history keeps it, and the step all that it said."""
    said = {field.attname: stored(row, field.attname) for field in row._meta.concrete_fields}
    step = _step("remove", row, row=said)
    row.delete()
    return step


def made(row: Any) -> Step:
    """A row that the merge has made."""
    return _step("make", row, id=row.pk)


def taken_back(step: Step) -> list[str]:
    """Undo one step. Returns what is no more as it was left, and stays so: `label:id`."""
    model: Any = apps.get_model(step["model"])
    if step["do"] == "move":
        rows = model._base_manager.filter(pk__in=step["ids"], **{step["field"]: step["to"]})
        back = set(rows.values_list("pk", flat=True))
        rows.update(**{step["field"]: step["from"]})
        return [f"{step['model']}:{pk}" for pk in step["ids"] if pk not in back]
    if step["do"] == "change":
        row = model._base_manager.filter(pk=step["id"]).first()
        if row is None or any(stored(row, n) != was for n, was in step["after"].items()):
            return [f"{step['model']}:{step['id']}"]
        put(row, step["before"])
        row.save(update_fields=list(step["before"]))
    elif step["do"] == "remove":
        row = model()
        put(row, step["row"])
        row.save(force_insert=True)
    else:
        model._base_manager.filter(pk=step["id"]).delete()
    return []


def stored(row: Any, attname: str) -> Any:
    """A column as JSON keeps it; read again by `put`."""
    value = getattr(row, attname)
    if value is None or isinstance(value, bool | int | str):
        return value
    return _field(type(row), attname).value_to_string(row)


def put(row: Any, said: Mapping[str, Any]) -> None:
    """Columns as `stored` gave them, back into a row (not saved)."""
    for attname, value in said.items():
        field = _field(type(row), attname)
        setattr(row, attname, value if value is None else field.to_python(value))


def _field(model: type[Model], attname: str) -> "Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _step(do: str, of: Any, **more: Any) -> Step:
    return {"do": do, "model": of._meta.label, **more}
