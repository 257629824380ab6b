"""What pages of other rooms show of clients."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import queries
from core.models import User
from core.permissions import Permission
from core.polish import format_date
from core.registry import Hit, NavItem, NewAction, Shows

HITS = 10


def _search(user: User, text: str, today: date) -> Iterable[Hit]:
    """People; one of another district by name only, with the way to ask for access."""
    for found in queries.person_search(user, text, today, HITS):
        person = found.person
        if not found.visible:
            yield Hit(
                str(person),
                _("in the system, outside your district"),
                reverse("clients:exception", args=[person.pk]),
                _("People"),
            )
            continue
        born = _("born %(day)s") % {"day": format_date(person.birth_date)}
        if found.household:
            where = f"{found.household}, {found.household.district}"
            url = reverse("clients:household", args=[found.household.pk])
        else:
            where = _("without a household")
            url = reverse("clients:person", args=[person.pk])
        yield Hit(str(person), f"{born} · {where}", url, _("People"))


def _recent(user: User, ids: list[int], today: date) -> dict[int, Hit]:
    """Households opened before, as far as this person may still see them."""
    visible = queries.households_visible_to(user, today).select_related("district")
    return {
        found.pk: Hit(
            str(found),
            str(found.district),
            reverse("clients:household", args=[found.pk]),
            _("Household"),
        )
        for found in visible.filter(pk__in=ids)
    }


SHOWS = Shows(
    nav=(
        NavItem(
            gettext_lazy("Clients"), "clients:list", "people", Permission.CLIENTS_VIEW, "/clients/"
        ),
    ),
    new_actions=(NewAction(gettext_lazy("New person"), "clients:new", Permission.CLIENTS_EDIT),),
    search=(_search,),
    recent={"household": _recent},
)
