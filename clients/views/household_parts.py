"""Parts of the page of a household that other pages show, too: what matters now, the family."""

from datetime import date
from typing import Any

from clients import queries
from clients.models import Membership
from clients.presenters.family import family, holds, ties
from clients.presenters.suggestions import suggestions
from core.models import User
from core.registry import Figure, registry


def figures_of(user: User, household_id: int, today: date) -> list[Figure]:
    """What matters now, as the rooms say it, in order."""
    found = [
        figure
        for provider in registry.household_figures
        for figure in provider(user, household_id, today)
    ]
    return sorted(found, key=lambda figure: figure.order)


def relations_of(user: User, members: list[Membership], day: date) -> dict[str, Any]:
    """The drawing of the family, its table, and what the roles suggest (two queries)."""
    inside = {m.person_id: "" for m in members}
    people = {m.person_id: m.person for m in members}
    rows = queries.relationships_of(inside)
    ends = {row.person_id for row in rows} | {row.other_id for row in rows}
    seen = queries.visible_among(user, ends - set(inside), day) if ends - set(inside) else set()
    rows = [r for r in rows if {r.person_id, r.other_id} <= seen | set(inside)]
    holding = [row for row in rows if holds(row, day)]
    for row in holding:
        people.setdefault(row.person_id, row.person)
        people.setdefault(row.other_id, row.other)
    bonds = ties(members, holding, day)
    return {
        "family": family(list(people.values()), bonds, inside, day) if len(people) > 1 else None,
        "relations": rows,
        "suggested": suggestions(members, rows, day),
    }
