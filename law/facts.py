"""Facts shared by all benefits: how they are read from a question, and what rules see of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from law.errors import InvalidFacts, missing
from law.income_kinds import NEEDS_REASON, codes
from law.money import ZERO
from law.reading import Amount, Choice, Day, Field, Fields, Flag, ListOf, Month, Text, Whole

MOST_PERSONS = 60
LONE, FAMILY = "samotnie", "rodzina"


class _KindOfIncome:
    """A code of the dictionary of income kinds."""

    def read(self, value: Any, path: str) -> str:
        """The code. Raises InvalidFacts for an unknown one."""
        if not isinstance(value, str) or value not in codes():
            allowed = ", ".join(codes())
            raise InvalidFacts(f"unknown kind of income {value!r}; allowed: {allowed}", path=path)
        return value

    def schema(self) -> dict[str, Any]:
        """Enumeration."""
        return {"enum": list(codes())}


MONEY = Amount()
KIND = _KindOfIncome()
# Degree by orzeczenie; child: orzeczenie o niepełnosprawności of a child.
DISABILITY = Choice(("none", "light", "moderate", "severe", "child"))
_PERSON = Fields(
    Field("id", Text(60), required=True, help="identifies the person in these facts"),
    Field("born", Day()),
    Field("role", Choice(("applicant", "spouse", "child", "other"))),
    Field("disability", DISABILITY),
    Field("incapable", Flag(), help="incapacity for work or by age, proved"),
    Field("in_school", Flag()),
    Field("in_higher_education", Flag()),
    Field("entitled_to_zr", Flag()),
)
HOUSEHOLD = Fields(
    Field("kind", Choice((LONE, FAMILY))),
    Field("size", Whole(1, MOST_PERSONS)),
    Field("persons", ListOf(_PERSON, MOST_PERSONS, 1)),
)
_WHOSE = (Field("person", Text(60)), Field("kind", KIND, required=True), Field("reason", Text()))
_INCOME = Fields(
    *_WHOSE,
    Field("amount", MONEY, help="net, per month"),
    Field("gross", MONEY, help="instead of amount"),
    Field("tax", MONEY),
    Field("social", MONEY),
    Field("health", MONEY),
    Field("month", Month(), help="month of receipt"),
)
_LOST = Fields(
    *_WHOSE,
    Field("amount", MONEY, required=True),
    Field("lost_on", Day(), required=True),
)
_ONE_OFF = Fields(
    *_WHOSE,
    Field("amount", MONEY, required=True),
    Field("paid", Day(), required=True),
)
_FARM = Fields(
    Field("person", Text(60)),
    Field("ha_przeliczeniowe", Amount(4), required=True),
    Field("krus", MONEY, help="contribution per month"),
)
_ALIMONY = Fields(
    Field("person", Text(60), required=True, help="who pays"),
    Field("amount", MONEY, required=True, help="per month, for persons outside the household"),
)
SHARED = (
    Field("household", HOUSEHOLD),
    Field("applicant", Text(60)),
    Field("incomes", ListOf(_INCOME)),
    Field("lost_incomes", ListOf(_LOST)),
    Field("one_off_incomes", ListOf(_ONE_OFF)),
    Field("farm", ListOf(_FARM)),
    Field("alimony_paid", MONEY, help="paid for persons outside the household, per month"),
    Field("alimony_paid_by", ListOf(_ALIMONY, MOST_PERSONS), help="instead, by who pays"),
    Field("alimony_fund_repaid", MONEY, help="repaid to the alimony fund; never deducted"),
)


_DEDUCTED = ("tax", "social", "health")
_ENTRIES = ("incomes", "lost_incomes", "one_off_incomes", "farm")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the household; what the question does not say is None."""

    id: str
    index: int
    role: str | None = None
    born: date | None = None
    disability: str | None = None
    incapable: bool | None = None
    in_school: bool | None = None
    in_higher_education: bool | None = None
    entitled_to_zr: bool | None = None


