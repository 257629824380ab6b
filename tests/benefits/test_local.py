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
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from tests.factories.benefits import make_issued
from tests.factories.cases import make_interviewed_case
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
    typed = {"number": NUMBER, "valid_from": "01.01.2026", "v_lone": "800,00", "v_person": "1234"}
    refused = page.post(new, typed)
    assert refused.status_code == 422
    words = plain(refused)
    assert "mówi ustawa: 1010,00 zł" in words and 'value="800,00"' in words
    assert page.post(new, {**typed, "v_lone": "1 515,00 zł"}).status_code == 302
    shown = plain(page.get(reverse("benefits:local")))
    assert NUMBER in shown and "kryterium osoby samotnie gospodarującej: 1515" in shown

    row = LocalResolution.objects.get()
    change = reverse("benefits:local_resolution", args=[row.pk])
    assert 'value="1515,00"' in plain(page.get(change))
    page.post(reverse("benefits:local_resolution_remove", args=[row.pk]))
    assert not LocalResolution.objects.exists()


def test_a_tariff_is_typed_in_lines(page: Client, admin: User):
    page.force_login(admin)
    new = reverse("benefits:local_resolution_new", args=["uslugi_opiekuncze_tariff"])
    typed = {"number": NUMBER, "valid_from": "01.01.2026"}
    first = {"v0_over_pct": "100", "v0_to_pct": "200", "v0_fee_per_hour": "4,50"}
    second = {"v2_over_pct": "200", "v2_fee_per_hour": "9"}
    assert page.post(new, {**typed, **first, **second}).status_code == 302
    (found,) = LocalResolution.objects.all()
    assert [band["fee_per_hour"] for band in found.value] == ["4.50", "9.00"]
    again = page.get(reverse("benefits:local_resolution", args=[found.pk])).content.decode()
    assert 'value="4,50"' in again


def test_every_rule_has_a_form_and_readers_see_no_buttons(page: Client, admin: User):
    for one in law.local_rules():
        page.force_login(admin)
        url = reverse("benefits:local_resolution_new", args=[one.name])
        assert page.get(url).status_code == 200, one.name
        assert page.post(url, {"number": ""}).status_code == 422, one.name
    page.force_login(make_user(Role.AUDITOR, "auditor"))
    assert "local_resolution" not in page.get(reverse("benefits:local")).content.decode()
    assert "/new/" not in page.get(reverse("benefits:local")).content.decode().split("<main")[1]
