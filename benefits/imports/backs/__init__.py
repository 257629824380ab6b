"""Taking back what an import made: one module for each kind of file."""

from collections.abc import Mapping
from types import ModuleType

from benefits.imports.backs import entitlements, households, incomes, persons
from benefits.imports.states import ImportKind

BACKS: Mapping[str, ModuleType] = {
    ImportKind.PERSONS: persons,
    ImportKind.HOUSEHOLDS: households,
    ImportKind.INCOMES: incomes,
    ImportKind.ENTITLEMENTS: entitlements,
}
"""By kind: `why_stays(rows, about)` gives reasons by row and reads only, `take_back(rows, about)`
removes, withdraws or ends what these rows made, inside the caller's transaction; `lock(rows)`
holds it before it is looked at."""
