"""Which column of which table takes which mask. A column of text that is not named here stops the
copy: whoever adds one decides.

Names are `model.field`, or `*.field` for the field wherever it stands; rows of the history take
the rules of their model. Dates (but the day of birth), amounts, links, choices from a list, yes
and no stay as they are: sums, terms and statistics of the copy are those of the original.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from clients.models import Person
from core.dictionaries import SYSTEM_USERNAME
from core.pdf import render_pdf
from core.polish import sort_key
from gops.anonymised.masks import Masks

Row = Mapping[str, Any]
Rule = Callable[[Any, Row, Masks], Any]
"""From the value, the row as it was and the masks to the value of the copy."""

LETTER = (
    '<html lang="pl"><head><title>Kopia szkoleniowa</title></head><body>'
    "<h1>Kopia szkoleniowa</h1><p>Treść pisma zastąpiono. Numer, daty, kwoty i obliczenie są w "
    "aktach sprawy.</p></body></html>"
)
SAMPLE_NAME = "samples/copy.pdf"


@cache
def sample() -> bytes:
    """The paper that stands for every document, drawn when a copy is made."""
    return render_pdf(LETTER)


def _sample_sha256() -> str:
    return hashlib.sha256(sample()).hexdigest()


def keep(value: Any, row: Row, masks: Masks) -> Any:
    """Says nothing about anybody."""
    return value


def _by(mask: Callable[[Masks, Any], Any]) -> Rule:
    return lambda value, row, masks: None if value is None else mask(masks, value)


def _set(new: Any) -> Rule:
    """The same for everybody; what was empty stays empty."""
    return lambda value, row, masks: new if value else value


def _made(new: Callable[[], Any]) -> Rule:
    """As `_set`, with what is worked out first when it is needed."""
    return lambda value, row, masks: new() if value else value


TEXT, NAME, DIGITS, NRB = _by(Masks.text), _by(Masks.name), _by(Masks.digits), _by(Masks.nrb)
PHONE, EMAIL, ADDRESS = _by(Masks.phone), _by(Masks.email), _by(Masks.address)
GIVEN, SURNAME, PLACE = _by(Masks.given_name), _by(Masks.surname), _by(Masks.place)


def _contact(value: str, row: Row, masks: Masks) -> str:
    masked = {"phone": masks.phone, "email": masks.email}
    return masked.get(row["kind"], masks.text)(value)


def _person(row: Row, masks: Masks) -> Person:
    person = Person(
        first_name=masks.given_name(row["first_name"]),
        second_name=masks.given_name(row["second_name"]),
        last_name=masks.surname(row["last_name"]),
        family_name=masks.surname(row["family_name"]),
        pesel=masks.pesel(row["pesel"]),
    )
    person.fill_search()
    return person


_CODES = {"household_kind", "kind", "degree", "reasons"}
_IS_CODE, _IS_FIGURE = re.compile(r"[a-z0-9_]{1,40}"), re.compile(r"[\d\s.,:+-]{0,20}")


def _answers(value: Any, row: Row, masks: Masks, name: str = "") -> Any:
    """An interview: codes, days and amounts stay, what was written in words goes."""
    if isinstance(value, dict):
        return {key: _answers(part, row, masks, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_answers(part, row, masks, name) for part in value]
    if not isinstance(value, str) or (_IS_CODE if name in _CODES else _IS_FIGURE).fullmatch(value):
        return value
    return masks.text(value)


def _facts(value: Any, row: Row, masks: Masks) -> Any:
    """Facts for the law: codes and amounts; days of birth are masked as those of persons."""
    if isinstance(value, dict):
        return {
            name: _born(part, masks) if name in ("born", "child_born") else _facts(part, row, masks)
            for name, part in value.items()
        }
    return [_facts(part, row, masks) for part in value] if isinstance(value, list) else value


def _born(value: Any, masks: Masks) -> Any:
    return str(masks.born(date.fromisoformat(value))) if value else value


def _context(value: Any, row: Row, masks: Masks) -> Any:
    """Who did something and by which service: not the name, nor where it came from."""
    return {**value, "name": "", "request": ""}


def _username(value: str, row: Row, masks: Masks) -> str:
    return value if value == SYSTEM_USERNAME else f"szkolenie{row['id']}"


def _check_code(value: str | None, row: Row, masks: Masks) -> str | None:
    return masks.digits(value) if value else value


NOTHING_LEFT: Rule = lambda value, row, masks: {} if isinstance(value, dict) else []  # noqa: E731

EMPTY = {
    "account.EmailAddress", "account.EmailConfirmation", "admin.LogEntry", "benefits.ImportProfile",
    "benefits.ImportRow", "benefits.ImportRun", "benefits.SourceId", "clients.LikelyPair",
    "clients.PersonWords", "clients.PlaceLoad", "core.Job", "mfa.Authenticator",
    "reports.PersonCopy", "sessions.Session",
}  # fmt: skip
"""Tables, and their history, of which the copy has no rows: sessions, jobs, files of others."""

RULES: dict[str, Rule] = {
    "*.dzial": keep,
    "*.rozdzial": keep,
    "*.paragraf": keep,
    "*.jrwa": keep,
    "*.rule": keep,  # how a term was counted
    "*.source": TEXT,
    "*.note": TEXT,
    "*.why": TEXT,
    "*.reason": TEXT,
    "*.withdrawn_why": TEXT,
    "*.nrb": NRB,
    "*.payee_name": NAME,
    "*.payee_address": ADDRESS,
    "*.purpose": TEXT,
    # the staff
    "core.User.password": _set("!"),
    "core.User.username": _username,
    "core.User.first_name": GIVEN,
    "core.User.last_name": SURNAME,
    "core.User.email": EMAIL,
    "core.User.phone": PHONE,
    "core.User.position": keep,
    "core.User.language": keep,
    # the office, which is not a person
    "core.District.name": keep,
    "core.District.places": keep,
    "core.Authorization.number": DIGITS,
    "core.Authorization.act": keep,
    "core.Centre.*": keep,
    "core.CentreAccount.name": keep,
    "core.CentreAccount.bank_profile": keep,
    "core.BenefitKind.*": keep,
    "core.NumberSeries.key": keep,
    "core.Pin.what": keep,
    "core.DestructionList.*": keep,
    "core.Destruction.why": TEXT,
    "core.Destruction.*": keep,
    "core.AccessLog.what": keep,
    "core.AccessLog.kind": keep,
    "core.AccessLog.purpose": keep,
    "clients.Place.*": keep,
    # people
    "clients.Person.first_name": GIVEN,
    "clients.Person.second_name": GIVEN,
    "clients.Person.last_name": SURNAME,
    "clients.Person.family_name": SURNAME,
    "clients.Person.pesel": _by(Masks.pesel),
    "clients.Person.birth_date": _by(Masks.born),
    "clients.Person.pesel_differs_why": TEXT,
    "clients.Person.identity_document": DIGITS,
    "clients.Person.citizenship": keep,
    "clients.Person.phone": PHONE,
    "clients.Person.email": EMAIL,
    "clients.Person.sort_key": lambda value, row, masks: _person(row, masks).sort_key,
    "clients.Person.search_text": lambda value, row, masks: _person(row, masks).search_text,
    "clients.FormerName.first_name": GIVEN,
    "clients.FormerName.last_name": SURNAME,
    "clients.Address.street": _by(Masks.street),
    "clients.Address.house": _by(Masks.house),
    "clients.Address.flat": _by(Masks.house),
    "clients.Address.postal_code": _set("99-999"),
    "clients.Address.place": PLACE,
    "clients.Address.post_office": PLACE,
    "clients.Address.teryt_place": _set(None),
    "clients.BankAccount.bank_name": keep,
    "clients.BankAccount.holder": NAME,
    "clients.Contact.value": _contact,
    "clients.Representation.name": NAME,
    "clients.Representation.address": ADDRESS,
    "clients.Representation.scope": TEXT,
    "clients.Consent.version": keep,
    "clients.Relationship.age_reason": TEXT,
    # households and their papers
    "clients.Household.name": NAME,
    "clients.Household.notes": TEXT,
    "clients.Household.sort_key": lambda value, row, masks: sort_key(masks.name(row["name"])),
    "clients.HouseholdNote.text": TEXT,
    "clients.HouseholdMove.*": NOTHING_LEFT,
    "clients.HouseholdMove.reason": TEXT,
    "clients.Membership.court_order": DIGITS,
    "clients.Merge.*": NOTHING_LEFT,
    "clients.Merge.reason": TEXT,
    "clients.Merge.written_in": keep,
    "clients.Document.title": TEXT,
    "clients.Document.file": _set(SAMPLE_NAME),
    "clients.Document.content_type": _set("application/pdf"),
    "clients.Document.size": _made(lambda: len(sample())),
    "clients.Document.sha256": _made(_sample_sha256),
    # facts
    "clients.Income.kind": keep,
    "clients.OneOffIncome.kind": keep,
    "clients.Certificate.number": DIGITS,
    "clients.Certificate.issued_by": TEXT,
    "clients.Farm.place": PLACE,
    "clients.AlimonyPaid.for_whom": TEXT,
    "clients.AlimonyTitle.debtor_name": NAME,
    "clients.AlimonyTitle.court": TEXT,
    "clients.AlimonyTitle.court_sign": DIGITS,
    "clients.AlimonyTitle.bailiff": TEXT,
    "clients.AlimonyTitle.bailiff_sign": DIGITS,
    "clients.Education.school": TEXT,
    "clients.Education.year_of_study": keep,
    "clients.EmploymentOffice.office": TEXT,
    "clients.HealthInsurance.payer": TEXT,
    "clients.ResidenceTitle.number": DIGITS,
    "clients.Death.ended": keep,  # what it stopped, by numbers of rows
    "clients.Dwelling.heating": keep,
    # cases
    "cases.Case.znak": keep,
    "cases.Application.justification": TEXT,
    "cases.Application.submission_key": keep,
    "cases.Term.legal_basis": keep,
    "cases.Term.unit": keep,
    "cases.Note.text": TEXT,
    "cases.Interview.answers": _answers,
    # decisions
    "benefits.Calculation.facts": _facts,
    "benefits.Calculation.answer": keep,
    "benefits.Calculation.law_version": keep,
    "benefits.KeptAnswer.facts": _facts,
    "benefits.KeptAnswer.answer": keep,
    "benefits.Decision.facts": _facts,
    "benefits.Decision.answer": keep,
    "benefits.Decision.discretion_reason": TEXT,
    "benefits.Decision.findings": TEXT,
    "benefits.Decision.immediate_reason": TEXT,
    "benefits.Decision.returned_why": TEXT,
    "benefits.Decision.number": keep,
    "benefits.Decision.letter_html": _set(LETTER),
    "benefits.Decision.letter_template": keep,
    "benefits.Decision.check_code": _check_code,
    "benefits.Decision.pdf": _set(SAMPLE_NAME),
    "benefits.Decision.pdf_sha256": _made(_sample_sha256),
    "benefits.Delivery.received_by": NAME,
    "benefits.Appeal.summary": TEXT,
    "benefits.Appeal.ruling_number": DIGITS,
    "benefits.LocalResolution.*": keep,
    # money
    "payments.Entitlement.ended_why": TEXT,
    "payments.Entitlement.origin_number": keep,
    "payments.Entitlement.origin_basis": keep,
    "payments.PaymentList.number": keep,
    "payments.PaymentList.due_kind": keep,
    "payments.PaymentList.task_type": keep,
    "payments.PaymentList.cancelled_why": TEXT,
    "payments.PaymentLine.title": keep,
    "payments.BankFile.profile": keep,
    "payments.BankFile.name": keep,
    "payments.BankFile.content": _set(b"kopia szkoleniowa\n"),
    "payments.BankFile.sha256": _set(hashlib.sha256(b"kopia szkoleniowa\n").hexdigest()),
    "payments.BankFile.warnings": NOTHING_LEFT,
    "reports.ArchivalCategory.*": keep,
    "reports.ReportRun.*": keep,
    # machinery
    "auth.*": keep,
    "contenttypes.*": keep,
    "django_celery_beat.*": keep,
    "pghistory.Context.id": keep,
    "pghistory.Context.metadata": _context,
}


def rule_for(model: str, field: str) -> Rule | None:
    """The rule of a column: its own, that of its name, of its table, of its room; or None."""
    room = model.partition(".")[0]
    for name in (f"{model}.{field}", f"*.{field}", f"{model}.*", f"{room}.*"):
        if name in RULES:
            return RULES[name]
    return None
