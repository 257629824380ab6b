"""Pomoc społeczna and what borrows its income: household, incomes of a month, reasons."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from benefits.facts import incapacity_on
from benefits.household_facts import money, people
from benefits.household_facts.found import Draft, Lack, zl
from benefits.household_facts.snapshot import Snapshot
from clients.models import (
    CertificateDegree,
    EmploymentOffice,
    EmploymentOfficeStatus,
    Income,
)

UNEMPLOYED = {EmploymentOfficeStatus.UNEMPLOYED, EmploymentOfficeStatus.UNEMPLOYED_PAID}
LARGE_FAMILY = 3  # children


def shared(snap: Snapshot, draft: Draft) -> None:
    """Household and incomes of the month that counts."""
    draft.facts["household"] = people.household(snap, snap.people)
    draft.facts["applicant"] = str(snap.applicant)
    money.of_month(snap, draft)


def zasilek_staly(snap: Snapshot, draft: Draft) -> None:
    """The applicant's incapacity is proved by a certificate or by age (art. 6 pkt 1 UPS)."""
    shared(snap, draft)
    being = snap.who_applies
    if being and incapacity_on(being.member, snap.on) is None:
        message = _(
            "%(person)s has no certificate of incapacity valid on this day and has not reached "
            "the age."
        ) % {"person": being.name}
        draft.notes.append(Lack(message, "certificate", being.pk, snap.on))


def zasilek_okresowy(snap: Snapshot, draft: Draft) -> None:
    """The reason of art. 7 as far as the file knows one (art. 38 ust. 1 UPS)."""
    shared(snap, draft)
    reason = _reason(snap)
    if reason:
        draft.facts["reason_art7"] = reason
    else:
        message = _(
            "Why the zasiłek okresowy is needed (art. 38 UPS): record unemployment or a "
            "certificate, or choose another reason in the calculator."
        )
        draft.lacks.append(Lack(message, "employment-office", snap.applicant, snap.on))


def skladka_zdrowotna(snap: Snapshot, draft: Draft) -> None:
    """The contribution for zasiłek stały that the applicant receives."""
    shared(snap, draft)
    own = snap.in_month(Income, snap.on, snap.applicant)
    paid = [income.amount for income in own if income.kind == "zasilek_staly"]
    if paid:
        draft.facts["zasilek_staly"] = zl(sum(paid[1:], paid[0]))
    else:
        message = _("No zasiłek stały of the applicant is recorded for this month.")
        draft.lacks.append(Lack(message, "income", snap.applicant, snap.on))


def _reason(snap: Snapshot) -> str:
    """The first reason of art. 7 UPS that the facts of the applicant or the family prove."""
    standing = snap.holding(EmploymentOffice, snap.on, snap.applicant)
    if any(row.status in UNEMPLOYED for row in standing):
        return "bezrobocie"
    being = snap.who_applies
    if being and people.degree(snap, being) != "none":
        return "niepelnosprawnosc"
    ill = [
        proof
        for proof in (being.member.proofs if being else ())
        if proof.degree == CertificateDegree.TOTAL_INCAPACITY
        and proof.valid_from <= snap.on
        and (proof.valid_to is None or proof.valid_to >= snap.on)
    ]
    if ill:
        return "niepelnosprawnosc"
    if any(row.status in UNEMPLOYED for row in snap.holding(EmploymentOffice, snap.on)):
        return "bezrobocie"
    if len(snap.of_role("child")) >= LARGE_FAMILY:
        return "macierzynstwo_wielodzietnosc"
    return ""


MAPPINGS: Mapping[str, Callable[[Snapshot, Draft], None]] = {
    "zasilek_staly": zasilek_staly,
    "zasilek_okresowy": zasilek_okresowy,
    "zasilek_celowy": shared,
    "zasilek_celowy_zdarzenie": shared,
    "specjalny_zasilek_celowy": shared,
    "skladka_zdrowotna": skladka_zdrowotna,
    "dochod_pomoc_spoleczna": shared,
    "posilek": shared,
    "dps_oplata": shared,
    "uslugi_opiekuncze": shared,
    "schronisko_oplata": shared,
    "sds_oplata": shared,
    "stypendium_szkolne": shared,
    "zasilek_szkolny": shared,
}
