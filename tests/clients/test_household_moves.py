"""Splits, joins, absences, relationships: what may be, what is refused, what is taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from clients.models import Household, HouseholdMove, HouseholdNote, Relationship
from clients.queries import absences_on, members_on
from clients.services import (
    NewHome,
    absence_add,
    household_join,
    household_move_undo,
    household_note_add,
    household_split,
    membership_add,
    membership_correct,
    membership_remove,
    relationship_add,
)
from clients.services.rows import fingerprint
from core.audit import writing
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

DAY = date(2026, 11, 1)
BUDGET = 25


@pytest.fixture
def family(office: object) -> Household:
    return make_household(
        make_person("Łucja", "Żak"),
        (make_person("Jan", "Żak", born=date(1979, 1, 1), sex="M"), "spouse"),
        make_person("Adam", "Żak", born=date(2002, 3, 1), sex="M"),
        make_person("Zosia", "Żak", born=date(2018, 3, 1)),
    )


def _member(household: Household, name: str) -> Any:
    return household.memberships.filter(person__first_name=name).latest("valid_from")


def _split(actor: User, today: date, household: Household, *names: str, **more: Any) -> Any:
    roles = {_member(household, n).pk: "other" if i else "head" for i, n in enumerate(names)}
    return household_split(
        actor=actor,
        today=today,
        household=household,
        leaving=roles,
        day=DAY,
        home=NewHome(district=make_district()),
        reason="wyprowadził się",
        **more,
    )


def _names(household: Household, day: date) -> list[str]:
    return [f"{m.person.first_name}:{m.role}" for m in members_on(household, day)]


def test_a_son_opens_his_own_household(worker: User, family: Household, today: date) -> None:
    move = _split(worker, today, family, "Adam")

    assert _names(family, date(2026, 10, 31)) == [
        "Łucja:head", "Jan:spouse", "Adam:child", "Zosia:child",
    ]  # fmt: skip
    assert _names(family, DAY) == ["Łucja:head", "Jan:spouse", "Zosia:child"]
    assert (_names(move.target, DAY), move.target.name) == (["Adam:head"], "Żak Adam")


def test_when_the_head_leaves_somebody_heads_the_rest(
    worker: User, family: Household, today: date
) -> None:
    with pytest.raises(DomainError) as error:
        _split(worker, today, family, "Łucja", "Zosia")
    assert error.value.field == "remaining_head"
    move = _split(worker, today, family, "Łucja", "Zosia", remaining_head=_member(family, "Jan").pk)
    family.refresh_from_db()

    assert _names(family, DAY) == ["Jan:head", "Adam:child"]
    assert _names(family, date(2026, 10, 31))[0] == "Łucja:head"
    assert (family.name, _names(move.target, DAY)) == ("Żak Jan", ["Łucja:head", "Zosia:other"])


def test_a_split_is_taken_back_with_its_absences(
    worker: User, family: Household, today: date
) -> None:
    before = list(family.memberships.order_by("id").values())
    adam = _member(family, "Adam")
    absence_add(
        actor=worker, today=today, membership=adam, reason="prison", valid_from=date(2026, 9, 1)
    )
    move = _split(worker, today, family, "Adam")
    assert [a.reason for a in absences_on(move.target, DAY).values()] == ["prison"]
    household_move_undo(actor=worker, today=today, move=move, reason="pomyłka")

    assert list(family.memberships.order_by("id").values()) == before
    assert adam.absences.get().valid_to is None
    with pytest.raises(StaleState):
        household_move_undo(actor=worker, today=today, move=move, reason="pomyłka")


def test_the_history_tells_of_absences_notes_moves_and_relationships(
    page: Client, worker: User, family: Household, today: date
) -> None:
    adam = _member(family, "Adam")
    absence_add(
        actor=worker, today=today, membership=adam, reason="prison", valid_from=date(2026, 9, 1)
    )
    household_note_add(actor=worker, today=today, household=family, text="Zły pies")
    mother = _member(family, "Łucja").person
    relationship_add(actor=worker, today=today, person=mother, other=adam.person, kind="parent")
    _split(worker, today, family, "Adam")
    page.force_login(worker)
    text = page.get(reverse("clients:history", args=[family.pk])).content.decode()

    for said in ("Zły pies", "wyprowadził się", "rodzic", "01.09.2026"):
        assert said in text, said


def test_what_happened_since_keeps_a_split(worker: User, family: Household, today: date) -> None:
    move = _split(worker, today, family, "Adam")
    membership_add(
        actor=worker, today=today, household=move.target, role="other", valid_from=today,
        person=make_person("Ewa", "Nowa"),
    )  # fmt: skip
    with pytest.raises(DomainError):
        household_move_undo(actor=worker, today=today, move=move, reason="pomyłka")
    move.refresh_from_db()
    assert move.undone_at is None


def test_an_emptied_file_is_closed_and_points_to_the_other(
    worker: User, family: Household, today: date
) -> None:
    other = make_household(make_person("Ewa", "Nowa"))
    coming = {other.memberships.get().pk: "other"}
    move = household_join(
        actor=worker, today=today, household=family, other=other, coming=coming, day=DAY,
        reason="zamieszkali razem",
    )  # fmt: skip

    assert move.closes and members_on(other, DAY) == []
    assert "Ewa:other" in _names(family, DAY)
    with pytest.raises(DomainError):
        membership_add(
            actor=worker, today=today, household=other, person=make_person("Jan", "Luźny"),
            role="other", valid_from=today,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_splits_at_once_move_a_person_once(worker: User, today: date) -> None:
    family = make_household(make_person(), make_person("Adam", born=date(2002, 3, 1), sex="M"))
    start = Barrier(2)

    def work(_number: int) -> str:
        start.wait()
        try:
            _split(worker, today, family, "Adam")
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    roles_read_first = sorted(ThreadPoolExecutor(2).map(work, range(2)))
    assert roles_read_first.count("done") == 1
    assert (HouseholdMove.objects.count(), Household.objects.count()) == (1, 2)


def test_shared_custody_stands_in_both_households(
    worker: User, family: Household, today: date
) -> None:
    zosia = _member(family, "Zosia").person
    other = make_household(make_person("Piotr", "Żak", sex="M", born=date(1980, 1, 1)))
    join = {
        "actor": worker, "today": today, "household": other, "person": zosia, "role": "child",
        "valid_from": DAY, "shared_custody": True,
    }  # fmt: skip
    with pytest.raises(DomainError) as error:
        membership_add(**join)
    assert error.value.field == "court_order"
    membership_add(**join, court_order="SR III RC 5/26")

    on_day = zosia.memberships.filter(valid_from=DAY)
    assert {(m.shared_custody, m.court_order) for m in on_day} == {(True, "SR III RC 5/26")}
    assert on_day.count() == 2
    assert zosia.memberships.get(valid_to=date(2026, 10, 31)).shared_custody is False


def test_a_membership_is_corrected_and_removed_with_a_reason(
    worker: User, family: Household, today: date
) -> None:
    adam = _member(family, "Adam")
    fields = {"role": "other", "valid_from": date(2025, 1, 1), "reason": "zły dzień"}
    membership_correct(actor=worker, today=today, membership=adam, seen=fingerprint(adam), **fields)
    with pytest.raises(StaleState):
        membership_correct(
            actor=worker, today=today, membership=adam, seen=fingerprint(adam), **fields
        )
    membership_remove(actor=worker, today=today, membership=adam, reason="nie mieszkał")
    events = type(adam).pgh_event_model.objects.filter(pgh_obj_id=adam.pk).order_by("pgh_id")

    assert [e.pgh_label for e in events][-2:] == ["update", "delete"]


def test_a_child_older_than_the_head_is_refused_unless_explained(
    worker: User, family: Household, today: date
) -> None:
    fields = {
        "actor": worker, "today": today, "household": family, "role": "child",
        "valid_from": DAY, "person": make_person("Ewa", born=date(1975, 1, 1)),
    }  # fmt: skip
    with pytest.raises(DomainError) as error:
        membership_add(**fields)
    assert error.value.field == "role"
    assert membership_add(**fields, reason="pasierbica męża").role == "child"


def test_a_young_parent_needs_a_reason_a_younger_one_has_none(
    worker: User, office: object, today: date
) -> None:
    child = make_person("Zosia", born=date(2010, 1, 1))
    young = make_person("Ewa", born=date(1998, 1, 2))
    younger = make_person("Ola", born=date(2015, 1, 1))
    add = {"actor": worker, "today": today, "other": child, "kind": "parent"}
    with pytest.raises(DomainError) as error:
        relationship_add(**add, person=young)
    assert error.value.field == "age_reason"
    assert relationship_add(**add, person=young, age_reason="akt urodzenia")
    with pytest.raises(DomainError):
        relationship_add(**add, person=younger, age_reason="nie ma")
    with pytest.raises(IntegrityError), writing(worker), transaction.atomic():
        Relationship.objects.create(person=younger, other=child, kind="parent", age_reason="x")


def test_nobody_has_two_spouses_in_either_column(worker: User, office: object, today: date) -> None:
    ewa, jan, piotr = make_person("Ewa"), make_person("Jan"), make_person("Piotr")
    add = {"actor": worker, "today": today, "kind": "spouse"}
    relationship_add(**add, person=piotr, other=jan, valid_from=date(2020, 1, 1))
    with pytest.raises(DomainError) as error:
        relationship_add(**add, person=jan, other=ewa)
    assert "Piotr" in str(error.value.message)
    first, second = sorted((ewa, jan), key=lambda p: p.pk)
    with pytest.raises(IntegrityError), writing(worker), transaction.atomic():
        Relationship.objects.create(person=first, other=second, kind="spouse")
    assert relationship_add(**add, person=jan, other=ewa, valid_to=date(2019, 12, 31))


def test_a_note_is_never_rewritten(worker: User, family: Household, today: date) -> None:
    note = household_note_add(actor=worker, today=today, household=family, text="Zły pies")
    with pytest.raises(IntegrityError), writing(worker), transaction.atomic():
        HouseholdNote.objects.filter(pk=note.pk).update(text="Dobry pies")
    with writing(worker):
        HouseholdNote.objects.filter(pk=note.pk).update(pinned=True)


@pytest.mark.usefixtures("clock")
def test_a_split_is_shown_before_it_is_done(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    url = reverse("clients:household_split", args=[family.pk])
    sent = {
        f"goes_{_member(family, 'Adam').pk}": "head",
        "day": "1.11.2026", "district": family.district_id, "reason": "wyprowadził się",
    }  # fmt: skip
    shown = page.post(url, sent)
    assert shown.status_code == 200 and HouseholdMove.objects.count() == 0
    assert Household.objects.count() == 1
    seen = shown.context["preview"]["seen"]
    assert page.post(url, {**sent, "day": "2.11.2026", "seen": seen}).status_code == 200
    assert HouseholdMove.objects.count() == 0
    assert page.post(url, {**sent, "seen": seen}).status_code == 302
    assert page.post(url, {**sent, "seen": seen}).status_code == 422
    assert HouseholdMove.objects.count() == 1


@pytest.mark.usefixtures("clock")
def test_pages_of_a_household_open(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    member = _member(family, "Zosia").pk
    for name, pk in [
        ("household", family.pk), ("household_split", family.pk), ("household_join", family.pk),
        ("household_note", family.pk), ("relation_add", family.pk), ("member_correct", member),
        ("member_head", member), ("member_away", member), ("member_remove", member),
    ]:  # fmt: skip
        assert page.get(reverse(f"clients:{name}", args=[pk])).status_code == 200, name
    url = reverse("clients:household", args=[family.pk])
    text = page.get(url, {"on": "1.03.2025"}).content.decode()
    assert "01.03.2025" in text and "gen-0" in text
    assert page.get(url, {"on": "wczoraj?"}).status_code == 200


@pytest.mark.usefixtures("clock")
def test_roles_become_relationships_by_one_click(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    head, zosia = _member(family, "Łucja").person_id, _member(family, "Zosia").person_id
    page.post(
        reverse("clients:relations_accept", args=[family.pk]), {"tie": f"{head}-parent-{zosia}"}
    )
    assert Relationship.objects.get().other_id == zosia


@pytest.mark.usefixtures("clock")
def test_who_saves_second_chooses_field_by_field(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    url = reverse("clients:household_edit", args=[family.pk])
    first = {"name": "Nowa", "district": family.district_id, "notes": "uwaga", "version": 1}
    assert page.post(url, first).status_code == 302
    second = {"name": "Moja", "district": family.district_id, "notes": "", "version": 1}
    answer = page.post(url, second)
    assert answer.status_code == 409
    assert [row["name"] for row in answer.context["clashes"]] == ["name"]
    assert answer.context["form"].data["notes"] == "uwaga"  # only they touched it
    sent = {**second, "notes": "uwaga", "version": 2, "keep-name": "saved"}
    assert page.post(url, sent).status_code == 302
    family.refresh_from_db()
    assert (family.name, family.notes) == ("Nowa", "uwaga")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("children", [1, 8])
def test_the_page_costs_the_same_for_many(
    page: Client, worker: User, children: int, django_assert_max_num_queries: Any
) -> None:
    people = [make_person("Zosia", "Żak", born=date(2010 + n, 3, 1)) for n in range(children)]
    family = make_household(make_person("Łucja", "Żak"), *people)
    head = _member(family, "Łucja").person
    for child in people:
        relationship_add(actor=worker, today=DAY, person=head, other=child, kind="parent")
        household_note_add(actor=worker, today=DAY, household=family, text="uwaga", pinned=True)
    page.force_login(worker)
    url = reverse("clients:household", args=[family.pk])
    page.get(url)
    with django_assert_max_num_queries(BUDGET):
        assert page.get(url).status_code == 200
