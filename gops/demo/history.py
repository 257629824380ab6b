"""The whole history of the demo centre, day by day, in one transaction: all of it or nothing."""

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from benefits.models import Decision
from benefits.queries import PDF_JOB
from benefits.services import decisions_finalise
from cases.models import Case
from clients.services import access_by_exception
from core.dictionaries import system_user
from core.models import BenefitKind, Job
from core.months import month_of, previous_month
from core.pdf import render_pdf
from gops.demo import words
from gops.demo.casework import Journey
from gops.demo.circumstances import record_circumstances
from gops.demo.days import before, first_month, months_between, work_on
from gops.demo.life import record_life
from gops.demo.money import lists_of_today, one_ends, one_is_withheld, rounds
from gops.demo.office import Office, open_office
from gops.demo.plan import Plan, make_plan
from gops.demo.reach import load_villages, record_reach
from gops.demo.register import Home, record_family
from payments.models import LedgerEntry, PaymentList
from reports.services import report_run

ROOMS = ("clients", "cases", "benefits", "payments")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made: households, whole months before the current one."""

    households: int
    months: int


SMALL = Size(60, 6)
FULL = Size(220, 18)

# What happens on a day: (day, order within the day, number), and what to do.
Event = tuple[date, int, int, Callable[[], object]]


def make_history(*, size: Size, seed: int, today: date, tell: Tell = lambda _text: None) -> None:
    """Write the centre and its history up to `today` into an empty database."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)  # a million short-lived objects: look for cycles rarely
    try:
        with transaction.atomic():
            _set_up_session()
            _write(size, seed, today, tell)
    finally:
        gc.set_threshold(*thresholds)


def _set_up_session() -> None:
    """Compiling plans costs more than running these many small statements."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")


def _write(size: Size, seed: int, today: date, tell: Tell) -> None:
    start = first_month(today, size.months)
    plan = make_plan(seed=seed, households=size.households, start=start, today=today)
    opened = min([start, *(family.opened_on for family in plan.families)])
    office = open_office(opened)
    tell(f"{size.households} rodzin, {len(plan.wishes)} wniosków od {start:%d.%m.%Y}")
    load_villages()
    homes = {family.number: record_family(family=family, office=office) for family in plan.families}
    for family in plan.families:
        record_circumstances(
            family=family,
            home=homes[family.number],
            actor=office.clerks[0],
            today=today,
            seed=seed,
        )
        home = homes[family.number]
        record_reach(family=family, home=home, actor=office.clerks[0], today=today)
    _analyse()
    month = start
    for day, _order, _number, happens in _events(plan, office, homes, seed):
        if month_of(day) > month:
            tell(f"{month:%m.%Y}: {_written()}")
            month = month_of(day)
            _analyse()
        happens()
    record_life(plan=plan, homes=homes, office=office)
    _today(plan, office, homes)
    tell(f"{month:%m.%Y}: {_written()}")
    _keep_the_bell_quiet()


def _events(plan: Plan, office: Office, homes: dict[int, Home], seed: int) -> list[Event]:
    """Everything that happens, in the order of its days."""
    kinds = {kind.code: kind for kind in BenefitKind.objects.all()}
    paper = _paper()
    events: list[Event] = []
    for wish in plan.wishes:
        journey = Journey(wish, homes[wish.family.number], office, kinds, paper)
        for step, day in wish.days.items():
            events.append((day, 10 + step, wish.number, partial(journey.step, step, day)))
    paying = rounds(office=office, seed=seed, start=plan.start, today=plan.today)
    for number, round_ in enumerate(paying):
        for paying_step, day in round_.days.items():
            events.append((day, 50 + paying_step, number, partial(round_.step, paying_step, day)))
    for month in months_between(plan.start, plan.today):
        for monday in (7, 21):
            day = work_on(month.replace(day=monday))
            if day <= plan.today:
                events.append((day, 1, 0, partial(decisions_finalise, day)))
        if month > plan.start:
            events.append((month, 2, 0, partial(_keep_statistics, month)))
    ending = before(plan.today - timedelta(days=3))
    events.append((ending, 80, 0, partial(one_ends, office=office, today=ending)))
    return sorted(events, key=lambda event: event[:3])


def _keep_statistics(first_of_month: date) -> None:
    report_run(
        actor=system_user(),
        month=previous_month(first_of_month),
        today=first_of_month,
        scheduled=True,
    )


def _today(plan: Plan, office: Office, homes: dict[int, Home]) -> None:
    """What is under way today: finality, lists at each step, an exception, one withheld."""
    decisions_finalise(plan.today)
    one_is_withheld(office=office, today=plan.today)
    lists_of_today(office=office, today=plan.today)
    other = next(family for family in plan.families if family.district == "Rejon 1")
    access_by_exception(
        actor=office.workers["Rejon 2"],
        household=homes[other.number].household,
        reason=words.WHY_ACCESS,
        today=plan.today - timedelta(days=2),
    )


def _keep_the_bell_quiet() -> None:
    """A worker draws the PDF of every decision; nobody is told of each."""
    Job.objects.filter(name=PDF_JOB).update(seen_at=timezone.now())


def _paper() -> bytes:
    return render_pdf(
        '<html lang="pl"><head><title>Zaświadczenie (przykład)</title></head>'
        "<body><h1>Zaświadczenie</h1><p>Dokument przykładowy ośrodka demonstracyjnego.</p>"
        "</body></html>"
    )


def _written() -> str:
    return (
        f"spraw {Case.objects.count()}, decyzji {Decision.objects.exclude(number=None).count()}, "
        f"list {PaymentList.objects.count()}"
    )


def _analyse() -> None:
    """The planner learns how big the tables have become (ours only: the rest is shared)."""
    ours = [
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(ours)}")


def summary() -> list[tuple[str, int]]:
    """What the database holds now, for the command to print."""
    statuses = Counter(Decision.objects.values_list("result", flat=True))
    return [
        ("sprawy", Case.objects.count()),
        ("decyzje wydane", Decision.objects.exclude(number=None).count()),
        ("w tym odmowy", statuses["refused"]),
        ("listy wypłat", PaymentList.objects.count()),
        ("zapisy księgi", LedgerEntry.objects.count()),
    ]
