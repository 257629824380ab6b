"""Świadczenia rodzinne, fundusz alimentacyjny, Karta Dużej Rodziny: families with children."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benefits.household_facts import money, people
from benefits.household_facts.found import Draft, Lack, zl
from benefits.household_facts.snapshot import Being, Snapshot
from clients.models import AlimonyTitle

ADULT = 18
NOVEMBER, OCTOBER = 11, 10  # first months of the okres zasiłkowy and of the okres świadczeniowy
CARED_FOR = frozenset({"severe", "child"})


def base_year(on: date, first_month: int) -> int:
    """The calendar year before the period that `on` lies in and that begins in `first_month`."""
    return on.year - 1 if on.month >= first_month else on.year - 2


def without_income(snap: Snapshot, draft: Draft) -> None:
    """The family: parents and children; members of no such role are left out and named."""
    chosen = people.family(snap)
    draft.facts["household"] = people.household(snap, chosen)
    draft.facts["applicant"] = str(snap.applicant)
    for being in snap.people:
        if being not in chosen:
            message = _("%(person)s is not counted: no parent and no child of this family.")
            draft.notes.append(
                Lack(
                    message % {"person": being.name},
                    page="clients:household",
                    pk=snap.household,
                )
            )


def with_income(snap: Snapshot, draft: Draft) -> None:
    """The family with the income of its base year."""
    without_income(snap, draft)
    money.of_year(snap, draft, base_year(snap.on, NOVEMBER), people.family(snap))


def zasilek_rodzinny(snap: Snapshot, draft: Draft) -> None:
    """The family; schools of the grown-up children are asked for where none is recorded."""
    with_income(snap, draft)
    _children_needed(snap, draft)
    _schools(snap, draft, snap.of_role("child"))


def dodatki(snap: Snapshot, draft: Draft) -> None:
    """Numbers of children, of disabled ones, and whether a parent is alone."""
    children = [being for being in people.family(snap) if being.member.role == "child"]
    draft.facts["children"] = len(children)
    disabled = [being for being in children if people.degree(snap, being) != "none"]
    draft.facts["disabled_children"] = len(disabled)
    draft.facts["single_parent"] = not snap.of_role("spouse")


def of_birth(snap: Snapshot, draft: Draft) -> None:
    """The youngest child, and the day as the day of filing."""
    child = _youngest(snap, draft)
    if child:
        draft.facts["child_born"] = child.member.born.isoformat()
    draft.facts["filed"] = snap.on.isoformat()


def becikowe(snap: Snapshot, draft: Draft) -> None:
    """The birth, with the income of the family."""
    with_income(snap, draft)
    of_birth(snap, draft)


def rodzicielskie(snap: Snapshot, draft: Draft) -> None:
    """The birth, with how many were born that day."""
    without_income(snap, draft)
    of_birth(snap, draft)
    child = _youngest(snap, Draft())
    if child:
        born = [b for b in snap.of_role("child") if b.member.born == child.member.born]
        draft.facts["children_in_birth"] = len(born)


def pielegnacyjne(snap: Snapshot, draft: Draft) -> None:
    """How many of the family have a certificate that asks for care."""
    without_income(snap, draft)
    cared_for = [b for b in snap.people if people.degree(snap, b) in CARED_FOR]
    if cared_for:
        draft.facts["cared_for"] = len(cared_for)
    else:
        message = _("Nobody has a certificate of the severe degree or of a disabled child.")
        draft.lacks.append(Lack(message, "certificate", snap.applicant, snap.on))


def fundusz_alimentacyjny(snap: Snapshot, draft: Draft) -> None:
    """Children with a title for alimony, and the income of the family (art. 9 UPA)."""
    without_income(snap, draft)
    money.of_year(snap, draft, base_year(snap.on, OCTOBER), people.family(snap))
    rows = [row for being in snap.people if (row := _entitled(snap, being))]
    if rows:
        draft.facts["children"] = rows
    else:
        child = next(iter(snap.of_role("child")), None)
        message = _("No member has a title for alimony valid on this day.")
        whose = child.pk if child else snap.applicant
        draft.lacks.append(Lack(message, "alimony-title", whose, snap.on))
    entitled = {int(row["id"]) for row in rows}
    _schools(snap, draft, [b for b in snap.people if b.pk in entitled])


def _entitled(snap: Snapshot, being: Being) -> dict[str, Any] | None:
    titles = snap.holding(AlimonyTitle, snap.on, being.pk)
    if not titles:
        return None
    row: dict[str, Any] = {
        "id": being.id,
        "born": being.member.born.isoformat(),
        "alimony": zl(sum((title.amount for title in titles), Decimal(0))),
        "severe": people.degree(snap, being) == "severe",
    }
    learns = people.learns(snap, being)
    return row if learns is None else {**row, "in_school": learns}


def karta_duzej_rodziny(snap: Snapshot, draft: Draft) -> None:
    """Children of the family, and how many there have ever been (art. 4 UKDR)."""
    children = snap.of_role("child")
    if children:
        draft.facts["children"] = [_of_card(snap, being) for being in children]
    _children_needed(snap, draft)
    draft.facts["children_ever"] = max(snap.children_ever, len(children))
    _schools(snap, draft, children)
    message = _(
        "Children counted as ever kept: %(count)s, as far as they belong or belonged to this "
        "household."
    ) % {"count": draft.facts["children_ever"]}
    draft.notes.append(Lack(message, page="clients:household", pk=snap.household))


def _of_card(snap: Snapshot, being: Being) -> dict[str, Any]:
    row: dict[str, Any] = {
        "born": being.member.born.isoformat(),
        "disability": people.degree(snap, being),
    }
    learns = people.learns(snap, being)
    return row if learns is None else {**row, "in_school": learns}


def wychowawcze(snap: Snapshot, draft: Draft) -> None:
    """Children under 18, and the day as the day of filing."""
    without_income(snap, draft)
    children = [b for b in snap.of_role("child") if snap.age(b) < ADULT]
    if children:
        draft.facts["children"] = [{"born": b.member.born.isoformat()} for b in children]
    draft.facts["filed"] = snap.on.isoformat()
    _children_needed(snap, draft)


def dobry_start(snap: Snapshot, draft: Draft) -> None:
    """The day as the day of filing."""
    draft.facts["filed"] = snap.on.isoformat()


def _youngest(snap: Snapshot, draft: Draft) -> Being | None:
    children = snap.of_role("child")
    if not children:
        _children_needed(snap, draft)
        return None
    return max(children, key=lambda being: being.member.born)


def _children_needed(snap: Snapshot, draft: Draft) -> None:
    if not snap.of_role("child"):
        message = _("The household has no child of the applicant: add it to the household.")
        draft.lacks.append(Lack(message, page="clients:household", pk=snap.household))


def _schools(snap: Snapshot, draft: Draft, children: list[Being]) -> None:
    """From 18 to 24 the right depends on a school, which the file has to know."""
    for being in children:
        of_age = ADULT <= snap.age(being) < people.CHILD_IN_FAMILY
        if of_age and people.learns(snap, being) is None:
            message = _("%(person)s is of age: record the school or the studies, or their end.")
            draft.lacks.append(
                Lack(message % {"person": being.name}, "education", being.pk, snap.on)
            )


MAPPINGS: Mapping[str, Callable[[Snapshot, Draft], None]] = {
    "zasilek_rodzinny": zasilek_rodzinny,
    "dodatki_zasilku_rodzinnego": dodatki,
    "becikowe": becikowe,
    "za_zyciem": of_birth,
    "zasilek_pielegnacyjny": without_income,
    "swiadczenie_pielegnacyjne": pielegnacyjne,
    "specjalny_zasilek_opiekunczy": with_income,
    "zasilek_dla_opiekuna": without_income,
    "swiadczenie_rodzicielskie": rodzicielskie,
    "fundusz_alimentacyjny": fundusz_alimentacyjny,
    "karta_duzej_rodziny": karta_duzej_rodziny,
    "swiadczenie_wychowawcze": wychowawcze,
    "dobry_start": dobry_start,
}
