"""Parts of the page of a person: entries that hold, those of the past, where each is changed."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.models import Address, BankAccount, Consent, Contact, FormerName, Person
from clients.presenters.person_now import is_over
from clients.queries.about import Acting
from core.identifiers import format_nrb
from core.polish import format_date


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a part: what it says, details under it, where it is changed."""

    text: str
    details: list[str]
    change: str = ""
    is_over: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: entries that hold now, those of the past, and where one is added."""

    title: str
    empty: str
    add: str
    now: list[Line] = field(default_factory=list)
    past: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Entries that hold now."""
        return len(self.now)


def address_part(person: Person, addresses: list[Address], today: date) -> Part:
    """Where the person lives, is registered and takes letters."""
    lines = [
        Line(
            f"{address.street_line}, {address.town_line}",
            [address.get_kind_display(), period(address.valid_from, address.valid_to, today),
             *([str(address.teryt_place)] if address.teryt_place else [])],
            _change("addresses", address.pk),
            is_over(address.valid_to, today),
        )
        for address in addresses
    ]  # fmt: skip
    add = reverse("clients:address", args=[person.pk])
    return _part(_("Addresses"), _("No address is recorded."), add, lines)


def account_part(person: Person, accounts: list[BankAccount], today: date, masked: bool) -> Part:
    """Where money goes to."""
    lines = [
        Line(
            f"•••• {account.nrb[22:]}" if masked else format_nrb(account.nrb),
            [*filter(None, [account.bank_name, account.holder and (
                _("account of %(holder)s") % {"holder": account.holder})]),
             period(account.valid_from, account.valid_to, today)],
            _change("accounts", account.pk),
            is_over(account.valid_to, today),
        )
        for account in accounts
    ]  # fmt: skip
    add = reverse("clients:account", args=[person.pk])
    empty = _("No account: money is paid in cash or by post.")
    return _part(_("Bank accounts"), empty, add, lines)


def contact_part(person: Person, contacts: list[Contact], today: date) -> Part:
    """Phone and e-mail of the record, and further ways to reach the person."""
    own = [
        Line(value, [label])
        for value, label in ((person.phone, _("phone")), (person.email, _("e-mail")))
        if value
    ]
    lines = [
        Line(
            contact.value,
            [contact.get_kind_display(), *filter(None, [contact.note]),
             period(contact.valid_from, contact.valid_to, today)],
            _change("contacts", contact.pk),
            is_over(contact.valid_to, today),
        )
        for contact in contacts
    ]  # fmt: skip
    return _part(_("Contact"), _("No contact is recorded."), _add(person, "contacts"), own + lines)


def representative_part(person: Person, rows: list[Acting], today: date) -> Part:
    """Who acts for the person, and for whom the person acts."""
    lines = [_representation(person, acting, today) for acting in rows]
    empty = _("Nobody is recorded.")
    return _part(_("Representatives"), empty, _add(person, "representatives"), lines)


def _representation(person: Person, acting: Acting, today: date) -> Line:
    row = acting.row
    when, over = period(row.valid_from, row.valid_to, today), is_over(row.valid_to, today)
    if row.person_id != person.pk:
        what = _("represented by %(person)s: %(kind)s") % {
            "person": person,
            "kind": row.get_kind_display(),
        }
        url = reverse("clients:person", args=[row.person_id])
        return Line(str(row.person), [what, when], "", over, url)
    details = [
        row.get_kind_display(),
        row.scope,
        row.address,
        _("takes letters") if row.takes_letters else "",
        _("collects money") if row.collects_money else "",
        when,
    ]
    url = reverse("clients:person", args=[row.representative_id]) if acting.opens else ""
    change = _change("representatives", row.pk)
    return Line(str(row), [text for text in details if text], change, over, url)


def consent_part(person: Person, rows: list[Consent]) -> Part:
    """Clauses handed over and consents given."""
    lines = [
        Line(
            row.get_kind_display(),
            [*filter(None, [row.version]), _given(row)],
            _change("consents", row.pk),
            row.withdrawn_on is not None,
        )
        for row in rows
    ]
    empty = _("Neither a clause nor a consent is recorded.")
    return _part(_("Consents and clauses"), empty, _add(person, "consents"), lines)


def name_part(person: Person, rows: list[FormerName]) -> Part:
    """Names borne before; each can only be removed."""
    lines = [
        Line(
            str(row),
            [_("until %(day)s") % {"day": format_date(row.until)}] if row.until else [],
            reverse("clients:row_remove", args=["names", row.pk]),
        )
        for row in rows
    ]
    return _part(_("Former names"), _("None is recorded."), _add(person, "names"), lines)


def period(start: date, end: date | None, today: date) -> str:
    """«od 01.02.2024», «01.02.2024 – 31.03.2025»."""
    if end is None:
        return (
            _("since %(day)s") % {"day": format_date(start)}
            if start <= today
            else (_("from %(day)s") % {"day": format_date(start)})
        )
    return f"{format_date(start)} – {format_date(end)}"


def _given(row: Consent) -> str:
    if row.withdrawn_on:
        return _("given %(given)s, taken back %(back)s") % {
            "given": format_date(row.given_on),
            "back": format_date(row.withdrawn_on),
        }
    return _("given %(day)s") % {"day": format_date(row.given_on)}


def _part(title: str, empty: str, add: str, lines: list[Line]) -> Part:
    return Part(
        title,
        empty,
        add,
        [line for line in lines if not line.is_over],
        [line for line in lines if line.is_over],
    )


def _add(person: Person, part: str) -> str:
    return reverse("clients:row_add", args=[person.pk, part])


def _change(part: str, pk: int) -> str:
    return reverse("clients:row_change", args=[part, pk])
