"""A copy of all data of a person: nothing of theirs is missing, nothing of others is in it."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.functional import Promise
from pypdf import PdfReader

import reports.privacy.tasks  # noqa: F401 registers the job
from benefits.models import Decision
from clients import services
from clients.models import (
    Contact,
    HouseholdNote,
    MemberRole,
    Merge,
    Person,
    Relationship,
    Restriction,
)
from core.audit import writing
from core.dictionaries import system_user
from core.files import MARK
from core.jobs import run
from core.models import User
from reports.privacy import content
from reports.privacy.models import PersonCopy
from reports.privacy.services import copy_ask
from tests.factories.benefits import make_issued
from tests.factories.clients import make_household, make_person
from tests.factories.papers import pdf

ROOMS = ("core", "clients", "cases", "payments", "benefits", "programmes", "reports")


def tables() -> list[type[models.Model]]:
    """Every table of ours but the history tables, which follow the table they keep."""
    return [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def undecided(labels: set[str]) -> set[str]:
    """Of these tables those that are neither given nor left out with a reason."""
    given = {one.model._meta.label for one in content.all_given()}
    return labels - given - set(content.left_out())


def test_every_table_is_given_or_left_out_with_a_reason() -> None:
    labels = {model._meta.label for model in tables()}
    assert undecided(labels) == set()
    assert undecided({"clients.SomethingNew"}) == {"clients.SomethingNew"}
    assert all(reason.strip() for reason in content.left_out().values())


def test_no_table_of_people_is_both_given_and_left_out() -> None:
    given = {one.model._meta.label for one in content.all_given()}
    left_out = {key for key in content.left_out() if key.count(".") == 1 and key[0].islower()}
    whole = {key for key in left_out if apps.is_installed(key.split(".")[0])}
    assert given & whole == set()
    assert whole <= {model._meta.label for model in tables()}


def test_a_column_that_is_left_out_exists() -> None:
    for one in content.all_given():
        names = {column.name for column in one.model._meta.concrete_fields}
        assert {*one.left_out, *one.links, *one.reduced, *one.in_json, *one.keeps} <= names, one.key


def test_every_column_has_a_label_in_the_language_of_the_copy() -> None:
    plain = [
        f"{one.key}.{column.name}"
        for one in content.all_given()
        for column in one.fields()
        if not isinstance(one.label(column.name), Promise) and column.name != "pesel"
    ]
    assert plain == []


def test_json_of_other_people_cannot_slip_in() -> None:
    """A JSON column is given only through a function that says what of it."""
    raw = [
        f"{one.key}.{column.name}"
        for one in content.all_given()
        for column in one.fields()
        if isinstance(column, models.JSONField) and column.name not in one.reduced
    ]
    assert raw == []


def ask(actor: User, person: Person, today: date, **extra: Any) -> PersonCopy:
    return copy_ask(
        actor=actor,
        today=today,
        person=person,
        basis="access",
        received_on=today,
        purpose="osobiście, sprawdzono dowód",
        **extra,
    )


def made(actor: User, person: Person, today: date, **extra: Any) -> PersonCopy:
    copy = ask(actor, person, today, **extra)
    assert copy.job is not None
    run(copy.job.pk)
    copy.refresh_from_db()
    return copy


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        content_of_file: bytes = file.read()
        return content_of_file


def parts(copy: PersonCopy) -> dict[str, list[dict[str, Any]]]:
    return {part["key"]: part["rows"] for part in json.loads(stored(copy.data))["parts"]}


@pytest.fixture
def family(office: Any, today: date) -> Iterator[tuple[Person, Person]]:
    """A wife and a husband, each with data of their own, in one household."""
    wife = make_person("Zuzanna", "Kopiowa", phone="600 111 222")
    husband = make_person("Roman", "Kopiowy", sex="M", phone="600 999 888")
    household = make_household(wife, (husband, MemberRole.SPOUSE))
    with writing(system_user()):
        Contact.objects.create(
            person=wife, kind="phone", value="84 111 22 33", valid_from=date(2025, 1, 1)
        )
        Contact.objects.create(
            person=husband, kind="phone", value="84 777 66 55", valid_from=date(2025, 1, 1)
        )
        HouseholdNote.objects.create(
            household=household, text="Mąż leczy się odwykowo.", author=system_user()
        )
    for person, amount in ((wife, "1234.56"), (husband, "6543.21")):
        services.income_record(
            actor=system_user(),
            person=person,
            kind="wage",
            amount=Decimal(amount),
            valid_from=date(2026, 10, 1),
            valid_to=date(2026, 10, 31),
        )
    yield wife, husband


@pytest.mark.django_db
def test_own_data_are_in_it_and_data_of_others_are_not(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    wife, husband = family
    copy = made(manager, wife, today)
    data, text = stored(copy.data).decode(), words_of(copy)
    for own in (wife.pesel, "600 111 222", "84 111 22 33", "1234.56"):
        assert own and own in data
    assert "1234,56" in text.replace("\u00a0", "").replace(" ", "")
    for foreign in (husband.pesel, "600 999 888", "84 777 66 55", "6543.21", "odwykowo"):
        assert foreign and foreign not in data
        assert foreign not in text


def words_of(copy: PersonCopy) -> str:
    reader = PdfReader(io.BytesIO(stored(copy.pdf)))
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.django_db
def test_the_document_is_polish_tagged_and_has_contents(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    copy = made(manager, family[0], today)
    reader = PdfReader(io.BytesIO(stored(copy.pdf)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "pl"
    text = words_of(copy)
    assert "Spis treści" in text
    assert "Tożsamość" in text and "Kto i po co przeglądał dane" in text


@pytest.mark.django_db
def test_files_are_sealed_in_the_store(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    copy = made(manager, family[0], today)
    for name in (copy.pdf, copy.data):
        with open(default_storage.path(name), "rb") as raw:
            assert raw.read(len(MARK)) == MARK


@pytest.mark.django_db
def test_what_was_corrected_and_withdrawn_is_in_it(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    wife, _husband = family
    with writing(system_user()):
        Person.objects.filter(pk=wife.pk).update(phone="600 333 444")
        Contact.objects.filter(person=wife).delete()
    found = parts(made(manager, wife, today))
    before = {row["before"] for row in found["changes"]}
    assert {"600 111 222", "84 111 22 33"} <= before


@pytest.mark.django_db
def test_cases_decisions_and_money_are_in_it(office: Any, manager: User, today: date) -> None:
    decision = make_issued()
    person = decision.case.applicant
    found = parts(made(manager, person, today))
    assert [row["number"] for row in found["decisions"]] == [decision.number]
    assert found["cases"][0]["znak"] == decision.case.znak
    for key in ("applications", "interviews", "calculations", "entitlements", "steps", "ledger"):
        assert found[key], key
    assert "zasiłek" in words_of(PersonCopy.objects.get())
    assert found["decisions"][0]["letter_html"] == Decision.objects.get().letter_html


@pytest.mark.django_db
def test_papers_come_with_it_when_wanted(
    family: tuple[Person, Person], manager: User, worker: User, today: date
) -> None:
    wife, husband = family
    household = wife.memberships.get().household
    papers = {}
    for person, title in ((wife, "Akt urodzenia"), (husband, "Karta leczenia")):
        papers[title] = pdf(pages=1 if person == wife else 2)
        services.document_store(
            actor=system_user(),
            household=household,
            title=title,
            upload=SimpleUploadedFile("x.pdf", papers[title]),
            person=person,
        )
    copy = made(manager, wife, today, with_files=True)
    with zipfile.ZipFile(io.BytesIO(stored(copy.archive))) as archive:
        names = archive.namelist()
        mine = [name for name in names if name.startswith("dokumenty/")]
        assert len(mine) == 1 and "akt-urodzenia" in mine[0]
        assert archive.read(mine[0]) == papers["Akt urodzenia"]
    assert {"kopia-danych.pdf", "kopia-danych.json"} <= set(names)


@pytest.mark.django_db
def test_a_paper_that_is_gone_is_named_and_stops_nothing(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    wife, _husband = family
    paper = services.document_store(
        actor=system_user(),
        household=wife.memberships.get().household,
        title="Zaginione",
        upload=SimpleUploadedFile("x.pdf", pdf()),
        person=wife,
    )
    default_storage.delete(paper.file.name)
    copy = made(manager, wife, today, with_files=True)
    with zipfile.ZipFile(io.BytesIO(stored(copy.archive))) as archive:
        assert "zaginione" in archive.read("brakujace-pliki.txt").decode()


@pytest.mark.django_db
def test_a_merged_record_is_copied_with_the_one_that_lives_on(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    wife, _husband = family
    twin = make_person("Zuza", "Kopiowa", pesel_absence="unknown", phone="600 555 555")
    with writing(system_user()):
        Merge.objects.create(
            kept=wife, dropped=twin, reason="ta sama osoba", merged_by=system_user()
        )
        Person.objects.filter(pk=twin.pk).update(merged_into=wife)
    twin.refresh_from_db()
    kept, ids = content.one_and_the_same(twin)
    assert (kept.pk, ids) == (wife.pk, {wife.pk, twin.pk})
    found = parts(made(manager, kept, today))
    assert {row["phone"] for row in found["person"]} == {"600 111 222", "600 555 555"}


@pytest.mark.django_db
def test_the_dead_have_a_copy_too(
    family: tuple[Person, Person], manager: User, today: date
) -> None:
    wife, _husband = family
    with writing(system_user()):
        Person.objects.filter(pk=wife.pk).update(death_date=date(2026, 11, 1))
    assert parts(made(manager, wife, today))["person"][0]["death_date"] == "2026-11-01"


@pytest.mark.django_db
def test_of_a_file_that_is_shut_to_the_maker_nothing_is_given(
    family: tuple[Person, Person], manager: User, clerk: User, today: date
) -> None:
    wife, _husband = family
    hidden = make_person("Irena", "Schowana")
    other = make_household(hidden, (make_person(), MemberRole.OTHER))
    first, second = sorted([wife, hidden], key=lambda one: one.pk)
    with writing(system_user()):
        Relationship.objects.create(person=first, other=second, kind="sibling")
        other.memberships.exclude(role="head").update(
            person=wife, valid_to=date(2024, 5, 1), shared_custody=True
        )
        Restriction.objects.create(
            household=other, reason="violence", set_by=manager, valid_from=date(2024, 1, 1)
        )
    data = stored(made(clerk, wife, today).data).decode()
    assert "Schowana" not in data
    assert "Kopiowa" in data
