"""Why the answer is what it is: steps as a tree, each with the provision it applies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from law.money import as_text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reasoning: provision, a sentence in plain Polish, its result and what went in."""

    provision: str
    text: str
    value: Any = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    children: tuple["Step", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As in an answer."""
        return {
            "provision": self.provision,
            "text": self.text,
            "value": plain(self.value),
            "inputs": plain(self.inputs),
            "children": [child.as_json() for child in self.children],
        }


def counted(number: int, one: str, few: str, many: str) -> str:
    """Number with its noun in Polish: `1 dzień`, `2 dni`; `52 tygodnie`, `65 tygodni`."""
    if number == 1:
        return f"{number} {one}"
    is_few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {few if is_few else many}"


def plain(value: Any) -> Any:
    """Value of the engine as JSON: money and rates as text, days ISO, the rest as it stands."""
    if isinstance(value, Decimal):
        return as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
