"""Members who are away on the day: asked about, counted as answered, and only on that day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import law
from benefits.absence_law import (
    CHILD_BENEFITS,
    FAMILY_BENEFITS,
    HOUSEHOLD_BENEFITS,
    NO_RIGHT_AWAY,
)
from benefits.household_facts import ANSWERED, assemble, snapshot_of
from benefits.household_facts.absences import Ask
from benefits.household_facts.assemble import Assembled
from clients.models import Absence, AbsenceReason, Membership
from clients.services import absence_add
from core.models import User
from tests.benefits.test_household_facts import Family

ON = date(2026, 5, 20)
SINCE, UNTIL = date(2026, 5, 1), date(2026, 5, 31)
DAY = timedelta(days=1)
ROWS: list[dict[str, Any]] = [
    {"id": "a", "role": "applicant", "incapable": True},
    {"id": "b", "role": "spouse"},
    {"id": "c", "role": "child", "born": date(2016, 1, 5), "disability": "child"},
    {"id": "o", "role": "other"},
]
ON_NOBODY = {"kryterium_dodatku_mieszkaniowego", "zasilek_dla_opiekuna", "dobry_start"}


@pytest.fixture
def family(worker: User) -> Family:
    facts = {
        "household": {"persons": ROWS},
        "incomes": [
            {"person": "b", "kind": "wage", "amount": "3000.00"},
            {"person": "o", "kind": "pension", "amount": "1900.00"},
        ],
    }
    return Family(worker, {"on": ON, "facts": facts})


def go(
    family: Family, who: str, reason: str, since: date = SINCE, until: date | None = UNTIL
) -> Absence:
    membership = Membership.objects.get(person=family.people[who], household=family.household)
    return absence_add(
        actor=family.actor, today=ON, membership=membership, reason=reason, valid_from=since,
        valid_to=until,
    )  # fmt: skip


def found(
    family: Family, benefit: str, said: dict[str, str] | None = None, on: date = ON
) -> Assembled:
    return assemble(benefit, snapshot_of(family.household, on), {}, said)


def ids(family: Family, asked: Assembled) -> str:
    names = {str(person.pk): name for name, person in family.people.items()}
    return "".join(names[row["id"]] for row in asked.facts["household"]["persons"])


# Who is asked about, reason by reason and benefit by benefit


@pytest.mark.parametrize(
    ("who", "reason", "benefit", "ask"),
    [
        ("b", "prison", "zasilek_okresowy", Ask.MEMBER),
        ("b", "hospital", "zasilek_staly", Ask.MEMBER),
        ("o", "abroad", "posilek", Ask.MEMBER),
        ("c", "boarding_school", "stypendium_szkolne", Ask.MEMBER),
        ("c", "foster_care", "zasilek_celowy", Ask.MEMBER),
        ("a", "prison", "zasilek_staly", Ask.RIGHT),
        ("a", "prison", "dps_oplata", Ask.ALONE),
        ("a", "care_home", "zasilek_staly", Ask.ALONE),
        ("a", "hospital", "posilek", Ask.ALONE),
        ("b", "prison", "dodatek_mieszkaniowy", Ask.MEMBER),
        ("a", "care_home", "dodatek_mieszkaniowy", Ask.RIGHT),
        ("a", "abroad", "dodatek_mieszkaniowy", Ask.ALONE),
        ("b", "prison", "zasilek_rodzinny", Ask.MEMBER),
        ("a", "hospital", "becikowe", Ask.MEMBER),
        ("c", "care_home", "fundusz_alimentacyjny", Ask.MEMBER),
        ("c", "foster_care", "karta_duzej_rodziny", Ask.MEMBER),
        ("c", "care_home", "swiadczenie_pielegnacyjne", Ask.MEMBER),
        ("c", "hospital", "zasilek_pielegnacyjny", Ask.UPKEEP),
        ("c", "abroad", "swiadczenie_rodzicielskie", Ask.MEMBER),
    ],
)
def test_an_absence_is_a_question(
    family: Family, who: str, reason: str, benefit: str, ask: Ask
) -> None:
    absence = go(family, who, reason)

    asked = found(family, benefit)

    [question] = asked.questions
    assert (question.ask, question.away.pk, question.answer) == (ask, absence.pk, "")
    assert question.being.pk == family.people[who].pk and question.law
    assert asked.unanswered and not asked.barred


@pytest.mark.parametrize(
    ("who", "reason", "benefit"),
    [
        ("o", "prison", "zasilek_rodzinny"),  # not of the family anyhow
        ("b", "hospital", "karta_duzej_rodziny"),  # it goes by the children
        ("b", "prison", "zasilek_pielegnacyjny"),  # it is the child's
        ("c", "hospital", "swiadczenie_rodzicielskie"),  # days in hospital are facts
        ("b", "abroad", "dobry_start"),
    ],
)
def test_an_absence_that_changes_nothing_is_no_question(
    family: Family, who: str, reason: str, benefit: str
) -> None:
    go(family, who, reason)
    assert found(family, benefit).questions == ()


@pytest.mark.parametrize("benefit", ["zasilek_okresowy", "zasilek_rodzinny", "posilek"])
@pytest.mark.parametrize(
    ("on", "asked"),
    [(SINCE - DAY, 0), (SINCE, 1), (UNTIL, 1), (UNTIL + DAY, 0)],
)
def test_only_the_absence_of_that_day(family: Family, benefit: str, on: date, asked: int) -> None:
    go(family, "b", "hospital")
    assert len(found(family, benefit, on=on).questions) == asked


def test_without_an_end_it_lasts(family: Family) -> None:
    go(family, "b", "abroad", until=None)
    [question] = found(family, "posilek", on=date(2029, 1, 1)).questions
    assert "2026" in question.fact


def test_every_benefit_says_whose_absence_concerns_it(family: Family) -> None:
    for who in family.people:
        go(family, who, "prison")
    special = {"zasilek_pielegnacyjny", "swiadczenie_pielegnacyjne"}
    grouped = HOUSEHOLD_BENEFITS | FAMILY_BENEFITS | CHILD_BENEFITS | special | ON_NOBODY
    assert grouped == ANSWERED and NO_RIGHT_AWAY.keys() <= ANSWERED
    for benefit in ANSWERED:
        asked = found(family, benefit)
        silent = benefit in ON_NOBODY or benefit == "zasilek_pielegnacyjny"
        assert bool(asked.questions) is not silent, benefit
        for question in asked.questions:
            assert question.law and question.asks and len(question.choices) == 2


# What the answers do


@pytest.mark.parametrize(("answer", "counted"), [("in", "abco"), ("out", "aco"), ("", "abco")])
@pytest.mark.parametrize("reason", AbsenceReason.values)
def test_a_member_counts_as_answered(
    family: Family, reason: str, answer: str, counted: str
) -> None:
    absence = go(family, "b", reason)
    asked = found(family, "dochod_pomoc_spoleczna", {f"away-{absence.pk}": answer})

    assert ids(family, asked) == counted
    assert asked.unanswered is (answer == "")
    income = law.calculate("dochod_pomoc_spoleczna", asked.facts, ON).values["income"]
    assert income == (Decimal("1900.00") if counted == "aco" else Decimal("4900.00"))


def test_an_answer_goes_with_its_absence_and_nonsense_is_none(family: Family) -> None:
    absence = go(family, "b", "hospital")
    for said in ({"away-0": "out"}, {f"away-{absence.pk}": "perhaps"}, {"away-x": "in"}):
        assert found(family, "posilek", said).unanswered


def test_an_applicant_who_lives_alone_counts_alone(family: Family) -> None:
    absence = go(family, "a", "care_home")
    asked = found(family, "zasilek_staly", {f"away-{absence.pk}": "out"})

    assert ids(family, asked) == "a" and asked.facts["incomes"] == []
    assert law.calculate("zasilek_staly", asked.facts, ON).values["criterion"] == Decimal("1010.00")
    assert len(asked.left_out) == 3
    with_others = found(family, "zasilek_staly", {f"away-{absence.pk}": "in"})
    assert ids(family, with_others) == "abco"


@pytest.mark.parametrize("benefit", ["zasilek_staly", "zasilek_celowy", "posilek"])
def test_no_right_in_prison_is_the_finding_of_the_officer(family: Family, benefit: str) -> None:
    absence = go(family, "a", "prison")

    [why] = found(family, benefit, {f"away-{absence.pk}": "out"}).barred
    assert "art. 13" in why
    outside = found(family, benefit, {f"away-{absence.pk}": "in"})
    assert not outside.barred and ids(family, outside) == "abco"


def test_who_is_left_out_of_the_family_leaves_the_divisor(family: Family) -> None:
    family.record(
        "income", family.people["b"], kind="wage", amount=Decimal(3000),
        valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31),
    )  # fmt: skip
    absence = go(family, "b", "prison")
    whole = found(family, "zasilek_rodzinny", {f"away-{absence.pk}": "in"})
    part = found(family, "zasilek_rodzinny", {f"away-{absence.pk}": "out"})

    assert (ids(family, whole), ids(family, part)) == ("abc", "ac")
    assert len(whole.facts["annual_incomes"]) == 1 and part.facts["annual_incomes"] == []


def test_a_spouse_in_prison_makes_no_lone_parent(family: Family) -> None:
    go(family, "b", "prison")
    asked = found(family, "dodatki_zasilku_rodzinnego")
    assert asked.questions == () and asked.facts["single_parent"] is False


def test_an_applicant_cannot_be_left_out(family: Family) -> None:
    absence = go(family, "a", "hospital")
    asked = found(family, "zasilek_rodzinny", {f"away-{absence.pk}": "out"})
    assert "a" in ids(family, asked)
    assert [lack.page for lack in asked.lacks] == ["clients:household"]


def test_children_in_foster_care_are_left_out_of_the_card(family: Family) -> None:
    absence = go(family, "c", "foster_care")
    asked = found(family, "karta_duzej_rodziny", {f"away-{absence.pk}": "out"})
    assert asked.facts.get("children", []) == []
    assert asked.facts["children_ever"] == 1


def test_a_lone_applicant_who_is_away_is_named(worker: User) -> None:
    facts = {"household": {"persons": ROWS[:1]}}
    lone = Family(worker, {"on": ON, "facts": facts})
    absence = go(lone, "a", "abroad")
    asked = found(lone, "zasilek_staly")
    assert asked.questions == ()
    assert ("clients:away_change", absence.pk) in [(note.page, note.pk) for note in asked.notes]


# Facts that an absence gives by itself


@pytest.mark.parametrize(
    ("reason", "answer", "institution"),
    [
        ("prison", "", True),
        ("care_home", "", None),
        ("care_home", "out", True),
        ("care_home", "in", False),
        ("hospital", "in", False),
        ("boarding_school", "out", True),
    ],
)
def test_zasilek_pielegnacyjny_and_full_day_upkeep(
    family: Family, reason: str, answer: str, institution: bool | None
) -> None:
    absence = go(family, "c", reason)
    asked = found(family, "zasilek_pielegnacyjny", {f"away-{absence.pk}": answer})

    assert asked.facts.get("full_day_institution") is institution
    assert asked.unanswered is (institution is None)
    if institution:
        refused = law.calculate("zasilek_pielegnacyjny", asked.facts, ON)
        assert "in_institution" in refused.reasons


def test_the_disabled_child_of_an_able_applicant_is_asked_about(worker: User) -> None:
    rows = [{"id": "a", "role": "applicant"}, ROWS[2]]
    family = Family(worker, {"on": ON, "facts": {"household": {"persons": rows}}})
    go(family, "a", "hospital")
    assert found(family, "zasilek_pielegnacyjny").questions == ()
    go(family, "c", "care_home")
    [question] = found(family, "zasilek_pielegnacyjny").questions
    assert question.being.pk == family.people["c"].pk


def test_days_of_the_newborn_in_hospital_become_stays(worker: User) -> None:
    born = date(2026, 3, 1)
    rows = [{"id": "a", "role": "applicant"}, {"id": "c", "role": "child", "born": born}]
    family = Family(worker, {"on": ON, "facts": {"household": {"persons": rows}}})
    Membership.objects.filter(person=family.people["c"]).update(valid_from=born)
    go(family, "c", "hospital", date(2026, 3, 10), date(2026, 3, 20))
    go(family, "c", "hospital", date(2026, 5, 18), None)
    go(family, "a", "hospital", date(2026, 4, 1), date(2026, 4, 3))

    asked = found(family, "swiadczenie_rodzicielskie")

    stays = [["2026-03-10", "2026-03-20"], ["2026-05-18", "2026-05-20"]]
    assert asked.facts["hospital"] == stays and asked.questions == ()
    assert len([note for note in asked.notes if note.page == "clients:away_change"]) == 2
    more = {"gestation_week": 39, "birth_weight_g": 3300}
    found_weeks = law.calculate("swiadczenie_rodzicielskie", asked.facts | more, ON)
    assert found_weeks.values["weeks"] > 52
    earlier = found(family, "swiadczenie_rodzicielskie", on=date(2026, 3, 9))
    assert "hospital" not in earlier.facts


# The page


@pytest.mark.usefixtures("clock")
def test_the_page_asks_and_calculates_when_it_is_answered(
    page: Client, family: Family, django_assert_max_num_queries: Any
) -> None:
    absence = go(family, "b", "hospital")
    page.force_login(family.actor)
    url = reverse("benefits:rights", args=[family.household.pk])
    asked = {"benefit": "dochod_pomoc_spoleczna", "on": "20.05.2026"}

    with django_assert_max_num_queries(21):
        open_question = page.get(url, asked)
    text = open_question.content.decode()
    assert open_question.context["found"].said is None and "?q=" not in text
    assert reverse("clients:away_change", args=[absence.pk]) in text
    assert f'name="away-{absence.pk}"' in text
    assert 'name="on" value="20.05.2026"' in text.replace('type="hidden" ', "")

    answered = page.get(url, {**asked, f"away-{absence.pk}": "out"})
    shown = answered.context["found"]
    assert shown.said is not None and not shown.unanswered
    assert str(family.people["b"]) not in shown.people.values()
    assert "?q=" in answered.content.decode()


@pytest.mark.usefixtures("clock")
def test_the_page_of_a_prisoner_says_why_nothing_is_calculated(
    page: Client, family: Family
) -> None:
    absence = go(family, "a", "prison")
    page.force_login(family.actor)
    url = reverse("benefits:rights", args=[family.household.pk])
    asked = {"benefit": "zasilek_staly", "on": "20.05.2026", f"away-{absence.pk}": "out"}
    answer = page.get(url, asked)
    assert answer.context["found"].said is None
    assert "art. 13" in answer.content.decode() and "?q=" not in answer.content.decode()


@pytest.mark.usefixtures("clock")
def test_queries_do_not_grow_with_people_and_absences(page: Client, worker: User) -> None:
    page.force_login(worker)
    _queries(page, worker, people=2, away=1)  # what is asked once and kept
    small, small_page = _queries(page, worker, people=2, away=1)
    large, large_page = _queries(page, worker, people=8, away=3)
    assert large == small <= 7
    assert large_page == small_page <= 21


def _queries(page: Client, worker: User, people: int, away: int) -> tuple[int, int]:
    """How many the facts cost, and how many the page."""
    rows = [{"id": f"p{n}", "role": "other" if n else "applicant"} for n in range(people)]
    incomes = [{"person": row["id"], "kind": "wage", "amount": "100.00"} for row in rows]
    facts = {"household": {"persons": rows}, "incomes": incomes}
    family = Family(worker, {"on": ON, "facts": facts})
    said = {}
    for row in rows[-away:]:
        said[f"away-{go(family, str(row['id']), 'hospital').pk}"] = "in"
    with CaptureQueriesContext(connection) as asked:
        snap = snapshot_of(family.household, ON)
    with CaptureQueriesContext(connection) as assembled:
        assert len(assemble("posilek", snap, {}).questions) == away
    assert len(assembled) == 0
    url = reverse("benefits:rights", args=[family.household.pk])
    with CaptureQueriesContext(connection) as shown:
        answer = page.get(url, {"benefit": "posilek", "on": "20.05.2026", **said})
    assert answer.context["found"].said is not None
    return len(asked), len(shown)
