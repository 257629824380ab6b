"""The life of a case: what may follow what, who was first, terms, corrections."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from cases.models import Case, TermKind
from cases.queries import WorklistFilter, count_capped, sign_condition, worklist
from cases.services import application_update, case_move, case_withdraw, term_done, term_open
from cases.states import TRANSITIONS, CaseStatus, may_follow
from core.errors import DomainError, StaleState
from core.permissions import Role
from core.terms import Statutory
from tests.factories.cases import make_case, make_interviewed_case
from tests.factories.core import TODAY, make_district, make_user

S = CaseStatus
ALLOWED = {
    (S.REGISTERED, S.INTERVIEWED), (S.REGISTERED, S.WITHDRAWN),
    (S.INTERVIEWED, S.CALCULATED), (S.INTERVIEWED, S.WITHDRAWN),
    (S.CALCULATED, S.CALCULATED), (S.CALCULATED, S.DRAFTED), (S.CALCULATED, S.WITHDRAWN),
    (S.DRAFTED, S.CALCULATED), (S.DRAFTED, S.DECIDED), (S.DRAFTED, S.WITHDRAWN),
    (S.DECIDED, S.CLOSED),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_the_table_of_states(before, after):
    assert may_follow(before, after) is ((before, after) in ALLOWED)


def test_every_status_is_in_the_table():
    assert set(TRANSITIONS) == set(S)


@pytest.fixture
def case(office, worker):
    return make_interviewed_case(actor=worker, received_on=date(2026, 11, 13))


def test_a_step_adds_its_row_and_raises_the_version(case, worker):
    before = case.version
    case_move(actor=worker, case=case, to=S.CALCULATED, today=TODAY, why="obliczono")
    assert (case.status, case.version) == (S.CALCULATED, before + 1)
    last = case.status_rows.last()
    assert (last.number, last.author, last.why) == (3, worker, "obliczono")


def test_a_step_out_of_order_is_refused(case, worker):
    with pytest.raises(DomainError):
        case_move(actor=worker, case=case, to=S.DECIDED, today=TODAY)
    assert case.status_rows.count() == 2


def test_who_comes_second_is_told(case, worker):
    stale = Case.objects.get(pk=case.pk)
    case_move(actor=worker, case=case, to=S.CALCULATED, today=TODAY)
    with pytest.raises(StaleState):
        case_move(actor=worker, case=stale, to=S.CALCULATED, today=TODAY)
    assert case.status_rows.count() == 3


def test_a_stranger_moves_nothing(case, auditor):
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 2"))
    for person in (stranger, auditor):
        with pytest.raises(PermissionDenied):
            case_move(actor=person, case=case, to=S.CALCULATED, today=TODAY)


def test_a_decision_meets_its_term_and_closing_ends_the_case(case, worker):
    for to in (S.CALCULATED, S.DRAFTED, S.DECIDED):
        case_move(actor=worker, case=case, to=to, today=TODAY)
    assert case.terms.get(kind=TermKind.DECISION).done_on == TODAY
    with pytest.raises(DomainError):
        case_withdraw(actor=worker, case=case, today=TODAY, why="za późno")
    case_move(actor=worker, case=case, to=S.CLOSED, today=TODAY)
    assert case.closed_on == TODAY


def test_status_rows_are_never_changed(case):
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        case.status_rows.update(why="inaczej")


def test_a_term_runs_once_a_kind_and_is_done_once(case, worker):
    for day in (date(2026, 11, 2), date(2026, 11, 3)):
        term_open(
            actor=worker, case=case, kind=TermKind.APPEAL, start_on=day, statutory=Statutory.APPEAL
        )
    term = case.terms.get(kind=TermKind.APPEAL)
    assert (term.end_on, term.legal_basis) == (date(2026, 11, 17), "art. 129 § 2 KPA")
    assert "dnia zdarzenia nie wlicza się" in term.rule
    assert term_done(actor=worker, case=case, kind=TermKind.APPEAL, today=TODAY)
    assert not term_done(actor=worker, case=case, kind=TermKind.APPEAL, today=TODAY)


def test_a_correction_as_of_an_old_version_is_stale(case, worker):
    with pytest.raises(StaleState):
        application_update(
            actor=worker, case=case, version=case.version - 1, today=TODAY, purpose="x"
        )


def test_no_correction_once_a_decision_is_prepared(case, worker):
    for to in (S.CALCULATED, S.DRAFTED):
        case_move(actor=worker, case=case, to=to, today=TODAY)
    with pytest.raises(DomainError) as caught:
        application_update(actor=worker, case=case, version=case.version, today=TODAY, purpose="x")
    assert not isinstance(caught.value, StaleState)


def test_a_need_stays_named_and_priced(office, worker):
    case = make_case("zasilek_celowy", actor=worker)
    with pytest.raises(DomainError):
        application_update(
            actor=worker, case=case, version=case.version, today=TODAY, requested_amount=None
        )
    case.refresh_from_db()
    assert (case.version, case.application.requested_amount) == (1, Decimal("800.00"))


@pytest.mark.parametrize(
    ("typed", "is_sign"),
    [
        ("5021.17.2026", True), ("GOPS.5021.17.2026", True), ("17", True), ("17.2026", True),
        ("Nowak", False), ("Nowak 17", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_a_sign_and_what_a_name(typed, is_sign):
    assert (sign_condition(typed) is not None) is is_sign


def test_the_count_is_capped(case, worker, monkeypatch):
    monkeypatch.setattr("cases.queries.COUNT_CAP", 1)
    rows = worklist(worker, TODAY, WorklistFilter(status=""))
    assert count_capped(rows) == (1, False)
    make_case(household=case.household)
    assert count_capped(rows) == (1, True)
