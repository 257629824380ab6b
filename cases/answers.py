"""The answers of a family interview: their shape, read strictly from JSON. Pure.

    {"situation": {"housing": "…", "health": "…", "work": "…", "family": "…", "problems": "…"},
     "household_kind": "samotnie" | "rodzina",
     "members": [12, 13],                       ids of the persons confirmed as living together
     "not_counted": [14],                       of members who are away and found not to count
     "incomes": [{"person": 12, "kind": "wage", "month": "2026-10", "amount": "1200.00",
                  "gross": "", "tax": "", "social": "", "health": "", "note": "",
                  "fact": null, "removed": false}],
     "lost_incomes": [{"person": 12, "kind": "wage", "amount": "900.00", "lost_on": "2026-10-31"}],
     "one_off_incomes": [{"person": 12, "kind": "inheritance", "amount": "6000.00",
                          "paid": "2026-05-20"}],
     "farm": [{"person": 12, "ha_przeliczeniowe": "2.5000", "krus": "150.00"}],
     "alimony_paid_by": [{"person": 12, "for_whom": "Zosia", "amount": "700.00"}],
     "alimony_paid": "0.00",                    in interviews before the payers were named
     "alimony_fund_repaid": "0.00",
     "certificates": [{"person": 12, "degree": "severe", "number": "…", "issued_by": "…",
                       "valid_from": "2025-01-01", "valid_to": null, "fact": null,
                       "removed": false}],
     "reasons": ["bezrobocie"],                 codes of law: art. 7 UPS
     "needs": [{"what": "opał", "amount": "800.00"}],
     "conclusion": "…", "proposed_help": "…"}

Amounts are strings in zł, months `2026-10`, days ISO. An income has its net `amount`, or `gross`
with what is deducted from it. `fact` is the id of the recorded fact a row was filled in from;
`removed` withdraws it. A draft has the same keys with what was typed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cases.answer_rows import (
    AlimonyAnswer,
    CertificateAnswer,
    FarmAnswer,
    IncomeAnswer,
    LostIncomeAnswer,
    NeedAnswer,
    OneOffIncomeAnswer,
)
from core.errors import DomainError
from core.months import parse_month

T = TypeVar("T")
SITUATION = ("housing", "health", "work", "family", "problems")
ALONE, FAMILY = "samotnie", "rodzina"
MAX_ROWS = 60
OF_PERSONS = (
    *("incomes", "lost_incomes", "one_off_incomes", "farm", "alimony_paid_by", "certificates"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer: where (`incomes.0.amount`), and in words."""

    path: str
    message: str


