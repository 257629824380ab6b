"""Additions to zasiłek rodzinny: art. 9-15. Each is due only beside the allowance of its child."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from law.errors import InvalidFacts
from law.facts import Facts
from law.money import ZERO
from law.params import Law
from law.periods import completed_years
from law.reading import Choice, Field, Fields, ListOf, Text, Whole
from law.swiadczenia_rodzinne.act import CHILD_CERTIFICATE, SERIOUS
from law.swiadczenia_rodzinne.children import AGE_LOW, MONTHS_OF_YEAR, RATE_DELAY, Child
from law.swiadczenia_rodzinne.components import Component, Due
from law.swiadczenia_rodzinne.figures import LARGE, SINGLE
from law.swiadczenia_rodzinne.period import Period, begun, school_months

BIRTH, LEAVE, ALONE, MANY = (
    "urodzenie",
    "urlop_wychowawczy",
    "samotne_wychowywanie",
    "wielodzietnosc",
)
EDUCATION, SCHOOL_YEAR = "ksztalcenie_rehabilitacja", "rozpoczecie_roku_szkolnego"
LODGING, TRAVEL = "zamieszkiwanie", "dojazd"
KINDS = (BIRTH, LEAVE, ALONE, MANY, EDUCATION, SCHOOL_YEAR, LODGING, TRAVEL)
_LABELS = {
    BIRTH: ("Dodatek z tytułu urodzenia dziecka", "art. 9"),
    LEAVE: ("Dodatek z tytułu opieki w czasie urlopu wychowawczego", "art. 10"),
    ALONE: ("Dodatek z tytułu samotnego wychowywania dziecka", "art. 11a"),
    MANY: ("Dodatek z tytułu wychowywania dziecka w rodzinie wielodzietnej", "art. 12a"),
    EDUCATION: ("Dodatek z tytułu kształcenia i rehabilitacji", "art. 13"),
    SCHOOL_YEAR: ("Dodatek z tytułu rozpoczęcia roku szkolnego", "art. 14"),
    LODGING: ("Dodatek z tytułu nauki poza miejscem zamieszkania, zamieszkiwanie", "art. 15"),
    TRAVEL: ("Dodatek z tytułu nauki poza miejscem zamieszkania, dojazd", "art. 15"),
}
_SPREAD_OVER_YEAR = (BIRTH, SCHOOL_YEAR, LODGING, TRAVEL)
_RATES = {
    BIRTH: "urodzenie_dziecka",
    LEAVE: "urlop_wychowawczy",
    SCHOOL_YEAR: "rozpoczecie_roku_szkolnego",
    LODGING: "nauka_zamieszkiwanie",
    TRAVEL: "nauka_dojazd",
}
EDUCATION_RATES = ("ksztalcenie_rehabilitacja_do_5", "ksztalcenie_rehabilitacja_do_24")
BIRTH_AGE, CERTIFICATE_AGE = "urodzenie_wiek_dziecka", "ksztalcenie_wiek_orzeczenia"
PARAMETERS = (
    *_RATES.values(), *SINGLE, *LARGE, *EDUCATION_RATES, BIRTH_AGE, CERTIFICATE_AGE
)  # fmt: skip
FIELD = Field(
    "additions",
    ListOf(
        Fields(
            Field("child", Text(60), required=True, help="id of the child"),
            Field("kind", Choice(KINDS), required=True),
            Field("months", Whole(1, MONTHS_OF_YEAR), help="months granted; all unless said"),
        )
    ),
)


@dataclass(slots=True)
class _Shared:
    """What earlier entries took of the limits that all children of a family share, by month."""

    single: dict[date, Decimal] = field(default_factory=dict)
    single_more: dict[date, Decimal] = field(default_factory=dict)
    large: Counter[date] = field(default_factory=Counter)


def additions_of(
    facts: Facts, children: tuple[Child, ...], period: Period, law: Law
) -> list[Component]:
    """A component for each addition, in order of the question. Raises InvalidFacts."""
    rows: tuple[Mapping[str, Any], ...] = facts.extra.get("additions", ())
    by_id = {child.person.id: child for child in children}
    _check_rows(rows, by_id, period)
    shared = _Shared()
    found = [_component(row, by_id[row["child"]], children, period, law, shared) for row in rows]
    return [_by_months_of_family(component, found) for component in found]


def _by_months_of_family(component: Component, found: Iterable[Component]) -> Component:
    """Divided by the months in which the family has this addition, for whichever child (art. 5
    ust. 3b pkt 2); those of pkt 3 stay divided by twelve."""
    if component.kind in _SPREAD_OVER_YEAR:
        return component
    months = {due.month for other in found if other.kind == component.kind for due in other.due}
    return replace(component, divisor=max(len(months), 1))


def _check_rows(
    rows: Iterable[Mapping[str, Any]], by_id: Mapping[str, Child], period: Period
) -> None:
    seen = set()
    for index, row in enumerate(rows):
        path = f"facts.additions[{index}]"
        if row["child"] not in by_id:
            raise InvalidFacts(f"no child has the id {row['child']!r}", path=f"{path}.child")
        if (row["child"], row["kind"]) in seen:
            raise InvalidFacts(
                f"found {row['kind']} twice for the child {row['child']!r}",
                path=path,
                polish="Ten sam dodatek podano na dziecko dwa razy.",
            )
        seen.add((row["child"], row["kind"]))
        studies = row["kind"] in (LODGING, TRAVEL)
        most = len(period.school() if studies else period.months)
        if row.get("months", 0) > most:
            raise InvalidFacts(
                f"found {row['months']}; allowed: up to {most}, as many as the period has",
                path=f"{path}.months",
                polish=f"W okresie, na który ustala się prawo, jest takich miesięcy {most}.",
            )


def _component(
    row: Mapping[str, Any],
    child: Child,
    children: tuple[Child, ...],
    period: Period,
    law: Law,
    shared: _Shared,
) -> Component:
    kind = row["kind"]
    label, provision = _LABELS[kind]
    once = kind in (BIRTH, SCHOOL_YEAR)
    if once:
        due, why_not = _once(kind, child, period, law)
    else:
        months = _months(row, child)
        amounts = _amounts(kind, child, children, months, period, shared)
        due = tuple(Due(month, amount) for month, amount in amounts if amount)
        why_not = _WHY_NOT.get(kind, "")
    if not child.months:
        why_not = "na to dziecko nie ma prawa do zasiłku rodzinnego"
    return Component(kind, label, provision, child.person, due, MONTHS_OF_YEAR, why_not, once)


_WHY_NOT = {
    ALONE: "wyczerpano najwyższą kwotę na wszystkie dzieci",
    MANY: "przysługuje na trzecie i następne dziecko z prawem do zasiłku rodzinnego",
    EDUCATION: "dziecko nie ma wymaganego orzeczenia",
    LODGING: "okres nie obejmuje miesięcy od września do czerwca",
    TRAVEL: "okres nie obejmuje miesięcy od września do czerwca",
}


def _once(kind: str, child: Child, period: Period, law: Law) -> tuple[tuple[Due, ...], str]:
    """A sum paid once; that for a birth is applied for before the first birthday."""
    if not child.months:
        return (), ""
    if kind == BIRTH and completed_years(child.born, law.on) >= law(BIRTH_AGE):
        return (), "wniosek złożono po ukończeniu przez dziecko pierwszego roku życia"
    if kind == SCHOOL_YEAR and not any(begun(month) for month in child.months):
        return (), "w okresie z prawem do zasiłku nie zaczyna się rok szkolny"
    first = child.months[0]
    return (Due(first, period.laws[first](_RATES[kind])),), ""


def _months(row: Mapping[str, Any], child: Child) -> tuple[date, ...]:
    """The first so many months of the child's allowance, for studies those of the school year."""
    studies = row["kind"] in (LODGING, TRAVEL)
    months = school_months(child.months) if studies else child.months
    return months[: row.get("months", len(months))]


