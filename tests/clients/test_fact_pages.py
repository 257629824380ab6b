"""Pages of dated facts: entry, correction, time line, earlier pictures, what ends, export."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from clients.kinds import KINDS
from clients.models import Document, Dwelling, Household, Income
from clients.presenters.bars import Span, holes, lanes_of, overlaps, scale_to
from clients.services import certificate_record, document_store, fact_record, fact_withdraw
from clients.shows import SHOWS
from core.models import AccessLog, User
from tests.clients.test_facts import SAID, certificate_at
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district
from tests.factories.papers import pdf

pytestmark = pytest.mark.usefixtures("clock")
MAY = date(2026, 5, 1)


@pytest.fixture
def family(office: object) -> Household:
    return make_household(make_person("Łucja", "Żak"), make_person("Zosia", "Żak", MAY))


@pytest.fixture
def foreign(office: object) -> Household:
    return make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))


def _record(actor: User, household: Household, code: str, **more: Any) -> Any:
    kind = next(kind for kind in KINDS if kind.code == code)
    owner = household if kind.of == "household" else household.memberships.get(role="head").person
    fields = {"valid_from": MAY, **SAID[code], **more}
    return fact_record(actor=actor, what=code, owner=owner, **fields)


def _new(household: Household, code: str) -> str:
    return reverse("clients:fact_new", args=[household.pk, code])


TYPED: dict[str, dict[str, str]] = {
    "one-off-income": {"kind": "inheritance", "amount": "6 000,00 zł", "valid_from": "20.5.2026"},
    "farm": {"ha_przeliczeniowe": "1,2345 ha", "krus": "50", "valid_from": "1.05.2026"},
    "alimony-paid": {"amount": "700", "for_whom": "Jan Lis", "valid_from": "1.05.2026"},
    "alimony-title": {"amount": "800,50", "debtor_name": "Jan Lis", "valid_from": "1.05.2026"},
    "certificate": {"degree": "severe", "valid_from": "1.05.2026", "valid_to": "31.12.2027"},
    "education": {"level": "primary", "school": "SP 3", "valid_from": "1.09.2025"},
    "employment-office": {"status": "unemployed", "valid_from": "1.05.2026"},
    "health-insurance": {"title": "family", "valid_from": "1.05.2026"},
    "residence-title": {"kind": "refugee", "valid_from": "1.05.2026"},
    "dwelling": {"title": "rent", "usable_area": "45,5 m²", "valid_from": "1.05.2026"},
    "dwelling-cost": {"kind": "rent", "amount": "612,40", "valid_from": "1.05.2026"},
    "income": {"kind": "wage", "amount": "3 210,55", "month": "5.2026"},
}


@pytest.mark.parametrize("code", TYPED)
def test_each_kind_is_entered_by_its_form(
    page: Client, worker: User, family: Household, code: str
) -> None:
    page.force_login(worker)
    head = str(family.memberships.get(role="head").person_id)
    assert page.get(_new(family, code)).status_code == 200
    for _twice in range(2):
        response = page.post(_new(family, code), {"person": head, **TYPED[code]})
        assert response.status_code == 302, response.content.decode()[:3000]
    kind = next(kind for kind in KINDS if kind.code == code)
    fact: Any = kind.model._default_manager.get()

    edit = reverse("clients:fact_correct", args=[code, fact.pk])
    assert page.get(edit).status_code == 200
    changed = {"person": head, **TYPED[code], "source": "oświadczenie", "why": "brak źródła"}
    assert page.post(edit, {**changed, "why": ""}).status_code == 422
    assert page.post(edit, changed).status_code == 302
    fact.refresh_from_db()
    assert fact.withdrawn_why == "brak źródła" and fact.replaced_by.source == "oświadczenie"


def test_a_second_wage_has_to_be_meant(page: Client, worker: User, family: Household) -> None:
    _record(worker, family, "income", amount=Decimal(9), valid_to=date(2026, 5, 31))
    page.force_login(worker)
    head = family.memberships.get(role="head").person_id
    typed = {"person": head, **TYPED["income"]}
    refused = page.post(_new(family, "income"), typed)

    assert refused.status_code == 422
    assert "9,00" in refused.content.decode() and 'name="beside"' in refused.content.decode()
    assert page.post(_new(family, "income"), {**typed, "beside": "on"}).status_code == 302
    assert Income.objects.count() == 2


def test_a_dwelling_in_the_way_is_named_at_the_field(
    page: Client, worker: User, family: Household
) -> None:
    _record(worker, family, "dwelling")
    page.force_login(worker)
    typed = {**TYPED["dwelling"], "valid_from": "1.08.2026"}
    refused = page.post(_new(family, "dwelling"), typed)

    assert refused.status_code == 422
    assert "01.05.2026" in refused.context["form"].errors["valid_from"][0]
    assert Dwelling.objects.count() == 1


def test_a_paper_is_added_with_the_fact(
    page: Client, worker: User, family: Household, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page.force_login(worker)
    paper = SimpleUploadedFile("skan.exe", b"MZ nothing of a paper")
    head = family.memberships.get(role="head").person_id
    typed = {"person": head, **TYPED["certificate"], "number": "PZON.1"}
    response = page.post(_new(family, "certificate"), {**typed, "upload": paper})

    assert response.status_code == 422 and "PZON.1" in response.content.decode()
    assert not Document.objects.exists()


def test_an_open_income_is_ended_from_its_page(
    page: Client, worker: User, family: Household
) -> None:
    fact = _record(worker, family, "income")
    page.force_login(worker)
    url = reverse("clients:fact_end", args=["income", fact.pk])
    assert page.get(url).status_code == 200
    assert page.post(url, {"last_day": "30.04.2026"}).status_code == 422
    assert page.post(url, {"last_day": "30.09.2026"}).status_code == 302
    assert Income.objects.get(withdrawn_at=None).valid_to == date(2026, 9, 30)


def test_incomes_of_the_month_before_are_copied(
    page: Client, worker: User, family: Household
) -> None:
    fact = _record(worker, family, "income", valid_to=date(2026, 5, 31))
    page.force_login(worker)
    url = reverse("clients:incomes_copy", args=[family.pk]) + "?month=6.2026"
    assert "3\u00a0210,55" in page.get(url).content.decode()
    typed = {f"take-{fact.pk}": "on", f"amount-{fact.pk}": "3300"}
    assert page.post(url, typed).status_code == 302
    assert Income.objects.get(valid_from=date(2026, 6, 1)).amount == Decimal(3300)


def test_the_page_tells_the_facts_and_costs_the_same_for_many(
    page: Client, worker: User, family: Household, django_assert_max_num_queries: Any
) -> None:
    page.force_login(worker)
    url = reverse("clients:facts", args=[family.pk])
    for code in SAID:
        _record(worker, family, code, source="wywiad")
    for month in range(6, 12):
        gone = _record(worker, family, "income", valid_from=date(2026, month, 1))
    fact_withdraw(actor=worker, fact=gone, why="pomyłka w kwocie")
    page.get(url)
    with django_assert_max_num_queries(15):
        text = page.get(url).content.decode()
    for said in ("tl-bar", "tl-today", "tl-double", "pomyłka w kwocie", "1,2345", "wywiad"):
        assert said in text
    assert AccessLog.objects.filter(what="facts", household_id=family.pk).exists()


def test_an_earlier_picture_is_shown_under_a_banner(
    page: Client, worker: User, family: Household
) -> None:
    person = family.memberships.get(role="head").person
    fact = certificate_at(worker, date(2025, 4, 10), person, withdrawn=date(2026, 6, 1))
    page.force_login(worker)
    url = reverse("clients:facts", args=[family.pk])

    def shown(on: str, known: str) -> bool:
        answer = page.get(url, {"on": on, "known": known})
        assert f"{known}" in answer.content.decode() and "clock-history" in answer.content.decode()
        assert "/correct/" not in answer.content.decode()
        return [e.fact.pk for e in answer.context["entries"]] == [fact.pk]

    assert not shown("01.03.2025", "09.04.2025")
    assert shown("01.03.2025", "10.04.2025")
    assert shown("01.03.2025", "31.05.2026")
    assert not shown("01.03.2025", "01.06.2026")
    assert not shown("01.01.2026", "31.05.2026")
    assert page.get(url, {"known": "25.11.2026"}).status_code == 422
    assert page.get(url, {"months": "7", "to": "kiedyś"}).status_code == 422


def test_gaps_are_marked_unless_the_income_was_lost(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    url = reverse("clients:facts", args=[family.pk])
    _record(worker, family, "income", valid_to=date(2026, 5, 31))
    _record(worker, family, "income", valid_from=date(2026, 7, 1), valid_to=date(2026, 7, 31))
    assert 'class="tl-gap"' in page.get(url).content.decode()
    [first, _second] = Income.objects.order_by("valid_from")
    edit = reverse("clients:fact_correct", args=["income", first.pk])
    typed = {"person": first.person_id, **TYPED["income"], "lost_on": "31.05.2026", "why": "utrata"}
    assert page.post(edit, typed).status_code == 302
    assert 'class="tl-gap"' not in page.get(url).content.decode()


def test_the_export_has_what_the_page_has(
    page: Client, manager: User, worker: User, family: Household
) -> None:
    _record(worker, family, "farm", source="=cmd")
    page.force_login(manager)
    answer = page.get(reverse("clients:facts_export", args=[family.pk, "xlsx"]))
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert len(rows) == 2 and Decimal(str(rows[1][5])) == Decimal("50.10")
    assert page.get(reverse("clients:facts_export", args=[family.pk, "pdf"])).status_code == 404


def test_the_desk_tells_what_ends_to_those_who_see_it(
    worker: User, auditor: User, clerk: User, family: Household, foreign: Household, today: date
) -> None:
    desk = SHOWS.desk[0]
    for household in (family, foreign):
        _record(clerk, household, "certificate", valid_to=today + timedelta(days=14))
    [group] = desk(worker, today)

    assert group.count == 1 and group.items[0].meaning == "attention"
    assert group.items[0].url == reverse("clients:facts", args=[family.pk])
    assert list(desk(auditor, today)) == []
    [both] = desk(clerk, today)
    assert both.count == 2


def test_the_list_of_what_ends_is_bounded(
    page: Client, worker: User, family: Household, django_assert_max_num_queries: Any, today: date
) -> None:
    for days in range(1, 8):
        _record(
            worker, family, "alimony-title", valid_to=today + timedelta(days=days),
            debtor_name=f"Dłużnik {days}",
        )  # fmt: skip
    page.force_login(worker)
    url = reverse("clients:ending")
    page.get(url)
    with django_assert_max_num_queries(10):
        assert page.get(url).status_code == 200


def test_strangers_and_readers(
    page: Client, worker: User, auditor: User, accountant: User, clerk: User, foreign: Household
) -> None:
    fact = _record(clerk, foreign, "certificate")
    home = _record(clerk, foreign, "dwelling")
    writes = [_new(foreign, "farm"), reverse("clients:incomes_copy", args=[foreign.pk])]
    for code, pk in (("certificate", fact.pk), ("dwelling", home.pk)):
        writes += [
            reverse(f"clients:fact_{what}", args=[code, pk])
            for what in ("correct", "end", "withdraw")
        ]
    read = reverse("clients:facts", args=[foreign.pk])
    page.force_login(worker)
    for url in [*writes, read]:
        assert page.get(url).status_code == 404, url
    for url in writes:
        assert page.post(url, {"why": "x", "last_day": "1.06.2026"}).status_code == 404, url
    page.force_login(auditor)
    assert page.get(read).status_code == 200
    for url in writes:
        assert page.get(url).status_code == 403, url
    page.force_login(accountant)
    assert page.get(read).status_code == 403
    assert page.get(reverse("clients:fact_new", args=[foreign.pk, "lottery"])).status_code == 403
    page.force_login(clerk)
    assert page.get(reverse("clients:fact_new", args=[foreign.pk, "lottery"])).status_code == 404


def test_bars_fill_whole_months_and_say_what_is_between() -> None:
    scale = scale_to(date(2026, 12, 31), 12, 600)
    assert (scale.first, scale.step, scale.width) == (date(2026, 1, 1), 50, 600)
    assert scale.piece(Span(date(2026, 2, 1), date(2026, 2, 28))) == (50, 50)
    assert scale.piece(Span(date(2020, 1, 1), None)) == (0, 600)
    spans = [
        Span(date(2026, 1, 1), date(2026, 3, 31)),
        Span(date(2026, 3, 15), date(2026, 4, 30)),
        Span(date(2026, 6, 1), None),
    ]
    assert lanes_of(spans) == [0, 1, 0]
    assert holes(spans) == [Span(date(2026, 5, 1), date(2026, 5, 31))]
    assert overlaps(spans) == [Span(date(2026, 3, 15), date(2026, 3, 31))]


def test_what_ends_soon_and_what_a_paper_says_are_in_words(page: Client, worker: User) -> None:
    person = make_person("Ewa", "Żak")
    home = make_household(person)
    paper = document_store(
        actor=worker,
        household=home,
        title="Orzeczenie",
        upload=SimpleUploadedFile("o.pdf", pdf()),
        person=person,
    )
    certificate_record(
        actor=worker, person=person, degree="moderate", valid_from=date(2025, 1, 1),
        valid_to=date(2026, 12, 5), document=paper,
    )  # fmt: skip
    page.force_login(worker)
    for name, pk in (("clients:household", home.pk), ("clients:document", paper.pk)):
        shown = page.get(reverse(name, args=[pk])).content.decode()
        assert "umiarkowany" in shown
        assert "moderate" not in shown.split("<main")[1].split('class="timeline')[0]
