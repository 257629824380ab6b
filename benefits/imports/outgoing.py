"""Registers in the shape that an import takes in: for another office, or back from a copy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from benefits.imports.kinds import FIELDS, Field
from benefits.imports.models import SourceId
from benefits.imports.states import ImportKind
from clients.models import Address, AddressKind, Income, Membership, Person
from clients.queries import households_visible_to, shut_person_ids
from core.exports import Column, Kind
from core.models import User
from core.polish import format_date
from payments.models import Due, Entitlement
from payments.states import EntitlementStatus

SIZE = 2_000
_COLUMNS: dict[str, Kind] = {"date": "date", "money": "money"}


def columns(kind: str) -> list[Column]:
    """Columns of a file of that kind, headed as an import knows them (Polish)."""
    with translation.override("pl"):
        return [Column(str(item.label), _COLUMNS.get(item.type, "text")) for item in FIELDS[kind]]


def template_columns(kind: str) -> list[Column]:
    """The same, all as text: the example stands there as people type."""
    return [Column(column.title, "text", 18) for column in columns(kind)]


def template_row(kind: str) -> list[str]:
    """One invented row that shows how to fill the file in."""
    return [item.example for item in FIELDS[kind]]


def register(user: User, kind: str, today: date) -> Iterator[list[Any]]:
    """Rows of all that `user` may see, in the order of FIELDS; restricted files are left out."""
    with translation.override("pl"):
        for said in _READ[kind](user, today):
            yield [_cell(item, said.get(item.code)) for item in FIELDS[kind]]


def _cell(item: Field, value: Any) -> Any:
    if value is None or value == "":
        return None
    if item.type == "yes":
        return "tak" if value else "nie"
    if isinstance(value, date) and item.type != "date":
        return format_date(value)
    return value if item.type in _COLUMNS else str(value)


def _members(user: User, today: date) -> Any:
    homes = households_visible_to(user, today)
    return Membership.objects.filter(household__in=homes, person__merged_into__isnull=True)


def _person_ids(user: User, today: date) -> list[int]:
    members = _members(user, today).exclude(person__in=shut_person_ids(user, today))
    return list(members.order_by("person_id").values_list("person_id", flat=True).distinct())


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + SIZE] for start in range(0, len(ids), SIZE))


def _persons(user: User, today: date) -> Iterator[dict[str, Any]]:
    for part in _parts(_person_ids(user, today)):
        for person in Person.objects.filter(pk__in=part).order_by("id"):
            yield {
                **{f.code: getattr(person, f.code) for f in FIELDS[ImportKind.PERSONS]},
                "sex": person.get_sex_display(),
                "marital_status": person.get_marital_status_display(),
                "pesel_absence": person.get_pesel_absence_display(),
            }


def _households(user: User, today: date) -> Iterator[dict[str, Any]]:
    for part in _parts(_person_ids(user, today)):
        living: dict[int, list[Address]] = {}
        homes = Address.objects.filter(person__in=part, kind=AddressKind.RESIDENCE)
        for address in homes.order_by("valid_from", "id"):
            living.setdefault(address.person_id, []).append(address)
        rows = _members(user, today).filter(person__in=part).select_related("household__district")
        for row in rows.order_by("household_id", "valid_from", "id"):
            yield {
                "household": row.household_id,
                "person": row.person_id,
                "role": row.get_role_display(),
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "shared_custody": row.shared_custody,
                "court_order": row.court_order,
                "district": row.household.district.name,
                **_address(row, living.get(row.person_id, [])),
            }


def _address(row: Membership, addresses: Sequence[Address]) -> dict[str, Any]:
    """The last address that the person had while belonging to the household."""
    until = row.valid_to or date.max
    held = [
        a for a in addresses if a.valid_from <= until and (a.valid_to or date.max) >= row.valid_from
    ]
    if not held:
        return {}
    parts = ("street", "house", "flat", "postal_code", "place", "post_office")
    return {
        **{part: getattr(held[-1], part) for part in parts},
        "address_from": held[-1].valid_from,
    }


def _incomes(user: User, today: date) -> Iterator[dict[str, Any]]:
    names = [item.code for item in FIELDS[ImportKind.INCOMES] if item.code != "person"]
    for part in _parts(_person_ids(user, today)):
        rows = Income.objects.filter(person__in=part, withdrawn_at__isnull=True)
        for row in rows.order_by("id"):
            yield {**{name: getattr(row, name) for name in names}, "person": row.person_id}


def _entitlements(user: User, today: date) -> Iterator[dict[str, Any]]:
    own = ("amount", "valid_from", "valid_to", "first_amount", "last_amount", "payee_name",
           "payee_address", "nrb", "household_size", "pays_health_contribution", "id")  # fmt: skip
    for part in _parts(_person_ids(user, today)):
        rows = list(_running(part, today))
        granted = _granted_elsewhere([row.pk for row in rows])
        for row in rows:
            yield {
                **{name: getattr(row, name) for name in own},
                **granted.get(row.pk, {}),
                "person": row.person_id,
                "kind": row.kind.name,
                "way": row.get_way_display(),
                "number": row.origin_number,
                "day": row.origin_day,
                "basis": row.origin_basis,
                "znak": row.case.znak,
            }


def _running(people: Sequence[int], today: date) -> QuerySet[Entitlement]:
    """What still pays; a single payment only until it is due, for then it is paid here."""
    dues = Due.objects.filter(entitlement=OuterRef("pk"))
    return (
        Entitlement.objects.filter(person__in=people, status=EntitlementStatus.ACTIVE)
        .exclude(valid_to__lt=today)
        .exclude(Exists(dues), periodic=False)
        .select_related("kind", "case")
        .order_by("id")
    )


def _granted_elsewhere(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By entitlement taken over here: since when it was granted, and its first month then."""
    found: dict[int, dict[str, Any]] = {}
    known = SourceId.objects.filter(kind=ImportKind.ENTITLEMENTS, object_id__in=ids)
    for source in known.exclude(said={}).order_by("id"):
        first = source.said.get("first_amount")
        found[source.object_id] = {
            "valid_from": date.fromisoformat(source.said["valid_from"]),
            **({"first_amount": Decimal(first)} if first else {}),
        }
    return found


_READ: Mapping[str, Callable[[User, date], Iterator[dict[str, Any]]]] = {
    ImportKind.PERSONS: _persons,
    ImportKind.HOUSEHOLDS: _households,
    ImportKind.INCOMES: _incomes,
    ImportKind.ENTITLEMENTS: _entitlements,
}
