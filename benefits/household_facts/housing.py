"""Dodatek mieszkaniowy and the energy benefits: dwelling, its costs, income of three months."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits.household_facts import alimony, money
from benefits.household_facts.found import Draft, Lack, zl
from benefits.household_facts.snapshot import Snapshot
from clients.models import CostKind, Dwelling, DwellingCost, DwellingTitle, Farm, Income
from core.months import month_of, month_words, previous_month
from core.polish import fold
from law.dodatki_mieszkaniowe.act import FROM_2021

MONTHS = 3  # before the month of filing (art. 3 ust. 1 UDM)
NO_EXPENSES = frozenset({CostKind.GAS, CostKind.ELECTRICITY, CostKind.FUEL})
"""Art. 6 ust. 4a UDM: energy and gas for the household, and fuel, are no expenses."""
TITLES = {
    DwellingTitle.RENT_MUNICIPAL: "najem",
    DwellingTitle.RENT: "najem",
    DwellingTitle.SOCIAL_RENT: "najem",
    DwellingTitle.COOPERATIVE: "spoldzielcze",
    DwellingTitle.OWNED_FLAT: "wlasnosc_lokalu",
    DwellingTitle.OWNED_HOUSE: "wlasnosc_budynku",
    DwellingTitle.NO_TITLE: "oczekiwanie",
    DwellingTitle.OTHER: "inny_tytul",
}
COAL = re.compile(r"\b(wegl|wegiel|coal|ekogroszek|paliwo stale|paliwa stale|drewn|pellet|wood)")
ELECTRIC = re.compile(r"(elektr|electric|pompa ciepla|pompe ciepla|heat pump)")


def dodatek_mieszkaniowy(snap: Snapshot, draft: Draft) -> None:
    """Size, income of three months, dwelling and expenses (art. 3-6 UDM)."""
    _persons(snap, draft)
    _income(snap, draft)
    _dwelling(snap, draft)
    _expenses(snap, draft)


def _persons(snap: Snapshot, draft: Draft) -> None:
    draft.facts["persons"] = len(snap.people)


def _income(snap: Snapshot, draft: Draft) -> None:
    """Since July 2021 alimony paid is taken off, as in art. 3 pkt 1 UŚR."""
    months = _months_before(snap.on)
    total = sum((money.counted_in(snap, month) for month in months), Decimal(0))
    if snap.on >= FROM_2021:
        total -= alimony.sum_of(snap, months, [being.pk for being in snap.people])
    draft.facts["income_3m"] = zl(max(total, Decimal(0)))
    for farm in snap.holding(Farm, snap.on):
        message = _("Income of the farm is not among the facts: add it in the calculator.")
        draft.notes.append(Lack(message, "farm", farm.person_id, snap.on))
    for being in snap.people:
        if snap.age(being) < money.ADULT:
            continue
        without = [m for m in months if not snap.in_month(Income, m, being.pk)]
        if without:
            message = _("%(person)s has no income recorded for %(months)s: none is counted.")
            words = ", ".join(month_words(month) for month in without)
            draft.notes.append(
                Lack(
                    message % {"person": being.name, "months": words},
                    "income",
                    being.pk,
                    without[0],
                )
            )


def _months_before(on: date) -> list[date]:
    months = [previous_month(month_of(on))]
    while len(months) < MONTHS:
        months.append(previous_month(months[-1]))
    return months[::-1]


def _dwelling(snap: Snapshot, draft: Draft) -> None:
    homes = snap.holding(Dwelling, snap.on)
    if not homes:
        message = _("The dwelling is not recorded: title, area and installations.")
        draft.lacks.append(Lack(message, "dwelling", on=snap.on))
        return
    home = homes[0]
    draft.facts |= {
        "usable_area": f"{home.usable_area:.2f}",
        "has_central_heating": home.has_central_heating,
        "has_hot_water": home.has_hot_water,
        "has_gas": home.has_gas,
        "title": TITLES[DwellingTitle(home.title)],
    }
    if home.rooms_kitchen_area is not None:
        draft.facts["rooms_kitchen_area"] = f"{home.rooms_kitchen_area:.2f}"


def _expenses(snap: Snapshot, draft: Draft) -> None:
    costs = [c for c in snap.holding(DwellingCost, snap.on) if c.kind not in NO_EXPENSES]
    if not costs:
        message = _("No cost of the dwelling is recorded for this day.")
        draft.lacks.append(Lack(message, "dwelling-cost", on=snap.on))
        return
    draft.facts["expenses"] = zl(sum((cost.amount for cost in costs), Decimal(0)))
    if any(cost.kind == CostKind.OTHER for cost in costs):
        message = _("An “other cost” is among the expenses: check whether art. 6 ust. 4 counts it.")
        draft.notes.append(Lack(message, "dwelling-cost", on=snap.on))


def energetyczny(snap: Snapshot, draft: Draft) -> None:
    """The size of the household."""
    _persons(snap, draft)


def _per_person(snap: Snapshot, draft: Draft) -> None:
    """Size, and income per person of the year before."""
    _persons(snap, draft)
    year = snap.on.year - 1
    whole = money.counted_in_year(snap, year, snap.people)
    whole -= alimony.sum_of(snap, money.months_of(year), [being.pk for being in snap.people])
    whole = max(whole, Decimal(0))
    draft.facts["per_person"] = zl(whole / money.YEAR / max(len(snap.people), 1))
    message = _(
        "Income per person: what is recorded for %(year)s, divided by 12 and by the number of "
        "persons. Check the year that the act names."
    ) % {"year": year}
    draft.notes.append(Lack(message, "income", snap.applicant, date(year, 1, 1)))


def oslonowy(snap: Snapshot, draft: Draft) -> None:
    """Income and whether the dwelling is heated with coal."""
    _per_person(snap, draft)
    _heated(snap, draft, "coal_heating", COAL)
    draft.facts["filed"] = snap.on.isoformat()


def bon_energetyczny(snap: Snapshot, draft: Draft) -> None:
    """Income and whether the dwelling is heated with electricity."""
    _per_person(snap, draft)
    _heated(snap, draft, "electric_heating", ELECTRIC)


def _heated(snap: Snapshot, draft: Draft, key: str, words: re.Pattern[str]) -> None:
    homes = [home for home in snap.holding(Dwelling, snap.on) if home.heating]
    if homes:
        draft.facts[key] = bool(words.search(fold(homes[0].heating)))
    else:
        message = _("How the dwelling is heated is not recorded.")
        draft.lacks.append(Lack(message, "dwelling", on=snap.on))


MAPPINGS: Mapping[str, Callable[[Snapshot, Draft], None]] = {
    "dodatek_mieszkaniowy": dodatek_mieszkaniowy,
    "kryterium_dodatku_mieszkaniowego": lambda _snap, _draft: None,
    "dodatek_energetyczny": energetyczny,
    "dodatek_oslonowy": oslonowy,
    "bon_energetyczny": bon_energetyczny,
    "bon_cieplowniczy": _per_person,
}
