"""What the file of an invented family says besides its income: dwelling, schools, insurance."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from clients.models import Household, Person
from clients.services import fact_record
from core.models import User
from gops.demo.people import Family
from gops.demo.register import Home

Told = tuple[str, Person | Household, dict[str, Any]]
SCHOOL_AGE, GROWN = 7, 18
PRESCHOOL_AGE, SECONDARY_AGE = 3, 15
OWN_HOUSE = "owned_house"
TITLES = ("rent_municipal", OWN_HOUSE, OWN_HOUSE, "owned_flat", "cooperative", "rent")
COSTS = (("rent", 180, 520), ("heating", 120, 380), ("electricity", 70, 210), ("water", 40, 120))


def record_circumstances(
    *, family: Family, home: Home, actor: User, today: date, seed: int
) -> None:
    """Record them as a clerk did; the same family always tells the same."""
    rng = Random(f"{seed}/{family.number}/circumstances")
    for what, owner, fields in _told(rng, family, home, today):
        fact_record(actor=actor, what=what, owner=owner, **fields)


def _told(rng: Random, family: Family, home: Home, today: date) -> Iterator[Told]:
    since = family.opened_on
    yield from _dwelling(rng, home.household, len(family.members), since)
    title = "pension" if "age" in family.traits else "centre"
    if "unemployment" in family.traits and "age" not in family.traits:
        paid = family.income_kind == "unemployment_benefit"
        status = "unemployed_paid" if paid else "unemployed"
        office = {"status": status, "office": "Powiatowy Urząd Pracy"}
        yield "employment-office", home.head, {"valid_from": since, **office}
        title = "unemployed"
    yield "health-insurance", home.head, {"valid_from": since, "title": title}
    yield from _schools(family, home, today)
    yield from _alimony(rng, family, home)


def _dwelling(rng: Random, household: Household, size: int, since: date) -> Iterator[Told]:
    title = rng.choice(TITLES)
    area = Decimal(rng.randint(280, 480) + 90 * size) / 10
    yield (
        "dwelling",
        household,
        {
            "valid_from": since,
            "title": title,
            "usable_area": area,
            "rooms_kitchen_area": (area * Decimal("0.8")).quantize(Decimal("0.01")),
            "rooms": 1 + min(size, 4) // 2,
            "has_central_heating": rng.random() < 0.5,
            "has_hot_water": rng.random() < 0.3,
            "has_gas": rng.random() < 0.4,
            "source": "Oświadczenie",
        },
    )
    for kind, least, most in COSTS:
        amount = Decimal(rng.randint(least * 10, most * 10)) / 10
        if kind == "rent" and title == OWN_HOUSE:
            continue  # nobody pays rent for a house of their own
        yield "dwelling-cost", household, {"valid_from": since, "kind": kind, "amount": amount}


def _schools(family: Family, home: Home, today: date) -> Iterator[Told]:
    """The current school year of the children."""
    begins = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    for someone, person in zip(family.members, home.people, strict=True):
        age = begins.year - someone.born.year
        if someone.role != "child" or not PRESCHOOL_AGE <= age <= GROWN:
            continue
        level = (
            "preschool" if age < SCHOOL_AGE else "primary" if age < SECONDARY_AGE else "secondary"
        )
        yield (
            "education",
            person,
            {
                "valid_from": begins,
                "valid_to": date(begins.year + 1, 8, 31),
                "level": level,
                "school": "Zespół Szkół w Lipowej Dolinie",
                "source": "Zaświadczenie szkoły",
            },
        )


def _alimony(rng: Random, family: Family, home: Home) -> Iterator[Told]:
    """A parent alone with children: the other one owes alimony by a judgment."""
    if any(member.role == "spouse" for member in family.members):
        return
    for someone, person in zip(family.members, home.people, strict=True):
        if someone.role == "child":
            judged = max(someone.born, date(family.opened_on.year - 1, 3, 12))
            yield (
                "alimony-title",
                person,
                {
                    "valid_from": judged,
                    "amount": Decimal(rng.randrange(400, 900, 50)),
                    "debtor_name": f"{family.head.last_name} Andrzej",
                    "court": "Sąd Rejonowy w Lipowej Dolinie",
                    "court_sign": f"III RC {100 + family.number}/{judged.year % 100}",
                    "judged_on": judged,
                    "bailiff": "Komornik Sądowy w Lipowej Dolinie",
                    "bailiff_sign": f"KMP {10 + family.number}/{judged.year % 100}",
                },
            )
