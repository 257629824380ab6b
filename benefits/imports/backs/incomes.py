"""Incomes: withdrawn, as everywhere; what a benefit was calculated with stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from benefits.imports.backs.base import all_made, forget_sources, gone, held, made
from benefits.imports.models import ImportRow
from benefits.imports.plans.base import About
from benefits.imports.states import ImportKind
from benefits.models import Calculation
from clients.models import Income


def lock(rows: Sequence[ImportRow]) -> None:
    """Hold the incomes."""
    held(Income, all_made(rows, "income"))


def why_stays(rows: Sequence[ImportRow], about: About) -> Mapping[int, str]:
    """Reasons by row; no reason: it is withdrawn."""
    found = Income.objects.in_bulk(all_made(rows, "income"))
    counted = _last_calculations({income.person_id for income in found.values()})
    stays = {}
    for row in rows:
        income = found.get(made(row, "income"))
        if income is None:
            stays[row.pk] = gone()
        elif income.withdrawn_at is not None:
            stays[row.pk] = _("It was withdrawn or corrected since.")
        elif (day := counted.get(income.person_id)) and day >= income.recorded_at:
            stays[row.pk] = _("A benefit of the household was calculated since.")
    return stays


def _last_calculations(people: set[int]) -> dict[int, datetime]:
    """By person when a benefit of a household of theirs was calculated last."""
    person = "case__household__memberships__person"
    found = Calculation.objects.filter(**{f"{person}__in": people}).order_by()
    return dict(found.values_list(person).annotate(last=Max("made_at")))


def take_back(rows: Sequence[ImportRow], about: About) -> None:
    """Withdraw them; they stay readable."""
    ids = all_made(rows, "income")
    forget_sources(
        about, ImportKind.INCOMES, [(row.source_id, made(row, "income")) for row in rows]
    )
    Income.objects.filter(pk__in=ids, withdrawn_at__isnull=True).update(
        withdrawn_at=Now(),
        withdrawn_by=about.actor,
        withdrawn_why=_("import taken back (%(system)s)") % {"system": about.run.system},
    )
