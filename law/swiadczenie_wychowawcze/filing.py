"""From when the right runs, and until when it is paid, by the day of the application."""

from datetime import date

from law.holidays import working_day_from
from law.params import Law
from law.periods import month_of, months_later
from law.swiadczenie_wychowawcze.act import FIRST_DAY, LAST_PERIOD, UNIVERSAL_FROM, period_of
from law.trace import Step

BIRTH_TERM = "swiadczenie_wychowawcze_termin_urodzenie"
# Last days of filing on which a period already begun is still made up for from its first month.
_MADE_UP_UNTIL = {FIRST_DAY: date(2016, 7, 1), UNIVERSAL_FROM: date(2019, 9, 30)}
# The period 2021/22: last day of filing, last day of the first payment.
_PAYMENTS = (
    (date(2021, 4, 30), date(2021, 6, 30)),
    (date(2021, 5, 31), date(2021, 7, 31)),
    (date(2021, 6, 30), date(2021, 8, 31)),
)


def right_from(born: date, filed: date, month: date, law: Law) -> date:
    """First day of the right of a child, of the period in which the month lies.

    The first of the period when asked for before it, or in time to make up for it; else the first
    of the month of filing; from the birth when asked for within three months of it.
    """
    start = period_of(month)
    in_time = filed < start or filed <= _MADE_UP_UNTIL.get(start, start)
    first = start if in_time else month_of(filed)
    if filed <= working_day_from(months_later(born, int(law(BIRTH_TERM)))):
        first = min(first, max(born, FIRST_DAY))
    return max(first, born)


def latest_payment(filed: date, month: date) -> date | None:
    """Last day of the first payment; None when it is not known."""
    if period_of(month) != LAST_PERIOD:
        return None
    return next((paid for last, paid in _PAYMENTS if filed <= last), None)


def filing_steps(filed: date, first: date, paid: date | None) -> tuple[Step, ...]:
    """What follows from the day of the application, in sentences."""
    text = f"Wniosek złożono {filed:%d.%m.%Y}, więc prawo przysługuje od {first:%d.%m.%Y}."
    right = Step("art. 18 i 21", text, first, {"filed": filed})
    if paid is None:
        return (right,)
    text = f"Pierwszej wypłaty trzeba dokonać do {paid:%d.%m.%Y}."
    return right, Step("art. 21", text, paid, {"filed": filed})
