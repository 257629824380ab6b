"""Delivery, the term to appeal, waiver, finality."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from benefits.services import decision_waive, decisions_finalise, delivery_record
from benefits.states import DecisionStatus
from cases.states import CaseStatus
from core.errors import DomainError, StaleState
from core.permissions import Role
from tests.factories.benefits import make_checker, make_issued
from tests.factories.core import TODAY, make_user


def record(decision, today=TODAY + timedelta(days=30), **values):
    values.setdefault("actor", make_checker())
    values.setdefault("way", "post")
    delivery = delivery_record(decision=decision, today=today, **values)
    decision.refresh_from_db()
    return delivery


def test_a_sent_letter_is_not_delivered_yet(office):
    decision = make_issued()
    record(decision, sent_on=TODAY)
    assert decision.status == DecisionStatus.ISSUED
    record(decision, sent_on=TODAY, received_on=date(2026, 11, 27), received_by="Maria N.")
    assert decision.delivered_on == date(2026, 11, 27)
    assert decision.appeal_until == date(2026, 12, 11)


def test_the_end_of_the_term_moves_past_holidays(office):
    decision = make_issued()
    delivery = record(decision, received_on=date(2026, 12, 10))
    assert decision.appeal_until == date(2026, 12, 28)  # 24–27 December are off
    assert "57 § 4" in delivery.rule


def test_two_notices_deliver_after_fourteen_days(office):
    decision = make_issued()
    notices = {"first_notice_on": date(2026, 11, 26), "second_notice_on": date(2026, 12, 4)}
    with pytest.raises(DomainError, match=r"10\.12\.2026"):
        record(decision, today=date(2026, 12, 10), came_back=True, **notices)
    delivery = record(decision, today=date(2026, 12, 11), came_back=True, **notices)
    assert delivery.fiction
    assert decision.delivered_on == date(2026, 12, 10)
    assert decision.appeal_until == date(2026, 12, 28)


def test_fiction_needs_both_notices(office):
    with pytest.raises(DomainError, match="44"):
        record(make_issued(), came_back=True, first_notice_on=date(2026, 11, 26))


def test_e_delivery_not_collected_counts_after_fourteen_days(office):
    decision = make_issued()
    record(decision, way="e_delivery", sent_on=TODAY, came_back=True)
    assert decision.delivered_on == TODAY + timedelta(days=14)


@pytest.mark.parametrize(
    "days",
    [{"received_on": TODAY - timedelta(days=1)}, {"received_on": date(2027, 5, 1)}],
    ids=["before it was issued", "still to come"],
)
def test_impossible_days_are_refused(office, days):
    with pytest.raises(DomainError):
        record(make_issued(), **days)


def test_the_counter_needs_its_day(office):
    with pytest.raises(DomainError):
        record(make_issued(), way="counter")


def test_a_delivery_is_recorded_once(office):
    decision = make_issued()
    record(decision, received_on=TODAY)
    with pytest.raises(StaleState):
        record(decision, received_on=TODAY + timedelta(days=1))


def test_a_waiver_makes_it_final_that_day(office):
    decision = make_issued()
    record(decision, received_on=TODAY)
    day = TODAY + timedelta(days=3)
    decision_waive(
        actor=make_checker(), decision=decision, received_on=day, today=day + timedelta(days=1)
    )
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.BINDING, day)
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.CLOSED
    assert decisions_finalise(date(2027, 3, 1)) == 0


def test_a_waiver_outside_the_term_is_refused(office):
    decision = make_issued()
    record(decision, received_on=TODAY)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=15)):
        with pytest.raises(DomainError):
            decision_waive(
                actor=make_checker(), decision=decision, received_on=day, today=date(2027, 1, 1)
            )


def test_the_auditor_records_nothing(office):
    with pytest.raises(PermissionDenied):
        record(make_issued(), actor=make_user(Role.AUDITOR), received_on=TODAY)
