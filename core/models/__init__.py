"""Office, staff, dictionaries, jobs."""

from core.models.destruction import Destruction, DestructionList, DestructionState, FileKind
from core.models.jobs import AccessLog, Job, JobState
from core.models.office import BenefitKind, Centre, CentreAccount, NumberSeries, TaskType
from core.models.people import Authorization, District, StandIn, User
from core.models.pins import Pin

__all__ = [
    "AccessLog",
    "Authorization",
    "BenefitKind",
    "Centre",
    "CentreAccount",
    "Destruction",
    "DestructionList",
    "DestructionState",
    "District",
    "FileKind",
    "Job",
    "JobState",
    "NumberSeries",
    "Pin",
    "StandIn",
    "TaskType",
    "User",
]
