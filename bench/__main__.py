"""`python -m bench [ROW]`: run the rows, print the table, write the results.

Rows that need a database use their own, beside the one of DATABASE_URL, named with `_bench`.
"""

import importlib
import os
import sys
from contextlib import nullcontext

from bench.harness import Row, table, write

ROWS = {
    "calculation": False,
    "decision_pdf": True,
    "work_list": True,
    "month_run": True,
    "imports": True,
    "import_entitlements": True,
    "retention": True,
    "search": True,
    "audit": True,
}
"""By name: does it need a database?"""


def main() -> int:
    """Run all rows, or those that were named. 0 when every target was met."""
    names = sys.argv[1:] or list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"No row {', '.join(unknown)}. There are: {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.test")
    import django

    django.setup()
    from bench.database import bench_database

    rows: list[Row] = []
    with bench_database() if any(ROWS[name] for name in names) else nullcontext():
        for name in names:
            print(f"{name} …", file=sys.stderr)
            rows.extend(importlib.import_module(f"bench.{name}").measure())
    print(table(rows))
    write(rows)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
