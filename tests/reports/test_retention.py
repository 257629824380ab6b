"""Which files come up when, who may say what of them, and what the database refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from benefits.models import Decision
from cases.models import Case
from clients.services import restriction_set
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError, StaleState
from core.models import Destruction, DestructionList, DestructionState, FileKind
from core.permissions import Role
from gops.schedule import PLAN
from reports.retention import carrying_out, queries, services
from reports.retention.carrying_out import carry_out
from reports.retention.models import ArchivalCategory, Certainty
from reports.retention.proposing import propose
from reports.retention.rules import Ended, keeping
from tests.factories.benefits import make_issued
from tests.factories.cases import make_case
from tests.factories.core import TODAY, make_user
from tests.factories.payments import make_entitlement
from tests.factories.retention import LATER, approved, close, proposed, staff

S = DestructionState


def category(jrwa: str, code: str, day: date = date(2020, 1, 1)) -> ArchivalCategory:
    return ArchivalCategory(
        jrwa=jrwa, category=code, valid_from=day, source="JRWA", certainty=Certainty.KNOWN
    )


def ended(jrwa: str = "5021", act: str = "", *, granted: bool = True, **days: date) -> Ended:
    days = {"first_day": date(2021, 3, 1), "last_day": date(2024, 2, 29)} | days
    return Ended(jrwa, act, granted=granted, **days)


PLANS = [category("", "B10"), category("50", "B5"), category("5021", "A", date(2023, 1, 1)),
         category("5021", "B3"), category("6", "BE20")]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "due_on", "code"),
    [
        # the longest class that fits, in force when the file was opened
        (ended("5021"), date(2028, 1, 1), "B3"),
        (ended("5099"), date(2030, 1, 1), "B5"),
        (ended("7000"), date(2035, 1, 1), "B10"),
        (ended("6001"), date(2045, 1, 1), "BE20"),
        # older than the first entry of its class
        (ended("5021", first_day=date(2010, 1, 1)), date(2028, 1, 1), "B3"),
        # full years from 1 January, whatever the day of the year
        (ended("5099", last_day=date(2024, 1, 1)), date(2030, 1, 1), "B5"),
        (ended("5099", last_day=date(2024, 12, 31)), date(2030, 1, 1), "B5"),
        # ten years after the end of a family benefit are longer than B5
        (ended("5022", "swiadczenia_rodzinne", last_day=date(2024, 10, 31)),
         date(2034, 11, 1), "B5"),
        (ended("5022", "swiadczenia_rodzinne"), date(2034, 3, 1), "B5"),
        # one year after a refusal is shorter than B5
        (ended("5022", "fundusz_alimentacyjny", granted=False), date(2030, 1, 1), "B5"),
    ],
)  # fmt: skip
def test_the_longer_of_category_and_statute_counts(file: Ended, due_on: date, code: str) -> None:
    kept = keeping(file, PLANS)
    assert kept is not None
    assert (kept.due_on, kept.category) == (due_on, code)


def test_category_a_is_kept_for_ever() -> None:
    assert keeping(ended("5021", first_day=date(2023, 5, 1)), PLANS) is None


def test_without_a_file_plan_the_longest_known_category_is_taken_and_marked() -> None:
    kept = keeping(ended(), [])
    assert kept is not None
    assert (kept.category, kept.due_on, kept.certainty) == ("B10", date(2035, 1, 1), "unsure")


@pytest.fixture
def closed(office: Any) -> Case:
    """A case that ended today, with a decision and money."""
    case = make_issued("zasilek_okresowy").case
    return close(case)


@pytest.mark.django_db
class TestProposal:
    def test_a_case_comes_up_after_its_years_and_once(self, closed: Case) -> None:
        last = date(2037, 12, 31)
        assert propose(actor=system_user(), today=last) == 0
        assert propose(actor=system_user(), today=last + timedelta(days=1)) == 1
        assert propose(actor=system_user(), today=last + timedelta(days=30)) == 0
        file = Destruction.objects.get()
        assert (file.kind, file.sign, file.state) == ("case", closed.znak, S.PROPOSED)
        assert (file.due_on, file.category) == (last + timedelta(days=1), "B10")
        assert "pełne lata: 10" in file.rule

    def test_an_open_case_and_a_running_benefit_never(self, office: Any) -> None:
        make_case()
        running = make_entitlement("zasilek_staly", valid_to=None)
        close(running.case)
        propose(actor=system_user(), today=LATER)
        assert not Destruction.objects.exists()

    def test_a_household_comes_up_when_its_last_case_is_gone(self, closed: Case) -> None:
        propose(actor=system_user(), today=LATER)
        assert set(Destruction.objects.values_list("kind", flat=True)) == {"case"}
        carry_out(approved(proposed(FileKind.CASE, closed.pk)), LATER)
        propose(actor=system_user(), today=LATER)
        file = Destruction.objects.get(kind=FileKind.HOUSEHOLD, state=S.PROPOSED)
        assert file.object_id == closed.household_id
        assert "Nowak" not in file.sign + file.title

    def test_held_until_a_day_it_comes_up_after_it(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        reviewer, _manager = staff()
        services.file_hold(
            actor=reviewer, today=LATER, file=file, why="sprawa w sądzie",
            hold_until=LATER + timedelta(days=10),
        )  # fmt: skip
        propose(actor=system_user(), today=LATER + timedelta(days=10))
        file.refresh_from_db()
        assert file.state == S.HELD
        propose(actor=system_user(), today=LATER + timedelta(days=11))
        file.refresh_from_db()
        assert file.state == S.PROPOSED

    def test_what_is_kept_longer_now_is_dropped(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        services.category_add(
            actor=staff()[0], jrwa=closed.jrwa, category="B50", valid_from=date(2020, 1, 1),
            source="zarządzenie 4/2026", certainty=Certainty.KNOWN,
        )  # fmt: skip
        propose(actor=system_user(), today=LATER)
        file.refresh_from_db()
        assert (file.state, bool(file.why)) == (S.DROPPED, True)

    def test_beat_looks_every_month(self) -> None:
        assert "reports.retention.tasks.monthly" in {planned.task for planned in PLAN}


@pytest.mark.django_db
class TestReview:
    def test_who_reviewed_or_made_the_list_does_not_approve_it(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        reviewer, manager = staff()
        other = make_user(Role.MANAGER, "kierowniczka")
        services.files_confirm(actor=manager, today=LATER, files=[file.pk])
        made = services.list_make(actor=reviewer, today=LATER)
        with pytest.raises(DomainError, match="Archiwum"):
            services.list_approve(actor=other, today=LATER, made=made)
        services.consent_record(
            actor=reviewer, today=LATER, made=made, consent_number="OP.1", consent_on=LATER
        )
        with pytest.raises(PermissionDenied):
            services.list_approve(actor=reviewer, today=LATER, made=made)
        with pytest.raises(DomainError, match=r"(?i)przejrza"):
            services.list_approve(actor=manager, today=LATER, made=made)
        services.list_approve(actor=other, today=LATER, made=made)
        with pytest.raises(StaleState):
            services.list_approve(actor=other, today=LATER, made=made)

    @pytest.mark.parametrize(
        "role", [Role.SOCIAL_WORKER, Role.ACCOUNTANT, Role.AUDITOR, Role.ADMINISTRATOR]
    )
    def test_others_may_not_review(self, closed: Case, role: Role) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        with pytest.raises(PermissionDenied):
            services.files_confirm(actor=make_user(role), today=LATER, files=[file.pk])

    def test_holding_wants_a_reason_and_a_day_to_come(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        reviewer, _manager = staff()
        with pytest.raises(DomainError):
            services.file_hold(
                actor=reviewer, today=LATER, file=file, why=" ", hold_until=date(2060, 1, 1)
            )
        with pytest.raises(DomainError):
            services.file_hold(actor=reviewer, today=LATER, file=file, why="sąd", hold_until=LATER)

    def test_taken_back_and_taken_off_it_waits_again(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        reviewer, _manager = staff()
        services.files_confirm(actor=reviewer, today=LATER, files=[file.pk])
        services.file_reconsider(actor=reviewer, today=LATER, file=file)
        services.files_confirm(actor=reviewer, today=LATER, files=[file.pk])
        made = services.list_make(actor=reviewer, today=LATER)
        file.refresh_from_db()
        with pytest.raises(StaleState):
            services.file_reconsider(actor=reviewer, today=LATER, file=file)
        services.file_take_off(actor=reviewer, file=file)
        file.refresh_from_db()
        assert (file.state, file.on_list) == (S.PROPOSED, None)
        services.list_give_up(actor=reviewer, made=made)
        assert not DestructionList.objects.exists()

    def test_a_restricted_file_is_not_there_for_others(self, closed: Case) -> None:
        file = proposed(FileKind.CASE, closed.pk)
        reviewer, manager = staff()
        restriction_set(
            actor=manager, household=closed.household, why="staff", note="", readers=[],
            today=TODAY,
        )  # fmt: skip
        assert queries.file_seen(reviewer, file.pk, TODAY) is None
        assert queries.file_seen(manager, file.pk, TODAY) == file
        assert queries.counts(reviewer, TODAY) == {}
        with pytest.raises(DomainError):
            services.files_confirm(actor=reviewer, today=TODAY, files=[file.pk])


@pytest.mark.django_db
class TestCarryingOut:
    def test_what_came_to_the_file_since_keeps_it(self, closed: Case) -> None:
        made = approved(proposed(FileKind.CASE, closed.pk))
        sent = make_entitlement(person=closed.applicant, household=closed.household,
                                kind_code="zasilek_celowy", valid_from=TODAY)  # fmt: skip
        with writing(system_user()), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE payments_entitlement SET case_id = %s, valid_from = '2049-01-01'"
                " WHERE id = %s",
                [closed.pk, sent.pk],
            )
        carry_out(made, LATER)
        file = made.files.get()
        assert (file.state, bool(file.why)) == (S.DROPPED, True)
        assert Decision.objects.filter(case=closed).exists()
        made.refresh_from_db()
        assert made.finished_on == LATER

    def test_killed_in_the_middle_and_run_again_it_goes_on(
        self, closed: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        second = close(make_issued("zasilek_okresowy").case)
        made = approved(proposed(FileKind.CASE, closed.pk), proposed(FileKind.CASE, second.pk))
        whole, calls = carrying_out.destroy, []

        def killed(*args: Any) -> Any:
            calls.append(args)
            gone = whole(*args)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return gone

        monkeypatch.setattr(carrying_out, "destroy", killed)
        with pytest.raises(KeyboardInterrupt):
            carry_out(made, LATER)
        states = list(made.files.order_by("object_id").values_list("state", flat=True))
        assert states == [S.DESTROYED, S.CONFIRMED]
        assert Decision.objects.filter(case=second).exists()
        monkeypatch.setattr(carrying_out, "destroy", whole)
        carry_out(made, LATER)
        carry_out(made, LATER)
        assert set(made.files.values_list("state", flat=True)) == {S.DESTROYED}
        assert not Decision.objects.exists()

    def test_files_left_in_the_store_are_removed_by_the_next_run(
        self, closed: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        decision = Decision.objects.get(case=closed)
        name = default_storage.save("decisions/2026/x.pdf", ContentFile(b"%PDF-1.4"))
        with writing(system_user()):
            Decision.objects.filter(pk=decision.pk).update(pdf=name)
        made = approved(proposed(FileKind.CASE, closed.pk))
        remove = carrying_out.files_remove

        def killed(**_given: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(carrying_out, "files_remove", killed)
        with pytest.raises(KeyboardInterrupt):
            carry_out(made, LATER)
        assert default_storage.exists(name)
        monkeypatch.setattr(carrying_out, "files_remove", remove)
        carry_out(made, LATER)
        assert not default_storage.exists(name)
        made.refresh_from_db()
        assert default_storage.exists(made.protocol)
        assert made.files.get().files_left == []
