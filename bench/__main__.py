"""`python -m bench [ROW]`: run the rows, print the table, write the results.

Rows that need a database use their own, beside the one of DATABASE_URL, named with `_bench`.
"""

import importlib
import os
import sys

from bench.harness import Row, table, write

ROWS = ("calculation", "decision_pdf", "work_list", "month_run")


def main() -> int:
    """Run all rows, or the one that was named. 0 when every target was met."""
    names = sys.argv[1:] or list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"No row {', '.join(unknown)}. There are: {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.test")
    import django

    django.setup()
    rows: list[Row] = []
    for name in names:
        rows.extend(importlib.import_module(f"bench.{name}").measure())
    print(table(rows))
    write(rows)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
