"""Files whose time is over, and lists of them that were consented to and approved."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from cases.models import Case, StatusRow
from cases.states import CaseStatus
from core.audit import writing
from core.dictionaries import system_user
from core.models import Destruction, DestructionList, FileKind, User
from core.permissions import Role
from reports.retention import services
from reports.retention.proposing import propose
from tests.factories.core import TODAY, make_user

LATER = date(2050, 1, 15)
"""By then everything of today may be destroyed."""


def close(case: Case, day: date = TODAY) -> Case:
    """A case that ended on that day."""
    with writing(system_user()):
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=day)
        StatusRow.objects.create(
            case=case, number=99, status=CaseStatus.CLOSED, author=system_user(), day=day,
            why="koniec",
        )  # fmt: skip
    case.refresh_from_db()
    return case


def proposed(kind: FileKind, object_id: int, today: date = LATER) -> Destruction:
    """The proposal for one file, as it stands after looking for what is over."""
    propose(actor=system_user(), today=today)
    file = Destruction.objects.exclude(state="dropped").get(kind=kind, object_id=object_id)
    with writing(system_user()):  # the database goes by its own clock
        Destruction.objects.filter(pk=file.pk).update(due_on=localdate() - timedelta(days=1))
    file.refresh_from_db()
    return file


def staff() -> tuple[User, User]:
    """Who reviews and who approves."""
    return _member(Role.BENEFITS_CLERK, "archiwista"), _member(Role.MANAGER, "zatwierdza")


def _member(role: Role, username: str) -> User:
    return User.objects.filter(username=username).first() or make_user(role, username)


def approved(*files: Destruction, today: date = LATER) -> DestructionList:
    """A list of these files that was consented to and approved, not carried out yet."""
    reviewer, manager = staff()
    services.files_confirm(actor=reviewer, today=today, files=[file.pk for file in files])
    made = services.list_make(actor=reviewer, today=today)
    services.consent_record(
        actor=reviewer, today=today, made=made, consent_number="OP.421.7.2050", consent_on=today
    )
    return services.list_approve(actor=manager, today=today, made=made)
