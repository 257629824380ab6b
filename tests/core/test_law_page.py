"""The law page: amounts of a day with their sources, and their history."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import law
from core.law_rows import UNITS, shown_number
from core.models import User
from law import params
from law.income_kinds import ACTS as INCOME_ACTS
from law.registry import ACTS

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
    addresses = (
        reverse("core:law"),
        reverse("core:law_parameter", args=["posilek_pct"]),
        reverse("core:law_benefit", args=["posilek"]),
        reverse("core:law_incomes"),
    )
    for address in addresses:
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


def test_amounts_to_come_are_said_to_come(page: Client) -> None:
    with time_machine.travel("2024-12-20T12:00:00+01:00", tick=False):
        response = page.get(reverse("core:law"), {"q": "zasiłku stałego"})
        coming = {row.value.name: row.shown for row in response.context["coming"]}
        assert coming["zasilek_staly_maximum"] == "1\xa0229,00\xa0zł"
        assert 'id="coming"' in response.content.decode()
        one = page.get(reverse("core:law_parameter", args=["zasilek_staly_maximum"]))
        assert "nadchodzi" in one.content.decode()
        assert one.context["parameter"].shown == "1\xa0000,00\xa0zł"
    today = page.get(reverse("core:law"), {"q": "zasiłku stałego"})
    assert "zasilek_staly_maximum" not in {r.value.name for r in today.context["coming"]}


def test_course_in_time_is_drawn_with_exact_labels(page: Client) -> None:
    html = page.get(reverse("core:law_parameter", args=["odsetki_za_opoznienie"])).content.decode()
    chart = html[html.index("<svg") : html.index("</svg>")]
    assert 'aria-label="Odsetki ustawowe za opóźnienie' in chart
    assert "11,5%" in chart
    assert "style=" not in chart
    single = page.get(reverse("core:law_parameter", args=["posilek_pct"])).context
    assert bool(single["chart"]) == (len(single["rows"]) > 1)


def test_every_act_is_browsed(page: Client) -> None:
    html = page.get(reverse("core:law_acts")).content.decode()
    for act in ACTS:
        assert reverse("core:law_act", args=[act.code]) in html
        shown = page.get(reverse("core:law_act", args=[act.code]))
        for benefit in act.benefits:
            assert reverse("core:law_benefit", args=[benefit.info.code]) in shown.content.decode()
        assert len(shown.context["readings"]) == len(act.readings)
    assert page.get(reverse("core:law_act", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("info", law.benefits(), ids=lambda info: info.code)
def test_every_benefit_has_a_page(page: Client, info: law.BenefitInfo) -> None:
    response = page.get(reverse("core:law_benefit", args=[info.code]))
    html = response.content.decode()
    assert info.label in html
    assert f"?benefit={info.code}" in html
    known = {value.name for value in law.parameters_on(response.context["on"], info.code)}
    assert {row.value.name for row in response.context["rows"]} == known


def test_benefit_that_is_not_there(page: Client) -> None:
    assert page.get(reverse("core:law_benefit", args=["nothing"])).status_code == 404


def test_parameter_leads_to_the_benefits_that_use_it(page: Client) -> None:
    html = page.get(reverse("core:law_parameter", args=["posilek_pct"])).content.decode()
    assert reverse("core:law_benefit", args=["posilek"]) in html


def test_kinds_of_income_by_act(page: Client) -> None:
    response = page.get(reverse("core:law_incomes"), {"q": "zasiłek pielęgnacyjny"})
    assert len(response.context["acts"]) == len(INCOME_ACTS)
    kinds = {cells[0].kind.code for cells in response.context["rows"]}
    assert "zasilek_pielegnacyjny" in kinds
    assert "wage" not in kinds
    assert "Nic nie pasuje" in page.get(reverse("core:law_incomes"), {"q": "qqq"}).content.decode()


def test_provisions_in_the_order_of_the_act(page: Client) -> None:
    groups = page.get(reverse("core:law_provisions")).context["groups"]
    act, found = groups[0]
    assert act.code == "pomoc_spoleczna"
    references = [provision.reference for provision in found]
    assert references.index("art. 8 ust. 1 pkt 1") < references.index("art. 37 ust. 2 pkt 1")
    part = page.get(reverse("core:law_provisions"), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("PLN", "1229.00", "1\xa0229,00\xa0zł"),
        ("PLN/month", "0.1234", "0,1234\xa0zł"),
        ("percent", "11.25", "11,25%"),
        ("percent", "130.00", "130%"),
        ("m2", "45.00", "45\xa0m²"),
        ("months", "12", "12"),
    ],
)
def test_numbers_with_their_units(unit: str, value: str, shown: str) -> None:
    assert shown_number(Decimal(value), unit) == shown


def test_every_unit_of_the_law_has_words() -> None:
    assert set(params.UNITS) <= set(UNITS)
