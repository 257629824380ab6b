"""One calculation with its trace, as a page asks for it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import law
from bench.harness import Row, median_ms, row

TARGET_MS = 0.3
ON = date(2026, 3, 1)
PERSONS = [
    {"id": "a", "born": "1980-05-01", "role": "applicant", "incapable": True},
    {"id": "b", "born": "1984-02-11", "role": "spouse"},
    {"id": "c", "born": "2015-09-30", "role": "child"},
    {"id": "d", "born": "2019-01-17", "role": "child"},
]
FACTS = {
    "household": {"kind": "rodzina", "persons": PERSONS},
    "applicant": "a",
    "incomes": [
        {"person": "a", "kind": "zasilek_pielegnacyjny", "amount": "215.84"},
        {"person": "b", "kind": "wage", "gross": "2400.00", "tax": "90.00", "social": "329.04",
         "health": "186.39"},
    ],
    "alimony_paid": "100.00",
}  # fmt: skip
QUESTIONS = {
    "zasilek_staly": FACTS,
    "zasilek_okresowy": {**FACTS, "reason_art7": "bezrobocie"},
}


def _answer(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return law.calculate(code, facts, ON).as_json()


def measure() -> list[Row]:
    """Median of a whole answer for a family of four, by benefit."""
    rows = []
    for code, facts in QUESTIONS.items():
        taken = median_ms(partial(_answer, code, facts), 2000)
        rows.append(
            row(
                f"calculation with trace, {code}, 4 persons",
                taken,
                "ms",
                target=f"median ≤ {TARGET_MS} ms",
                met=taken <= TARGET_MS,
            )
        )
    return rows
