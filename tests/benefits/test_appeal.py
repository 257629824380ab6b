"""Appeals: recorded in or after the term, forwarded in seven days, ruled on (art. 127–138 KPA)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from benefits import presenters, shows
from benefits.models import Appeal, Decision
from benefits.services import (
    appeal_forward,
    appeal_record,
    appeal_rule,
    decision_waive,
    decisions_finalise,
    delivery_record,
)
from benefits.services.delivery import decision_finalise
from benefits.states import FALLS, AppealRuling, DecisionStatus
from cases.models import Term, TermKind
from cases.states import CaseStatus
from core.audit import writing
from core.errors import DomainError, StaleState
from core.permissions import Role
from payments.states import EntitlementStatus
from tests.factories.benefits import make_checker, make_draft, make_issued
from tests.factories.core import TODAY, make_district, make_user

DELIVERED = TODAY  # Tuesday 24.11.2026: the term to appeal ends on 8.12.2026
LAST_DAY = date(2026, 12, 8)
LATER = date(2026, 12, 30)
pytestmark = pytest.mark.usefixtures("office")


def make_delivered() -> Decision:
    decision = make_issued()
    delivery_record(
        actor=make_checker(), decision=decision, way="counter", today=TODAY, received_on=DELIVERED
    )
    return Decision.objects.get(pk=decision.pk)


def record(decision: Decision, received_on: date = date(2026, 12, 1), **values) -> Appeal:
    values.setdefault("actor", make_checker())
    values.setdefault("channel", "counter")
    values.setdefault("today", LATER)
    values.setdefault("summary", "Za niski zasiłek.")
    return appeal_record(decision=decision, received_on=received_on, **values)


def forward(appeal: Appeal, day: date = date(2026, 12, 4)) -> Appeal:
    return appeal_forward(actor=make_checker(), appeal=appeal, today=LATER, forwarded_on=day)


def rule(appeal: Appeal, ruling: AppealRuling, day: date = date(2026, 12, 22), number="SKO.1"):
    return appeal_rule(
        actor=make_checker(), appeal=appeal, today=LATER, ruling=ruling, ruled_on=day,
        number=number,
    )  # fmt: skip


def open_term(decision: Decision) -> Term | None:
    return Term.objects.filter(case=decision.case, kind=TermKind.APPEAL, done_on=None).first()


@pytest.mark.parametrize(
    ("received_on", "channel", "posted_on", "in_time"),
    [
        (LAST_DAY, "counter", None, True),
        (LAST_DAY + timedelta(days=1), "counter", None, False),
        (date(2026, 12, 14), "post", LAST_DAY, True),
        (date(2026, 12, 14), "post", LAST_DAY + timedelta(days=1), False),
        (LAST_DAY + timedelta(days=1), "e_delivery", LAST_DAY, False),  # no postmark there
    ],
)
def test_in_time_or_late_is_judged_by_the_term(received_on, channel, posted_on, in_time):
    appeal = record(make_delivered(), received_on, channel=channel, posted_on=posted_on)
    assert appeal.in_time is in_time
    assert "8.12.2026" in appeal.rule
    assert ("w terminie" in appeal.rule) is in_time
    assert ("57 § 5" in appeal.rule) is (channel == "post")


def test_an_appeal_keeps_the_decision_from_becoming_final():
    appealed, other = make_delivered(), make_delivered()
    record(appealed)
    assert decisions_finalise(LATER) == 1
    appealed.refresh_from_db()
    other.refresh_from_db()
    assert appealed.status == DecisionStatus.DELIVERED
    assert other.status == DecisionStatus.FINAL


def test_it_has_seven_days_to_the_appeal_body():
    decision = make_delivered()
    appeal = record(decision, date(2026, 12, 1))
    term = open_term(decision)
    assert (term.end_on, term.legal_basis) == (date(2026, 12, 8), "art. 133 KPA")
    assert appeal.forward_until == date(2026, 12, 8)
    forward(appeal)
    assert open_term(decision) is None


def test_a_letter_posted_in_time_opens_a_final_decision_again():
    decision = make_delivered()
    assert decisions_finalise(date(2026, 12, 9)) == 1
    record(decision, date(2026, 12, 11), channel="post", posted_on=LAST_DAY)
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.DELIVERED, None)
    assert decisions_finalise(LATER) == 0
    assert not decision_finalise(actor=make_checker(), pk=decision.pk, today=LATER)
    step = shows.case_next(make_checker(), decision.case_id, LATER)
    assert step.url == url(decision)
    rule(forward(decision.appeal, date(2026, 12, 14)), AppealRuling.UPHELD)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.FINAL


def test_a_late_appeal_leaves_a_final_decision_final():
    decision = make_delivered()
    decisions_finalise(date(2026, 12, 9))
    appeal = record(decision, date(2026, 12, 11))
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.FINAL, date(2026, 12, 9))
    rule(forward(appeal, date(2026, 12, 14)), AppealRuling.NOT_HEARD)
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.FINAL, date(2026, 12, 9))


@pytest.mark.parametrize("ruling", [AppealRuling.UPHELD, AppealRuling.DROPPED])
def test_upheld_it_is_final_from_that_day(ruling):
    decision = make_delivered()
    rule(forward(record(decision)), ruling)
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.FINAL, date(2026, 12, 22))
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.CLOSED


def test_not_heard_it_is_final_as_if_nobody_had_appealed():
    decision = make_delivered()
    rule(forward(record(decision)), AppealRuling.NOT_HEARD)
    decision.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.FINAL, date(2026, 12, 9))


def test_not_heard_within_the_term_it_waits_for_its_end():
    decision = make_delivered()
    appeal = forward(record(decision, DELIVERED, today=TODAY), date(2026, 11, 25))
    day = date(2026, 12, 7)
    appeal_rule(
        actor=make_checker(), appeal=appeal, today=day, ruling=AppealRuling.NOT_HEARD,
        ruled_on=day, number="SKO.1",
    )  # fmt: skip
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.DELIVERED
    assert decisions_finalise(date(2026, 12, 9)) == 1


@pytest.mark.parametrize("ruling", sorted(FALLS))
def test_repealed_it_is_shown_and_no_money_moves(ruling):
    decision = make_delivered()
    letter, entitlement = decision.letter_html, decision.items.get().entitlement
    appeal = record(decision)
    if ruling != AppealRuling.SELF_REVIEW:
        forward(appeal)
    appeal = rule(appeal, ruling)
    decision.refresh_from_db()
    entitlement.refresh_from_db()
    assert (decision.status, decision.final_on) == (DecisionStatus.REPEALED, None)
    assert decision.letter_html == letter
    assert entitlement.status == EntitlementStatus.ACTIVE
    assert decisions_finalise(LATER) == 0
    assert open_term(decision) is None
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.CLOSED
    urls = [link.url for link in presenters.appeal_links(make_checker(), decision, appeal)]
    assert f"/entitlements/{entitlement.pk}/" in urls[0]


def test_a_repealed_decision_stays_frozen():
    decision = make_delivered()
    rule(forward(record(decision)), AppealRuling.CHANGED)
    with pytest.raises(IntegrityError, match="frozen"), writing(make_checker()):
        Decision.objects.filter(pk=decision.pk).update(letter_html="inny list")


def test_a_ruling_is_not_rewritten():
    appeal = rule(forward(record(make_delivered())), AppealRuling.UPHELD)
    with pytest.raises(IntegrityError, match="frozen"), writing(make_checker()):
        Appeal.objects.filter(pk=appeal.pk).update(ruling=AppealRuling.CHANGED)


def test_an_appeal_is_recorded_once():
    decision = make_delivered()
    record(decision)
    with pytest.raises(DomainError):
        record(decision)
    assert Appeal.objects.count() == 1


def test_it_is_forwarded_once_and_ruled_on_once():
    appeal = forward(record(make_delivered()))
    with pytest.raises(StaleState):
        forward(appeal)
    rule(appeal, AppealRuling.UPHELD)
    with pytest.raises(DomainError):
        rule(appeal, AppealRuling.CHANGED)


def test_what_was_not_delivered_cannot_be_appealed_against():
    for decision in (make_draft(), make_issued()):
        with pytest.raises(DomainError):
            record(decision)


def test_a_binding_decision_cannot_be_appealed_against():
    decision = make_delivered()
    decision_waive(actor=make_checker(), decision=decision, received_on=TODAY, today=TODAY)
    with pytest.raises(DomainError):
        record(decision)


def test_who_appealed_does_not_waive():
    decision = make_delivered()
    record(decision)
    with pytest.raises(DomainError, match="137"):
        decision_waive(
            actor=make_checker(), decision=decision, received_on=date(2026, 12, 2), today=LATER
        )


@pytest.mark.parametrize(
    "days",
    [
        {"received_on": DELIVERED - timedelta(days=1)},
        {"received_on": LATER + timedelta(days=1)},
        {"received_on": date(2026, 12, 1), "channel": "post", "posted_on": date(2026, 12, 2)},
        {"received_on": date(2026, 12, 1), "channel": "post", "posted_on": date(2026, 11, 20)},
    ],
    ids=["before delivery", "to come", "posted after it came", "posted before delivery"],
)
def test_impossible_days_are_refused(days):
    with pytest.raises(DomainError):
        record(make_delivered(), **days)


def test_steps_come_in_order():
    appeal = record(make_delivered())
    with pytest.raises(DomainError):
        rule(appeal, AppealRuling.UPHELD)
    with pytest.raises(DomainError):
        forward(appeal, date(2026, 11, 30))
    with pytest.raises(DomainError):
        rule(forward(appeal), AppealRuling.SELF_REVIEW)
    with pytest.raises(DomainError):
        rule(appeal, AppealRuling.UPHELD, date(2026, 12, 3))
    with pytest.raises(DomainError):
        rule(appeal, AppealRuling.UPHELD, number=" ")


def test_strangers_and_readers_write_nothing():
    decision = make_delivered()
    stranger = make_user(Role.SOCIAL_WORKER, "far", district=make_district("Rejon 9"))
    for user in (stranger, make_user(Role.AUDITOR), make_user(Role.ACCOUNTANT)):
        with pytest.raises(PermissionDenied):
            record(decision, actor=user)
    appeal = record(decision)
    with pytest.raises(PermissionDenied):
        appeal_forward(actor=stranger, appeal=appeal, today=LATER, forwarded_on=LATER)
    with pytest.raises(PermissionDenied):
        appeal_rule(
            actor=stranger, appeal=appeal, today=LATER, ruling="upheld", ruled_on=LATER, number="1"
        )


def test_the_database_asks_for_a_whole_ruling():
    appeal = record(make_delivered())
    with pytest.raises(IntegrityError, match="ruling_is_whole"), writing(make_checker()):
        Appeal.objects.filter(pk=appeal.pk).update(ruling="upheld", forwarded_on=LATER)


def groups(user):
    return {group.title: group for group in shows.desk(user, LATER)}


def test_the_desk_the_case_and_the_panels_tell_of_it():
    decision = make_delivered()
    clerk, handler = make_checker(), decision.case.handler
    stranger = make_user(Role.SOCIAL_WORKER, "far", district=make_district("Rejon 9"))
    appeal = record(decision)
    for user in (clerk, handler):
        group = groups(user)["Odwołania do przekazania"]
        assert group.count == 1
        assert group.items[0].due == date(2026, 12, 8)
    assert "Odwołania do przekazania" not in groups(stranger)
    assert "8.12.2026" in shows.case_next(clerk, decision.case_id, LATER).sentence
    [shown] = shows.case_panel(clerk, decision.case_id, LATER).context["decisions"]
    assert shown.appeal == appeal
    forward(appeal)
    assert "Odwołania do przekazania" not in groups(clerk)
    assert "SKO" in shows.case_next(clerk, decision.case_id, LATER).sentence


def url(decision, *parts):
    return "/".join(["", "decisions", str(decision.pk), *parts, ""])


def test_the_page_walks_from_the_appeal_to_the_ruling(page, clock):
    decision = make_delivered()
    page.force_login(make_checker())
    form = {"channel": "post", "received_on": "24.11.2026", "summary": "Za mało."}
    answer = page.post(url(decision, "appeal"), form)
    assert answer.status_code == 422
    assert "stempla" in answer.content.decode()
    assert "Za mało." in answer.content.decode()

    answer = page.post(url(decision, "appeal"), form | {"posted_on": "24.11.2026"}, follow=True)
    text = answer.content.decode()
    assert "Wniesiono w terminie" in text
    assert "art. 132" in text
    assert decision.number in page.get("/decisions/?status=appealed").content.decode()

    page.post(url(decision, "appeal", "forward"), {"forwarded_on": "24.11.2026"})
    text = page.get(url(decision)).content.decode()
    assert "Akta są w SKO" in text
    page.post(
        url(decision, "appeal", "ruling"),
        {"ruling": "sent_back", "ruled_on": "24.11.2026", "number": "SKO.4110.7.2026"},
    )
    text = page.get(url(decision)).content.decode()
    assert "SKO.4110.7.2026" in text
    assert "zarejestruj sprawę ponownie" in text
    entitlement = decision.items.get().entitlement_id
    assert f'href="{reverse("payments:entitlement", args=[entitlement])}"' in text
    case = page.get(f"/cases/{decision.case_id}/").content.decode()
    assert "przekazana do ponownego rozpatrzenia" in case
    page.logout()
    check = page.get(reverse("benefits:verify", args=[decision.check_code])).content.decode()
    assert "uchylona w odwołaniu" in check
    page.force_login(make_checker())
    household = page.get(reverse("clients:household", args=[decision.case.household_id]))
    assert "przekazana do ponownego rozpatrzenia" in household.content.decode()


def test_without_an_appeal_there_is_nothing_to_forward(page, clock):
    decision = make_delivered()
    page.force_login(make_checker())
    answer = page.post(url(decision, "appeal", "forward"), {"forwarded_on": "24.11.2026"})
    assert answer.status_code == 404
