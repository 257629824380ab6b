"""A case in the calculator: it opens there, and choices or the whole question go back."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from benefits.calculator.question import unpack
from benefits.models import Calculation, KeptAnswer
from benefits.services import calculation_make
from cases.models import Case
from core.models import AccessLog, User
from core.permissions import Role
from tests.benefits.sheet import ADDRESS, OKRESOWY, PROBLEM, Sheet, answer_of, opened, sent, told
from tests.factories.cases import make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def browser(page: Client, worker: User) -> Client:
    page.force_login(worker)
    return page


@pytest.fixture
def case(browser: Client) -> Case:
    household = make_household(make_person("Bogumiła", "Żak"), make_person("Ziemowit", "Żak"))
    found = make_interviewed_case(household=household, incomes=[("wage", "700.00")])
    browser.force_login(found.handler)
    return found


def test_case_opens_with_its_facts_and_without_names(browser: Client, case: Case) -> None:
    answer = browser.get(reverse(ADDRESS), {"case": case.pk})
    sheet = Sheet(answer.content.decode())
    assert sheet.form["f.household.persons.0.id"] == ["a"]
    assert sheet.form["f.incomes.0.amount"] == ["700,00"]
    html = answer.content.decode()
    assert "Żak Bogumiła" in html  # a is explained to who may see the case
    link = html.split('id="calc-link"')[0].rsplit('href="', 1)[1].split('"')[0]
    packed = unpack(link.partition("?q=")[2])
    inside = json.dumps(packed.question.facts, ensure_ascii=False)
    assert "Żak" not in inside
    persons = packed.question.facts["household"]["persons"]
    assert [person["id"] for person in persons] == ["a", "b"]
    assert AccessLog.objects.filter(what="case", object_id=case.pk).exists()


def test_the_same_answer_as_the_calculation_of_the_case(browser: Client, case: Case) -> None:
    kept = calculation_make(
        actor=case.handler,
        case=case,
        today=TODAY,
        on=TODAY,
        reason_art7="choroba",
        amount_chosen=Decimal("800.00"),
    )
    found = answer_of(opened(browser, case=str(case.pk)))
    assert found["amount"] == "800.00"
    assert found["on"] == TODAY.isoformat()
    for key in ("amount", "values", "reasons", "basis", "parameters"):
        assert found[key] == kept.answer[key]
    texts = [[step["text"] for step in answer["trace"]] for answer in (found, kept.answer)]
    assert texts[0] == texts[1]


def test_only_choices_go_back_into_the_case(browser: Client, case: Case) -> None:
    sheet = opened(browser, case=str(case.pk))
    html = told(
        browser, sheet, **{"f.incomes.0.amount": "100", "f.amount_chosen": "800"}, **PROBLEM
    )
    back = html.split("Przenieś do sprawy")[0].rsplit('href="', 1)[1].split('"')[0]
    assert "100" not in back
    page = browser.get(back.replace("&amp;", "&"))
    form = page.context["form"]
    assert form["amount_chosen"].value() == "800,00"
    assert form["reason_art7"].value() == "bezrobocie"
    assert "pochodzą z kalkulatora" in page.content.decode()
    sent_form = {name: form[name].value() for name in form.fields}
    browser.post(reverse("benefits:calculate", args=[case.pk]), sent_form)
    kept = Calculation.objects.get(case=case)
    assert kept.amount == Decimal("800.00")
    assert kept.facts["incomes"][0]["amount"] == "700.00"


def test_case_of_others_stays_hidden(browser: Client, case: Case, staff: dict[str, User]) -> None:
    browser.force_login(staff[Role.ADMINISTRATOR])
    assert browser.get(reverse(ADDRESS), {"case": case.pk}).status_code == 404
    data = {"benefit": OKRESOWY, "on": "25.11.2026", "case": str(case.pk)}
    assert browser.post(reverse(ADDRESS), data).status_code == 404
    browser.force_login(make_user(Role.SOCIAL_WORKER, "elsewhere", district=make_district("R9")))
    assert browser.get(reverse(ADDRESS), {"case": case.pk}).status_code == 404


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30])
def test_case_that_is_not_there(browser: Client, number: str) -> None:
    assert browser.get(reverse(ADDRESS), {"case": number}).status_code == 404


def test_question_and_answer_are_kept_apart_when_asked_to(browser: Client, case: Case) -> None:
    sheet = opened(browser, case=str(case.pk))
    html = told(browser, sheet, **{"f.incomes.0.amount": "100"}, **PROBLEM)
    url = reverse("benefits:calculator_keep", args=[case.pk])
    assert f'formaction="{url}"' in html
    typed_in = {**Sheet(html).form, "f.incomes.0.amount": ["100"]}
    response = browser.post(url, typed_in)
    assert response["Location"] == reverse("benefits:calculate", args=[case.pk])
    (kept,) = KeptAnswer.objects.all()
    assert kept.facts["incomes"][0]["amount"] == "100"
    assert [p["id"] for p in kept.facts["household"]["persons"]] == ["a", "b"]
    assert not Calculation.objects.exists()
    assert "Odpowiedzi zachowane" in browser.get(response["Location"]).content.decode()
    by_htmx = browser.post(url, typed_in, headers={"HX-Request": "true"})
    assert by_htmx["HX-Redirect"] == response["Location"]


def test_what_cannot_be_asked_is_not_kept(browser: Client, case: Case) -> None:
    sheet = opened(browser, case=str(case.pk))
    url = reverse("benefits:calculator_keep", args=[case.pk])
    response = browser.post(url, {**sheet.form, "f.incomes.0.amount": "sto"})
    assert response.status_code == 200 and "has-error" in response.content.decode()
    assert browser.post(url, {**sheet.form, "benefit": "zasilek_staly"}).status_code == 404
    browser.force_login(make_user(Role.AUDITOR, "auditor"))
    assert browser.post(url, sheet.form).status_code == 403
    browser.force_login(make_user(Role.SOCIAL_WORKER, "elsewhere", district=make_district("R9")))
    assert browser.post(url, sheet.form).status_code == 404
    assert not KeptAnswer.objects.exists()


def test_nothing_is_kept(browser: Client, case: Case) -> None:
    sheet = opened(browser, case=str(case.pk))
    sent(browser, sheet)
    assert not Calculation.objects.exists()