def _amounts(
    kind: str,
    child: Child,
    children: tuple[Child, ...],
    months: tuple[date, ...],
    period: Period,
    shared: _Shared,
) -> Iterator[tuple[date, Decimal]]:
    for month in months:
        law = period.laws[month]
        if kind == ALONE:
            yield month, _alone(child, month, law, shared)
        elif kind == MANY:
            yield month, _many(children, month, law, shared)
        elif kind == EDUCATION:
            yield month, _education(child, month, law)
        else:
            yield month, law(_RATES[kind])


def _alone(child: Child, month: date, law: Law, shared: _Shared) -> Decimal:
    """Rate within the limit for all children; more for a certificate or the severe degree."""
    rate, cap, more, more_cap = (law(name) for name in SINGLE)
    amount = min(rate, cap - shared.single.get(month, ZERO))
    shared.single[month] = shared.single.get(month, ZERO) + amount
    if child.person.disability in (CHILD_CERTIFICATE, "severe"):
        extra = min(more, more_cap - shared.single_more.get(month, ZERO))
        shared.single_more[month] = shared.single_more.get(month, ZERO) + extra
        amount += extra
    return amount


def _many(children: tuple[Child, ...], month: date, law: Law, shared: _Shared) -> Decimal:
    """For as many children as have the allowance in the month beyond the first two."""
    entitled = sum(month in child.months for child in children)
    shared.large[month] += 1
    if shared.large[month] > entitled - law("wielodzietnosc_free_children"):
        return ZERO
    return law("wielodzietnosc")


def _education(child: Child, month: date, law: Law) -> Decimal:
    """A certificate of disability does to 16, afterwards a moderate or severe degree; where the
    question says nothing, the officer has found the certificate in order."""
    age, disability = child.age_in_months(month), child.person.disability
    minor = disability == CHILD_CERTIFICATE and age <= law(CERTIFICATE_AGE) * MONTHS_OF_YEAR
    if disability is not None and disability not in SERIOUS and not minor:
        return ZERO
    low = age < law(AGE_LOW) * MONTHS_OF_YEAR + law(RATE_DELAY)
    return law(EDUCATION_RATES[0 if low else 1])
