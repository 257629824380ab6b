"""Why something is not due: the codes of `reasons`, in words. A rule gives no code but these."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code of `reasons` in Polish and in English."""

    label: str
    label_en: str


REFUSALS: Mapping[str, Refusal] = {
    "age": Refusal("warunek wieku nie jest spełniony", "the condition of age is not met"),
    "area": Refusal(
        "mieszkanie jest większe, niż pozwala ustawa",
        "the dwelling is larger than the act allows",
    ),
    "below_minimum": Refusal(
        "kwota jest niższa od najniższej, którą się wypłaca",
        "the amount is below the least that is paid",
    ),
    "closed": Refusal("nowych wniosków się nie przyjmuje", "no new applications are taken"),
    "disability_arose_late": Refusal(
        "niepełnosprawność powstała zbyt późno",
        "the disability did not arise early enough",
    ),
    "excluded_by_other_benefit": Refusal(
        "wyklucza je inne świadczenie",
        "another benefit excludes it",
    ),
    "filed_early": Refusal("wniosek złożono przed terminem", "filed too early"),
    "filed_late": Refusal("wniosek złożono po terminie", "filed too late"),
    "half_of_alimony_paid": Refusal(
        "dłużnik płacił co najmniej połowę bieżących alimentów",
        "at least half of the alimony was paid in each month",
    ),
    "in_institution": Refusal(
        "instytucja zapewnia nieodpłatnie pełne utrzymanie",
        "free full-day upkeep in an institution",
    ),
    "income_over_criterion": Refusal(
        "dochód przekracza kryterium",
        "the income exceeds the criterion",
    ),
    "income_within_criterion": Refusal(
        "dochód nie przekracza kryterium",
        "the income does not exceed the criterion",
    ),
    "medical_care": Refusal(
        "nie wykazano opieki medycznej od wymaganego tygodnia ciąży",
        "no medical care in time during the pregnancy",
    ),
    "no_alimony": Refusal("nie ma zasądzonych alimentów", "no alimony is adjudged"),
    "no_child": Refusal(
        "nie ma dziecka, na które świadczenie przysługuje",
        "no child with a right to it",
    ),
    "no_legal_title": Refusal("nie ma tytułu prawnego do lokalu", "no title to the dwelling"),
    "no_trigger": Refusal("nie ma przesłanki do wydania decyzji", "no ground for the decision"),
    "not_born": Refusal("dziecko urodziło się później", "the child was not born yet"),
    "not_disabled": Refusal(
        "nie ma orzeczenia o wymaganej niepełnosprawności",
        "no certificate of disability that gives the right",
    ),
    "not_incapable": Refusal("nie ma niezdolności do pracy", "no incapacity for work is proved"),
    "other_authority": Refusal("właściwy jest inny organ", "another authority decides"),
    "own_share_exceeds_expenses": Refusal(
        "udział własny pokrywa wydatki",
        "the own share covers the expenses",
    ),
    "poverty_alone": Refusal(
        "samo ubóstwo nie jest powodem pomocy",
        "poverty alone is no reason of help",
    ),
    "price_not_above_threshold": Refusal(
        "cena nie przekracza progu",
        "the price is not above the threshold",
    ),
    "within_tolerance": Refusal(
        "zmiana jest za mała, aby miała skutek",
        "the change is too small to have an effect",
    ),
}
