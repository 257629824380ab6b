"""People: who they are, where they live, where money goes to."""

from collections.abc import Iterable

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from clients.models.living import NOBODY, MergedByMerge, OfTheLiving, OfTheStanding
from clients.models.pesel import AgreesWithPesel
from clients.models.places import Place
from core.models import District, User
from core.polish import fold, sort_key
from core.triggers import Deleted, Inserted, RequireActor, Updated


class DateRange(Func):
    """daterange(from, to, '[]'): both days belong to the period; an open end is NULL."""

    function = "daterange"

    def __init__(self, start: str, end: str) -> None:
        super().__init__(F(start), F(end), Value("[]"))


class Same(Func):
    """int8range(id, id, '[]'): equality of an id in an exclusion constraint without btree_gist."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


class EitherOf(Func):
    """Two ids as one int8multirange: shares a number with another when either id stands in it."""

    function = "int8multirange"

    def __init__(self, first: str, second: str) -> None:
        super().__init__(Same(first), Same(second))


class SearchWords(Func):
    """Words of a folded text, as an earlier migration indexes them; see models/search.py now."""

    function = "to_tsvector"
    template = "%(function)s('simple'::regconfig, translate(%(expressions)s, '-./@''_', '      '))"
    output_field = SearchVectorField()


class PeselAbsence(models.TextChoices):
    FOREIGNER = "foreigner", _("foreigner without PESEL")
    NEWBORN = "newborn", _("newborn, PESEL not given yet")
    UNKNOWN = "unknown", _("identity being established")


class Sex(models.TextChoices):
    FEMALE = "F", _("woman")
    MALE = "M", _("man")


class MaritalStatus(models.TextChoices):
    SINGLE = "single", _("single")
    MARRIED = "married", _("married")
    DIVORCED = "divorced", _("divorced")
    SEPARATED = "separated", _("separated")
    WIDOWED = "widowed", _("widowed")


@pghistory.track(Inserted(), Updated(), Deleted())
class Person(models.Model):
    """One human being; PESEL unique among the living records (those not merged into another)."""

    first_name = models.CharField(_("first name"), max_length=60)
    second_name = models.CharField(_("second name"), max_length=60, blank=True)
    last_name = models.CharField(_("surname"), max_length=80)
    family_name = models.CharField(_("family name (at birth)"), max_length=80, blank=True)
    pesel = models.CharField("PESEL", max_length=11, null=True, blank=True)
    pesel_absence = models.CharField(
        _("why there is no PESEL"), max_length=12, choices=PeselAbsence.choices, blank=True
    )
    pesel_differs_why = models.CharField(
        _("why the PESEL says otherwise"), max_length=200, blank=True, db_default=""
    )
    identity_document = models.CharField(_("identity document"), max_length=60, blank=True)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    death_date = models.DateField(_("date of death"), null=True, blank=True)
    citizenship = models.CharField(_("citizenship"), max_length=2, default="PL")
    marital_status = models.CharField(
        _("marital status"), max_length=12, choices=MaritalStatus.choices, blank=True
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="aliases", editable=False
    )
    destroyed_on = models.DateField(_("data destroyed"), null=True, editable=False)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False, db_index=True)
    search_text = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["birth_date"], name="person_birth_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pesel__regex=r"^\d{11}$") | Q(pesel__isnull=True),
                name="person_pesel_digits",
            ),
            models.CheckConstraint(
                condition=(Q(pesel__isnull=False) & Q(pesel_absence=""))
                | (Q(pesel__isnull=True) & ~Q(pesel_absence="")),
                name="person_pesel_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(death_date__isnull=True) | Q(death_date__gte=F("birth_date")),
                name="person_died_after_birth",
            ),
            models.UniqueConstraint(
                fields=["pesel"],
                condition=Q(merged_into__isnull=True),
                name="person_pesel_once",
                violation_error_message=_("A person with this PESEL is already in the system."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_on__isnull=True) | Q(pesel__isnull=True, **NOBODY),
                name="destroyed_person_is_nobody",
            ),
        ]
        triggers = [RequireActor(), AgreesWithPesel(), MergedByMerge()]

    def __str__(self) -> str:
        if self.destroyed_on:
            return str(_("person no. %(number)s, data destroyed") % {"number": self.pk})
        return f"{self.last_name} {self.first_name}"

    @property
    def full_name(self) -> str:
        """First name first, as letters address people."""
        return " ".join(filter(None, [self.first_name, self.second_name, self.last_name]))

    def fill_search(self, former: Iterable[object] = ()) -> None:
        """Derive the stored sort key and folded search text; services call it before saving.

        `former` are the names borne before: whoever knows only one of them finds the person.
        """
        self.sort_key = sort_key(f"{self.last_name} {self.first_name} {self.second_name}")
        self.search_text = fold(
            f"{self.last_name} {self.first_name} {self.second_name} {self.family_name}"
            f" {' '.join(map(str, former))} {self.pesel or ''}"
        )


class AddressKind(models.TextChoices):
    RESIDENCE = "residence", _("residence")
    REGISTERED = "registered", _("registered stay")
    CORRESPONDENCE = "correspondence", _("correspondence")
    LAST_REGISTERED = "last_registered", _("last registered (homeless)")


@pghistory.track(Inserted(), Updated(), Deleted())
class Address(models.Model):
    """Where a person lives, is registered or takes letters, for a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    kind = models.CharField(
        _("kind"), max_length=16, choices=AddressKind.choices, default=AddressKind.RESIDENCE
    )
    street = models.CharField(_("street"), max_length=80, blank=True)
    house = models.CharField(_("house number"), max_length=12)
    flat = models.CharField(_("flat number"), max_length=12, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=6)
    place = models.CharField(_("place"), max_length=80)
    post_office = models.CharField(_("post office"), max_length=80, blank=True)
    teryt_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, verbose_name=_("place of TERYT")
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "-valid_from"]
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(postal_code__regex=r"^\d{2}-\d{3}$"), name="address_postal_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="address_period_in_order",
            ),
            *[
                ExclusionConstraint(
                    name=f"one_{kind}_address_a_day",
                    expressions=[
                        (Same("person_id"), "&&"),
                        (DateRange("valid_from", "valid_to"), "&&"),
                    ],
                    condition=Q(kind=kind),
                )
                for kind in AddressKind.values
            ],
        ]
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return f"{self.street_line}, {self.postal_code} {self.post_office or self.place}"

    @property
    def street_line(self) -> str:
        """Street (or the village, where there are no streets) with numbers."""
        number = f"{self.house}/{self.flat}" if self.flat else self.house
        return f"{self.street or self.place} {number}"

    @property
    def town_line(self) -> str:
        """Postal code and post office, as on an envelope."""
        return f"{self.postal_code} {self.post_office or self.place}"


