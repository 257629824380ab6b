"""How long a statute lets data of a family be kept: years by act, dated, with their certainty."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from law.params import CERTAINTIES, FOLDER, BadParameter, read_yaml


@dataclass(frozen=True, slots=True)
class KeepingTerm:
    """Full years after the end of a benefit (`granted`) and after a final refusal (`refused`)."""

    act: str
    valid_from: date
    granted: int
    refused: int
    source: str
    certainty: str
    note: str


@cache
def keeping_terms() -> tuple[KeepingTerm, ...]:
    """All of them, by act and first day. Raises BadParameter for a file that must not be used."""
    terms = []
    for act, values in read_yaml(FOLDER / "przechowywanie.yaml").items():
        for day, said in sorted(values.items()):
            if said["certainty"] not in CERTAINTIES or not isinstance(day, date):
                raise BadParameter(f"przechowywanie: {act} {day}")
            terms.append(
                KeepingTerm(
                    act=act,
                    valid_from=day,
                    granted=int(said["granted"]),
                    refused=int(said["refused"]),
                    source=said["source"],
                    certainty=said["certainty"],
                    note=said.get("note", ""),
                )
            )
    return tuple(terms)


def keeping_term(act: str, day: date) -> KeepingTerm | None:
    """The term of that act in force on the day; None when its statute names none."""
    found = [term for term in keeping_terms() if term.act == act and term.valid_from <= day]
    return found[-1] if found else None
