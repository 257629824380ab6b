"""Facts of a case for the calculator, without anybody's name.

The way there is open, the way back is narrow, and both are so on purpose. A calculation that is
kept on a case must come from the facts of the interview, because a decision stands on it: whatever
is tried out here (another income, one more person) is no finding, and must not become one by a
click. So the calculator gives back only what the officer may choose anyway on the page of the
calculation: the day whose law applies, the reason of art. 7 and the chosen amount of zasiłek
okresowy. They arrive as filled-in fields; the law is asked anew, with the facts of the interview,
when the officer presses «Calculate» there. What was asked as a whole may be kept on the case too,
but apart (KeptAnswer), where no decision can stand on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.calculator import typed
from benefits.calculator.question import Question
from benefits.facts import REASON_NEEDED, Missing, day_of_law, facts_of
from benefits.queries import newest_calculation
from cases.models import Case
from clients.models import Person

CHOSEN = ("reason_art7", "amount_chosen")


@dataclass(frozen=True, slots=True)
class OfCase:
    """A question about a case; `people`: sign → name, for the eyes of who may see the case."""

    question: Question
    people: dict[str, str]
    missing: tuple[Missing, ...]


def of_case(case: Case, on: date | None = None) -> OfCase:
    """The question that the calculation of the case asks, with persons as a, b, c.

    Day, reason and chosen amount are those of the newest calculation, facts those of the file now.
    """
    newest = newest_calculation(case)
    day = on or (newest.on if newest else day_of_law(case))
    chosen = newest.facts if newest else {}
    amount = chosen.get("amount_chosen")
    mapped = facts_of(
        case,
        on=day,
        reason_art7=chosen.get("reason_art7", ""),
        amount_chosen=Decimal(amount) if amount else None,
    )
    signs: dict[str, str] = {}
    for person in mapped.facts.get("household", {}).get("persons", ()):
        signs[person["id"]] = typed.next_id(signs.values())
    named = Person.objects.in_bulk([int(pk) for pk in signs])
    people = {sign: str(named[int(pk)]) for pk, sign in signs.items() if int(pk) in named}
    facts = _nameless(mapped.facts, signs)
    return OfCase(Question(case.kind.code, day, facts), people, mapped.missing)


def _nameless(facts: Mapping[str, Any], signs: Mapping[str, str]) -> dict[str, Any]:
    """Facts with signs for persons and without what an officer wrote; zeros and empty lists go,
    except the incomes, where none is a statement."""
    found: dict[str, Any] = {}
    for key, value in facts.items():
        if key == "applicant":
            continue
        if key == "household":
            # the role names the applicant, and the number of persons tells a family
            persons = [{**p, "id": signs[p["id"]]} for p in value["persons"]]
            found[key] = {"persons": persons}
        elif isinstance(value, list):
            found[key] = [_row(row, signs) for row in value]
        elif value not in ("0.00", ""):
            found[key] = value
    return {k: v for k, v in found.items() if v != [] or k == "incomes"}


def _row(row: Mapping[str, Any], signs: Mapping[str, str]) -> dict[str, Any]:
    found = dict(row)
    if "person" in row:
        found["person"] = signs.get(row["person"], row["person"])
    if "reason" in row:
        found["reason"] = _("see the interview")
    return found


@dataclass(frozen=True, slots=True)
class Back:
    """What may be taken over into the page of the calculation, and its address."""

    url: str
    parts: tuple[str, ...]


def way_back(case: Case, question: Question) -> Back | None:
    """The address of the calculation with the choices filled in; None for another benefit."""
    if question.benefit != case.kind.code:
        return None
    chosen = {"on": question.on.isoformat()}
    if case.kind.code == REASON_NEEDED:
        chosen |= {key: str(question.facts[key]) for key in CHOSEN if key in question.facts}
    url = f"{reverse('benefits:calculate', args=[case.pk])}?{urlencode(chosen)}"
    return Back(url, tuple(chosen))
