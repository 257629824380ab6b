from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.translation import override

from core.fields import MoneyField
from core.meanings import meaning_of
from core.models import Job
from core.registry import NextStep
from core.templatetags import ui

TODAY = date(2026, 11, 24)
N = "\u00a0"


def render(source, **context):
    request = RequestFactory().get("/list/?q=now&page=2")
    request.user = AnonymousUser()
    return Template(source).render(RequestContext(request, context))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|money }}", Decimal("1229"), "1\u00a0229,00\u00a0zł"),
        ("{{ v|money }}", None, ""),
        ("{{ v|amount }}", Decimal("-5.5"), "−5,50"),
        ("{{ v|number }}", 12345, "12\u00a0345"),
        ("{{ v|day }}", date(2026, 11, 3), "03.11.2026"),
        ("{{ v|day }}", None, ""),
        ("{{ v|day }}", datetime(2026, 11, 3, 23, 30, tzinfo=ZoneInfo("UTC")), "04.11.2026"),
        (
            "{{ v|moment }}",
            datetime(2026, 11, 3, 13, 5, tzinfo=ZoneInfo("UTC")),
            "03.11.2026,\u00a014:05",
        ),
        ("{{ v|month_words }}", date(2026, 11, 1), "listopad 2026"),
        (
            "{{ v|nrb }}",
            "76102000000000000000000001",
            "76 1020 0000 0000 0000 0000 0001".replace(" ", "\u00a0"),
        ),
        ("{{ v|pesel_masked }}", "44051401359", "•••••••1359"),
        ("{{ v|meaning }}", "refused", "danger"),
        ("{{ v|meaning }}", "anything", "neutral"),
        ("{% trace_value v %}", "1097.16", "1\u00a0097,16"),
        ("{% trace_value v %}", "2026-11-24", "24.11.2026"),
        ("{% trace_value v %}", True, "tak"),
        ("{% trace_value v %}", "samotnie", "samotnie"),
    ],
)
def test_notation(source, value, text):
    with override("pl"):
        assert render(source, v=value) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 24), "dzisiaj"),
        (date(2026, 11, 25), "jutro"),
        (date(2026, 11, 27), "za 3 dni"),
        (date(2026, 11, 29), "za 5 dni"),
        (date(2026, 11, 23), "1 dzień po terminie"),
        (date(2026, 11, 22), "2 dni po terminie"),
    ],
)
def test_terms_as_people_say_them(day, text):
    with override("pl"):
        assert ui.relative_day(day, TODAY) == text


def test_a_badge_is_a_word_and_an_icon_and_escapes():
    html = render('{% badge v "danger" %}', v="<b>")
    assert "&lt;b&gt;" in html
    assert "bi-x-octagon" in html
    assert "is-neutral" in render('{% badge "x" "strange" %}')


def test_a_term_explains_itself_to_the_keyboard_too():
    html = render('{% term "final" "ostateczna" %}')
    assert html.startswith("<button")
    assert "art. 16 § 1 KPA" in html
    assert render('{% term "unknown" %}') == "unknown"


def test_every_meaning_is_one_of_five():
    assert {meaning_of(code) for code in ("paid", "queued", "refused", "draft", "x")} == {
        "success",
        "attention",
        "danger",
        "information",
        "neutral",
    }


class Sample(forms.Form):
    name = forms.CharField(label="nazwisko", help_text="jak w dowodzie")
    amount = MoneyField(label="kwota", required=False)
    agreed = forms.BooleanField(label="zgoda")
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput)


FIELDS = '{% for field in form %}{% include "components/field.html" %}{% endfor %}'


def test_a_field_ties_label_help_and_error_together():
    html = render(FIELDS, form=Sample({"amount": "x"}))
    assert '<label class="form-label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert html.count('aria-invalid="true"') >= 3
    assert 'value="x"' in html  # what was typed stays
    assert "<fieldset" in html
    assert 'type="hidden"' in html


def test_the_summary_links_to_each_field():
    html = render('{% include "components/form_errors.html" %}', form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_amount"' not in html
    assert 'role="alert"' in html
    assert render('{% include "components/form_errors.html" %}', form=Sample()).strip() == ""


def test_pages_keep_the_filters():
    page = Paginator(range(100), 10).page(5)
    html = render('{% include "components/pagination.html" %}', page_obj=page)
    assert 'href="?q=now&amp;page=6"' in html
    assert 'aria-current="page">5<' in html
    one = Paginator(range(3), 10).page(1)
    assert render('{% include "components/pagination.html" %}', page_obj=one).strip() == ""


def test_next_step_with_and_without_a_button():
    step = NextStep("Oblicz świadczenie.", "Oblicz", "/x/")
    source = '{% include "components/next_step.html" %}'
    assert 'class="btn btn-primary" href="/x/"' in render(source, step=step)
    assert "btn" not in render(source, step=NextStep("Czekaj na wywiad."))
    assert render(source, step=None).strip() == ""


def test_a_job_asks_again_only_while_it_runs():
    source = '{% include "components/job.html" %}'
    job = Job(pk=7, title="PDF", state="running", done_count=3, total_count=10)
    html = render(source, job=job, csrf_token="t")
    assert 'hx-get="/jobs/7/"' in html
    assert 'value="3"' in html
    job.state, job.result_url = "done", "/decisions/1/pdf/"
    html = render(source, job=job, csrf_token="t")
    assert "hx-get" not in html
    assert 'href="/decisions/1/pdf/"' in html
    job.state, job.error = "failed", "KeyError: secret"
    html = render(source, job=job, csrf_token="t")
    assert "/jobs/7/retry/" in html
    assert "KeyError" not in html


def test_a_trace_is_nested_and_names_provisions():
    trace = [
        {
            "provision": "art. 37 ust. 2",
            "text": "kryterium minus dochód",
            "value": "629.00",
            "inputs": {"income_total": "600.00"},
            "children": [
                {"provision": "", "text": "dochód", "value": None, "inputs": {}, "children": []}
            ],
        }
    ]
    with override("pl"):
        html = render('{% include "components/trace.html" %}', trace=trace)
    assert html.count('<ol class="trace">') == 2
    assert "629,00" in html
    assert "art. 37 ust. 2" in html
    assert "income total" in html


@pytest.mark.parametrize(("language", "words"), [("pl", "listopad 2026"), ("en", "November 2026")])
def test_a_month_is_named_in_the_language_of_the_page(language: str, words: str) -> None:
    with override(language):
        assert ui.month_words(date(2026, 11, 1)) == words
        assert ui.trace_value("2026-11") == words
