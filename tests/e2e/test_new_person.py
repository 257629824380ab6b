"""A new person in a browser: searched for first, likely twins asked about, nothing typed lost."""

from datetime import date
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from clients.models import Household, Person
from gops.demo.people import invent_pesel
from tests.e2e.conftest import SignIn
from tests.factories.clients import make_household, make_person

BORN = date(1980, 5, 12)
PESEL = invent_pesel(Random(2), date(1991, 3, 8), "F")
pytestmark = pytest.mark.usefixtures("november", "worker")


@pytest.fixture
def family(office: object) -> Household:
    return make_household(make_person("Krystyna", "Wiśniewska", born=BORN))


def search_for(page: Page, text: str) -> None:
    """Type into the search, which has the focus, and wait for what answers to all of it."""
    expect(page.get_by_label("Nazwisko, imię, PESEL albo data urodzenia")).to_be_focused()
    page.keyboard.type(text)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [text])


def open_form(page: Page, searched: str) -> None:
    """Search with the keyboard alone; the form opens with what was searched for."""
    page.goto("/")
    page.keyboard.press("n")
    page.get_by_role("link", name="Nowa osoba").press("Enter")
    search_for(page, searched)
    onward = page.get_by_role("link", name="Nie ma na liście")
    expect(onward).to_be_visible()
    onward.press("Enter")
    page.get_by_label("Imię", exact=True).wait_for()


def fill(page: Page, **fields: str) -> None:
    """Type into fields by their names, one after the other, as with Tab between them."""
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)
        page.keyboard.press("Tab")


def save(page: Page) -> None:
    """Press the button with the keyboard and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name="Dodaj osobę", exact=True).press("Enter")


def test_the_search_finds_a_name_in_any_order(sign_in: SignIn, family: Household) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("clients:new"))
    search_for(page, "krystyna wisniew")
    found = page.locator("#found")
    expect(found).to_contain_text("Wiśniewska Krystyna")
    found.get_by_role("link", name="Otwórz gospodarstwo").press("Enter")
    page.wait_for_url(f"**{reverse('clients:household', args=[family.pk])}")


def test_what_is_typed_before_the_page_is_ready_is_searched_for(
    sign_in: SignIn, family: Household
) -> None:
    page = sign_in("social_worker")
    held: list[Route] = []
    page.route("**/htmx.min*", lambda route: held.append(route))
    page.goto(reverse("clients:new"), wait_until="commit")
    page.locator("#find-person").press_sequentially("krystyna")
    held[0].continue_()
    expect(page.locator("#found")).to_contain_text("Wiśniewska Krystyna")


def test_a_misspelt_and_swapped_name_is_asked_about_before_a_twin_is_made(
    sign_in: SignIn, family: Household
) -> None:
    page = sign_in("social_worker")
    open_form(page, "Wisnieska Krystina")
    fill(page, first_name="Wiśnieska", last_name="Krystyna", birth_date="12.05.1980")
    likely = page.locator("#likely")
    expect(likely).to_contain_text("Wiśniewska Krystyna")
    expect(likely).to_contain_text("ta sama data urodzenia")
    page.locator("#id_pesel_absence").select_option("unknown")
    page.locator("#id_sex").select_option("F")
    fill(page, place="Brzezinka", postal_code="22-499", house="7", valid_from="1.11.2026")
    save(page)

    expect(page.locator("#field-is_another")).to_contain_text("zaznacz, że to ktoś inny")
    expect(page.locator("#id_first_name")).to_have_value("Wiśnieska")
    expect(page.locator("#id_house")).to_have_value("7")
    assert Person.objects.count() == 1

    page.locator("#id_is_another").press("Space")
    save(page)
    expect(page.locator("#field-another_why")).to_contain_text("skąd wiadomo")
    assert Person.objects.count() == 1
    page.locator("#id_another_why").fill("Siostra, okazała dowód osobisty.")
    save(page)
    expect(page.locator("h1")).to_have_text("Krystyna Wiśnieska")
    assert Person.objects.count() == 2


def test_a_pesel_of_another_day_or_sex_is_told_at_its_field_and_a_reason_overrides(
    sign_in: SignIn, office: object
) -> None:
    page = sign_in("social_worker")
    open_form(page, "Nowa Ewa")
    fill(page, pesel=PESEL)
    expect(page.locator("#id_birth_date")).to_have_value("08.03.1991")
    expect(page.locator("#id_sex")).to_have_value("F")
    fill(page, birth_date="09.03.1991", place="Brzezinka", postal_code="22-499", house="7")
    fill(page, valid_from="1.11.2026")
    save(page)
    expect(page.locator("#field-birth_date")).to_contain_text("08.03.1991")
    for name, typed in (("birth_date", "09.03.1991"), ("pesel", PESEL), ("house", "7")):
        expect(page.locator(f"#id_{name}")).to_have_value(typed)

    fill(page, birth_date="08.03.1991")
    page.locator("#id_sex").select_option("M")
    save(page)
    expect(page.locator("#field-sex .field-error")).to_contain_text("kobieta")
    expect(page.locator("#id_place")).to_have_value("Brzezinka")
    assert not Person.objects.exists()

    page.get_by_label("Dlaczego PESEL wskazuje inaczej").fill("Sprostowany akt urodzenia.")
    save(page)
    expect(page.locator("h1")).to_have_text("Nowa Ewa")
    person = Person.objects.get()
    assert (person.sex, person.pesel) == ("M", PESEL)
    assert person.pesel_differs_why == "Sprostowany akt urodzenia."
