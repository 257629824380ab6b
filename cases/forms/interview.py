"""The form of a family interview (Dz.U. 2021 poz. 893, Part I): one page, many rows.

What was typed is the draft: a dict in the shape of cases/answers.py with the texts as typed.
The forms are built from a draft, so a page reloaded from the database looks as it was left.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.answers import ALONE, FAMILY, MAX_ROWS, SITUATION, Problem
from cases.forms.rows import ROWS, Offer, RowForm, begun, plain
from cases.law_codes import reason_choices
from cases.models import Interview
from cases.prefill import income_month
from clients.models import Absence, Membership
from core.fields import DateField, MoneyField
from core.polish import format_date

ADULT = 18
PAGE_ORDER = (
    *("held_on", "members", "not_counted", "household_kind"),
    *("situation_family", "situation_housing", "situation_work", "situation_problems"),
    *("situation_health", "certificates"),
    *("incomes", "no_income", "lost_incomes", "one_off_incomes", "farm"),
    *("alimony_paid_by", "alimony_fund_repaid", "reasons", "needs", "conclusion", "proposed_help"),
)
_ROW = re.compile(r"(?P<key>[a-z_]+)-(?P<index>\d{1,4})-(?P<name>[a-z_]+)")


def _story(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
    )


def _needed(message: Any) -> dict[str, Any]:
    return {"required": message}


class AwayField(forms.MultipleChoiceField):
    """May stay blank, but is not optional: who is away is in this list or in that of members."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class MainForm(forms.Form):
    """Everything of an interview that is not a row."""

    held_on = DateField(
        label=_("Held on"),
        help_text=_("The day of the visit at the place of residence."),
        error_messages=_needed(_("Enter the day on which the interview was held.")),
    )
    household_kind = forms.ChoiceField(
        label=_("How the household is run"),
        choices=[
            (ALONE, _("alone (one-person household, art. 6 pkt 10)")),
            (FAMILY, _("as a family (art. 6 pkt 14)")),
        ],
        widget=forms.RadioSelect,
        error_messages=_needed(_("Choose: running a household alone, or a family.")),
    )
    members = forms.MultipleChoiceField(
        label=_("Persons who live and run the household together"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_needed(_("Confirm the persons of the household.")),
    )
    not_counted = AwayField(
        label=_("Away, and not counted in the household"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Of each person who is away it is said here or above whether the person counts "
            "(art. 6 pkt 14 UPS)."
        ),
    )
    situation_family = _story(_("Family situation"), _("Relations, care, upbringing, support."))
    situation_housing = _story(_("Housing"), _("Title, rooms, equipment, heating, arrears."))
    situation_work = _story(_("Work and education"))
    situation_health = _story(_("Health"), _("Illness, treatment, insurance, cost of medicines."))
    situation_problems = _story(_("Other difficulties and strengths"))
    alimony_fund_repaid = MoneyField(
        label=_("Repaid to the alimony fund a month"),
        required=False,
        help_text=_("Does not lower the income (NSA I OPS 2/21); kept for information."),
    )
    no_income = forms.BooleanField(
        label=_("Adults without an income above have none in that month"), required=False
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons for help (art. 7)"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_needed(_("Choose at least one reason for help (art. 7).")),
    )
    conclusion = forms.CharField(
        label=_("Diagnosis and conclusions of the worker"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages=_needed(_("Write the diagnosis and conclusions.")),
    )
    proposed_help = forms.CharField(
        label=_("Plan of help"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Benefits with period and proposed amount, services, social work."),
        error_messages=_needed(_("Write what help is proposed.")),
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Membership],
        away: Mapping[int, Absence],
        opened_on: date,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        self.opened_on, self.today = opened_on, today
        people: Any = self.fields["members"]
        people.choices = [(str(m.person_id), _named(m, away.get(m.pk))) for m in members]
        absent: Any = self.fields["not_counted"]
        absent.choices = [
            (str(m.person_id), _named(m, away[m.pk])) for m in members if m.pk in away
        ]
        if not away:
            del self.fields["not_counted"]
        reasons: Any = self.fields["reasons"]
        reasons.choices = [
            (code, f"{label} ({_('pkt')} {pkt})") for code, pkt, label in reason_choices(opened_on)
        ]

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > self.today:
            raise forms.ValidationError(
                _("This day is still to come. Today is %(today)s.")
                % {"today": format_date(self.today)}
            )
        if held_on < self.opened_on:
            raise forms.ValidationError(
                _("The application was received on %(day)s; the interview is held after it.")
                % {"day": format_date(self.opened_on)}
            )
        return held_on


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A line of the summary of errors: where it leads, which field, what is wrong."""

    target: str
    label: str
    message: str


class InterviewForms:
    """The main form and all rows of one interview, from a draft."""

    def __init__(
        self,
        interview: Interview,
        members: Sequence[Membership],
        draft: Mapping[str, Any],
        *,
        away: Mapping[int, Absence],
        today: date,
        checked: bool = False,
        sources: Mapping[str, Mapping[int, str]] | None = None,
    ) -> None:
        draft = _with_payer(draft, interview)
        self.interview, self.members, self.draft = interview, members, draft
        self.not_counted = {str(pk) for pk in draft.get("not_counted") or ()}
        opened_on = interview.case.opened_on
        persons = [(str(m.person_id), str(m.person)) for m in members]
        self.offer = Offer(opened_on, persons, income_month(interview))
        flat = _flat(draft)
        self.main = MainForm(
            flat if checked else None,
            initial=flat,
            members=members,
            away=away,
            opened_on=opened_on,
            today=today,
        )
        self.rows = {
            form.key: self._rows(form, checked=checked, sources=(sources or {}).get(form.key, {}))
            for form in ROWS
        }
        self.blanks = {
            form.key: form(prefix=f"{form.key}-__n__", offer=self.offer) for form in ROWS
        }

    def _rows(
        self, form: type[RowForm], *, checked: bool, sources: Mapping[int, str]
    ) -> list[RowForm]:
        made = []
        for index, row in enumerate(self.draft.get(form.key) or ()):
            prefix = f"{form.key}-{index}"
            data = {f"{prefix}-{name}": value for name, value in row.items()}
            one = form(data if checked else None, initial=row, prefix=prefix, offer=self.offer)
            fact = str(row.get("fact") or "")
            one.source = sources.get(int(fact), "") if fact.isdigit() else ""
            made.append(one)
        return made

    def is_valid(self) -> bool:
        """Check every field and row; the errors stand at their fields."""
        valid = self.main.is_valid()
        for rows in self.rows.values():
            for row in rows:
                valid = row.is_valid() and valid
        return self._complete() and valid

    def _complete(self) -> bool:
        """What concerns several rows: some need, everybody's income."""
        if not self.rows["needs"]:
            self.main.add_error(
                None, forms.ValidationError(_("Write down at least one need."), "needs")
            )
        silent = self.without_income()
        if silent and not self.main.cleaned_data.get("no_income"):
            message = _("No income is given for: %(names)s. Add it, or confirm that there is none.")
            self.main.add_error("no_income", message % {"names": ", ".join(silent)})
        return not self.main.errors

    def without_income(self) -> list[str]:
        """Adults of the household for whom nothing is given as income or farm."""
        given = {
            str(row.get("person") or (self.offer.persons[0][0] if len(self.members) == 1 else ""))
            for key in ("incomes", "farm")
            for row in self.draft.get(key) or ()
            if not row.get("removed")
        }
        on = self.interview.case.opened_on
        return [
            str(m.person)
            for m in self.members
            if str(m.person_id) not in given | self.not_counted
            and _age(m.person.birth_date, on) >= ADULT
        ]

    @property
    def held_on(self) -> date:
        """The day of the interview; call after `is_valid`."""
        held_on: date = self.main.cleaned_data["held_on"]
        return held_on

    def answers(self) -> dict[str, Any]:
        """What was found, in the shape of cases/answers.py; call after `is_valid`."""
        data = self.main.cleaned_data
        return {
            "situation": {name: data[f"situation_{name}"] for name in SITUATION},
            "household_kind": data["household_kind"],
            "members": [int(pk) for pk in data["members"]],
            "not_counted": [int(pk) for pk in data.get("not_counted", ())],
            **{key: [row.value() for row in rows] for key, rows in self.rows.items()},
            "alimony_fund_repaid": plain(data["alimony_fund_repaid"]) or "0.00",
            "reasons": data["reasons"],
            "conclusion": data["conclusion"],
            "proposed_help": data["proposed_help"],
        }

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what a service found at the fields that it concerns."""
        for problem in problems:
            key, _dot, rest = problem.path.partition(".")
            index, _dot, name = rest.partition(".")
            rows = self.rows.get(key, [])
            if index.isdigit() and int(index) < len(rows) and name in rows[int(index)].fields:
                rows[int(index)].add_error(name, problem.message)
            else:
                self.main.add_error(key if key in self.main.fields else None, problem.message)

    def errors(self) -> list[FieldProblem]:
        """All errors in the order of the page, each with the id of its field."""
        of_all = self.main.non_field_errors().as_data()
        found = [
            FieldProblem("interview", "", message)
            for error in of_all
            if error.code != "needs"
            for message in error.messages
        ]
        for name in PAGE_ORDER:
            found += [
                FieldProblem("needs-add", "", message)
                for error in of_all
                if error.code == name == "needs"
                for message in error.messages
            ]
            if name in self.rows:
                for number, row in enumerate(self.rows[name], start=1):
                    found += _problems(row, f"{row.title} {number}, ")
            elif messages := self.main.errors.get(name):
                label = "" if name == "no_income" else str(self.main[name].label)
                found += [FieldProblem(_target(self.main[name]), label, str(m)) for m in messages]
        return found


def _problems(row: RowForm, before: str) -> list[FieldProblem]:
    return [
        FieldProblem(_target(row[name]), f"{before}{str(row[name].label).lower()}", str(message))
        for name, messages in row.errors.items()
        if name in row.fields
        for message in messages
    ]


def _target(field: forms.BoundField) -> str:
    """The id of an input; groups of boxes are led to by their first box."""
    grouped = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if grouped else str(field.auto_id)


def _named(membership: Membership, absence: Absence | None) -> str:
    if absence is None:
        return str(membership.person)
    return _("%(person)s (away since %(day)s: %(reason)s)") % {
        "person": membership.person,
        "day": format_date(absence.valid_from),
        "reason": absence.get_reason_display(),
    }


def _with_payer(draft: Mapping[str, Any], interview: Interview) -> Mapping[str, Any]:
    """A draft from before the payers were named: its single sum was the applicant's."""
    amount = draft.get("alimony_paid")
    if not amount or draft.get("alimony_paid_by"):
        return draft
    row = {"person": str(interview.case.applicant_id), "for_whom": "", "amount": amount}
    return {**draft, "alimony_paid": "", "alimony_paid_by": [row]}


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _flat(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's own texts by field name of MainForm."""
    situation = draft.get("situation") or {}
    flat = {f"situation_{name}": situation.get(name, "") for name in SITUATION}
    return flat | {name: draft[name] for name in MainForm.base_fields if name in draft}


def draft_from(data: QueryDict) -> dict[str, Any]:
    """What was typed, as a draft; rows in the order of their numbers, never-begun ones left out."""
    draft: dict[str, Any] = {
        "situation": {name: data.get(f"situation_{name}", "") for name in SITUATION}
    }
    for name, field in MainForm.base_fields.items():
        if name.startswith("situation_"):
            continue
        many = isinstance(field, forms.MultipleChoiceField)
        draft[name] = data.getlist(name) if many else data.get(name, "")
    typed: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in data.items():
        if match := _ROW.fullmatch(name):
            rows = typed.setdefault(match["key"], {})
            rows.setdefault(int(match["index"]), {})[match["name"]] = str(value)
    for form in ROWS:
        rows = typed.get(form.key, {})
        begun_rows = [rows[index] for index in sorted(rows) if begun(rows[index], form)]
        draft[form.key] = [
            {name: row.get(name, "") for name in form.base_fields} for row in begun_rows
        ][:MAX_ROWS]
    return draft
