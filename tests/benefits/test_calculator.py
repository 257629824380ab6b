"""The calculator through its page: every benefit has a form, and a form gives the law's answer."""

import base64
import hashlib
import json
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import law
from benefits.calculator import typed
from benefits.calculator.answers import side_by_side
from benefits.calculator.question import Question, ask, moved, pack, unpack
from benefits.models import Calculation, KeptAnswer
from benefits.services import calculation_make
from cases.models import Case
from core.models import AccessLog, User
from core.permissions import Role
from tests.benefits.sheet import Sheet
from tests.factories.cases import make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user
from tests.law.examples import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CODES = [info.code for info in law.benefits()]
ADDRESS = "benefits:calculator"


@pytest.fixture
def browser(page: Client, worker: User) -> Client:
    page.force_login(worker)
    return page


def opened(browser: Client, **query: str) -> Sheet:
    answer = browser.get(reverse(ADDRESS), query)
    assert answer.status_code == 200
    return Sheet(answer.content.decode())


def sent(browser: Client, sheet: Sheet, **changes: Any) -> Sheet:
    answer = browser.post(reverse(ADDRESS), {**sheet.form, **changes})
    assert answer.status_code == 200
    return Sheet(answer.content.decode())


def answer_of(sheet: Sheet) -> Any:
    return json.loads(sheet.texts["json-answer"])


def told(browser: Client, sheet: Sheet, **changes: Any) -> str:
    answer = browser.post(reverse(ADDRESS), {**sheet.form, **changes})
    return answer.content.decode()


def linked(benefit: str, on: str, facts: dict[str, Any]) -> dict[str, str]:
    token = pack(Question(benefit, date.fromisoformat(on), facts))
    assert token
    return {"q": token}


@pytest.mark.parametrize("code", CODES)
def test_every_benefit_has_a_form(browser: Client, code: str) -> None:
    sheet = opened(browser, benefit=code)
    names = {name for name, _value in sheet.sent}
    required = law.schema(code).get("required", ())
    for key in required:
        assert f"f-{key}" in sheet.ids or any(name.startswith(f"f.{key}.") for name in names), key
    assert "json-answer" not in sheet.ids  # an empty form complains of nothing
    sent(browser, sheet)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_worked_example_through_the_form(browser: Client, example: dict[str, Any]) -> None:
    """Filled in, sent as a browser sends it without JavaScript, read by the server again."""
    facts = example["facts"]
    sheet = opened(browser, **linked(example["benefit"], example["on"], facts))
    found = answer_of(sent(browser, sheet))
    on = date.fromisoformat(example["on"])
    assert found == law.calculate(example["benefit"], facts, on).as_json()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_what_is_typed_is_read_as_it_was(example: dict[str, Any]) -> None:
    schema = law.schema(example["benefit"])
    fields = typed.fill(schema, example["facts"])
    read = typed.read(schema, fields)
    assert read.faults == {}
    assert typed.fill(schema, read.facts) == fields


# What a person sees


ALONE = {"household": {"persons": [{"id": "a", "role": "applicant"}]}}
WAGE = {**ALONE, "incomes": [{"person": "a", "kind": "wage", "amount": "300.50"}]}
OKRESOWY = "zasilek_okresowy"
PROBLEM = {"f.reason_art7": "bezrobocie"}


def test_choose_a_benefit(browser: Client) -> None:
    html = browser.get(reverse(ADDRESS)).content.decode()
    for info in law.benefits():
        assert f'href="{reverse(ADDRESS)}?benefit={info.code}"' in html


def test_unknown_benefit_leads_to_the_choice(browser: Client) -> None:
    assert 'id="calc"' not in browser.get(reverse(ADDRESS), {"benefit": "x"}).content.decode()
    assert browser.post(reverse(ADDRESS), {"benefit": "x"}).status_code == 422


