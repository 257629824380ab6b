"""What each row of a file would do, and doing it: one module for each kind of file."""

from collections.abc import Mapping
from types import ModuleType

from benefits.imports.plans import entitlements, households, incomes, persons
from benefits.imports.states import ImportKind

PLANS: Mapping[str, ModuleType] = {
    ImportKind.PERSONS: persons,
    ImportKind.HOUSEHOLDS: households,
    ImportKind.INCOMES: incomes,
    ImportKind.ENTITLEMENTS: entitlements,
}
"""By kind: `plan(rows, about)` reads only, `write(planned, about)` writes what was planned."""
