"""More of everything: in the file of one family and in the office around it."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from cases.models import CaseDocument, Note
from clients import services
from clients.kinds import KINDS
from clients.models import (
    Absence,
    Address,
    BankAccount,
    Consent,
    Contact,
    Document,
    FormerName,
    Household,
    HouseholdGrant,
    HouseholdNote,
    LikelyPair,
    MemberRole,
    Membership,
    Relationship,
    Representation,
    Restriction,
    RestrictionReader,
)
from clients.services.moves import NewHome
from core.audit import writing
from core.dictionaries import system_user
from core.looks import WHAT
from core.models import AccessLog, Pin, User
from core.months import previous_month
from payments.models import Entitlement
from payments.services import month_run
from reports.privacy.models import PersonCopy
from tests.clients.test_facts import SAID
from tests.factories.benefits import make_issued
from tests.factories.cases import make_case
from tests.factories.clients import SINCE, make_household, make_nrb, make_person
from tests.factories.core import TODAY
from tests.factories.family import Family, make_far_worker
from tests.factories.merging import bare, merge
from tests.factories.payments import NOVEMBER, make_entitlement, staff_of_lists

M = TypeVar("M", bound=Model)
DAY = timedelta(days=1)
_BEFORE = date(2026, 5, 1)


def crowd(family: Family, worker: User, manager: User, times: int) -> None:
    """That many of everything, in the file of the family and around it."""
    members = [_member(family, worker) for _time in range(times)]
    for member in members:
        _ties(family, member, worker)
    _facts(family, worker, times)
    _papers(family, worker, times)
    _work(family, worker, times)
    for _time in range(times):
        _another_home(worker, manager)
        _moved(family, worker)
    _twins(family, manager, times)
    _looked(family, members, [worker, manager])
    clerk = staff_of_lists()["clerk"]
    month_run(actor=clerk, month=NOVEMBER, today=TODAY)
    with connection.cursor() as cursor:  # the planner learns how big the tables have become
        cursor.execute("ANALYZE")


def _member(family: Family, worker: User) -> Membership:
    """A child of the home with a row of every kind that hangs on a person."""
    child = make_person("Iga", "Tłumna", date(2010, 2, 3))
    person: dict[str, Any] = {"person": child}
    since: dict[str, Any] = {"valid_from": SINCE}
    with writing(worker):
        member = Membership.objects.create(
            household=family.home, role=MemberRole.CHILD, **person, **since
        )
        Address.objects.create(
            house="1", postal_code="22-499", place="Lipowa Dolina", **person, **since
        )
        BankAccount.objects.create(nrb=make_nrb(), **person, **since)
        Absence.objects.create(membership=member, reason="hospital", **since)
        FormerName.objects.create(first_name="Iga", last_name="Przednia", **person)
        Contact.objects.create(kind="phone", value="600 100 200", **person, **since)
        Consent.objects.create(kind="image", given_on=SINCE, recorded_by=worker, **person)
        for kind in KINDS:
            if kind.of == "person":
                said = {"valid_from": _BEFORE, "recorded_by": worker, **SAID[kind.code]}
                said |= {"valid_to": TODAY + 20 * DAY} if kind.ends else {}
                kind.model._default_manager.create(**person, **said)
    return member


def _ties(family: Family, member: Membership, worker: User) -> None:
    """What ties the member to the head, and more about the head."""
    head, since = family.head, {"valid_from": SINCE}
    with writing(worker):
        Relationship.objects.create(person=head, other=member.person, kind="parent")
        Representation.objects.create(
            person=member.person, representative=head, kind="parent", **since
        )
        Representation.objects.create(person=head, name="Adwokat", kind="proxy", **since)
        FormerName.objects.create(person=head, first_name="Zofia", last_name="Przednia")
        Contact.objects.create(person=head, kind="phone", value="600 100 200", **since)
        Consent.objects.create(person=head, kind="image", given_on=SINCE, recorded_by=worker)


def _facts(family: Family, worker: User, times: int) -> None:
    """Facts of the head and the home for so many months before those that stand."""
    with writing(worker):
        for kind in KINDS:
            owner = {"household": family.home} if kind.of == "household" else {}
            owner = owner or {"person": family.head}
            rows = kind.model._default_manager.filter(**owner)
            day = rows.earliest("valid_from").valid_from
            for _time in range(times):
                month = previous_month(day)
                said = {**SAID[kind.code], "valid_from": month, "valid_to": day - DAY}
                said |= {"valid_to": month} if kind.period == "day" else {}
                rows.create(**owner, **said, recorded_by=worker, document=family.document)
                day = month


def _papers(family: Family, worker: User, times: int) -> None:
    paper = family.document
    since = Address.objects.filter(person=family.head).earliest("valid_from").valid_from
    with writing(worker):
        for number in range(times):
            more = Document.objects.create(
                household=family.home,
                person=family.head,
                title=f"Pismo {number}",
                file=paper.file.name,
                content_type=paper.content_type,
                size=paper.size,
                sha256=paper.sha256,
                uploaded_by=worker,
            )
            CaseDocument.objects.create(case=family.open_case, document=more)
            HouseholdNote.objects.create(household=family.home, text="Uwaga", author=worker)
            Note.objects.create(case=family.open_case, text="Notatka", author=worker)
            day = since - (number + 1) * 7 * DAY
            period = {"person": family.head, "valid_from": day, "valid_to": day + 6 * DAY}
            Address.objects.create(house="2", postal_code="22-499", place="Lipowa", **period)
            BankAccount.objects.create(nrb=make_nrb(), **period)


def _work(family: Family, worker: User, times: int) -> None:
    """Cases, decisions and their money in the file of the family; copies of data."""
    about: dict[str, Any] = {"household": family.home, "actor": worker, "applicant": family.head}
    paid = Entitlement.objects.get(case=make_issued("zasilek_celowy", amount=100, **about).case_id)
    copy = family.copy
    for _time in range(times):
        case = make_case("zasilek_celowy", **about)
        with writing(worker):
            draft = again(family.draft, case=case)
            for item in family.draft.items.all():
                again(item, decision=draft)
            again(paid, case=case, origin_number=case.znak)
            PersonCopy.objects.create(
                person=family.head, basis=copy.basis, received_on=copy.received_on,
                answer_by=copy.answer_by, purpose=copy.purpose, asked_by=worker,
            )  # fmt: skip


def again(row: M, **changes: Any) -> M:
    """The same row once more, with these changes."""
    made = copied(row)
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def copied(row: M) -> M:
    """A row with the same columns, not saved."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{name: getattr(row, name) for name in names})


