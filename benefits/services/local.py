"""Rules of the place: what the rada gminy or the centre set, from a day on."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from benefits.models import LocalResolution
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission, require
from core.polish import format_date
from law import LocalRule, read_local
from law.trace import plain


@audit.service
def local_resolution_save(
    *,
    actor: User,
    rule: LocalRule,
    value: Any,
    number: str,
    valid_from: date,
    resolution: LocalResolution | None = None,
) -> LocalResolution:
    """Enter what the resolution `number` sets for `rule` from `valid_from` on, or correct it.

    Calculations made already keep what they were made with. Raises PermissionDenied,
    InvalidFacts for a value that the law would refuse, DomainError when another resolution
    begins on that day.
    """
    require(actor, Permission.OFFICE_EDIT)
    number = number.strip()
    if "resolution" in rule.kind.schema().get("properties", {}):
        value = {**value, "resolution": number}  # so that a decision can quote it
    read = read_local(rule, value, valid_from)[rule.key]
    fields = {"value": plain(read), "number": number, "valid_from": valid_from}
    same_day = LocalResolution.objects.filter(parameter=rule.name, valid_from=valid_from)
    if same_day.exclude(pk=resolution.pk if resolution else 0).exists():
        raise DomainError(
            _("A resolution valid from %(day)s is entered already; correct that one.")
            % {"day": format_date(valid_from)}
        )
    if resolution is None:
        return LocalResolution.objects.create(parameter=rule.name, **fields)
    if not LocalResolution.objects.filter(pk=resolution.pk).update(**fields):
        raise StaleState
    return LocalResolution.objects.get(pk=resolution.pk)


@audit.service
def local_resolution_remove(*, actor: User, resolution: LocalResolution) -> None:
    """Take out what was entered by mistake; the history of changes keeps it."""
    require(actor, Permission.OFFICE_EDIT)
    LocalResolution.objects.filter(pk=resolution.pk).delete()
