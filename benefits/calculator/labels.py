"""What keys and codes of the law are called on pages: one dictionary for all acts.

Looked up from the closest to the widest: `benefit:parent.key`, `benefit:key`, `parent.key`, `key`.
A key without a label shows the description of its schema, or its name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import law
from law.local import LOCAL_RULES

Words = Mapping[str, str | Promise]

KEYS: Words = {
    "household": _("Household"),
    "kind": _("Kind"),
    "household.kind": _("Lone person or family"),
    "incomes.kind": _("Kind of income"),
    "lost_incomes.kind": _("Kind of income"),
    "one_off_incomes.kind": _("Kind of income"),
    "size": _("Number of persons"),
    "persons": _("Persons"),
    "id": _("Sign"),
    "born": _("Born on"),
    "role": _("Role"),
    "disability": _("Disability"),
    "incapable": _("Incapable of work (or by age), proved"),
    "in_school": _("Pupil"),
    "in_higher_education": _("Student of a university"),
    "entitled_to_zr": _("Entitled to zasiłek rodzinny"),
    "applicant": _("Who applies"),
    "person": _("Whose"),
    "incomes": _("Incomes"),
    "amount": _("Amount"),
    "incomes.amount": _("Net amount a month"),
    "gross": _("Gross"),
    "tax": _("Tax"),
    "social": _("Social insurance"),
    "health": _("Health insurance"),
    "month": _("Month"),
    "incomes.month": _("Month of receipt"),
    "reason": _("Why it counts or not"),
    "lost_incomes": _("Lost incomes"),
    "lost_on": _("Lost on"),
    "one_off_incomes": _("One-off incomes"),
    "paid": _("Paid on"),
    "farm": _("Farm"),
    "ha_przeliczeniowe": _("Comparative hectares"),
    "krus": _("KRUS contribution a month"),
    "alimony_paid": _("Alimony paid to others a month"),
    "alimony_fund_repaid": _("Repaid to the alimony fund a month"),
    "reason_art7": _("Reason for help (art. 7)"),
    "amount_chosen": _("Amount chosen by the officer"),
    "requested": _("Sum asked for"),
    "from": _("From"),
    "to": _("To"),
    "programme_pct": _("Limit of the gmina's programme"),
    "cost": _("Monthly cost of the home"),
    "resident_income": _("Income of the resident"),
    "obliged": _("Relatives who may have to pay"),
    "relation": _("Relation"),
    "income": _("Income"),
    "obliged.income": _("Income of their household a month"),
    "agreed": _("Fee agreed with the centre"),
    "family_rule": _("Reading of art. 61 ust. 2 pkt 2 lit. b"),
    "hours": _("Hours"),
    "tariff": _("Tariff of the gmina"),
    "over_pct": _("Income over"),
    "to_pct": _("Income up to"),
    "fee_per_hour": _("Fee per hour"),
    "fee_pct": _("Fee as a part of the cost"),
    "hourly_cost": _("Cost of an hour"),
    "with_care": _("With care services"),
    "zasilek_staly": _("Zasiłek stały paid a month"),
    "change": _("Change of the monthly income"),
}

CHOICES: Words = {
    "household.kind.samotnie": _("lone person"),
    "household.kind.rodzina": _("family"),
    "role.applicant": _("applicant"),
    "role.spouse": _("spouse or partner"),
    "role.child": _("child"),
    "role.other": _("other member"),
    "disability.none": _("none"),
    "disability.light": _("light degree"),
    "disability.moderate": _("moderate degree"),
    "disability.severe": _("severe degree"),
    "disability.child": _("disabled child"),
    "relation.spouse": _("spouse"),
    "relation.descendant": _("descendant"),
    "relation.ascendant": _("ascendant"),
    "family_rule.A": _("A: the whole household"),
    "family_rule.B": _("B: own share"),
}

ROWS: Words = {
    "persons": _("Person"),
    "incomes": _("Income"),
    "lost_incomes": _("Lost income"),
    "one_off_incomes": _("One-off income"),
    "farm": _("Farm"),
    "obliged": _("Relative"),
    "tariff": _("Band"),
}

UNITS: Words = {
    "ha_przeliczeniowe": "ha",
    "programme_pct": "%",
    "hours": _("h"),
}

VALUES: Words = {
    "income": _("Income"),
    "per_person": _("Income per person"),
    "own_income": _("Own income"),
    "criterion": _("Income criterion"),
    "base": _("Base of the calculation"),
    "uncapped": _("Before the upper limit"),
    "full_amount": _("For a full month"),
    "gap": _("Criterion less income"),
    "min_amount": _("Least amount"),
    "max_amount": _("Greatest amount"),
    "amount_guaranteed": _("Part guaranteed by the state"),
    "amount_gmina_topup": _("Topped up by the gmina"),
    "excess": _("Over the criterion by"),
    "excess_own_income": _("Own income over the criterion by"),
    "excess_per_person": _("Income per person over the criterion by"),
    "below_by": _("Below the least amount by"),
    "limit": _("Limit"),
    "limit_lone": _("Limit of a lone person"),
    "limit_per_person": _("Limit per person"),
    "resident": _("Paid by the resident"),
    "family": _("Paid by relatives"),
    "gmina": _("Paid by the gmina"),
    "limit_300_lone": _("Left to a lone relative"),
    "limit_300_per_person": _("Left per person in a relative's family"),
    "cost": _("Cost"),
    "full_family": _("Relatives, for a full month"),
    "full_gmina": _("Gmina, for a full month"),
    "pct_of_criterion": _("Income in per cent of the criterion"),
    "fee_per_hour": _("Fee per hour"),
    "total": _("Together"),
    "max_fee": _("Greatest fee"),
    "fee": _("Fee"),
    "threshold": _("Threshold"),
    "amount": _("Amount"),
    "percent": _("Rate"),
    "farm_income": _("Income from the farm"),
    "threshold_5x": _("Five times the criterion"),
    "one_off": _("One-off incomes, month by month"),
    "income_month": _("Month whose income counts"),
    "monthly": _("Part a month"),
    "first_month": _("First month"),
    "last_month": _("Last month"),
    "spread": _("Spread over months"),
    "tolerance": _("Change without effect up to"),
    "change": _("Change"),
    "requested": _("Sum asked for"),
}

REASONS: Words = {
    "income_over_criterion": _("the income exceeds the criterion"),
    "income_within_criterion": _("the income does not exceed the criterion"),
    "below_minimum": _("the amount is below the least that is paid"),
    "area": _("the dwelling is larger than the act allows"),
    "own_share_exceeds_expenses": _("the own share covers the expenses"),
    "age": _("the condition of age is not met"),
    "not_incapable": _("no incapacity for work is proved"),
    "other_authority": _("another authority decides"),
    "filed_late": _("filed too late"),
    "not_in_force": _("no rule is in force"),
    "closed": _("no new applications are taken"),
    "excluded_by_other_benefit": _("another benefit excludes it"),
    "price_not_above_threshold": _("the price is not above the threshold"),
    "within_tolerance": _("the change is too small to have an effect"),
    "poverty_alone": _("poverty alone is no reason of help"),
}

#: What yes and no mean where the answer is no right to money.
VERDICTS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "zmiana_dochodu": (_("has an effect"), _("has no effect")),
}

PER: Words = {
    "month": _("a month"),
    "once": _("once"),
    "hour": _("an hour"),
    "year": _("a year"),
    "period": _("for the whole period"),
}


def _closest(words: Words, benefit: str, name: str) -> str | Promise | None:
    """The word for `f.obliged.0.household.size`, from the closest key to the widest."""
    steps = [step for step in name.split(".")[1:] if not step.isdigit()]
    last, parent = steps[-1] if steps else "", steps[-2] if len(steps) > 1 else ""
    for key in (f"{benefit}:{parent}.{last}", f"{benefit}:{last}", f"{parent}.{last}", last):
        if key in words:
            return words[key]
    return None


def has_label(benefit: str, name: str) -> bool:
    """Is there a label for the field of that name?"""
    return _closest(KEYS, benefit, name) is not None or bool(_local(benefit, name))


def _local(benefit: str, name: str) -> str:
    """Label of a rule of the place (set by the gmina), which the law itself names."""
    english = (get_language() or "pl").startswith("en")
    for rule in LOCAL_RULES:
        if benefit in rule.benefits and name == f"f.{rule.key}":
            return rule.label_en if english else rule.label
    return ""


def label(benefit: str, name: str, schema: Mapping[str, Any]) -> str:
    """Label of a field."""
    found = _closest(KEYS, benefit, name)
    if found is not None:
        return str(found)
    if local := _local(benefit, name):
        return local
    last = next((s for s in reversed(name.split(".")) if not s.isdigit()), name)
    return str(schema.get("description", last.replace("_", " "))).capitalize()


def row_label(benefit: str, name: str) -> str:
    """What one row of a list is called; "" when it has no name of its own."""
    return str(_closest(ROWS, benefit, name) or "")


def unit(benefit: str, name: str) -> str:
    """Unit of an amount."""
    found = _closest(UNITS, benefit, name)
    if found is not None:
        return str(found)
    return "%" if name.endswith("_pct") else "zł"


def choices(benefit: str, name: str, schema: Mapping[str, Any], on: date) -> list[tuple[str, str]]:
    """Codes of a field with their labels."""
    key = name.rpartition(".")[2]
    codes = [str(code) for code in schema["enum"]]
    dictionary = _dictionary(key, codes, on)
    if dictionary:
        pairs = [(code, dictionary.get(code, code)) for code in codes]
        return sorted(pairs, key=lambda pair: pair[1]) if key == "kind" else pairs
    found = [(code, _closest(CHOICES, benefit, f"{name}.{code}")) for code in codes]
    return [(code, str(word) if word is not None else code) for code, word in found]


def _dictionary(key: str, codes: list[str], on: date) -> dict[str, str]:
    """Labels that the law itself has: kinds of income, reasons of art. 7."""
    english = (get_language() or "pl").startswith("en")
    if key == "reason_art7":
        reasons = law.art7_reasons(on)
        return {r.code: r.label_en if english else f"{r.label} (pkt {r.pkt})" for r in reasons}
    kinds = {k.code: k.label_en if english else k.label for k in law.income_kinds(on)}
    return kinds if set(codes) <= set(kinds) else {}


def has_choice(benefit: str, name: str, schema: Mapping[str, Any], on: date, code: str) -> bool:
    """Is there a label for the code of a choice?"""
    key = name.rpartition(".")[2]
    if _dictionary(key, [str(c) for c in schema["enum"]], on):
        return True
    return _closest(CHOICES, benefit, f"{name}.{code}") is not None


def value_label(benefit: str, key: str) -> str:
    """What a figure of the answer is called."""
    found = _closest(VALUES, benefit, f"v.{key}") or _closest(KEYS, benefit, f"v.{key}")
    return str(found if found is not None else key.replace("_", " ").capitalize())


def has_value_label(benefit: str, key: str) -> bool:
    """Is there a label for the figure?"""
    name = f"v.{key}"
    return any(_closest(words, benefit, name) is not None for words in (VALUES, KEYS))


def reason_label(code: str) -> str:
    """Why something is not due."""
    return str(REASONS.get(code, code.replace("_", " ")))
