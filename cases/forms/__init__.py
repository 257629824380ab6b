"""Forms of casework."""

from cases.forms.application import ApplicationForm, RegisterForm
from cases.forms.file import DocumentForm, NoteForm, WithdrawForm
from cases.forms.interview import InterviewForms
from cases.forms.worklist import WorklistForm

__all__ = [
    "ApplicationForm",
    "DocumentForm",
    "InterviewForms",
    "NoteForm",
    "RegisterForm",
    "WithdrawForm",
    "WorklistForm",
]
