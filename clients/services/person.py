"""Recording a person and changing what is known about them."""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from clients.countries import HOME, is_country
from clients.models import (
    FormerName,
    Household,
    MemberRole,
    Membership,
    Person,
    PeselAbsence,
    Sex,
)
from clients.perms import require_editor, require_person
from clients.queries import current_membership
from clients.queries.access import persons_not_shut
from clients.services.locks import lock_families
from clients.services.refusals import check_fields, explained
from core import audit
from core.errors import DomainError, StaleState
from core.identifiers import clean_pesel, pesel_birth_date, pesel_sex, validate_pesel
from core.models import User
from core.polish import format_date, sort_key

FIELDS = (
    "first_name", "second_name", "last_name", "family_name", "pesel", "pesel_absence",
    "pesel_differs_why", "identity_document", "birth_date", "sex", "death_date", "citizenship",
    "marital_status", "phone", "email",
)  # fmt: skip
"""What a person's record holds and services may set."""
OLDEST = 120
"""Nobody lives longer, in years: an earlier day of birth is a slip of the pen."""
_IN_NAMES = set(" -'’`.·–")


@audit.service
def person_create(*, actor: User, today: date, **fields: Any) -> Person:
    """Record a person; `fields` are those of FIELDS.

    With a PESEL, birth date and sex come from it; given ones must agree, or
    `pesel_differs_why` says why they do not. Without one, `pesel_absence` says why. Raises
    DomainError with what to mend, naming where a person with the same PESEL is kept.
    """
    require_editor(actor)
    _known(fields)
    person = Person(**checked(fields, today))
    person.fill_search()
    with explained({"person_pesel_once": _pesel_taken(actor, person.pesel, today)}):
        person.save(force_insert=True)
    return person


@audit.service
def person_update(
    *,
    actor: User,
    today: date,
    person: Person,
    version: int,
    renamed_on: date | None = None,
    **fields: Any,
) -> Person:
    """Change `fields` of a person whose record is still at `version`; others stay.

    `renamed_on` is the first day of a new first name or surname: the one before is kept as a
    former name. Without it a changed name corrects a mistake. A death is recorded and taken
    back by services of its own.

    Raises StaleState when somebody else has saved in the meantime, DomainError as
    `person_create`. The file of a household headed by the person takes the new name.
    """
    require_person(actor, person, today)
    _known(fields)
    now = lock_families(person.pk)[person.pk]
    merged = {**{name: getattr(now, name) for name in FIELDS}, **fields}
    if merged["death_date"] != now.death_date:
        raise DomainError(_("A death is recorded on a page of its own."), "death_date")
    values = checked(merged, today)
    changed = Person(pk=person.pk, **values)
    if renamed_on and str(now) != str(changed):
        _keep_former_name(now, renamed_on, today)
    changed.fill_search(now.former_names.all())
    derived = {"sort_key": changed.sort_key, "search_text": changed.search_text}
    with explained({"person_pesel_once": _pesel_taken(actor, changed.pesel, today, now)}):
        won = Person.objects.filter(pk=person.pk, version=version).update(
            **values, **derived, version=F("version") + 1
        )
    if not won:
        raise StaleState
    if str(now) != str(changed):
        _rename_households(now, str(changed))
    return Person.objects.get(pk=person.pk)


def _keep_former_name(person: Person, renamed_on: date, today: date) -> None:
    if not person.birth_date < renamed_on <= today:
        raise DomainError(
            _("A new name begins after the day of birth and not later than today."), "renamed_on"
        )
    FormerName.objects.create(
        person=person,
        first_name=person.first_name,
        last_name=person.last_name,
        until=renamed_on - timedelta(days=1),
    )


