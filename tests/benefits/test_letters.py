"""What a decision says on paper."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from benefits.letters import LetterMissing, decision_letter
from benefits.letters.acts import cited, material_basis
from benefits.letters.render import typeset
from benefits.letters.words import Asked, refusals
from benefits.tasks import letter_styles
from clients.models import CertificateDegree
from core.audit import writing
from core.models import Centre
from core.pdf import render_pdf
from tests.factories.benefits import make_draft, make_issued, make_signer
from tests.factories.clients import make_household, make_person

GRANT = [("casual_work", "300.00")]
REASONS = {
    "income_over_criterion": {"income": "1500.00", "criterion": "1010.00"},
    "income_within_criterion": {"income": "900.00", "criterion": "1010.00"},
    "not_incapable": {},
    "age": {},
    "excluded_by_other_benefit": {},
    "poverty_alone": {},
}


def text_of(html):
    """The letter as words, with ordinary spaces."""
    plain = re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def pdf_of(decision):
    content = render_pdf(decision.letter_html, stylesheets=[letter_styles()])
    reader = PdfReader(BytesIO(content))
    words = " ".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"\s+", " ", words.replace("\xa0", " "))


def asked(reason, **values):
    answer = {"reasons": [reason], "values": {**REASONS.get(reason, {}), **values}, "trace": []}
    return Asked("zasilek_okresowy", answer, date(2026, 11, 14), date(1980, 5, 1), "F", True)


def test_a_grant_on_paper_has_every_element_of_art_107(office):
    decision = make_issued("zasilek_okresowy", incomes=GRANT, payment_way="transfer")
    reader, words = pdf_of(decision)

    person = decision.case.applicant
    item = decision.items.get()
    for element in (
        office.organ,  # 1. the organ
        "24 listopada 2026 r.",  # 2. the day
        f"Strona: {person.full_name}",  # 3. the party
        "art. 104 i art. 107 ustawy z dnia 14 czerwca 1960 r.",  # 4. the legal basis
        "art. 38 ust. 1 pkt 1",
        "orzekam",  # 5. the ruling
        "355,00 zł",
        "trzysta pięćdziesiąt pięć złotych 00/100",
        "od 1 listopada 2026 r. do 31 stycznia 2027 r.",
        "Uzasadnienie",  # 6. reasons, of fact and of law
        "praca dorywcza",
        "1 010,00 zł",
        "Podstawa prawna",
        "Pouczenie",  # 7. instruction
        office.sko_name,
        "14 dni od dnia doręczenia",
        "art. 127a",
        "art. 109",
        "art. 98",
        "art. 130 § 4",
        "Z upoważnienia Wójta Gminy Lipowa Dolina",  # 8. name and position of the signer
        str(decision.signed_by),
        "Kierownik GOPS",
        decision.number,
        decision.case.znak,
        decision.check_code,
        "strona 1 z",
        item.nrb[-4:],
    ):
        assert element in words, element
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert reader.trailer["/Root"]["/Lang"].startswith("pl")
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"pdfuaid" in xmp


def test_a_refusal_says_what_failed_by_how_much_and_what_to_do(office):
    decision = make_issued("zasilek_okresowy", incomes=[("wage", "1500.00")])
    _reader, words = pdf_of(decision)

    for element in (
        "Odmawiam przyznania zasiłku okresowego",
        "Dochód wynosi 1 500,00 zł",
        "o 490,00 zł",
        "art. 38 ust. 1",
        "Co można zrobić",
        "w ciągu 14 dni",
        "art. 127a",
    ):
        assert element in words, element
    assert "art. 109" not in words.split("Pouczenie")[1]


def test_a_grant_in_part_refuses_the_rest(office):
    decision = make_issued("zasilek_celowy", amount=Decimal("500.00"))
    words = text_of(decision.letter_html)
    assert "co do kwoty 300,00 zł (słownie: trzysta złotych 00/100), odmawiam" in words
    assert "Cel: opał." in words
    assert "środkach Ośrodka" in words  # the officer's assessment


def test_zasilek_staly_names_the_health_contribution_and_its_act(office):
    person = make_person()
    answers = {"certificates": [
        {"person": person.pk, "degree": CertificateDegree.SEVERE, "number": "1",
         "valid_from": "2025-01-01", "valid_to": ""}
    ]}  # fmt: skip
    decision = make_issued("zasilek_staly", household=make_household(person), answers=answers)
    words = text_of(decision.letter_html)
    assert "składkę na ubezpieczenie zdrowotne" in words
    assert "art. 66 ust. 1 pkt 26" in words
    assert "na czas nieokreślony" in words
    assert "Orzeczenie o znacznym stopniu niepełnosprawności nr 1 jest wydane na stałe." in words


def test_zasilek_staly_by_age_names_the_day_of_it(office):
    household = make_household(make_person(born=date(1960, 5, 12)))
    words = text_of(make_issued("zasilek_staly", household=household).letter_html)
    assert "został ukończony 12 maja 2020 r." in words


def test_the_table_tells_what_counts_of_each_income(office):
    person = make_person()
    answers = {
        "incomes": [
            {"person": person.pk, "kind": "wage", "month": "2026-10", "gross": "900.00",
             "tax": "20.00", "social": "100.00", "health": "70.00"},
            {"person": person.pk, "kind": "swiadczenie_wychowawcze", "month": "2026-10",
             "amount": "800.00"},
            {"person": person.pk, "kind": "pension", "month": "2026-09", "amount": "77.00"},
        ],
        "one_off_incomes": [
            {"person": person.pk, "kind": "inheritance", "amount": "6000.00", "paid": "2026-05-20"}
        ],
        "farm": [{"person": person.pk, "ha_przeliczeniowe": "1.35", "krus": "170"}],
        "lost_incomes": [],
        "alimony_paid_by": [{"person": person.pk, "for_whom": "Ola", "amount": "300.00"}],
    }  # fmt: skip
    decision = make_issued(household=make_household(person), answers=answers)
    words = text_of(decision.letter_html)
    for element in (
        "brutto 900,00 zł, podatek 20,00 zł, składki społeczne 100,00 zł",
        "710,00 zł",
        "nie wlicza się (art. 8 ust. 4",
        "inny miesiąc, nie liczy się",
        "dochód jednorazowy 6 000,00 zł z 20.05.2026",
        "500,00 zł",  # a twelfth
        "449,65 zł",  # 1.35 × 459 − 170
        "−300,00 zł",
        "Dochód, który się liczy 1 359,65 zł",
    ):
        assert element in words, element


def test_no_note_of_the_law_engine_reaches_a_citizen(office):
    words = text_of(make_issued().letter_html)
    assert "regulation" not in words
    assert "Dz.U. 2024 poz. 1044" in words


def test_a_draft_has_no_number_and_no_check_code(office):
    words = text_of(decision_letter(make_draft(), day=date(2026, 11, 24)).html)
    assert "numer zostanie nadany przy podpisie" in words
    assert "kod:" not in words


def test_an_old_day_has_no_template(office):
    with pytest.raises(LetterMissing):
        decision_letter(make_draft(), day=date(2019, 1, 1))


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_refusal_has_its_own_sentence(reason):
    [found] = refusals(asked(reason))
    assert found.condition.endswith(".")
    assert found.article.startswith("art. ")
    assert "wniosek" in found.advice or "osobie" in found.advice or "18 lat" in found.advice
    assert found.short


def test_an_unknown_reason_is_told_by_the_last_step_of_the_law():
    question = asked("something_new")
    question.answer["trace"].append({"text": "Warunek nie jest spełniony.", "provision": "art. 1"})
    [found] = refusals(question)
    assert (found.condition, found.article) == ("Warunek nie jest spełniony.", "art. 1")


def test_an_income_equal_to_the_criterion_is_told_as_such():
    [found] = refusals(asked("income_over_criterion", income="1010.00"))
    assert "równy" in found.condition


def test_a_part_of_a_grosz_above_the_criterion_is_told_as_such():
    equal = replace(asked("income_over_criterion", income="1010.00"), code="zasilek_celowy")
    [found] = refusals(equal)
    assert "o mniej niż grosz" in found.condition and "o mniej niż grosz" in found.short


def test_the_cited_text_of_an_act_is_that_of_the_day():
    assert "2025 r. poz. 1214" in cited("pomoc_spoleczna", date(2026, 11, 24))
    assert "2023 r. poz. 901" in cited("pomoc_spoleczna", date(2024, 2, 1))


def test_the_basis_names_each_article_once():
    act = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
    basis = [f"{a} {act}" for a in ("art. 7", "art. 8 ust. 1 pkt 1", "art. 38 ust. 1", "art. 106")]
    text = material_basis("zasilek_okresowy", basis)
    assert text.startswith(
        "art. 7, art. 8 ust. 1 pkt 1, art. 17 ust. 1 pkt 4, art. 36 pkt 1 lit. b"
    )
    assert text.count("art. 106") == 1


@pytest.mark.parametrize(
    ("plain", "set_text"),
    [
        ("w domu i z kotem", "w\xa0domu i\xa0z\xa0kotem"),
        ("art. 38 ust. 2 pkt 1", "art.\xa038 ust.\xa02 pkt\xa01"),
        ("kwota", "kwota"),
    ],
)
def test_lines_do_not_end_with_a_single_letter(plain, set_text):
    assert typeset(plain) == set_text


def test_when_money_is_paid_is_in_the_words_of_the_centre(office):
    promised = "co miesiąc, najpóźniej w ostatnim dniu roboczym miesiąca."
    assert promised in text_of(make_issued("zasilek_okresowy").letter_html)
    with writing(make_signer()):
        Centre.objects.update(payment_day_text="do 25. dnia miesiąca")
    assert "co miesiąc, do 25. dnia miesiąca." in text_of(make_issued().letter_html)


def test_without_such_words_the_letter_promises_no_day(office):
    with writing(make_signer()):
        Centre.objects.update(payment_day_text="")
    assert "co miesiąc." in text_of(make_issued("zasilek_okresowy").letter_html)
