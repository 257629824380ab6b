"""Former names, added and removed by hand; a change of name keeps the old one by itself."""

from datetime import date

from django.utils.translation import gettext as _

from clients.models import FormerName, Person
from clients.perms import require_person
from clients.services.locks import lock_person
from clients.services.person import check_name
from clients.services.rows import remove
from core import audit
from core.errors import DomainError
from core.models import User


@audit.service
def former_name_add(
    *,
    actor: User,
    today: date,
    person: Person,
    first_name: str,
    last_name: str,
    until: date | None = None,
) -> FormerName:
    """Record a name borne until `until` (None: not known); search finds the person by it.

    The same name with the same day is once. Raises DomainError for signs that stand in no name,
    for a day to come and for the name borne now.
    """
    require_person(actor, person, today)
    first_name, last_name = first_name.strip(), last_name.strip()
    check_name("first_name", first_name)
    check_name("last_name", last_name)
    if not first_name or not last_name:
        raise DomainError(_("Enter the first name and the surname."), "last_name")
    if until is not None and not person.birth_date <= until <= today:
        raise DomainError(_("The day lies between the day of birth and today."), "until")
    now = lock_person(person)
    if until is None and (now.first_name, now.last_name) == (first_name, last_name):
        raise DomainError(_("This is the name borne now."), "last_name")
    name, _new = FormerName.objects.get_or_create(
        person=now, first_name=first_name, last_name=last_name, until=until
    )
    _find_by_names(now)
    return name


@audit.service
def former_name_remove(*, actor: User, today: date, name: FormerName, reason: str) -> None:
    """Remove a name recorded by mistake; the history keeps it. Twice raises StaleState."""
    require_person(actor, name.person, today)
    now = lock_person(name.person)
    remove(name, reason)
    _find_by_names(now)


def _find_by_names(person: Person) -> None:
    person.fill_search(person.former_names.all())
    Person.objects.filter(pk=person.pk).update(search_text=person.search_text)
