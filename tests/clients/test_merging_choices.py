"""What is chosen when two records are made one, what forbids it, and who may."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from clients.models import (
    Absence,
    Address,
    Death,
    FormerName,
    Income,
    MemberRole,
    Membership,
    Person,
    Relationship,
    Representation,
)
from clients.queries import person_search, persons_visible_to, restriction_on
from clients.services import (
    death_enter,
    merge_plan,
    restriction_set,
)
from clients.services.merge_plan import Conflict
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_user
from tests.factories.merging import BORN, bare, merge, separate
from tests.factories.payments import make_entitlement

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


# --- the record ---------------------------------------------------------------------------------


def test_the_fuller_field_is_offered_and_any_may_be_chosen(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    assert merge_plan(kept, dropped, today).fields == {
        "first_name": "kept",
        "last_name": "kept",
        "pesel": "kept",
        "phone": "dropped",
    }
    merge(manager, kept, dropped, today, fields={"last_name": "dropped"})
    kept.refresh_from_db()
    assert (kept.first_name, kept.last_name, kept.phone) == ("Anna", "Lisowska", "600 100 200")
    names = sorted(f"{n.last_name} {n.first_name}" for n in kept.former_names.all())
    assert names == ["Lis Anna", "Lisowska Hanna"]
    assert [found.person for found in person_search(manager, "hanna", today)] == [kept]


def test_a_name_that_was_a_mistake_is_not_kept(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    merge(manager, kept, dropped, today, keep_name=False)
    assert not FormerName.objects.exists()


def test_the_pesel_and_the_names_of_the_other_record_find_the_one(
    manager: User, today: date
) -> None:
    kept, dropped = bare(last_name="Lis"), make_person("Anna", "Żak", born=BORN)
    merge(manager, kept, dropped, today, keep_name=False)
    for text in ("Żak", dropped.pesel or ""):
        assert [found.person for found in person_search(manager, text, today)] == [kept]
    assert dropped not in persons_visible_to(manager, today)


def test_a_record_that_contradicts_its_pesel_is_refused(
    manager: User, today: date, kept: Person
) -> None:
    dropped = bare(born=date(1981, 5, 12))
    with pytest.raises(DomainError):
        merge(manager, kept, dropped, today, fields={"birth_date": "dropped"})
    merge(manager, kept, dropped, today)


def test_the_file_of_the_head_takes_the_name(manager: User, today: date, dropped: Person) -> None:
    kept = make_person("Anna", "Lis", born=BORN)
    home = make_household(dropped)
    done = merge(manager, kept, dropped, today)
    home.refresh_from_db()
    assert home.name == "Lis Anna"
    separate(manager, done, today)
    home.refresh_from_db()
    assert home.name == "Lisowska Hanna"


# --- rows in each other's way -------------------------------------------------------------------


def test_addresses_follow_each_other(manager: User, today: date, kept: Person) -> None:
    dropped = bare()
    for person, since in ((kept, date(2020, 1, 1)), (dropped, MAY)):
        with writing(manager):
            Address.objects.create(
                person=person, house="1", postal_code="22-499", place="Wola", valid_from=since
            )
    key = only_key(kept, dropped, today)
    merge(manager, kept, dropped, today, rows={key: "dropped"})
    periods = Address.objects.filter(person=kept).order_by("valid_from")
    assert list(periods.values_list("valid_from", "valid_to")) == [
        (date(2020, 1, 1), MAY - timedelta(days=1)),
        (MAY, None),
    ]


def test_the_same_income_twice_is_counted_once(manager: User, today: date, kept: Person) -> None:
    dropped = bare()
    mine, other = wage(kept, 1200, manager), wage(dropped, 1200, manager)
    [conflict] = merge_plan(kept, dropped, today).conflicts
    assert (conflict.default, conflict.ways) == ("kept", ("kept", "dropped", "both"))
    merge(manager, kept, dropped, today)
    other.refresh_from_db()
    assert list(Income.objects.filter(person=kept)) == [mine]
    assert other.person_id == dropped.pk  # laid aside with the record that went
    assert other.withdrawn_at is None


def test_different_incomes_of_a_month_must_be_chosen(
    manager: User, today: date, kept: Person
) -> None:
    dropped = bare()
    wage(kept, 1200, manager)
    wage(dropped, 900, manager)
    key = only_key(kept, dropped, today)
    with pytest.raises(DomainError):
        merge(manager, kept, dropped, today)
    for way, amounts in (("both", [900, 1200]), ("dropped", [900]), ("kept", [1200])):
        done = merge(manager, kept, dropped, today, rows={key: way})
        assert sorted(i.amount for i in Income.objects.filter(person=kept)) == amounts
        separate(manager, done, today)


def test_relatives_go_to_the_record_as_it_will_be(manager: User, today: date) -> None:
    """The day of birth of the one that stays was wrong: a parent must be older than the child."""
    kept, child = bare(born=date(2018, 5, 12)), make_person(born=date(2010, 1, 1))
    dropped = make_person("Anna", "Nowak", born=BORN)
    with writing(manager):
        Relationship.objects.create(person=dropped, other=child, kind="parent")
    done = merge(manager, kept, dropped, today)
    assert child.relationships_to.get().person == kept
    separate(manager, done, today)
    assert child.relationships_to.get().person == dropped


def test_a_head_does_not_leave_a_household_without_one(
    manager: User, today: date, kept: Person
) -> None:
    dropped = bare()
    make_household(kept)
    with_child = make_household(dropped, make_person(born=date(2015, 1, 1)))
    conflict = about_homes(kept, dropped, today)
    assert conflict.ways == ("dropped",)
    assert str(with_child) in conflict.why_not
    merge(manager, kept, dropped, today)
    assert [m.household for m in Membership.objects.filter(person=kept)] == [with_child]


def test_what_cannot_be_cut_forbids_the_merge(manager: User, today: date, kept: Person) -> None:
    dropped = bare()
    for person in (kept, dropped):
        make_household(person, make_person(born=date(2015, 1, 1)))
    assert len(merge_plan(kept, dropped, today).stops) == 1
    with pytest.raises(DomainError):
        merge(manager, kept, dropped, today)


def test_an_absence_keeps_its_membership(manager: User, today: date, kept: Person) -> None:
    dropped = bare()
    make_household(kept)
    away = make_household(dropped).memberships.get()
    with writing(manager):
        Absence.objects.create(membership=away, reason="hospital", valid_from=MAY)
    conflict = about_homes(kept, dropped, today)
    assert conflict.ways == ("dropped",)


def test_both_members_of_one_household(manager: User, today: date, kept: Person) -> None:
    """The usual twin: recorded once more as a member of the own family."""
    dropped = bare()
    home = make_household(kept, (dropped, MemberRole.OTHER))
    done = merge(manager, kept, dropped, today)
    assert [(m.person, m.role) for m in home.memberships.all()] == [(kept, MemberRole.HEAD)]
    separate(manager, done, today)
    assert home.memberships.count() == 2


# --- what forbids it ----------------------------------------------------------------------------


def stops(kept: Person, dropped: Person, today: date) -> int:
    kept.refresh_from_db()
    dropped.refresh_from_db()
    return len(merge_plan(kept, dropped, today).stops)


def test_two_valid_pesels_are_two_people(manager: User, today: date, kept: Person) -> None:
    other = make_person("Anna", "Lis", born=BORN)
    assert stops(kept, other, today) == 1
    with pytest.raises(DomainError, match="PESEL"):
        merge(manager, kept, other, today)


def test_a_mistyped_pesel_gives_way(manager: User, today: date, kept: Person) -> None:
    wrong = f"{kept.pesel[:-1]}{(int(kept.pesel[-1]) + 5) % 10}"
    other = make_person("Anna", "Lis", born=BORN)
    with writing(system_user()):
        Person.objects.filter(pk=other.pk).update(pesel=wrong)
    assert stops(kept, other, today) == 0
    assert merge_plan(other, kept, today).fields["pesel"] == "dropped"


def test_the_dead_and_the_living(today: date, worker: User, manager: User, kept: Person) -> None:
    dropped = bare()
    make_household(dropped)
    assert stops(kept, dropped, today) == 0
    death_enter(actor=worker, today=today, person=dropped, died_on=today, source="akt zgonu")
    assert stops(kept, dropped, today) == 1
    make_household(kept)
    kept.refresh_from_db()
    earlier = today - timedelta(days=1)
    death_enter(actor=worker, today=today, person=kept, died_on=earlier, source="akt")
    assert stops(kept, dropped, today) == 1


def test_both_dead_on_the_same_day(today: date, worker: User, manager: User, kept: Person) -> None:
    dropped = bare()
    for person in (kept, dropped):
        make_household(person)
        person.refresh_from_db()
        death_enter(actor=worker, today=today, person=person, died_on=today, source="akt zgonu")
    kept.refresh_from_db()
    dropped.refresh_from_db()
    done = merge(manager, kept, dropped, today)
    assert Death.objects.filter(person=kept).count() == 1
    assert Death.objects.filter(person=dropped).count() == 1
    separate(manager, done, today)


def test_a_death_without_its_entry_takes_that_of_the_other(
    today: date, worker: User, manager: User, kept: Person
) -> None:
    """An older system gave the day only; with the entry of the other it can be taken back."""
    dropped = bare()
    make_household(dropped)
    death_enter(actor=worker, today=today, person=dropped, died_on=today, source="akt zgonu")
    with writing(manager):
        Person.objects.filter(pk=kept.pk).update(death_date=today)
    merge(manager, kept, dropped, today)
    assert Death.objects.get().person == kept


def test_relatives_are_two_people(manager: User, today: date, kept: Person) -> None:
    dropped = bare()
    with writing(manager):
        first, second = sorted((kept, dropped), key=lambda person: person.pk)
        tie = Relationship.objects.create(person=first, other=second, kind="sibling")
    assert stops(kept, dropped, today) == 1
    with writing(manager):
        tie.delete()
        Representation.objects.create(
            person=kept, representative=dropped, kind="proxy", valid_from=MAY
        )
    assert stops(kept, dropped, today) == 1


def test_the_same_benefit_of_both_stops_everything(manager: User, today: date) -> None:
    kept, dropped = bare(last_name="Lis"), bare(last_name="Lis")
    own = make_entitlement(person=kept)
    other = make_entitlement(person=dropped, valid_from=date(2026, 12, 1))
    [stop] = [s for s in merge_plan(kept, dropped, today).stops if "Lis" in s.said]
    with pytest.raises(DomainError, match="Lis"):
        merge(manager, kept, dropped, today)
    assert stop.rows == (own, other)


def test_benefits_of_different_months_do_not(manager: User, today: date) -> None:
    kept, dropped = bare(), bare()
    one = make_entitlement(person=kept, valid_to=date(2026, 11, 30))
    two = make_entitlement(person=dropped, valid_from=date(2026, 12, 1))
    merge(manager, kept, dropped, today)
    assert list(kept.entitlements.order_by("pk")) == [one, two]


# --- who may ------------------------------------------------------------------------------------


def test_only_who_may_merge_and_sees_both(
    manager: User, worker: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    for user in (worker, clerk):
        with pytest.raises(PermissionDenied):
            merge(user, kept, dropped, today)
    other = make_user(Role.MANAGER, "inna")
    home = make_household(dropped)
    restriction_set(actor=other, household=home, why="violence", note="", readers=[], today=today)
    with pytest.raises(PermissionDenied):
        merge(manager, kept, dropped, today)


def test_the_protection_of_one_becomes_that_of_the_one_record(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    """The restricted membership is cut away; the open file gets the restriction."""
    clerk = make_user(Role.BENEFITS_CLERK, "czyta")
    outsider = make_user(Role.BENEFITS_CLERK, "nie_czyta")
    home = make_household(kept)
    shut = make_household(dropped)
    restriction_set(
        actor=manager, household=shut, why="violence", note="", readers=[clerk], today=today
    )
    assert kept in persons_visible_to(outsider, today)
    done = merge(manager, kept, dropped, today)
    rule = restriction_on(home, today)
    assert rule is not None
    assert set(rule.readers.all()) == {manager, clerk}
    assert kept not in persons_visible_to(outsider, today)
    separate(manager, done, today)
    assert restriction_on(home, today) is None
    assert restriction_on(shut, today) is not None


def test_a_file_whose_readers_were_changed_since_is_not_opened(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    home, shut = make_household(kept), make_household(dropped)
    clerk = make_user(Role.BENEFITS_CLERK, "czyta")
    for file, readers in ((shut, []), (home, [clerk])):
        if file == home:
            done = merge(manager, kept, dropped, today)
        restriction_set(
            actor=manager, household=file, why="staff", note="", readers=readers, today=today
        )
    separate(manager, done, today)
    rule = restriction_on(home, today)
    assert rule and set(rule.readers.all()) == {manager, clerk}


def test_of_two_restrictions_the_common_readers_stay(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    first, second = (make_user(Role.BENEFITS_CLERK, name) for name in ("jeden", "drugi"))
    both = make_user(Role.BENEFITS_CLERK, "oba")
    homes = make_household(kept), make_household(dropped)
    for home, reader in zip(homes, (first, second), strict=True):
        restriction_set(
            actor=manager, household=home, why="violence", note="", readers=[reader, both],
            today=today,
        )  # fmt: skip
    done = merge(manager, kept, dropped, today)
    rule = restriction_on(homes[0], today)
    assert rule and set(rule.readers.all()) == {manager, both}
    separate(manager, done, today)
    rule = restriction_on(homes[0], today)
    assert rule and set(rule.readers.all()) == {manager, both, first}
    merge(manager, kept, dropped, today, readers=(second.pk, both.pk))
    rule = restriction_on(homes[0], today)
    assert rule and set(rule.readers.all()) == {manager, both, second}
