"""The register of places in a browser: sent, told what is wrong, compared, taken in."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clients.models import Place
from tests.clients.test_places import SIMC, TERC
from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.usefixtures("november", "administrator", "worker_process")


def test_a_register_is_sent_compared_and_taken_in(sign_in: SignIn, tmp_path: Path) -> None:
    simc, terc = tmp_path / "SIMC.csv", tmp_path / "TERC.csv"
    simc.write_text(SIMC, encoding="utf-8-sig")
    terc.write_text(TERC, encoding="utf-8-sig")
    page = sign_in("administrator")
    page.goto(reverse("core:office"))
    page.get_by_role("link", name="Miejscowości").press("Enter")
    page.get_by_role("link", name="Zaktualizuj miejscowości").first.press("Enter")
    page.get_by_label("Plik SIMC").set_input_files(simc)
    page.get_by_label("Plik TERC").set_input_files(simc)
    page.get_by_role("button", name="Prześlij i porównaj").press("Enter")
    expect(page.locator("#field-terc")).to_contain_text("RODZ")

    page.get_by_label("Plik SIMC").set_input_files(simc)
    page.get_by_label("Plik TERC").set_input_files(terc)
    page.get_by_role("button", name="Prześlij i porównaj").press("Enter")
    expect(page.locator("h1")).to_contain_text("01.01.2026")
    expect(page.locator("main")).to_contain_text("Żabi Bród (Lipowa Dolina)")
    assert not Place.objects.exists()
    page.get_by_role("button", name="Wczytaj rejestr").press("Enter")
    page.get_by_role("link", name="Otwórz wynik").press("Enter")
    expect(page.get_by_role("heading", name="Co przyjęto")).to_be_visible()
    assert Place.objects.count() == 2

    page.goto(reverse("clients:place_loads"))
    expect(page.get_by_role("row", name="01.01.2026")).to_contain_text("wczytany")
