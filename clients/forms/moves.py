"""Who leaves a household for which, when and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Household, MemberRole, Membership
from clients.services import NewHome
from core.fields import DateField, PostalCodeField
from core.models import District
from core.polish import format_date

STAYS = "stays"
ADDRESS = ("place", "postal_code", "street", "house", "flat")


class GoesField(forms.ChoiceField):
    """Stays, or goes as what; nothing said is that somebody stays."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or STAYS)


class MoveForm(forms.Form):
    """One field for each member: stays, or goes as what; built by `people`."""

    day = DateField(
        label=_("First day in the other household"),
        help_text=_("The day before is the last one in this household."),
    )
    remaining_head = forms.ChoiceField(
        label=_("Head of those who stay"),
        required=False,
        help_text=_("Only when the head leaves and others stay."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For example: the son moved out and runs his own household (interview)."),
    )

    age_reason = forms.CharField(
        label=_("Why the roles fit"),
        max_length=200,
        required=False,
        help_text=_("Only for a child or parent of an unusual age."),
    )

    def __init__(
        self, *args: Any, people: Sequence[Membership], goes: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for member in people:
            self.fields[f"goes_{member.pk}"] = GoesField(
                label=f"{member.person} ({format_date(member.person.birth_date)}, "
                f"{member.get_role_display()})",
                choices=[(STAYS, _("stays")), *_going()],
                initial=_usually(member) if goes else STAYS,
            )
        rest: forms.ChoiceField = self.fields["remaining_head"]  # type: ignore[assignment]
        rest.choices = [("", "—"), *[(str(m.pk), str(m.person)) for m in people]]

    def members(self) -> list[forms.BoundField]:
        """The fields of the members, to be shown in a row."""
        return [self[f"goes_{member.pk}"] for member in self.people]

    @property
    def asks_ages(self) -> bool:
        """Has a role been refused for the ages, or was it said why it fits?"""
        return bool(self["age_reason"].value()) or any(f.errors for f in self.members())

    def roles(self) -> Mapping[int, str]:
        """Id of the membership of everybody who goes → role in the other household."""
        chosen = {m.pk: self.cleaned_data.get(f"goes_{m.pk}") for m in self.people}
        return {pk: role for pk, role in chosen.items() if role and role != STAYS}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.roles():
            self.add_error(None, _("Choose who goes."))
        return data

    def rest(self) -> int | None:
        """The membership of the head of those who stay."""
        chosen = self.cleaned_data["remaining_head"]
        return int(chosen) if chosen else None


class SplitForm(MoveForm):
    """Some of a household open one of their own."""

    district = forms.ModelChoiceField(
        label=_("District of the new household"), queryset=District.objects.all(), empty_label="—"
    )
    name = forms.CharField(
        label=_("Name of the new file"),
        max_length=160,
        required=False,
        help_text=_("Empty: the surname and first name of its head."),
    )
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    postal_code = PostalCodeField(label=_("Postal code"), required=False)
    street = forms.CharField(label=_("Street"), max_length=80, required=False)
    house = forms.CharField(label=_("House number"), max_length=12, required=False)
    flat = forms.CharField(label=_("Flat number"), max_length=12, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        roles = list(self.roles().values())
        if roles and roles.count(MemberRole.HEAD) != 1:
            self.add_error(None, _("Choose one of those who go as the head of the new household."))
        if any(data.get(name) for name in ADDRESS):
            for name in ("place", "postal_code", "house"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Complete the address."))
        return data

    def home(self) -> NewHome:
        """The household to be opened."""
        data = self.cleaned_data
        address = {name: data[name] for name in ADDRESS} if data["house"] else {}
        return NewHome(district=data["district"], name=data["name"], address=address)


class UndoForm(forms.Form):
    """Why a split or join is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=200)


def split_form(data: Any, household: Household, people: Sequence[Membership], today: date) -> Any:
    """A split that starts today in the same district, unless told otherwise."""
    initial = {"day": today, "district": household.district_id}
    return SplitForm(data, people=people, initial=initial)


def join_form(data: Any, people: Sequence[Membership], today: date) -> MoveForm:
    """Everybody comes today, unless told otherwise; the one before the head as another member."""
    return MoveForm(data, people=people, goes=True, initial={"day": today})


def _usually(member: Membership) -> str:
    """As what somebody joins another household, unless told otherwise."""
    return MemberRole.CHILD if member.role == MemberRole.CHILD else MemberRole.OTHER


def _going() -> list[tuple[str, Any]]:
    return [
        (MemberRole.HEAD, _("goes as the head")),
        (MemberRole.SPOUSE, _("goes as spouse or partner of the head")),
        (MemberRole.CHILD, _("goes as child")),
        (MemberRole.PARENT, _("goes as parent of the head")),
        (MemberRole.OTHER, _("goes as another member")),
    ]
