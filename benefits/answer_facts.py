"""Money that an interview found, as the law engine reads it."""

from decimal import Decimal
from typing import Any

from cases.answers import Answers


def other_money(answers: Answers) -> dict[str, Any]:
    """All money of an interview beside the regular incomes."""
    return {
        "lost_incomes": [
            {
                "person": str(row.person),
                "kind": row.kind,
                "amount": zl(row.amount),
                "lost_on": row.lost_on.isoformat(),
            }
            for row in answers.lost_incomes
        ],
        "one_off_incomes": [
            {
                "person": str(row.person),
                "kind": row.kind,
                "amount": zl(row.amount),
                "paid": row.paid.isoformat(),
            }
            for row in answers.one_off_incomes
        ],
        "farm": [
            {
                "person": str(row.person),
                "ha_przeliczeniowe": f"{row.ha_przeliczeniowe:.4f}",
                "krus": zl(row.krus),
            }
            for row in answers.farm
        ],
        **_alimony(answers),
        "alimony_fund_repaid": zl(answers.alimony_fund_repaid),
    }


def _alimony(answers: Answers) -> dict[str, Any]:
    """By who pays it; earlier interviews, without payers, have a sum that is the applicant's."""
    if not answers.alimony_paid_by:
        return {"alimony_paid": zl(answers.alimony_paid)}
    paid: dict[int, Decimal] = {}
    for row in answers.alimony_paid_by:
        paid[row.person] = paid.get(row.person, Decimal(0)) + row.amount
    rows = [{"person": str(person), "amount": zl(amount)} for person, amount in paid.items()]
    return {"alimony_paid_by": rows}


def zl(amount: Decimal) -> str:
    """An amount as the law engine reads it."""
    return f"{amount:.2f}"
