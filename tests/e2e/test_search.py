"""The search box with the keyboard alone, narrow, and without scripts; pins."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from clients.models import Household
from core.models import AccessLog, Pin
from tests.e2e.conftest import SignIn
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person

NARROW = {"width": 390, "height": 844}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
pytestmark = pytest.mark.usefixtures("november", "worker")


@pytest.fixture
def families(office: object) -> list[Household]:
    """Two people of one surname, one of them with a case."""
    found = [make_household(make_person(name, "Żółć")) for name in ("Anna", "Barbara")]
    make_case(household=found[0])
    return found


def type_in_the_box(page: Page, text: str) -> None:
    """Go to the box by its key and type."""
    page.keyboard.press("/")
    expect(page.locator("#top-search")).to_be_focused()
    page.keyboard.type(text)
    expect(page.locator("#top-search")).to_have_attribute("aria-expanded", "true")


def test_arrows_move_through_hits_and_enter_opens_one(
    sign_in: SignIn, families: list[Household]
) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("core:jobs"))
    type_in_the_box(page, "zolc")
    box, options = page.locator("#top-search"), page.get_by_role("option")
    expect(options.filter(has_text="Barbara").first.locator("mark").first).to_have_text("Żółć")
    expect(page.locator("[data-search-said]")).to_contain_text("wynik")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "top-search-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("zolc")
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("ArrowDown")
    target = options.first.get_attribute("href") or ""
    assert target.endswith("?from=search")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target.removesuffix('?from=search')}")
    expect(page.locator("h1")).to_contain_text("Żółć")
    assert AccessLog.objects.latest("id").kind == "hit"
    page.reload()
    assert AccessLog.objects.latest("id").kind == "view"


def test_enter_without_a_choice_opens_the_page_of_hits(
    sign_in: SignIn, families: list[Household]
) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("core:jobs"))
    type_in_the_box(page, "żółć")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    box = page.locator("#page-search")
    expect(box).to_be_focused()
    expect(box).to_have_value("żółć")
    links = page.locator("[data-hit]")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.get_by_role("link", name=re.compile("Sprawy")).last.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("Sprawy"))

    page.goto(reverse("core:search"))
    page.keyboard.type("nikt taki")
    expect(page.locator("#hits")).to_contain_text("Nic nie znaleziono")
    expect(page.locator("[data-search-said]").last).to_have_text("Nic nie znaleziono")
    assert page.url.endswith("?q=nikt+taki") or page.url.endswith("?q=nikt%20taki")


def test_a_pin_stands_in_the_empty_box_and_on_the_desk(
    sign_in: SignIn, families: list[Household]
) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("clients:household", args=[families[0].pk]))
    button = page.locator(".pin button")
    expect(button).to_have_accessible_name(re.compile("^Przypnij"))
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_accessible_name(re.compile("^Odepnij"))
    expect(button).to_be_focused()
    assert Pin.objects.get().object_id == families[0].pk

    page.keyboard.press("/")
    group = page.get_by_role("group", name="Przypięte")
    expect(group.get_by_role("option")).to_have_count(1)
    expect(group).to_contain_text("Żółć")
    page.goto(reverse("core:desk"))
    expect(page.get_by_role("heading", name="Przypięte")).to_be_visible()
    off = page.locator("main .pin button")
    off.click()
    expect(off).to_have_accessible_name(re.compile("^Przypnij"))
    off.click()
    expect(off).to_have_accessible_name(re.compile("^Odepnij"))
    assert Pin.objects.count() == 1


def test_what_was_opened_lately_stands_in_the_empty_box(
    sign_in: SignIn, families: list[Household]
) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("clients:household", args=[families[1].pk]))
    page.goto(reverse("core:jobs"))
    page.keyboard.press("/")
    group = page.get_by_role("group", name="Ostatnio otwierane")
    expect(group.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('clients:household', args=[families[1].pk])}")


def test_on_a_telephone_the_hits_fit(sign_in: SignIn, families: list[Household]) -> None:
    page = sign_in("social_worker")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(reverse("core:jobs"))
    type_in_the_box(page, "zolc")
    place = page.get_by_role("listbox").bounding_box()
    assert place and place["x"] >= 0 and place["x"] + place["width"] <= NARROW["width"]
    assert place["width"] > 340
    assert page.evaluate(SIDEWAYS) <= 0
    page.get_by_role("option").first.click()
    expect(page.locator("h1")).to_contain_text("Żółć")


def test_it_works_without_scripts(
    chromium: Browser, live_server: LiveServer, sign_in: SignIn, families: list[Household]
) -> None:
    signed_in = sign_in("social_worker").context
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(signed_in.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(reverse("core:jobs"))
    page.fill("#top-search", "zolc")
    page.press("#top-search", "Enter")
    expect(page.locator("#hits mark").first).to_have_text("Żółć")
    page.goto(reverse("clients:household", args=[families[0].pk]))
    page.click(".pin button")
    expect(page.locator(".pin button")).to_have_accessible_name(re.compile("^Odepnij"))
    context.close()