def test_no_grosz_is_lost_on_polish_amounts(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    for typed_amount in ("300,50", "300.50 zł", " 300,5 "):
        found = answer_of(sent(browser, sheet, **PROBLEM, **{"f.incomes.0.amount": typed_amount}))
        assert found["values"]["income"] == "300.50"
        assert found["amount"] == "354.75"


def test_what_cannot_be_read_is_said_at_its_field_and_kept(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    wrong = {"f.incomes.0.amount": "trzysta", "f.incomes.0.month": "13.2026"}
    html = told(browser, sheet, **wrong)
    assert 'id="f-incomes-0-amount_error"' in html
    assert 'value="trzysta"' in html
    assert "To nie jest miesiąc" in html
    assert "json-answer" not in Sheet(html).ids


def test_what_is_missing_is_named_and_is_no_alarm(browser: Client) -> None:
    facts = {**ALONE, "incomes": [{"person": "a", "kind": "wage"}]}
    html = browser.get(reverse(ADDRESS), linked(OKRESOWY, "2026-11-25", facts)).content.decode()
    assert "Jeszcze potrzebne" in html
    assert '<a href="#f-incomes-0-amount">Dochód 1: Kwota netto miesięcznie</a>' in html
    assert "is-danger" not in html


def test_what_contradicts_is_said_in_polish_at_its_field(browser: Client) -> None:
    facts = {"household": {**ALONE["household"], "kind": "rodzina"}, "incomes": []}
    html = browser.get(reverse(ADDRESS), linked(OKRESOWY, "2026-11-25", facts)).content.decode()
    assert 'id="f-household-kind_error"' in html
    assert "rodzina to co najmniej dwie" in html


def test_day_without_law_is_said_at_the_day(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    html = told(browser, sheet, on="01.05.2004")
    assert 'id="head-on_error"' in html
    assert "przepisy są znane od 01.01.2008" in html
    assert 'id="head-on_error"' in told(browser, sheet, on="kiedyś")
    assert 'value="kiedyś"' in told(browser, sheet, on="kiedyś")


def test_box_not_ticked_means_no_where_the_rule_asks(browser: Client) -> None:
    sheet = opened(browser, benefit="zasilek_staly")
    found = answer_of(sent(browser, sheet))
    assert found["reasons"] == ["not_incapable"]
    ticked = {"f.household.persons.0.incapable": "true"}
    assert answer_of(sent(browser, sheet, **ticked))["amount"] == "1229.00"


def test_degree_proves_incapacity_although_the_box_is_not_ticked(browser: Client) -> None:
    sheet = opened(browser, benefit="zasilek_staly")
    proved = {"f.household.persons.0.disability": "severe"}
    assert answer_of(sent(browser, sheet, **proved))["entitled"] is True


def test_rows_come_and_go_by_plain_buttons(browser: Client) -> None:
    sheet = opened(browser, benefit=OKRESOWY)
    two = sent(browser, sheet, do="add:f.household.persons")
    assert two.form["f.household.persons.1.id"] == ["b"]
    income = sent(browser, two, do="add:f.incomes")
    assert income.form["f.incomes.0.person"] == ["a"]
    one = sent(browser, income, do="remove:f.household.persons.0")
    assert one.form["f.household.persons.0.id"] == ["b"]
    assert "f.household.persons.1.id" not in one.form
    assert one.form["f.incomes.0.person"] == ["a"]  # kept, and refused by the law


def test_no_more_rows_than_the_law_takes(browser: Client) -> None:
    persons = [{"id": f"p{n}"} for n in range(60)]
    facts = {"household": {"persons": persons}, "incomes": []}
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", facts))
    assert 'value="add:f.household.persons"' not in told(browser, sheet)
    assert (
        "f.household.persons.60.id" not in sent(browser, sheet, do="add:f.household.persons").form
    )


def test_another_benefit_keeps_the_facts_it_knows(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    other = sent(browser, sheet, benefit="zasilek_staly")
    assert other.form["benefit"] == ["zasilek_staly"]
    assert other.form["f.incomes.0.amount"] == ["300,50"]


def test_part_of_the_page_for_htmx(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    for target, absent in (("result", 'id="calc"'), ("work", "<html")):
        headers = {"HX-Request": "true", "HX-Target": target}
        html = browser.post(reverse(ADDRESS), sheet.form, headers=headers).content.decode()
        assert 'id="result"' in html
        assert absent not in html


# Comparing, links


def test_another_day_beside(browser: Client) -> None:
    facts = {"household": {"persons": [{"id": "a", "incapable": True}]}, "incomes": []}
    sheet = opened(browser, **linked("zasilek_staly", "2024-12-31", facts))
    html = told(browser, sheet, do="day:01.01.2025")
    assert "1\xa0000,00\xa0zł" in html
    assert "1\xa0229,00\xa0zł" in html
    assert "+229,00\xa0zł" in html
    assert "Różne kwoty i stawki" in html


def test_incomes_keep_their_distance_to_the_other_day(browser: Client) -> None:
    rows = [
        {"person": "a", "kind": "wage", "amount": "300.00", "month": "2026-10"},
        {"person": "a", "kind": "wage", "amount": "500.00", "month": "2026-07"},
    ]
    facts = {"household": {"persons": [{"id": "a", "incapable": True}]}, "incomes": rows}
    asked = Question("zasilek_staly", date(2026, 11, 20), facts)
    there = moved(asked, date(2027, 1, 1))
    assert [row["month"] for row in there.facts["incomes"]] == ["2026-12", "2026-09"]
    assert moved(there, date(2026, 11, 5)).facts == facts
    both = side_by_side(ask(asked), ask(there), kept=False)
    assert both.same and both.is_moved
    html = told(browser, opened(browser, q=pack(asked)), do="day:01.01.2027")
    assert "Nic się nie zmienia" in html and "zachowują odległość" in html
    assert moved(replace(asked, facts={"incomes": [1, {"month": "x"}]}), date(2027, 1, 1)).facts


def test_entries_of_a_list_are_compared_one_by_one() -> None:
    example = next(e for e in EXAMPLES if len(e["facts"].get("additions", ())) == 5)
    on = date.fromisoformat(str(example["on"]))
    first = Question("zasilek_rodzinny", on, example["facts"])
    with override("en"):
        both = side_by_side(ask(first), ask(replace(first, on=date(2017, 1, 1))), kept=False)
    (pair,) = [pair for pair in both.result if ";" in pair.label]
    assert pair.label == "birth of a child; e"
    assert pair.first.replace("\xa0", " ") == "Sum: 1 000,00 zł; Part a month: 83,33 zł"
    assert pair.second.replace("\xa0", " ") == "Sum: 0,00 zł; Part a month: 0,00 zł"


def test_other_facts_beside_and_a_link_to_both(browser: Client) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", {**WAGE, "reason_art7": "choroba"}))
    kept = sent(browser, sheet, do="keep")
    html = told(browser, kept, **{"f.incomes.0.amount": "400"})
    assert "\u221249,75\xa0zł" in html
    assert "Różne dane" in html
    link = html.split('id="calc-link"')[0].rsplit('href="', 1)[1].split('"')[0]
    again = browser.get(link).content.decode()
    assert "\u221249,75\xa0zł" in again
    assert 'value="400"' in again
    forgotten = told(browser, kept, do="forget")
    assert "calc-both" not in forgotten


@pytest.mark.parametrize(
    "token", ["x", "a" * 3001, "eNqrVkrKzEtNLVGyUqpWKk5MT1WyMlSqBQA9NwXF", "%00"]
)
def test_link_that_cannot_be_read_is_said(browser: Client, token: str) -> None:
    answer = browser.get(reverse(ADDRESS), {"q": token})
    assert answer.status_code == 400
    assert "Wpisz dane tutaj" in answer.content.decode()


def test_link_that_unpacks_to_too_much_is_refused(browser: Client) -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(b" " * 2_000_000)).decode()
    assert len(packed) < 3000
    assert browser.get(reverse(ADDRESS), {"q": packed}).status_code == 400


def test_facts_too_many_for_a_link_are_offered_as_json(browser: Client) -> None:
    reason = hashlib.sha256(b"reason")
    many = {}
    for n in range(60):
        reason.update(b"more")
        row = {"person": "a", "kind": "other_counted", "reason": reason.hexdigest()}
        many |= {f"f.incomes.{n}.{key}": value for key, value in row.items()}
    sheet = opened(browser, benefit=OKRESOWY)
    html = told(browser, sheet, **many)
    assert 'id="calc-link"' not in html
    assert "Skopiuj je jako JSON" in html


def test_facts_that_do_not_fit_the_schema_are_no_server_error(browser: Client) -> None:
    for facts in (
        {"incomes": 5},
        {"household": []},
        {"x": 1},
        {"incomes": [[], 3]},
        {"farm": [{}]},
    ):
        answer = browser.get(reverse(ADDRESS), linked(OKRESOWY, "2026-11-25", facts))
        assert answer.status_code == 200


# From a case and back


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


@pytest.mark.parametrize(
    "do",
    ["add:", "add:f", "add:f.household", "add:f.farm.0", "add:f.x.y", "remove:", "remove:f.²",
     "remove:f.incomes.9", "remove:f.incomes.²", "day:", "day:x", "keep", "x", "keep:²"],
)  # fmt: skip
def test_nonsense_of_a_button_changes_nothing(browser: Client, do: str) -> None:
    sheet = opened(browser, **linked(OKRESOWY, "2026-11-25", WAGE))
    odd = {"f.incomes.²": "row", "f..": "1", "f.incomes.0.amount.1": "x", "kept": "x", "was": "²"}
    after = sent(browser, sheet, **odd, do=do)
    assert after.form["f.incomes.0.amount"] == ["300,50"]
