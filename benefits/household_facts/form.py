"""What is asked of the page «check the rights»."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from benefits.household_facts.page import choices
from clients.models import Household, Person
from core.fields import DateField

FIRST_DAY, FAR = date(1990, 1, 1), timedelta(days=1830)


class CheckForm(forms.Form):
    """Which benefit, by the law of which day, for whom, as it was known when."""

    benefit = forms.ChoiceField(label=_("Benefit or fee"))
    on = DateField(label=_("Law and facts of the day"))
    person = forms.ModelChoiceField(
        label=_("Applicant"), queryset=Person.objects.none(), required=False, empty_label=None
    )
    known = DateField(label=_("as it was known on"), required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefit"].choices = list(choices())  # type: ignore[attr-defined]
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(memberships__household=household).distinct()

    def clean_on(self) -> date:
        """A day of which the file can know something."""
        day: date = self.cleaned_data["on"]
        if not FIRST_DAY <= day <= localdate() + FAR:
            raise forms.ValidationError(_("This day is too far away."))
        return day
