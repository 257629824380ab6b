"""Terms in months from the birth of a child, by art. 57 § 3 and 4 KPA."""

from datetime import date

from law.holidays import working_day_from
from law.periods import months_later
from law.swiadczenia_rodzinne.conditions import Condition
from law.trace import Step, counted


def last_day_of_term(start: date, months: int) -> date:
    """The day with the same number that many months later, or the next working day after it."""
    return working_day_from(months_later(start, months))


def filed_in_time(
    provision: str, start: date, months: int, filed: date, since: str = "urodzenia dziecka"
) -> Condition:
    """Was the application filed within that many months of the start?"""
    last_day = last_day_of_term(start, months)
    late = (filed - last_day).days
    text = (
        f"Termin na wniosek to {counted(months, 'miesiąc', 'miesiące', 'miesięcy')} od {since} "
        f"({start:%d.%m.%Y}), "
        f"do {last_day:%d.%m.%Y}; złożono go {filed:%d.%m.%Y}"
    )
    inputs = {"start": start, "filed": filed, "last_day": last_day}
    if late <= 0:
        return Condition(Step(provision, f"{text}, w terminie.", True, inputs))
    days = counted(late, "dzień", "dni", "dni")
    text += f", {days} po terminie, więc pozostawia się go bez rozpatrzenia."
    return Condition(Step(provision, text, False, inputs), "filed_late", {"days_late": late})
