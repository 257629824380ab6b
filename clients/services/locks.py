"""Which rows a service locks, in one order, so that two of them never wait in a ring.

Households come first, then persons, each by id, then what is written about them; the words by
which people are found come last, by triggers (docs/adr/0015). Triggers lock the households whose
members, names or restrictions change: a service that writes any of these locks them beforehand.
Rows that only point to what is locked (documents, cases) do not wait for it.
"""

from collections.abc import Iterable

from clients.models import Household, Membership, Person


def lock_homes(*homes: int, people: Iterable[int] = ()) -> None:
    """Lock these households, and all to which these people belong or ever belonged."""
    theirs = Membership.objects.filter(person__in=people).values_list("household", flat=True)
    rows = Household.objects.select_for_update(of=["self"], no_key=True)
    list(rows.only("pk").filter(pk__in={*homes, *theirs}).order_by("pk"))


def lock_persons(*ids: int) -> dict[int, Person]:
    """These persons as they are now, by id; missing ones are left out."""
    rows = Person.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=ids)
    return {person.pk: person for person in rows.order_by("pk")}


def lock_person(person: Person) -> Person:
    """The person as they are now; two entries about the same person go one after the other."""
    return lock_persons(person.pk)[person.pk]


def lock_families(*people: int, homes: Iterable[int] = ()) -> dict[int, Person]:
    """Lock the households of these people, as `lock_homes`, and then the people."""
    lock_homes(*homes, people=people)
    return lock_persons(*people)
