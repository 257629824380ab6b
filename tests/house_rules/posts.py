"""Where each address that only takes what is sent leads: to which row of a client, or to none.

Addresses with a page of their own stand in `spots`. Those of a client are walked as strangers
send to them (test_restricted.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from clients.models import Death, Household, LikelyPair
from core.audit import writing
from core.dictionaries import system_user
from core.models import Destruction, DestructionList, DestructionState, FileKind
from payments.models import Due
from payments.models.death import DeathStop, StopWay
from tests.factories.core import TODAY
from tests.factories.family import Family

At = Callable[[Family], Mapping[str, object]]
NOBODY = 999_999_999


@dataclass(frozen=True, slots=True)
class Beside:
    """What is sent about one's own household `own`, naming somebody or something of another."""

    name: str
    own: Callable[[Household], Mapping[str, object]]
    theirs: Mapping[str, Callable[[Family], object]]
    """Parameters, fields sent, or, with `?` before, of the query: of the other family."""
    more: Mapping[str, object] = field(default_factory=dict)


def _home(family: Family) -> dict[str, object]:
    return {"pk": family.home.pk}


def _case(family: Family) -> dict[str, object]:
    return {"pk": family.open_case.pk}


def _decided(family: Family) -> dict[str, object]:
    return {"pk": family.decision.case_id}


def _draft(family: Family) -> dict[str, object]:
    return {"pk": family.draft.pk}


def _decision(family: Family) -> dict[str, object]:
    return {"pk": family.decision.pk}


def _entitlement(family: Family) -> dict[str, object]:
    return {"pk": family.entitlement.pk}


def _note(family: Family) -> dict[str, object]:
    return {"pk": family.home.remarks.earliest("pk").pk}


def _death(family: Family) -> Death:
    with writing(system_user()):
        return Death.objects.create(
            person=family.child.person, died_on=TODAY - timedelta(days=1), source="akt zgonu",
            recorded_by=system_user(),
        )  # fmt: skip


def _stop(family: Family) -> dict[str, object]:
    death = _death(family)
    with writing(system_user()):
        stop = DeathStop.objects.create(
            death=death, entitlement=family.entitlement, way=StopWay.WITHHELD, why="lista"
        )
    return {"pk": stop.pk}


def _pair(family: Family) -> dict[str, object]:
    with writing(system_user()):
        pair = LikelyPair.objects.create(
            first=family.head, second=family.child.person, score=50, another_by=system_user(),
            another_at=family.copy.asked_at, another_why="bliźniaczki",
        )  # fmt: skip
    return {"pk": pair.pk}


def _destruction(family: Family) -> Destruction:
    said: dict[str, object] = {
        "sign": "7", "title": "teczka", "first_day": TODAY, "last_day": TODAY, "category": "B10",
        "due_on": TODAY, "rule": "-", "certainty": "sure", "proposed_on": TODAY,
    }  # fmt: skip
    about = {"kind": FileKind.HOUSEHOLD, "object_id": family.home.pk}
    with writing(system_user()):
        return Destruction.objects.get_or_create(**about, defaults=said)[0]


def _file(family: Family) -> dict[str, object]:
    return {"pk": _destruction(family).pk}


def _listed(family: Family) -> dict[str, object]:
    file = _destruction(family)
    with writing(system_user()):
        made = DestructionList.objects.create(number="1", made_by=system_user(), made_on=TODAY)
        Destruction.objects.filter(pk=file.pk).update(
            state=DestructionState.CONFIRMED, reviewed_by=system_user(), reviewed_on=TODAY,
            on_list=made,
        )  # fmt: skip
    return {"pk": made.pk}


