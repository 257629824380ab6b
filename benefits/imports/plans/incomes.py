"""Incomes: recorded once, never edited; a changed row withdraws and records anew."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow
from benefits.imports.plans.base import (
    About,
    Planned,
    begin,
    once_in_file,
    persons_meant,
    remember_rows,
    sources,
    write_unchanged,
)
from benefits.imports.states import ImportKind, Outcome, Verdict
from benefits.imports.values import is_month
from clients.models import Income
from clients.services.fact_checks import NEEDS_A_REASON, check_own
from clients.services.refusals import check_fields, check_period
from core.errors import DomainError, StaleState
from core.months import last_day

KIND = ImportKind.INCOMES
COLUMNS = (
    "kind", "amount", "gross", "tax", "social", "health", "valid_from", "valid_to", "note",
    "source",
)  # fmt: skip
_NOT_TYPED = ("person", "document", "recorded_at", "recorded_by", "withdrawn_by", "replaces")


def plan(rows: Sequence[ImportRow], about: About) -> list[Planned]:
    """What each row would do (≤ 7 queries for all of them); nothing is written."""
    planned = begin(KIND, rows, about)
    persons_meant(about, planned)
    known = sources(about, KIND, [row.source_id for row in rows])
    ids = {item.object_id for item in known.values()}
    recorded = {i.pk: i for i in Income.objects.filter(pk__in=ids).select_related("person")}
    people = {item.person.pk for item in planned if item.person}
    there: dict[int, list[Income]] = defaultdict(list)
    for income in Income.objects.filter(person__in=people, withdrawn_at__isnull=True).order_by(
        "id"
    ):
        there[income.person_id].append(income)
    for item in planned:
        once_in_file(about, item, "id", item.row.source_id, "id")
        item.known = known.get(item.row.source_id)
        if item.person and not item.bad:
            before = recorded.get(item.known.object_id) if item.known else None
            _aim(item, before, there[item.person.pk], about)
        item.settle()
    return planned


def _aim(item: Planned, before: Income | None, there: Sequence[Income], about: About) -> None:
    income = _income(item, about)
    item.final["income"] = income
    try:
        check_period(income.valid_from, income.valid_to)
        check_own(income)
        if income.kind in NEEDS_A_REASON and not income.note:
            raise DomainError(_("Say in the note what kind of income this is."), "note")
        check_fields(income, *_NOT_TYPED)
    except DomainError as error:
        item.error(error.field, error.message)
        return
    if before is not None:
        _compare(item, income, before)
        return
    if income.valid_to is None:
        item.warning("valid_to", _("It has no end: it is income of every month from then on."))
    item.target = next((other for other in there if _said(other) == _said(income)), None)
    alike = [o for o in there if (o.kind, o.valid_from) == (income.kind, income.valid_from)]
    if item.target is None and alike:
        item.warning("kind", _("An income of this kind is recorded for that month already."))


def _compare(item: Planned, income: Income, before: Income) -> None:
    item.target = before
    if item.unchanged:
        return
    if before.withdrawn_at is not None:
        item.error("id", _("This income was withdrawn here. Record the right one by hand."))
        return
    if before.person_id != income.person_id:
        item.change("person", before.person, item.person)
    for name in COLUMNS:
        if getattr(before, name) != getattr(income, name):
            item.change(name, getattr(before, name), getattr(income, name))


def _income(item: Planned, about: About) -> Income:
    said: dict[str, Any] = {name: item.values[name] for name in COLUMNS if name in item.values}
    if "valid_to" not in said and is_month(item.row.data.get("valid_from", "")):
        said["valid_to"] = last_day(said["valid_from"])
    return Income(person=item.person, recorded_by=about.actor, **said)


def _said(income: Income) -> list[object]:
    return [getattr(income, name) for name in COLUMNS]


def write(planned: Sequence[Planned], about: About) -> None:
    """Write what was planned, inside the caller's transaction."""
    going = [item for item in planned if item.verdict in (Verdict.NEW, Verdict.CHANGED)]
    for item in going:
        if item.verdict == Verdict.CHANGED:
            _withdraw(item, about)
    Income.objects.bulk_create([item.final["income"] for item in going])
    for item in going:
        item.target = item.final["income"]
        made = Outcome.MADE if item.verdict == Verdict.NEW else Outcome.CHANGED
        item.done(made, [("income", item.target.pk)])
    write_unchanged(planned)
    remember_rows(about, KIND, planned)


def _withdraw(item: Planned, about: About) -> None:
    won = Income.objects.filter(pk=item.target.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=Now(),
        withdrawn_by=about.actor,
        withdrawn_why=_("changed in the older system (%(system)s)") % {"system": about.run.system},
    )
    if not won:
        raise StaleState
    item.final["income"].replaces = item.target
