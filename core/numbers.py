"""Numbers without gaps, in order, under any concurrency (design invariant 2)."""

from django.db import connection

_NEXT = """
    INSERT INTO core_numberseries (key, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (key, year) DO UPDATE SET last = core_numberseries.last + excluded.last
    RETURNING last
"""

_TAKEN = """
    INSERT INTO core_numberseries (key, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (key, year) DO UPDATE SET last = greatest(core_numberseries.last, excluded.last)
"""


def next_number(key: str, year: int) -> int:
    """The next number of the series `key` in `year`; see next_numbers."""
    return next_numbers(key, year, 1)[0]


def next_numbers(key: str, year: int, count: int) -> range:
    """The next `count` numbers (at least one) of the series `key` in `year`.

    The row stays locked until the transaction ends, so a rollback gives the number back.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is given inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [key, year, count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def number_taken(key: str, year: int, number: int) -> None:
    """Go on after `number`, which an older register gave in this series."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [key, year, number])
