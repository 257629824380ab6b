"""Payment lists from preparation to payment; four eyes at every step."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import PaymentWay
from core import audit
from core.errors import DomainError, NotYours, StaleState
from core.models import CentreAccount, User
from core.numbers import next_number
from core.permissions import Permission
from core.polish import format_date, format_money
from core.terms import payment_day
from payments.files.profiles import PROFILES
from payments.models import DueKind, PaymentLine, PaymentList
from payments.perms import CANCEL, require_any
from payments.queries.lists import Group, group_due_ids, line_problems, list_groups
from payments.services.booking import book_paid, lock_money
from payments.states import OPEN, ListStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LIST_ROWS = 500  # a longer list is cut: its paper takes 10 ms a row, and people check it by eye
_PREPARED = gettext_lazy("You prepared this list yourself; another person takes this step.")
_CHECKED = gettext_lazy(
    "You checked this list on substance yourself; another person takes this step."
)
_ACCOUNTS = gettext_lazy(
    "You checked the accounts of this list yourself; another person takes this step."
)

# The title names benefit, month and case; the sign of the case is never cut.
_LINES = """
    INSERT INTO payments_paymentline
        (payment_list_id, number, due_id, active, payee_name, payee_address, nrb, title, amount)
    SELECT %(list)s, w.number, d.id, true,
           CASE WHEN d.kind = 'health'
             THEN left(p.last_name || ' ' || p.first_name, 140) ELSE e.payee_name END,
           CASE WHEN d.kind = 'health' THEN '' ELSE e.payee_address END,
           CASE WHEN d.kind = 'health' OR e.way <> 'transfer' THEN '' ELSE e.nrb END,
           left(%(prefix)s || upper(left(b.name, 1)) || substr(b.name, 2),
                131 - length(c.znak)) || ' ' || to_char(d.month, 'MM/YYYY') || ' ' || c.znak,
           d.amount
      FROM unnest(%(dues)s::bigint[]) WITH ORDINALITY AS w(due_id, number)
      JOIN payments_due d ON d.id = w.due_id
      JOIN payments_entitlement e ON e.id = d.entitlement_id
      JOIN clients_person p ON p.id = e.person_id
      JOIN core_benefitkind b ON b.id = e.kind_id
      JOIN cases_case c ON c.id = e.case_id
