"""What other pages show of clients."""

from datetime import date

from django.test import Client
from django.urls import reverse

from clients.models import Address
from clients.shows import SHOWS
from core.models import User
from core.registry import Hit
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district


def _hits(user: User, text: str, today: date) -> list[Hit]:
    [search] = SHOWS.search
    return list(search(user, text, today))


def test_common_search_leads_to_people_and_households_that_may_be_seen(
    worker: User, accountant: User, today: date
) -> None:
    own = make_household(make_person("Łucja", "Żak"), make_person("Ola", "Mak"))
    stranger = make_person("Jan", "Żak", sex="M")
    make_household(stranger, district=make_district("Rejon 2"))
    [hit] = _hits(worker, "zak", today)

    assert (hit.kind, hit.what, hit.url) == (
        "Osoby", "person", reverse("clients:household", args=[own.pk])
    )  # fmt: skip
    assert "12.05.1980" in hit.detail and "Rejon 1" in hit.detail
    assert _hits(worker, stranger.pesel or "", today) == []
    assert _hits(accountant, "zak", today) == []


def test_an_address_or_the_name_of_the_file_leads_to_the_household(
    worker: User, today: date
) -> None:
    child = make_person("Ola", "Mak", born=date(2018, 3, 1))
    home = make_household(make_person("Łucja", "Żak"), child)
    house = Address.objects.get().house
    for text in (f"lipowa dolina {house}", f"22-499 {house}", f"mak lipowa {house}"):
        [hit] = _hits(worker, text, today)
        assert hit.title == "Żak Łucja" and hit.what == "household", text
        assert hit.detail == f"Lipowa Dolina {house}, 22-499 Lipowa Dolina, Rejon 1"
        assert hit.url == reverse("clients:household", args=[home.pk])
    [person] = _hits(worker, "mak", today)
    assert person.title == "Mak Ola"


def test_the_rail_and_new_follow_permissions(
    page: Client, worker: User, accountant: User, clock: None
) -> None:
    page.force_login(worker)
    text = page.get(reverse("core:desk")).content.decode()
    assert 'href="/clients/"' in text and 'href="/clients/new/"' in text
    page.force_login(accountant)
    text = page.get(reverse("core:desk")).content.decode()
    assert 'href="/clients/"' not in text and 'href="/clients/new/"' not in text
