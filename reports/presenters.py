"""Figures in the words of the page and of the paper: labels, sums, charts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.charts import bar_chart, grouped_chart
from core.exports import Column
from core.models import TaskType
from payments.models import DueKind
from reports.dashboard import LoadRow, MoneyRow, StageRow
from reports.queries import Row


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row with its words."""

    row: Row
    label: str
    task: str


def labelled(rows: Iterable[Row]) -> list[Labelled]:
    """Rows with the name of the benefit and of the task type."""
    return [Labelled(row, row_label(row), task_label(row.task_type)) for row in rows]


def row_label(row: Row) -> str:
    """The benefit; its health contribution is told apart."""
    if row.due_kind == DueKind.HEALTH_CONTRIBUTION:
        return _("health contribution of zasiłek stały")
    return row.name


def _short_label(row: Row) -> str:
    """The name beside a bar, where there is little room."""
    if row.due_kind == DueKind.HEALTH_CONTRIBUTION:
        return str(DueKind.HEALTH_CONTRIBUTION.label)
    return row.name


def task_label(code: str) -> str:
    """Own, own obligatory or delegated task."""
    return str(TaskType(code).label) if code in TaskType else code


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Benefits and money of one task type and classification; `amount` in zł."""

    task: str
    classification: str
    benefits: int
    amount: Decimal


def subtotals(rows: Iterable[Row]) -> list[Subtotal]:
    """Sums by task type and classification, in the order of the classification."""
    sums: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        sums[row.classification, row.task_type].append(row)
    return [
        Subtotal(
            task_label(task),
            classification,
            sum(row.benefits for row in group),
            sum((row.amount for row in group), Decimal("0.00")),
        )
        for (classification, task), group in sorted(sums.items())
    ]


def month_chart(rows: Sequence[Row]) -> str:
    """Amounts by benefit; empty when nothing was paid. A row of returns only has no bar."""
    shown = [row for row in rows if row.amount > 0]
    if not shown:
        return ""
    return bar_chart(
        [{"x": _short_label(row), "y": row.amount} for row in shown],
        title=_("Amount paid by benefit"),
        unit="zł",
    )


def month_columns() -> list[Column]:
    """Columns of the spreadsheet."""
    return [
        Column(_("Benefit"), "text", 38),
        Column(_("Task type"), "text", 28),
        Column(_("Classification"), "text", 16),
        Column(_("Persons"), "int"),
        Column(_("Number of benefits"), "int"),
        Column(_("Amount"), "money"),
        Column(_("Families"), "int"),
        Column(_("Persons in families"), "int"),
    ]


def month_cells(rows: Iterable[Row], totals: Any) -> list[tuple[Any, ...]]:
    """Rows of the spreadsheet; the last one is the total, everyone counted once."""
    cells: list[tuple[Any, ...]] = [
        (
            row_label(row), task_label(row.task_type), row.classification, row.persons,
            row.benefits, row.amount, row.families, row.persons_in_families,
        )
        for row in rows
    ]  # fmt: skip
    cells.append(
        (
            _("Total"), "", "", totals.persons, totals.benefits, totals.amount,
            totals.families, totals.persons_in_families,
        )
    )  # fmt: skip
    return cells


def stage_chart(stages: Iterable[StageRow]) -> str:
    """Open cases by stage; empty when there are none."""
    rows = [{"x": str(stage.status.label), "y": stage.total} for stage in stages if stage.total]
    return bar_chart(rows, title=_("Open cases by stage"), unit="") if rows else ""


def money_chart(money: Iterable[MoneyRow]) -> str:
    """Paid out by month, one row of columns per classification; empty without payments."""
    rows = [
        {"x": f"{row.month:%m.%Y}", "y": row.paid, "series": f"852/{row.rozdzial}"}
        for row in money
        if row.paid > 0
    ]
    title = _("Paid out by month and classification")
    return grouped_chart(rows, title=title, unit="") if rows else ""


def load_chart(load: Iterable[LoadRow]) -> str:
    """Open cases by worker; empty without open cases."""
    rows = [{"x": row.name, "y": row.open_cases} for row in load]
    return bar_chart(rows, title=_("Open cases by worker"), unit="") if rows else ""
