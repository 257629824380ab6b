"""One family, from the first search to the statistics, by four people in a real browser."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from gops.demo.people import invent_nrb, invent_pesel
from tests.e2e.conftest import SignIn
from tests.payments import elixir_reader

PESEL = invent_pesel(Random(1), date(1958, 3, 4), "F")
NRB = invent_nrb(Random(1))
# 130 % of 1010,00 less 215,84 (art. 37 ust. 2 pkt 1): 1097,16, below the highest 1229,00
AMOUNT = Decimal("1097.16")
SHOWN = "1\u00a0097,16\u00a0zł"
WORDS = "jeden tysiąc dziewięćdziesiąt siedem złotych 16/100"


def press(page: Page, name: str) -> None:
    """Press the button of that name and wait for the answer."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def open_from_desk(page: Page, group: str, action: str) -> None:
    """Take the first thing of a group on the desk."""
    page.goto("/")
    section = page.locator("section", has=page.get_by_role("heading", name=group))
    section.get_by_role("link", name=action).first.click()
    page.wait_for_load_state()


def record_person(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("n")
    page.get_by_role("link", name="Nowa osoba").click()
    search = page.get_by_label("Nazwisko, imię, PESEL albo data urodzenia")
    search.fill("Żądło Zofia")
    search.press("Enter")
    page.get_by_text("Nie ma takiej osoby w systemie.").wait_for()
    page.get_by_role("link", name="Nie ma na liście").click()
    page.get_by_label("PESEL", exact=True).fill(PESEL)
    page.get_by_label("Imię", exact=True).fill("Zofia")
    page.get_by_label("Nazwisko", exact=True).fill("Żądło")
    expect(page.get_by_label("Data urodzenia")).to_have_value("04.03.1958")
    page.get_by_label("W tym gospodarstwie od").fill("1.10.2026")
    page.get_by_label("Miejscowość").fill("Brzezinka")
    page.get_by_label("Kod pocztowy").fill("22-499")
    page.get_by_label("Numer domu").fill("7")
    page.get_by_label("Numer rachunku do przelewów").fill(NRB)
    press(page, "Dodaj osobę")
    expect(page.get_by_role("heading", level=1)).to_have_text("Żądło Zofia")


def register_application(page: Page) -> None:
    page.get_by_role("link", name="Zarejestruj wniosek").click()
    page.get_by_label("zasiłek stały").check()
    press(page, "Zarejestruj wniosek")
    expect(page.get_by_text("GOPS.5020.1.2026").first).to_be_visible()
    # 14 working days from Tuesday 24 November, one month that ends on the day off of 24 December
    expect(page.locator("main")).to_contain_text("14.12.2026")
    expect(page.locator("main")).to_contain_text("28.12.2026")


def hold_interview(page: Page) -> None:
    page.get_by_role("link", name="Rozpocznij wywiad").click()
    page.get_by_label("Data wywiadu").fill("24.11.2026")
    page.get_by_role("button", name="Dodaj dochód", exact=True).click()
    expect(page.locator("[name=incomes-0-month]")).to_have_value("2026-10")
    page.locator("[name=incomes-0-kind]").select_option("zasilek_pielegnacyjny")
    page.locator("[name=incomes-0-amount]").fill("215,84 zł")
    expect(page.locator("[data-saved]").first).to_contain_text("Szkic zapisany")
    page.reload()  # the browser was closed in the middle: the draft is there
    expect(page.locator("[name=incomes-0-amount]")).to_have_value(re.compile("215,84"))
    page.get_by_label("niepełnosprawność").check()
    page.locator("[name=needs-0-what]").fill("żywność i leki")
    page.get_by_label("Diagnoza i wnioski").fill("Osoba starsza i samotna, bez wsparcia rodziny.")
    page.get_by_label("Plan pomocy", exact=True).fill("Zasiłek stały od listopada 2026 r.")
    press(page, "Zakończ wywiad")
    expect(page.locator("main")).to_contain_text("po wywiadzie")


def calculate_and_draft(page: Page) -> None:
    page.locator(".next-step").get_by_role("link").click()
    press(page, "Oblicz")
    main = page.locator("main")
    expect(main).to_contain_text(SHOWN)
    expect(main).to_contain_text("art. 37 ust. 2 pkt 1")
    expect(main).to_contain_text("Dz.U. 2024 poz. 1044")
    press(page, "Przygotuj decyzję")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text(WORDS)
    press(page, "Przekaż do sprawdzenia")


def sign(page: Page) -> None:
    open_from_desk(page, "Decyzje do podpisu", "Podpisz")
    press(page, "Podpisz decyzję")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5020/1/2026")


def read_decision(page: Page) -> str:
    """Wait for the worker's PDF, download it, give its text."""
    link = page.get_by_role("link", name=re.compile("Otwórz (wynik|PDF)")).first
    link.wait_for(timeout=60_000)
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.body()))
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def deliver(page: Page) -> None:
    page.get_by_label("w siedzibie, za pokwitowaniem").check()
    page.get_by_label("Data doręczenia").fill("24.11.2026")
    page.get_by_label("Kto odebrał").fill("Zofia Żądło")
    press(page, "Zapisz doręczenie")
    expect(page.locator("main")).to_contain_text("08.12.2026")  # 14 days: art. 129 § 2 KPA


