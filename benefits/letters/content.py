"""Everything that a decision's letter says, ready for its template: text, no logic left to do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

import law
from benefits import outcome
from benefits.facts import INCAPABLE, retirement_day
from benefits.letters import acts, tables
from benefits.letters.words import Asked, Refusal, refusals
from benefits.models import Calculation, Decision, DecisionItem
from benefits.states import DecisionResult
from cases.answers import ALONE, read_answers
from cases.models import PaymentWay
from clients.models import AddressKind, Certificate, CertificateDegree, Person, Sex
from clients.queries import address_on, certificates_on
from core.identifiers import format_nrb
from core.models import Authorization, Centre, User
from core.polish import NBSP, format_money, long_date, plural, words_amount
from law.pomoc_spoleczna.spans import ROUNDED

_DEGREES = {
    CertificateDegree.TOTAL_INCAPACITY: "o całkowitej niezdolności do pracy",
    CertificateDegree.SEVERE: "o znacznym stopniu niepełnosprawności",
    CertificateDegree.MODERATE: "o umiarkowanym stopniu niepełnosprawności",
}
_PUBLISHED = re.compile(r"Dz\.U\. \d{4} (?:nr \d+ )?poz\. \d+")


@dataclass(frozen=True, slots=True)
class Signed:
    """What signing adds: number, day, who signed by which authorisation, the check code."""

    number: str
    day: date
    signer: User
    authorization: Authorization
    check_code: str

    @property
    def address(self) -> str:
        """Where anybody may check the decision, as printed beside the code."""
        return str(settings.SITE_URL).rstrip("/") + reverse("benefits:verify")

    @property
    def link(self) -> str:
        """The page that checks this very decision."""
        path = reverse("benefits:verify", args=[self.check_code])
        return str(settings.SITE_URL).rstrip("/") + path

    @property
    def picture(self) -> str:
        """The link as a QR code, a picture inside the letter."""
        return str(segno.make(self.link, error="m", micro=False).svg_data_uri(scale=2, border=0))

    @property
    def authorized_on(self) -> str:
        """Day of the authorisation in words."""
        return long_date(self.authorization.granted_on)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in figures and in words."""

    figures: str
    words: str

    @classmethod
    def of(cls, amount: Decimal) -> "Money":
        return cls(format_money(amount), words_amount(amount))


@dataclass(frozen=True, slots=True)
class Granted:
    """What is granted: amounts, period, purpose, way of payment."""

    amount: Money
    periodic: bool
    start: str
    end: str
    first: Money | None
    first_month: str
    last: Money | None
    last_month: str
    day_rate_by: str  # the centre's rule, where a part was counted by a rounded rate of a day
    purpose: str
    by_transfer: bool
    account: str
    account_end: str
    guaranteed: Money | None
    topup: Money | None


@dataclass(frozen=True, slots=True)
class Content:
    """The words and tables of one letter."""

    title: str
    centre: Centre
    place_and_day: str
    znak: str
    signed: Signed | None
    code: str
    name: str
    name_accusative: str
    name_genitive: str
    party: Person
    madam: str
    addressee: tuple[str, ...]
    handler: User
    basis: str
    received: str
    requested: Money | None
    not_granted: Money | None
    requested_purpose: str
    granted: Granted | None
    refusals: list[Refusal]
    by_discretion: bool
    immediate_reason: str
    interview_day: str
    interviewer: User
    incapacity: str
    persons: list[str]
    alone: bool
    size_words: str
    incomes: tables.IncomeTable
    steps: list[tables.Line]
    amounts_from: str
    reasons: list[str]
    reason_chosen: str
    findings: str
    assessment: str


def content_of(decision: Decision, *, day: date, signed: Signed | None) -> Content:
    """The content of the letter as of `day` (a handful of queries)."""
    case, calculation = decision.case, decision.calculation
    answer, facts = calculation.answer, calculation.facts
    application, party = case.application, case.applicant
    answers = read_answers(case.interview.answers)
    ids = [int(p["id"]) for p in facts["household"]["persons"]]
    people = {p.pk: p for p in Person.objects.filter(pk__in=ids)}
    names = {str(pk): people[pk].full_name for pk in ids}
    item = decision.items.first()
    requested = application.requested_amount
    number = signed.number if signed else ""
    labels = {reason.code: reason.label for reason in law.art7_reasons(calculation.on)}
    alone = facts["household"]["kind"] == ALONE
    asked = Asked(case.kind.code, answer, calculation.on, party.birth_date, party.sex, alone)
    centre = Centre.objects.get()
    partly = decision.result == DecisionResult.PARTLY and requested and item
    return Content(
        title=f"Decyzja {number} – {case.kind.name}".replace("  ", " "),
        centre=centre,
        place_and_day=f"{centre.place}, {long_date(day)}",
        znak=case.znak,
        signed=signed,
        code=case.kind.code,
        name=case.kind.name,
        name_accusative=case.kind.name_accusative,
        name_genitive=case.kind.name_genitive,
        party=party,
        madam="Pani" if party.sex == Sex.FEMALE else "Pan",
        addressee=_addressee(party, day),
        handler=case.handler,
        basis=_basis(decision, day),
        received=long_date(application.received_on),
        requested=Money.of(requested) if requested else None,
        not_granted=Money.of(requested - item.amount) if partly and requested and item else None,
        requested_purpose=application.purpose,
        granted=_granted(item, facts) if item else None,
        refusals=refusals(asked),
        by_discretion=case.kind.code in outcome.AT_DISCRETION,
        immediate_reason=decision.immediate_reason if decision.immediate else "",
        interview_day=long_date(case.interview.held_on) if case.interview.held_on else "",
        interviewer=case.interview.worker,
        incapacity=_incapacity(party, calculation),
        persons=[names[str(pk)] for pk in ids],
        alone=alone,
        size_words=f"{len(ids)}{NBSP}{plural(len(ids), 'osoba', 'osoby', 'osób')}",
        incomes=tables.income_table(facts, answer, names, calculation.on),
        steps=tables.lines(answer.get("trace", [])),
        amounts_from=_amounts_from(answer),
        reasons=[labels.get(code, code) for code in answers.reasons],
        reason_chosen=labels.get(facts.get("reason_art7", ""), ""),
        findings=decision.findings,
        assessment=decision.discretion_reason,
    )


