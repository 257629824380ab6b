"""Writes of cases: register, move, interview, terms, file."""

from cases.services.application import application_update
from cases.services.file import case_document_add, note_add
from cases.services.interview import interview_complete, interview_draft_save
from cases.services.lifecycle import case_move, case_withdraw
from cases.services.register import case_register
from cases.services.terms import term_done, term_open

__all__ = [
    "application_update",
    "case_document_add",
    "case_move",
    "case_register",
    "case_withdraw",
    "interview_complete",
    "interview_draft_save",
    "note_add",
    "term_done",
    "term_open",
]
