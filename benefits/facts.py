"""What an interview found → facts of the law engine. One mapping, pure at its heart.

The household is as it was when the interview was held, certificates as known now; incomes are
those of the interview with their months. What is missing is said in words, with the page on
which it is mended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benefits import away
from benefits.answer_facts import other_money, zl
from benefits.queries import local_facts
from cases.answer_rows import IncomeAnswer
from cases.answers import Answers, read_answers
from cases.models import Case
from cases.queries import answers_now
from cases.states import InterviewStatus
from clients.models import Certificate, CertificateDegree, MemberRole, Membership, Sex
from clients.queries import absences_on, members_on
from core.months import month_of, month_words, previous_month
from core.polish import format_date

AMOUNT_REQUESTED = frozenset({"zasilek_celowy", "specjalny_zasilek_celowy"})
REASON_NEEDED = "zasilek_okresowy"
INCAPACITY_NEEDED = "zasilek_staly"
DAY = timedelta(days=1)
POVERTY = "ubostwo"  # art. 7 pkt 1 alone is no reason for help (art. 8 ust. 1 UPS)
NEEDS_A_REASON = frozenset({"other_counted", "other_not_counted"})
RETIREMENT_AGE = {Sex.FEMALE: 60, Sex.MALE: 65}  # art. 6 pkt 15 UPS
INCAPABLE = frozenset(
    {CertificateDegree.TOTAL_INCAPACITY, CertificateDegree.SEVERE, CertificateDegree.MODERATE}
)  # art. 6 pkt 1 UPS
_DISABILITY = (
    (CertificateDegree.SEVERE, "severe"),
    (CertificateDegree.MODERATE, "moderate"),
    (CertificateDegree.LIGHT, "light"),
    (CertificateDegree.CHILD, "child"),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the law needs and the file does not have; `url_name` with `pk` mends it."""

    message: str
    url_name: str
    pk: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate: degree and the days on which it holds (no end: for good)."""

    degree: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household as the law sees it."""

    pk: int
    born: date
    sex: str
    role: str  # applicant | spouse | child | other
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Incapacity:
    """Since when and until when a person cannot work by age or certificate (no end: for good)."""

    since: date
    until: date | None
    by_age: bool


@dataclass(frozen=True, slots=True)
class Mapped:
    """Facts for the law engine, what they still lack, and what the officer should know."""

    facts: dict[str, Any]
    missing: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = ()
    incapacity: Incapacity | None = None


@dataclass(slots=True)
class Wish:
    """What the officer adds to the question."""

    reason_art7: str = ""
    amount_chosen: Decimal | None = None
    requested: Decimal | None = None


@dataclass(slots=True)
class _Found:
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def day_of_law(case: Case) -> date:
    """The day whose law applies: the application's receipt (art. 106 ust. 3 UPS)."""
    return case.application.received_on


def facts_of(
    case: Case, *, on: date, reason_art7: str = "", amount_chosen: Decimal | None = None
) -> Mapped:
    """Facts of `case` for the law of day `on` (at most 6 queries).

    `reason_art7`: code of the reason for zasiłek okresowy, by default the first of the interview;
    `amount_chosen`: zł, zasiłek okresowy above its minimum.
    """
    interview = getattr(case, "interview", None)
    if interview is None or interview.status != InterviewStatus.COMPLETED:
        lacking = Missing(
            _("The interview is not completed yet; the calculation starts from it."),
            "cases:interview",
            case.pk,
        )
        return Mapped({}, (lacking,))
    answers = away.counted(read_answers(answers_now(interview)))
    day = interview.held_on or on
    members, absences = members_on(case.household, day), absences_on(case.household, day)
    wish = Wish(reason_art7, amount_chosen, case.application.requested_amount)
    found = _members(case, members)
    mapped = map_facts(case=case, answers=answers, members=found, on=on, wish=wish)
    roles = {m.pk: m.role for m in found}
    notes = away.notes(case.kind.code, answers, members, roles, absences)
    facts = {**mapped.facts, **local_facts(case.kind.code, on)}
    return replace(mapped, facts=facts, notes=(*notes, *mapped.notes))


