"""What would go with a file, told before anything is destroyed."""

from dataclasses import dataclass
from datetime import date

from core.models import Destruction, DestructionState
from core.registry import registry
from reports.retention.destroying import counted
from reports.retention.scope import scope_of


@dataclass(frozen=True, slots=True)
class Part:
    """So many rows of one kind; `stays`: they lose their words and stay as numbers."""

    title: str
    count: int
    stays: bool


def what_goes(file: Destruction, today: date) -> list[Part]:
    """Rows by kind, the most telling first; nothing for a file that is destroyed."""
    if file.state in (DestructionState.DESTROYED, DestructionState.DROPPED):
        return []
    scope = scope_of(file, today)
    if scope is None:
        return []
    found = [
        Part(str(model._meta.verbose_name_plural), count, stays)
        for model, count, stays in counted(registry.destruction, scope)
    ]
    return sorted(found, key=lambda part: (part.stays, -part.count, part.title))
