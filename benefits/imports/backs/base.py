"""What taking back asks of every kind: what a row made, and what became of that since."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import PROTECT, Model
from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow, SourceId
from benefits.imports.plans.base import About


def made(row: ImportRow, what: str) -> int:
    """The id of what the row made, 0 for none."""
    return next((pk for kind, pk in row.made if kind == what), 0)


def all_made(rows: Iterable[ImportRow], what: str) -> set[int]:
    """Ids of all that the rows made of a kind."""
    return {pk for row in rows for kind, pk in row.made if kind == what}


def gone() -> str:
    """Why there is nothing to take back."""
    return _("It is not there any more.")


def changed() -> str:
    """Why something stays that somebody worked on."""
    return _("It was changed since.")


def used(what: str) -> str:
    """Why something stays that other things stand on."""
    return _("It was used since: %(what)s.") % {"what": what}


def uses(
    model: type[Model], ids: Collection[int], *, but: Sequence[type[Model]] = ()
) -> dict[int, str]:
    """By id the name of what else points to these rows (a query for each kind of it).

    What the database removes with them, as a suspicion of the search for duplicates, is no use.
    """
    found: dict[int, str] = {}
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if relation.on_delete is not PROTECT or other in but:
            continue
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": ids}).order_by()
        for pk in rows.values_list(relation.field.attname, flat=True).distinct():
            found.setdefault(pk, str(other._meta.verbose_name_plural))
    return found


def changes(model: type[Model], ids: Collection[int]) -> set[int]:
    """Which of these rows have another version in their history than the one they were made as."""
    rows: Any = model._base_manager
    since = rows.filter(pk__in=ids, events__pgh_label="update").order_by()
    return set(since.values_list("pk", flat=True))


def held(model: type[Model], ids: Collection[int]) -> None:
    """Keep others from changing these rows, or from pointing to them, until the commit."""
    rows: Any = model._base_manager
    list(rows.select_for_update(of=["self"]).filter(pk__in=ids).order_by("pk").values_list("pk"))


def forget_sources(about: About, kind: str, made_by: Iterable[tuple[str, int]]) -> None:
    """A row that is sent again is a new one: its number means nothing of ours any more."""
    pairs = dict(made_by)
    known = SourceId.objects.filter(
        system=about.run.system, kind=kind, source_id__in=pairs, object_id__in=pairs.values()
    )
    known.delete()
