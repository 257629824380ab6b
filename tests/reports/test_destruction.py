"""What is left of a file that was destroyed: nothing of anybody, and all the sums."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Sum

from benefits.models import Decision, ImportRow
from cases.models import Case, CaseDocument, Note
from clients.models import Absence, Document, Household, HouseholdNote, Income, Membership, Person
from core.audit import looked, writing
from core.dictionaries import system_user
from core.history import event_models
from core.models import AccessLog, Destruction, FileKind, User
from core.permissions import Role
from core.registry import registry
from payments.models import Due, LedgerEntry
from reports.retention.carrying_out import carry_out, file_destroy
from tests.factories.clients import make_household, make_nrb, make_person
from tests.factories.core import TODAY, make_user
from tests.factories.imports import person_rows, persons_file, take_in
from tests.factories.merging import BORN, bare, merge
from tests.factories.payments import make_entitlement
from tests.factories.retention import LATER, approved, close, proposed
from tests.factories.twins import SINCE, make_full_record

pytestmark = pytest.mark.django_db

NAME, SURNAME = "Bożydara", "Zawilska"
TEXTS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND c.data_type IN ('text', 'character varying', 'jsonb', 'tsvector', 'ARRAY')
"""


@pytest.fixture
def person(office: Any) -> Person:
    """Somebody with a row of every kind, a closed case with money, and papers in the store."""
    person = make_full_record(needed=False, first_name=NAME, last_name=SURNAME)
    case = Case.objects.get(applicant=person)
    with writing(system_user()):
        stored = Document(
            household=case.household, title=f"Pismo {SURNAME}", size=1, uploaded_by=system_user()
        )
        stored.file.save("pismo.pdf", ContentFile(b"%PDF-1.4"))
        CaseDocument.objects.create(case=case, document=stored)
        Note.objects.create(case=case, text=f"{SURNAME} dzwoniła", author=system_user())
        HouseholdNote.objects.create(
            household=case.household, text=f"pies {SURNAME}", author=system_user()
        )
    looked(
        user=system_user(), what="person", object_id=person.pk, person_id=person.pk,
        household_id=case.household_id, why=f"prośba {SURNAME}",
    )  # fmt: skip
    close(case)
    sent = make_entitlement(
        "zasilek_celowy", person=person, household=case.household, nrb=make_nrb(),
        valid_from=TODAY, payee_name=f"{SURNAME} {NAME}",
    )  # fmt: skip
    close(sent.case)
    return person


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the database with where it stands."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (text,) in cursor.fetchall():
                yield f"{table}.{column}", text


def places_of(*words: str) -> set[str]:
    """Columns in which one of the words stands."""
    wanted = [word.casefold() for word in words if word]
    return {where for where, text in texts() if any(w in text.casefold() for w in wanted)}


def destroy_all(person: Person) -> list[Destruction]:
    """First the cases, then the file of the household."""
    cases = Case.objects.filter(applicant=person)
    household = cases[0].household_id
    done = [proposed(FileKind.CASE, case.pk) for case in cases]
    carry_out(approved(*done), LATER)
    last = proposed(FileKind.HOUSEHOLD, household)
    carry_out(approved(last), LATER)
    done.append(last)
    for file in done:
        file.refresh_from_db()
    return done


def test_nobody_is_found_any_more_and_every_grosz_is(person: Person) -> None:
    case = Case.objects.get(applicant=person, kind__code="zasilek_okresowy")
    words = (SURNAME, "Bożydar", "zawilsk", "Bozydar", person.pesel or "", "Dawna", "600 100 200")
    nrb = person.entitlements.exclude(nrb="").get().nrb
    assert len(nrb) == 26
    before = places_of(*words, nrb)
    assert {"clients_person.last_name", "clients_personwords.words",
            "benefits_decision.letter_html", "payments_entitlement.payee_name",
            "payments_paymentline.payee_name", "clients_personevent.last_name",
            "core_accesslog.why"} <= before  # fmt: skip
    sums = LedgerEntry.objects.aggregate(Sum("amount")), Due.objects.aggregate(Sum("amount"))
    looks = AccessLog.objects.filter(person_id=person.pk).count()
    decision = Decision.objects.get(case=case)
    files = [document.file.name for document in Document.objects.exclude(file="x.pdf")]

    done = destroy_all(person)

    assert places_of(*words, nrb) == set()
    assert (
        LedgerEntry.objects.aggregate(Sum("amount")),
        Due.objects.aggregate(Sum("amount")),
    ) == sums
    assert AccessLog.objects.filter(person_id=person.pk).count() == looks
    assert not Decision.objects.filter(pk=decision.pk).exists()
    assert [name for name in files if default_storage.exists(name)] == []
    stub = Person.objects.get(pk=person.pk)
    assert (stub.birth_date.isoformat(), stub.destroyed_on) == ("1980-01-01", LATER)
    left = Case.objects.get(pk=case.pk)
    assert (left.znak, left.closed_on, left.destroyed_on) == (case.znak, case.closed_on, LATER)
    assert [file.state for file in done] == ["destroyed"] * 3
    assert all(file.rows_count and file.history_count for file in done)
    assert [file.files_left for file in done] == [[]] * 3


def test_a_paper_of_the_case_alone_goes_with_the_case(person: Person) -> None:
    case = Case.objects.get(applicant=person, kind__code="zasilek_okresowy")
    paper = CaseDocument.objects.get(case=case).document
    carry_out(approved(proposed(FileKind.CASE, case.pk)), LATER)
    assert not Document.objects.filter(pk=paper.pk).exists()
    assert not default_storage.exists(paper.file.name)
    assert Document.objects.filter(household=case.household).exists()


