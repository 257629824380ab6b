"""Every benefit the engine knows: code, act, days, budget, fields and the rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from law.facts import SHARED, Facts
from law.outcome import Result
from law.params import Law
from law.pomoc_spoleczna import (
    dps,
    fees,
    figures,
    posilek,
    zasilek_celowy,
    zasilek_okresowy,
    zasilek_staly,
)
from law.pomoc_spoleczna.act import K_LONE, K_PERSON
from law.reading import Field, Fields

OWN_OBLIGATORY = "własne obowiązkowe"
OWN = "własne"
ORDERED = "zlecone"
ACT = "ustawa z dnia 12 marca 2004 r. o pomocy społecznej"
_START = date(2004, 5, 1)
_KNOWN_UNTIL = date(2027, 12, 31)
_CRITERIA = (K_LONE, K_PERSON)
_INCOME = (
    *_CRITERIA,
    "dochod_z_hektara_przeliczeniowego",
    "farm_minimum_area",
    "one_off_multiple",
    "one_off_months",
)


@dataclass(frozen=True, slots=True)
class BenefitInfo:
    """What is known of a benefit apart from its rule; `valid_until`: last day of known law."""

    code: str
    label: str
    act: str
    valid_from: date
    valid_until: date | None
    task: str
    classification: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit: what is known of it, the fields of its facts, its rule."""

    info: BenefitInfo
    fields: Fields
    rule: Callable[[Facts, Law], Result]


def _benefit(
    code: str,
    label: str,
    rule: Callable[[Facts, Law], Result],
    *,
    fields: tuple[Field, ...] = (),
    parameters: tuple[str, ...] = (),
    first_day: date = _START,
    task: str = OWN_OBLIGATORY,
    classification: str = "",
) -> Benefit:
    info = BenefitInfo(code, label, ACT, first_day, _KNOWN_UNTIL, task, classification, parameters)
    return Benefit(info, Fields(*SHARED, *fields), rule)


_ALL = (
    _benefit(
        "zasilek_staly",
        "Zasiłek stały",
        zasilek_staly.calculate,
        fields=zasilek_staly.FIELDS,
        parameters=(
            *_INCOME,
            "zasilek_staly_base_pct",
            "zasilek_staly_maximum",
            "zasilek_staly_minimum",
        ),
        classification="852/85216 §3110",
    ),
    _benefit(
        "zasilek_okresowy",
        "Zasiłek okresowy",
        zasilek_okresowy.calculate,
        fields=zasilek_okresowy.FIELDS,
        parameters=(
            *_INCOME,
            "zasilek_okresowy_minimum",
            "zasilek_okresowy_share_pct",
            "zasilek_okresowy_maximum_lone",
        ),
        first_day=date(2008, 1, 1),
        classification="852/85214 §3110",
    ),
    _benefit(
        "zasilek_celowy",
        "Zasiłek celowy",
        zasilek_celowy.calculate,
        fields=zasilek_celowy.FIELDS,
        parameters=_INCOME,
        classification="852/85214 §3110",
    ),
    _benefit(
        "zasilek_celowy_zdarzenie",
        "Zasiłek celowy po zdarzeniu losowym lub klęsce",
        zasilek_celowy.calculate_event,
        fields=zasilek_celowy.FIELDS,
        parameters=_CRITERIA,
        task="własne obowiązkowe (zdarzenie losowe) lub zlecone (klęska)",
        classification="852/85214 lub 852/85278 §3110",
    ),
    _benefit(
        "specjalny_zasilek_celowy",
        "Specjalny zasiłek celowy",
        zasilek_celowy.calculate_special,
        fields=zasilek_celowy.FIELDS,
        parameters=_INCOME,
        task=OWN,
        classification="852/85214 §3110",
    ),
    _benefit(
        "skladka_zdrowotna",
        "Składka zdrowotna od zasiłku stałego",
        figures.health_contribution,
        fields=figures.HEALTH_FIELDS,
        parameters=("skladka_zdrowotna_pct",),
        classification="852/85213 §4130",
    ),
    _benefit(
        "dochod_pomoc_spoleczna",
        "Dochód według ustawy o pomocy społecznej",
        figures.income,
        parameters=_INCOME,
        task="",
    ),
    _benefit(
        "zmiana_dochodu",
        "Zmiana dochodu w czasie pobierania świadczenia",
        figures.income_change,
        fields=figures.CHANGE_FIELDS,
        parameters=(*_CRITERIA, "income_change_tolerance_pct"),
        task="",
    ),
    _benefit(
        "posilek",
        "Pomoc w formie posiłku",
        posilek.calculate,
        fields=posilek.FIELDS,
        parameters=(*_INCOME, "posilek_pct"),
        first_day=date(2006, 1, 1),
        classification="852/85230 §3110",
    ),
    _benefit(
        "dps_oplata",
        "Opłata za dom pomocy społecznej",
        dps.calculate,
        fields=dps.FIELDS,
        parameters=(*_INCOME, "dps_resident_pct", "dps_family_pct"),
        first_day=date(2007, 1, 1),
        classification="852/85202 §4330",
    ),
    _benefit(
        "uslugi_opiekuncze",
        "Opłata za usługi opiekuńcze",
        fees.care_services,
        fields=fees.CARE_SERVICES_FIELDS,
        parameters=_INCOME,
        classification="852/85228",
    ),
    _benefit(
        "schronisko_oplata",
        "Opłata za schronisko dla osób bezdomnych",
        fees.shelter,
        fields=fees.SHELTER_FIELDS,
        parameters=(*_INCOME, "schronisko_pct", "schronisko_with_care_pct"),
        first_day=date(2016, 1, 1),
        classification="852/85295",
    ),
    _benefit(
        "sds_oplata",
        "Opłata za środowiskowy dom samopomocy",
        fees.day_centre,
        parameters=(*_INCOME, "sds_fee_pct", "sds_threshold_pct"),
        first_day=date(2011, 1, 1),
        task=ORDERED,
        classification="852/85203",
    ),
)
BENEFITS: dict[str, Benefit] = {benefit.info.code: benefit for benefit in _ALL}
