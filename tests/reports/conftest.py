"""A ledger made by hand: what was paid out and returned, line by line."""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from cases.models import Case
from clients.models import Household, Person
from core.audit import writing
from core.models import BenefitKind, User
from core.months import last_day
from payments.models import Due, DueKind, Entitlement, LedgerEntry, PaymentLine, PaymentList
from payments.states import LedgerKind
from tests.factories.cases import make_case
from tests.factories.clients import make_household

_number = count(1)


class Ledger:
    """Writes entitlements, dues, lines and ledger rows without any service of payments."""

    def __init__(self, clerk: User) -> None:
        self.clerk = clerk

    def entitlement(
        self,
        kind: str = "zasilek_okresowy",
        *,
        household: Household | None = None,
        person: Person | None = None,
        case: Case | None = None,
        size: int = 1,
        decided: date = date(2026, 10, 5),
        amount: str = "500.00",
    ) -> Entitlement:
        """A schedule that starts on the day of its decision."""
        with writing(self.clerk):
            household = household or make_household()
            case = case or make_case(kind, household=household)
            row = BenefitKind.objects.get(code=kind)
            return Entitlement.objects.create(
                case=case,
                person=person or case.applicant,
                household=household,
                kind=row,
                dzial=row.dzial,
                rozdzial=row.rozdzial,
                paragraf=row.paragraf,
                task_type=row.task_type,
                periodic=row.periodic,
                valid_from=decided.replace(day=1),
                valid_to=last_day(decided.replace(day=1)),
                amount=Decimal(amount),
                way="cash",
                payee_name=str(case.applicant),
                origin_number=f"{row.jrwa}/{next(_number)}/2026",
                origin_day=decided,
                origin_basis="art. 38 UPS",
                household_size=size,
            )

    def paid(
        self,
        entitlement: Entitlement,
        amount: str,
        day: date,
        *,
        part: int = 0,
        kind: str = DueKind.BENEFIT,
        rozdzial: str = "",
        paragraf: str = "",
    ) -> LedgerEntry:
        """One payment on `day`."""
        classes = {
            "dzial": entitlement.dzial,
            "rozdzial": rozdzial or entitlement.rozdzial,
            "paragraf": paragraf or entitlement.paragraf,
        }
        month = day.replace(day=1)
        with writing(self.clerk):
            due = Due.objects.create(
                entitlement=entitlement, kind=kind, month=month, part=part,
                amount=Decimal(amount), **classes,
            )  # fmt: skip
            listed = PaymentList.objects.create(
                number=f"L/{next(_number)}", month=month, pay_day=day, due_kind=kind,
                task_type=entitlement.task_type, way="cash", prepared_by=self.clerk,
                prepared_on=day, **classes,
            )  # fmt: skip
            line = PaymentLine.objects.create(
                payment_list=listed, number=1, due=due, payee_name=entitlement.payee_name,
                title="zasiłek", amount=Decimal(amount),
            )  # fmt: skip
            return self._entry(entitlement, due, line, LedgerKind.PAID, amount, day)

    def returned(self, paid: LedgerEntry, day: date) -> LedgerEntry:
        """The whole payment comes back on `day`."""
        assert paid.due and paid.line
        with writing(self.clerk):
            return self._entry(
                paid.entitlement, paid.due, paid.line, LedgerKind.RETURNED,
                str(-paid.amount), day, origin=paid,
            )  # fmt: skip

    def granted(self, entitlement: Entitlement, amount: str, day: date) -> LedgerEntry:
        """A granted line counted on the day of the decision."""
        with writing(self.clerk):
            return LedgerEntry.objects.create(
                entitlement=entitlement, kind=LedgerKind.GRANTED, amount=Decimal(amount),
                day=day, month=day.replace(day=1), dzial=entitlement.dzial,
                rozdzial=entitlement.rozdzial, paragraf=entitlement.paragraf,
                written_by=self.clerk,
            )  # fmt: skip

    def _entry(
        self,
        entitlement: Entitlement,
        due: Due,
        line: PaymentLine,
        kind: LedgerKind,
        amount: str,
        day: date,
        origin: LedgerEntry | None = None,
    ) -> LedgerEntry:
        return LedgerEntry.objects.create(
            entitlement=entitlement, due=due, line=line, kind=kind, amount=Decimal(amount),
            day=day, month=due.month, dzial=due.dzial, rozdzial=due.rozdzial,
            paragraf=due.paragraf, origin=origin, written_by=self.clerk,
        )  # fmt: skip


@pytest.fixture
def ledger(clerk: User) -> Ledger:
    return Ledger(clerk)
