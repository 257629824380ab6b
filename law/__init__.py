"""The law of Polish social welfare as pure functions and dated data; imports nothing of ours."""

from law.benefit import BenefitInfo
from law.engine import benefits, calculate, history, load, parameters_on, schema
from law.errors import InvalidFacts, InvalidQuestion, LawError, NotInForce, UnknownBenefit
from law.income_kinds import IncomeKind, income_kinds
from law.local import LocalRule, local_rules, read_local
from law.outcome import VERSION, Outcome
from law.params import ParameterValue
from law.pomoc_spoleczna.reasons import Reason, art7_reasons
from law.retention import KeepingTerm, keeping_term
from law.trace import Step

__all__ = [
    "VERSION",
    "BenefitInfo",
    "IncomeKind",
    "InvalidFacts",
    "InvalidQuestion",
    "KeepingTerm",
    "LawError",
    "LocalRule",
    "NotInForce",
    "Outcome",
    "ParameterValue",
    "Reason",
    "Step",
    "UnknownBenefit",
    "art7_reasons",
    "benefits",
    "calculate",
    "history",
    "income_kinds",
    "keeping_term",
    "load",
    "local_rules",
    "parameters_on",
    "read_local",
    "schema",
]