def map_facts(
    *, case: Case, answers: Answers, members: Sequence[Member], on: date, wish: Wish
) -> Mapped:
    """The mapping itself: no queries, no clock."""
    found = _Found()
    code = case.kind.code
    chosen = [m for m in members if m.pk in answers.members]
    facts: dict[str, Any] = {
        "household": {
            "kind": answers.household_kind,
            "persons": [_person(member, on) for member in chosen],
        },
        "applicant": str(case.applicant_id),
        "incomes": [_income(i, case, found) for i in answers.incomes if not i.removed],
        **other_money(answers),
    }
    applicant = next((m for m in chosen if m.pk == case.applicant_id), None)
    if applicant is None:
        found.missing.append(
            Missing(
                _("The applicant was not among the household when the interview was held."),
                "clients:household",
                case.household_id,
            )
        )
    incapacity = incapacity_on(applicant, on) if applicant else None
    facts |= _of_kind(code, case, answers, wish, found)
    if code == INCAPACITY_NEEDED and applicant and incapacity is None:
        found.notes.append(_no_incapacity(applicant, on))
    _check_months(answers, on, found)
    return Mapped(facts, tuple(found.missing), tuple(found.notes), incapacity)


def _of_kind(code: str, case: Case, answers: Answers, wish: Wish, found: _Found) -> dict[str, Any]:
    """What a single benefit asks for beyond the household and its incomes."""
    extra: dict[str, Any] = {}
    if code == REASON_NEEDED:
        reason = wish.reason_art7 or default_reason(answers.reasons)
        if reason:
            extra["reason_art7"] = reason
        else:
            message = _("Choose why the zasiłek okresowy is needed (art. 7, art. 38 UPS).")
            found.missing.append(Missing(message, "benefits:calculate", case.pk))
        if wish.amount_chosen is not None:
            extra["amount_chosen"] = zl(wish.amount_chosen)
    if code in AMOUNT_REQUESTED:
        if wish.requested is None:
            message = _("The application does not say how much money is needed.")
            found.missing.append(Missing(message, "cases:case", case.pk))
        else:
            extra["requested"] = zl(wish.requested)
    return extra


def default_reason(reasons: Iterable[str]) -> str:
    """The first reason of the interview that is enough for help; poverty only when alone."""
    found = list(reasons)
    return next((code for code in found if code != POVERTY), found[0] if found else "")


def completed_years(born: date, on: date) -> int:
    """Age in whole years; who was born on 29 February has a birthday on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def retirement_day(born: date, sex: str) -> date:
    """The day of reaching the age of incapacity: 60 for a woman, 65 for a man."""
    year = born.year + RETIREMENT_AGE.get(Sex(sex), 65)
    try:
        return born.replace(year=year)
    except ValueError:  # born on 29 February
        return date(year, 3, 1)


def incapacity_on(member: Member, on: date) -> Incapacity | None:
    """Incapacity for work of a person on a day, by age or by certificates that follow each other.

    Age reached before the last certificate ends makes the incapacity last for good.
    """
    retired = retirement_day(member.born, member.sex)
    periods = [(p.valid_from, p.valid_to or date.max) for p in member.proofs if _counts(p)]
    for since, until in _joined([*periods, (retired, date.max)]):
        if since <= on <= until:
            by_age = retired <= on or (until == date.max and not _for_good(member))
            return Incapacity(since, None if until == date.max else until, by_age)
    return None


def _counts(proof: Proof) -> bool:
    return proof.degree in INCAPABLE


def _for_good(member: Member) -> bool:
    return any(_counts(p) and p.valid_to is None for p in member.proofs)


def _joined(periods: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Periods put together where one begins at the latest on the day after another ends."""
    joined: list[tuple[date, date]] = []
    for since, until in sorted(periods):
        if joined and (joined[-1][1] == date.max or since <= joined[-1][1] + DAY):
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def income_month(answers: Answers, on: date) -> date:
    """The month whose income counts (art. 8 ust. 3 UPS): before `on`, or of `on` after a loss."""
    lost = any(row.lost_on <= on for row in answers.lost_incomes)
    return month_of(on) if lost else previous_month(month_of(on))


