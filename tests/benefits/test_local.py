"""Rules of the place: entered with their resolution, taken by calculations of their days."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

import law
from benefits.models import LocalResolution
from benefits.queries import local_facts
from benefits.services import (
    calculation_make,
    local_resolution_remove,
    local_resolution_save,
)
from clients.models import CertificateDegree
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from tests.factories.benefits import make_issued
from tests.factories.cases import make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_user

FIRST = date(2026, 1, 1)
NUMBER = "nr XX/101/2025 Rady Gminy Lipowa z 30.12.2025"


def plain(response: Any) -> str:
    """The page without the blanks inside amounts."""
    return re.sub(r"(?<=[0-9])\xa0(?=[0-9])", "", response.content.decode()).replace("\xa0", " ")


def rule(name: str) -> law.LocalRule:
    return next(one for one in law.local_rules() if one.name == name)


@pytest.fixture
def admin(office: object) -> User:
    return make_user(Role.ADMINISTRATOR, "admin_of_the_place")


def raise_criteria(admin: User, **more: Any) -> LocalResolution:
    fields = {
        "rule": rule("raised_criteria"),
        "value": {"lone": "1515.00", "person": "1234.50"},
        "number": NUMBER,
        "valid_from": FIRST,
    }
    return local_resolution_save(actor=admin, **{**fields, **more})


def test_a_calculation_takes_the_rule_of_its_day_and_keeps_it(admin: User):
    row = raise_criteria(admin)
    case = make_interviewed_case("zasilek_okresowy", incomes=[("pension", "1200.00")])
    found = calculation_make(actor=case.handler, case=case, today=TODAY)
    assert found.entitled and found.amount == Decimal("157.50")  # half of 1515 - 1200
    assert found.facts["raised_criteria"]["resolution"] == NUMBER
    assert any(NUMBER in step["text"] for step in found.answer["trace"])

    local_resolution_remove(actor=admin, resolution=row)
    found.refresh_from_db()
    assert found.facts["raised_criteria"]["lone"] == "1515.00"
    again = calculation_make(actor=case.handler, case=case, today=TODAY)
    assert again.entitled is False and "raised_criteria" not in again.facts


def test_the_letter_quotes_the_resolution(admin: User):
    raise_criteria(admin)
    decision = make_issued("zasilek_okresowy", incomes=[("pension", "1200.00")])
    words = decision.letter_html.replace("\xa0", " ")
    assert NUMBER in words
    assert "art. 8 ust. 1 pkt 1, ust. 2 i ust. 3" in words


def test_each_day_has_its_own_rule(admin: User):
    raise_criteria(admin)
    raise_criteria(admin, valid_from=date(2026, 7, 1), value={"lone": "1600", "person": "1300"})
    assert local_facts("zasilek_okresowy", date(2025, 12, 31)) == {}
    assert local_facts("zasilek_celowy", FIRST)["raised_criteria"]["lone"] == "1515.00"
    june, july = date(2026, 6, 30), date(2026, 7, 1)
    assert local_facts("zasilek_okresowy", june)["raised_criteria"]["lone"] == "1515.00"
    assert local_facts("zasilek_okresowy", july)["raised_criteria"]["lone"] == "1600.00"
    assert local_facts("zasilek_staly", july) == {}


def test_a_day_has_one_rule_and_a_rule_is_not_below_the_act(admin: User):
    row = raise_criteria(admin)
    with pytest.raises(DomainError):
        raise_criteria(admin, value={"lone": "1600", "person": "1300"})
    with pytest.raises(law.InvalidFacts):
        raise_criteria(admin, valid_from=date(2026, 2, 1), value={"lone": "1", "person": "1300"})
    raise_criteria(admin, resolution=row, value={"lone": "1700", "person": "1300"})
    assert LocalResolution.objects.get().value["lone"] == "1700.00"
    local_resolution_remove(actor=admin, resolution=row)
    history = LocalResolution.pgh_event_model.objects.order_by("pgh_id")
    assert [event.value["lone"] for event in history] == ["1515.00", "1700.00", "1700.00"]
    assert [event.pgh_label for event in history] == ["insert", "update", "delete"]


def test_only_the_administrator_writes(admin: User):
    with pytest.raises(PermissionDenied):
        raise_criteria(make_user(Role.MANAGER, "manager_of_the_place"))
    row = raise_criteria(admin)
    with pytest.raises(PermissionDenied):
        local_resolution_remove(actor=make_user(Role.AUDITOR, "auditor"), resolution=row)


def test_on_the_pages(page: Client, admin: User):
    page.force_login(admin)
    new = reverse("benefits:local_resolution_new", args=["raised_criteria"])
    criteria = {"f.raised_criteria.lone": "800,00", "f.raised_criteria.person": "1234"}
    typed = {"number": NUMBER, "valid_from": "01.01.2026", **criteria}
    refused = page.post(new, typed)
    assert refused.status_code == 422
    words = plain(refused)
    assert "które wynosi 1010,00 zł" in words and 'value="800,00"' in words
    assert page.post(new, {**typed, "f.raised_criteria.lone": "1 515,00 zł"}).status_code == 302
    shown = plain(page.get(reverse("benefits:local")))
    assert NUMBER in shown and "Osoby samotnie gospodarującej: 1515,00 zł" in shown

    row = LocalResolution.objects.get()
    change = reverse("benefits:local_resolution", args=[row.pk])
    assert 'value="1515,00"' in plain(page.get(change))
    page.post(reverse("benefits:local_resolution_remove", args=[row.pk]))
    assert not LocalResolution.objects.exists()


def test_a_tariff_is_typed_in_rows(page: Client, admin: User):
    page.force_login(admin)
    new = reverse("benefits:local_resolution_new", args=["uslugi_opiekuncze_tariff"])
    typed = {"number": NUMBER, "valid_from": "01.01.2026", "f.tariff.0": "row"}
    first = {"f.tariff.0.over_pct": "100", "f.tariff.0.to_pct": "200"}
    more = page.post(new, {**typed, **first, "do": "add:f.tariff"})
    words = more.content.decode()
    assert more.status_code == 200 and 'value="200"' in words and NUMBER in words
    assert 'name="f.tariff.1.over_pct"' in words and "has-error" not in words
    second = {"f.tariff.2": "row", "f.tariff.2.over_pct": "200", "f.tariff.2.fee_per_hour": "9"}
    rows = {**typed, **first, "f.tariff.1": "row", **second}
    refused = page.post(new, rows)
    assert refused.status_code == 422 and "Podaj albo opłatę" in refused.content.decode()
    assert page.post(new, {**rows, "f.tariff.0.fee_per_hour": "4,50"}).status_code == 302
    (found,) = LocalResolution.objects.all()
    assert [band["fee_per_hour"] for band in found.value] == ["4.50", "9.00"]
    shown = plain(page.get(reverse("benefits:local")))
    assert "4,50 zł" in shown and "9,00 zł" in shown

    change = reverse("benefits:local_resolution", args=[found.pk])
    assert 'value="4,50"' in page.get(change).content.decode()
    less = page.post(change, {**rows, "do": "remove:f.tariff.0"}).content.decode()
    assert 'value="9"' in less and 'value="100"' not in less
    assert LocalResolution.objects.get().value == found.value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("dodatek_mieszkaniowy_price_kwh", {"f.price_kwh": "0,81x"}, "To nie jest liczba"),
        ("dodatek_mieszkaniowy_price_kwh", {"f.price_kwh": ""}, "To pole jest wymagane"),
        ("dodatek_mieszkaniowy_cap", {"f.cap_pct": "90,01"}, "20 punktów procentowych"),
        ("dps_family_rule", {"f.family_rule": "C"}, "A, B"),
        ("uslugi_opiekuncze_tariff", {"f.tariff.0": "row"}, "To pole jest wymagane"),
        ("raised_criteria", {"f.raised_criteria.lone": "1200"}, "To pole jest wymagane"),
        ("daily_rate_rounding", {}, "To pole jest wymagane"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    page: Client, admin: User, name: str, typed: dict[str, str], said: str
):
    page.force_login(admin)
    new = reverse("benefits:local_resolution_new", args=[name])
    refused = page.post(new, {"number": NUMBER, "valid_from": "01.01.2026", **typed})
    assert refused.status_code == 422
    assert said in plain(refused).split('class="field-error"')[1]
    assert not LocalResolution.objects.exists()


def test_the_daily_rate_of_the_centre(page: Client, admin: User):
    page.force_login(admin)
    new = reverse("benefits:local_resolution_new", args=["daily_rate_rounding"])
    typed = {"number": "zarządzenie nr 7/2026", "valid_from": "01.01.2026"}
    assert page.post(new, {**typed, "f.daily_rate.rounding": "rounded"}).status_code == 302
    assert "stawką dzienną" in plain(page.get(reverse("benefits:local")))
    day = date(2026, 4, 12)
    (rule_of_day,) = local_facts("zasilek_staly", day).values()
    assert rule_of_day == {"rounding": "rounded", "resolution": "zarządzenie nr 7/2026"}

    person = make_person()
    degree = {"person": person.pk, "degree": CertificateDegree.SEVERE, "number": "1"}
    answers = {"certificates": [{**degree, "valid_from": "2026-11-11", "valid_to": "2027-04-10"}]}
    decision = make_issued("zasilek_staly", household=make_household(person), answers=answers)
    assert decision.facts["daily_rate"] == rule_of_day
    item = decision.items.get()
    assert item.amount == Decimal("1229.00")
    assert item.first_amount == Decimal("819.40")  # 20 × 40.97; 20/30 of it would be 819.33
    assert item.last_amount == Decimal("409.70")
    words = decision.letter_html.replace("\xa0", " ")
    assert "stawką dzienną zaokrągloną do grosza (zarządzenie nr 7/2026)" in words
    history = LocalResolution.pgh_event_model.objects.get()
    assert history.value["rounding"] == "rounded"


def test_every_rule_has_a_form_and_readers_see_no_buttons(page: Client, admin: User):
    for one in law.local_rules():
        page.force_login(admin)
        url = reverse("benefits:local_resolution_new", args=[one.name])
        assert page.get(url).status_code == 200, one.name
        assert page.post(url, {"number": ""}).status_code == 422, one.name
    page.force_login(make_user(Role.AUDITOR, "auditor"))
    assert "local_resolution" not in page.get(reverse("benefits:local")).content.decode()
    assert "/new/" not in page.get(reverse("benefits:local")).content.decode().split("<main")[1]
