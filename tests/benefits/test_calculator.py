"""The calculator through its page: every benefit has a form, and a form gives the law's answer."""

import base64
import hashlib
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import law
from benefits.calculator import typed
from benefits.calculator.answers import side_by_side
from benefits.calculator.question import Question, ask, moved, pack
from core.models import User
from tests.benefits.sheet import (
    ADDRESS,
    OKRESOWY,
    PROBLEM,
    Sheet,
    answer_of,
    linked,
    opened,
    sent,
    told,
)
from tests.law.examples import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def browser(page: Client, worker: User) -> Client:
    page.force_login(worker)
    return page


@pytest.mark.parametrize("code", [info.code for info in law.benefits()])
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
