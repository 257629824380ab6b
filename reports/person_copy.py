"""What reports give of a person's data (RODO art. 15 and 20), what they leave out and why."""

from django.utils.translation import gettext_lazy

from core.copies import Given, RoomCopy
from reports.privacy.models import PersonCopy

COPY = RoomCopy(
    given=(
        Given(
            key="copies",
            title=gettext_lazy("Copies of the data made before"),
            model=PersonCopy,
            rows=lambda whose: PersonCopy.objects.filter(
                person_id__in=whose.ids, made_at__isnull=False
            ),
            left_out={
                "job": "background work",
                "pdf": "where the file lies on the server",
                "data": "where the file lies on the server",
                "archive": "where the file lies on the server",
            },
            labels={"asked_by": gettext_lazy("made by")},
        ),
    ),
    left_out={
        "reports.ArchivalCategory": "the file plan of the office, no people",
        "reports.ReportRun": "sums of a month, no people",
    },
)
