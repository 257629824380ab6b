"""Rows tied to persons, whatever room they are of, and which of two persons stand in each
other's way when the persons are made one (docs/adr/0010).

No room is imported: the links are read from the models, the clashes from their constraints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, Model, Q, QuerySet, UniqueConstraint, Value
from django.db.models.fields.related import ForeignKey
from django.db.models.functions import Cast
from django.db.models.lookups import PostgresOperatorLookup

from clients.kinds import kind_of
from clients.models import Person, Recorded, Relationship

STAYS = frozenset(
    {
        "clients.LikelyPair.first",
        "clients.LikelyPair.second",
        "clients.Merge.dropped",
        "clients.Merge.kept",
        "clients.PersonWords.person",
        "reports.PersonCopy.person",
    }
)
"""Links that tell of the records themselves, as they were then: they do not change hands."""
MUTUAL = ("spouse", "partner", "sibling")
"""Relationships written once, with the lower id in `person`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column that points to a person."""

    model: type[Model]
    field: "ForeignKey[Any, Any]"

    @property
    def label(self) -> str:
        """`clients.Address.person`."""
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, *person_ids: int) -> "QuerySet[Any]":
        """Rows of these persons, the oldest first."""
        named = {f"{self.field.name}__in": person_ids}
        return self.model._base_manager.filter(**named).order_by("pk")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows of one table that cannot both be of one person; `always`: the database says so."""

    kept: Any
    dropped: Any
    always: bool


def links() -> list[Link]:
    """Every column of any room that points to a person and changes hands with a merge."""
    found = []
    for relation in Person._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model: Any = relation.related_model
        field: Any = relation.field  # type: ignore[union-attr]
        if not hasattr(model, "pgh_tracked_model"):
            found.append(Link(model, field))
    return sorted((link for link in found if link.label not in STAYS), key=lambda link: link.label)


def rows_of(kept: Person, dropped: Person) -> dict[Link, tuple[list[Any], list[Any]]]:
    """Rows of the two persons by link, one query for each link."""
    found: dict[Link, tuple[list[Any], list[Any]]] = {}
    for link in links():
        rows = list(link.rows(kept.pk, dropped.pk))
        attname = link.field.attname
        found[link] = (
            [row for row in rows if getattr(row, attname) == kept.pk],
            [row for row in rows if getattr(row, attname) == dropped.pk],
        )
    return found


def after(link: Link, row: Any, kept: Person) -> dict[str, int]:
    """Columns of a row with what they say once it belongs to `kept`."""
    changed = {link.field.attname: kept.pk}
    if isinstance(row, Relationship) and row.kind in MUTUAL:
        ends = {"person_id": row.person_id, "other_id": row.other_id, **changed}
        low, high = sorted(ends.values())
        return {"person_id": low, "other_id": high}
    return changed


def clashes(link: Link, own: list[Any], others: list[Any], kept: Person) -> list[Clash]:
    """Which rows of the other one (`others`) stand in the way of which `own` rows of `kept`.

    One query for each row and constraint, where both have rows.
    """
    if not own or not others:
        return []
    by_pk = {row.pk: row for row in own}
    found = {
        (pk, row.pk): Clash(by_pk[pk], row, True)
        for row in others
        for constraint in _constraints(link)
        for pk in _in_the_way(constraint, row, after(link, row, kept))
        if pk in by_pk
    }
    for row in others:
        for mine in own:
            if _alike(mine, row):
                found.setdefault((mine.pk, row.pk), Clash(mine, row, False))
    return list(found.values())


def _constraints(link: Link) -> list[ExclusionConstraint | UniqueConstraint]:
    """Constraints of the table that name the column."""
    named = {link.field.name, link.field.attname}
    if link.model is Relationship:
        named |= {"person", "person_id", "other", "other_id"}
    return [
        constraint
        for constraint in link.model._meta.constraints
        if isinstance(constraint, ExclusionConstraint | UniqueConstraint)
        and named & _columns(constraint)
    ]


def _columns(constraint: ExclusionConstraint | UniqueConstraint) -> set[str]:
    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields)
    return {name for expression, _operator in constraint.expressions for name in _refs(expression)}


def _refs(expression: Any) -> Iterable[str]:
    """Names of the columns in an expression."""
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, F):
        yield expression.name  # type: ignore[attr-defined]
    else:
        for source in expression.get_source_expressions():
            if source is not None:
                yield from _refs(source)


def _in_the_way(
    constraint: ExclusionConstraint | UniqueConstraint, row: Any, changed: Mapping[str, int]
) -> list[int]:
    """Ids of rows that the database would not have beside `row` with `changed` columns."""
    model = type(row)
    rows = model._base_manager.exclude(pk=row.pk)
    if constraint.condition:
        if not model._base_manager.filter(constraint.condition, pk=row.pk).exists():
            return []
        rows = rows.filter(constraint.condition)
    said = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    said |= changed
    if isinstance(constraint, UniqueConstraint):
        same = _same(constraint, model, said)
        return [] if same is None else list(rows.filter(same).values_list("pk", flat=True))
    values: dict[F, Any] = {}
    for column in model._meta.concrete_fields:
        value = Cast(Value(said[column.attname]), getattr(column, "target_field", column))
        values |= {F(column.name): value, F(column.attname): value}
    for expression, operator in constraint.expressions:
        ours: Any = F(expression) if isinstance(expression, str) else expression
        lookup = PostgresOperatorLookup(lhs=ours, rhs=ours.replace_expressions(values))
        lookup.postgres_operator = operator
        rows = rows.filter(lookup)
    return list(rows.values_list("pk", flat=True))


def _same(constraint: UniqueConstraint, model: type[Model], said: Mapping[str, Any]) -> Q | None:
    """Rows with equal columns; None when an empty one makes every row differ."""
    same = Q()
    for name in constraint.fields:
        field: Any = model._meta.get_field(name)
        value = said[field.attname]
        if value is None and constraint.nulls_distinct is not False:
            return None
        same &= Q(**({f"{name}__isnull": True} if value is None else {field.attname: value}))
    return same


def _alike(mine: Any, other: Any) -> bool:
    """Two facts that stand and say the same sort of thing about the same day."""
    if not isinstance(mine, Recorded) or mine.withdrawn_at or other.withdrawn_at:
        return False
    alike = kind_of(mine).alike
    return (
        alike is not None
        and all(getattr(mine, name) == getattr(other, name) for name in alike)
        and (mine.valid_to is None or other.valid_from <= mine.valid_to)
        and (other.valid_to is None or mine.valid_from <= other.valid_to)
    )


def same_words(mine: Any, other: Any) -> bool:
    """Do two facts say the very same, whoever recorded them and when?"""
    kind = kind_of(mine)
    names = ("valid_from", "valid_to", *kind.fields)
    return all(getattr(mine, name) == getattr(other, name) for name in names)
