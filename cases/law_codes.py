"""Codes of the law that an interview uses: kinds of income, reasons of art. 7, degrees."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from cases.answers import Answers, Problem
from clients.models import CertificateDegree

Choice = tuple[str, str]


def _label(item: law.IncomeKind | law.Reason) -> str:
    """The label in the reader's language; the law itself is Polish."""
    return item.label_en if (get_language() or "pl").startswith("en") else item.label


def income_kind_choices(on: date) -> list[Choice]:
    """Kinds of income known to the law on that day, as code and label, by label."""
    return sorted(
        ((kind.code, _label(kind)) for kind in law.income_kinds(on)), key=lambda pair: pair[1]
    )


def income_labels(on: date) -> dict[str, str]:
    """Labels of income kinds by code."""
    return dict(income_kind_choices(on))


def uncounted_kinds(on: date) -> dict[str, str]:
    """Kinds that do not count as income in pomoc społeczna, with the provision that says so."""
    return {k.code: k.provision for k in law.income_kinds(on) if k.counted is False}


def reason_choices(on: date) -> list[tuple[str, str, str]]:
    """Reasons for help of art. 7 UPS in the order of the act: code, point, label."""
    return [(reason.code, reason.pkt, _label(reason)) for reason in law.art7_reasons(on)]


def reason_labels(on: date) -> dict[str, str]:
    """Labels of the reasons by code."""
    return {code: label for code, _pkt, label in reason_choices(on)}


def code_problems(answers: Answers, on: date) -> list[Problem]:
    """Codes that the law does not know on `on` (the day the application was received)."""
    kinds = {kind.code for kind in law.income_kinds(on)}
    reasons = {reason.code for reason in law.art7_reasons(on)}
    found: list[Problem] = []
    for key in ("incomes", "lost_incomes", "one_off_incomes"):
        for index, row in enumerate(getattr(answers, key)):
            if row.kind not in kinds:
                found.append(Problem(f"{key}.{index}.kind", _unknown_kind(row.kind)))
    for index, certificate in enumerate(answers.certificates):
        if certificate.degree not in CertificateDegree.values:
            message = _("Choose the degree of the certificate.")
            found.append(Problem(f"certificates.{index}.degree", message))
    for code in answers.reasons:
        if code not in reasons:
            message = _("The law does not know the reason “%(code)s”.") % {"code": code}
            found.append(Problem("reasons", message))
    return found


def _unknown_kind(code: str) -> str:
    if not code:
        return _("Choose the kind of income.")
    return _("The law does not know the kind of income “%(code)s”.") % {"code": code}
