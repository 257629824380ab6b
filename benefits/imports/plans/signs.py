"""Cases of entitlements taken over: under the sign that the older register gave, or a new one."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from benefits.imports.plans.base import About, Planned
from cases.models import Case, StatusRow
from cases.queries import district_worker
from cases.states import CaseStatus
from core.models import Centre, User
from core.numbers import next_numbers, number_taken
from core.polish import format_date

SIGN = re.compile(r"([\w-]{1,20})\.([0-9]{3,6})\.([0-9]{1,6})\.((?:19|20)[0-9]{2})")
Taken = Mapping[tuple[str, int, int], Case]


def signs_taken(planned: Sequence[Planned]) -> Taken:
    """Cases that have the signs of these rows already, and maybe others (≤ 1 query)."""
    said = [m for item in planned if (m := SIGN.fullmatch(item.values.get("znak", "")))]
    if not said:
        return {}
    cases = Case.objects.filter(
        jrwa__in={match[2] for match in said},
        number__in={int(match[3]) for match in said},
        year__in={int(match[4]) for match in said},
    )
    return {(case.jrwa, case.number, case.year): case for case in cases}


def check_sign(item: Planned, taken: Taken, about: About) -> None:
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
    row, other = about.signs.setdefault(match.group(2, 3, 4), (item.row.number, item.person))
    if other != item.person:
        item.error("znak", _("Row %(row)d has this sign for another person.") % {"row": row})


def open_cases(items: Sequence[Planned], about: About) -> list[Case]:
    """The cases of entitlements taken over: decided and closed, with their story in one step.

    A sign that is here already, or stands in two rows, is one case.
    """
    by_sign = {case.znak: case for case in signs_taken(items).values()}
    _number(items, about)
    workers = {d: district_worker(d) for d in {i.final["household"].district_id for i in items}}
    new: list[tuple[Case, str]] = []
    for item in items:
        if (sign := item.final["sign"]) not in by_sign:
            by_sign[sign] = _case(item, about, workers)
            new.append((by_sign[sign], _story(item, about)[:300]))
    Case.objects.bulk_create([case for case, _story in new])
    StatusRow.objects.bulk_create(
        [
            StatusRow(case=case, number=1, status=CaseStatus.CLOSED, author=about.actor,
                      day=about.today, why=story)
            for case, story in new
        ]
    )  # fmt: skip
    return [by_sign[item.final["sign"]] for item in items]


def _number(items: Sequence[Planned], about: About) -> None:
    """Give each row its sign: the one of the older register, or the next of ours after those."""
    last: dict[tuple[str, int], int] = {}
    unsigned: dict[str, list[Planned]] = defaultdict(list)
    for item in items:
        sign = item.final["sign"] = item.values.get("znak", "")
        if match := SIGN.fullmatch(sign):
            series = (match[2], int(match[4]))
            last[series] = max(last.get(series, 0), int(match[3]))
        else:
            unsigned[about.kinds[item.values["kind"]].jrwa].append(item)
    for (jrwa, year), number in sorted(last.items()):
        number_taken(f"jrwa:{jrwa}", year, number)
    symbol = Centre.objects.values_list("symbol", flat=True).get() if unsigned else ""
    for jrwa, nameless in sorted(unsigned.items()):
        numbers = next_numbers(f"jrwa:{jrwa}", about.today.year, len(nameless))
        for item, number in zip(nameless, numbers, strict=True):
            item.final["sign"] = f"{symbol}.{jrwa}.{number}.{about.today.year}"


def _case(item: Planned, about: About, workers: Mapping[int, User | None]) -> Case:
    said, person, home = item.values, item.person, item.final["household"]
    match = SIGN.fullmatch(item.final["sign"])
    if person is None or match is None:
        raise TypeError("a planned entitlement has a person, and its case a sign")
    return Case(
        znak=item.final["sign"],
        jrwa=match[2],
        number=int(match[3]),
        year=int(match[4]),
        kind=about.kinds[said["kind"]],
        household=home,
        applicant=person,
        district_id=home.district_id,
        handler=workers[home.district_id] or about.actor,
        status=CaseStatus.CLOSED,
        opened_on=said["day"],
        due_on=said["day"],
        closed_on=said["day"],
    )


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
