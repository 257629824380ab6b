"""Tables of a letter: incomes per person, and the calculation as sentences. Pure text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import law
from core.months import month_of, previous_month
from core.polish import NBSP, format_date, format_money, format_number, month_name

_COMPUTED = ("art. 8 ust. 9", "art. 8 ust. 11")  # farm, income received once
_LOCATIVE = (
    "styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu",
    "lipcu", "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """One income: whose, what, details, net amount; why it is not counted, if so."""

    person: str
    label: str
    detail: str
    amount: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class IncomeTable:
    """Incomes of the month that counts, and their sum as the law counted it."""

    month: str
    month_locative: str
    rows: list[IncomeRow]
    total: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the calculation with its article, and the sentences that explain it."""

    text: str
    provision: str
    notes: tuple["Line", ...] = ()


def month_locative(day: date) -> str:
    """«w październiku 2026 r.» without the preposition."""
    return f"{_LOCATIVE[day.month - 1]}{NBSP}{day.year}{NBSP}r."


def income_table(
    facts: Mapping[str, Any], answer: Mapping[str, Any], names: Mapping[str, str], on: date
) -> IncomeTable:
    """Every income of the facts with what became of it."""
    month = counted_month(facts, on)
    kinds = {kind.code: kind for kind in law.income_kinds(on)}
    rows = [_row(i, names, kinds, month) for i in facts.get("incomes", [])]
    rows += [_lost(i, names, kinds, on) for i in facts.get("lost_incomes", [])]
    counted = _steps_of_incomes(answer)
    rows += [_one_off(i, names, kinds, counted) for i in facts.get("one_off_incomes", [])]
    rows += [_farm(i, names, counted) for i in facts.get("farm", [])]
    rows += [
        IncomeRow(
            names.get(person, ""),
            "alimenty płacone na inne osoby",
            "odliczane (art. 8 ust. 3 pkt 3)",
            f"−{format_money(amount)}",
        )
        for person, amount in _alimony(facts)
    ]
    total = answer.get("values", {}).get("income")
    return IncomeTable(
        month_name(month),
        month_locative(month),
        rows,
        format_money(Decimal(total)) if total is not None else "",
    )


def _alimony(facts: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Who pays how much; a sum without a payer is the applicant's, whom the letter names."""
    if whole := Decimal(facts.get("alimony_paid", "0")):
        yield "", whole
    for row in facts.get("alimony_paid_by", ()):
        yield row["person"], Decimal(row["amount"])


def counted_month(facts: Mapping[str, Any], on: date) -> date:
    """The month before `on`, or of `on` once an income was lost (art. 8 ust. 3 UPS)."""
    lost = any(date.fromisoformat(i["lost_on"]) <= on for i in facts.get("lost_incomes", []))
    return month_of(on) if lost else previous_month(month_of(on))


def net(income: Mapping[str, Any]) -> Decimal:
    """Net amount, or gross less tax and contributions, zł."""
    if "amount" in income:
        return Decimal(income["amount"])
    taken = sum((Decimal(income.get(k, "0")) for k in ("tax", "social", "health")), Decimal(0))
    return Decimal(income.get("gross", "0")) - taken


def _row(
    income: Mapping[str, Any], names: Mapping[str, str], kinds: Mapping[str, Any], month: date
) -> IncomeRow:
    kind = kinds.get(income["kind"])
    left_out = ""
    if income.get("month") and income["month"] != f"{month:%Y-%m}":
        left_out = "inny miesiąc, nie liczy się"
    elif kind is not None and kind.counted is False:
        left_out = f"nie wlicza się ({kind.provision})"
    return IncomeRow(
        names.get(income["person"], ""),
        kind.label if kind else income["kind"],
        _detail(income),
        format_money(net(income)),
        left_out,
    )


def _detail(income: Mapping[str, Any]) -> str:
    parts = [
        f"{label} {format_money(Decimal(income[key]))}"
        for key, label in (
            ("gross", "brutto"),
            ("tax", "podatek"),
            ("social", "składki społeczne"),
            ("health", "składka zdrowotna"),
        )
        if key in income
    ]
    if income.get("month"):
        parts.insert(0, month_name(date.fromisoformat(f"{income['month']}-01")))
    if income.get("reason"):
        parts.append(str(income["reason"]))
    return ", ".join(parts)


def _lost(
    income: Mapping[str, Any], names: Mapping[str, str], kinds: Mapping[str, Any], on: date
) -> IncomeRow:
    lost_on = date.fromisoformat(income["lost_on"])
    left_out = "utracony, nie wlicza się" if lost_on <= on else ""
    return IncomeRow(
        names.get(income["person"], ""),
        _label(income["kind"], kinds),
        f"utracony {format_date(lost_on)}",
        format_money(Decimal(income["amount"])),
        left_out,
    )


def _steps_of_incomes(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The law's steps about single incomes: what of each one counts."""
    trace = answer.get("trace", [])
    return list(trace[0].get("children", [])) if trace else []


def _counts(steps: Sequence[Mapping[str, Any]], **known: str) -> str:
    """What counts of the income with these inputs; "" when the law did not say."""
    for step in steps:
        inputs = step.get("inputs", {})
        if all(inputs.get(name) == value for name, value in known.items()):
            return format_money(Decimal(step["value"]))
    return ""


def _one_off(
    income: Mapping[str, Any],
    names: Mapping[str, str],
    kinds: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
) -> IncomeRow:
    paid = format_date(date.fromisoformat(income["paid"]))
    whole = format_money(Decimal(income["amount"]))
    return IncomeRow(
        names.get(income["person"], ""),
        _label(income["kind"], kinds),
        f"dochód jednorazowy {whole} z {paid} (art. 8 ust. 11); obok kwota, która się liczy",
        _counts(steps, person=income["person"], paid=income["paid"], amount=income["amount"]),
    )


def _farm(
    farm: Mapping[str, Any], names: Mapping[str, str], steps: Sequence[Mapping[str, Any]]
) -> IncomeRow:
    area = format_number(Decimal(farm["ha_przeliczeniowe"]), 4)
    krus = Decimal(farm.get("krus", "0"))
    detail = f"{area} ha przeliczeniowego (art. 8 ust. 9)"
    if krus:
        detail += f", po odjęciu składki KRUS {format_money(krus)}"
    amount = _counts(steps, person=farm["person"], ha_przeliczeniowe=farm["ha_przeliczeniowe"])
    return IncomeRow(names.get(farm["person"], ""), "gospodarstwo rolne", detail, amount)


def _label(code: str, kinds: Mapping[str, Any]) -> str:
    kind = kinds.get(code)
    return str(kind.label) if kind else code


def lines(trace: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The law's way to its answer as sentences.

    Single incomes stand in the table; of them only what had to be computed is told again.
    """
    return [
        Line(str(step["text"]), str(step["provision"]), tuple(_notes(step.get("children", []))))
        for step in trace
    ]


def _notes(steps: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    for step in steps:
        provision = str(step["provision"])
        if not provision.startswith("art. 8") or provision.startswith(_COMPUTED):
            yield Line(str(step["text"]), provision)