def test_the_history_of_what_went_is_gone(person: Person) -> None:
    case = Case.objects.get(applicant=person, kind__code="zasilek_okresowy")
    destroy_all(person)
    left = [
        event._meta.label
        for event in event_models()
        for key in event._meta.fields
        if key.name in ("person", "household", "case")
        and event.objects.filter(
            **{key.attname: {"person": person.pk, "household": case.household_id,
                             "case": case.pk}[key.name]}
        ).exists()
    ]  # fmt: skip
    assert set(left) == {"cases.CaseEvent"}, "the line of the register keeps its own"


def test_another_household_is_left_alone(person: Person) -> None:
    other = make_full_record(needed=False, first_name="Inna", last_name="Osobna")
    before = sorted(places_of("Osobna"))
    destroy_all(person)
    assert sorted(places_of("Osobna")) == before
    assert Household.objects.get(memberships__person=other).destroyed_on is None


def test_whoever_is_needed_elsewhere_stays(office: Any) -> None:
    needed = make_full_record(first_name=NAME, last_name=SURNAME)
    case = Case.objects.get(applicant=needed)
    close(case)
    destroy_all(needed)
    needed.refresh_from_db()
    assert (needed.last_name, needed.destroyed_on) == (SURNAME, None)
    assert not needed.memberships.exists()


def test_whoever_lives_in_two_households_goes_with_the_last(person: Person) -> None:
    case = Case.objects.get(applicant=person, kind__code="zasilek_okresowy")
    with writing(system_user()):
        other = Household.objects.create(
            name="Druga", district=case.household.district, created_on=SINCE
        )
        Membership.objects.filter(person=person).update(shared_custody=True)
        Membership.objects.create(
            household=other, person=person, role="head", valid_from=SINCE, shared_custody=True
        )
    destroy_all(person)
    person.refresh_from_db()
    assert person.destroyed_on is None
    carry_out(approved(proposed(FileKind.HOUSEHOLD, other.pk)), LATER)
    person.refresh_from_db()
    assert person.destroyed_on == LATER


def test_what_was_taken_in_from_an_older_system_goes_along(office: Any) -> None:
    run = take_in(make_user(Role.ADMINISTRATOR), persons_file(person_rows(1)))
    taken = Person.objects.get()
    home = make_household(taken)
    name = run.file.name
    assert default_storage.exists(name)
    assert places_of(taken.pesel or "") >= {"benefits_importrow.data", "clients_person.pesel"}
    carry_out(approved(proposed(FileKind.HOUSEHOLD, home.pk)), LATER)
    assert places_of(taken.last_name, taken.pesel or "") == set()
    assert not default_storage.exists(name)
    assert ImportRow.objects.filter(run=run).count() == 1, "that there was a row stays"


def test_every_table_goes_or_stays_with_a_reason() -> None:
    goes = {one.model._meta.label for room in registry.destruction for one in room.goes}
    stays = {label for room in registry.destruction for label in room.stays}
    ours = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label
        in ("core", "clients", "cases", "payments", "benefits", "programmes", "reports")
    } - {event._meta.label for event in event_models()}
    assert goes | stays == ours
    assert goes & stays == set()


def test_records_merged_into_one_go_together(person: Person, manager: User) -> None:
    other = make_person("Bożydar", "Dawniej", born=BORN)
    make_household(other)
    twin = bare(first_name=NAME, last_name="Podwójna")
    merge(manager, other, twin, TODAY)
    home = other.memberships.get().household_id
    carry_out(approved(proposed(FileKind.HOUSEHOLD, home)), LATER)
    assert places_of("Podwójna", "Dawniej") == set()
    twin.refresh_from_db()
    assert twin.destroyed_on == LATER
    assert Person.objects.get(pk=person.pk).destroyed_on is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_destroy_a_file_once(person: Person) -> None:
    case = Case.objects.filter(applicant=person)[0]
    made = approved(proposed(FileKind.CASE, case.pk))
    start = Barrier(2)

    def work(_number: int) -> bool:
        start.wait()
        try:
            actor = made.approved_by
            assert actor is not None
            return file_destroy(actor=actor, today=LATER, file=made.files.get())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [False, True]
    assert made.files.get().state == "destroyed"


def test_what_was_removed_long_ago_leaves_no_history(person: Person) -> None:
    membership = person.memberships.get()
    with writing(system_user()):
        away = Absence.objects.create(
            membership=membership, reason="other", note=f"{SURNAME} u matki", valid_from=SINCE
        )
        away.delete()
    assert "clients_absenceevent.note" in places_of(SURNAME)
    destroy_all(person)
    assert places_of(SURNAME) == set()


def test_a_paper_that_proves_something_of_who_stays_is_kept(office: Any) -> None:
    needed = make_full_record(first_name=NAME, last_name=SURNAME)
    close(Case.objects.get(applicant=needed))
    home = needed.memberships.get().household
    with writing(system_user()):
        paper = Document.objects.create(
            household=home, title="Zaświadczenie", file="y.pdf", size=1, uploaded_by=system_user()
        )
        Income.objects.create(
            person=needed, kind="wage", amount=1, valid_from=SINCE, valid_to=SINCE,
            document=paper, recorded_by=system_user(),
        )  # fmt: skip
    destroy_all(needed)
    home.refresh_from_db()
    assert home.destroyed_on == LATER
    assert Income.objects.filter(document=paper).exists()
    assert not Document.objects.filter(household=home).exclude(pk=paper.pk).exists()