OF_CLIENTS: dict[str, At] = {
    "core:pin": lambda f: {"what": "household", "pk": f.home.pk},
    "clients:open_again": _home,
    "clients:note_pin": _note,
    "clients:note_print": _note,
    "clients:relations_accept": _home,
    "clients:pair_another": lambda f: {"pk": f.head.pk, "other_pk": f.child.person_id},
    "clients:pair_doubted": _pair,
    "clients:exception": lambda f: {"person_pk": f.head.pk},
    "cases:withdraw": _case,
    "cases:note": _case,
    "cases:document": _case,
    "cases:interview_draft": _case,
    "payments:suspend": _entitlement,
    "payments:resume": _entitlement,
    "payments:payee": _entitlement,
    "payments:pay_again": lambda f: {
        "pk": f.entitlement.pk,
        "due_id": Due.objects.filter(entitlement=f.entitlement).earliest("pk").pk,
    },
    "payments:death_undo": lambda f: {"pk": _death(f).pk},
    "payments:death_settle": _stop,
    **dict.fromkeys(
        ("benefits:edit", "benefits:submit", "benefits:check", "benefits:give_back",
         "benefits:sign", "benefits:cancel"),
        _draft,
    ),
    **dict.fromkeys(
        ("benefits:delivery", "benefits:waive", "benefits:appeal", "benefits:appeal_forward",
         "benefits:appeal_rule"),
        _decision,
    ),
    "benefits:draft": _decided,
    "benefits:calculator_keep": _case,
    "retention:reconsider": _file,
    "retention:take_off": _file,
    "retention:give_up": _listed,
}  # fmt: skip
"""Addresses that change the file of one client."""

_OWN = "one's own"
_OFFICE = "the office and its staff, no client"
_MONEY = "a payment list names whom it pays to those who prepare, check and book it"
_IMPORT = "the file of an older system, as whoever imports it has it"
_ALL = "everybody in the office, with nobody named"
OF_NOBODY: dict[str, str] = {
    **dict.fromkeys(("core:language", "core:jobs_seen", "core:job_retry", "core:unpin"), _OWN),
    **dict.fromkeys(
        ("core:office_stand_in_remove", "clients:place_load_confirm", "clients:place_load_forget",
         "benefits:local_resolution_remove", "retention:category_remove"),
        _OFFICE,
    ),
    **dict.fromkeys(
        ("payments:check", "payments:check_accounts", "payments:approve", "payments:file",
         "payments:mark_paid", "payments:cancel"),
        _MONEY,
    ),
    **dict.fromkeys(
        ("imports:check", "imports:decide", "imports:confirm", "imports:cancel", "imports:forget",
         "imports:profile"),
        _IMPORT,
    ),
    **dict.fromkeys(
        ("clients:duplicates_search", "payments:run_now", "payments:prepare",
         "benefits:finalise", "reports:run", "retention:propose", "retention:make"),
        _ALL,
    ),
    "retention:confirm": "what is ticked: walked below",
    "api_calculations": "the law and what is sent, no client",
}  # fmt: skip
"""Addresses that change no file of one client, and why."""


def _own(own: Household) -> dict[str, object]:
    return {"pk": own.pk}


def _own_head(own: Household) -> dict[str, object]:
    return {"pk": own.memberships.get(role="head").person_id}


def _head(family: Family) -> int:
    return family.head.pk


BESIDE = (
    Beside("clients:member_add", _own, {"person_pk": _head}, {"role": "other"}),
    Beside("clients:household_join", _own, {"?other": lambda f: f.home.pk}),
    Beside("clients:relation_add", _own, {"other": _head}, {"kind": "sibling"}),
    Beside("clients:relation_change", _own, {"relation_pk": lambda f: f.tie.pk}),
    Beside("clients:relation_remove", _own, {"relation_pk": lambda f: f.tie.pk}),
    Beside(
        "clients:row_add", lambda own: {**_own_head(own), "part": "representatives"},
        {"representative": _head}, {"kind": "proxy"},
    ),
    Beside("clients:upload", _own, {"person": _head}),
    Beside(
        "clients:fact_new", lambda own: {**_own(own), "kind": "income"}, {"person": _head},
        {"kind": "wage", "amount": "100", "month": "10.2026"},
    ),
    Beside(
        "clients:fact_new", lambda own: {**_own(own), "kind": "farm"},
        {"document": lambda f: f.document.pk}, {"ha": "1"},
    ),
    Beside("clients:new", lambda own: {}, {"?household": lambda f: f.home.pk}),
    Beside("clients:merge_compare", _own_head, {"other_pk": _head}),
    Beside("clients:pair_another", _own_head, {"other_pk": _head}),
    Beside(
        "cases:register", lambda own: {"household_pk": own.pk}, {"applicant": _head},
        {"kind": "zasilek_celowy"},
    ),
    Beside("retention:confirm", lambda own: {}, {"files": lambda f: _destruction(f).pk}),
    Beside("privacy:copy_ask", lambda own: {}, {"pk": _head}),
)  # fmt: skip
"""What is sent about one's own clients and names others: these must stay unknown, too."""
