"""Template tags and filters of the user interface; built in, no {% load %} needed."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import months
from core.fields import MoneyField
from core.identifiers import format_nrb, mask_pesel
from core.marks import marked_parts
from core.meanings import meaning_of
from core.models import Job, User
from core.polish import NBSP, format_date, format_money, format_number
from core.recent import is_pinned
from core.registry import LawPage, OfficePage, Panel, registry
from core.words import word_meaning

register = template.Library()
_AMOUNT = re.compile(r"-?\d+\.\d{2}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
BADGES = {
    "neutral": "circle",
    "success": "check-circle",
    "attention": "exclamation-triangle",
    "danger": "x-octagon",
    "information": "info-circle",
}
KIND_ICONS = {
    "person": "person",
    "household": "house-door",
    "case": "folder2-open",
    "decision": "file-earmark-text",
    "payment_list": "cash-stack",
}


@register.filter
def money(value: Any) -> str:
    """1 229,00 zł; empty for nothing."""
    return format_money(Decimal(value)) if value not in (None, "") else ""


@register.filter
def amount(value: Any) -> str:
    """1 229,00 without the unit; empty for nothing."""
    return format_money(Decimal(value), unit=False) if value not in (None, "") else ""


@register.filter
def number(value: Any, places: int = 0) -> str:
    """12 345 with non-breaking groups; empty for nothing."""
    return format_number(Decimal(value), places) if value not in (None, "") else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """23.11.2026; a moment is its day in Poland."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_date(value)


@register.filter
def moment(value: datetime | None) -> str:
    """23.11.2026, 14:05."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{format_date(local.date())},{NBSP}{local:%H:%M}"


@register.filter
def month_words(value: date | None) -> str:
    """The month in words of the page: listopad 2026."""
    return months.month_words(value) if value else ""


@register.filter
def relative_day(value: date | None, today: date) -> str:
    """A term as people say it: today, tomorrow, in 3 days, 2 days overdue."""
    if not value or not today:
        return ""
    days = (value - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}


@register.filter
def nrb(value: str | None) -> str:
    """Bank account in groups of four."""
    return format_nrb(value) if value else ""


@register.filter
def pesel_masked(value: str | None) -> str:
    """PESEL for those who need not know it whole: the last four digits."""
    return mask_pesel(value)


@register.filter
def meaning(code: Any) -> str:
    """One of neutral, success, attention, danger, information for a status code."""
    return meaning_of(str(code or ""))


@register.filter
def marked(text: Any, typed: str) -> SafeString:
    """The text with what was typed emphasised: «zolc» marks «Żółć»."""
    parts = marked_parts(str(text), typed)
    shown = (format_html("<mark>{}</mark>", part) if hit else part for part, hit in parts)
    return format_html_join("", "{}", ((part,) for part in shown))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; the word beside it says what it means."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def kind_icon(what: str) -> SafeString:
    """The icon of a kind of hit; the heading above it is the word."""
    return icon(KIND_ICONS.get(what, "dot"))


@register.simple_tag
def badge(label: Any, meaning: str = "neutral") -> SafeString:
    """A status: word and icon, in one of the four meanings or neutral."""
    meaning = meaning if meaning in BADGES else "neutral"
    return format_html(
        '<span class="badge-meaning is-{}"><i class="bi bi-{}" aria-hidden="true"></i> {}</span>',
        meaning,
        BADGES[meaning],
        label,
    )


@register.simple_tag
def term(word: str, label: str = "") -> SafeString:
    """A legal term with its meaning: dotted underline, opens by pointer or keyboard."""
    said = word_meaning(word)
    if said is None:
        return format_html("{}", label or word)
    return format_html(
        '<button type="button" class="term" data-bs-toggle="popover" data-bs-trigger="focus hover"'
        ' data-bs-placement="top" data-bs-content="{}">{}</button>',
        said,
        label or word,
    )


@register.filter
def spaced(name: str) -> str:
    """A code as words: income_total → income total."""
    return str(name).replace("_", " ")


@register.filter
def reason_words(reason: str | None) -> str:
    """The reason a person gave for a change; names of services are no reason for people."""
    return reason if reason and " " in reason else ""


@register.simple_tag
def law_pages() -> list[LawPage]:
    """Pages of higher floors that belong to the pages of the law: the calculator."""
    return registry.law_pages


@register.simple_tag
def office_pages() -> list[OfficePage]:
    """Pages of higher floors that belong to the administrator's."""
    return registry.office_pages


@register.simple_tag
def trace_value(value: Any) -> str:
    """A value of a law step as people read it: amounts and days in Polish notation, yes, no."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(trace_value(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{spaced(name)}: {trace_value(item)}" for name, item in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if _AMOUNT.fullmatch(text):
        return format_number(Decimal(text), 2)
    if _MONTH.fullmatch(text):
        return months.month_words(date.fromisoformat(f"{text}-01"))
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """How components/field.html lays a field out: hidden, checkbox, group, money or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "money" if isinstance(field.field, MoneyField) else "plain"


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The control of a field with Bootstrap's classes, tied to its help and its errors."""
    widget = field.field.widget
    attrs: dict[str, Any] = {"class": _control_class(widget)}
    notes = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        notes.append(f"{field.auto_id}_error")
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    attrs["class"] = f"{widget.attrs.get('class', '')} {attrs['class']}".strip()
    return field.as_widget(attrs=attrs)


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"  # on the box around the choices and on each of them
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


@register.simple_tag
def elided_pages(page: Page) -> list[int | str]:
    """Page numbers around the present one, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag
def job_trouble(job: Job) -> str:
    """Why a job failed, in plain words, and what to do."""
    return _(
        "It did not work after %(attempts)s attempts. Nothing was done by halves. Try again; "
        "if it fails again, give the administrator the number %(number)s."
    ) % {"attempts": job.attempts, "number": job.pk}


@register.simple_tag(takes_context=True)
def include_panel(context: template.Context, panel: Panel) -> SafeString:
    """A panel of a higher floor: its template with its own context and the page's request."""
    flat: dict[str, Any] = {}
    for name in ("user", "today", "perms", "csrf_token"):
        if name in context:
            flat[name] = context[name]
    flat.update(panel.context)
    return render_to_string(panel.template, flat, request=context.get("request"))


@register.simple_tag(takes_context=True)
def pin_button(context: template.Context, what: str, pk: int, name: Any) -> SafeString:
    """A button that keeps this at hand in the search box and on the desk (one query)."""
    request = context["request"]
    pinned = is_pinned(request.user, what, pk)
    flat = {"what": what, "pk": pk, "name": str(name), "pinned": pinned}
    return render_to_string("components/pin.html", flat, request=request)


@register.simple_tag
def demo_accounts() -> dict[str, Any] | None:
    """Accounts of the demonstration with the password of all of them; None in a real office."""
    if not settings.DEMO:
        return None
    people = User.objects.filter(is_active=True).exclude(role="").select_related("district")
    return {"people": people.order_by("id"), "password": settings.DEMO_PASSWORD}
