"""What the database refuses to destroy, and what it keeps of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import localdate

from cases.models import Case, Note
from clients.models import Person
from core.audit import writing
from core.dictionaries import system_user
from core.models import Destruction, DestructionList, DestructionState, FileKind
from reports.retention import services
from reports.retention.carrying_out import carry_out
from tests.factories.benefits import make_issued
from tests.factories.retention import LATER, approved, close, proposed, staff
from tests.factories.twins import make_full_record

pytestmark = pytest.mark.django_db
S = DestructionState


@pytest.fixture
def closed(office: Any) -> Case:
    """A case that ended today, with a decision and money."""
    return close(make_issued("zasilek_okresowy").case)


def sql(text: str, *values: Any) -> None:
    with writing(system_user()), connection.cursor() as cursor:
        cursor.execute(text, list(values))


@pytest.mark.django_db
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "text",
        [
            "DELETE FROM benefits_decision WHERE case_id = %s",
            "DELETE FROM benefits_calculation WHERE case_id = %s",
            "DELETE FROM cases_note WHERE case_id = %s",
            "DELETE FROM cases_interview WHERE case_id = %s",
            "DELETE FROM cases_caseevent WHERE pgh_obj_id = %s",
            "UPDATE cases_caseevent SET znak = 'x' WHERE pgh_obj_id = %s",
            "UPDATE payments_paymentline SET payee_name = '' WHERE due_id IN (SELECT d.id FROM"
            " payments_due d JOIN payments_entitlement e ON e.id = d.entitlement_id"
            " WHERE e.case_id = %s)",
            "UPDATE payments_ledgerentry SET note = 'x' WHERE entitlement_id IN"
            " (SELECT id FROM payments_entitlement WHERE case_id = %s)",
        ],
    )
    def test_what_nobody_approved(self, office: Any, text: str) -> None:
        person = make_full_record(needed=False)
        case = close(Case.objects.get(applicant=person))
        with writing(system_user()):
            Note.objects.create(case=case, text="x", author=system_user())
        proposed(FileKind.CASE, case.pk)
        with pytest.raises(DatabaseError, match=r"frozen|append-only"):
            sql(text, case.pk)

    def test_destruction_of_one_file_lets_no_other_go(self, closed: Case) -> None:
        other = close(make_issued("zasilek_okresowy").case)
        file = approved(proposed(FileKind.CASE, closed.pk)).files.get()
        with pytest.raises(DatabaseError, match="append-only"), writing(system_user()):
            Destruction.objects.filter(pk=file.pk).update(
                state=S.DESTROYED, destroyed_on=localdate()
            )
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM benefits_calculation WHERE case_id = %s", [other.pk])

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda file: Destruction.objects.filter(pk=file.pk),
            lambda file: _confirmed(file),
            lambda file: _listed(file),
        ],
        ids=["only proposed", "only confirmed", "on a list that nobody approved"],
    )
    def test_destroying_what_is_not_approved(
        self, closed: Case, wrong: Callable[[Destruction], Any]
    ) -> None:
        rows = wrong(proposed(FileKind.CASE, closed.pk))
        with pytest.raises(IntegrityError, match=r"approved|has_a_day"), writing(system_user()):
            rows.update(state=S.DESTROYED, destroyed_on=localdate())

    def test_an_approved_list_without_consent_or_by_its_maker(self, closed: Case) -> None:
        _listed(proposed(FileKind.CASE, closed.pk))
        made = DestructionList.objects.get()
        manager = staff()[1]
        for changed in (
            {"approved_by": manager, "approved_on": LATER},
            {"approved_by": made.made_by, "approved_on": LATER, "consent_number": "1",
             "consent_on": LATER},
        ):  # fmt: skip
            with (
                pytest.raises(IntegrityError, match="destruction_approved_by_another"),
                writing(system_user()),
            ):
                DestructionList.objects.filter(pk=made.pk).update(**changed)

    def test_an_approved_list_and_a_destroyed_file_stay_as_they_are(self, closed: Case) -> None:
        made = approved(proposed(FileKind.CASE, closed.pk))
        file = made.files.get()
        for change in (
            lambda: DestructionList.objects.filter(pk=made.pk).update(consent_number="x"),
            lambda: Destruction.objects.filter(pk=file.pk).update(reviewed_by=staff()[1]),
            lambda: Destruction.objects.filter(pk=file.pk).update(on_list=None),
            lambda: Destruction.objects.filter(pk=file.pk).delete(),
        ):
            with pytest.raises(IntegrityError), writing(system_user()):
                change()
        carry_out(made, LATER)
        for values in ({"state": S.PROPOSED}, {"sign": "x"}):
            with pytest.raises(IntegrityError, match="frozen"), writing(system_user()):
                Destruction.objects.filter(pk=file.pk).update(**values)

    def test_nothing_new_is_tied_to_who_is_gone(self, closed: Case) -> None:
        carry_out(approved(proposed(FileKind.CASE, closed.pk)), LATER)
        carry_out(approved(proposed(FileKind.HOUSEHOLD, closed.household_id)), LATER)
        person = Person.objects.get(pk=closed.applicant_id)
        for text, values in (
            ("INSERT INTO clients_contact (person_id, kind, value, note, valid_from)"
             " VALUES (%s, 'phone', '1', '', '2026-01-01')", [person.pk]),
            ("INSERT INTO clients_membership (household_id, person_id, role, valid_from,"
             " shared_custody) VALUES (%s, %s, 'head', '2026-01-01', false)",
             [closed.household_id, person.pk]),
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="destroyed"), transaction.atomic():
                sql(text, *values)
        with pytest.raises(IntegrityError, match="destroyed_person_is_nobody"):
            sql("UPDATE clients_person SET last_name = 'x' WHERE id = %s", person.pk)


def _confirmed(file: Destruction) -> Any:
    services.files_confirm(actor=staff()[0], today=LATER, files=[file.pk])
    return Destruction.objects.filter(pk=file.pk)


def _listed(file: Destruction) -> Any:
    rows = _confirmed(file)
    services.list_make(actor=staff()[0], today=LATER)
    return rows