@dataclass(frozen=True, slots=True)
class Income:
    """Net income of one kind received in `month` (None: the month that counts)."""

    person: str | None
    kind: str
    amount: Decimal
    month: date | None = None
    reason: str = ""
    deducted: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LostIncome:
    """An income that ended on `lost_on`."""

    person: str | None
    kind: str
    amount: Decimal
    lost_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OneOffIncome:
    """A sum received once, on `paid`."""

    person: str | None
    kind: str
    amount: Decimal
    paid: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Farm:
    """Agricultural land in comparative hectares and the KRUS contribution per month."""

    person: str | None
    area: Decimal
    krus: Decimal


@dataclass(frozen=True, slots=True)
class Alimony:
    """Alimony that a person pays for others, per month (None: the applicant)."""

    person: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Household:
    """Who runs a household together; `persons` may be empty when only the size is known."""

    size: int
    lone: bool
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a question; `extra` holds the keys of one benefit only."""

    household_or_none: Household | None
    applicant_id: str | None
    incomes: tuple[Income, ...]
    lost_incomes: tuple[LostIncome, ...]
    one_off_incomes: tuple[OneOffIncome, ...]
    farm: tuple[Farm, ...]
    alimony: tuple[Alimony, ...]
    alimony_fund_repaid: Decimal
    incomes_declared: bool
    extra: Mapping[str, Any]

    @property
    def alimony_paid(self) -> Decimal:
        """Alimony paid by all members together, per month."""
        return sum((row.amount for row in self.alimony), ZERO)

    @property
    def any_income(self) -> bool:
        """Does the question say anything about income?"""
        entries = (self.incomes, self.lost_incomes, self.one_off_incomes, self.farm)
        return self.incomes_declared or any(entries)

    @property
    def household(self) -> Household:
        """The household. Raises InvalidFacts when the question has none."""
        if self.household_or_none is None:
            raise missing("facts.household", "the rule depends on who runs the household together")
        return self.household_or_none

    @property
    def applicant(self) -> Person:
        """The person who applies. Raises InvalidFacts when no persons are given."""
        if not self.household.persons:
            raise missing("facts.household.persons", "the rule looks at the applicant")
        return next(p for p in self.household.persons if p.id == self.applicant_id)

    def need(self, key: str, why: str) -> Any:
        """Value of a key of this benefit. Raises InvalidFacts when it is missing."""
        if key not in self.extra:
            raise missing(f"facts.{key}", why)
        return self.extra[key]


def facts_from(fields: Fields, facts: Any) -> Facts:
    """Checked facts of a question. Raises InvalidFacts with the path of the first fault."""
    read = fields.read(facts, "facts")
    household = None
    if "household" in read:
        household = household_from(read.pop("household"), "facts.household")
    persons = household.persons if household else ()
    applicant = _applicant(persons, read.pop("applicant", None))
    declared = "incomes" in read
    entries = {name: read.pop(name, ()) for name in _ENTRIES}
    for name, rows in entries.items():
        check_rows(f"facts.{name}", rows, {person.id for person in persons})
    return Facts(
        household_or_none=household,
        applicant_id=applicant,
        incomes=tuple(_incomes(entries["incomes"])),
        lost_incomes=tuple(LostIncome(**_whose(row)) for row in entries["lost_incomes"]),
        one_off_incomes=tuple(OneOffIncome(**_whose(row)) for row in entries["one_off_incomes"]),
        farm=tuple(
            Farm(row.get("person"), row["ha_przeliczeniowe"], row.get("krus", ZERO))
            for row in entries["farm"]
        ),
        alimony=tuple(_alimony(read, {person.id for person in persons})),
        alimony_fund_repaid=read.pop("alimony_fund_repaid", ZERO),
        incomes_declared=declared,
        extra=read,
    )


def household_from(read: Mapping[str, Any], path: str) -> Household:
    """Household from what was read. Raises InvalidFacts for a contradiction."""
    rows = read.get("persons", ())
    persons = tuple(
        Person(
            id=row["id"],
            index=index,
            role=row.get("role"),
            born=row.get("born"),
            disability=row.get("disability"),
            incapable=row.get("incapable"),
            in_school=row.get("in_school"),
            in_higher_education=row.get("in_higher_education"),
            entitled_to_zr=row.get("entitled_to_zr"),
        )
        for index, row in enumerate(rows)
    )
    if len({person.id for person in persons}) != len(persons):
        raise InvalidFacts("two persons have the same id", path=f"{path}.persons")
    size = read.get("size", len(persons))
    if not size:
        raise missing(f"{path}.size", "give size or persons")
    if persons and size != len(persons):
        raise InvalidFacts(f"found {size} beside {len(persons)} persons", path=f"{path}.size")
    lone = size == 1
    if read.get("kind", LONE if lone else FAMILY) != (LONE if lone else FAMILY):
        raise InvalidFacts(
            f"found {read['kind']!r} with {size} person(s); allowed: {LONE} for one person, "
            f"{FAMILY} for two and more",
            path=f"{path}.kind",
            polish="Osoba samotnie gospodarująca to jedna osoba, rodzina to co najmniej dwie.",
        )
    return Household(size=size, lone=lone, persons=persons)


def _applicant(persons: tuple[Person, ...], named: str | None) -> str | None:
    if named is None:
        first = next((p for p in persons if p.role == "applicant"), persons[0] if persons else None)
        return first.id if first else None
    if persons and named not in {person.id for person in persons}:
        raise InvalidFacts(f"no person has the id {named!r}", path="facts.applicant")
    return named


def check_rows(path: str, rows: tuple[dict[str, Any], ...], ids: set[str]) -> None:
    """Is each entry of a person of the household, with a reason where its kind needs one?

    Raises InvalidFacts.
    """
    for index, row in enumerate(rows):
        where = f"{path}[{index}]"
        if ids and "person" not in row:
            raise missing(f"{where}.person", "say whose it is")
        if ids and row["person"] not in ids:
            raise InvalidFacts(f"no person has the id {row['person']!r}", path=f"{where}.person")
        if row.get("kind") in NEEDS_REASON and "reason" not in row:
            raise missing(f"{where}.reason", f"{row['kind']} carries a reason")


def _alimony(read: dict[str, Any], ids: set[str]) -> Iterator[Alimony]:
    """Payers with what they pay; a single sum is the applicant's. Takes its keys out of `read`."""
    whole, rows = read.pop("alimony_paid", None), read.pop("alimony_paid_by", ())
    if whole is not None and rows:
        raise InvalidFacts(
            "found beside alimony_paid; allowed: one of them",
            path="facts.alimony_paid_by",
            polish="Podaj albo sumę płaconych alimentów, albo kwoty według tego, kto je płaci.",
        )
    check_rows("facts.alimony_paid_by", rows, ids)
    if whole:
        yield Alimony(None, whole)
    for row in rows:
        if row["amount"]:
            yield Alimony(row["person"], row["amount"])


def _whose(row: dict[str, Any]) -> dict[str, Any]:
    return {"person": None, **row}


def _incomes(rows: tuple[dict[str, Any], ...]) -> Iterator[Income]:
    for index, row in enumerate(rows):
        where = f"facts.incomes[{index}]"
        deducted: dict[str, Decimal] = {
            key: row[key] for key in ("tax", "social", "health") if key in row
        }
        if "amount" in row and ("gross" in row or deducted):
            raise InvalidFacts("give either amount or gross with its deductions", path=where)
        if "amount" not in row and "gross" not in row:
            raise missing(f"{where}.amount", "give amount (net), or gross with its deductions")
        amount = row["amount"] if "amount" in row else row["gross"] - sum(deducted.values())
        if amount < 0:
            raise InvalidFacts("tax and contributions exceed the gross income", path=where)
        yield Income(
            person=row.get("person"),
            kind=row["kind"],
            amount=amount,
            month=row.get("month"),
            reason=row.get("reason", ""),
            deducted={"gross": row["gross"], **deducted} if "gross" in row else {},
        )
