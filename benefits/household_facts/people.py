"""Persons of a household as the law engine reads them."""

from collections.abc import Iterable
from typing import Any

from benefits.facts import incapacity_on
from benefits.household_facts.snapshot import Being, Snapshot, holds
from clients.models import CertificateDegree, Education, EducationLevel

DEGREES = (
    (CertificateDegree.SEVERE, "severe"),
    (CertificateDegree.MODERATE, "moderate"),
    (CertificateDegree.LIGHT, "light"),
    (CertificateDegree.CHILD, "child"),
)
SCHOOLS = frozenset({EducationLevel.PRIMARY, EducationLevel.SECONDARY, EducationLevel.SPECIAL})
CHILD_IN_FAMILY = 25  # completed years; art. 3 pkt 16 UŚR, art. 2 pkt 12 UPA


def household(snap: Snapshot, people: Iterable[Being]) -> dict[str, Any]:
    """The key `household` of the shared facts."""
    chosen = list(people)
    kind = "samotnie" if len(chosen) == 1 else "rodzina"
    return {"kind": kind, "persons": [person(snap, being) for being in chosen]}


def person(snap: Snapshot, being: Being) -> dict[str, Any]:
    """One person; schools are said only where the file knows of any."""
    row: dict[str, Any] = {
        "id": being.id,
        "born": being.member.born.isoformat(),
        "role": being.member.role,
        "disability": degree(snap, being),
        "incapable": incapacity_on(being.member, snap.on) is not None,
    }
    schools = snap.these(Education, being.pk)
    if schools:
        now = {school.level for school in schools if holds(school, snap.on)}
        row["in_school"] = bool(now & SCHOOLS)
        row["in_higher_education"] = EducationLevel.HIGHER in now
    return row


def degree(snap: Snapshot, being: Being) -> str:
    """Degree of disability by the certificates of the day; "none" without one."""
    valid = {
        proof.degree
        for proof in being.member.proofs
        if proof.valid_from <= snap.on and (proof.valid_to is None or proof.valid_to >= snap.on)
    }
    return next((name for code, name in DEGREES if code in valid), "none")


def learns(snap: Snapshot, being: Being) -> bool | None:
    """In a school or a higher one on the day; None when the file knows of none at all."""
    schools = snap.these(Education, being.pk)
    if not schools:
        return None
    return any(
        holds(school, snap.on)
        and (school.level in SCHOOLS or school.level == EducationLevel.HIGHER)
        for school in schools
    )


def family(snap: Snapshot) -> list[Being]:
    """Parents and children under 25 or with a right to care, without other members.

    Family in the sense of art. 3 pkt 16 UŚR and art. 2 pkt 12 UPA.
    """
    return [
        being
        for being in snap.people
        if being.member.role in ("applicant", "spouse")
        or (
            being.member.role == "child"
            and (snap.age(being) < CHILD_IN_FAMILY or degree(snap, being) == "severe")
        )
    ]
