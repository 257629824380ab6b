"""Until when the right is set and the benefit paid, by the day of a complete application."""

from datetime import date

from law.errors import InvalidFacts
from law.facts import Facts
from law.fundusz_alimentacyjny.act import basis
from law.outcome import Result
from law.params import Law
from law.periods import add_months, days_in_month
from law.reading import Day, Field
from law.trace import Step

OCTOBER = 10
FIELDS = (
    Field("filed", Day(), required=True, help="day of the complete application"),
    Field("period_from", Day(), required=True, help="1 October on which the period begins"),
)
# Last month of filing and month of pay-out, counted from the October of the period.
_TERMS = ((-2, 0), (-1, 1), (0, 2), (1, 3), (3, 4))
_FIRST_MONTH_OF_FILING = -3  # July, on line; on paper from August


def term(facts: Facts, law: Law) -> Result:
    """Last day of the month in which the benefit must be set and paid; none after January."""
    filed, start = facts.extra["filed"], facts.extra["period_from"]
    _require_period(filed, start)
    for filing_month, pay_month in _TERMS:
        if filed <= _last_day(add_months(start, filing_month)):
            paid_by = _last_day(add_months(start, pay_month))
            text = (
                f"Kompletny wniosek złożono {filed:%d.%m.%Y}, więc prawo ustala się i świadczenie "
                f"wypłaca do {paid_by:%d.%m.%Y}."
            )
            break
    else:
        paid_by = None
        text = (
            f"Wniosek złożono {filed:%d.%m.%Y}, po styczniu: ustawa nie wyznacza terminu, "
            "obowiązują terminy załatwiania spraw z Kodeksu postępowania administracyjnego."
        )
    step = Step("art. 20", text, paid_by, {"filed": filed, "period_from": start})
    return Result(None, (step,), basis("art. 20"), values={"paid_by": paid_by})


def _require_period(filed: date, start: date) -> None:
    if (start.month, start.day) != (OCTOBER, 1):
        raise InvalidFacts(
            f"found {start}; allowed: 1 October",
            path="facts.period_from",
            polish="Okres świadczeniowy zaczyna się 1 października.",
        )
    first = add_months(start, _FIRST_MONTH_OF_FILING)
    last = _last_day(add_months(start, 11))
    if not first <= filed <= last:
        raise InvalidFacts(
            f"found {filed}; allowed: {first} to {last} for the period from {start}",
            path="facts.filed",
            polish=f"Wniosek na ten okres składa się od {first:%d.%m.%Y} do {last:%d.%m.%Y}.",
        )


def _last_day(month: date) -> date:
    return month.replace(day=days_in_month(month))
