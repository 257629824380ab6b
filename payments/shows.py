"""What pages of other rooms show of payments: rail, desk, search, household and case panels."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.models import User
from core.months import last_day, month_of, month_words
from core.permissions import Permission, allowed
from core.polish import format_date, format_money
from core.registry import (
    DeskGroup,
    DeskItem,
    Figure,
    Hit,
    NavItem,
    Panel,
    SheetLine,
    SheetPart,
    Shows,
)
from payments.destruction import DESTRUCTION
from payments.files.profiles import PROFILES
from payments.models import Entitlement, PaymentList
from payments.perms import may_step
from payments.person_copy import COPY
from payments.queries.death import standing_death, withheld_by_death
from payments.queries.entitlement import (
    entitlements_in,
    entitlements_visible_to,
    paid_months,
)
from payments.queries.lists import (
    held_dues,
    lists_visible_to,
    lists_waiting,
    returned_dues,
    unlisted_sum,
)
from payments.queries.now import money_now
from payments.queries.schedule import missing_dues
from payments.states import OPEN, EntitlementStatus, ListStatus

ON_DESK = 6
HITS = 8
IN_PANEL = 20


def _list_item(one: PaymentList, action: str) -> DeskItem:
    return DeskItem(
        title=one.number,
        detail=_("%(amount)s, to be paid on %(day)s")
        % {"amount": format_money(one.total), "day": format_date(one.pay_day)},
        url=reverse("payments:list", args=[one.pk]),
        action=action,
        due=one.pay_day,
    )


def _group(user: User, status: ListStatus, title: str, action: str) -> Iterator[DeskGroup]:
    mine = [one for one in lists_waiting([status]) if may_step(user, one)]
    if mine:
        url = f"{reverse('payments:lists')}?status={status.value}"
        items = [_list_item(one, action) for one in mine[:ON_DESK]]
        yield DeskGroup(title, len(mine), url, items)


def _desk(user: User, today: date) -> Iterable[DeskGroup]:
    """Per role: to prepare, to check, to approve, to pay out; and what I sent on."""
    if allowed(user, Permission.LISTS_PREPARE):
        yield from _to_prepare(today)
    if allowed(user, Permission.LISTS_CHECK):
        title = _("Payment lists to check on substance")
        yield from _group(user, ListStatus.PREPARED, title, _("Check"))
    if allowed(user, Permission.LISTS_CHECK_ACCOUNTS):
        title = _("Payment lists to check on accounts")
        yield from _group(user, ListStatus.CHECKED, title, _("Check"))
    if allowed(user, Permission.LISTS_APPROVE):
        title = _("Payment lists to approve")
        yield from _group(user, ListStatus.ACCOUNTS_CHECKED, title, _("Approve"))
    if allowed(user, Permission.BANK_FILES):
        title = _("Approved lists to pay out")
        yield from _group(user, ListStatus.APPROVED, title, _("Pay out"))
    if allowed(user, Permission.LEDGER_CORRECT):
        yield from _after_deaths(user, today)
    if allowed(user, Permission.LISTS_PREPARE):
        yield from _sent_on(user)


def _to_prepare(today: date) -> Iterator[DeskGroup]:
    month, run = month_of(today), reverse("payments:run")
    items = []
    missing = missing_dues(month)
    if missing:
        count = sum(row.count for row in missing)
        amount = sum((row.amount for row in missing), Decimal("0.00"))
        items.append(
            DeskItem(
                _("Monthly run of %(month)s") % {"month": month_words(month)},
                _payments(count, amount),
                run,
                _("Run"),
            )
        )
    day = max(last_day(month), today)
    count, amount = unlisted_sum(month, day)
    if count:
        items.append(
            DeskItem(_("Due, on no list yet"), _payments(count, amount), run, _("Prepare lists"))
        )
    if held := held_dues(month, day).count():
        detail = ngettext("%(count)s payment", "%(count)s payments", held) % {"count": held}
        items.append(
            DeskItem(_("Held back"), detail, f"{run}#held", _("See why"), meaning="attention")
        )
    if back := list(returned_dues().order_by("month").values_list("month", flat=True)):
        detail = ngettext("%(count)s payment", "%(count)s payments", len(back)) % {
            "count": len(back)
        }
        url = f"{reverse('payments:reconcile')}?month={back[0]:%Y-%m}"
        items.append(
            DeskItem(_("Came back from the bank"), detail, url, _("Settle"), meaning="attention")
        )
    if items:
        yield DeskGroup(_("Payments to prepare"), len(items), run, items)


def _payments(count: int, amount: Decimal) -> str:
    return ngettext("%(count)s payment, %(amount)s", "%(count)s payments, %(amount)s", count) % {
        "count": count,
        "amount": format_money(amount),
    }


def _after_deaths(user: User, today: date) -> Iterator[DeskGroup]:
    """What a death withheld and somebody has to settle."""
    stops = withheld_by_death(user, today)
    items = [
        DeskItem(
            str(stop.death.person),
            stop.entitlement.kind.name,
            reverse("payments:death", args=[stop.death.person_id]),
            _("Settle"),
            meaning="attention",
        )
        for stop in stops[:ON_DESK]
    ]
    if items:
        yield DeskGroup(_("Withheld after a death"), stops.count(), items[0].url, items)


def _sent_item(one: PaymentList) -> DeskItem:
    item = _list_item(one, _("Open"))
    return replace(item, detail=f"{ListStatus(one.status).label}, {format_money(one.total)}")


def _sent_on(user: User) -> Iterator[DeskGroup]:
    mine = lists_waiting(OPEN).filter(prepared_by=user)
    items = [_sent_item(one) for one in mine[:ON_DESK]]
    if items:
        url = reverse("payments:lists")
        yield DeskGroup(_("Payment lists I prepared"), mine.count(), url, items, "waiting")


def _search(user: User, text: str, today: date) -> Iterable[Hit]:
    """Lists by their number."""
    if len(text) < 3 or not any(char.isdigit() for char in text):
        return
    for one in lists_visible_to(user).filter(number__icontains=text)[:HITS]:
        yield Hit(
            one.number,
            f"{format_money(one.total)}, {format_date(one.pay_day)}",
            reverse("payments:list", args=[one.pk]),
            _("Payment lists"),
            "payment_list",
        )


def _panel(found: list[Entitlement], ledger: Q) -> Panel | None:
    if not found:
        return None
    context = {"entitlements": found, "months": paid_months(ledger)}
    return Panel("payments", _("Payments"), "payments/_panel.html", context, len(found))


def _household(user: User, household_id: int, today: date) -> Panel | None:
    """What a household is paid, and was paid by month."""
    found = entitlements_in(user, household_id, today)
    return _panel(found, Q(entitlement__household_id=household_id))


def _money(user: User, household_id: int, today: date) -> Iterator[Figure]:
    """Due this month, paid this year, paid too much."""
    now = money_now(user, household_id, today)
    if now is None:
        return
    paid = _("paid: %(amount)s") % {"amount": format_money(now.paid_month)}
    if now.suspended:
        held = ngettext("%(n)s benefit suspended", "%(n)s benefits suspended", now.suspended)
        paid = f"{paid}; {held % {'n': now.suspended}}"
    panel = "#panel-payments"
    month = _("Due for %(month)s") % {"month": month_words(month_of(today))}
    meaning = "attention" if now.suspended else "neutral"
    yield Figure(month, format_money(now.due_month), paid, panel, meaning, 10)
    yield Figure(_("Paid this year"), format_money(now.paid_year), "", panel, order=11)
    if now.too_much > 0:
        more = _("not made up for yet")
        yield Figure(
            _("Paid too much"), format_money(now.too_much), more, panel, "danger", order=12
        )


def _sheet(user: User, household_id: int, today: date) -> SheetPart | None:
    """Benefits that run, and those of later months, on the paper for a visit (one query)."""
    if not allowed(user, Permission.PAYMENTS_VIEW):
        return None
    month = month_of(today)
    found = entitlements_visible_to(user, today).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=month),
        Q(ended_on__isnull=True) | Q(ended_on__gte=month),
        household_id=household_id,
    )
    return SheetPart(_("Running benefits"), tuple(_sheet_line(one) for one in found), order=10)


def _sheet_line(one: Entitlement) -> SheetLine:
    held = f", {one.get_status_display()}" if one.status == EntitlementStatus.SUSPENDED else ""
    start, end = format_date(one.valid_from), one.ended_on or one.valid_to
    since = _("since %(day)s") % {"day": start}
    return SheetLine(
        f"{one.kind.name}, {one.person.first_name}{held}",
        f"{start} – {format_date(end)}" if end else since,
        format_money(one.amount),
    )


def _case(user: User, case_id: int, today: date) -> Panel | None:
    """What was paid from a case."""
    found = entitlements_visible_to(user, today).filter(case_id=case_id)
    return _panel(list(found.order_by("-valid_from")), Q(entitlement__case_id=case_id))


def _person(user: User, person_id: int, today: date) -> Panel | None:
    """What a person is paid, and the death with what it stopped."""
    found = list(entitlements_visible_to(user, today).filter(person_id=person_id)[:IN_PANEL])
    death = standing_death(person_id)
    may_record = allowed(user, Permission.CLIENTS_EDIT)
    if not (found or death or may_record):
        return None
    context = {
        "entitlements": found,
        "months": [],
        "death": death,
        "person_id": person_id,
        "may_record": may_record,
    }
    return Panel("payments", _("Payments"), "payments/_person_panel.html", context, len(found))


SHOWS = Shows(
    destruction=(DESTRUCTION,),
    person_copy=(COPY,),
    nav=(
        NavItem(
            gettext_lazy("Payments"),
            "payments:lists",
            "cash-stack",
            Permission.PAYMENTS_VIEW,
            "/payments/",
        ),
    ),
    desk=(_desk,),
    search=(_search,),
    household_panels=(_household,),
    household_figures=(_money,),
    field_sheet=(_sheet,),
    person_panels=(_person,),
    case_panels=(_case,),
    row_pages={Entitlement: "payments:entitlement"},
    bank_profiles=tuple((profile.code, profile.name) for profile in PROFILES.values()),
)
