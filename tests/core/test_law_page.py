"""The law page: amounts of a day with their sources, and their history."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def rows(client: Client, **query: str) -> dict[str, str]:
    """Values on the page by name."""
    groups = client.get(reverse("core:law"), query).context["groups"]
    return {row.value.name: row.shown for _title, found in groups for row in found}


def test_stranger_is_sent_to_sign_in(client: Client, office: object) -> None:
    for address in (reverse("core:law"), reverse("core:law_parameter", args=["posilek_pct"])):
        assert client.get(address).status_code == 302


def test_today_unless_said(page: Client) -> None:
    assert rows(page)["zasilek_staly_maximum"] == "1\xa0229,00\xa0zł"
    assert rows(page, on="31.12.2024")["zasilek_staly_maximum"] == "1\xa0000,00\xa0zł"
    assert rows(page, on="31.12.2024")["zasilek_staly_base_pct"] == "130%"
    assert rows(page, on="2023-12-31")["zasilek_staly_base_pct"] == "100%"
    assert rows(page, on="30.04.2004") == {}


def test_unsure_values_stand_out(page: Client) -> None:
    html = page.get(reverse("core:law"), {"q": "na osobę w rodzinie"}).content.decode()
    assert "is-attention" in html


def test_filter_by_text(page: Client) -> None:
    assert set(rows(page, q="OKRESOWEGO")) == {
        "zasilek_okresowy_minimum",
        "zasilek_okresowy_maximum_lone",
    }


def test_polish_marks_do_not_matter(page: Client) -> None:
    assert rows(page, q="zasilku") == rows(page, q="zasiłku") != {}


def test_bad_day_is_said_and_kept(page: Client) -> None:
    response = page.get(reverse("core:law"), {"on": "kiedyś"})
    assert response.status_code == 200
    assert "on" in response.context["form"].errors
    assert 'value="kiedyś"' in response.content.decode()


def test_fragment_is_a_part_of_the_page(page: Client) -> None:
    whole = page.get(reverse("core:law"), {"q": "okresow"}).content.decode()
    part = page.get(reverse("core:law"), {"q": "okresow"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert part.content.decode().strip() in whole


def test_history_of_one_parameter(page: Client) -> None:
    address = reverse("core:law_parameter", args=["kryterium_osoby_w_rodzinie"])
    response = page.get(address)
    assert [row.shown for row in response.context["rows"]][-1] == "316,00\xa0zł"
    assert len(response.context["rows"]) == 8
    assert page.get(reverse("core:law_parameter", args=["nothing"])).status_code == 404
