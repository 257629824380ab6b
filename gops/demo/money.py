"""Payments of the demo: two rounds a month, what came back, what ended; as the office does it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from random import Random

from cases.models import PaymentWay
from core.months import month_of
from gops.demo import words
from gops.demo.days import after, before, months_between, work_on
from gops.demo.office import Office
from payments import services
from payments.models import Due, Entitlement, LedgerEntry, PaymentLine, PaymentList
from payments.states import EntitlementStatus, LedgerKind

ROUNDS = ((5, 12), (19, 26))  # days of the month: lists prepared, money paid


class Paying(IntEnum):
    """Steps of a round in their order within a day."""

    PREPARE = 1
    CHECK = 2
    ACCOUNTS = 3
    APPROVE = 4
    FILE = 5
    PAID = 6
    RETURN = 7
    AGAIN = 8


@dataclass(slots=True)
class Round:
    """One round of payments: its lists from preparation to payment."""

    month: date
    pay_day: date
    days: dict[Paying, date]
    office: Office
    rng: Random
    lists: list[PaymentList] = field(default_factory=list)
    back: Due | None = None

    def step(self, step: Paying, day: date) -> None:
        """Do one step for every list of the round."""
        if step == Paying.PREPARE:
            self.lists = prepare(self.office, self.month, self.pay_day, day)
        elif step == Paying.RETURN:
            self.back = _one_comes_back(self, day)
        elif step == Paying.AGAIN:
            if self.back is not None:
                services.due_pay_again(actor=self.office.clerks[0], due=self.back, today=day)
        else:
            for one in self.lists:
                advance(self.office, one, step, day)


def rounds(*, office: Office, seed: int, start: date, today: date) -> list[Round]:
    """Regular rounds of the months before this one; each keeps the steps whose day has come."""
    found = []
    for month in months_between(start, month_of(today) - timedelta(days=1)):
        for number, (prepared, paid) in enumerate(ROUNDS):
            day, pay_day = work_on(month.replace(day=prepared)), before(month.replace(day=paid))
            days = {
                Paying.PREPARE: day,
                Paying.CHECK: after(day, 1),
                Paying.ACCOUNTS: after(day, 2),
                Paying.APPROVE: after(day, 2),
                Paying.FILE: after(day, 3),
                Paying.PAID: pay_day,
                Paying.RETURN: after(pay_day, 4),
                Paying.AGAIN: after(pay_day, 6),
            }
            kept = {step: on for step, on in days.items() if on <= today}
            rng = Random(f"{seed}:round:{month}:{number}")
            found.append(Round(month, pay_day, kept, office, rng))
    return found


def prepare(office: Office, month: date, pay_day: date, day: date) -> list[PaymentList]:
    """Run the month and put everything payable on lists."""
    clerk = office.clerks[0]
    services.month_run(actor=clerk, month=month, today=day)
    return services.lists_prepare(actor=clerk, month=month, pay_day=pay_day, today=day)


def advance(office: Office, one: PaymentList, step: Paying, day: date) -> None:
    """One step of one list, each by another person."""
    one.refresh_from_db()
    worker = next(iter(office.workers.values()))
    if step == Paying.CHECK:
        services.list_check(actor=worker, payment_list=one, today=day)
    elif step == Paying.ACCOUNTS:
        services.list_check_accounts(actor=office.accountant, payment_list=one, today=day)
    elif step == Paying.APPROVE:
        services.list_approve(actor=office.manager, payment_list=one, today=day)
    elif step == Paying.FILE:
        if services.needs_bank_file(one):
            services.bank_file_make(actor=office.accountant, payment_list=one, today=day)
    else:
        services.list_mark_paid(actor=office.accountant, payment_list=one, today=day)


def lists_of_today(*, office: Office, today: date) -> list[PaymentList]:
    """The lists of the current month, each waiting at another step."""
    lists = prepare(office, month_of(today), after(today, 3), before(today))
    steps = (Paying.CHECK, Paying.ACCOUNTS, Paying.APPROVE, Paying.FILE)
    for number, one in enumerate(lists):
        for step in steps[: number % (len(steps) + 1)]:
            advance(office, one, step, before(today))
    return lists


def _one_comes_back(round_: Round, day: date) -> Due | None:
    """Now and then cash of a round is not collected."""
    if round_.rng.random() > 0.5:
        return None
    lines = PaymentLine.objects.filter(
        payment_list__in=round_.lists,
        payment_list__way=PaymentWay.CASH,
        payment_list__status="paid",
    ).order_by("payment_list__number", "number")
    if not lines:
        return None
    line = lines[round_.rng.randrange(len(lines))]
    clerk = round_.office.clerks[0]
    services.line_return(actor=clerk, line=line, day=day, why=words.WHY_BACK, today=day)
    return line.due if round_.rng.random() < 0.7 else None


def one_ends(*, office: Office, today: date) -> Entitlement | None:
    """A grant that was paid for a month which it does not cover any more: it ends before it."""
    paid = (
        LedgerEntry.objects.filter(
            kind=LedgerKind.PAID,
            entitlement__kind__code="zasilek_okresowy",
            entitlement__status=EntitlementStatus.ACTIVE,
            entitlement__valid_to__gte=today,
            line__payment_list__status="paid",
        )
        .select_related("entitlement")
        .order_by("-month", "entitlement__origin_number")
        .first()
    )
    if paid is None or paid.month is None:
        return None
    last_day = paid.month + timedelta(days=14)
    return services.entitlement_end(
        actor=office.clerks[0],
        today=today,
        entitlement=paid.entitlement,
        last_day=last_day,
        why=words.WHY_ENDED,
    )


def one_is_withheld(*, office: Office, today: date) -> Entitlement | None:
    """Payments of one person on permanent help are withheld until something is clear."""
    found = (
        Entitlement.objects.filter(kind__code="zasilek_staly", status=EntitlementStatus.ACTIVE)
        .order_by("-origin_number")
        .first()
    )
    if found is None:
        return None
    return services.entitlement_suspend(
        actor=office.clerks[1], today=today, entitlement=found, why=words.WHY_HELD
    )