def prepare_lists(page: Page) -> None:
    page.goto("/payments/run/")
    press(page, "Nalicz miesiąc")
    page.get_by_label("Dzień wypłaty").fill("30.11.2026")
    press(page, "Przygotuj listy")
    expect(page.get_by_role("link", name="LW/2026/11/85216/1")).to_be_visible()
    expect(page.get_by_role("link", name="LW/2026/11/85213/1")).to_be_visible()


def list_step(page: Page, number: str, button: str) -> None:
    page.goto("/payments/")
    page.get_by_role("link", name=number).click()
    page.wait_for_load_state()
    press(page, button)


def bank_file(page: Page, number: str) -> bytes:
    list_step(page, number, "Utwórz plik dla banku")
    with page.expect_download() as download:
        page.get_by_role("link", name="Pobierz plik").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.usefixtures("november", "staff", "worker_process")
def test_from_the_first_search_to_the_statistics(sign_in: SignIn) -> None:
    worker = sign_in("social_worker")
    record_person(worker)
    register_application(worker)
    hold_interview(worker)
    calculate_and_draft(worker)

    clerk = sign_in("benefits_clerk")
    open_from_desk(clerk, "Decyzje do sprawdzenia", "Sprawdź")
    press(clerk, "Sprawdzone, przekaż do podpisu")

    manager = sign_in("manager")
    sign(manager)
    text = read_decision(manager)
    for part in (
        "Wójt Gminy Lipowa Dolina", "24 listopada 2026 r.", "5020/1/2026", "GOPS.5020.1.2026",
        "Zofia Żądło", "art. 37", "art. 104", "1 097,16 zł", WORDS, "215,84",
        "Samorządowe Kolegium", "14 dni", "art. 127a", "art. 109", "Z upoważnienia",
    ):  # fmt: skip
        assert part.casefold() in text.casefold(), part

    clerk.goto(manager.url)
    deliver(clerk)
    prepare_lists(clerk)
    accountant = sign_in("accountant")
    for number in ("LW/2026/11/85216/1", "LW/2026/11/85213/1"):
        list_step(worker, number, "Potwierdź sprawdzenie merytoryczne")
        list_step(accountant, number, "Potwierdź sprawdzenie formalno-rachunkowe")
        list_step(manager, number, "Zatwierdź do wypłaty")

    rows = elixir_reader.read(bank_file(clerk, "LW/2026/11/85216/1"))
    assert [(row.day, row.amount, row.nrb) for row in rows] == [(date(2026, 11, 30), AMOUNT, NRB)]
    assert rows[0].payee[0] == "Zofia Żądło"

    clerk.goto("/payments/reconcile/?month=2026-11")
    expect(clerk.locator("main")).to_contain_text("Wszystko się zgadza")
    manager.goto("/statistics/?month=2026-11")
    row = manager.get_by_role("row", name=re.compile(r"zasiłek stały.*85216"))
    expect(row).to_contain_text("1\u00a0097,16")
    row.get_by_role("link", name=re.compile("097,16")).click()
    expect(manager.locator("main")).to_contain_text("Żądło Zofia")
    manager.goto("/statistics/dashboard/")
    # granted to the end of the year: November and December
    expect(manager.locator("main")).to_contain_text("2\u00a0194,32")
