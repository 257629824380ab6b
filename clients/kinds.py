"""The kinds of dated facts, declared once: forms, lists, time line, desk and export read this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.models import (
    AlimonyPaid,
    AlimonyTitle,
    Certificate,
    Dwelling,
    DwellingCost,
    Education,
    EmploymentOffice,
    Farm,
    HealthInsurance,
    Income,
    OneOffIncome,
    Recorded,
    ResidenceTitle,
)

COMMON = ("valid_from", "valid_to", "source", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of dated fact.

    `code` stands in addresses; `fields` are the columns of its own; `says`, `money` and `more` are
    those that tell it in one line. Two facts of one owner with equal `alike` columns that hold on
    the same day are in each other's way: always (`alone`), or unless the person says that both are
    true. `ends`: the desk tells of its end. `gaps`: a hole between two of them is marked.
    `for_life`: without a last day it holds for life, not until further notice.
    """

    code: str
    model: type[Recorded]
    label: str | Promise
    new: str | Promise
    icon: str
    provision: str
    fields: tuple[str, ...]
    says: str = ""
    money: str = ""
    more: tuple[str, ...] = ()
    of: Literal["person", "household"] = "person"
    period: Literal["span", "months", "day"] = "span"
    alike: tuple[str, ...] | None = None
    alone: bool = False
    ends: bool = False
    gaps: bool = False
    for_life: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of everything that an entry says: period, source and its own."""
        return (*COMMON, *self.fields)


KINDS: tuple[Kind, ...] = (
    Kind(
        code="income",
        model=Income,
        label=_("Income"),
        new=_("New income"),
        icon="cash-coin",
        provision="art. 8 ust. 3-4 UPS; art. 3 pkt 1-2 UŚR",
        fields=("kind", "amount", "gross", "tax", "social", "health", "lost_on", "note"),
        says="kind",
        money="amount",
        more=("lost_on", "note"),
        period="months",
        alike=("kind",),
        gaps=True,
    ),
    Kind(
        code="one-off-income",
        model=OneOffIncome,
        label=_("One-off income"),
        new=_("New one-off income"),
        icon="cash-stack",
        provision="art. 8 ust. 11-12 UPS",
        fields=("kind", "amount", "note"),
        says="kind",
        money="amount",
        more=("note",),
        period="day",
        alike=("kind",),
    ),
    Kind(
        code="farm",
        model=Farm,
        label=_("Farm"),
        new=_("New farm"),
        icon="tree",
        provision="art. 8 ust. 9 UPS; art. 5 ust. 8-8a UŚR",
        fields=("ha_przeliczeniowe", "krus", "place"),
        says="ha_przeliczeniowe",
        money="krus",
        more=("place",),
    ),
    Kind(
        code="alimony-paid",
        model=AlimonyPaid,
        label=_("Alimony paid"),
        new=_("New alimony paid"),
        icon="arrow-up-right-circle",
        provision="art. 8 ust. 3 pkt 3 UPS",
        fields=("amount", "for_whom"),
        says="for_whom",
        money="amount",
        alike=("for_whom",),
    ),
    Kind(
        code="alimony-title",
        model=AlimonyTitle,
        label=_("Alimony title"),
        new=_("New alimony title"),
        icon="bank",
        provision="art. 2 pkt 2, art. 9-10 UPA",
        fields=(
            "amount", "debtor", "debtor_name", "court", "court_sign", "judged_on",
            "bailiff", "bailiff_sign",
        ),
        says="debtor_name",
        money="amount",
        more=("court", "court_sign", "bailiff", "bailiff_sign"),
        alike=("debtor_id", "debtor_name"),
        ends=True,
    ),
    Kind(
        code="certificate",
        model=Certificate,
        label=_("Certificate of disability or incapacity"),
        new=_("New certificate"),
        icon="file-earmark-medical",
        provision="art. 6 pkt 1 UPS; art. 3 pkt 9, 20-21 UŚR",
        fields=("degree", "number", "issued_by"),
        says="degree",
        more=("number", "issued_by"),
        alike=("degree",),
        ends=True,
        gaps=True,
        for_life=True,
    ),
    Kind(
        code="education",
        model=Education,
        label=_("Education"),
        new=_("New school or studies"),
        icon="mortarboard",
        provision="art. 6 UŚR; art. 9 ust. 1 UPA; art. 4 UKDR",
        fields=("level", "school", "year_of_study", "away_from_home"),
        says="level",
        more=("school", "year_of_study", "away_from_home"),
        alike=("level",),
        ends=True,
        gaps=True,
    ),
    Kind(
        code="employment-office",
        model=EmploymentOffice,
        label=_("Status at the employment office"),
        new=_("New status at the employment office"),
        icon="briefcase",
        provision="art. 7 pkt 4, art. 38 ust. 1 UPS",
        fields=("status", "office"),
        says="status",
        more=("office",),
        alike=(),
        alone=True,
    ),
    Kind(
        code="health-insurance",
        model=HealthInsurance,
        label=_("Insurance for health care"),
        new=_("New health insurance"),
        icon="heart-pulse",
        provision="art. 66 ust. 1 ustawy o świadczeniach opieki zdrowotnej",
        fields=("title", "payer"),
        says="title",
        more=("payer",),
        alike=("title",),
        ends=True,
        gaps=True,
    ),
    Kind(
        code="residence-title",
        model=ResidenceTitle,
        label=_("Title of stay"),
        new=_("New title of stay"),
        icon="passport",
        provision="art. 5 UPS; art. 1 ust. 2 UŚR",
        fields=("kind", "number"),
        says="kind",
        more=("number",),
        alike=("kind",),
        ends=True,
        gaps=True,
    ),
    Kind(
        code="dwelling",
        model=Dwelling,
        label=_("Dwelling"),
        new=_("New dwelling"),
        icon="house",
        provision="art. 2-5 UDM",
        fields=(
            "title", "usable_area", "rooms_kitchen_area", "rooms", "has_central_heating",
            "has_hot_water", "has_gas", "heating", "note",
        ),
        says="title",
        more=(
            "usable_area", "rooms_kitchen_area", "has_central_heating", "has_hot_water", "has_gas",
            "heating", "note",
        ),
        of="household",
        alike=(),
        alone=True,
        ends=True,
        gaps=True,
    ),
    Kind(
        code="dwelling-cost",
        model=DwellingCost,
        label=_("Cost of the dwelling"),
        new=_("New cost of the dwelling"),
        icon="receipt",
        provision="art. 6 UDM",
        fields=("kind", "amount", "note"),
        says="kind",
        money="amount",
        more=("note",),
        of="household",
        alike=("kind",),
    ),
)  # fmt: skip

BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}
_BY_MODEL: Mapping[type[Recorded], Kind] = {kind.model: kind for kind in KINDS}


def kind_of(fact: Recorded) -> Kind:
    """The kind of a fact."""
    return _BY_MODEL[type(fact)]
