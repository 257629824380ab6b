"""Grants and payment lists for tests."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from cases.models import Case, PaymentWay
from clients.models import Household, Person
from clients.queries import bank_account_on, members_on
from core.audit import writing
from core.dictionaries import system_user
from core.models import BenefitKind, User
from core.permissions import Role
from payments.models import Entitlement, PaymentList
from payments.services import (
    entitlement_open,
    list_approve,
    list_check,
    list_check_accounts,
    lists_prepare,
    month_run,
)
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_user

NOVEMBER = date(2026, 11, 1)
PAY_DAY = date(2026, 11, 27)
_serial = count(1)


def make_payable_case(
    kind: BenefitKind, household: Household, person: Person, opened_on: date = date(2026, 10, 20)
) -> Case:
    """A case of a household, without its procedure."""
    number = next(_serial)
    with writing(system_user()):
        return Case.objects.create(
            znak=f"GOPS.{kind.jrwa}.{number}.{opened_on.year}",
            jrwa=kind.jrwa,
            number=number,
            year=opened_on.year,
            kind=kind,
            household=household,
            applicant=person,
            district=household.district,
            handler=system_user(),
            opened_on=opened_on,
            due_on=opened_on,
        )


def make_entitlement(
    kind_code: str = "zasilek_okresowy",
    *,
    amount: str | Decimal = "500.00",
    valid_from: date = NOVEMBER,
    valid_to: date | None = date(2027, 1, 31),
    person: Person | None = None,
    household: Household | None = None,
    way: PaymentWay = PaymentWay.TRANSFER,
    origin_day: date = TODAY,
    today: date = TODAY,
    last_name: str = "Nowak",
    **extra: Any,
) -> Entitlement:
    """What a signed decision opens; the account is that of the person."""
    kind = BenefitKind.objects.get(code=kind_code)
    if household is None:
        household = make_household(person or make_person(last_name=last_name))
    person = person or members_on(household, today)[0].person
    case = make_payable_case(kind, household, person)
    account = bank_account_on(person, today)
    fields: dict[str, Any] = {
        "payee_name": f"{person.last_name} {person.first_name}",
        "payee_address": "Lipowa Dolina 7, 22-499 Lipowa Dolina",
        "nrb": account.nrb if account and way == PaymentWay.TRANSFER else "",
        "origin_number": f"{case.znak}/1",
        "origin_basis": "art. 38 ust. 1 ustawy o pomocy społecznej",
        "household_size": 1,
        "pays_health_contribution": kind_code == "zasilek_staly",
        **extra,
    }
    return entitlement_open(
        actor=system_user(),
        today=today,
        case=case,
        person=person,
        household=household,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to if kind.periodic else None,
        amount=Decimal(amount),
        way=way,
        origin_day=origin_day,
        **fields,
    )


def staff_of_lists() -> dict[str, User]:
    """The people who take a list through its steps, made on first use."""
    roles = {
        "clerk": Role.BENEFITS_CLERK,
        "worker": Role.SOCIAL_WORKER,
        "accountant": Role.ACCOUNTANT,
        "manager": Role.MANAGER,
    }
    return {
        name: User.objects.filter(role=role).first() or make_user(role)
        for name, role in roles.items()
    }


def make_lists(
    month: date = NOVEMBER, pay_day: date = PAY_DAY, today: date = TODAY
) -> list[PaymentList]:
    """Run the month and prepare its lists."""
    clerk = staff_of_lists()["clerk"]
    month_run(actor=clerk, month=month, today=today)
    return lists_prepare(actor=clerk, month=month, pay_day=pay_day, today=today)


def approve(payment_list: PaymentList, today: date = TODAY) -> PaymentList:
    """Take a prepared list through checks to its approval."""
    staff = staff_of_lists()
    list_check(actor=staff["worker"], payment_list=payment_list, today=today)
    list_check_accounts(actor=staff["accountant"], payment_list=payment_list, today=today)
    return list_approve(actor=staff["manager"], payment_list=payment_list, today=today)


def make_approved_lists(
    month: date = NOVEMBER, pay_day: date = PAY_DAY, today: date = TODAY
) -> list[PaymentList]:
    """Run the month, prepare its lists and approve them all."""
    return [approve(one, today) for one in make_lists(month, pay_day, today)]
