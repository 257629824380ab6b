"""Pages of clients: what they show, to whom, and what happens to what was typed."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients.models import Household, HouseholdGrant, Income, Person
from clients.services import income_record
from core.models import AccessLog, User
from core.polish import format_date
from core.templatetags.ui import moment
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def family(office: object) -> Household:
    mother = make_person("Łucja", "Żak", phone="600 100 200")
    child = make_person("Zosia", "Żak", born=date(2018, 3, 1))
    return make_household(mother, child)


@pytest.fixture
def foreign(office: object) -> Household:
    return make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))


def _head(household: Household) -> Person:
    return household.memberships.get(role="head").person


def _urls(household: Household) -> dict[str, str]:
    """Every page and write of one household, by name."""
    person = _head(household)
    membership = household.memberships.get(person=person)
    at: dict[str, Any] = {
        "household": household.pk,
        "history": household.pk,
        "household_edit": household.pk,
        "facts": household.pk,
        "incomes_copy": household.pk,
        "upload": household.pk,
        "member_end": membership.pk,
        "person": person.pk,
        "person_edit": person.pk,
        "address": person.pk,
        "account": person.pk,
    }
    return {name: reverse(f"clients:{name}", args=[pk]) for name, pk in at.items()}


READERS = {"household", "history", "person", "facts"}


def test_every_page_of_the_own_household_opens(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    for url in _urls(family).values():
        assert page.get(url).status_code == 200, url


def test_a_stranger_sees_nothing_of_another_district(
    page: Client, worker: User, foreign: Household
) -> None:
    page.force_login(worker)
    urls = _urls(foreign)
    for url in urls.values():
        response = page.get(url)
        assert response.status_code == 404, url
        assert "Obcy" not in response.content.decode()
    for name in set(urls) - READERS:
        assert page.post(urls[name], {}).status_code == 404, name


def test_readers_read_and_do_not_write(
    page: Client, auditor: User, accountant: User, family: Household
) -> None:
    page.force_login(auditor)
    for name, url in _urls(family).items():
        assert page.get(url).status_code == (200 if name in READERS else 403), name
    page.force_login(accountant)
    for url in [*_urls(family).values(), reverse("clients:list"), reverse("clients:new")]:
        assert page.get(url).status_code == 403, url


def test_nobody_is_sent_to_sign_in(page: Client, family: Household) -> None:
    for url in _urls(family).values():
        assert page.get(url).status_code == 302


def test_the_page_of_a_household_tells_its_story(
    page: Client, worker: User, family: Household
) -> None:
    income_record(
        actor=worker,
        person=_head(family),
        kind="wage",
        amount=Decimal("1229.00"),
        valid_from=date(2026, 10, 1),
        valid_to=date(2026, 10, 31),
        source="zaświadczenie",
    )
    page.force_login(worker)
    text = page.get(reverse("clients:household", args=[family.pk])).content.decode()

    for said in (
        "Żak Łucja",
        "Żak Zosia",
        "600 100 200",
        "1\u00a0229,00",
        "zaświadczenie",
        "46 lat",
    ):
        assert said in text


def test_every_look_is_logged(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    page.get(reverse("clients:household", args=[family.pk]))
    page.get(reverse("clients:person", args=[_head(family).pk]))

    looks = AccessLog.objects.order_by("id").values_list("user", "what", "household_id")
    assert list(looks) == [
        (worker.pk, "household", family.pk),
        (worker.pk, "person", family.pk),
    ]


def test_the_auditor_sees_numbers_masked(page: Client, auditor: User, family: Household) -> None:
    page.force_login(auditor)
    head = _head(family)
    nrb = head.bank_accounts.get().nrb
    for name in ("household", "person", "history"):
        text = page.get(_urls(family)[name]).content.decode().replace("\u00a0", "")
        assert (head.pesel or "") not in text
        assert nrb not in text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_many(
    page: Client, worker: User, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _row in range(rows):
        make_household()
    page.force_login(worker)
    with django_assert_max_num_queries(10):
        response = page.get(reverse("clients:list"))

    assert len(response.context["rows"]) == rows


def test_the_list_filters_by_member_and_district(
    page: Client, clerk: User, family: Household, foreign: Household
) -> None:
    page.force_login(clerk)

    def names(**query: Any) -> list[str]:
        response = page.get(reverse("clients:list"), query)
        return [row["household"].name for row in response.context["rows"]]

    assert names() == ["Obcy Jan", "Żak Łucja"]
    assert names(sort="-name") == ["Żak Łucja", "Obcy Jan"]
    assert names(q="zosia zak") == ["Żak Łucja"]
    assert names(district=foreign.district_id) == ["Obcy Jan"]
    assert names(q="x", district="999999", sort="bez sensu", page="-1") == []


def test_a_filtered_fragment_equals_the_page(
    page: Client, clerk: User, family: Household, foreign: Household
) -> None:
    page.force_login(clerk)
    url = reverse("clients:list")
    whole = page.get(url, {"q": "zak"}).content.decode()
    part = page.get(url, {"q": "zak"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "".join(part.split()) in "".join(whole.split())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_is_exported_and_logged(
    page: Client, worker: User, family: Household, foreign: Household, kind: str
) -> None:
    page.force_login(worker)
    response = page.get(reverse("clients:export", args=[kind]))

    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        assert "Żak Łucja" in text and "Obcy" not in text
    assert AccessLog.objects.get().what == "export"


def test_the_export_of_one_without_clients_is_empty(
    page: Client, accountant: User, family: Household
) -> None:
    page.force_login(accountant)
    response = page.get(reverse("clients:export", args=["csv"]))

    assert "Żak" not in response.content.decode("utf-8-sig")


def test_two_people_editing_one_person(
    page: Client, worker: User, clerk: User, family: Household
) -> None:
    """The second sees what the first saved beside what is typed, and may save it anyway."""
    head = _head(family)
    url = reverse("clients:person_edit", args=[head.pk])
    typed = {
        "first_name": "Łucja",
        "last_name": "Żak",
        "pesel": head.pesel,
        "citizenship": "PL",
        "version": 1,
    }
    page.force_login(clerk)
    assert page.post(url, {**typed, "phone": "111"}).status_code == 302
    page.force_login(worker)
    second = page.post(url, {**typed, "phone": "222"})
    text = second.content.decode()

    assert second.status_code == 409
    assert f"{clerk}, {moment(second.context['last'].at)}" in text
    assert [row["saved"] for row in second.context["clashes"]] == ["111"]
    assert 'value="222"' in text and 'name="version" value="2"' in text
    assert page.post(url, {**typed, "phone": "222", "version": 2}).status_code == 302
    assert Person.objects.get(pk=head.pk).phone == "222"
    chosen = {**typed, "phone": "333", "version": 3, "keep-phone": "saved"}
    assert page.post(url, chosen).status_code == 302
    assert Person.objects.get(pk=head.pk).phone == "222"


def test_two_people_editing_one_household(
    page: Client, worker: User, clerk: User, family: Household
) -> None:
    page.force_login(clerk)
    url = reverse("clients:household_edit", args=[family.pk])
    typed = {"name": "Żak Łucja", "district": family.district_id, "version": 1}
    assert page.post(url, {**typed, "notes": "pierwsza"}).status_code == 302
    page.force_login(worker)
    second = page.post(url, {**typed, "notes": "druga"})
    text = second.content.decode()

    assert second.status_code == 409
    assert "pierwsza" in text and "druga" in text
    assert f"{clerk}, {moment(second.context['last'].at)}" in text


def test_access_by_exception(page: Client, worker: User, foreign: Household) -> None:
    page.force_login(worker)
    url = reverse("clients:exception", args=[_head(foreign).pk])
    household = reverse("clients:household", args=[foreign.pk])

    assert "Obcy Jan" in page.get(url).content.decode()
    assert page.post(url, {"reason": "bo"}).status_code == 422
    assert page.get(household).status_code == 404
    assert page.post(url, {"reason": "zgłosił się dziś do nas"}).status_code == 302
    assert page.get(household).status_code == 200
    assert HouseholdGrant.objects.get().valid_to == date(2026, 11, 30)
    assert AccessLog.objects.filter(why="zgłosił się dziś do nas", what="household").exists()


def test_an_income_from_gross_sent_twice_is_one(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    url = reverse("clients:fact_new", args=[family.pk, "income"])
    typed = {
        "person": _head(family).pk,
        "kind": "wage",
        "month": "15.10.2026",
        "gross": "4.666,00 zł",
        "tax": "200",
        "social": "639,71",
        "health": "362,37",
    }
    for _twice in range(2):
        assert page.post(url, typed).status_code == 302
    income = Income.objects.get()

    assert income.amount == Decimal("3463.92")
    assert (income.valid_from, income.valid_to) == (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "12,345"},
        {"amount": "-5"},
        {"amount": ""},
        {"kind": "lottery"},
        {"month": "13.2026"},
        {"gross": "100", "tax": "200", "amount": ""},
        {"gross": "100", "tax": "10", "amount": "80"},
    ],
)
def test_a_wrong_income_is_not_recorded(
    page: Client, worker: User, family: Household, changes: dict
) -> None:
    page.force_login(worker)
    typed = {"person": _head(family).pk, "kind": "wage", "month": "1.10.2026", "amount": "100"}
    url = reverse("clients:fact_new", args=[family.pk, "income"])
    response = page.post(url, {**typed, "note": "została", **changes})

    assert response.status_code == 422
    assert "została" in response.content.decode()
    assert not Income.objects.exists()


def test_an_income_of_a_stranger_is_refused(
    page: Client, worker: User, family: Household, foreign: Household
) -> None:
    page.force_login(worker)
    typed = {"person": _head(foreign).pk, "kind": "wage", "month": "1.10.2026", "amount": "100"}
    response = page.post(reverse("clients:fact_new", args=[family.pk, "income"]), typed)

    assert response.status_code == 422
    assert not Income.objects.exists()


def test_numbers_that_no_row_has_are_not_found(page: Client, clerk: User) -> None:
    page.force_login(clerk)
    for number in (0, 2**31, 2**63, 10**30):
        assert page.get(f"/clients/{number}/").status_code == 404
        assert page.get(f"/clients/people/{number}/").status_code == 404
        assert page.get(f"/clients/new/?household={number}").status_code in (200, 404)


def test_errors_are_listed_in_the_order_of_the_page(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    for url in (reverse("clients:new"), reverse("clients:address", args=[_head(family).pk])):
        text = page.post(url, {"flat": "1"}).content.decode()
        named = re.findall(r'<a href="#(id_\w+)"', text)
        assert len(named) > 3
        assert named == sorted(named, key=lambda name: text.index(f'id="{name}"')), url


def test_the_history_says_what_the_days_are(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    since = family.memberships.first().valid_from
    text = page.get(reverse("clients:history", args=[family.pk])).content.decode()

    assert f"od {format_date(since)}" in text
