"""Staff: accounts, authorisations to sign, stand-ins. The administrator writes; all is kept."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import DomainError, StaleState
from core.models import Authorization, BenefitKind, District, StandIn, User
from core.permissions import Permission, Role, require


@audit.service
def language_choose(*, actor: User, language: str) -> None:
    """Keep the language of pages that this person chose."""
    User.objects.filter(pk=actor.pk).update(language=language)


@audit.service
def staff_add(
    *,
    actor: User,
    username: str,
    password: str,
    first_name: str,
    last_name: str,
    role: Role,
    position: str = "",
    phone: str = "",
    email: str = "",
    district: District | None = None,
) -> User:
    """Open an account. Raises DomainError when the user name is taken."""
    require(actor, Permission.OFFICE_EDIT)
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        role=role,
        position=position,
        phone=phone,
        email=email,
        district=district,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise DomainError(_("This user name is taken. Choose another one.")) from None
    return user


@audit.service
def administrator_open(*, actor: User, username: str, password: str) -> User:
    """Open an administrator's account from the server's console, in the name of the system.

    Raises DomainError when the user name is taken by a person who is not an administrator.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user and user.role != Role.ADMINISTRATOR:
        raise DomainError(_("This user name is taken. Choose another one."))
    user = user or User(username=username, role=Role.ADMINISTRATOR)
    user.is_active = True
    user.set_password(password)
    user.save()
    return user


@audit.service
def staff_change(*, actor: User, user: User, **fields: Any) -> User:
    """Change name, role, position, phone, e-mail, district or `is_active` of an account.

    Raises DomainError when the office would be left without an administrator, or when the
    administrator would shut themselves out.
    """
    require(actor, Permission.OFFICE_EDIT)
    current = User.objects.select_for_update().get(pk=user.pk)
    keeps = fields.get("is_active", True) and fields.get("role", current.role) == current.role
    if current.role == Role.ADMINISTRATOR and not keeps:
        _refuse_the_last_administrator(current, actor)
    for name, value in fields.items():
        setattr(current, name, value)
    current.save(update_fields=list(fields))
    return current


def _refuse_the_last_administrator(user: User, actor: User) -> None:
    if user.pk == actor.pk:
        raise DomainError(
            _("You cannot take your own role or account away. Ask another administrator.")
        )
    # Locked in one order, so that two administrators cannot remove each other at once.
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    if not list(others.order_by("id").select_for_update()):
        raise DomainError(_("The office has to keep one active administrator."))


@audit.service
def password_set(*, actor: User, user: User, password: str) -> None:
    """Give an account a new password; the person is signed out everywhere."""
    require(actor, Permission.OFFICE_EDIT)
    current = User.objects.select_for_update().get(pk=user.pk)
    current.set_password(password)
    current.save(update_fields=["password"])


@audit.service
def authorization_grant(
    *,
    actor: User,
    user: User,
    number: str,
    granted_on: date,
    act: str,
    valid_from: date,
    valid_to: date | None = None,
    benefits: Iterable[BenefitKind] = (),
) -> Authorization:
    """Enter the organ's authorisation to sign (art. 110 ust. 7–8 UPS); no benefits means all.

    The same number for the same person is entered once: raises DomainError the second time.
    """
    require(actor, Permission.OFFICE_EDIT)
    User.objects.select_for_update().get(pk=user.pk)
    if Authorization.objects.filter(user=user, number=number).exists():
        raise DomainError(_("This authorisation is already entered for this person."))
    authorization = Authorization.objects.create(
        user=user,
        number=number,
        granted_on=granted_on,
        act=act,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    authorization.benefits.set(benefits)
    return authorization


@audit.service
def authorization_end(*, actor: User, authorization: Authorization, last_day: date) -> None:
    """End an authorisation; what was signed until `last_day` stays signed.

    Raises DomainError for a day before its start, StaleState when it has ended already.
    """
    require(actor, Permission.OFFICE_EDIT)
    if last_day < authorization.valid_from:
        raise DomainError(_("An authorisation cannot end before it starts."))
    ended = Authorization.objects.filter(
        pk=authorization.pk, valid_to=authorization.valid_to
    ).update(valid_to=last_day)
    if not ended:
        raise StaleState


@audit.service
def stand_in_add(
    *, actor: User, absent: User, stand_in: User, valid_from: date, valid_to: date
) -> StandIn:
    """Let one person do the work of another in a period; entering it twice is once."""
    require(actor, Permission.OFFICE_EDIT)
    if absent.role != stand_in.role:
        raise DomainError(_("A stand-in has the same role as the absent person."))
    User.objects.select_for_update().get(pk=absent.pk)
    return StandIn.objects.get_or_create(
        absent=absent, stand_in=stand_in, valid_from=valid_from, valid_to=valid_to
    )[0]


@audit.service
def stand_in_remove(*, actor: User, pk: int, today: date) -> None:
    """Take back a stand-in: one that has begun ends today, one that has not is deleted."""
    require(actor, Permission.OFFICE_EDIT)
    row = StandIn.objects.select_for_update().filter(pk=pk, valid_to__gte=today).first()
    if row is None:
        raise StaleState
    if row.valid_from > today:
        row.delete()
    else:
        row.valid_to = today
        row.save(update_fields=["valid_to"])
