"""What a file says besides facts: notes, members away, a file kept from others, a record twice."""

from datetime import date

from clients import services
from clients.models import Membership, Person, PeselAbsence
from clients.services.ages import age_on
from clients.services.likely_pairs import likely_pairs_find
from core.dictionaries import system_user
from core.models import User
from gops.demo.office import Office
from gops.demo.people import Family
from gops.demo.plan import Plan
from gops.demo.register import Home

NOTES = (
    "Telefonować po 16.00, w dzień w pracy dorywczej.",
    "Pies na podwórku, proszę zadzwonić przed wizytą.",
    "Rodzina po wizycie asystenta; następne spotkanie po feriach.",
    "Czyta z trudem: decyzję omówić ustnie.",
)
PRINTED = NOTES[:2]
"""What may lie on a table at the family's home."""
BOARDER, GROWN = 15, 18


def record_life(*, plan: Plan, homes: dict[int, Home], office: Office) -> None:
    """Notes on every third file, one person twice; absences and a closed file of the silent."""
    today = plan.today
    asked = {wish.family.number for wish in plan.wishes}
    silent = [family for family in plan.families if family.number not in asked]
    for family in plan.families:
        if family.number % 3 == 0:
            text = NOTES[family.number % len(NOTES)]
            services.household_note_add(
                actor=office.workers[family.district], today=today,
                household=homes[family.number].household,
                text=text, pinned=family.number % 9 == 0, on_paper=text in PRINTED,
            )  # fmt: skip
    _members_away(silent, homes, office.clerks[0], today)
    _a_twin(homes[plan.families[0].number].head, office.clerks[-1], today)
    likely_pairs_find(actor=system_user())
    if silent:
        _close_one(homes[silent[-1].number], office, silent[-1].district, today)


def _members_away(silent: list[Family], homes: dict[int, Home], actor: User, today: date) -> None:
    """Two of those who live with others: at a school with a dormitory, or in hospital."""
    shared = [family for family in silent if len(family.members) > 1]
    for family in shared[:2]:
        home, age = homes[family.number], age_on(family.members[-1].born, today)
        boards = BOARDER <= age < GROWN
        services.absence_add(
            actor=actor, today=today,
            membership=Membership.objects.get(household=home.household, person=home.people[-1]),
            reason="boarding_school" if boards else "hospital", valid_from=today.replace(day=1),
            note="internat w mieście powiatowym" if boards else "oddział rehabilitacji",
        )  # fmt: skip


def _a_twin(person: Person, clerk: User, today: date) -> None:
    """Somebody recorded again by another clerk: without PESEL, two letters changed over."""
    name = person.last_name
    services.person_create(
        actor=clerk, today=today, first_name=person.first_name,
        last_name=name[:2] + name[3] + name[2] + name[4:] if len(name) > 4 else name,
        birth_date=person.birth_date, sex=person.sex, pesel_absence=PeselAbsence.UNKNOWN,
    )  # fmt: skip


def _close_one(home: Home, office: Office, district: str, today: date) -> None:
    services.restriction_set(
        actor=office.manager, household=home.household, why="staff",
        note="rodzina pracownika ośrodka", readers=[office.workers[district]], today=today,
    )  # fmt: skip