@pghistory.track(Inserted(), Updated(), Deleted())
class BankAccount(models.Model):
    """A person's account for transfers, for a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="bank_accounts")
    nrb = models.CharField(_("account number"), max_length=26)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    holder = models.CharField(_("account holder, if another"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.CheckConstraint(condition=Q(nrb__regex=r"^\d{26}$"), name="bank_account_digits"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="bank_account_period_in_order",
            ),
            ExclusionConstraint(
                name="one_bank_account_a_day",
                expressions=[
                    (Same("person_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
            ),
        ]
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return self.nrb


@pghistory.track(Inserted(), Updated(), Deleted())
class Household(models.Model):
    """People who live and run a household together (art. 6 pkt 14 UPS), or one who runs it alone.

    Its file name is the surname and first name of its head.
    """

    name = models.CharField(_("name"), max_length=160)
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("district"))
    notes = models.TextField(_("notes"), blank=True)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False, db_index=True)
    created_on = models.DateField(_("file opened"))
    destroyed_on = models.DateField(_("file destroyed"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_on__isnull=True) | Q(name="", notes="", sort_key=""),
                name="destroyed_household_is_nobodys",
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        if self.destroyed_on:
            return str(_("file no. %(number)s, destroyed") % {"number": self.pk})
        return self.name


class MemberRole(models.TextChoices):
    HEAD = "head", _("head of the household")
    SPOUSE = "spouse", _("spouse or partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    OTHER = "other", _("other member")


@pghistory.track(Inserted(), Updated(), Deleted())
class Membership(models.Model):
    """A person belongs to a household for a period."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=MemberRole.choices)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    shared_custody = models.BooleanField(
        _("also in another household, by court order"), default=False
    )
    court_order = models.CharField(_("court order"), max_length=160, blank=True)

    class Meta:
        ordering = ["household_id", "id"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_period_in_order",
            ),
            ExclusionConstraint(
                name="one_household_a_day",
                expressions=[
                    (Same("person_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
                condition=Q(shared_custody=False),
            ),
            *[
                ExclusionConstraint(
                    name=f"one_{role}_a_day",
                    expressions=[
                        (Same("household_id"), "&&"),
                        (DateRange("valid_from", "valid_to"), "&&"),
                    ],
                    condition=Q(role=role),
                )
                for role in ("head", "spouse")
            ],
            ExclusionConstraint(
                name="one_membership_of_a_household_a_day",
                expressions=[
                    (Same("person_id"), "&&"),
                    (Same("household_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
            ),
        ]
        triggers = [RequireActor(), OfTheLiving("person"), OfTheStanding()]

    def __str__(self) -> str:
        return f"{self.person} – {self.household}"


class GrantSource(models.TextChoices):
    CASE = "case", _("handles a case of the household")
    STAND_IN = "stand_in", _("stands in for the handler")
    EXCEPTION = "exception", _("reasoned exception")


class HouseholdGrant(models.Model):
    """Who may see a household beyond the own district, why, and for how long."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="grants")
    user = models.ForeignKey(User, models.PROTECT, related_name="household_grants")
    source = models.CharField(max_length=10, choices=GrantSource.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("access to a household")
        verbose_name_plural = _("accesses to households")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="exception") | ~Q(reason=""), name="exception_has_a_reason"
            )
        ]
        indexes = [models.Index(fields=["user", "household"])]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.user} → {self.household}"