class AnswersError(DomainError):
    """The answers cannot be read or are not complete; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.message}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was found at an interview."""

    situation: Mapping[str, str]
    household_kind: str
    members: tuple[int, ...]
    incomes: tuple[IncomeAnswer, ...] = ()
    lost_incomes: tuple[LostIncomeAnswer, ...] = ()
    one_off_incomes: tuple[OneOffIncomeAnswer, ...] = ()
    farm: tuple[FarmAnswer, ...] = ()
    alimony_paid: Decimal = Decimal("0.00")
    alimony_fund_repaid: Decimal = Decimal("0.00")
    certificates: tuple[CertificateAnswer, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[NeedAnswer, ...] = ()
    not_counted: tuple[int, ...] = ()
    alimony_paid_by: tuple[AlimonyAnswer, ...] = ()
    conclusion: str = ""
    proposed_help: str = ""

    @property
    def persons(self) -> tuple[int, ...]:
        """Everybody of whom the interview says something."""
        return (*self.members, *self.not_counted)


@dataclass(slots=True)
class _Row:
    """One object of the JSON, read key by key; collects what is wrong."""

    data: Mapping[str, Any]
    path: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(Problem(f"{self.path}{key}", message))

    def text(self, key: str) -> str:
        value = self.data.get(key)
        return value.strip() if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        try:
            return int(self.data.get(key) or "")
        except (TypeError, ValueError):
            self.wrong(key, _("Choose a person."))
            return 0

    def fact(self) -> int | None:
        value = self.data.get("fact")
        return int(str(value)) if str(value or "").isdigit() else None

    def removed(self) -> bool:
        return self.data.get("removed") in (True, "on", "true")

    def decimal(self, key: str, places: int = 2) -> Decimal | None:
        value = self.data.get(key)
        if value in (None, ""):
            return None
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0 or amount != round(amount, places):
            self.wrong(key, _("This is not an amount: %(value)s.") % {"value": value})
            return None
        return round(amount, places)

    def needed(self, key: str, places: int = 2) -> Decimal:
        amount = self.decimal(key, places)
        if amount is None and not any(p.path == f"{self.path}{key}" for p in self.problems):
            self.wrong(key, _("Enter the amount."))
        return amount or Decimal(0)

    def day(self, key: str, *, optional: bool = False) -> date | None:
        value = self.text(key)
        if not value and optional:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(key, _("Enter the day."))
            return None

    def month(self, key: str) -> date:
        month = parse_month(self.text(key))
        if month is None:
            self.wrong(key, _("Choose the month."))
        return month or date.min


def read_answers(data: Mapping[str, Any]) -> Answers:
    """Answers from JSON; raises AnswersError naming every place that cannot be read."""
    top = _Row(data, "")
    answers = Answers(
        situation={key: _Row(_mapping(data.get("situation")), "").text(key) for key in SITUATION},
        household_kind=top.text("household_kind"),
        members=_ids(data.get("members")),
        not_counted=_ids(data.get("not_counted")),
        incomes=_rows(top, "incomes", _income),
        lost_incomes=_rows(top, "lost_incomes", _lost),
        one_off_incomes=_rows(top, "one_off_incomes", _one_off),
        farm=_rows(top, "farm", _farm),
        alimony_paid_by=_rows(top, "alimony_paid_by", _alimony),
        alimony_paid=top.decimal("alimony_paid") or Decimal("0.00"),
        alimony_fund_repaid=top.decimal("alimony_fund_repaid") or Decimal("0.00"),
        certificates=_rows(top, "certificates", _certificate),
        reasons=tuple(str(code) for code in data.get("reasons") or ()),
        needs=_rows(top, "needs", _need),
        conclusion=top.text("conclusion"),
        proposed_help=top.text("proposed_help"),
    )
    if top.problems:
        raise AnswersError(top.problems)
    return answers


def _ids(values: object) -> tuple[int, ...]:
    named = values if isinstance(values, list | tuple) else ()
    return tuple(int(value) for value in named if str(value).isdigit())


def as_json(answers: Answers) -> dict[str, Any]:
    """The answers as they are kept: amounts as strings, days ISO, months `2026-10`."""
    kept: dict[str, Any] = _plain(asdict(answers))
    for income in kept["incomes"]:
        income["month"] = income["month"][:7]
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def missing(
    answers: Answers, member_ids: set[int], away_ids: frozenset[int] = frozenset()
) -> list[Problem]:
    """What an interview must have before it is completed (Part I, segments A, H, I and J).

    `away_ids`: members who are away on the day; of each it is said whether they count.
    """
    found = [*_members_wrong(answers, member_ids, away_ids)]
    if not answers.reasons:
        found.append(Problem("reasons", _("Choose at least one reason for help (art. 7).")))
    if not answers.needs:
        found.append(Problem("needs", _("Write down at least one need.")))
    if not answers.conclusion:
        found.append(Problem("conclusion", _("Write the diagnosis and conclusions.")))
    if not answers.proposed_help:
        found.append(Problem("proposed_help", _("Write what help is proposed.")))
    for index, income in enumerate(answers.incomes):
        if income.net < 0:
            message = _("More is deducted than the gross amount.")
            found.append(Problem(f"incomes.{index}.gross", message))
    return found


def _members_wrong(
    answers: Answers, member_ids: set[int], away_ids: frozenset[int]
) -> Iterator[Problem]:
    if answers.household_kind not in (ALONE, FAMILY):
        yield Problem("household_kind", _("Choose: running a household alone, or a family."))
    counted, not_counted = set(answers.members), set(answers.not_counted)
    if not counted <= member_ids or member_ids - counted - away_ids:
        yield Problem(
            "members",
            _("Confirm every person of the household; who has left is first ended in its file."),
        )
    if counted & not_counted or not_counted - away_ids or away_ids - counted - not_counted:
        yield Problem(
            "not_counted",
            _("Of each person who is away say in one of the two lists whether the person counts."),
        )
    if answers.household_kind == ALONE and len(answers.members) > 1:
        yield Problem("household_kind", _("A household of several persons is a family."))
    if answers.household_kind == FAMILY and len(answers.members) == 1:
        yield Problem("household_kind", _("A household of one person is run alone."))
    for key in OF_PERSONS:
        for index, row in enumerate(getattr(answers, key)):
            if row.person not in member_ids:
                message = _("Choose a person of this household.")
                yield Problem(f"{key}.{index}.person", message)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(top: _Row, key: str, read: Callable[[_Row], T]) -> tuple[T, ...]:
    found = top.data.get(key) or []
    if not isinstance(found, list) or len(found) > MAX_ROWS:
        top.wrong(key, _("There can be at most %(most)s rows.") % {"most": MAX_ROWS})
        return ()
    return tuple(
        read(_Row(_mapping(value), f"{key}.{index}.", top.problems))
        for index, value in enumerate(found)
    )


def _income(row: _Row) -> IncomeAnswer:
    amount, gross = row.decimal("amount"), row.decimal("gross")
    if amount is None and gross is None:
        row.wrong("amount", _("Enter the net amount, or the gross amount and its deductions."))
    return IncomeAnswer(
        person=row.number("person"),
        kind=row.text("kind"),
        month=row.month("month"),
        amount=amount,
        gross=gross,
        tax=row.decimal("tax"),
        social=row.decimal("social"),
        health=row.decimal("health"),
        note=row.text("note"),
        fact=row.fact(),
        removed=row.removed(),
    )


def _lost(row: _Row) -> LostIncomeAnswer:
    return LostIncomeAnswer(
        row.number("person"),
        row.text("kind"),
        row.needed("amount"),
        row.day("lost_on") or date.min,
    )


def _one_off(row: _Row) -> OneOffIncomeAnswer:
    return OneOffIncomeAnswer(
        row.number("person"), row.text("kind"), row.needed("amount"), row.day("paid") or date.min
    )


def _farm(row: _Row) -> FarmAnswer:
    krus = row.decimal("krus") or Decimal("0.00")
    return FarmAnswer(row.number("person"), row.needed("ha_przeliczeniowe", 4), krus)


def _alimony(row: _Row) -> AlimonyAnswer:
    return AlimonyAnswer(row.number("person"), row.needed("amount"), row.text("for_whom"))


def _certificate(row: _Row) -> CertificateAnswer:
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to", optional=True)
    if valid_from and valid_to and valid_to < valid_from:
        row.wrong("valid_to", _("The certificate ends before it begins."))
    return CertificateAnswer(
        person=row.number("person"),
        degree=row.text("degree"),
        valid_from=valid_from or date.min,
        valid_to=valid_to,
        number=row.text("number"),
        issued_by=row.text("issued_by"),
        fact=row.fact(),
        removed=row.removed(),
    )


def _need(row: _Row) -> NeedAnswer:
    if not row.text("what"):
        row.wrong("what", _("Name the need."))
    return NeedAnswer(row.text("what"), row.decimal("amount"))
