"""What of core goes with a file (docs/adr/0016)."""

from django.db.models import Q

from core.destruction import Goes, RoomDestruction, Scope
from core.models import AccessLog, Pin


def _pins(scope: Scope) -> Q:
    return (
        Q(what="person", object_id__in=scope.people)
        | Q(what="household", object_id__in=scope.households)
        | Q(what="case", object_id__in=scope.cases)
    )


DESTRUCTION = RoomDestruction(
    goes=(
        Goes(model=Pin, rows=lambda scope: Pin.objects.filter(_pins(scope))),
        Goes(
            model=AccessLog,
            rows=lambda scope: AccessLog.objects.filter(
                Q(person_id__in=scope.people) | Q(household_id__in=scope.households)
            ),
            blank=lambda _scope: {"why": ""},
        ),
    ),
    stays={
        "core.User": "staff, no client",
        "core.District": "the office, no client",
        "core.Authorization": "staff, no client",
        "core.StandIn": "staff, no client",
        "core.Centre": "the office, no client",
        "core.CentreAccount": "the office, no client",
        "core.BenefitKind": "a dictionary",
        "core.NumberSeries": "counters",
        "core.Destruction": "tells that a file was destroyed; names nobody",
        "core.DestructionList": "tells that files were destroyed; names nobody",
    },
)
