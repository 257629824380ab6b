"""Zasiłek pielęgnacyjny: art. 16 of the act on family benefits. Amount in zł per month of one
person, whatever the income."""

from datetime import date
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import Facts, Person
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.periods import completed_years
from law.reading import Field, Flag
from law.swiadczenia_rodzinne.act import CHILD_CERTIFICATE, basis, is_disabled_child
from law.swiadczenia_rodzinne.conditions import Condition, refusal
from law.trace import Step

CODE = "zasilek_pielegnacyjny"
AGE_CHILD, AGE_ARISEN, AGE_SENIOR = (
    "zasilek_pielegnacyjny_wiek_dziecka",
    "zasilek_pielegnacyjny_wiek_powstania",
    "zasilek_pielegnacyjny_wiek_seniora",
)
FIRST_DAY = date(2006, 9, 1)
ARISEN = "disability_before_21"
FIELDS = (
    Field(ARISEN, Flag(), help="moderate degree: the disability arose before the age of 21"),
    Field("dodatek_pielegnacyjny", Flag(), help="received with a pension"),
    Field("full_day_institution", Flag(), help="free full-day upkeep in an institution"),
)
PARAMETERS = (CODE, AGE_CHILD, AGE_ARISEN, AGE_SENIOR)


def calculate(facts: Facts, law: Law) -> Result:
    """The allowance of the applicant, or of the disabled child of the household."""
    conditions = (_entitling(facts, law), *_exclusions(facts))
    articles = basis("art. 16 ust. 1-4")
    refused = refusal(conditions, articles, "month", {})
    if refused is not None:
        return refused
    amount = law(CODE)
    text = f"Zasiłek pielęgnacyjny wynosi {polish(amount)} miesięcznie, niezależnie od dochodu."
    steps = (*(condition.step for condition in conditions), Step("art. 16 ust. 4", text, amount))
    return Result(True, steps, articles, amount, "month")


def _entitling(facts: Facts, law: Law) -> Condition:
    """Certificate or age; without persons the officer has found them in order."""
    person = _subject(facts)
    if person is None:
        text = "Organ ustalił, że osoba ma wymagane orzeczenie albo wiek."
        return Condition(Step("art. 16 ust. 2 i 3", text, True))
    age = _age(person, law.on)
    senior = int(law(AGE_SENIOR))
    if age is not None and age >= senior:
        return _holds("pkt 3", f"Osoba ukończyła {senior} lat", {"age": age})
    if person.disability == "severe":
        return _holds("pkt 2", "Osoba ma znaczny stopień niepełnosprawności", {"age": age})
    if person.disability == CHILD_CERTIFICATE:
        return _child(age, law)
    if person.disability == "moderate":
        return _moderate(facts, age, law)
    return _without_certificate(person, age, senior)


def _subject(facts: Facts) -> Person | None:
    """Whom the allowance is for: a disabled child when the applicant has no certificate."""
    household = facts.household_or_none
    if household is None or not household.persons:
        return None
    applicant = facts.applicant
    if applicant.disability not in (None, "none", "light"):
        return applicant
    return next((p for p in household.persons if is_disabled_child(p)), applicant)


def _age(person: Person, on: date) -> int | None:
    if person.born is None:
        return None
    if person.born > on:
        raise InvalidFacts(
            f"found {person.born}; allowed: not after {on}",
            path=f"facts.household.persons[{person.index}].born",
            polish="Data urodzenia jest późniejsza niż dzień pytania.",
        )
    return completed_years(person.born, on)


def _holds(point: str, text: str, inputs: dict[str, Any]) -> Condition:
    return Condition(Step(f"art. 16 ust. 2 {point}", f"{text}.", True, inputs))


def _child(age: int | None, law: Law) -> Condition:
    limit = int(law(AGE_CHILD))
    if age is None or age < limit:
        text = "Osoba jest dzieckiem z orzeczeniem o niepełnosprawności"
        return _holds("pkt 1", text, {"age": age})
    text = (
        f"Orzeczenie o niepełnosprawności dotyczy dzieci do {limit} lat, osoba ma lat {age}; "
        "potrzebne jest orzeczenie o stopniu niepełnosprawności."
    )
    inputs = {"age": age, "limit": limit}
    return Condition(Step("art. 16 ust. 2 pkt 1", text, False, inputs), "age", {"age": age})


def _moderate(facts: Facts, age: int | None, law: Law) -> Condition:
    limit = int(law(AGE_ARISEN))
    arisen = facts.extra.get(ARISEN, True if age is not None and age < limit else None)
    if arisen is None:
        raise missing(
            f"facts.{ARISEN}",
            f"the moderate degree counts when the disability arose before the age of {limit}",
            f"Podaj, czy niepełnosprawność powstała przed ukończeniem {limit} lat.",
        )
    inputs = {"age": age, ARISEN: arisen}
    start = "Osoba ma umiarkowany stopień niepełnosprawności, która"
    if arisen:
        text = f"{start} powstała przed ukończeniem {limit} lat."
        return Condition(Step("art. 16 ust. 3", text, True, inputs))
    text = f"{start} nie powstała przed ukończeniem {limit} lat; wymagany byłby stopień znaczny."
    return Condition(Step("art. 16 ust. 3", text, False, inputs), "disability_arose_late")


def _without_certificate(person: Person, age: int | None, senior: int) -> Condition:
    path = f"facts.household.persons[{person.index}]"
    if person.disability is None:
        why = "it depends on the certificate of disability"
        raise missing(f"{path}.disability", why, "Brakuje stopnia niepełnosprawności osoby.")
    if age is None:
        why = f"from {senior} years no certificate is needed"
        raise missing(f"{path}.born", why, "Brakuje daty urodzenia osoby.")
    text = (
        "Osoba nie ma orzeczenia, które uprawnia do zasiłku, i nie ukończyła "
        f"{senior} lat (ma lat {age})."
    )
    inputs = {"age": age, "disability": person.disability}
    return Condition(Step("art. 16 ust. 2", text, False, inputs), "not_disabled", {"age": age})


def _exclusions(facts: Facts) -> tuple[Condition, ...]:
    found = []
    if facts.extra.get("dodatek_pielegnacyjny"):
        text = "Osoba jest uprawniona do dodatku pielęgnacyjnego, więc zasiłek nie przysługuje."
        step = Step("art. 16 ust. 6", text, False)
        found.append(Condition(step, "excluded_by_other_benefit"))
    if facts.extra.get("full_day_institution"):
        text = (
            "Osoba przebywa w instytucji zapewniającej nieodpłatnie całodobowe utrzymanie, więc "
            "zasiłek nie przysługuje."
        )
        found.append(Condition(Step("art. 16 ust. 5", text, False), "in_institution"))
    return tuple(found)
