"""What of reports goes with a file (docs/adr/0016)."""

from core.destruction import Goes, RoomDestruction
from core.models import Job
from reports.models import PersonCopy

DESTRUCTION = RoomDestruction(
    goes=(
        # the title of the work names the person
        Goes(
            model=Job,
            rows=lambda s: Job.objects.filter(
                pk__in=PersonCopy.objects.filter(person__in=s.people).values("job")
            ),
        ),
        Goes(
            model=PersonCopy,
            rows=lambda s: PersonCopy.objects.filter(person__in=s.people),
            files=("pdf", "data", "archive"),
        ),
    ),
    stays={
        "reports.ArchivalCategory": "the file plan of the office, no people",
        "reports.ReportRun": "sums of a month, no people",
    },
)
