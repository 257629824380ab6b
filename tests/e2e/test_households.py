"""A household in a browser: split and joined, somebody away, as it was before, two editors."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.models import Absence, Household, HouseholdMove, Income, Person
from clients.queries import members_on
from tests.e2e.conftest import SignIn
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

pytestmark = pytest.mark.usefixtures("november", "worker")


@pytest.fixture
def family(office: object) -> Household:
    son = make_person("Adam", "Żak", born=date(2001, 3, 4), sex="M")
    return make_household(make_person("Ewa", "Żak"), son)


def names(page: Page) -> list[str]:
    """Who is a member on the page of the household."""
    section = page.locator("section", has=page.get_by_role("heading", name="Członkowie"))
    return section.locator("table.stacks tbody td:first-child a").all_inner_texts()


def open_from_menu(page: Page, household: Household, button: str, entry: str) -> None:
    """Open an entry of a menu of the household's page with the keyboard."""
    page.goto(reverse("clients:household", args=[household.pk]))
    page.get_by_role("button", name=button, exact=True).press("Enter")
    with page.expect_navigation():
        page.get_by_role("link", name=entry).press("Enter")


def press(page: Page, name: str) -> None:
    """Press a button with the keyboard and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


def test_a_household_is_split_after_a_preview_and_put_together_again(
    sign_in: SignIn, family: Household
) -> None:
    page = sign_in("social_worker")
    open_from_menu(page, family, "Zmień", "Podziel gospodarstwo")
    page.get_by_label(re.compile("Żak Adam")).select_option(
        label="przechodzi jako osoba prowadząca"
    )
    page.get_by_label("Dlaczego", exact=True).fill("Prowadzi własne gospodarstwo.")
    press(page, "Pokaż, co się zmieni")
    preview = page.locator("section", has=page.locator("#preview-title"))
    expect(preview).to_contain_text("Nic jeszcze nie zapisano")
    expect(preview).to_contain_text("Żak Adam")
    expect(page.get_by_label("Dlaczego", exact=True)).to_have_value("Prowadzi własne gospodarstwo.")
    assert not HouseholdMove.objects.exists()
    press(page, "Podziel gospodarstwo")
    expect(page.locator("h1")).to_have_text("Żak Adam")
    assert names(page) == ["Żak Adam"]

    page.goto(reverse("clients:household", args=[family.pk]))
    assert names(page) == ["Żak Ewa"]
    page.get_by_role("link", name="Cofnij", exact=True).press("Enter")
    page.get_by_label("Powód cofnięcia").fill("Wrócił tego samego dnia.")
    press(page, "Cofnij")
    assert names(page) == ["Żak Ewa", "Żak Adam"]
    assert HouseholdMove.objects.get().undone_at


def test_two_households_join_after_a_preview(sign_in: SignIn, family: Household) -> None:
    other = make_household(make_person("Maria", "Lis"), since=date(2026, 1, 1))
    page = sign_in("social_worker")
    open_from_menu(page, family, "Zmień", "Połącz z innym gospodarstwem")
    search = page.get_by_label("Nazwisko, imię albo PESEL osoby")
    search.fill("lis")
    search.press("Enter")
    page.get_by_role("link", name="Lis Maria").press("Enter")
    page.get_by_label("Dlaczego", exact=True).fill("Zamieszkały razem.")
    press(page, "Pokaż, co się zmieni")
    expect(page.locator("section", has=page.locator("#preview-title"))).to_contain_text("Lis Maria")
    assert len(members_on(family, TODAY)) == 2
    press(page, "Połącz gospodarstwa")
    assert "Lis Maria" in names(page)

    page.goto(reverse("clients:household", args=[other.pk]))
    expect(page.locator("main")).to_contain_text("Teczka zamknięta: osoby przeszły")


def test_somebody_goes_away_and_comes_back(sign_in: SignIn, family: Household) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("clients:household", args=[family.pk]))
    page.get_by_role("row", name="Żak Adam").get_by_role("button").press("Enter")
    page.get_by_role("link", name="Czasowo poza domem").locator("visible=true").press("Enter")
    page.get_by_label("Powód nieobecności").select_option("prison")
    page.get_by_label("Pierwszy dzień nieobecności").fill("2.11.2026")
    page.get_by_label("Gdzie, na podstawie czego").fill("Zaświadczenie zakładu karnego")
    press(page, "Zapisz wpis")
    away = page.get_by_role("link", name=re.compile("poza domem"))
    expect(away).to_contain_text("zakład karny")

    away.press("Enter")
    page.get_by_label("Ostatni dzień nieobecności").fill("1.11.2026")
    press(page, "Zapisz wpis")
    expect(page.locator(".has-error")).to_have_count(1)
    expect(page.get_by_label("Gdzie, na podstawie czego")).to_have_value(
        "Zaświadczenie zakładu karnego"
    )
    page.get_by_label("Ostatni dzień nieobecności").fill("20.11.2026")
    press(page, "Zapisz wpis")
    expect(page.locator("h1")).to_have_text("Żak Ewa")
    expect(page.get_by_role("link", name=re.compile("poza domem"))).to_have_count(0)
    absence = Absence.objects.get()
    assert (absence.valid_from, absence.valid_to) == (date(2026, 11, 2), date(2026, 11, 20))

    page.get_by_label("Stan na dzień").fill("10.11.2026")
    page.get_by_label("Stan na dzień").press("Enter")
    expect(page.locator("main")).to_contain_text("Gospodarstwo według stanu na 10.11.2026")
    expect(page.locator("main")).to_contain_text("zakład karny")


def test_a_fact_is_recorded_from_the_time_line_and_seen_as_a_bar(
    sign_in: SignIn, family: Household
) -> None:
    page = sign_in("social_worker")
    page.goto(reverse("clients:facts", args=[family.pk]))
    page.get_by_text("Zapisz fakt").press("Enter")
    page.get_by_role("link", name="Dochód", exact=True).press("Enter")
    page.locator("#id_kind").select_option("wage")
    page.locator("#id_amount").fill("abc")
    press(page, "Zapisz wpis")
    expect(page.locator("#field-amount")).to_have_class(re.compile("has-error"))
    expect(page.locator("#id_amount")).to_have_value("abc")
    page.locator("#id_amount").fill("1 234,50")
    page.locator("#id_source").fill("zaświadczenie z 20.11.2026")
    press(page, "Zapisz wpis")

    page.goto(reverse("clients:facts", args=[family.pk]))
    bar = page.locator("a.tl-bar")
    expect(bar).to_have_count(1)
    bar.focus()
    expect(page.locator("[data-timeline-tip]")).to_contain_text("zaświadczenie z 20.11.2026")
    page.keyboard.press("Enter")
    fact = Income.objects.get()
    expect(page.locator("tr:target")).to_contain_text("1\u00a0234,50")
    assert fact.amount == pytest.approx(1234.5)

    page.get_by_label("Jak było w dniu").fill("24.10.2026")
    page.get_by_label("według stanu wiedzy z dnia").fill("23.11.2026")
    page.get_by_role("button", name="Pokaż").press("Enter")
    expect(page.locator("main")).to_contain_text("według stanu wiedzy z 23.11.2026")
    expect(page.locator("a.tl-bar")).to_have_count(0)
    page.get_by_role("link", name="Wróć do dzisiaj").press("Enter")
    expect(page.locator("a.tl-bar")).to_have_count(1)


def test_two_editors_of_one_person_lose_nothing(
    sign_in: SignIn, family: Household, clerk: object
) -> None:
    son = Person.objects.get(first_name="Adam")
    address = reverse("clients:person_edit", args=[son.pk])
    first, second = sign_in("social_worker"), sign_in("benefits_clerk")
    for page in (first, second):
        page.goto(address)
    first.get_by_label("Telefon").fill("600 100 200")
    first.get_by_label("E-mail").fill("adam@example.pl")
    press(first, "Zapisz dane")
    second.get_by_label("Telefon").fill("700 100 200")
    second.get_by_label("Drugie imię").fill("Piotr")
    press(second, "Zapisz dane")

    clash = second.get_by_role("alert")
    expect(clash).to_be_focused()
    expect(clash).to_contain_text("600 100 200")
    expect(clash).to_contain_text("adam@example.pl")
    expect(second.get_by_label("Telefon")).to_have_value("700 100 200")
    expect(second.get_by_label("Drugie imię")).to_have_value("Piotr")
    son.refresh_from_db()
    assert (son.phone, son.second_name) == ("600 100 200", "")

    clash.get_by_label(re.compile("Zapisano w tym czasie")).press("Space")
    press(second, "Zapisz dane")
    expect(second.locator("h1")).to_contain_text("Adam")
    son.refresh_from_db()
    assert (son.phone, son.second_name) == ("600 100 200", "Piotr")
    assert son.email == "adam@example.pl"
