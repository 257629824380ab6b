"""What of benefits goes with a file: calculations, decisions, rows of imports (docs/adr/0016)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from benefits.imports.plans.households import FILE
from benefits.imports.states import ImportKind
from benefits.models import (
    Appeal,
    Calculation,
    Decision,
    DecisionItem,
    Delivery,
    ImportRow,
    ImportRun,
    KeptAnswer,
    SourceId,
)
from clients.models import Income, Membership
from core.destruction import Goes, RoomDestruction, Scope
from payments.models import Entitlement


def _source_ids(scope: Scope) -> QuerySet[SourceId]:
    """What was taken in of these people, this household or these cases."""
    of = {
        ImportKind.PERSONS: scope.people,
        FILE: scope.households,
        ImportKind.HOUSEHOLDS: Membership.objects.filter(
            Q(person__in=scope.people) | Q(household__in=scope.households)
        ).values("pk"),
        ImportKind.INCOMES: Income.objects.filter(person__in=scope.people).values("pk"),
        ImportKind.ENTITLEMENTS: Entitlement.objects.filter(case__in=scope.cases).values("pk"),
    }
    found = Q()
    for kind, ids in of.items():
        found |= Q(kind=kind, object_id__in=ids)
    return SourceId.objects.filter(found)


def _import_rows(scope: Scope) -> QuerySet[ImportRow]:
    same = _source_ids(scope).filter(
        system=OuterRef("run__system"), kind=OuterRef("run__kind"), source_id=OuterRef("source_id")
    )
    return ImportRow.objects.filter(Q(person_id__in=scope.people) | Exists(same))


DESTRUCTION = RoomDestruction(
    goes=(
        Goes(model=Appeal, rows=lambda s: Appeal.objects.filter(decision__case__in=s.cases)),
        Goes(model=Delivery, rows=lambda s: Delivery.objects.filter(decision__case__in=s.cases)),
        Goes(
            model=DecisionItem,
            rows=lambda s: DecisionItem.objects.filter(decision__case__in=s.cases),
        ),
        Goes(
            model=Decision,
            rows=lambda s: Decision.objects.filter(case__in=s.cases),
            files=("pdf",),
        ),
        Goes(model=Calculation, rows=lambda s: Calculation.objects.filter(case__in=s.cases)),
        Goes(model=KeptAnswer, rows=lambda s: KeptAnswer.objects.filter(case__in=s.cases)),
        # a file of an older system names many people; it goes with the first of them
        Goes(
            model=ImportRun,
            rows=lambda s: ImportRun.objects.filter(rows__in=_import_rows(s)).exclude(file=""),
            blank=lambda _scope: {"file": "", "samples": []},
            files=("file",),
        ),
        Goes(
            model=ImportRow,
            rows=_import_rows,
            blank=lambda _scope: {"data": {}, "problems": [], "changes": [], "likely": []},
        ),
        Goes(model=SourceId, rows=_source_ids),
    ),
    stays={
        "benefits.ImportProfile": "how files of an older system are read, no people",
        "benefits.LocalResolution": "rules of the place, no people",
    },
)
