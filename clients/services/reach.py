"""How to reach a person, who acts for them, and what they agreed to."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from clients.models import Consent, Contact, ContactKind, MaritalStatus, Person, Representation, Sex
from clients.perms import require_person
from clients.queries import person_is_visible
from clients.services.ages import age_on
from clients.services.locks import lock_person
from clients.services.refusals import check_fields, check_period, explained
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError
from core.models import User
from core.polish import format_date

R = TypeVar("R", Contact, Representation, Consent)
CONTACT = ("kind", "value", "note", "valid_from", "valid_to")
REPRESENTATION = (
    "kind", "representative", "name", "address", "scope", "takes_letters", "collects_money",
    "valid_from", "valid_to",
)  # fmt: skip
CONSENT = ("kind", "version", "given_on", "withdrawn_on")


@audit.service
def contact_add(*, actor: User, today: date, person: Person, **fields: Any) -> Contact:
    """Record another way to reach a person; `fields` are those of CONTACT.

    The same way twice is once. Raises DomainError for a malformed address or period.
    """
    require_person(actor, person, today)
    lock_person(person)
    contact = _filled(Contact(person=person), CONTACT, fields)
    _check_contact(contact)
    same = Contact.objects.filter(
        person=person, kind=contact.kind, value=contact.value, valid_from=contact.valid_from
    ).first()
    if same is None:
        contact.save(force_insert=True)
    return same or contact


@audit.service
def contact_change(
    *, actor: User, today: date, contact: Contact, seen: str, **fields: Any
) -> Contact:
    """Correct or end a contact that is still as it was `seen` (rows.fingerprint).

    Raises StaleState when somebody else changed it first, DomainError as `contact_add`.
    """
    require_person(actor, contact.person, today)
    now = _filled(current(contact, seen), CONTACT, fields)
    _check_contact(now)
    now.save()
    return now


@audit.service
def contact_remove(*, actor: User, today: date, contact: Contact, reason: str) -> None:
    """Remove a contact recorded by mistake. Twice raises StaleState."""
    require_person(actor, contact.person, today)
    remove(contact, reason)


@audit.service
def representation_add(
    *, actor: User, today: date, person: Person, **fields: Any
) -> Representation:
    """Record who acts for a person; `fields` are those of REPRESENTATION.

    The representative is a person of the files or a typed name (KPA art. 30, 32-33). The same
    one of the same kind from the same day is once. Raises DomainError for a representative who
    is dead, under age, the person themselves or not named.
    """
    require_person(actor, person, today)
    lock_person(person)
    row = _filled(Representation(person=person), REPRESENTATION, fields)
    _check_representation(row, actor, today)
    same = Representation.objects.filter(
        person=person,
        kind=row.kind,
        representative=row.representative,
        name=row.name,
        valid_from=row.valid_from,
    ).first()
    if same is not None:
        return same
    with explained({"among_the_living": _dead_said()}):
        row.save(force_insert=True)
    return row


@audit.service
def representation_change(
    *, actor: User, today: date, representation: Representation, seen: str, **fields: Any
) -> Representation:
    """Correct or end a representation; errors as `representation_add` and StaleState."""
    require_person(actor, representation.person, today)
    now = _filled(current(representation, seen), REPRESENTATION, fields)
    _check_representation(now, actor, today)
    with explained({"among_the_living": _dead_said()}):
        now.save()
    return now


@audit.service
def representation_remove(
    *, actor: User, today: date, representation: Representation, reason: str
) -> None:
    """Remove a representation recorded by mistake. Twice raises StaleState."""
    require_person(actor, representation.person, today)
    remove(representation, reason)


@audit.service
def consent_add(*, actor: User, today: date, person: Person, **fields: Any) -> Consent:
    """Record a clause given or a consent; `fields` are those of CONSENT. Twice is once."""
    require_person(actor, person, today)
    lock_person(person)
    row = _filled(Consent(person=person, recorded_by=actor), CONSENT, fields)
    _check_consent(row, today)
    same = Consent.objects.filter(
        person=person, kind=row.kind, version=row.version, given_on=row.given_on
    ).first()
    if same is None:
        row.save(force_insert=True)
    return same or row


@audit.service
def consent_change(
    *, actor: User, today: date, consent: Consent, seen: str, **fields: Any
) -> Consent:
    """Correct a consent or record that it was taken back; StaleState when changed since."""
    require_person(actor, consent.person, today)
    now = _filled(current(consent, seen), CONSENT, fields)
    _check_consent(now, today)
    now.save()
    return now


@audit.service
def consent_remove(*, actor: User, today: date, consent: Consent, reason: str) -> None:
    """Remove a consent recorded by mistake. Twice raises StaleState."""
    require_person(actor, consent.person, today)
    remove(consent, reason)


def _filled(row: R, names: tuple[str, ...], fields: dict[str, Any]) -> R:
    unknown = set(fields) - set(names)
    if unknown:
        raise TypeError(f"no such field: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    return row


def _check_contact(contact: Contact) -> None:
    check_fields(contact, "person")
    check_period(contact.valid_from, contact.valid_to)
    if contact.kind == ContactKind.EMAIL:
        try:
            validate_email(contact.value)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages), "value") from None
    if contact.kind == ContactKind.PHONE and sum(c.isdigit() for c in contact.value) < 7:
        raise DomainError(_("A phone number has at least 7 digits."), "value")


def _check_representation(row: Representation, actor: User, today: date) -> None:
    check_fields(row, "person", "representative", "document")
    check_period(row.valid_from, row.valid_to)
    other = row.representative
    if other is None:
        if not row.name:
            raise DomainError(_("Choose a person of the files or enter the name."), "name")
        return
    if other.pk == row.person_id:
        raise DomainError(_("Nobody represents themselves."), "representative")
    if not person_is_visible(actor, other, today):
        raise DomainError(_("There is no such person."), "representative")
    if other.death_date and other.death_date < row.valid_from:
        raise DomainError(
            _("%(person)s died on %(day)s.")
            % {"person": other, "day": format_date(other.death_date)},
            "representative",
        )
    if age_on(other.birth_date, row.valid_from) < _of_age(other):
        raise DomainError(
            _("%(person)s, born on %(day)s, is under age on that day.")
            % {"person": other, "day": format_date(other.birth_date)},
            "representative",
        )
    row.name = ""


def _of_age(person: Person) -> int:
    """18, or 16 for a woman who is of age by marriage (art. 10 k.c.)."""
    unmarried = person.marital_status in ("", MaritalStatus.SINGLE)
    return 18 if unmarried or person.sex != Sex.FEMALE else 16


def _check_consent(row: Consent, today: date) -> None:
    check_fields(row, "person", "document", "recorded_by")
    if row.given_on > today:
        raise DomainError(_("This day is still to come."), "given_on")
    if row.withdrawn_on and row.withdrawn_on < row.given_on:
        raise DomainError(_("It was taken back before it was given."), "withdrawn_on")


def _dead_said() -> DomainError:
    text = _("Nobody represents, and nobody is represented, after a death.")
    return DomainError(text, "valid_from")
