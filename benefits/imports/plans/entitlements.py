"""Running entitlements: what an older system still pays goes on here from the cut-over month.

The schedule opens with the cut-over month, so that months before it never become due here; the
days that the decision granted stay in the case and in the source id. Amount, period and decision
of what was taken over once do not change with a file: that takes a decision of this office.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

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
from benefits.imports.plans.signs import check_sign, open_cases, signs_taken
from benefits.imports.states import ImportKind, Outcome, Verdict
from cases.models import Case, PaymentWay
from clients.models import Household, Membership
from clients.queries.access import valid_on
from core.months import last_day, month_of
from core.polish import GROSZ, format_date
from payments.models import Entitlement
from payments.services import entitlements_open

KIND = ImportKind.ENTITLEMENTS
PAYEE = ("way", "payee_name", "payee_address", "nrb")
"""What a file may change of an entitlement that was taken over before."""
GRANTED = ("valid_from", "first_amount", "number", "day")
"""What the older system granted, kept with its number: an export says it again."""
SCHEDULE = ("valid_from", "valid_to", "first_amount", "last_amount")


def plan(rows: Sequence[ImportRow], about: About) -> list[Planned]:
    """What each row would do (≤ 11 queries for all of them); nothing is written."""
    planned = begin(KIND, rows, about)
    persons_meant(about, planned)
    known = sources(about, KIND, [row.source_id for row in rows])
    recorded = {
        e.pk: e for e in Entitlement.objects.filter(pk__in={s.object_id for s in known.values()})
    }
    people = {item.person.pk for item in planned if item.person}
    theirs: dict[int, list[Entitlement]] = defaultdict(list)
    for row in Entitlement.objects.filter(person__in=people).order_by("id"):
        theirs[row.person_id].append(row)
    if any(_never_paid(row) for rows_of in theirs.values() for row in rows_of):
        about.taken_back = _taken_back(people)
    homes, sizes = _homes(people, about)
    signs = signs_taken(planned)
    for item in planned:
        once_in_file(about, item, "id", item.row.source_id, "id")
        item.known = known.get(item.row.source_id)
        if item.person and not item.bad:
            item.target = recorded.get(item.known.object_id) if item.known else None
            _check(item, theirs[item.person.pk], homes.get(item.person.pk), sizes, about)
            check_sign(item, signs, about)
        item.settle()
    return planned


def _homes(people: set[int], about: About) -> tuple[dict[int, Household], Mapping[int, int]]:
    """By person the household on the cut-over day; by household how many belong to it then."""
    day = about.run.cutover or about.today
    homes: dict[int, Household] = {}
    mine = Membership.objects.filter(valid_on(day), person__in=people)
    for membership in mine.select_related("household").order_by("shared_custody", "id"):
        homes.setdefault(membership.person_id, membership.household)
    sizes: dict[int, int] = defaultdict(int)
    members = Membership.objects.filter(valid_on(day), household__in=set(homes.values()))
    for household_id in members.values_list("household_id", flat=True):
        sizes[household_id] += 1
    return homes, sizes


def _check(
    item: Planned,
    theirs: Sequence[Entitlement],
    home: Household | None,
    sizes: Mapping[int, int],
    about: About,
) -> None:
    said, person, cutover = item.values, item.person, about.run.cutover
    if person is None or cutover is None:
        item.error("valid_from", _("The first month paid here is missing."))
        return
    if item.target is None and item.known is None:
        found = [e for e in theirs if _is_taken_over(e, item, about)]
        item.target = next((e for e in found if not _never_paid(e)), None)
        if item.target is None and any(e.pk not in about.taken_back for e in found):
            item.error(
                "number", _("It was ended here before its first day. A new decision opens it.")
            )
    said.setdefault("payee_name", person.full_name[:140])
    _check_payee(item)
    if item.target is not None:
        item.said = dict(item.known.said) if item.known else {}
        _compare(item, item.target, about)
        return
    if home is None:
        item.error("person", _("%(person)s belongs to no household then. Import households first.")
                   % {"person": person})  # fmt: skip
        return
    schedule = _schedule(item, about)
    said.setdefault("household_size", max(1, sizes.get(home.pk, 1)))
    if not item.bad:
        _check_free(item, theirs, schedule, about)
    item.final = {"household": home, **schedule}
    item.said = {key: said[key] for key in GRANTED if key in said}


def _is_taken_over(entitlement: Entitlement, item: Planned, about: About) -> bool:
    """The same item of the same decision; it may have been taken over with another first month."""
    said = item.values
    start = max(said["valid_from"], about.run.cutover or said["valid_from"])
    later = entitlement.valid_from >= said["valid_from"]
    return (
        entitlement.origin_number == said["number"]
        and entitlement.kind_id == about.kinds[said["kind"]].pk
        and (
            entitlement.valid_from in (start, said["valid_from"])
            or (later and entitlement.valid_to == said.get("valid_to"))
        )
    )


def _never_paid(entitlement: Entitlement) -> bool:
    """Ended before its first day."""
    ended = entitlement.ended_on
    return ended is not None and ended < entitlement.valid_from


def _taken_back(people: set[int]) -> set[int]:
    """Entitlements of these people that an import made and that were taken back with it."""
    rows = ImportRow.objects.filter(
        run__kind=KIND, outcome=Outcome.UNDONE, person_id__in=people
    ).values_list("made", flat=True)
    return {pk for made in rows for what, pk in made if what == "entitlement"}


def _check_payee(item: Planned) -> None:
    said = item.values
    if said["way"] == PaymentWay.TRANSFER and not said.get("nrb"):
        item.error("nrb", _("A transfer needs the number of an account."))
    if said["way"] != PaymentWay.TRANSFER and said.get("nrb"):
        item.warning("nrb", _("The account is left out: the money is paid in cash."))
        said.pop("nrb")
    for code, most in (("payee_name", 140), ("payee_address", 200), ("number", 80)):
        if len(said.get(code, "")) > most:
            item.error(code, _("This is longer than %(most)d characters.") % {"most": most})
    if said["amount"] <= 0:
        item.error("amount", _("An amount to be paid is more than zero."))


def _schedule(item: Planned, about: About) -> dict[str, Any]:
    """Days and amounts of the schedule here; months before the cut-over are paid elsewhere."""
    said, cutover = item.values, about.run.cutover or date.max
    start, end = said["valid_from"], said.get("valid_to")
    periodic = about.kinds[said["kind"]].periodic
    if end and end < start:
        item.error("valid_to", _("It ends before it begins."))
    elif (end and end < cutover) or (not periodic and start < cutover):
        item.error("valid_to", _("It is over before %(day)s: nothing of it is paid here.")
                   % {"day": format_date(cutover)})  # fmt: skip
    if said["day"] > about.today:
        item.error("day", _("This day is still to come."))
    if start < cutover:
        item.warning("valid_from", _("Granted from %(from)s, paid here from %(to)s.")
                     % {"from": format_date(start), "to": format_date(cutover)})  # fmt: skip
    first, last = said.get("first_amount"), said.get("last_amount")
    opening = max(start, cutover)
    if periodic and start >= cutover and start.day > 1 and first is None:
        until = min(end or last_day(start), last_day(start))
        first = _part(said["amount"], start, until)
        item.warning("first_amount", _("Counted by days: %(amount)s.") % {"amount": first})
    if periodic and end and end < last_day(end) and last is None:
        last = _part(said["amount"], max(month_of(end), opening), end)
        item.warning("last_amount", _("Counted by days: %(amount)s.") % {"amount": last})
    return {
        "valid_from": opening,
        "valid_to": end,
        "first_amount": first if start >= cutover else None,
        "last_amount": last,
    }


def _part(amount: Decimal, since: date, until: date) -> Decimal:
    """Part of a month by its calendar days (art. 106 ust. 3 UPS)."""
    days = (until - since).days + 1
    return (amount * days / last_day(since).day).quantize(GROSZ, ROUND_HALF_UP)


def _check_free(
    item: Planned, theirs: Sequence[Entitlement], schedule: dict[str, Any], about: About
) -> None:
    """A person has a benefit once at a time; help that is paid once, once by an item."""
    kind, number = about.kinds[item.values["kind"]], item.values["number"]
    start, end = schedule["valid_from"], schedule["valid_to"] or date.max
    for other in theirs if kind.periodic else ():
        until = min(other.valid_to or date.max, other.ended_on or date.max)
        if other.kind_id == kind.pk and start <= until and other.valid_from <= end:
            item.error("kind", _("%(person)s has this benefit here already for some of these days.")
                       % {"person": item.person})  # fmt: skip
    rows = about.granted.setdefault((item.person and item.person.pk, kind.pk), [])
    for row, since, until, as_number in rows:
        if (
            (start <= until and since <= end)
            if kind.periodic
            else (number, start) == (as_number, since)
        ):
            item.error("kind", _("Row %(row)d grants the same benefit for the same days.")
                       % {"row": row})  # fmt: skip
    rows.append((item.row.number, start, end, number))


def _compare(item: Planned, before: Entitlement, about: About) -> None:
    """Who is paid where may change; everything else stays as it was taken over."""
    said = item.values
    if item.unchanged:
        return
    stays = {
        "person": (before.person_id, item.person.pk if item.person else None),
        "kind": (before.kind_id, about.kinds[said["kind"]].pk),
        "amount": (before.amount, said["amount"]),
        "valid_to": (before.valid_to, said.get("valid_to")),
        "number": (before.origin_number, said["number"]),
        "day": (before.origin_day, said["day"]),
    }
    for code, (old, new) in stays.items():
        if old != new:
            item.error(code, _("It was taken over otherwise. A change needs a decision here."))
    for code in PAYEE:
        new = said.get(code, "")
        if (new or code == "nrb") and new != getattr(before, code):
            item.change(code, getattr(before, code), new)


def write(planned: Sequence[Planned], about: About) -> None:
    """Write what was planned, inside the caller's transaction."""
    _open([item for item in planned if item.verdict == Verdict.NEW], about)
    for item in planned:
        if item.verdict == Verdict.CHANGED:
            changed = {code: item.values.get(code, "") for code, *_rest in item.row.changes}
            Entitlement.objects.filter(pk=item.target.pk).update(**changed)
            item.done(Outcome.CHANGED, [("entitlement", item.target.pk)])
    write_unchanged(planned)
    remember_rows(about, KIND, planned)


def _open(items: Sequence[Planned], about: About) -> None:
    if not items:
        return
    cases = open_cases(items, about)
    wanted = [_wanted(item, case, about) for item, case in zip(items, cases, strict=True)]
    opened = entitlements_open(
        actor=about.actor, today=about.today, wanted=wanted, reason=about.reason
    )
    for item, case, entitlement in zip(items, cases, opened, strict=True):
        item.target = entitlement
        item.done(Outcome.MADE, [("entitlement", entitlement.pk), ("case", case.pk)])


def _wanted(item: Planned, case: Case, about: About) -> Entitlement:
    said, final = item.values, item.final
    return Entitlement(
        case=case,
        person=item.person,
        household=final["household"],
        kind=about.kinds[said["kind"]],
        amount=said["amount"],
        way=said["way"],
        payee_name=said["payee_name"],
        payee_address=said.get("payee_address", ""),
        nrb=said.get("nrb", ""),
        pays_health_contribution=said.get("pays_health_contribution", False),
        origin_number=said["number"],
        origin_day=said["day"],
        origin_basis=said["basis"],
        household_size=said["household_size"],
        **{name: final[name] for name in SCHEDULE},
    )
