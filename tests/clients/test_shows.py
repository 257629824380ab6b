"""What other pages show of clients."""

from datetime import date

from django.test import Client
from django.urls import reverse

from clients.shows import SHOWS
from core.models import User
from core.registry import Hit
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district


def _hits(user: User, text: str, today: date) -> list[Hit]:
    [search] = SHOWS.search
    return list(search(user, text, today))


def test_common_search_leads_to_households_and_hides_other_districts(
    worker: User, accountant: User, today: date
) -> None:
    own = make_household(make_person("Łucja", "Żak"))
    stranger = make_person("Jan", "Żak", sex="M")
    make_household(stranger, district=make_district("Rejon 2"))
    first, second = _hits(worker, "zak", today)

    assert first.url == reverse("clients:household", args=[own.pk])
    assert "12.05.1980" in first.detail and "Rejon 1" in first.detail
    assert second.url == reverse("clients:exception", args=[stranger.pk])
    assert "12.05.1980" not in second.detail and "Rejon 2" not in second.detail
    assert _hits(accountant, "zak", today) == []


def test_the_rail_and_new_follow_permissions(
    page: Client, worker: User, accountant: User, clock: None
) -> None:
    page.force_login(worker)
    text = page.get(reverse("core:desk")).content.decode()
    assert 'href="/clients/"' in text and 'href="/clients/new/"' in text
    page.force_login(accountant)
    text = page.get(reverse("core:desk")).content.decode()
    assert 'href="/clients/"' not in text and 'href="/clients/new/"' not in text
