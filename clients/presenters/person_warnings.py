"""What a worker must not overlook about a person, and where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.countries import HOME, country_name
from clients.models import Address, AddressKind, Certificate, Person, Recorded, ResidenceTitle
from clients.presenters.people import age_on
from clients.presenters.person_now import addresses_now, is_over
from clients.queries.about import Acting
from core.polish import format_date

SOON = timedelta(days=60)
"""A certificate that ends within this time is worth a warning."""
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Notice:
    """Something not to be overlooked, with where it is mended."""

    text: str
    meaning: str = "attention"
    url: str = ""
    label: str = ""


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
    now = [f for f in holding if f.valid_from <= today and not is_over(f.valid_to, today)]
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
    acting = [a.row for a in known.representations if a.row.person_id == person.pk]
    if age_on(person, today) < OF_AGE and all(is_over(row.valid_to, today) for row in acting):
        yield Notice(
            _("A minor without a recorded representative (art. 30 § 2 KPA)."),
            "information",
            reverse("clients:row_add", args=[person.pk, "representatives"]),
            _("Record the representative"),
        )


def _of_address(person: Person, known: Known, today: date) -> Iterable[Notice]:
    now = addresses_now(known.addresses, today)
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
