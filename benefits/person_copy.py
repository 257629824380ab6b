"""What benefits give of a person's data (RODO art. 15 and 20), what they leave out and why."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from benefits.imports.states import ImportKind
from benefits.models import (
    Appeal,
    Calculation,
    Decision,
    DecisionItem,
    Delivery,
    ImportRow,
    KeptAnswer,
    SourceId,
)
from cases.person_copy import cases_of, rows_of
from core.copies import Attachment, Given, RoomCopy, Whose
from core.polish import fold

_LAW = ("facts", "answer")
_LABELS = {
    "on": gettext_lazy("law of"),
    "facts": gettext_lazy("facts that were counted"),
    "answer": gettext_lazy("answer of the law"),
    "entitled": gettext_lazy("entitled"),
    "amount": gettext_lazy("amount"),
    "income": gettext_lazy("income"),
    "law_version": gettext_lazy("version of the law"),
}


def _of_case(model: Any) -> Any:
    return lambda whose: model.objects.filter(case__in=cases_of(whose))


def decisions_of(whose: Whose) -> QuerySet[Decision]:
    """Decisions in cases in which the person is the party."""
    return Decision.objects.filter(case__in=cases_of(whose))


def own_facts(facts: Any, whose: Whose) -> Any:
    """Facts for the law without what they say of other people: rows that name one, and the
    members of the household."""
    if not isinstance(facts, dict):
        return facts
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, list) and any(isinstance(v, dict) and "person" in v for v in value):
            kept[name] = rows_of(value, whose)
        elif isinstance(value, dict) and "persons" in value:
            own = {str(pk) for pk in whose.ids}
            people = value["persons"]
            kept[name] = value | {
                "persons": [p for p in people if str(p.get("id", "")) in own],
                "persons_count": len(people),
            }
        else:
            kept[name] = value
    return kept


def own_answer(answer: Any, whose: Whose) -> Any:
    """The answer of the law; steps about other people are left out."""
    if not isinstance(answer, dict):
        return answer
    return answer | {"trace": _steps(answer.get("trace") or [], whose)}


def _steps(steps: list[Any], whose: Whose) -> list[Any]:
    own = {str(pk) for pk in whose.ids}
    kept = []
    for step in steps:
        person = (step.get("inputs") or {}).get("person")
        if person is None or str(person) in own:
            kept.append(step | {"children": _steps(step.get("children") or [], whose)})
    return kept


_REDUCED = {
    "facts": lambda row, whose: own_facts(row.facts, whose),
    "answer": lambda row, whose: own_answer(row.answer, whose),
}


def _files(whose: Whose) -> Iterable[Attachment]:
    """Decisions as they were issued."""
    for decision in decisions_of(whose).exclude(pdf="").order_by("pk"):
        name = "".join(c if c.isalnum() else "-" for c in fold(decision.number or ""))
        yield Attachment(f"decyzje/{decision.pk}-{name}.pdf", _reader(decision))


def _reader(decision: Decision) -> Any:
    def read() -> bytes:
        with decision.pdf.open("rb") as stored:
            content: bytes = stored.read()
            return content

    return read


COPY = RoomCopy(
    given=(
        Given(
            key="calculations",
            title=gettext_lazy("Calculations"),
            model=Calculation,
            rows=_of_case(Calculation),
            links=("case", "kind"),
            reduced=_REDUCED,
            in_json=_LAW,
            labels=_LABELS,
            note=gettext_lazy("Facts about other people are left out."),
        ),
        Given(
            key="kept_answers",
            title=gettext_lazy("Answers of the calculator kept on a case"),
            model=KeptAnswer,
            rows=_of_case(KeptAnswer),
            links=("case",),
            reduced=_REDUCED,
            in_json=_LAW,
            labels=_LABELS,
        ),
        Given(
            key="decisions",
            title=gettext_lazy("Decisions"),
            model=Decision,
            rows=decisions_of,
            links=("case", "authorization"),
            reduced=_REDUCED,
            in_json=(*_LAW, "letter_html", "letter_template", "pdf_sha256", "calculation"),
            left_out={"pdf": "where the file lies on the server; the file is an attachment"},
            labels={
                **_LABELS,
                "calculation": gettext_lazy("calculation number"),
                "result": gettext_lazy("result"),
                "immediate_reason": gettext_lazy("why immediately enforceable"),
                "prepared_by": gettext_lazy("prepared by"),
                "prepared_on": gettext_lazy("prepared on"),
                "checked_by": gettext_lazy("checked by"),
                "checked_on": gettext_lazy("checked on"),
                "returned_why": gettext_lazy("why it was returned"),
                "signed_by": gettext_lazy("signed by"),
                "authorization": gettext_lazy("authorisation"),
                "letter_html": gettext_lazy("the letter as issued"),
                "letter_template": gettext_lazy("template of the letter"),
                "check_code": gettext_lazy("check code"),
                "pdf_sha256": gettext_lazy("SHA-256 of the file"),
                "delivered_on": gettext_lazy("delivered"),
                "appeal_until": gettext_lazy("may be appealed until"),
                "final_on": gettext_lazy("final"),
            },
        ),
        Given(
            key="decision_items",
            title=gettext_lazy("What decisions grant to the person"),
            model=DecisionItem,
            rows=lambda whose: DecisionItem.objects.filter(
                Q(person_id__in=whose.ids) | Q(decision__in=decisions_of(whose))
            ).exclude(decision__case__household_id__in=whose.shut),
            links=("decision", "kind", "person"),
            keeps=("person",),
            in_json=("entitlement",),
            labels={
                "person": gettext_lazy("for whom"),
                "decision": gettext_lazy("decision"),
                "first_amount": gettext_lazy("amount of the first month"),
                "last_amount": gettext_lazy("amount of the last month"),
                "guaranteed": gettext_lazy("guaranteed part"),
                "nrb": gettext_lazy("account number"),
                "payee_name": gettext_lazy("payee"),
                "payee_address": gettext_lazy("address of the payee"),
                "entitlement": gettext_lazy("entitlement number"),
            },
        ),
        Given(
            key="deliveries",
            title=gettext_lazy("Delivery of the decisions"),
            model=Delivery,
            rows=lambda whose: Delivery.objects.filter(decision__in=decisions_of(whose)),
            links=("decision",),
            labels={
                "decision": gettext_lazy("decision"),
                "rule": gettext_lazy("how it was counted"),
            },
        ),
        Given(
            key="appeals",
            title=gettext_lazy("Appeals"),
            model=Appeal,
            rows=lambda whose: Appeal.objects.filter(decision__in=decisions_of(whose)),
            links=("decision",),
            labels={
                "decision": gettext_lazy("decision"),
                "in_time": gettext_lazy("in time"),
                "rule": gettext_lazy("how it was counted"),
                "ruling": gettext_lazy("ruling"),
                "ruled_on": gettext_lazy("ruled on"),
                "ruling_number": gettext_lazy("number of the ruling"),
            },
        ),
        Given(
            key="import_rows",
            title=gettext_lazy("Rows of registers of an older system"),
            model=ImportRow,
            rows=lambda whose: ImportRow.objects.filter(person_id__in=whose.ids),
            reduced={"data": lambda row, _whose: row.data},
            left_out={
                "person_id": "the person whose copy it is",
                "group": "ties rows of one household together while they are taken in",
                "digest": "a checksum of the row",
                "problems": "remarks of the program about the row; they are not kept as findings",
                "changes": "the same stands in the history of the changes",
                "likely": "numbers of other people who looked alike",
                "made": "numbers of the rows that were made; they are given",
            },
            labels={
                "run": gettext_lazy("import number"),
                "data": gettext_lazy("what the row says"),
                "verdict": gettext_lazy("what was found"),
                "decision": gettext_lazy("what was decided"),
                "outcome": gettext_lazy("what became of it"),
            },
        ),
        Given(
            key="source_ids",
            title=gettext_lazy("Numbers in older systems"),
            model=SourceId,
            rows=lambda whose: SourceId.objects.filter(
                kind=ImportKind.PERSONS, object_id__in=whose.ids
            ),
            reduced={"said": lambda row, _whose: row.said},
            in_json=("said",),
            left_out={
                "object_id": "the person whose copy it is",
                "digest": "a checksum of the row",
            },
            labels={
                "system": gettext_lazy("older system"),
                "source_id": gettext_lazy("number in the older system"),
                "run": gettext_lazy("import number"),
                "said": gettext_lazy("what the row said last"),
            },
        ),
    ),
    left_out={
        "benefits.ImportProfile": "how files are read: headings, no people",
        "benefits.ImportRun": "a file with many people; the rows of the person are given",
        "benefits.LocalResolution": "rules of the gmina, no people",
    },
    files=_files,
)
