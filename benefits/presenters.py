"""What pages of benefits say: next step, facts in words, months side by side, differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.facts import Missing, completed_years
from benefits.letters.tables import counted_month, net
from benefits.models import Appeal, Decision, DecisionItem
from benefits.perms import check_refusal, is_signer, may, sign_refusal
from benefits.queries import OPEN
from benefits.services.appeal import APPEALABLE
from benefits.services.review import draft_problems
from benefits.states import FALLS, AppealRuling, DecisionStatus
from cases.law_codes import income_labels, uncounted_kinds
from clients.models import Person
from core.law_rows import CERTAINTY, shown_number
from core.models import User
from core.months import month_of, next_month, parse_month
from core.permissions import Permission, allowed
from core.polish import format_money, format_number
from payments.models import Entitlement
from payments.queries import amount_for_month, paid_by_month

ROLES = {
    "applicant": gettext_lazy("applicant"),
    "spouse": gettext_lazy("spouse or partner"),
    "child": gettext_lazy("child"),
    "other": gettext_lazy("other member"),
}
MONTHS_AHEAD = 2
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Mend:
    """Something missing, with the page that mends it."""

    message: str
    url: str


def mends(missing: tuple[Missing, ...]) -> list[Mend]:
    """Each missing thing with its link."""
    return [Mend(m.message, _url(m.url_name, m.pk)) for m in missing]


def _url(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def amounts_used(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Amounts and rates of an answer with their units, and how sure they are."""
    return [
        {
            **value,
            "shown": shown_number(Decimal(value["value"]), value["unit"]),
            "words": CERTAINTY[value["certainty"]][0],
            "meaning": CERTAINTY[value["certainty"]][1],
        }
        for value in answer.get("parameters", ())
    ]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the household as the calculation sees them."""

    name: str
    role: str
    age: int
    incapable: bool


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """An income of the facts: counted, or why not."""

    person: str
    label: str
    month: date | None
    amount: Decimal
    left_out: str


@dataclass(frozen=True, slots=True)
class FactsView:
    """Facts in words."""

    alone: bool
    persons: list[PersonRow]
    incomes: list[IncomeRow]
    others: list[tuple[str, str]]
    month: date


def facts_view(facts: Mapping[str, Any], on: date) -> FactsView | None:
    """Facts of a calculation as a page shows them (one query); None when there are none yet."""
    if not facts:
        return None
    rows = facts["household"]["persons"]
    names = {str(p.pk): str(p) for p in Person.objects.filter(pk__in=[r["id"] for r in rows])}
    month = counted_month(facts, on)
    return FactsView(
        alone=facts["household"]["kind"] == "samotnie",
        persons=[
            PersonRow(
                names.get(r["id"], ""),
                str(ROLES[r["role"]]),
                completed_years(date.fromisoformat(r["born"]), on),
                bool(r["incapable"]),
            )
            for r in rows
        ],
        incomes=list(_incomes(facts, names, month, on)),
        others=list(_others(facts, names, on)),
        month=month,
    )


def _incomes(
    facts: Mapping[str, Any], names: Mapping[str, str], month: date, on: date
) -> Iterator[IncomeRow]:
    labels, uncounted = income_labels(on), uncounted_kinds(on)
    for income in facts["incomes"]:
        own_month = parse_month(income.get("month", ""))
        left_out = ""
        if own_month and own_month != month:
            left_out = _("another month")
        elif income["kind"] in uncounted:
            left_out = _("not counted: %(provision)s") % {"provision": uncounted[income["kind"]]}
        yield IncomeRow(
            names.get(income["person"], ""),
            labels.get(income["kind"], income["kind"]),
            own_month,
            net(income),
            left_out,
        )


def _others(
    facts: Mapping[str, Any], names: Mapping[str, str], on: date
) -> Iterator[tuple[str, str]]:
    labels = income_labels(on)
    for row in facts["lost_incomes"]:
        label = labels.get(row["kind"], row["kind"])
        yield _("Lost income"), f"{names.get(row['person'], '')}, {label}: {_zl(row['amount'])}"
    for row in facts["one_off_incomes"]:
        label = labels.get(row["kind"], row["kind"])
        yield _("One-off income"), f"{names.get(row['person'], '')}, {label}: {_zl(row['amount'])}"
    for row in facts["farm"]:
        yield _("Farm"), f"{names.get(row['person'], '')}: {_ha(row['ha_przeliczeniowe'])}"
    if Decimal(facts.get("alimony_paid", "0")):
        yield _("Alimony paid to others"), _zl(facts["alimony_paid"])
    for row in facts.get("alimony_paid_by", ()):
        payer = names.get(row["person"], "")
        yield _("Alimony paid to others"), f"{payer}: {_zl(row['amount'])}"


def _zl(amount: Any) -> str:
    return format_money(Decimal(amount))


def _ha(area: Any) -> str:
    return f"{format_number(Decimal(area), 4)} ha"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: paid so far, due under the draft, and the difference (zł)."""

    month: date
    paid: Decimal
    due: Decimal
    back: Decimal
    over: Decimal


