"""Rows of the bench: a measured value beside a named baseline of the same run."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `value` in `unit`; `ratio` = value / beside_value; `target` in words."""

    name: str
    value: float
    unit: str
    beside: str
    beside_value: float | None
    ratio: float | None
    target: str
    met: bool


def row(
    name: str,
    value: float,
    unit: str,
    *,
    target: str,
    met: bool,
    beside: str = "",
    beside_value: float | None = None,
) -> Row:
    """A row with its ratio to the baseline."""
    ratio = round(value / beside_value, 3) if beside_value else None
    shown = None if beside_value is None else round(beside_value, 4)
    return Row(name, round(value, 4), unit, beside, shown, ratio, target, met)


def seconds(
    work: Callable[[], object],
    times: int,
    *,
    warm: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """How long `work` took, `times` times, after `warm` unmeasured runs.

    `clock=time.process_time` counts the seconds of a core, whatever else the machine does.
    """
    for _run in range(warm):
        work()
    taken = []
    for _run in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return taken


def median_ms(work: Callable[[], object], times: int) -> float:
    """Median of `times` runs in milliseconds."""
    return statistics.median(seconds(work, times)) * 1000


def table(rows: list[Row]) -> str:
    """The rows as a table for a terminal."""
    head = ("what", "value", "beside", "ratio", "target", "met")
    lines = [
        (
            r.name,
            f"{r.value:g} {r.unit}",
            f"{r.beside}: {r.beside_value:g}" if r.beside_value is not None else r.beside or "–",
            f"{r.ratio:g}" if r.ratio is not None else "–",
            r.target,
            "yes" if r.met else "NO",
        )
        for r in rows
    ]
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    form = "  ".join(f"{{:<{width}}}" for width in widths)
    return "\n".join(form.format(*line).rstrip() for line in [head, *lines])


def write(rows: list[Row]) -> None:
    """Write bench/results.json; a single row replaces its own entry only."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    fresh = {r.name: asdict(r) for r in rows}
    merged = [fresh.pop(old["name"], old) for old in kept] + list(fresh.values())
    RESULTS.write_text(json.dumps(merged, indent=1, ensure_ascii=False) + "\n")
