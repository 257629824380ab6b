"""Where each address shows clients' data, of whom, and what the log says of the look.

Every address that is read stands in exactly one of the tables: those that show one client (ONE),
those that take a list of clients away or show money of many (LISTS), those without a row (NONE).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.looks import Kind
from core.models import User
from core.permissions import Role
from tests.factories.core import TODAY
from tests.factories.family import SURNAME, Family
from tests.factories.merging import bare, merge


@dataclass(frozen=True, slots=True)
class Spot:
    """An address that shows data: its parameters, and the row that the log gets."""

    at: Callable[[Family], Mapping[str, object]]
    what: str
    kind: Kind = Kind.VIEW
    query: Callable[[Family], Mapping[str, object]] = field(default=lambda family: {})
    beside: str = ""
    """Another household whose data stand there, too: an attribute of the move of the family."""


def _home(family: Family) -> dict[str, object]:
    return {"pk": family.home.pk}


def _head(family: Family) -> dict[str, object]:
    return {"pk": family.head.pk}


def _member(family: Family) -> dict[str, object]:
    return {"pk": family.child.pk}


def _case(family: Family) -> dict[str, object]:
    return {"pk": family.open_case.pk}


def _decided(family: Family) -> dict[str, object]:
    return {"pk": family.decision.case_id}


def _decision(family: Family) -> dict[str, object]:
    return {"pk": family.decision.pk}


def _document(family: Family) -> dict[str, object]:
    return {"pk": family.document.pk}


def _list(family: Family) -> dict[str, object]:
    return {"pk": family.payments.pk}


def _tie(family: Family) -> dict[str, object]:
    return {"pk": family.home.pk, "relation_pk": family.tie.pk}


def _fact(family: Family) -> dict[str, object]:
    return {"kind": "farm", "pk": family.facts["farm"]}


def _row(family: Family) -> dict[str, object]:
    return {"part": "contacts", "pk": family.rows["contacts"]}


def _merged(family: Family) -> dict[str, object]:
    manager = User.objects.filter(role=Role.MANAGER).earliest("pk")
    return {"pk": merge(manager, family.head, bare(), TODAY).pk}


def _nobody(_family: Family) -> dict[str, object]:
    return {}


def _csv(_family: Family) -> dict[str, object]:
    return {"kind": "csv"}


ONE: dict[str, Spot] = {
    "clients:household": Spot(_home, "household"),
    "clients:sheet": Spot(_home, "household", Kind.PRINT),
    "clients:history": Spot(_home, "history"),
    "clients:restrict": Spot(_home, "household", Kind.EDIT),
    "clients:household_edit": Spot(_home, "household", Kind.EDIT),
    "clients:household_split": Spot(_home, "household", Kind.EDIT),
    "clients:household_join": Spot(_home, "household", Kind.EDIT),
    "clients:household_note": Spot(_home, "household", Kind.EDIT),
    "clients:move_undo": Spot(
        lambda f: {"pk": f.move.pk}, "household", Kind.EDIT, beside="target_id"
    ),
    "clients:relation_add": Spot(_home, "household", Kind.EDIT),
    "clients:relation_change": Spot(_tie, "household", Kind.EDIT),
    "clients:relation_remove": Spot(_tie, "household", Kind.EDIT),
    "clients:member_add": Spot(
        lambda f: {"pk": f.home.pk, "person_pk": f.child.person_id}, "person", Kind.EDIT
    ),
    "clients:member_end": Spot(_member, "person", Kind.EDIT),
    "clients:member_correct": Spot(_member, "person", Kind.EDIT),
    "clients:member_remove": Spot(_member, "person", Kind.EDIT),
    "clients:member_head": Spot(_member, "person", Kind.EDIT),
    "clients:member_away": Spot(_member, "person", Kind.EDIT),
    "clients:away_change": Spot(lambda f: {"pk": f.absence.pk}, "person", Kind.EDIT),
    "clients:away_remove": Spot(lambda f: {"pk": f.absence.pk}, "person", Kind.EDIT),
    "clients:objection": Spot(lambda f: {"pk": f.exception.pk}, "exception", Kind.EDIT),
    "clients:facts": Spot(_home, "facts"),
    "clients:facts_export": Spot(
        lambda f: {"pk": f.home.pk, "kind": "xlsx"}, "facts", Kind.EXPORT
    ),
    "clients:incomes_copy": Spot(_home, "household", Kind.EDIT),
    "clients:fact_new": Spot(lambda f: {"pk": f.home.pk, "kind": "farm"}, "household", Kind.EDIT),
    "clients:fact_correct": Spot(_fact, "fact", Kind.EDIT),
    "clients:fact_end": Spot(_fact, "fact", Kind.EDIT),
    "clients:fact_withdraw": Spot(_fact, "fact", Kind.EDIT),
    "clients:upload": Spot(_home, "household", Kind.EDIT),
    "clients:document": Spot(_document, "document"),
    "clients:document_page": Spot(lambda f: {"pk": f.document.pk, "page": 1}, "document"),
    "clients:document_file": Spot(_document, "document", Kind.DOWNLOAD),
    "clients:person": Spot(_head, "person"),
    "clients:person_edit": Spot(_head, "person", Kind.EDIT),
    "clients:person_changes": Spot(_head, "history"),
    "clients:address": Spot(_head, "person", Kind.EDIT),
    "clients:account": Spot(_head, "person", Kind.EDIT),
    "clients:row_add": Spot(
        lambda f: {"pk": f.head.pk, "part": "contacts"}, "person", Kind.EDIT
    ),
    "clients:row_change": Spot(_row, "person", Kind.EDIT),
    "clients:row_remove": Spot(_row, "person", Kind.EDIT),
    "clients:same_person": Spot(_head, "person"),
    "clients:merge_compare": Spot(
        lambda f: {"pk": f.head.pk, "other_pk": f.child.person_id}, "person", Kind.EDIT
    ),
    "clients:merge_separate": Spot(_merged, "person", Kind.EDIT),
    "cases:register": Spot(lambda f: {"household_pk": f.home.pk}, "household", Kind.EDIT),
    "cases:case": Spot(_case, "case"),
    "cases:application": Spot(_case, "case", Kind.EDIT),
    "cases:interview": Spot(_case, "interview", Kind.EDIT),
    "cases:interview_blank": Spot(_case, "interview", Kind.PRINT),
    "cases:interview_pdf": Spot(_decided, "interview", Kind.PRINT),
    "benefits:decision": Spot(_decision, "decision"),
    "benefits:letter": Spot(_decision, "decision"),
    "benefits:decision_pdf": Spot(_decision, "decision", Kind.PRINT),
    "benefits:calculate": Spot(_decided, "case", Kind.EDIT),
    "benefits:rights": Spot(_home, "facts"),
    "benefits:calculator": Spot(
        _nobody, "case", query=lambda f: {"case": f.decision.case_id}
    ),
    "payments:entitlement": Spot(lambda f: {"pk": f.entitlement.pk}, "entitlement"),
    "payments:end": Spot(lambda f: {"pk": f.entitlement.pk}, "entitlement", Kind.EDIT),
    "payments:line_return": Spot(
        lambda f: {"pk": f.payments.pk, "line_id": f.line.pk}, "entitlement", Kind.EDIT
    ),
    "payments:death": Spot(_head, "person", Kind.EDIT),
    "privacy:copy_ask": Spot(_head, "person_copy", Kind.EDIT),
    "privacy:copy": Spot(lambda f: {"pk": f.copy.pk}, "person_copy"),
    "privacy:copy_file": Spot(
        lambda f: {"pk": f.copy.pk, "kind": "json"}, "person_copy", Kind.DOWNLOAD
    ),
}  # fmt: skip
"""Addresses that show the data of one client."""

LISTS: dict[str, Spot] = {
    "clients:export": Spot(_csv, "export", Kind.EXPORT),
    "cases:export": Spot(_csv, "cases", Kind.EXPORT),
    "benefits:export": Spot(_csv, "decisions", Kind.EXPORT),
    "payments:list": Spot(_list, "payment_list"),
    "payments:list_pdf": Spot(_list, "payment_list", Kind.PRINT),
    "payments:list_xlsx": Spot(_list, "payment_list", Kind.EXPORT),
    "payments:bank_file": Spot(_list, "payment_list", Kind.DOWNLOAD),
    "payments:control_sheet": Spot(_list, "payment_list", Kind.PRINT),
    "payments:behind": Spot(
        _nobody, "reconciliation",
        query=lambda f: {"month": "2026-11", "row": _class(f), "what": "not_handed"},
    ),
    "reports:people": Spot(_nobody, "statistics", query=lambda f: {"month": "2026-11"}),
    "reports:money": Spot(
        _nobody, "statistics", query=lambda f: {"month": "2026-11", "rozdzial": f.payments.rozdzial}
    ),
    "imports:run": Spot(lambda f: {"pk": f.run.pk}, "import"),
    "imports:columns": Spot(lambda f: {"pk": f.run.pk}, "import", Kind.EDIT),
    "imports:report": Spot(
        lambda f: {"pk": f.run.pk, "form": "csv"}, "import_report", Kind.EXPORT
    ),
    "imports:export_file": Spot(
        lambda f: {"kind": "persons", "form": "csv"}, "register", Kind.EXPORT
    ),
    "core:audit_export": Spot(_csv, "audit", Kind.EXPORT),
    "core:audit_changes": Spot(_nobody, "changes"),
    "core:audit_change": Spot(lambda f: {"pk": f.transaction}, "changes"),
}  # fmt: skip
"""Addresses that take a list of clients away, or show money or changes of many: one row, with
how many."""

_SCREEN = "a list on screen of what one may see anyway; what is opened from it is logged"
_OFFICE = "the office and its staff, no client"
_LAW = "the law, no client"
_NAMES = "answers to what is being typed: names to choose from; what is chosen is logged"
_FIGURES = "figures without names"
NONE: dict[str, str] = {
    "core:desk": _SCREEN,
    "core:search": _SCREEN,
    "core:search_box": _SCREEN,
    "core:jobs": _SCREEN,
    "core:jobs_bell": _SCREEN,
    "core:job": _SCREEN,
    "core:audit": "looks say who looked, not what the data are; names open pages that are logged",
    "core:healthz": "tells nothing",
    **dict.fromkeys(
        (
            "core:office", "core:office_staff_new", "core:office_staff", "core:office_password",
            "core:office_authorizations", "core:office_authorization_new",
            "core:office_authorization_end", "core:office_stand_ins", "core:office_stand_in_new",
            "core:office_centre", "core:office_districts", "core:office_district_new",
            "core:office_district", "core:office_accounts", "core:office_account_new",
            "core:office_account", "core:office_benefits", "core:office_benefit",
        ),
        _OFFICE,
    ),
    **dict.fromkeys(
        (
            "core:law", "core:law_acts", "core:law_act", "core:law_benefit", "core:law_incomes",
            "core:law_parameter", "core:law_provisions", "benefits:local",
            "benefits:local_resolution", "benefits:local_resolution_new", "api_parameters",
            "api_benefits", "api_schema", "api_docs",
        ),
        _LAW,
    ),
    "clients:list": _SCREEN,
    "clients:ending": _SCREEN,
    "clients:duplicates": _SCREEN,
    "clients:restricted": _SCREEN,
    "clients:exceptions": _SCREEN,
    "clients:open_again": "only of a restricted file: test_the_end_of_a_restriction below",
    "clients:exception": "of a client of another district: test_an_exception below",
    "clients:new": _NAMES,
    "clients:check": _NAMES,
    **dict.fromkeys(
        ("clients:places", "clients:place_loads", "clients:place_load_new", "clients:place_load"),
        "places of TERYT, no client",
    ),
    "clients:bank": "names of banks, no client",
    "cases:list": _SCREEN,
    "cases:start": _NAMES,
    "cases:terms": "days, no client",
    "benefits:decisions": _SCREEN,
    "benefits:verify": "whether a decision is genuine; no name, and nobody signed in",
    "payments:lists": "lists and their sums; no name",
    "payments:run": _SCREEN,
    "payments:reconcile": _FIGURES,
    **dict.fromkeys(
        ("retention:files", "retention:file", "retention:hold", "retention:categories",
         "retention:category_new", "retention:lists", "retention:list", "retention:consent",
         "retention:approve", "retention:list_pdf", "retention:protocol_pdf"),
        "signs and days of files, never a name",
    ),
    "reports:month": _FIGURES,
    "reports:kept": _FIGURES,
    "reports:month_xlsx": _FIGURES,
    "reports:month_pdf": _FIGURES,
    "reports:dashboard": _FIGURES,
    "reports:dashboard_cases": _SCREEN,
    "reports:dashboard_terms": _SCREEN,
    "imports:list": "names of files; no client",
    "imports:new": "an empty form",
    "imports:words": "words of a register, no client",
    "imports:undo": "how many rows go and stay, by reasons; no client",
    "imports:export": "a choice of registers",
    "imports:template": "an invented row",
}  # fmt: skip
"""Addresses without a row in the log, and why."""

TYPED = SURNAME
"""What a stranger types into a search for the family."""


def _class(family: Family) -> str:
    """The classification of the family's list, as the address of the reconciliation names it."""
    one = family.payments
    return f"{one.due_kind}:{one.rozdzial}:{one.paragraf}:{one.task_type}"