def _another_home(worker: User, manager: User) -> None:
    """A household with a case and money, one that is restricted, one seen by exception."""
    home = make_household(make_person("Jan", "Okoliczny", sex="M"), make_person("Ola", "Mała"))
    make_case("zasilek_celowy", household=home, actor=worker)
    make_entitlement("zasilek_staly", household=home)
    hidden = make_household(make_person("Zofia", "Ukryta"))
    asked = {"household": home, "user": make_far_worker(), "reason": "prosi", "valid_from": TODAY}
    with writing(manager):
        rule = Restriction.objects.create(
            household=hidden, reason="staff", set_by=manager, valid_from=SINCE
        )
        RestrictionReader.objects.create(restriction=rule, user=manager)
        HouseholdGrant.objects.create(source="exception", valid_to=TODAY + 7 * DAY, **asked)


def _moved(family: Family, worker: User) -> None:
    """Somebody who left the family for a home of their own and is still their own."""
    leaver = make_person("Adam", "Odeszły", date(2000, 3, 1), sex="M")
    with writing(worker):
        Membership.objects.create(
            household=family.home, person=leaver, role=MemberRole.OTHER, valid_from=SINCE
        )
        Relationship.objects.create(person=family.head, other=leaver, kind="parent")
    services.household_split(
        actor=worker,
        today=TODAY,
        household=family.home,
        leaving={family.home.memberships.get(person=leaver).pk: MemberRole.HEAD},
        day=TODAY - 2 * DAY,
        home=NewHome(district=family.home.district),
        reason="wyprowadził się",
    )


def _twins(family: Family, manager: User, times: int) -> None:
    """Suspected duplicates of the head and of others, and records merged into the head."""
    for _time in range(times):
        one, two, three = (bare(last_name=name) for name in ("Bliźnia", "Bliźnia", "Zawilec"))
        with writing(manager):
            for first, second in ((one, two), (family.head, three)):
                LikelyPair.objects.create(
                    first=first, second=second, score=90, reasons=["same_name"]
                )
        merge(manager, family.head, bare(), TODAY)
    family.head.refresh_from_db()


def _looked(family: Family, members: list[Membership], users: list[User]) -> None:
    """Looks at the family, and things that people keep at hand."""
    homes = Household.objects.order_by("-pk").values_list("pk", flat=True)[: len(members)]
    with writing(system_user()):
        for user in users:
            AccessLog.objects.bulk_create(
                AccessLog(
                    user=user, what=what, object_id=member.person_id, person_id=member.person_id,
                    household_id=home, purpose=purpose,
                )
                for member, home in zip(members, homes, strict=True)
                for what, (_label, purpose) in WHAT.items()
            )  # fmt: skip
            for member, home in zip(members, homes, strict=True):
                Pin.objects.create(user=user, what="person", object_id=member.person_id)
                Pin.objects.create(user=user, what="household", object_id=home)
