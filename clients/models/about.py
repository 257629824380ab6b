"""What else is known of a person: former names, contacts, representatives, consents."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.documents import Document
from clients.models.living import OfTheLiving
from clients.models.person import DateRange, EitherOf, Person
from core.models import User
from core.triggers import AlwaysOn, Deleted, Inserted, RequireActor, Updated


def in_order(name: str) -> models.CheckConstraint:
    """The check that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class AmongTheLiving(AlwaysOn):
    """Nobody represents, and nobody is represented, from a day after a death."""

    def __init__(self) -> None:
        super().__init__(
            name="among_the_living",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="""
                IF EXISTS (SELECT FROM clients_person p
                            WHERE p.id IN (NEW.person_id, NEW.representative_id)
                              AND p.death_date < NEW.valid_from) THEN
                    RAISE EXCEPTION 'representation of or by the dead'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'among_the_living';
                END IF;
                RETURN NEW;
            """,
        )


@pghistory.track(Inserted(), Updated(), Deleted())
class FormerName(models.Model):
    """A name that a person bore before; kept for search and for papers of that time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="former_names")
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("surname"), max_length=80)
    until = models.DateField(_("borne until"), null=True, blank=True)

    class Meta:
        ordering = ["person_id", "-until"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


class ContactKind(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    E_DELIVERY = "e_delivery", _("e-delivery address")
    PERSON = "person", _("somebody to ask for them")


@pghistory.track(Inserted(), Updated(), Deleted())
class Contact(models.Model):
    """Another way to reach a person, for a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=12, choices=ContactKind.choices)
    value = models.CharField(_("number or address"), max_length=120)
    note = models.CharField(_("note"), max_length=160, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "-valid_from"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [in_order("contact_period_in_order")]
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return self.value


class RepresentationKind(models.TextChoices):
    PARENT = "parent", _("parent (statutory representative)")
    GUARDIAN = "guardian", _("guardian (opiekun prawny)")
    CURATOR = "curator", _("curator (kurator)")
    PROXY = "proxy", _("proxy (pełnomocnik)")


@pghistory.track(Inserted(), Updated(), Deleted())
class Representation(models.Model):
    """Somebody acts for a person, by law or by power of attorney, within a scope and a period.

    KPA art. 30 § 2 (those without capacity act through statutory representatives), art. 32-33
    (proxy). The representative is a person of the files or a name with an address.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="represents"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RepresentationKind.choices)
    scope = models.CharField(_("scope"), max_length=200, blank=True)
    takes_letters = models.BooleanField(_("letters go to them (KPA art. 40 § 2)"), default=True)
    collects_money = models.BooleanField(_("may collect money"), default=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            in_order("representation_period_in_order"),
            models.CheckConstraint(
                condition=Q(representative__isnull=False) | ~Q(name=""),
                name="representative_is_named",
            ),
            models.CheckConstraint(
                condition=Q(representative__isnull=True) | ~Q(representative=F("person")),
                name="nobody_represents_oneself",
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person", "representative"),
            AmongTheLiving(),
        ]

    def __str__(self) -> str:
        return self.name or str(self.representative)


class ConsentKind(models.TextChoices):
    INFORMATION = "information", _("information clause given (art. 13 RODO)")
    CONTACT = "contact", _("consent to contact by phone and e-mail")
    IMAGE = "image", _("consent to the use of the image")
    OTHER = "other", _("other consent")


@pghistory.track(Inserted(), Updated(), Deleted())
class Consent(models.Model):
    """An information clause handed over, or a consent given and perhaps taken back."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField(_("kind"), max_length=12, choices=ConsentKind.choices)
    version = models.CharField(_("version or content"), max_length=160, blank=True)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person_id", "-given_on"]
        verbose_name = _("consent or clause")
        verbose_name_plural = _("consents and clauses")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_taken_back_after_given",
            )
        ]
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return self.get_kind_display()


class RelationshipKind(models.TextChoices):
    PARENT = "parent", _("parent of")
    SPOUSE = "spouse", _("spouse of")
    PARTNER = "partner", _("partner of")
    SIBLING = "sibling", _("sibling of")
    GRANDPARENT = "grandparent", _("grandparent of")
    FOSTER_PARENT = "foster_parent", _("foster parent of")
    GUARDIAN = "guardian", _("guardian of")


class OldEnough(AlwaysOn):
    """A parent is older than the child; by how much less than usual, only with a reason."""

    def __init__(self) -> None:
        super().__init__(
            name="old_enough",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Condition("NEW.kind IN ('parent', 'grandparent')"),
            declare=[("older", "date"), ("younger", "date"), ("years", "int")],
            func="""
                years := CASE NEW.kind WHEN 'parent' THEN 12 ELSE 24 END;
                SELECT birth_date INTO older FROM clients_person WHERE id = NEW.person_id;
                SELECT birth_date INTO younger FROM clients_person WHERE id = NEW.other_id;
                IF older >= younger OR (NEW.age_reason = ''
                        AND older + make_interval(years => years) > younger) THEN
                    RAISE EXCEPTION 'a % is not old enough', NEW.kind
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'old_enough';
                END IF;
                RETURN NEW;
            """,
        )


@pghistory.track(Inserted(), Updated(), Deleted())
class Relationship(models.Model):
    """`person` is the `kind` of `other`, for a period; spouses and siblings are written once.

    Kinds that hold both ways (spouse, partner, sibling) keep the lower id in `person`. Nobody
    has two spouses on one day, whichever of the two columns they stand in. `age_reason` says
    why a parent is less than 12 (a grandparent: 24) years older.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, models.PROTECT, related_name="relationships_to")
    kind = models.CharField(_("kind"), max_length=14, choices=RelationshipKind.choices)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=160, blank=True)
    age_reason = models.CharField(
        _("why the ages are right"), max_length=160, blank=True, db_default=""
    )

    class Meta:
        ordering = ["person_id", "kind", "id"]
        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        constraints = [
            in_order("relationship_period_in_order"),
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="nobody_is_related_to_oneself"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["spouse", "partner", "sibling"]) | Q(person__lt=F("other")),
                name="mutual_relationship_written_once",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind", "valid_from"],
                nulls_distinct=False,
                name="relationship_written_once",
            ),
            ExclusionConstraint(
                name="one_spouse_of_a_person_a_day",
                expressions=[
                    (EitherOf("person_id", "other_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
                condition=Q(kind="spouse"),
            ),
        ]
        triggers = [RequireActor(), OfTheLiving("person", "other"), OldEnough()]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.other}"
