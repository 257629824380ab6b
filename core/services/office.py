"""The centre, its districts, accounts and benefit kinds; only the administrator writes."""

from typing import Any

from core import audit
from core.errors import StaleState
from core.models import BenefitKind, Centre, CentreAccount, District, User
from core.permissions import Permission, require


@audit.service
def centre_save(*, actor: User, **fields: Any) -> Centre:
    """Write the data of the centre; what is issued already keeps what it was issued with."""
    require(actor, Permission.OFFICE_EDIT)
    return Centre.objects.update_or_create(pk=1, defaults=fields)[0]


@audit.service
def district_save(*, actor: User, district: District | None, name: str, places: str) -> District:
    """Add a district, or rename it and its places."""
    require(actor, Permission.OFFICE_EDIT)
    if district is None:
        return District.objects.get_or_create(name=name, defaults={"places": places})[0]
    if not District.objects.filter(pk=district.pk).update(name=name, places=places):
        raise StaleState
    return District.objects.get(pk=district.pk)


@audit.service
def account_save(
    *,
    actor: User,
    account: CentreAccount | None,
    name: str,
    nrb: str,
    bank_profile: str,
    is_default: bool,
) -> CentreAccount:
    """Add or change an account of the centre; a new default takes the place of the old one."""
    require(actor, Permission.OFFICE_EDIT)
    list(CentreAccount.objects.order_by("id").select_for_update())
    others = CentreAccount.objects.exclude(nrb=account.nrb if account else nrb)
    if is_default:
        others.filter(is_default=True).update(is_default=False)
    fields = {
        "name": name,
        "bank_profile": bank_profile,
        "is_default": is_default or not others.exists(),
    }
    if account is None:
        return CentreAccount.objects.update_or_create(nrb=nrb, defaults=fields)[0]
    if not CentreAccount.objects.filter(pk=account.pk).update(nrb=nrb, **fields):
        raise StaleState
    return CentreAccount.objects.get(pk=account.pk)


@audit.service
def benefit_kind_change(*, actor: User, kind: BenefitKind, **fields: Any) -> BenefitKind:
    """Change class, classification or names of a benefit; decisions issued keep theirs."""
    require(actor, Permission.OFFICE_EDIT)
    if not BenefitKind.objects.filter(pk=kind.pk).update(**fields):
        raise StaleState
    return BenefitKind.objects.get(pk=kind.pk)
