"""How invented families are reached, who acts for their children, what they were told."""

from datetime import date

from clients import services
from clients.services.ages import age_on
from clients.services.places import places_load
from clients.teryt import PlaceRow
from core.dictionaries import system_user
from core.models import User
from gops.demo.people import POSTAL_CODE, VILLAGES, Family, Someone
from gops.demo.register import Home

GMINA, TERC = "Lipowa Dolina", "0699012"
CLAUSE = "klauzula informacyjna, wersja 2 z 02.01.2025"
BIRTH_NAMES = ("Brzoza", "Sosna", "Kalina", "Leszczyna", "Jarzębina")
NEIGHBOURS = ("Ewa Sosna, sąsiadka", "Adam Klon, brat", "Zofia Lipa, sołtyska")


def load_villages() -> None:
    """The villages of the demo as places of TERYT; their numbers are not those of real ones."""
    names = [name for villages in VILLAGES.values() for name in villages]
    places = [PlaceRow(f"99{n:05}", name, TERC, GMINA) for n, name in enumerate(names, start=1)]
    places_load(actor=system_user(), places=places)


def record_reach(*, family: Family, home: Home, actor: User, today: date) -> None:
    """The clause for the head, representatives of children, in some families more than that."""
    head, day = home.head, family.opened_on
    services.consent_add(
        actor=actor, today=today, person=head, kind="information", version=CLAUSE, given_on=day
    )
    for someone, person in zip(family.members[1:], home.people[1:], strict=True):
        if someone.role == "child" and _is_minor(someone, today):
            services.representation_add(
                actor=actor, today=today, person=person, kind="parent", representative=head,
                valid_from=max(someone.born, day),
            )  # fmt: skip
    if family.number % 3 == 0:
        services.address_set(
            actor=actor, today=today, person=head, kind="registered", valid_from=day,
            house=family.house, postal_code=POSTAL_CODE, place=family.village,
            post_office=GMINA,
        )  # fmt: skip
    if family.number % 4 == 0:
        who = NEIGHBOURS[family.number % len(NEIGHBOURS)]
        services.contact_add(
            actor=actor, today=today, person=head, kind="person", valid_from=day,
            value=f"{who}, 600 100 {family.number % 900 + 100}", note="po godz. 16.00",
        )  # fmt: skip
    if family.number % 5 == 0 and family.head.sex == "F":
        services.former_name_add(
            actor=actor, today=today, person=head, first_name=head.first_name,
            last_name=BIRTH_NAMES[family.number % len(BIRTH_NAMES)],
        )  # fmt: skip


def _is_minor(someone: Someone, today: date) -> bool:
    return age_on(someone.born, today) < 18
