"""Terms by art. 57 KPA, delivery by art. 44 KPA, days of payment. Pure; days are ``date``.

The day of the event is not counted. An end that falls on a day off by law or a Saturday
moves to the next day that is neither (art. 57 § 4); a payment moves back instead.
"""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.polish import WEEKDAYS_ACCUSATIVE, format_date, plural
from law.holidays import holiday_name, is_day_off

SATURDAY = 5
DAY = timedelta(days=1)
STORAGE_DAYS = 14  # art. 44 § 1 KPA
SECOND_NOTICE_AFTER_DAYS = 7  # art. 44 § 3 KPA
INTERVIEW_BASIS = "rozporządzenie o rodzinnym wywiadzie środowiskowym (Dz.U. 2021 poz. 893)"


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_FORMS = {
    Unit.DAYS: ("dzień", "dni", "dni"),
    Unit.WORKING_DAYS: ("dzień roboczy", "dni robocze", "dni roboczych"),
    Unit.WEEKS: ("tydzień", "tygodnie", "tygodni"),
    Unit.MONTHS: ("miesiąc", "miesiące", "miesięcy"),
    Unit.YEARS: ("rok", "lata", "lat"),
}
_RULES = {
    Unit.DAYS: "dnia zdarzenia nie wlicza się (art. 57 § 1 KPA)",
    Unit.WORKING_DAYS: "liczą się dni od poniedziałku do piątku bez dni wolnych od pracy",
    Unit.WEEKS: "koniec w dniu o tej samej nazwie (art. 57 § 2 KPA)",
    Unit.MONTHS: "koniec w tym samym dniu miesiąca, a gdy go nie ma, w ostatnim (art. 57 § 3 KPA)",
    Unit.YEARS: "koniec w tym samym dniu roku, a gdy go nie ma, dzień wcześniej (art. 57 § 3a KPA)",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A counted term.

    ``start`` is the day of the event, ``counted_end`` the end before art. 57 § 4, ``end`` the
    last day on which the act is in time; ``trace`` says in Polish how it was counted.
    """

    start: date
    length: int
    unit: Unit
    counted_end: date
    end: date
    basis: str
    trace: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Days not counted into a term (art. 35 § 5, art. 103 KPA), both ends included."""

    first: date
    last: date


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a day off by law."""
    return day.weekday() < SATURDAY and not is_day_off(day)


def next_working_day(day: date) -> date:
    """``day`` itself, or the first later day that is neither off nor a Saturday."""
    while not is_working_day(day):
        day += DAY
    return day


def payment_day(day: date) -> date:
    """``day`` itself, or the last working day before it: money must not come late."""
    while not is_working_day(day):
        day -= DAY
    return day


def count_term(start: date, length: int, unit: Unit, *, basis: str = "") -> Term:
    """Term of ``length`` ``unit`` after the event of day ``start``.

    Raises ValueError for a length below one.
    """
    if length < 1:
        raise ValueError(f"a term has at least one {unit}: {length}")
    counted = _COUNT[unit](start, length)
    return _term(start, length, unit, counted, basis, "")


def working_days(start: date, length: int, *, basis: str = "") -> Term:
    """The ``length``-th working day after ``start``; such an end never has to move."""
    return count_term(start, length, Unit.WORKING_DAYS, basis=basis)


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and with ``end``; 0 when ``end`` is not later."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(shift)) for shift in range(1, span + 1))


def prolong(term: Term, stops: Iterable[Stop]) -> Term:
    """The same term with the days of ``stops`` left out (art. 35 § 5, art. 103 KPA).

    Days before the event or after the term's own end do not count, overlapping stops count
    once; a stop that the prolonged term newly reaches counts too. Days that do not count
    anyway (weekends in a term of working days) do not prolong it.
    """
    by_working_days = term.unit is Unit.WORKING_DAYS
    left_out = 0
    end = term.counted_end
    for day in sorted(_days_of(stops)):
        if day <= term.start or (by_working_days and not is_working_day(day)):
            continue
        if day > end:
            break
        left_out += 1
        end = next_working_day(end + DAY) if by_working_days else end + DAY
    if not left_out:
        return term
    note = f"nie wliczono {left_out} {plural(left_out, 'dnia', 'dni', 'dni')} (art. 35 § 5 KPA)"
    return _term(term.start, term.length, term.unit, end, term.basis, note)


def _days_of(stops: Iterable[Stop]) -> set[date]:
    return {
        stop.first + timedelta(shift)
        for stop in stops
        for shift in range((stop.last - stop.first).days + 1)
    }


def _term(start: date, length: int, unit: Unit, counted: date, basis: str, note: str) -> Term:
    end = counted if unit is Unit.WORKING_DAYS else next_working_day(counted)
    size = f"{length} {plural(length, *_FORMS[unit])}"
    sentence = f"{size} od {format_date(start)}: {_RULES[unit]}"
    if note:
        sentence += f"; {note}"
    if end == counted:
        sentence += f"; termin upływa {_on(end)}."
    else:
        sentence += (
            f"; {format_date(counted)} to {_why_off(counted)}, "
            f"więc termin upływa {_on(end)} (art. 57 § 4 KPA)."
        )
    return Term(start, length, unit, counted, end, basis, sentence)


def _on(day: date) -> str:
    preposition = "we" if day.weekday() == 1 else "w"
    return f"{preposition} {WEEKDAYS_ACCUSATIVE[day.weekday()]} {format_date(day)}"


def _why_off(day: date) -> str:
    if name := holiday_name(day):
        return f"dzień wolny od pracy ({name})"
    return "sobota" if day.weekday() == SATURDAY else "niedziela"


def _after_days(start: date, length: int) -> date:
    return start + timedelta(days=length)


def _after_working_days(start: date, length: int) -> date:
    day = start
    for _counted in range(length):
        day = next_working_day(day + DAY)
    return day


def _after_weeks(start: date, length: int) -> date:
    return start + timedelta(weeks=length)


def _after_months(start: date, length: int) -> date:
    years, month = divmod(start.month - 1 + length, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _after_years(start: date, length: int) -> date:
    return _after_months(start, 12 * length)


_COUNT: dict[Unit, Callable[[date, int], date]] = {
    Unit.DAYS: _after_days,
    Unit.WORKING_DAYS: _after_working_days,
    Unit.WEEKS: _after_weeks,
    Unit.MONTHS: _after_months,
    Unit.YEARS: _after_years,
}


class Statutory(StrEnum):
    """Terms that the law sets; ``statutory_term`` counts them."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"
    SELF_REVIEW = "self_review"
    HANDLING = "handling"
    HANDLING_COMPLICATED = "handling_complicated"
    SUPPLEMENT = "supplement"
    RESTORATION = "restoration"
    CERTIFICATE = "certificate"
    COURT = "court"
    INTERVIEW = "interview"
    INTERVIEW_URGENT = "interview_urgent"


# Length, unit, legal basis; the event of each is in the comment.
STATUTORY_TERMS: dict[Statutory, tuple[int, Unit, str]] = {
    # delivery of the decision
    Statutory.APPEAL: (14, Unit.DAYS, "art. 129 § 2 KPA"),
    # delivery of the postanowienie
    Statutory.COMPLAINT: (7, Unit.DAYS, "art. 141 § 2 KPA"),
    # receipt of the appeal
    Statutory.SELF_REVIEW: (7, Unit.DAYS, "art. 133 KPA"),
    # receipt of the application
    Statutory.HANDLING: (1, Unit.MONTHS, "art. 35 § 3 KPA"),
    Statutory.HANDLING_COMPLICATED: (2, Unit.MONTHS, "art. 35 § 3 KPA"),
    # delivery of the call; the shortest that may be set
    Statutory.SUPPLEMENT: (7, Unit.DAYS, "art. 64 § 2 KPA"),
    # end of the obstacle
    Statutory.RESTORATION: (7, Unit.DAYS, "art. 58 § 2 KPA"),
    # receipt of the request
    Statutory.CERTIFICATE: (7, Unit.DAYS, "art. 217 § 3 KPA"),
    # delivery of the decision of the SKO
    Statutory.COURT: (30, Unit.DAYS, "art. 53 PPSA"),
    # learning of the need
    Statutory.INTERVIEW: (14, Unit.WORKING_DAYS, INTERVIEW_BASIS),
    Statutory.INTERVIEW_URGENT: (2, Unit.WORKING_DAYS, INTERVIEW_BASIS),
}


def statutory_term(kind: Statutory, start: date) -> Term:
    """Term of the law that starts with the event of day ``start``."""
    length, unit, basis = STATUTORY_TERMS[kind]
    return count_term(start, length, unit, basis=basis)


def appeal_term(delivered: date) -> Term:
    """Term for an appeal (art. 129 § 2 KPA) after delivery on day ``delivered``."""
    return statutory_term(Statutory.APPEAL, delivered)


@dataclass(frozen=True, slots=True)
class Fiction:
    """Delivery without collection (art. 44 KPA).

    ``second_notice_from`` is the first day on which the second notice is due, ``delivered``
    the day at whose end the letter counts as delivered.
    """

    first_notice: date
    second_notice_from: date
    delivered: date
    trace: str


def delivery_fiction(
    first_notice: date, *, second_notice: date | None = None, end_moves: bool = False
) -> Fiction:
    """Deemed delivery of a letter kept at the post after the first notice.

    ``end_moves``: whether art. 57 § 4 also moves the end of the storage; case law argues about
    it, so it is a setting of the centre, off by default. Raises ValueError when the second
    notice is not after the first or later than the end of the storage.
    """
    kept_until = first_notice + timedelta(days=STORAGE_DAYS)
    if second_notice is not None and not first_notice < second_notice <= kept_until:
        raise ValueError(f"second notice of {second_notice} outside the storage")
    delivered = next_working_day(kept_until) if end_moves else kept_until
    trace = (
        f"Pierwsze zawiadomienie {format_date(first_notice)}; pismo czekało {STORAGE_DAYS} dni "
        f"i nie zostało podjęte, doręczone z upływem {format_date(delivered)} (art. 44 § 4 KPA)"
    )
    if delivered != kept_until:
        trace += f"; {format_date(kept_until)} to {_why_off(kept_until)} (art. 57 § 4 KPA)"
    return Fiction(
        first_notice,
        first_notice + timedelta(days=SECOND_NOTICE_AFTER_DAYS + 1),
        delivered,
        trace + ".",
    )


def electronic_fiction(arrived: date) -> date:
    """Day of delivery of a letter left at an ADE: 14 days after it arrived (art. 42 UDE)."""
    return arrived + timedelta(days=14)