def _members(case: Case, memberships: list[Membership]) -> list[Member]:
    proofs: dict[int, list[Proof]] = {}
    ids = [m.person_id for m in memberships]
    for c in Certificate.objects.filter(person_id__in=ids, withdrawn_at=None).order_by("id"):
        proofs.setdefault(c.person_id, []).append(Proof(c.degree, c.valid_from, c.valid_to))
    roles = roles_for({m.person_id: m.role for m in memberships}, case.applicant_id)
    return [
        Member(
            m.person_id,
            m.person.birth_date,
            m.person.sex,
            roles[m.person_id],
            tuple(proofs.get(m.person_id, ())),
        )
        for m in memberships
    ]


def roles_for(roles: Mapping[int, str], applicant: int) -> dict[int, str]:
    """Roles towards the applicant; in the file they are towards the head of the household."""
    own = roles.get(applicant)
    parents = (MemberRole.HEAD, MemberRole.SPOUSE)
    found: dict[int, str] = {}
    for pk, role in roles.items():
        if pk == applicant:
            found[pk] = "applicant"
        elif own in parents and role in parents:
            found[pk] = "spouse"
        elif own in parents and role == MemberRole.CHILD:
            found[pk] = "child"
        else:
            found[pk] = "other"
    return found


def _person(member: Member, on: date) -> dict[str, Any]:
    valid = {
        p.degree
        for p in member.proofs
        if p.valid_from <= on and (p.valid_to is None or p.valid_to >= on)
    }
    disability = next((name for degree, name in _DISABILITY if degree in valid), "none")
    return {
        "id": str(member.pk),
        "born": member.born.isoformat(),
        "role": member.role,
        "disability": disability,
        "incapable": incapacity_on(member, on) is not None,
    }


def _income(income: IncomeAnswer, case: Case, found: _Found) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person": str(income.person),
        "kind": income.kind,
        "month": f"{income.month:%Y-%m}",
    }
    if income.amount is not None:
        row["amount"] = zl(income.amount)
    else:
        parts = {
            "gross": income.gross,
            "tax": income.tax,
            "social": income.social,
            "health": income.health,
        }
        row |= {name: zl(value) for name, value in parts.items() if value is not None}
    if income.kind in NEEDS_A_REASON:
        if income.note:
            row["reason"] = income.note
        else:
            message = _("Say in its note why the income “%(kind)s” is counted or not.") % {
                "kind": income.kind
            }
            found.missing.append(Missing(message, "cases:interview", case.pk))
    return row


def _check_months(answers: Answers, on: date, found: _Found) -> None:
    """Incomes are there, but none of the month that counts: most likely a slip."""
    month = income_month(answers, on)
    months = {i.month for i in answers.incomes if not i.removed}
    if months and month not in months:
        found.notes.append(
            _(
                "The interview has no income of %(month)s, the month that counts; "
                "incomes of other months are left out. Check whether that is right."
            )
            % {"month": month_words(month)}
        )


def _no_incapacity(applicant: Member, on: date) -> str:
    later = [p for p in applicant.proofs if p.degree in INCAPABLE and p.valid_from > on]
    if later:
        first = min(p.valid_from for p in later)
        return _(
            "The certificate of the applicant holds only from %(day)s. To count it, "
            "calculate with the law of that day."
        ) % {"day": format_date(first)}
    return _(
        "On %(day)s the applicant has no valid certificate of incapacity and has not reached "
        "the age (60 for a woman, 65 for a man)."
    ) % {"day": format_date(on)}