def month_rows(decision: Decision, today: date) -> list[MonthRow]:
    """Month by month: what was paid, what is due, back pay, paid too much (one query)."""
    item = next(iter(decision.items.all()), None)
    if item is None:
        return []
    months = _months(item, today)
    paid = paid_by_month([item.person_id], item.kind, months)
    schedule = Entitlement(
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        amount=item.amount,
        first_amount=item.first_amount,
        last_amount=item.last_amount,
        periodic=item.kind.periodic,
    )
    rows = []
    for month in months:
        due = amount_for_month(schedule, month)
        late = month <= month_of(today)
        back = max(due - paid[month], ZERO) if late else ZERO
        rows.append(MonthRow(month, paid[month], due, back, max(paid[month] - due, ZERO)))
    return rows


def _months(item: DecisionItem, today: date) -> list[date]:
    first = month_of(item.valid_from)
    if not item.kind.periodic:
        return [first]
    last = max(month_of(today), first)
    for _step in range(MONTHS_AHEAD):
        last = next_month(last)
    if item.valid_to:
        last = min(last, month_of(item.valid_to))
    months, month = [], first
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


@dataclass(frozen=True, slots=True)
class Actions:
    """What this person may do with the decision now; `why_not` says what stands in the way."""

    edit: bool = False
    submit: bool = False
    check: bool = False
    give_back: bool = False
    sign: bool = False
    cancel: bool = False
    deliver: bool = False
    waive: bool = False
    appeal: bool = False
    forward: bool = False
    rule: bool = False
    why_not: str = ""
    problems: tuple[str, ...] = ()


def actions_of(user: User, decision: Decision, today: date) -> Actions:
    """Actions by role and state; four eyes say why not."""
    status = decision.status
    if status in OPEN and not decision.case.is_open:
        return Actions(why_not=_("The case has ended meanwhile; this draft leads nowhere."))
    prepares = may(user, decision, today, Permission.DECISIONS_PREPARE)
    checks = may(user, decision, today, Permission.DECISIONS_CHECK)
    if status == DecisionStatus.DRAFT:
        return Actions(
            edit=prepares,
            submit=prepares,
            cancel=prepares,
            problems=tuple(draft_problems(decision)) if prepares else (),
        )
    if status == DecisionStatus.SUBMITTED:
        why = check_refusal(user, decision) if checks else ""
        return Actions(check=checks and not why, give_back=checks, cancel=prepares, why_not=why)
    if status == DecisionStatus.CHECKED:
        signs = is_signer(user, decision, today)
        # who prepares decisions need not be told that somebody else signs them
        asked = signs or (not prepares and may(user, decision, today, Permission.DECISIONS_SIGN))
        why = sign_refusal(user, decision, today) if asked else ""
        return Actions(sign=signs and not why, give_back=checks, cancel=prepares, why_not=why)
    if not may(user, decision, today, Permission.DECISIONS_DELIVER):
        return Actions()
    if status == DecisionStatus.ISSUED:
        return Actions(deliver=True)
    return _after_delivery(decision)


def _after_delivery(decision: Decision) -> Actions:
    """Appeal, its way to the appeal body, its ruling; or a waiver."""
    appeal = getattr(decision, "appeal", None)
    if appeal is None:
        return Actions(
            waive=decision.status == DecisionStatus.DELIVERED,
            appeal=decision.status in APPEALABLE,
        )
    if appeal.ruling:
        return Actions()
    return Actions(forward=appeal.forwarded_on is None, rule=True)


