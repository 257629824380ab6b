"""The law: a calculation with its trace for every benefit, the batch door, start-up and memory.

Questions are the worked examples of the tests. Beside them, where `make bench-peers` has installed
it, a calculation by OpenFisca's country template on the same machine.
"""

import json
import subprocess
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import yaml

import law
from bench.harness import Row, row, seconds

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "tests" / "law" / "cases"
PEER = ROOT / ".local" / "peers" / "bin" / "python"
TARGETS_MS = {"zasilek_staly": 0.3, "zasilek_rodzinny": 1}
OTHERS_MS = 2
TIMES = 300
LINES = 10_000
# `python -m law`, then the most memory it had in kB; getrusage would count that of the bench too
_BATCH = """
import runpy, sys
try:
    runpy.run_module("law", run_name="__main__")
except SystemExit as ended:
    status = open("/proc/self/status").read()
    print(status.split("VmHWM:")[1].split()[0], file=sys.stderr)
    raise
"""
FAMILY = {
    "household": {
        "kind": "rodzina",
        "persons": [
            {"id": "a", "born": "1980-05-01", "role": "applicant", "incapable": True},
            {"id": "b", "born": "1984-02-11", "role": "spouse"},
            *(
                {"id": child, "born": born, "role": "child", "in_school": True}
                for child, born in zip(
                    "cdef", ("2010-03-05", "2013-09-30", "2015-11-02", "2019-01-17"), strict=True
                )
            ),
        ],
    },
    "applicant": "a",
    "incomes": [
        {"person": "a", "kind": "disability_pension", "amount": "1215.84"},
        {"person": "b", "kind": "wage", "gross": "3400.00", "tax": "90.00", "social": "466.14",
         "health": "264.05"},
    ],
    "alimony_paid": "100.00",
}  # fmt: skip


def _questions() -> dict[str, tuple[dict[str, Any], date]]:
    """By benefit: facts and day; a family of six for the two with targets of their own, else the
    largest worked example."""
    found: dict[str, tuple[dict[str, Any], date]] = {}
    for path in sorted(EXAMPLES.glob("*.yaml")):
        for example in yaml.safe_load(path.read_text(encoding="utf-8")):
            known = found.get(example["benefit"])
            if known is None or len(str(example["facts"])) > len(str(known[0])):
                found[example["benefit"]] = (example["facts"], example["on"])
    for code in TARGETS_MS:
        found[code] = (FAMILY, date(2025, 3, 1))
    return {info.code: found[info.code] for info in law.benefits() if info.code in found}


def measure() -> list[Row]:
    """Median and p95 by benefit, then the doors as a whole."""
    questions = _questions()
    peer = _peer()
    rows = [_one(code, *questions[code], peer) for code in questions]
    return [*rows, *_batch(questions), _start_up()]


def _one(code: str, facts: dict[str, Any], on: date, peer: dict[str, float]) -> Row:
    def ask() -> object:
        return law.calculate(code, facts, on).as_json()

    taken = sorted(second * 1000 for second in seconds(ask, TIMES, warm=20))
    median, p95 = taken[TIMES // 2], taken[TIMES * 95 // 100]
    beside = peer if code in TARGETS_MS else {}  # a family's benefit beside a family's benefit
    most = TARGETS_MS.get(code, OTHERS_MS)
    return row(
        f"calculation with trace, {code} (p95 {p95:.2f} ms)",
        median,
        "ms",
        target=f"median ≤ {most:g} ms",
        met=median <= most,
        beside="OpenFisca country template" if beside else "",
        beside_value=beside.get("median"),
    )


def _peer() -> dict[str, float]:
    if not PEER.exists():
        return {}
    command = [str(PEER), str(ROOT / "bench" / "peer_openfisca.py")]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _batch(questions: dict[str, tuple[dict[str, Any], date]]) -> list[Row]:
    """Questions a second through `python -m law batch`, and the memory it took at most."""
    lines = [
        json.dumps({"id": 0, "benefit": code, "on": on, "facts": facts}, default=str)
        for code, (facts, on) in questions.items()
    ]
    text = "\n".join(lines * (LINES // len(lines) + 1))
    count = text.count("\n") + 1
    with TemporaryFile() as asked:
        asked.write(text.encode())
        asked.seek(0)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _BATCH, "batch", "-"],
            stdin=asked,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
            cwd=ROOT,
        )
        taken = time.perf_counter() - start
    memory = int(done.stderr) / 1024
    return [
        row(
            f"batch door, {count} questions of {len(questions)} benefits",
            count / taken,
            "questions/s",
            target="≥ 500",
            met=count / taken >= 500,
        ),
        row("batch door, memory at most", memory, "MB", target="≤ 100 MB", met=memory <= 100),
    ]


def _start_up() -> Row:
    command = [sys.executable, "-m", "law", "list"]
    run = partial(subprocess.run, command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    taken = sorted(seconds(run, 11))[5]
    return row("start-up, python -m law list", taken, "s", target="≤ 0.3 s", met=taken <= 0.3)
