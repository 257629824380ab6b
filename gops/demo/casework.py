"""One case from application to delivery, step by step, through the services of the application."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from benefits import services as deciding
from benefits.models import Decision
from benefits.outcome import bounds_of, is_refused
from benefits.states import DecisionResult, DeliveryWay
from cases import services as handling
from cases.models import Case, Channel, Interview, PaymentWay, TermKind
from clients.models import CertificateDegree
from clients.services import document_store
from core.models import BenefitKind, User
from core.months import previous_month
from core.polish import format_date
from core.terms import Unit
from gops.demo import words
from gops.demo.days import after, before, work_on
from gops.demo.office import Office
from gops.demo.plan import Step, Wish
from gops.demo.register import Home

_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CHANNELS = (Channel.IN_PERSON, Channel.POST, Channel.ORAL, Channel.EPUAP)
CHANNEL_SHARES = (70, 18, 8, 4)
UPDATE_BASIS = "art. 107 ust. 4 UPS"


@dataclass(slots=True)
class Journey:
    """A planned application as it becomes a case; `step` does what is planned for a day."""

    wish: Wish
    home: Home
    office: Office
    kinds: dict[str, BenefitKind]
    paper: bytes
    case: Case | None = None
    decision: Decision | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    def step(self, step: Step, day: date) -> None:
        """Do one step on its day."""
        STEPS[step](self, day)

    @property
    def worker(self) -> User:
        """The social worker of the district."""
        return self.office.workers[self.wish.family.district]

    @property
    def officer(self) -> User:
        """Who prepares the decision: the worker, or in every other case a clerk."""
        return self.worker if self.wish.number % 2 else self.office.clerks[0]

    @property
    def checker(self) -> User:
        """The clerk who checks: another person than the one who prepares."""
        return self.office.clerks[1]

    @property
    def opened(self) -> Case:
        """The case, read anew: every step starts from what the database says."""
        assert self.case is not None
        return Case.objects.select_related("kind", "household", "application", "interview").get(
            pk=self.case.pk
        )

    @property
    def drafted(self) -> Decision:
        """The decision of the case."""
        assert self.decision is not None
        return Decision.objects.select_related("case__kind", "calculation").get(pk=self.decision.pk)


def _register(journey: Journey, day: date) -> None:
    wish, rng = journey.wish, journey.wish.rng
    purpose, why, _least, _most = words.PURPOSES.get(wish.need, ("", "", 0, 0))
    channel = rng.choices(CHANNELS, CHANNEL_SHARES)[0]
    actor = journey.checker if rng.random() < 0.4 else journey.worker
    case = handling.case_register(
        actor=actor,
        household=journey.home.household,
        applicant=journey.home.head,
        kind=journey.kinds[wish.kind],
        received_on=day,
        channel=channel,
        submission_key=UUID(int=rng.getrandbits(128), version=4),
        today=day,
        posted_on=day - timedelta(days=rng.randint(1, 4)) if channel == Channel.POST else None,
        requested_amount=Decimal(wish.asked) if wish.asked else None,
        purpose=purpose,
        justification=why,
        payment_way=PaymentWay.TRANSFER if wish.family.nrb else PaymentWay.CASH,
        attachments_count=rng.randint(0, 3),
    )
    journey.case = case
    if rng.random() < 0.25:
        _paper(journey, rng.choice(words.PAPERS))
    if rng.random() < 0.3:
        handling.note_add(actor=journey.worker, case=case, text=rng.choice(words.NOTES))


def _paper(journey: Journey, title: str) -> None:
    document = document_store(
        actor=journey.worker,
        household=journey.home.household,
        title=title,
        upload=ContentFile(journey.paper, name="zaswiadczenie.pdf"),
        person=journey.home.head,
    )
    handling.case_document_add(actor=journey.worker, case=journey.opened, document=document)


def _write_interview(journey: Journey, day: date) -> None:
    draft = _as_typed({**_answers(journey, day), "conclusion": ""})
    interview = Interview.objects.get(case=journey.opened)
    handling.interview_draft_save(
        actor=journey.worker, interview=interview, answers=draft, version=interview.version
    )


def _as_typed(value: Any) -> Any:
    """Answers as people type them, which is how a draft keeps them."""
    if isinstance(value, dict):
        return {key: _as_typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_typed(item) for item in value]
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return value.replace(".", ",")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return format_date(date.fromisoformat(value))
    return value


def _interview(journey: Journey, day: date) -> None:
    interview = Interview.objects.select_related("case__household", "case__kind").get(
        case=journey.opened
    )
    handling.interview_complete(
        actor=journey.worker,
        interview=interview,
        answers=_answers(journey, day),
        held_on=day,
        today=day,
    )


def _answers(journey: Journey, day: date) -> dict[str, Any]:
    """What the worker finds on `day`: a child may have been born since the application."""
    wish, rng = journey.wish, journey.wish.rng
    family = wish.family
    traits = family.traits
    health = next((trait for trait in ("disability", "illness") if trait in traits), "")
    work = next((trait for trait in ("age", "unemployment") if trait in traits), "")
    purpose = words.PURPOSES[wish.need][0] if wish.need else ""
    people = {person.pesel: person.pk for person in journey.home.people}
    members = [people[m.pesel] for m in family.members if m.born <= day]
    return {
        "situation": {
            "housing": rng.choice(words.HOUSING),
            "health": words.HEALTH[health],
            "work": words.WORK[work],
            "family": _of_whom(len(members)),
            "problems": "",
        },
        "household_kind": "samotnie" if len(members) == 1 else "rodzina",
        "members": members,
        "incomes": _incomes(journey, people[family.head.pesel]),
        "certificates": _certificates(journey, people[family.head.pesel]),
        "reasons": family.reasons,
        "needs": [
            {
                "what": purpose or words.DAILY_NEEDS,
                "amount": f"{wish.asked}.00" if wish.asked else "",
            }
        ],
        "conclusion": words.CONCLUSION[wish.kind],
        "proposed_help": words.HELP[wish.kind],
    }


def _of_whom(size: int) -> str:
    if size == 1:
        return "Osoba prowadzi gospodarstwo sama."
    return f"Gospodarstwo {size}-osobowe, wspólnie zamieszkujące i gospodarujące."


def _incomes(journey: Journey, head: int) -> list[dict[str, Any]]:
    """The income of the month before; it moves a little from month to month."""
    family, month = journey.wish.family, previous_month(journey.wish.day)
    if not family.income:
        return []
    drift = Decimal((month.year * 12 + month.month + family.number) % 5 - 2) / 100
    fixed = family.income_kind in ("zasilek_pielegnacyjny", "pension", "disability_pension")
    amount = family.income if fixed else (family.income * (1 + drift)).quantize(Decimal("0.01"))
    return [
        {
            "person": head,
            "kind": family.income_kind,
            "month": f"{month:%Y-%m}",
            "amount": f"{amount:.2f}",
        }
    ]


def _certificates(journey: Journey, head: int) -> list[dict[str, Any]]:
    """One certificate of the head where there is a disability, the same in every interview."""
    family = journey.wish.family
    if "disability" not in family.traits:
        return []
    severe = family.number % 3 == 0
    start = date(2024, 1 + family.number % 12, 1 + family.number % 27)
    return [
        {
            "person": head,
            "degree": CertificateDegree.SEVERE if severe else CertificateDegree.MODERATE,
            "valid_from": start.isoformat(),
            "valid_to": None if severe else start.replace(year=start.year + 5).isoformat(),
            "number": f"PZON.{4000 + family.number}.{start.year}",
            "issued_by": "Powiatowy Zespół do Spraw Orzekania o Niepełnosprawności",
        }
    ]


def _withdraw(journey: Journey, day: date) -> None:
    why = journey.wish.rng.choice(words.WHY_WITHDRAWN)
    handling.case_withdraw(actor=journey.worker, case=journey.opened, today=day, why=why)


def _calculate(journey: Journey, day: date) -> None:
    deciding.calculation_make(actor=journey.officer, case=journey.opened, today=day)


def _draft(journey: Journey, day: date) -> None:
    wish = journey.wish
    decision = deciding.decision_draft(actor=journey.officer, case=journey.opened, today=day)
    journey.decision = decision
    fields = _officer_words(wish, journey.drafted)
    if fields:
        journey.decision = deciding.decision_edit(
            actor=journey.officer,
            decision=decision,
            version=decision.version,
            today=day,
            **fields,
        )


def _officer_words(wish: Wish, decision: Decision) -> Any:
    """What the officer adds: months of zasiłek okresowy; amount and reasons at discretion."""
    if decision.result == DecisionResult.REFUSED:
        return {"discretion_reason": words.WHY_OVER} if wish.need else {}
    if wish.kind == "zasilek_okresowy":
        return {"months": wish.months}
    if wish.kind == "zasilek_staly":
        return {}
    if wish.refuse:
        return {"refuse": True, "discretion_reason": words.WHY_NOTHING}
    answer = decision.calculation.answer
    most = bounds_of(wish.kind, answer, Decimal(wish.asked)).most or Decimal(wish.asked)
    share = Decimal(wish.rng.choice(("1", "1", "0.8", "0.7", "0.6")))
    amount = max(most * share // 10 * 10, min(most, Decimal(50)))
    whole = amount >= Decimal(wish.asked)
    return {"amount": amount, "discretion_reason": words.WHY_WHOLE if whole else words.WHY_PART}


def _submit(journey: Journey, day: date) -> None:
    deciding.decision_submit(actor=journey.officer, decision=journey.drafted, today=day)


def _return(journey: Journey, day: date) -> None:
    deciding.decision_return(
        actor=journey.checker, decision=journey.drafted, today=day, why=words.WHY_RETURNED
    )


def _mend(journey: Journey, day: date) -> None:
    decision = journey.drafted
    findings = f"{decision.findings} Ustalenia potwierdzono oświadczeniem strony."
    deciding.decision_edit(
        actor=journey.officer,
        decision=decision,
        version=decision.version,
        today=day,
        findings=findings,
    )
    _submit(journey, day)


def _check(journey: Journey, day: date) -> None:
    deciding.decision_check(actor=journey.checker, decision=journey.drafted, today=day)


def _sign(journey: Journey, day: date) -> None:
    journey.decision = deciding.decision_sign(
        actor=journey.office.manager, decision=journey.drafted, today=day
    )


def _send(journey: Journey, day: date) -> None:
    deciding.delivery_record(
        actor=journey.checker,
        decision=journey.drafted,
        way=DeliveryWay.POST,
        sent_on=day,
        today=day,
    )


def _deliver(journey: Journey, day: date) -> None:
    wish, decision = journey.wish, journey.drafted
    sent = wish.days.get(Step.SEND)
    proof: dict[str, Any] = {}
    if sent is None:
        proof = {"way": DeliveryWay.COUNTER, "received_on": day}
    elif wish.fiction:
        first = after(sent, 2)
        second = after(first + timedelta(days=7), 0)
        proof = {
            "way": DeliveryWay.POST,
            "sent_on": sent,
            "first_notice_on": first,
            "second_notice_on": second,
            "came_back": True,
        }
    else:
        received = max(before(day - timedelta(days=2)), work_on(sent))
        proof = {"way": DeliveryWay.POST, "sent_on": sent, "received_on": received}
    if "received_on" in proof:
        proof["received_by"] = journey.home.head.full_name
    deciding.delivery_record(actor=journey.checker, decision=decision, today=day, **proof)


def _update(journey: Journey, day: date) -> None:
    """The interview of a person on permanent help is brought up to date every six months."""
    case = journey.opened
    if is_refused(journey.drafted.calculation.answer):
        return
    done = handling.term_done(actor=journey.worker, case=case, kind=TermKind.UPDATE, today=day)
    if not done:
        return
    handling.note_add(actor=journey.worker, case=case, text=words.UPDATE_NOTE)
    handling.term_open(
        actor=journey.worker,
        case=case,
        kind=TermKind.UPDATE,
        start_on=day,
        length=6,
        unit=Unit.MONTHS,
        legal_basis=UPDATE_BASIS,
    )


STEPS: dict[Step, Callable[[Journey, date], None]] = {
    Step.REGISTER: _register,
    Step.WRITE_INTERVIEW: _write_interview,
    Step.WITHDRAW: _withdraw,
    Step.INTERVIEW: _interview,
    Step.CALCULATE: _calculate,
    Step.DRAFT: _draft,
    Step.SUBMIT: _submit,
    Step.RETURN: _return,
    Step.MEND: _mend,
    Step.CHECK: _check,
    Step.SIGN: _sign,
    Step.SEND: _send,
    Step.DELIVER: _deliver,
    Step.UPDATE: _update,
}
