"""The field sheet: what a social worker takes along, and what must not lie on the pavement."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from clients.models import (
    BankAccount,
    Contact,
    Household,
    MemberRole,
    Relationship,
    RestrictionReason,
)
from clients.services import (
    absence_add,
    certificate_record,
    household_note_add,
    household_note_pin,
    household_note_print,
    income_record,
    restriction_set,
)
from core.audit import writing
from core.errors import DomainError
from core.models import AccessLog, User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

pytestmark = pytest.mark.usefixtures("clock")
TODAY = date(2026, 11, 24)


@pytest.fixture
def family(office: object, worker: User) -> Household:
    """Six people, one of them in prison, with incomes, notes, a certificate that ends."""
    mother = make_person("Łucja", "Żak", born=date(1985, 3, 2), phone="600 100 200")
    father = make_person("Jan", "Żak", born=date(1983, 1, 5), sex="M")
    children = [make_person(f"Dziecko{n}", "Żak", born=date(2012 + n, 3, 1)) for n in range(4)]
    home = make_household(mother, (father, MemberRole.SPOUSE), *children)
    away = home.memberships.get(person=father)
    absence_add(
        actor=worker, today=TODAY, membership=away, reason="prison", note="areszt w Zamościu",
        valid_from=date(2026, 5, 1), valid_to=None,
    )  # fmt: skip
    with writing(worker):
        Contact.objects.create(
            person=mother, kind="person", value="sąsiadka Maria", valid_from=TODAY
        )
        for child in children:
            Relationship.objects.create(person=mother, other=child, kind="parent")
    income_record(
        actor=worker, person=mother, kind="wage", amount=Decimal("1234.56"),
        valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 31),
    )  # fmt: skip
    for child in children:
        income_record(
            actor=worker, person=child, kind="alimony_received", amount=Decimal("500.00"),
            valid_from=date(2026, 1, 1), valid_to=None,
        )  # fmt: skip
    certificate_record(
        actor=worker, person=children[0], degree="severe", number="ON.7/2025",
        valid_from=date(2025, 1, 1), valid_to=TODAY + timedelta(days=20),
    )  # fmt: skip
    dog = household_note_add(
        actor=worker, today=TODAY, household=home, text="Pies na podwórzu.", on_paper=True
    )
    household_note_pin(actor=worker, today=TODAY, note=dog, pinned=True)
    household_note_add(
        actor=worker, today=TODAY, household=home, text="Oddali dom. " * 80, on_paper=True
    )
    return home


def _sheet(page: Client, home: Household, query: str = "") -> tuple[str, int]:
    """The words of the sheet, and on how many pages they stand."""
    answer = page.get(reverse("clients:sheet", args=[home.pk]) + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    pages = PdfReader(BytesIO(answer.content)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\xa0", " ").split()), len(pages)


def test_six_people_go_on_one_page_with_what_a_visit_needs(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    text, pages = _sheet(page, family)
    assert pages == 1
    for said in (
        "Żak Łucja", "41 lat", "600 100 200", "sąsiadka Maria", "poza domem od 01.05.2026",
        "rodzic: Dziecko0, Dziecko1", "Lipowa Dolina", "1 234,56 zł", "październik 2026",
        "14.12.2026", "Pies na podwórzu.", "Oddali dom.", "Z wizyty", "strona 1 z 1",
    ):  # fmt: skip
        assert said in text


def test_what_could_hurt_when_it_is_lost_is_left_out(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    text, _pages = _sheet(page, family)
    numbers = [m.person.pesel for m in family.memberships.select_related("person")]
    accounts = BankAccount.objects.values_list("nrb", flat=True)
    hidden = ["więzieni", "areszt", "Zamości", "znaczny", "ON.7/2025", *numbers, *accounts]
    squeezed = text.replace(" ", "").lower()
    assert [word for word in hidden if word.replace(" ", "").lower() in squeezed] == []


def test_notes_can_be_left_out(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    text, _pages = _sheet(page, family, "?notes=without")
    assert "600 100 200" in text
    assert "Pies" not in text
    assert "Oddali" not in text


def test_notes_and_the_text_of_the_file_stay_on_the_screen_unless_let_out(
    page: Client, worker: User, family: Household
) -> None:
    with writing(worker):
        Household.objects.filter(pk=family.pk).update(notes="Tajne o sąsiedzie.")
    quiet = household_note_add(
        actor=worker, today=TODAY, household=family, text="Mąż nie wie o rozmowie.", pinned=True
    )
    page.force_login(worker)
    shown = page.get(reverse("clients:household", args=[family.pk])).content.decode()
    assert "Tajne" in shown and "nie wie o rozmowie" in shown
    text, _pages = _sheet(page, family)
    assert "Tajne" not in text and "nie wie" not in text

    url = reverse("clients:note_print", args=[quiet.pk])
    assert page.post(url, {"on_paper": "1"}).status_code == 302
    assert "nie wie o rozmowie" in _sheet(page, family)[0]
    page.post(url, {"on_paper": "0"})
    assert "nie wie" not in _sheet(page, family)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Przemoc w rodzinie, mąż ją pobił.", "Założono Niebieską Kartę.", "SPRAWCA mieszka tu.",
        "Znęca się nad matką.", "On ją bije.", "Zakaz zbliżania się do 03.2027.", "Grozi żonie.",
    ],
)  # fmt: skip
def test_a_note_on_violence_is_never_let_out(
    page: Client, worker: User, family: Household, text: str
) -> None:
    page.force_login(worker)
    url = reverse("clients:household_note", args=[family.pk])
    answer = page.post(url, {"text": text, "on_paper": "on"})
    assert answer.status_code == 422
    assert "przemoc" in answer.content.decode()
    assert page.post(url, {"text": text}).status_code == 302
    note = family.remarks.get(text=text)
    with pytest.raises(DomainError):
        household_note_print(actor=worker, today=TODAY, note=note, on_paper=True)
    page.post(reverse("clients:note_print", args=[note.pk]), {"on_paper": "1"})
    assert not family.remarks.get(pk=note.pk).on_paper


@pytest.mark.parametrize("text", ["Uwaga, groźny pies.", "Pobiera zasiłek okresowy.", "Ma kartę."])
def test_other_notes_may_be_let_out(worker: User, family: Household, text: str) -> None:
    made = household_note_add(actor=worker, today=TODAY, household=family, text=text, on_paper=True)
    assert made.on_paper


def test_the_sheet_of_a_restricted_file_says_neither_where_nor_why(
    page: Client, worker: User, manager: User, family: Household
) -> None:
    outside = make_person("Zenon", "Sprawca", sex="M")
    head = family.memberships.get(role="head").person
    with writing(manager):
        Relationship.objects.create(
            person=min(head, outside, key=lambda p: p.pk),
            other=max(head, outside, key=lambda p: p.pk),
            kind="spouse",
        )
    page.force_login(worker)
    assert "Sprawca Zenon (poza rodziną)" in _sheet(page, family)[0]
    restriction_set(
        actor=manager, today=TODAY, household=family, why=RestrictionReason.VIOLENCE,
        note="niebieska karta", readers=[worker],
    )  # fmt: skip
    text, _pages = _sheet(page, family)
    assert "Żak Łucja" in text
    for hidden in (
        "Lipowa Dolina", "600 100 200", "sąsiadka", "Pies", "Oddali", "Sprawca", "przemoc",
        "niebieska", "zastrzeżon",
    ):  # fmt: skip
        assert hidden not in text.replace("GOPS", "")
    assert "bez adresu" in page.get(reverse("clients:household", args=[family.pk])).content.decode()


def test_a_print_is_logged_as_a_print(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    _sheet(page, family)
    look = AccessLog.objects.get()
    assert (look.user, look.household_id, look.kind) == (worker, family.pk, "print")


def test_others_get_no_sheet(page: Client, worker: User, family: Household) -> None:
    foreign = make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))
    page.force_login(worker)
    assert page.get(reverse("clients:sheet", args=[foreign.pk])).status_code == 404
    assert not AccessLog.objects.exists()


def test_a_large_family_goes_on_to_a_second_page(page: Client, worker: User) -> None:
    people = [make_person(f"Osoba{n}", "Liczna", born=date(1990 + n, 1, 1)) for n in range(30)]
    home = make_household(*people)
    page.force_login(worker)
    text, pages = _sheet(page, home)
    assert pages == 2
    assert "strona 2 z 2" in text
    assert all(f"Osoba{n}" in text for n in range(30))


def test_the_sheet_costs_a_bounded_number_of_queries(
    page: Client, worker: User, family: Household, django_assert_max_num_queries: Any
) -> None:
    page.force_login(worker)
    with django_assert_max_num_queries(28):
        _sheet(page, family)
