"""Reasons of help: art. 7 of the act on social assistance."""

from dataclasses import dataclass
from datetime import date

POVERTY = "ubostwo"
_START = date(2004, 5, 1)
_VIOLENCE_RENAMED = date(2023, 6, 22)


@dataclass(frozen=True, slots=True)
class Reason:
    """One point of art. 7 with its wording on a day."""

    code: str
    pkt: str
    label: str
    label_en: str
    valid_from: date = _START
    valid_to: date | None = None


_REASONS = (
    Reason(POVERTY, "1", "ubóstwo", "poverty"),
    Reason("sieroctwo", "2", "sieroctwo", "orphanhood"),
    Reason("bezdomnosc", "3", "bezdomność", "homelessness"),
    Reason("bezrobocie", "4", "bezrobocie", "unemployment"),
    Reason("niepelnosprawnosc", "5", "niepełnosprawność", "disability"),
    Reason("choroba", "6", "długotrwała lub ciężka choroba", "long or severe illness"),
    Reason(
        "przemoc",
        "7",
        "przemoc w rodzinie",
        "violence in the family",
        valid_to=date(2023, 6, 21),
    ),
    Reason("przemoc", "7", "przemoc domowa", "domestic violence", valid_from=_VIOLENCE_RENAMED),
    Reason(
        "handel_ludzmi",
        "7a",
        "potrzeba ochrony ofiar handlu ludźmi",
        "protection of victims of human trafficking",
    ),
    Reason(
        "macierzynstwo_wielodzietnosc",
        "8",
        "potrzeba ochrony macierzyństwa lub wielodzietności",
        "protection of motherhood or large families",
    ),
    Reason(
        "bezradnosc",
        "9",
        "bezradność w sprawach opiekuńczo-wychowawczych i prowadzenia gospodarstwa domowego",
        "helplessness in upbringing and running the household",
    ),
    Reason(
        "integracja_cudzoziemcow",
        "11",
        "trudności w integracji cudzoziemców",
        "difficulties in integration of foreigners",
    ),
    Reason(
        "zwolnienie_z_zakladu_karnego",
        "12",
        "trudności w przystosowaniu do życia po zwolnieniu z zakładu karnego",
        "difficulties after release from prison",
    ),
    Reason("uzaleznienie", "13", "alkoholizm lub narkomania", "alcohol or drug addiction"),
    Reason(
        "zdarzenie_losowe",
        "14",
        "zdarzenie losowe i sytuacja kryzysowa",
        "random event and crisis",
    ),
    Reason(
        "kleska",
        "15",
        "klęska żywiołowa lub ekologiczna",
        "natural or ecological disaster",
    ),
)
CODES = tuple(dict.fromkeys(reason.code for reason in _REASONS))


def art7_reasons(on: date) -> tuple[Reason, ...]:
    """Reasons of art. 7 as worded on the day, in order of their points."""
    return tuple(
        reason
        for reason in _REASONS
        if reason.valid_from <= on and (reason.valid_to is None or on <= reason.valid_to)
    )
