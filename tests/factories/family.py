"""One family about which everything is recorded, for tests that walk all pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from benefits import tasks
from benefits.imports.models import ImportRun
from benefits.models import Decision
from cases.models import Case, PaymentWay
from clients import services
from clients.kinds import KINDS
from clients.models import (
    Absence,
    Document,
    Household,
    HouseholdGrant,
    HouseholdMove,
    MemberRole,
    Membership,
    Person,
    Relationship,
)
from clients.services.moves import NewHome
from core import jobs
from core.models import Job, User
from core.permissions import Role
from payments.models import Entitlement, PaymentLine, PaymentList
from payments.services import bank_file_make
from reports import tasks as copies
from reports.privacy.models import CopyBasis, PersonCopy
from reports.privacy.services import copy_ask
from tests.clients.test_facts import SAID
from tests.factories.benefits import make_draft, make_issued
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user
from tests.factories.imports import persons_file, send
from tests.factories.papers import PDF
from tests.factories.payments import approve, make_lists

assert tasks.decision_pdf and copies  # their jobs are registered
SURNAME = "Zawilcowa"
"""A name that stands nowhere else: what holds it shows this family."""
MAY = date(2026, 5, 1)


@dataclass(slots=True)
class Family:
    """The family, and one of each thing that lies in its file."""

    home: Household
    head: Person
    child: Membership
    facts: dict[str, int]
    rows: dict[str, int]
    document: Document
    absence: Absence
    tie: Relationship
    move: HouseholdMove
    exception: HouseholdGrant
    open_case: Case
    draft: Decision
    decision: Decision
    entitlement: Entitlement
    payments: PaymentList
    line: PaymentLine
    run: ImportRun
    copy: PersonCopy

    @property
    def transaction(self) -> UUID:
        """The transaction that recorded the head."""
        first = Person.pgh_event_model.objects.filter(pgh_obj_id=self.head.pk).earliest("pgh_id")
        return first.pgh_context_id

    @property
    def said(self) -> set[str]:
        """Words by which the family is known."""
        decision = self.decision
        return {
            SURNAME,
            str(self.head.pesel),
            self.open_case.znak,
            decision.case.znak,
            str(decision.number),
            self.document.title,
        }


def make_family(worker: User, manager: User) -> Family:
    """The worker's own district; the lists of November are approved and handed to the bank."""
    head = make_person("Zofia", SURNAME, date(1984, 4, 2))
    son = make_person("Adam", SURNAME, date(2004, 3, 1), sex="M")
    child = make_person("Ewa", SURNAME, date(2015, 6, 1))
    home = make_household(head, child, (son, MemberRole.CHILD))
    family: dict[str, Any] = {"home": home, "head": head}
    family["child"] = home.memberships.get(person=child)
    family |= _paper(worker, home, head) | _around(worker, home, head, family["child"], son)
    family |= _work(worker, home, head)
    family |= _money()
    row = [["O1", SURNAME, "Zofia", str(head.pesel), "600100200"]]
    family["copy"] = copy_ask(
        actor=worker,
        today=TODAY,
        person=head,
        basis=CopyBasis.ACCESS,
        received_on=TODAY,
        purpose="wniosek o kopię danych",
    )
    jobs.run(family["copy"].job_id)
    family["run"] = send(manager, persons_file(row))
    return Family(**family)


def _paper(worker: User, home: Household, head: Person) -> dict[str, Any]:
    document = services.document_store(
        actor=worker,
        household=home,
        title="Zaświadczenie o zawilcach",
        upload=SimpleUploadedFile("a.pdf", PDF),
        person=head,
    )
    facts = {}
    for kind in KINDS:
        owner = home if kind.of == "household" else head
        said = {"valid_from": MAY, "document": document, **SAID[kind.code]}
        said |= {"valid_to": TODAY + timedelta(days=20)} if kind.code == "certificate" else {}
        fact = services.fact_record(actor=worker, what=kind.code, owner=owner, **said)
        facts[kind.code] = fact.pk
    return {"document": document, "facts": facts}


def _around(
    worker: User, home: Household, head: Person, child: Membership, son: Person
) -> dict[str, Any]:
    more: dict[str, Any] = {"actor": worker, "today": TODAY}
    services.household_note_add(household=home, text=f"Zadzwonić do {SURNAME}", **more)
    absence = services.absence_add(
        membership=child, reason="hospital", valid_from=TODAY - timedelta(days=9), **more
    )
    tie = services.relationship_add(person=head, other=child.person, kind="parent", **more)
    far = make_far_worker()
    exception = services.access_by_exception(
        actor=far, household=home, reason="zgłosiła się w naszym rejonie", today=TODAY
    )
    leaves = home.memberships.get(person=son)
    move = services.household_split(
        household=home,
        leaving={leaves.pk: MemberRole.HEAD},
        day=TODAY - timedelta(days=3),
        home=NewHome(district=home.district),
        reason="wyprowadził się",
        **more,
    )
    return {
        "absence": absence,
        "tie": tie,
        "exception": exception,
        "move": move,
        "rows": _rows(head, more),
    }


def make_far_worker() -> User:
    """A social worker of another district, made on first use."""
    known = User.objects.filter(username="daleki").first()
    return known or make_user(Role.SOCIAL_WORKER, "daleki", district=make_district("Rejon 9"))


def _rows(head: Person, more: dict[str, Any]) -> dict[str, int]:
    """One entry of each part of the page of a person."""
    name = services.former_name_add(person=head, first_name="Zofia", last_name="Dawna", **more)
    contact = services.contact_add(
        person=head, kind="phone", value="84 123 45 67", valid_from=MAY, **more
    )
    proxy = services.representation_add(
        person=head, kind="proxy", name="Jan Pełnomocny", valid_from=MAY, **more
    )
    consent = services.consent_add(person=head, kind="contact", given_on=MAY, **more)
    return {
        "names": name.pk,
        "contacts": contact.pk,
        "representatives": proxy.pk,
        "consents": consent.pk,
        "addresses": head.addresses.get().pk,
        "accounts": head.bank_accounts.get().pk,
    }


def _work(worker: User, home: Household, head: Person) -> dict[str, Any]:
    about: dict[str, Any] = {"household": home, "applicant": head, "actor": worker}
    open_case = make_case("zasilek_celowy", **about)
    draft = make_draft("zasilek_celowy", amount=SAID["farm"]["krus"], **about)
    decision = make_issued(payment_way=PaymentWay.TRANSFER, **about)
    jobs.run(Job.objects.get(key=f"decision_pdf:{decision.pk}").pk)
    decision.refresh_from_db()
    entitlement = Entitlement.objects.get(case=decision.case)
    return {
        "open_case": open_case,
        "draft": draft,
        "decision": decision,
        "entitlement": entitlement,
    }


def _money() -> dict[str, Any]:
    (payments,) = make_lists()
    approve(payments)
    payments.refresh_from_db()
    bank_file_make(
        actor=User.objects.get(username="accountant"), payment_list=payments, today=TODAY
    )
    return {"payments": payments, "line": payments.lines.get()}
