"""Entitlements: ended before their first day; what was paid, and the case with its sign, stays."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from benefits.imports.backs.base import all_made, forget_sources, gone, held, made, used, uses
from benefits.imports.models import ImportRow
from benefits.imports.plans.base import About
from benefits.imports.states import ImportKind
from cases.models import Case, StatusRow
from cases.services.lifecycle import status_row_add
from cases.states import CaseStatus
from payments.models import Entitlement, LedgerEntry, PaymentLine
from payments.services.booking import lock_money
from payments.services.entitlements import end
from payments.states import EntitlementStatus, LedgerKind

_DAY = timedelta(days=1)


def lock(rows: Sequence[ImportRow]) -> None:
    """Hold money and entitlements."""
    lock_money()
    held(Entitlement, all_made(rows, "entitlement"))


def why_stays(rows: Sequence[ImportRow], about: About) -> Mapping[int, str]:
    """Reasons by row; no reason: it is ended before its first day."""
    ids = all_made(rows, "entitlement")
    found = Entitlement.objects.in_bulk(ids)
    paid = _ids(
        LedgerEntry.objects.filter(entitlement__in=ids, kind=LedgerKind.PAID), "entitlement"
    )
    listed = _ids(
        PaymentLine.objects.filter(due__entitlement__in=ids, active=True), "due__entitlement"
    )
    worked_on = uses(Case, all_made(rows, "case"), but=[StatusRow, Entitlement])
    stays = {}
    for row in rows:
        pk, case = made(row, "entitlement"), made(row, "case")
        if pk not in found:
            stays[row.pk] = gone()
        elif pk in paid:
            stays[row.pk] = _("It was paid since. End it on its page.")
        elif pk in listed:
            stays[row.pk] = _("It stands on a payment list. Cancel the list first.")
        elif found[pk].status != EntitlementStatus.ACTIVE:
            stays[row.pk] = _("It was withheld or ended since.")
        elif case in worked_on:
            stays[row.pk] = used(worked_on[case])
    return stays


def _ids(rows: "QuerySet[Any]", column: str) -> set[int]:
    return set(rows.order_by().values_list(column, flat=True).distinct())


def take_back(rows: Sequence[ImportRow], about: About) -> None:
    """End each before its first day, and say so in its case, once."""
    forget_sources(
        about, ImportKind.ENTITLEMENTS, [(row.source_id, made(row, "entitlement")) for row in rows]
    )
    said = _("Import taken back (%(system)s): nothing of it is paid here.") % {
        "system": about.run.system
    }
    for entitlement in Entitlement.objects.filter(pk__in=all_made(rows, "entitlement")):
        end(
            actor=about.actor,
            today=about.today,
            entitlement=entitlement,
            last_day=entitlement.valid_from - _DAY,
            why=said,
        )
    cases = Case.objects.filter(pk__in=all_made(rows, "case"))
    cases.update(version=F("version") + 1)
    for case in cases:
        status = CaseStatus(case.status)
        status_row_add(actor=about.actor, case=case, status=status, today=about.today, why=said)
