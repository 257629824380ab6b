"""Answers of an interview → facts of the law engine."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import law
from benefits.facts import (
    Member,
    Proof,
    default_reason,
    facts_of,
    incapacity_on,
    retirement_day,
    roles_for,
)
from cases.services import interview_complete
from clients.models import MemberRole
from clients.services import certificate_record
from tests.factories.cases import make_answers, make_case, make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

ON = date(2026, 11, 14)
DAYS = st.dates(date(1930, 1, 1), date(2010, 12, 31))


def member(*proofs, born=date(1980, 5, 1), sex="F"):
    return Member(1, born, sex, "applicant", tuple(proofs))


def test_a_family_with_its_incomes(office):
    head, child = make_person(), make_person("Jan", born=date(2015, 2, 3), sex="M")
    household = make_household(head, child)
    case = make_interviewed_case(
        "zasilek_okresowy",
        household=household,
        answers={
            "incomes": [
                {"person": head.pk, "kind": "wage", "month": "2026-10", "gross": "2000.00",
                 "tax": "100.00", "social": "274.20", "health": "155.00"},
                {"person": head.pk, "kind": "pension", "month": "2026-09", "amount": "500"},
            ],
            "lost_incomes": [
                {"person": head.pk, "kind": "contract", "amount": "900", "lost_on": "2026-09-30"}
            ],
            "farm": [{"person": head.pk, "ha_przeliczeniowe": "2.5", "krus": "150"}],
            "alimony_paid": "700",
        },
    )  # fmt: skip
    mapped = facts_of(case, on=ON)

    assert not mapped.missing
    facts = mapped.facts
    assert facts["household"]["kind"] == "rodzina"
    assert [p["role"] for p in facts["household"]["persons"]] == ["applicant", "child"]
    assert facts["applicant"] == str(head.pk)
    assert facts["incomes"][0] == {
        "person": str(head.pk), "kind": "wage", "month": "2026-10",
        "gross": "2000.00", "tax": "100.00", "social": "274.20", "health": "155.00",
    }  # fmt: skip
    assert facts["lost_incomes"][0]["lost_on"] == "2026-09-30"
    assert facts["farm"][0]["ha_przeliczeniowe"] == "2.5000"
    assert facts["alimony_paid"] == "700.00"
    assert facts["reason_art7"] == "bezrobocie"
    assert law.calculate("zasilek_okresowy", facts, ON).entitled is True


def test_removed_incomes_do_not_count(office):
    case = make_interviewed_case(incomes=[("wage", "100")])
    rows = make_answers(case, incomes=[("wage", "100"), ("pension", "900")])["incomes"]
    rows[1]["removed"] = True
    other = make_case(household=case.household)
    interview_complete(
        actor=other.handler,
        interview=other.interview,
        answers={**make_answers(other), "incomes": rows},
        held_on=TODAY,
        today=TODAY,
    )
    other.refresh_from_db()
    assert [i["kind"] for i in facts_of(other, on=ON).facts["incomes"]] == ["wage"]


def test_without_an_interview_it_says_where_to_go(office):
    case = make_case()
    [missing] = facts_of(case, on=ON).missing
    assert (missing.url_name, missing.pk) == ("cases:interview", case.pk)


def test_an_open_income_kind_needs_its_reason(office):
    case = make_interviewed_case(incomes=[("other_counted", "100")])
    assert "other_counted" in facts_of(case, on=ON).missing[0].message


def test_no_income_of_the_month_that_counts_is_told(office):
    case = make_interviewed_case(incomes=[("wage", "100")])
    assert facts_of(case, on=ON).notes == ()
    assert len(facts_of(case, on=date(2026, 10, 14)).notes) == 1


def test_a_certificate_recorded_after_the_interview_counts(office):
    case = make_interviewed_case("zasilek_staly")
    assert len(facts_of(case, on=ON).notes) == 1
    certificate_record(
        actor=case.handler, person=case.applicant, degree="severe", valid_from=date(2026, 1, 1)
    )
    mapped = facts_of(case, on=ON)
    assert mapped.notes == ()
    assert mapped.facts["household"]["persons"][0]["incapable"] is True
    assert mapped.facts["household"]["persons"][0]["disability"] == "severe"


def test_a_certificate_of_later_days_is_told(office):
    case = make_interviewed_case("zasilek_staly")
    certificate_record(
        actor=case.handler, person=case.applicant, degree="severe", valid_from=date(2026, 11, 20)
    )
    assert "20.11.2026" in facts_of(case, on=ON).notes[0]


@pytest.mark.parametrize(
    ("degree", "incapable"),
    [("severe", True), ("moderate", True), ("total_incapacity", True), ("light", False)],
)
def test_which_certificates_make_incapable(degree, incapable):
    found = incapacity_on(member(Proof(degree, date(2020, 1, 1))), ON)
    assert (found is not None) is incapable


def test_certificates_that_follow_each_other_are_one_period():
    proofs = [
        Proof("severe", date(2024, 1, 1), date(2025, 12, 31)),
        Proof("moderate", date(2026, 1, 1), date(2027, 6, 30)),
    ]
    found = incapacity_on(member(*proofs), ON)
    assert (found.since, found.until, found.by_age) == (
        date(2024, 1, 1),
        date(2027, 6, 30),
        False,
    )


def test_age_reached_before_the_certificate_ends_is_for_good():
    proof = Proof("severe", date(2025, 1, 1), date(2027, 6, 30))
    found = incapacity_on(member(proof, born=date(1967, 3, 1)), ON)
    assert (found.until, found.by_age) == (None, True)


@given(born=DAYS, sex=st.sampled_from(["F", "M"]))
def test_incapacity_by_age_begins_on_the_birthday(born, sex):
    person = member(born=born, sex=sex)
    day = retirement_day(born, sex)
    assert incapacity_on(person, day - timedelta(days=1)) is None
    assert incapacity_on(person, day).since == day
    assert day.year - born.year == (60 if sex == "F" else 65)


@given(
    start=st.dates(date(2015, 1, 1), date(2026, 12, 31)),
    length=st.integers(0, 2000),
    on=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
)
def test_a_certificate_holds_on_its_days_only(start, length, on):
    end = start + timedelta(days=length)
    found = incapacity_on(member(Proof("severe", start, end)), on)
    assert (found is not None) is (start <= on <= end)


@pytest.mark.parametrize(
    ("applicant", "roles"),
    [
        (1, {1: "applicant", 2: "spouse", 3: "child", 4: "other"}),
        (2, {1: "spouse", 2: "applicant", 3: "child", 4: "other"}),
        (3, {1: "other", 2: "other", 3: "applicant", 4: "other"}),
    ],
)
def test_roles_are_towards_the_applicant(applicant, roles):
    in_file = {
        1: MemberRole.HEAD,
        2: MemberRole.SPOUSE,
        3: MemberRole.CHILD,
        4: MemberRole.PARENT,
    }
    assert roles_for(in_file, applicant) == roles


def test_poverty_comes_last_among_the_reasons():
    assert default_reason(["ubostwo", "bezrobocie"]) == "bezrobocie"
    assert default_reason(["ubostwo"]) == "ubostwo"
    assert default_reason([]) == ""


@given(net=st.decimals(0, 5000, places=2, allow_nan=False))
def test_amounts_reach_the_law_to_the_grosz(net):
    facts = {
        "household": {"kind": "samotnie", "persons": [{"id": "1", "role": "applicant"}]},
        "incomes": [{"person": "1", "kind": "wage", "amount": f"{net:.2f}", "month": "2026-10"}],
    }
    answer = law.calculate("zasilek_okresowy", facts, ON).as_json()
    assert Decimal(answer["values"]["income"]) == net
