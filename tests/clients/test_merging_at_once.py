"""Two people at the same moment: merges of the same and of neighbouring records, and other work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from clients.models import Contact, Merge, Person
from clients.queries.merge_rows import links
from clients.services import Choices, contact_add, merge_plan, persons_merge, persons_separate
from core.audit import writing
from core.errors import DomainError
from core.models import User
from payments.models import Entitlement, LedgerEntry, PaymentLine
from payments.services import lists_prepare, month_run
from tests.factories.merging import WHY, bare, merge
from tests.factories.payments import NOVEMBER, PAY_DAY, make_entitlement

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run all in threads that start together: how each ended, in order."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def merging(actor: User, kept: Person, dropped: Person, today: date) -> Callable[[], Merge]:
    """A merge that was looked at before the threads start."""
    seen = merge_plan(kept, dropped, today).seen
    return lambda: persons_merge(
        actor=actor, today=today, kept=kept, dropped=dropped, choices=Choices(), seen=seen,
        reason=WHY,
    )  # fmt: skip


def test_the_same_button_twice(office: object, manager: User, today: date) -> None:
    for _time in range(TIMES):
        kept, dropped = bare(), bare()
        work = merging(manager, kept, dropped, today)
        assert at_once(work, work) == ["done", "done"]
        assert Merge.objects.filter(kept=kept).count() == 1


def test_both_ways_at_once(office: object, manager: User, today: date) -> None:
    for _time in range(TIMES):
        one, two = bare(), bare()
        ends = at_once(
            merging(manager, one, two, today),
            merging(manager, two, one, today),
        )
        assert sorted(ends) == ["StaleState", "done"]
        alive = Person.objects.filter(pk__in=(one.pk, two.pk), merged_into=None)
        assert alive.count() == 1


def test_a_into_b_while_b_into_c(office: object, manager: User, today: date) -> None:
    """Whoever is second finds the record changed; nothing hangs, nothing is lost on the way."""
    for _time in range(TIMES):
        one, two, three = bare(), bare(), bare()
        with writing(manager):
            for person in (one, two, three):
                Contact.objects.create(
                    person=person, kind="phone", value=str(person.pk), valid_from=today
                )
        ends = at_once(
            merging(manager, two, one, today),
            merging(manager, three, two, today),
        )
        assert sorted(ends) == ["StaleState", "done"]
        ids = (one.pk, two.pk, three.pk)
        living = Person.objects.filter(pk__in=ids, merged_into=None)
        assert Contact.objects.filter(person__in=living, value__in=map(str, ids)).count() == 3
        assert living.count() == 2


def test_a_new_entry_about_the_record_that_goes(
    office: object, manager: User, clerk: User, today: date
) -> None:
    """It comes before and goes over, or after and is told; it never hangs on the merged one."""
    for time in range(TIMES * 2):
        kept, dropped = bare(), bare()
        ends = at_once(
            merging(manager, kept, dropped, today),
            lambda dropped=dropped: contact_add(  # type: ignore[misc]
                actor=clerk, today=today, person=dropped, kind="phone", value="600 100 200",
                valid_from=today,
            ),
        )  # fmt: skip
        merged = Person.objects.get(pk=dropped.pk).merged_into_id
        rows = Contact.objects.filter(person__in=(kept, dropped))
        assert "done" in ends, time
        if merged:
            assert not any(link.rows(dropped.pk).exists() for link in links())
            assert [row.person_id for row in rows] == [kept.pk] * (ends[1] == "done")
        else:
            assert [row.person_id for row in rows] == [dropped.pk]


def test_while_the_month_is_run_and_lists_are_prepared(
    office: object, manager: User, clerk: User, today: date
) -> None:
    kept, dropped = bare(), bare()
    entitlement = make_entitlement(person=dropped)

    def pay() -> None:
        month_run(actor=clerk, month=NOVEMBER, today=today)
        lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today)

    assert at_once(merging(manager, kept, dropped, today), pay) == ["done", "done"]

    entitlement.refresh_from_db()
    assert entitlement.person_id == kept.pk
    assert PaymentLine.objects.filter(due__entitlement=entitlement).count() == 1
    assert LedgerEntry.objects.filter(entitlement=entitlement, kind="due").count() == 1
    pay()
    assert PaymentLine.objects.count() == 1


def test_separated_twice_at_once(office: object, manager: User, today: date) -> None:
    kept, dropped = bare(), bare()
    make_entitlement(person=dropped)
    done = merge(manager, kept, dropped, today)

    def work() -> Merge:
        return persons_separate(
            actor=manager, today=today, merge=Merge.objects.get(pk=done.pk), with_dropped=(),
            reason="to bracia",
        )  # fmt: skip

    assert sorted(at_once(work, work)) == ["StaleState", "done"]
    assert Entitlement.objects.get().person_id == dropped.pk