def _addressee(party: Person, day: date) -> tuple[str, ...]:
    address = address_on(party, day, AddressKind.CORRESPONDENCE)
    if address is None:
        return (party.full_name,)
    return (party.full_name, address.street_line, address.town_line)


def _basis(decision: Decision, day: date) -> str:
    code, answer = decision.case.kind.code, decision.calculation.answer
    kpa = "art. 104 i art. 107"
    if decision.immediate:
        kpa += " oraz art. 108 § 1"
    parts = [
        f"{kpa} {acts.cited('kpa', day)}",
        f"{acts.material_basis(code, answer.get('basis', []))} "
        f"{acts.cited('pomoc_spoleczna', day)}",
        *acts.other_basis(answer.get("basis", [])),
    ]
    if code == outcome.PERMANENT and decision.result != DecisionResult.REFUSED:
        parts.append(f"art. 66 ust. 1 pkt 26 {acts.cited('opieka_zdrowotna', day)}")
    return ", ".join(parts)


def _incapacity(party: Person, calculation: Calculation) -> str:
    """By what zasiłek stały takes a person for unable to work: certificates, or age."""
    applicant = calculation.facts["applicant"]
    person = next(p for p in calculation.facts["household"]["persons"] if p["id"] == applicant)
    if calculation.kind.code != outcome.PERMANENT or not person["incapable"]:
        return ""
    proofs = [c for c in certificates_on([party.pk], calculation.on) if c.degree in INCAPABLE]
    if proofs:
        return " ".join(_proof(c) for c in proofs)
    day = long_date(retirement_day(party.birth_date, party.sex))
    return f"Wiek, od którego przysługuje zasiłek stały, został ukończony {day}"


def _proof(certificate: Certificate) -> str:
    """One certificate as a sentence."""
    sentence = f"Orzeczenie {_DEGREES[CertificateDegree(certificate.degree)]}"
    if certificate.number:
        sentence += f" nr {certificate.number}"
    if certificate.issued_by:
        sentence += f" ({certificate.issued_by})"
    if certificate.valid_to is None:
        return f"{sentence} jest wydane na stałe."
    return f"{sentence} jest ważne do {long_date(certificate.valid_to)}"


def _granted(item: DecisionItem, facts: Mapping[str, Any]) -> Granted:
    guaranteed = item.guaranteed
    topup = item.amount - guaranteed if guaranteed is not None else None
    rule = facts.get("daily_rate", {})
    parts = item.first_amount or item.last_amount
    nrb = item.nrb if item.way == PaymentWay.TRANSFER else ""
    return Granted(
        amount=Money.of(item.amount),
        periodic=item.kind.periodic,
        start=long_date(item.valid_from),
        end=long_date(item.valid_to) if item.valid_to else "",
        first=Money.of(item.first_amount) if item.first_amount else None,
        first_month=_month(item.valid_from),
        last=Money.of(item.last_amount) if item.last_amount else None,
        last_month=_month(item.valid_to) if item.valid_to else "",
        day_rate_by=rule["resolution"] if parts and rule.get("rounding") == ROUNDED else "",
        purpose=item.purpose,
        by_transfer=item.way == PaymentWay.TRANSFER,
        account=format_nrb(nrb) if nrb else "",
        account_end=nrb[-4:],
        guaranteed=Money.of(guaranteed) if guaranteed is not None else None,
        topup=Money.of(topup) if topup else None,
    )


def _month(day: date) -> str:
    return tables.month_locative(day)


def _amounts_from(answer: Mapping[str, Any]) -> str:
    """Where the amounts that the calculation used were published, each place once."""
    used: Sequence[Mapping[str, Any]] = answer.get("parameters", [])
    found = [place for p in used for place in _PUBLISHED.findall(str(p.get("source") or ""))]
    return ", ".join(sorted(set(found)))