"""


@audit.service
def lists_prepare(*, actor: User, month: date, pay_day: date, today: date) -> list[PaymentList]:
    """Put every payable due up to `month` onto numbered lists, one per classification and way.

    A payment day that is no working day moves before it. Dues of the dead, withheld ones and
    those without a valid account stay out (`queries.lists.held_dues`). A due is listed once,
    however often this runs. Raises DomainError for a day that has passed and when the centre
    has no account to pay from.
    """
    require_any(actor, Permission.LISTS_PREPARE)
    day = payment_day(pay_day)
    if month.day != 1:
        raise DomainError(_("A month is named by its first day."))
    if day < today:
        raise DomainError(_passed(pay_day, day))
    lock_money()
    account = CentreAccount.objects.filter(is_default=True).first()
    prepared = []
    for group in list_groups(month, day):
        if group.way == PaymentWay.TRANSFER and account is None:
            raise DomainError(_("The centre has no default account to pay from; add one."))
        for dues in _chunks(group_due_ids(month, day, group), _rows(group, account)):
            prepared.append(_prepare(actor, group, dues, month, day, today, account))
    return prepared


def _passed(asked: date, day: date) -> str:
    words = {"asked": format_date(asked), "day": format_date(day)}
    if asked == day:
        return _("%(day)s has passed. Choose a later day.") % words
    return _("%(asked)s would be paid on %(day)s, which has passed. Choose a later day.") % words


def _rows(group: Group, account: CentreAccount | None) -> int:
    if account is None or group.way != PaymentWay.TRANSFER:
        return LIST_ROWS
    profile = PROFILES.get(account.bank_profile)
    return min(LIST_ROWS, profile.max_rows) if profile else LIST_ROWS


def _chunks(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _prepare(
    actor: User,
    group: Group,
    dues: list[int],
    month: date,
    day: date,
    today: date,
    account: CentreAccount | None,
) -> PaymentList:
    payment_list = PaymentList.objects.create(
        number=_number(month, group.rozdzial),
        month=month,
        pay_day=day,
        due_kind=group.due_kind,
        dzial=group.dzial,
        rozdzial=group.rozdzial,
        paragraf=group.paragraf,
        task_type=group.task_type,
        way=group.way,
        account=account if group.way == PaymentWay.TRANSFER else None,
        prepared_by=actor,
        prepared_on=today,
    )
    health = group.due_kind == DueKind.HEALTH_CONTRIBUTION
    prefix = "Składka zdrowotna, " if health else ""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"list": payment_list.pk, "dues": dues, "prefix": prefix})
    total = payment_list.lines.aggregate(total=Sum("amount"))["total"]
    PaymentList.objects.filter(pk=payment_list.pk).update(lines_count=len(dues), total=total)
    payment_list.refresh_from_db(fields=["lines_count", "total"])
    return payment_list


def _number(month: date, rozdzial: str) -> str:
    """Gapless within month and rozdział: LW/2026/11/85216/3."""
    series = f"LW/{month:%Y/%m}/{rozdzial}"
    return f"{series}/{next_number(series, month.year)}"


@audit.service
def list_check(*, actor: User, payment_list: PaymentList, today: date) -> PaymentList:
    """Check on substance (merytorycznie), by another person than the one who prepared it."""
    require_any(actor, Permission.LISTS_CHECK)
    _refuse_same(actor, payment_list.prepared_by_id, _PREPARED)
    _refuse_problems(payment_list)
    return _step(
        payment_list, ListStatus.PREPARED, ListStatus.CHECKED,
        checked_by=actor, checked_on=today,
    )  # fmt: skip


@audit.service
def list_check_accounts(*, actor: User, payment_list: PaymentList, today: date) -> PaymentList:
    """Check on accounts (formalno-rachunkowo): lines add up to the total."""
    require_any(actor, Permission.LISTS_CHECK_ACCOUNTS)
    _refuse_same(actor, payment_list.checked_by_id, _CHECKED)
    _refuse_same(actor, payment_list.prepared_by_id, _PREPARED)
    _refuse_problems(payment_list)
    _refuse_wrong_sum(payment_list)
    return _step(
        payment_list, ListStatus.CHECKED, ListStatus.ACCOUNTS_CHECKED,
        accounts_checked_by=actor, accounts_checked_on=today,
    )  # fmt: skip


@audit.service
def list_approve(*, actor: User, payment_list: PaymentList, today: date) -> PaymentList:
    """Approve for payment: the list is frozen and its money counts as paid on its payment day.

    Raises NotYours for whoever prepared it or checked its accounts, DomainError when a person
    has died or payments were withheld since, StaleState when it is not checked.
    """
    require_any(actor, Permission.LISTS_APPROVE)
    _refuse_same(actor, payment_list.prepared_by_id, _PREPARED)
    _refuse_same(actor, payment_list.accounts_checked_by_id, _ACCOUNTS)
    lock_money()
    _refuse_problems(payment_list)
    _refuse_wrong_sum(payment_list)
    _step(
        payment_list, ListStatus.ACCOUNTS_CHECKED, ListStatus.APPROVED,
        approved_by=actor, approved_on=today,
    )  # fmt: skip
    book_paid(actor=actor, list_id=payment_list.pk)
    return payment_list


@audit.service
def list_cancel(*, actor: User, payment_list: PaymentList, today: date, why: str) -> PaymentList:
    """Cancel a list that is not approved; its dues wait for another one. Its number stays used.

    Raises DomainError without a reason, StaleState when it was approved or cancelled first.
    """
    require_any(actor, *CANCEL)
    if not why.strip():
        raise DomainError(_("Say why the list is cancelled."))
    lock_money()
    row = PaymentList.objects.select_for_update(of=["self"]).get(pk=payment_list.pk)
    if row.status not in OPEN:
        raise StaleState
    PaymentLine.objects.filter(payment_list=row).update(active=False)
    return _step(
        payment_list, ListStatus(row.status), ListStatus.CANCELLED,
        cancelled_why=why.strip()[:200],
    )  # fmt: skip


@audit.service
def list_mark_paid(*, actor: User, payment_list: PaymentList, today: date) -> PaymentList:
    """The bank (or the cash desk, or ZUS) has carried it out.

    A list of transfers needs its bank file first. Raises StaleState otherwise, DomainError
    before the payment day.
    """
    require_any(actor, Permission.BANK_FILES)
    if today < payment_list.pay_day:
        raise DomainError(
            _("It is to be paid on %(day)s; mark it as paid on that day or later.")
            % {"day": format_date(payment_list.pay_day)}
        )
    before = ListStatus.FILED if needs_bank_file(payment_list) else ListStatus.APPROVED
    return _step(payment_list, before, ListStatus.PAID)


def needs_bank_file(payment_list: PaymentList) -> bool:
    """Transfers to people go by a bank file; cash and the contribution to ZUS do not."""
    return payment_list.way == PaymentWay.TRANSFER and payment_list.due_kind == DueKind.BENEFIT


def _step(
    payment_list: PaymentList, before: ListStatus, after: ListStatus, **columns: Any
) -> PaymentList:
    won = PaymentList.objects.filter(pk=payment_list.pk, status=before).update(
        status=after, **columns
    )
    if not won:
        raise StaleState
    payment_list.refresh_from_db()
    return payment_list


def _refuse_same(actor: User, before: int | None, message: "_StrPromise") -> None:
    if actor.pk == before:
        raise NotYours(message)


def _refuse_problems(payment_list: PaymentList) -> None:
    problems = line_problems(payment_list)
    if problems:
        told = "; ".join(f"{p.line.number}. {p.line.payee_name}: {p.reason}" for p in problems[:5])
        raise DomainError(
            _(
                "This list cannot go on: %(problems)s. "
                "Cancel it and prepare the lists again: these payments will stay out."
            )
            % {"problems": told}
        )


def _refuse_wrong_sum(payment_list: PaymentList) -> None:
    lines = PaymentLine.objects.filter(payment_list_id=payment_list.pk, active=True)
    total = lines.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
    if total != payment_list.total or lines.count() != payment_list.lines_count:
        raise DomainError(
            _("The lines add up to %(lines)s, the list says %(total)s. Cancel it.")
            % {"lines": format_money(total), "total": format_money(payment_list.total)}
        )
