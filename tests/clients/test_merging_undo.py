"""Merges sent twice or too late, separating two records again, and what others see of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import PaymentWay
from cases.queries import answers_now
from clients.models import (
    Address,
    Household,
    Income,
    Membership,
    Merge,
    Person,
)
from clients.queries import person_history
from clients.services import (
    Choices,
    address_set,
    income_record,
    merge_plan,
    person_update,
    persons_merge,
    since_merge,
)
from clients.services.merge_plan import Conflict
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError, StaleState
from core.models import User
from payments.services import list_mark_paid
from reports.queries import month_rows, month_totals
from reports.services import content_hash, report_run
from tests.factories.cases import make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.merging import BORN, WHY, bare, merge, separate
from tests.factories.payments import NOVEMBER, PAY_DAY, make_approved_lists, make_entitlement

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def kept(office: object) -> Person:
    return make_person("Anna", "Lis", born=BORN)


@pytest.fixture
def dropped(office: object) -> Person:
    return bare(first_name="Hanna", last_name="Lisowska", phone="600 100 200")


def wage(person: Person, amount: int, by: User) -> Income:
    with writing(by):
        return Income.objects.create(
            person=person, kind="wage", amount=amount, recorded_by=by,
            valid_from=OCTOBER[0], valid_to=OCTOBER[1],
        )  # fmt: skip


def about_homes(kept: Person, dropped: Person, today: date) -> Conflict:
    found = merge_plan(kept, dropped, today).conflicts
    return next(one for one in found if one.link.model is Membership)


def only_key(kept: Person, dropped: Person, today: date) -> str:
    [conflict] = merge_plan(kept, dropped, today).conflicts
    return conflict.key


# --- twice, and stale ---------------------------------------------------------------------------


def test_the_same_merge_twice_is_once(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    done = merge(manager, kept, dropped, today)
    assert merge(manager, kept, dropped, today) == done
    assert Merge.objects.count() == 1
    with pytest.raises(StaleState):
        merge(manager, dropped, kept, today)
    separate(manager, done, today)
    with pytest.raises(StaleState):
        separate(manager, done, today)


def test_what_was_looked_at_must_still_be_so(
    manager: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    seen = merge_plan(kept, dropped, today).seen
    income_record(actor=clerk, person=dropped, kind="wage", amount=1, valid_from=MAY)
    with pytest.raises(StaleState):
        persons_merge(
            actor=manager, today=today, kept=kept, dropped=dropped, choices=Choices(), seen=seen,
            reason=WHY,
        )  # fmt: skip


def test_a_form_about_the_record_that_went_is_stale(
    manager: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    version = dropped.version
    merge(manager, kept, dropped, today)
    with pytest.raises((StaleState, PermissionDenied)):
        person_update(
            actor=clerk, today=today, person=dropped, version=version, phone="600 000 000"
        )
    with pytest.raises((StaleState, PermissionDenied)):
        income_record(actor=clerk, person=dropped, kind="wage", amount=1, valid_from=MAY)
    with pytest.raises(StaleState):  # also where nobody asks who sees the person
        income_record(actor=system_user(), person=dropped, kind="wage", amount=1, valid_from=MAY)


# --- separating ---------------------------------------------------------------------------------


def test_what_was_recorded_since_stays_or_goes(
    manager: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    done = merge(manager, kept, dropped, today)
    stays = income_record(actor=clerk, person=kept, kind="wage", amount=1, valid_from=MAY)
    goes = income_record(actor=clerk, person=kept, kind="contract", amount=2, valid_from=MAY)
    since = since_merge(Merge.objects.get(pk=done.pk))
    assert sorted(since.rows) == [f"clients.Income.person-{row.pk}" for row in (stays, goes)]
    separate(manager, done, today, f"clients.Income.person-{goes.pk}")
    assert list(kept.incomes.all()) == [stays]
    assert list(dropped.incomes.all()) == [goes]


def test_what_was_changed_since_stays_and_is_told(
    manager: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    make_household(kept, nrb="")
    with writing(manager):
        gone = Address.objects.create(
            person=dropped, kind="registered", house="1", postal_code="22-499", place="Wola",
            valid_from=MAY,
        )  # fmt: skip
    done = merge(manager, kept, dropped, today)
    kept.refresh_from_db()
    person_update(actor=clerk, today=today, person=kept, version=kept.version, phone="600 999 999")
    with writing(manager):
        gone.delete()
    since = since_merge(Merge.objects.get(pk=done.pk))
    assert (list(since.lost.values()), since.fields) == ([1], ["phone"])
    separate(manager, done, today)
    kept.refresh_from_db()
    assert (kept.phone, dropped.addresses.count()) == ("600 999 999", 0)


def test_something_newer_in_the_way_forbids_it(
    manager: User, clerk: User, today: date, dropped: Person
) -> None:
    """The address that was cut cannot have its days back: another one has them."""
    kept = bare()
    for person, since in ((kept, date(2020, 1, 1)), (dropped, MAY)):
        with writing(manager):
            Address.objects.create(
                person=person, house="1", postal_code="22-499", place="Wola", valid_from=since
            )
    key = only_key(kept, dropped, today)
    done = merge(manager, kept, dropped, today, rows={key: "dropped"})
    address_set(
        actor=clerk, today=today, person=kept, kind="residence", valid_from=today, house="2",
        postal_code="22-499", place="Wola",
    )  # fmt: skip
    with pytest.raises(DomainError, match="one_residence_address_a_day"):
        separate(manager, done, today)
    done.refresh_from_db()
    assert done.undone_at is None


def test_a_record_merged_on_is_separated_last_first(manager: User, today: date) -> None:
    first, second, third = bare(), bare(), bare()
    one = merge(manager, second, first, today)
    two = merge(manager, third, second, today)
    first.refresh_from_db()
    assert first.merged_into_id == third.pk
    with pytest.raises(DomainError):
        separate(manager, one, today)
    separate(manager, two, today)
    first.refresh_from_db()
    assert first.merged_into_id == second.pk
    separate(manager, one, today)


# --- what others see ----------------------------------------------------------------------------


def test_the_history_tells_the_merge_and_what_was_before(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    with writing(system_user()):
        Address.objects.create(
            person=dropped, house="1", postal_code="22-499", place="Wola", valid_from=MAY
        )
    merge(manager, kept, dropped, today)
    found = person_history(kept)
    assert [c.who for c in found if c.model is Merge] == [str(manager)]
    assert [c.who for c in found if c.model is Address] == [str(system_user())]
    event = Address.pgh_event_model.objects.order_by("pgh_id").last()
    assert (event.person_id, event.pgh_context.metadata["actor"]) == (kept.pk, manager.pk)
    assert event.pgh_context.metadata["reason"] == WHY


def test_an_interview_names_the_one_record(manager: User, today: date) -> None:
    dropped = make_person("Anna", "Lis", born=BORN)
    case = make_interviewed_case(
        household=make_household(dropped), incomes=[("wage", "100.00")], today=today
    )
    kept = bare()
    merge(manager, kept, dropped, today)
    case.interview.refresh_from_db()
    assert case.interview.answers["members"] == [dropped.pk]
    now = answers_now(case.interview)
    assert (now["members"], now["incomes"][0]["person"]) == ([kept.pk], kept.pk)
    case.refresh_from_db()
    assert case.applicant_id == kept.pk
    assert Household.objects.get().memberships.get().person_id == kept.pk


def test_a_past_month_counts_one_person_and_what_was_kept_stays(
    manager: User, clerk: User, today: date
) -> None:
    kept, dropped = bare(), bare()
    make_entitlement(person=kept, way=PaymentWay.CASH)
    make_entitlement("zasilek_celowy", person=dropped, way=PaymentWay.CASH)
    for payment_list in make_approved_lists():
        list_mark_paid(actor=clerk, payment_list=payment_list, today=PAY_DAY)
    before = month_totals(NOVEMBER)
    run, _new = report_run(actor=clerk, month=NOVEMBER, today=today)
    done = merge(manager, kept, dropped, today)
    after = month_totals(NOVEMBER)
    assert (before.persons, after.persons) == (2, 1)
    assert (after.amount, after.benefits) == (before.amount, before.benefits)
    run.refresh_from_db()
    assert run.totals["persons"] == 2
    assert content_hash(month_rows(NOVEMBER), after) != run.sha256  # the page says so
    separate(manager, done, today)
    assert month_totals(NOVEMBER) == before