def checked(fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Fields cleaned, completed from the PESEL and checked; raises DomainError."""
    values: dict[str, Any] = {k: v.strip() if isinstance(v, str) else v for k, v in fields.items()}
    values["pesel"] = clean_pesel(values.get("pesel") or "") or None
    if not values.get("first_name") or not values.get("last_name"):
        raise DomainError(_("Enter the first name and the surname."))
    for name in ("first_name", "second_name", "last_name", "family_name"):
        check_name(name, values.get(name) or "")
    if values["pesel"]:
        _take_from_pesel(values)
    elif values.get("pesel_absence") not in PeselAbsence.values:
        raise DomainError(_("Enter the PESEL, or choose why there is none."), "pesel")
    else:
        values["pesel_differs_why"] = ""
    if values.get("birth_date") is None:
        raise DomainError(_("Enter the date of birth."), "birth_date")
    if values.get("sex") not in Sex.values:
        raise DomainError(_("Choose the sex."), "sex")
    values["citizenship"] = (values.get("citizenship") or HOME).upper()
    if not is_country(values["citizenship"]):
        raise DomainError(_("There is no country with this code."), "citizenship")
    _check_days(values["birth_date"], values.get("death_date"), today)
    check_fields(Person(**values), "sort_key", "search_text", "version")
    return values


def check_name(field: str, name: str) -> None:
    """Raise DomainError for what stands in no name: digits, signs. Letters of any script may."""
    strange = [c for c in name if unicodedata.category(c)[0] not in "LM" and c not in _IN_NAMES]
    if strange or (name and not any(c.isalpha() for c in name)):
        raise DomainError(
            _("“%(name)s” is not a name: it holds %(signs)s.")
            % {"name": name, "signs": " ".join(strange) or _("no letters")},
            field,
        )


def _take_from_pesel(values: dict[str, Any]) -> None:
    pesel = values["pesel"]
    try:
        validate_pesel(pesel)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), "pesel") from None
    born, sex = pesel_birth_date(pesel), pesel_sex(pesel)
    values["pesel_absence"] = ""
    values["birth_date"] = values.get("birth_date") or born
    values["sex"] = values.get("sex") or sex
    if (values["birth_date"], values["sex"]) == (born, sex):
        values["pesel_differs_why"] = ""
    elif values.get("pesel_differs_why"):
        return
    elif values["birth_date"] != born:
        raise DomainError(
            _("This PESEL belongs to a person born on %(pesel)s; the date of birth is %(typed)s.")
            % {"pesel": format_date(born), "typed": format_date(values["birth_date"])},
            "birth_date",
        )
    else:
        raise DomainError(
            _("This PESEL belongs to a person of the other sex (%(sex)s).")
            % {"sex": Sex(sex).label},
            "sex",
        )


def _check_days(born: date, died: date | None, today: date) -> None:
    if born > today:
        raise DomainError(_("The date of birth is still to come."), "birth_date")
    if today.year - born.year > OLDEST:
        raise DomainError(
            _("That is over %(years)d years ago. Check the year.") % {"years": OLDEST}, "birth_date"
        )
    if died is not None and died > today:
        raise DomainError(_("The date of death is still to come."), "death_date")
    if died is not None and died < born:
        raise DomainError(_("The date of death is before the date of birth."), "death_date")


def _known(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such field of a person: {', '.join(sorted(unknown))}")


def _pesel_taken(
    actor: User, pesel: str | None, today: date, person: Person | None = None
) -> DomainError:
    """Whose PESEL it is already and where that person's file lies, unless it is shut to `actor`."""
    holder = Person.objects.filter(pesel=pesel, merged_into=None).first() if pesel else None
    if holder is None or holder == person:  # somebody is recording the same person at this moment
        text = _("A person with this PESEL has just been recorded. Search for them.")
    elif not persons_not_shut(actor, today).filter(pk=holder.pk).exists():
        text = _("This PESEL is in the register already. Ask the manager about it.")
    elif (membership := current_membership(holder, today)) is None:
        text = _("%(person)s already has this PESEL; search for them instead.") % {"person": holder}
    else:
        text = _("%(person)s already has this PESEL: household %(household)s, %(district)s.") % {
            "person": holder,
            "household": membership.household,
            "district": membership.household.district,
        }
    return DomainError(text, "pesel")


def _rename_households(person: Person, name: str) -> None:
    """A file named after its head follows the head's name."""
    headed = Membership.objects.filter(person=person, role=MemberRole.HEAD, valid_to__isnull=True)
    Household.objects.filter(pk__in=headed.values("household"), name=str(person)).update(
        name=name, sort_key=sort_key(name), version=F("version") + 1
    )
