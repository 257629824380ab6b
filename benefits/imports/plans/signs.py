"""Cases of entitlements taken over: under the sign that the older register gave, or a new one."""

import re
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from benefits.imports.plans.base import About, Planned
from cases.models import Case, StatusRow
from cases.queries import district_worker
from cases.states import CaseStatus
from core.models import Centre
from core.numbers import next_number, number_taken
from core.polish import format_date

SIGN = re.compile(r"([\w-]{1,20})\.([0-9]{3,6})\.([0-9]{1,6})\.((?:19|20)[0-9]{2})")
Taken = Mapping[tuple[str, int, int], Case]


def signs_taken(planned: Sequence[Planned]) -> Taken:
    """Cases that have the signs of these rows already (≤ 1 query)."""
    wanted = Q()
    for item in planned:
        if match := SIGN.fullmatch(item.values.get("znak", "")):
            wanted |= Q(jrwa=match[2], number=int(match[3]), year=int(match[4]))
    if not wanted:
        return {}
    return {(case.jrwa, case.number, case.year): case for case in Case.objects.filter(wanted)}


def check_sign(item: Planned, taken: Taken) -> None:
    """A sign has the form of signs and is not that of a case of somebody else."""
    sign = item.values.get("znak", "")
    if not sign or item.target is not None:
        return
    match = SIGN.fullmatch(sign)
    if match is None:
        item.error("znak", _("This is no case sign. It looks like GOPS.5021.17.2024."))
        return
    case = taken.get((match[2], int(match[3]), int(match[4])))
    home = item.final.get("household")
    if case and (case.znak != sign or (home and case.household_id != home.pk)
                 or (item.person and case.applicant_id != item.person.pk)):  # fmt: skip
        item.error("znak", _("Another case here has this sign."))


def open_case(item: Planned, about: About) -> Case:
    """The case of an entitlement taken over: decided and closed, with its story in one step."""
    said, person, home = item.values, item.person, item.final["household"]
    if person is None:
        raise TypeError("a planned entitlement has a person")
    sign = said.get("znak", "")
    known = Case.objects.filter(znak=sign).first() if sign else None
    if known:
        return known
    kind = about.kinds[said["kind"]]
    if match := SIGN.fullmatch(sign):
        jrwa, number, year = match[2], int(match[3]), int(match[4])
        number_taken(f"jrwa:{jrwa}", year, number)
    else:
        jrwa, year = kind.jrwa, about.today.year
        number = next_number(f"jrwa:{jrwa}", year)
        sign = f"{Centre.objects.values_list('symbol', flat=True).get()}.{jrwa}.{number}.{year}"
    case = Case.objects.create(
        znak=sign,
        jrwa=jrwa,
        number=number,
        year=year,
        kind=kind,
        household=home,
        applicant=person,
        district_id=home.district_id,
        handler=district_worker(home.district_id) or about.actor,
        status=CaseStatus.CLOSED,
        opened_on=said["day"],
        due_on=said["day"],
        closed_on=said["day"],
    )
    StatusRow.objects.create(
        case=case,
        number=1,
        status=CaseStatus.CLOSED,
        author=about.actor,
        day=about.today,
        why=_story(item, about)[:300],
    )
    return case


def _story(item: Planned, about: About) -> str:
    said = item.values
    return _(
        "Taken over from %(system)s: decision %(number)s of %(day)s, granted from %(from)s, "
        "paid here from %(start)s."
    ) % {
        "system": about.run.system,
        "number": said["number"],
        "day": format_date(said["day"]),
        "from": format_date(said["valid_from"]),
        "start": format_date(item.final["valid_from"]),
    }
