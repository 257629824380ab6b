"""The calculator in a browser: the answer comes as one types, and nothing typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.usefixtures("november", "worker")
AMOUNT = "#f-incomes-0-amount"


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    page = sign_in("social_worker")
    page.goto(f"{reverse('benefits:calculator')}?benefit=zasilek_okresowy")
    page.locator("button[value='add:f.incomes']").click()
    expect(page.locator("#f-incomes-0-person")).to_be_focused()
    page.locator("#f-incomes-0-kind").select_option("wage")
    page.locator("#f-reason_art7").select_option("bezrobocie")
    return page


def test_answer_comes_as_one_types(page: Page) -> None:
    expect(page.locator("#result")).to_contain_text("Jeszcze potrzebne")
    page.locator(AMOUNT).press_sequentially("300,50", delay=60)
    expect(page.locator("#result")).to_contain_text("354,75")
    expect(page.locator(AMOUNT)).to_be_focused()
    expect(page.locator(AMOUNT)).to_have_value("300,50")


def test_message_comes_to_its_field_and_goes(page: Page) -> None:
    page.locator(AMOUNT).fill("300,5x")
    field = page.locator("[data-field='f-incomes-0-amount']")
    expect(field).to_contain_text("To nie jest kwota")
    expect(page.locator(AMOUNT)).to_have_attribute("aria-invalid", "true")
    page.locator(AMOUNT).fill("300,50")
    expect(field).not_to_contain_text("To nie jest kwota")
    expect(page.locator(AMOUNT)).not_to_have_attribute("aria-invalid", "true")


def test_enter_computes_and_removes_no_row(page: Page) -> None:
    page.locator(AMOUNT).fill("300,50")
    page.locator(AMOUNT).press("Enter")
    expect(page.locator("#result")).to_contain_text("354,75")
    expect(page.locator(AMOUNT)).to_have_value("300,50")


def test_row_is_removed_and_focus_stays_near(page: Page) -> None:
    page.locator("button[value='remove:f.incomes.0']").click()
    expect(page.locator(AMOUNT)).to_have_count(0)
    expect(page.locator("button[value='add:f.incomes']")).to_be_focused()


def test_another_benefit_changes_the_page_and_keeps_facts(page: Page) -> None:
    page.locator(AMOUNT).fill("300,50")
    page.locator("#head-benefit").select_option("zasilek_staly")
    expect(page.locator("h1")).to_contain_text("Zasiłek stały")
    expect(page.locator(AMOUNT)).to_have_value("300,50")
    page.reload()
    expect(page.locator("h1")).to_contain_text("Zasiłek stały")


def test_print_shows_facts_and_answer_without_the_form(page: Page) -> None:
    page.locator(AMOUNT).fill("300,50")
    page.locator(AMOUNT).press("Enter")
    expect(page.locator("#result")).to_contain_text("354,75")
    page.emulate_media(media="print")
    expect(page.locator(AMOUNT)).to_be_hidden()
    expect(page.locator(".calc-print")).to_contain_text("300,50 zł")
    expect(page.locator(".result-amount")).to_be_visible()
