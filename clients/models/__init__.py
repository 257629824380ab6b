"""Clients: people, households, dated facts, documents."""

from clients.models.documents import Document
from clients.models.facts import Certificate, CertificateDegree, Fact, Income
from clients.models.person import (
    Address,
    AddressKind,
    BankAccount,
    DateRange,
    GrantSource,
    Household,
    HouseholdGrant,
    MaritalStatus,
    MemberRole,
    Membership,
    Person,
    PeselAbsence,
    Same,
    SearchWords,
    Sex,
)

__all__ = [
    "Address",
    "AddressKind",
    "BankAccount",
    "Certificate",
    "CertificateDegree",
    "DateRange",
    "Document",
    "Fact",
    "GrantSource",
    "Household",
    "HouseholdGrant",
    "Income",
    "MaritalStatus",
    "MemberRole",
    "Membership",
    "Person",
    "PeselAbsence",
    "Same",
    "SearchWords",
    "Sex",
]
