"""Jednorazowa zapomoga z tytułu urodzenia się dziecka (becikowe): art. 15b of the act on family
benefits. One amount in zł for one child; no złotówka za złotówkę."""

from datetime import date

from law.errors import missing
from law.facts import Facts
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.periods import completed_years
from law.reading import Day, Field, Whole
from law.swiadczenia_rodzinne import income
from law.swiadczenia_rodzinne.act import basis
from law.swiadczenia_rodzinne.conditions import (
    Condition,
    refusal,
    require_born,
    require_order,
    within_criterion,
)
from law.swiadczenia_rodzinne.farm import HECTARE
from law.swiadczenia_rodzinne.term import filed_in_time
from law.trace import Step

AMOUNT, CRITERION = "becikowe", "becikowe_kryterium"
TERM, CARE_WEEK, AGE = "becikowe_termin", "becikowe_opieka_medyczna", "becikowe_wiek_przyjecia"
# For a child born since the first of these days income is tested; since the second the mother must
# have been under medical care.
INCOME_TEST_FROM = date(2013, 1, 1)
MEDICAL_CARE_FROM = date(2012, 1, 1)
LONGEST_PREGNANCY = 45
FIELDS = (
    Field("child_born", Day(), required=True),
    Field(
        "medical_care_from_week",
        Whole(1, LONGEST_PREGNANCY),
        help="week of pregnancy since which the mother was under medical care",
    ),
    Field("filed", Day(), required=True, help="day of the application"),
    Field("taken_over", Day(), help="by a guardian or adopter: day of taking the child over"),
    *income.FIELDS,
)
PARAMETERS = (AMOUNT, CRITERION, TERM, CARE_WEEK, AGE, HECTARE)


def calculate(facts: Facts, law: Law) -> Result:
    """The grant, when asked for in time, after medical care in time, within the criterion."""
    born: date = facts.extra["child_born"]
    _check_days(facts, law.on)
    conditions = [_term(facts, law), *_age(facts, law), *_medical_care(facts, law)]
    values = {"last_day": conditions[0].step.inputs["last_day"]}
    articles = ["art. 15b ust. 1 i 3"]
    if born >= INCOME_TEST_FROM:
        found = income.income_of(facts, law)
        test = within_criterion("art. 15b ust. 2", "Dochód rodziny", found, law(CRITERION))
        conditions += [Condition(found.step), test]
        values |= {"per_person": found.per_person, "criterion": law(CRITERION), **test.values}
        articles = ["art. 15b ust. 1-3"]
    if law.on >= MEDICAL_CARE_FROM and "taken_over" not in facts.extra:
        articles.append("art. 15b ust. 5")
    refused = refusal(tuple(conditions), basis(*articles), "once", values)
    if refused is not None:
        return refused
    amount = law(AMOUNT)
    step = Step("art. 15b ust. 1", f"Zapomoga na jedno dziecko wynosi {polish(amount)}.", amount)
    steps = (*(condition.step for condition in conditions), step)
    return Result(True, steps, basis(*articles), amount, "once", values=values)


def _check_days(facts: Facts, on: date) -> None:
    born: date = facts.extra["child_born"]
    taken: date = facts.extra.get("taken_over", born)
    require_order(
        "facts.taken_over", born, taken, "Dziecka nie można było przyjąć przed urodzeniem."
    )
    require_order(
        "facts.filed",
        taken,
        facts.extra["filed"],
        "Wniosek jest wcześniejszy niż urodzenie lub przyjęcie dziecka.",
    )
    require_born(born, on)


def _term(facts: Facts, law: Law) -> Condition:
    start: date = facts.extra.get("taken_over", facts.extra["child_born"])
    since = "objęcia dziecka opieką" if "taken_over" in facts.extra else "urodzenia dziecka"
    months = int(law(TERM))
    return filed_in_time("art. 15b ust. 3", start, months, facts.extra["filed"], since)


def _age(facts: Facts, law: Law) -> tuple[Condition, ...]:
    """A child taken over must not have come of age by the application."""
    if "taken_over" not in facts.extra:
        return ()
    limit = int(law(AGE))
    age = completed_years(facts.extra["child_born"], facts.extra["filed"])
    fits = age < limit
    text = f"Wniosek trzeba złożyć przed ukończeniem przez dziecko {limit} lat; ma ono lat: {age}."
    step = Step("art. 15b ust. 4", text, fits, {"age": age, "limit": limit})
    return (Condition(step, "" if fits else "age", {"age": age}),)


def _medical_care(facts: Facts, law: Law) -> tuple[Condition, ...]:
    """Not asked of guardians and adopters, nor before the rule."""
    if law.on < MEDICAL_CARE_FROM or "taken_over" in facts.extra:
        return ()
    if "medical_care_from_week" not in facts.extra:
        raise missing(
            "facts.medical_care_from_week",
            "the mother must have been under medical care in time",
            "Brakuje tygodnia ciąży, od którego matka była pod opieką medyczną (z zaświadczenia).",
        )
    week: int = facts.extra["medical_care_from_week"]
    latest = int(law(CARE_WEEK))
    fits = week <= latest
    text = (
        f"Matka była pod opieką medyczną od {week}. tygodnia ciąży; wymaga się opieki najpóźniej "
        f"od {latest}. tygodnia."
    )
    step = Step("art. 15b ust. 5", text, fits, {"week": week, "latest": latest})
    return (Condition(step, "" if fits else "medical_care", {"weeks_late": week - latest}),)
