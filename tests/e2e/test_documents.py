"""Papers in a browser: dropped, photographed, sent with progress, read beside a form."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clients.models import Document
from tests.e2e.conftest import SignIn
from tests.factories.clients import make_household
from tests.factories.papers import JPEG, pdf

DROP = """(zone, [name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  zone.dispatchEvent(new DragEvent("drop", how));
}"""
pytestmark = pytest.mark.usefixtures("november", "worker")


def test_files_are_dropped_and_photographed_then_read(sign_in: SignIn, tmp_path: Path) -> None:
    household = make_household()
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(JPEG)
    page = sign_in("social_worker")
    page.goto(reverse("clients:upload", args=[household.pk]))
    page.locator("[data-drop-zone]").evaluate(DROP, ["wyrok.pdf", list(pdf(2))])
    page.locator("[data-camera]").set_input_files(photo)
    expect(page.locator("[data-drop-list] li")).to_have_count(2)
    page.get_by_label("Tytuł").fill("Wyrok")
    page.get_by_role("button", name="Dodaj do teczki").click()
    expect(page.locator("body")).to_contain_text("2 nowe dokumenty")

    paper = Document.objects.get(content_type="application/pdf")
    page.goto(reverse("clients:document", args=[paper.pk]))
    pages = page.locator(".reader-pages")
    expect(pages.locator("img")).to_have_count(2)
    pages.focus()
    page.keyboard.press("+")
    expect(pages).to_have_class("reader-pages is-large")
    page.keyboard.press("r")
    expect(pages).to_have_class("reader-pages is-large is-turned-1")

    page.goto(reverse("clients:fact_new", args=[household.pk, "income"]) + f"?document={paper.pk}")
    expect(page.locator(".reader-pages img").first).to_be_visible()
    expect(page.locator("select[name=document]")).to_have_value(str(paper.pk))
    page.locator("#id_amount").fill("1 234,50")
    page.get_by_role("button", name="Pełny ekran").press("Enter")
    page.wait_for_function("document.fullscreenElement?.matches('[data-reader]')")
    page.keyboard.press("+")
    expect(page.locator(".reader-pages")).to_have_class("reader-pages is-large")
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")
    expect(page.locator("#id_amount")).to_have_value("1 234,50")


def test_a_large_file_goes_with_progress_and_its_refusal_is_shown(
    sign_in: SignIn, tmp_path: Path
) -> None:
    household = make_household()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(3 * 1024 * 1024))
    page = sign_in("social_worker")
    page.goto(reverse("clients:upload", args=[household.pk]))
    page.locator("input[name=papers]").set_input_files(broken)
    page.get_by_label("Tytuł").fill("Wyrok")
    page.get_by_role("button", name="Dodaj do teczki").click()

    expect(page.locator("#field-papers")).to_contain_text("nie jest kompletnym plikiem PDF")
    expect(page.get_by_label("Tytuł")).to_have_value("Wyrok")
