"""What the rada gminy or the centre itself sets: rules of the place, given to a question as facts.

They are never code: each fills one key of the facts of the benefits it belongs to, so that it is
frozen with the calculation. This table says which keys are rules of the place, and on what basis.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from law.dodatki_mieszkaniowe.dodatek import check_cap
from law.params import Law
from law.pomoc_materialna.stypendium import check_bands
from law.pomoc_spoleczna.act import check_raised
from law.pomoc_spoleczna.fees import check_tariff
from law.reading import Kind
from law.registry import BENEFITS


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A rule of the place: `key` of the facts of `benefits` that it fills, and the provision
    that leaves it to the gmina or the centre. `check`: what the law of the day asks of the value
    beyond its kind; raises InvalidFacts."""

    name: str
    label: str
    label_en: str
    key: str
    benefits: tuple[str, ...]
    provision: str
    check: Callable[[Any, Law], None] | None = None

    @property
    def kind(self) -> Kind:
        """What the key of the facts may hold."""
        fields = BENEFITS[self.benefits[0]].fields.fields
        return next(one.kind for one in fields if one.name == self.key)


LOCAL_RULES = (
    LocalRule(
        "raised_criteria",
        "Podwyższone kryteria dochodowe zasiłku okresowego i celowego",
        "Raised income criteria of zasiłek okresowy and celowy",
        "raised_criteria",
        ("zasilek_okresowy", "zasilek_celowy"),
        "art. 8 ust. 2 ustawy o pomocy społecznej",
        check_raised,
    ),
    LocalRule(
        "daily_rate_rounding",
        "Zaokrąglanie stawki dziennej za część miesiąca",
        "Rounding of the daily rate for part of a month",
        "daily_rate",
        ("zasilek_staly",),
        "art. 106 ust. 3 ustawy o pomocy społecznej",
    ),
    LocalRule(
        "uslugi_opiekuncze_tariff",
        "Odpłatność za usługi opiekuńcze",
        "Fees for care services",
        "tariff",
        ("uslugi_opiekuncze",),
        "art. 50 ust. 6 ustawy o pomocy społecznej",
        check_tariff,
    ),
    LocalRule(
        "dps_family_rule",
        "Sposób liczenia opłaty rodziny za dom pomocy społecznej",
        "How the family's fee for a care home is counted",
        "family_rule",
        ("dps_oplata",),
        "art. 61 ust. 2 pkt 2 ustawy o pomocy społecznej",
    ),
    LocalRule(
        "stypendium_szkolne_bands",
        "Stypendium szkolne według dochodu",
        "Stypendium szkolne by income",
        "bands",
        ("stypendium_szkolne",),
        "art. 90f ustawy o systemie oświaty",
        check_bands,
    ),
    LocalRule(
        "dodatek_mieszkaniowy_cap",
        "Najwyższy dodatek mieszkaniowy, w części wydatków",
        "Highest dodatek mieszkaniowy, as a share of expenses",
        "cap_pct",
        ("dodatek_mieszkaniowy",),
        "art. 6 ust. 10 ustawy o dodatkach mieszkaniowych",
        check_cap,
    ),
    LocalRule(
        "dodatek_mieszkaniowy_price_kwh",
        "Cena 1 kWh do ryczałtu na ogrzewanie, wodę i gaz",
        "Price of 1 kWh for the lump sum",
        "price_kwh",
        ("dodatek_mieszkaniowy",),
        "art. 6 ust. 7 i art. 6a ustawy o dodatkach mieszkaniowych",
    ),
)


def local_rules(benefit: str | None = None) -> tuple[LocalRule, ...]:
    """Rules of the place, or those of one benefit."""
    return tuple(rule for rule in LOCAL_RULES if benefit is None or benefit in rule.benefits)


def read_local(rule: LocalRule, value: Any, on: date) -> Mapping[str, Any]:
    """The facts that a value of the rule gives from the day on, checked.

    Raises InvalidFacts, whose path begins at `facts`, and NotInForce.
    """
    read = rule.kind.read(value, f"facts.{rule.key}")
    if rule.check is not None:
        rule.check(read, Law(on))
    return {rule.key: read}
