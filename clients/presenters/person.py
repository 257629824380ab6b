"""The page of a person: parts with their entries, and what a worker must not overlook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.countries import HOME, country_name
from clients.models import (
    Address,
    AddressKind,
    BankAccount,
    Certificate,
    Consent,
    Contact,
    FormerName,
    Membership,
    Person,
    Recorded,
    ResidenceTitle,
)
from clients.queries.about import Acting
from core.identifiers import format_nrb
from core.polish import format_date

SOON = timedelta(days=60)
"""A certificate that ends within this time is worth a warning."""


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


@dataclass(frozen=True, slots=True)
class Notice:
    """Something not to be overlooked, with where it is mended."""

    text: str
    meaning: str = "attention"
    url: str = ""
    label: str = ""


def address_part(person: Person, addresses: list[Address], today: date) -> Part:
    """Where the person lives, is registered and takes letters."""
    lines = [
        Line(
            f"{address.street_line}, {address.town_line}",
            [address.get_kind_display(), period(address.valid_from, address.valid_to, today),
             *([str(address.teryt_place)] if address.teryt_place else [])],
            _change("addresses", address.pk),
            _over(address.valid_to, today),
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
            _over(account.valid_to, today),
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
            _over(contact.valid_to, today),
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
    when, over = period(row.valid_from, row.valid_to, today), _over(row.valid_to, today)
    if row.person_id != person.pk:
        what = _("acts for this person: %(kind)s") % {"kind": row.get_kind_display()}
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the warnings are found from."""

    addresses: Sequence[Address]
    representations: Sequence[Acting]
    titles: Sequence[ResidenceTitle]
    ending: Sequence[Certificate]
    lives: Address | None = None


def known_of(
    facts: Sequence[Recorded],
    addresses: Sequence[Address],
    representations: Sequence[Acting],
    today: date,
) -> Known:
    """Titles to stay that hold today, and certificates that end soon without a later one."""
    holding = [fact for fact in facts if fact.withdrawn_at is None]
    now = [f for f in holding if f.valid_from <= today and not _over(f.valid_to, today)]
    certificates = [f for f in holding if isinstance(f, Certificate)]
    followed = any(f.valid_from > today for f in certificates)
    return Known(
        addresses,
        representations,
        [f for f in now if isinstance(f, ResidenceTitle)],
        [
            f
            for f in now
            if isinstance(f, Certificate)
            and f.valid_to is not None
            and f.valid_to <= today + SOON
            and not followed
        ],
    )


def home_among(memberships: list[Membership], day: date) -> Membership | None:
    """Where the person belongs on `day`, else where they belonged last (newest first)."""
    now = (m for m in memberships if m.valid_from <= day and not _over(m.valid_to, day))
    return next(now, memberships[0] if memberships else None)


def warnings(person: Person, known: Known, today: date, home: int | None = None) -> list[Notice]:
    """What a worker must not overlook, the gravest first; `home` is a household they may open."""
    if person.death_date:
        return []
    return [
        *_of_record(person, known, today, home),
        *_of_address(person, known, today),
        *_of_certificates(known.ending, home),
    ]


def _of_record(person: Person, known: Known, today: date, home: int | None) -> Iterable[Notice]:
    if person.pesel_differs_why:
        yield Notice(
            _("The PESEL says another day of birth or sex: %(why)s")
            % {"why": person.pesel_differs_why}
        )
    if person.citizenship != HOME and not known.titles:
        yield Notice(
            _(
                "Citizenship: %(country)s. No valid title to stay is recorded; it decides on "
                "the right to benefits (art. 5 and 5a UPS)."
            )
            % {"country": country_name(person.citizenship)},
            "attention",
            f"{reverse('clients:fact_new', args=[home, 'residence-title'])}?person={person.pk}"
            if home
            else "",
            _("Record the title to stay"),
        )
    adult = person.birth_date <= _years_before(today, 18)
    acting = [a.row for a in known.representations if a.row.person_id == person.pk]
    if not adult and not any(not _over(row.valid_to, today) for row in acting):
        yield Notice(
            _("A minor without a recorded representative (art. 30 § 2 KPA)."),
            "information",
            _add(person, "representatives"),
            _("Record the representative"),
        )


def _of_address(person: Person, known: Known, today: date) -> Iterable[Notice]:
    now = _addresses_now(known.addresses, today)
    url, label = reverse("clients:address", args=[person.pk]), _("Add an address")
    last = now.get(AddressKind.LAST_REGISTERED)
    if last and AddressKind.RESIDENCE not in now:
        place = last.teryt_place or last.place
        yield Notice(
            _(
                "Homeless: the gmina of the last registered stay is competent "
                "(art. 101 ust. 2 UPS): %(place)s."
            )
            % {"place": place},
            "information",
        )
    elif not now and known.lives is None:
        yield Notice(_("No address holds today."), "attention", url, label)


def _of_certificates(ending: Sequence[Certificate], home: int | None) -> Iterable[Notice]:
    for certificate in ending:
        if certificate.valid_to:
            yield Notice(
                _("The certificate “%(degree)s” ends on %(day)s and no later one is recorded.")
                % {
                    "degree": certificate.get_degree_display(),
                    "day": format_date(certificate.valid_to),
                },
                "attention",
                reverse("clients:household", args=[home]) if home else "",
                _("Open the household"),
            )


def representative_words(person: Person, rows: list[Acting], today: date) -> str:
    """Who acts for the person today, in one line."""
    return ", ".join(
        f"{row} ({row.get_kind_display()})"
        for row in (acting.row for acting in rows)
        if row.person_id == person.pk and row.valid_from <= today and not _over(row.valid_to, today)
    )


def residence_now(addresses: list[Address], today: date) -> Address | None:
    """Where the person lives today; the last registered stay of the homeless."""
    now = _addresses_now(addresses, today)
    return now.get(AddressKind.RESIDENCE) or now.get(AddressKind.LAST_REGISTERED)


def _addresses_now(addresses: Sequence[Address], today: date) -> dict[str, Address]:
    holding = (a for a in addresses if a.valid_from <= today and not _over(a.valid_to, today))
    return {address.kind: address for address in holding}


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


def _over(end: date | None, today: date) -> bool:
    return end is not None and end < today


def _years_before(day: date, years: int) -> date:
    """The day so many years earlier; 29 February gives the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)
