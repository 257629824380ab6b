"""Rows of several tables in one statement: a page that shows a little of each asks once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import DecimalField, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject


def together(parts: "Mapping[str, QuerySet[Any]]") -> dict[str, list[Any]]:
    """The rows of each part as models, in no order; without their related rows (one query)."""
    found: dict[str, list[Any]] = {name: [] for name in parts}
    statements = [_as_json(name, rows) for name, rows in parts.items()]
    if not statements:
        return found
    first, *others = statements
    for name, row in first.union(*others, all=True) if others else first:
        found[name].append(_made(parts[name].model, row))
    return found


def _as_json(name: str, rows: "QuerySet[Any]") -> "QuerySet[Any, tuple[str, dict[str, Any]]]":
    """The name and a row as JSON, decimals as text so that no binary float comes in."""
    columns = {
        f.attname: Cast(f.attname, TextField()) if isinstance(f, DecimalField) else F(f.attname)
        for f in rows.model._meta.concrete_fields
    }
    return rows.order_by().values_list(Value(name), JSONObject(**columns))


def _made(model: type[Model], row: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    values = [field.to_python(row[field.attname]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)