@dataclass(frozen=True, slots=True)
class Change:
    """A text that differs from what was handed on before: pieces (kind, words)."""

    label: str
    pieces: list[tuple[str, str]]


_TEXTS = {
    "findings": gettext_lazy("Findings of the interview"),
    "discretion_reason": gettext_lazy("Assessment"),
    "immediate_reason": gettext_lazy("Why it cannot wait"),
}


def changes_of(decision: Decision) -> list[Change]:
    """What the texts say now against the last time the draft was handed on (one query)."""
    events = apps.get_model("benefits", "DecisionEvent")._default_manager
    before = list(
        events.filter(
            pgh_obj_id=decision.pk,
            status=DecisionStatus.SUBMITTED,
            pgh_context__metadata__reason="decision_submit",
        ).order_by("-pgh_id")[:2]
    )
    if decision.status == DecisionStatus.DRAFT:
        last = before[0] if before else None
    else:
        last = before[1] if len(before) > 1 else None
    if last is None:
        return []
    return [
        Change(str(label), pieces_of(getattr(last, name), getattr(decision, name)))
        for name, label in _TEXTS.items()
        if getattr(last, name) != getattr(decision, name)
    ]


def pieces_of(old: str, new: str) -> list[tuple[str, str]]:
    """Words that stayed ("same"), were taken out ("gone") or put in ("new")."""
    a, b = old.split(), new.split()
    pieces: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(a[i:j])))
            continue
        if i < j:
            pieces.append(("gone", " ".join(a[i:j])))
        if k < m:
            pieces.append(("new", " ".join(b[k:m])))
    return pieces


AFTER_RULING: dict[str, Any] = {
    AppealRuling.UPHELD: gettext_lazy("The decision stands; nothing else has to be done."),
    AppealRuling.DROPPED: gettext_lazy("The decision stands; nothing else has to be done."),
    AppealRuling.NOT_HEARD: gettext_lazy(
        "The appeal is not heard; the decision stands as if nobody had appealed."
    ),
    AppealRuling.CHANGED: gettext_lazy(
        "The ruling of the appeal body takes the place of this decision. No payment was changed "
        "by itself: end what this decision pays, and take up in a new case what was granted."
    ),
    AppealRuling.DISCONTINUED: gettext_lazy(
        "The matter ended without a decision. No payment was changed by itself: end what this "
        "decision pays."
    ),
    AppealRuling.SENT_BACK: gettext_lazy(
        "The matter has to be decided anew, as the appeal body said. No payment was changed by "
        "itself: suspend or end what this decision pays, and register the case again."
    ),
    AppealRuling.SELF_REVIEW: gettext_lazy(
        "The new decision of the centre takes the place of this one. No payment was changed by "
        "itself: end what this decision pays, and prepare the new decision in a new case."
    ),
}


def appeal_next(appeal: Appeal) -> str:
    """What the officer does now about an appeal."""
    if appeal.ruling:
        return str(AFTER_RULING[appeal.ruling])
    if appeal.forwarded_on:
        return _("The appeal body has the file. Record its ruling when it comes.")
    return _(
        "Until then send the appeal with the whole file to the appeal body (art. 133 KPA), or, "
        "if it is right in everything, issue a new decision yourselves (art. 132)."
    )


def appeal_links(user: User, decision: Decision, appeal: Appeal) -> list[Mend]:
    """Where the officer does what a repealed decision needs."""
    if appeal.ruling not in FALLS:
        return []
    links = []
    if allowed(user, Permission.PAYMENTS_VIEW):
        label = _("Suspend or end the payment: %(benefit)s, %(amount)s")
        links = [
            Mend(
                label % {"benefit": item.kind.name, "amount": format_money(item.amount)},
                reverse("payments:entitlement", args=[item.entitlement_id]),
            )
            for item in decision.items.all()
            if item.entitlement_id
        ]
    if appeal.ruling != AppealRuling.DISCONTINUED and allowed(user, Permission.CASES_EDIT):
        url = reverse("cases:register", args=[decision.case.household_id])
        links.append(Mend(_("Register a new case of this household"), url))
    return links
