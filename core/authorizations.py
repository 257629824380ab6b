"""Who may sign today: authorisations of the organ (art. 110 ust. 7–8 UPS). A stand-in has none."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.models import Authorization, BenefitKind, User


def valid_authorizations(user: User, day: date) -> QuerySet[Authorization]:
    """The person's own authorisations valid on `day`, the newest first."""
    return (
        Authorization.objects.filter(user=user, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .order_by("-valid_from", "id")
    )


def authorization_of(user: User, kind: BenefitKind, day: date) -> Authorization | None:
    """An authorisation for the benefit, or for its whole act, valid on `day`."""
    return (
        valid_authorizations(user, day)
        .filter(act=kind.act)
        .filter(Q(benefits=kind) | Q(benefits__isnull=True))
        .first()
    )


def kinds_to_sign(user: User, day: date) -> QuerySet[BenefitKind]:
    """Benefits whose decisions the person is authorised to sign on `day`."""
    valid = valid_authorizations(user, day).order_by()
    return BenefitKind.objects.filter(
        Exists(valid.filter(act=OuterRef("act"), benefits__isnull=True))
        | Exists(valid.filter(act=OuterRef("act"), benefits=OuterRef("pk")))
    )
