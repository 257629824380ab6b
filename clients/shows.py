"""What pages of other rooms show of clients."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import queries
from clients.destruction import DESTRUCTION
from clients.duplicates import CERTAIN, Reason
from clients.kinds import kind_of
from clients.models import Household, Person
from clients.person_copy import COPY
from clients.presenters.likely import reason_words
from clients.queries.ending import SOON
from clients.queries.merging import pairs_seen_by
from clients.queries.search import head_addresses
from clients.words import what_words
from core.identifiers import mask_pesel
from core.models import User
from core.permissions import Permission, allowed
from core.polish import format_date
from core.registry import MOST_HITS, DeskGroup, DeskItem, Hit, NavItem, NewAction, OfficePage, Shows

ENDING_SHOWN = 6
EXCEPTIONS_SHOWN = 5
PAIRS_SHOWN = 3


def _search(user: User, text: str, today: date) -> Iterable[Hit]:
    """Visible people by what they are called, then households by address or name of the file."""
    found = queries.people_found(user, text, today, MOST_HITS)
    for one in found:
        yield _person_hit(one)
    shown = {one.household.pk for one in found if one.household}
    homes = queries.households_found(user, text, today, MOST_HITS, without=shown)
    yield from (_household_hit(home) for home in homes)


def _person_hit(found: queries.Found) -> Hit:
    person, home = found.person, found.household
    where = f"{home}, {home.district}" if home else _("without a household")
    detail = " · ".join([*_known(person), where])
    url = (
        reverse("clients:household", args=[home.pk])
        if home
        else reverse("clients:person", args=[person.pk])
    )
    return Hit(str(person), detail, url, _("People"), "person")


def _household_hit(found: queries.FoundHousehold) -> Hit:
    home = found.household
    detail = f"{found.address}, {home.district}" if found.address else str(home.district)
    url = reverse("clients:household", args=[home.pk])
    return Hit(str(home), detail, url, _("Households"), "household")


def _people(user: User, ids: list[int], today: date) -> dict[int, Hit]:
    """People opened before or pinned, as far as this person may still see them."""
    visible = queries.persons_visible_to(user, today).filter(pk__in=ids)
    return {
        person.pk: Hit(
            str(person),
            " · ".join(_known(person)),
            reverse("clients:person", args=[person.pk]),
            _("People"),
            "person",
        )
        for person in visible
    }


def _known(person: Person) -> Iterator[str]:
    """What tells two people of one name apart."""
    yield _("born %(day)s") % {"day": format_date(person.birth_date)}
    if person.pesel:
        yield f"PESEL {mask_pesel(person.pesel)}"


def _recent(user: User, ids: list[int], today: date) -> dict[int, Hit]:
    """Households opened before or pinned, as far as this person may still see them."""
    visible = queries.households_visible_to(user, today).select_related("district")
    homes = list(visible.filter(pk__in=ids))
    addresses = head_addresses(homes, today)
    return {
        home.pk: _household_hit(queries.FoundHousehold(home, addresses.get(home.pk)))
        for home in homes
    }


def desk(user: User, today: date) -> Iterable[DeskGroup]:
    """Certificates and other facts that end within 60 days, for those who see to them."""
    if not allowed(user, Permission.CLIENTS_EDIT):
        return
    found, count = queries.facts_ending_to(user, today, 0, ENDING_SHOWN)
    if count:
        items = [_ending(one, today) for one in found]
        yield DeskGroup(_("Facts that end soon"), count, reverse("clients:ending"), items)


def exceptions_desk(user: User, today: date) -> Iterable[DeskGroup]:
    """Exceptions that open a household now, for the manager."""
    if not allowed(user, Permission.CLIENTS_RESTRICT):
        return
    rows = queries.exceptions_open(user, today)
    count = rows.count()
    if count:
        items = [
            DeskItem(
                title=str(grant.household),
                detail=f"{grant.user}: {grant.reason}",
                url=reverse("clients:objection", args=[grant.pk]),
                action=_("Review"),
            )
            for grant in rows[:EXCEPTIONS_SHOWN]
        ]
        yield DeskGroup(_("Access by exception"), count, reverse("clients:exceptions"), items)


def duplicates_desk(user: User, today: date) -> Iterable[DeskGroup]:
    """Pairs of records that are almost certainly of one person, for who may make them one."""
    if not allowed(user, Permission.CLIENTS_MERGE):
        return
    rows = pairs_seen_by(user, today).filter(score__gte=CERTAIN)
    count = rows.count()
    if count:
        items = [
            DeskItem(
                title=f"{pair.first} / {pair.second}",
                detail=" · ".join(reason_words(Reason(reason)) for reason in pair.reasons),
                url=reverse("clients:merge_compare", args=[pair.first_id, pair.second_id]),
                action=_("Compare"),
            )
            for pair in rows[:PAIRS_SHOWN]
        ]
        yield DeskGroup(_("Suspected duplicates"), count, reverse("clients:duplicates"), items)


def _ending(one: queries.Ending, today: date) -> DeskItem:
    kind = kind_of(one.fact)
    owner = getattr(one.fact, kind.of)
    return DeskItem(
        title=str(owner),
        detail=f"{kind.label}: {what_words(one.fact)}",
        url=reverse("clients:facts", args=[one.household.pk]),
        action=_("Ask for a new one"),
        due=one.last_day,
        meaning="attention" if one.last_day - today <= SOON else "neutral",
    )


SHOWS = Shows(
    destruction=(DESTRUCTION,),
    person_copy=(COPY,),
    nav=(
        NavItem(
            gettext_lazy("Clients"), "clients:list", "people", Permission.CLIENTS_VIEW, "/clients/"
        ),
    ),
    new_actions=(
        NewAction(
            gettext_lazy("New person"),
            "clients:new",
            Permission.CLIENTS_EDIT,
            gettext_lazy("Search everyone before you register a person"),
        ),
    ),
    client_actions=(
        NewAction(
            gettext_lazy("Suspected duplicates"), "clients:duplicates", Permission.CLIENTS_MERGE
        ),
        NewAction(
            gettext_lazy("Restricted files"), "clients:restricted", Permission.CLIENTS_RESTRICT
        ),
        NewAction(
            gettext_lazy("Access by exception"), "clients:exceptions", Permission.CLIENTS_RESTRICT
        ),
    ),
    office_pages=(OfficePage("places", gettext_lazy("Places"), "clients:place_loads"),),
    desk=(desk, exceptions_desk, duplicates_desk),
    search=(_search,),
    recent={"household": _recent, "person": _people},
    shut=(queries.shut_household_ids,),
    shut_persons=(queries.shut_person_ids,),
    ways_in=(queries.way_in,),
    traces=(queries.traces_of,),
    people_of=(queries.people_of,),
    subjects={"household": Household, "person": Person},
)
