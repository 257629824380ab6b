"""Why something is not due: the codes of `reasons`, in words. A rule gives no code but these."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    "age": "warunek wieku nie jest spełniony",
    "area": "mieszkanie jest większe, niż pozwala ustawa",
    "below_minimum": "kwota jest niższa od najniższej, którą się wypłaca",
    "closed": "nowych wniosków się nie przyjmuje",
    "disability_arose_late": "niepełnosprawność powstała zbyt późno",
    "excluded_by_other_benefit": "wyklucza je inne świadczenie",
    "filed_early": "wniosek złożono przed terminem",
    "filed_late": "wniosek złożono po terminie",
    "half_of_alimony_paid": "dłużnik płacił co najmniej połowę bieżących alimentów",
    "in_institution": "instytucja zapewnia nieodpłatnie pełne utrzymanie",
    "income_over_criterion": "dochód przekracza kryterium",
    "income_within_criterion": "dochód nie przekracza kryterium",
    "medical_care": "nie wykazano opieki medycznej od wymaganego tygodnia ciąży",
    "no_alimony": "nie ma zasądzonych alimentów",
    "no_child": "nie ma dziecka, na które świadczenie przysługuje",
    "no_legal_title": "nie ma tytułu prawnego do lokalu",
    "no_trigger": "nie ma przesłanki do wydania decyzji",
    "not_born": "dziecko urodziło się później",
    "not_disabled": "nie ma orzeczenia o wymaganej niepełnosprawności",
    "not_incapable": "nie ma niezdolności do pracy",
    "other_authority": "właściwy jest inny organ",
    "own_share_exceeds_expenses": "udział własny pokrywa wydatki",
    "poverty_alone": "samo ubóstwo nie jest powodem pomocy",
    "price_not_above_threshold": "cena nie przekracza progu",
    "within_tolerance": "zmiana jest za mała, aby miała skutek",
}
