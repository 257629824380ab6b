"""The whole way by keyboard, and pages at twice their size."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.factories.cases import make_case, make_interviewed_case
from tests.factories.clients import make_household

HALF = {"width": 683, "height": 384}  # 1366 by 768 at 200 %
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
OUTLINE = """() => {
  const look = getComputedStyle(document.activeElement);
  return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
    || look.boxShadow !== "none";
}"""
FOCUSED = """(words) => document.activeElement.textContent.trim().includes(words)"""
pytestmark = pytest.mark.usefixtures("november", "worker")


def tab_to(page: Page, words: str, *, within: int = 60) -> int:
    """Press Tab until the element of those words has focus; how many presses it took."""
    for presses in range(1, within + 1):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, words):
            return presses
    raise AssertionError(f"{words} is not reached by {within} presses of Tab")


def test_a_slash_goes_to_the_search(sign_in: SignIn) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("cases:start"))
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("[data-key-search]:focus")).to_have_count(1)
    page.keyboard.type("n/?")
    expect(page.locator("[data-key-search]:focus")).to_have_value("n/?")
    expect(page.locator("#help")).to_be_hidden()


def test_n_opens_what_is_new_and_escape_closes_it(sign_in: SignIn) -> None:
    page = sign_in("social_worker")
    button = page.locator("[data-key-new]")
    page.keyboard.press("n")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dropdown-menu.show .dropdown-item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_question_mark_opens_help_and_escape_gives_focus_back(sign_in: SignIn) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("cases:list"))
    place = page.locator(".page-actions .btn-primary")
    place.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Klawisze i pomoc")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Na tej stronie")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(place).to_be_focused()


def test_the_first_tab_skips_to_the_content(sign_in: SignIn) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("cases:list"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED, "Przejdź do treści")
    page.keyboard.press("Enter")
    assert tab_to(page, "Nowy wniosek", within=3)


def test_a_row_opens_with_enter(sign_in: SignIn) -> None:
    case = make_case()
    page = sign_in("social_worker")
    page.goto(reverse("cases:list"))
    tab_to(page, case.znak)
    assert page.evaluate(OUTLINE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('cases:case', args=[case.pk])}")


def test_a_row_opens_by_a_click_anywhere_in_it(sign_in: SignIn) -> None:
    case = make_case()
    page = sign_in("social_worker")
    page.goto(reverse("cases:list"))
    page.get_by_role("row", name=case.znak).get_by_role("cell").nth(2).click()
    page.wait_for_url(f"**{reverse('cases:case', args=[case.pk])}")


def test_tab_reaches_the_main_button_and_shows_where_it_is(sign_in: SignIn) -> None:
    case = make_interviewed_case()
    page = sign_in("social_worker")
    page.goto(reverse("benefits:calculate", args=[case.pk]))
    tab_to(page, "Oblicz")
    assert page.evaluate(OUTLINE)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Przygotuj decyzję")).to_be_visible()


def test_ctrl_s_saves_the_draft_of_an_interview(sign_in: SignIn) -> None:
    case = make_case()
    page = sign_in("social_worker")
    page.goto(reverse("cases:interview", args=[case.pk]))
    page.locator("textarea").first.fill("Osoba mieszka sama.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]").first).to_contain_text("Szkic zapisany")
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Osoba mieszka sama.")


def test_main_pages_fit_at_twice_their_size(sign_in: SignIn) -> None:
    household = make_household()
    case = make_interviewed_case(household=household)
    page = sign_in("social_worker")
    page.set_viewport_size(HALF)  # type: ignore[arg-type]
    wide = []
    for path in (
        reverse("core:desk"),
        reverse("core:law"),
        reverse("core:law_acts"),
        reverse("benefits:calculator") + "?benefit=zasilek_staly",
        reverse("clients:list"),
        reverse("clients:household", args=[household.pk]),
        reverse("cases:list"),
        reverse("cases:case", args=[case.pk]),
        reverse("cases:register", args=[household.pk]),
        reverse("benefits:calculate", args=[case.pk]),
        reverse("benefits:decisions"),
        reverse("payments:lists"),
        reverse("reports:month"),
    ):
        page.goto(path)
        if page.evaluate(SIDEWAYS) > 0:
            wide.append(path)
    assert not wide
