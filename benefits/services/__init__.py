"""Writes of calculations, decisions and deliveries."""

from benefits.services.appeal import appeal_forward, appeal_record, appeal_rule
from benefits.services.calculation import FactsMissing, answer_keep, calculation_make
from benefits.services.delivery import decision_waive, decisions_finalise, delivery_record
from benefits.services.draft import decision_cancel, decision_draft, decision_edit
from benefits.services.local import local_resolution_remove, local_resolution_save
from benefits.services.review import decision_check, decision_return, decision_submit
from benefits.services.signing import decision_sign

__all__ = [
    "FactsMissing",
    "answer_keep",
    "appeal_forward",
    "appeal_record",
    "appeal_rule",
    "calculation_make",
    "decision_cancel",
    "decision_check",
    "decision_draft",
    "decision_edit",
    "decision_return",
    "decision_sign",
    "decision_submit",
    "decision_waive",
    "decisions_finalise",
    "delivery_record",
    "local_resolution_remove",
    "local_resolution_save",
]
