"""Pages of two records of one person, and the search for suspected duplicates."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from clients.models import LikelyPair, Merge, Person
from clients.queries.merging import pairs_seen_by
from clients.services import (
    likely_pairs_find,
    merge_plan,
    pair_another,
    pair_doubted,
    restriction_set,
)
from clients.shows import duplicates_desk
from core.audit import writing
from core.dictionaries import system_user
from core.errors import StaleState
from core.models import AccessLog, Job, User
from core.permissions import Role, allowed
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_user
from tests.factories.merging import BORN, WHY, bare, merge
from tests.factories.payments import make_entitlement
from tests.house_rules.addresses import our_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def kept(office: object) -> Person:
    person = make_person("Anna", "Lis", born=BORN)
    make_household(person)
    return person


@pytest.fixture
def dropped(office: object) -> Person:
    person = bare(first_name="Anna", last_name="Lis", phone="600 100 200")
    make_household(person)
    return person


def sent(kept: Person, dropped: Person, today: date, **more: Any) -> dict[str, Any]:
    """The form as a browser sends it untouched."""
    plan = merge_plan(kept, dropped, today)
    fields = {f"field-{name}": way for name, way in plan.fields.items()}
    rows = {f"row-{n}": conflict.default for n, conflict in enumerate(plan.conflicts)}
    return {"seen": plan.seen, "reason": WHY, **fields, **rows, **more}


# --- suspected duplicates -----------------------------------------------------------------------


def found() -> dict[tuple[int, int], list[str]]:
    likely_pairs_find(actor=system_user())
    return {(p.first_id, p.second_id): p.reasons for p in LikelyPair.objects.order_by("pk")}


def test_likely_pairs_are_found_for_their_reasons(office: object) -> None:
    anna = make_person("Anna", "Żółkiewska", born=BORN)
    alike = {
        "same": bare(first_name="Anna", last_name="Zolkiewska"),
        "swapped": bare(first_name="Żółkiewska", last_name="Anna"),
        "misspelt": bare(first_name="Ana", last_name="Żółkiewska"),
        "family": bare(first_name="Anna", last_name="Kot", family_name="Żółkiewska"),
        "day": bare(first_name="Anna", last_name="Żółkiewska", born=date(1980, 12, 5)),
        "digit": bare(first_name="Anna", last_name="Żółkiewska", born=date(1980, 5, 13)),
    }
    others = [
        bare(first_name="Anna", last_name="Żółkiewska", born=date(1955, 1, 2)),
        bare(first_name="Zofia", last_name="Wrona"),
        make_person("Anna", "Żółkiewska", born=date(1980, 5, 13)),
    ]
    pairs = found()
    with_anna = {pk for pair in pairs if anna.pk in pair for pk in pair} - {anna.pk}
    assert with_anna == {person.pk for person in alike.values()}
    assert pairs[anna.pk, alike["family"].pk] == ["family_name", "same_birth"]
    assert pairs[anna.pk, alike["digit"].pk] == ["same_name", "birth_digit"]
    assert not {person.pk for person in others[:2]} & {pk for pair in pairs for pk in pair}


def test_a_mistyped_pesel_is_found(office: object) -> None:
    one, two = make_person("Jan", "Kot", sex="M"), make_person("Ewa", "Wrona", born=BORN)
    wrong = f"{one.pesel[:-1]}{(int(one.pesel[-1]) + 5) % 10}"
    with writing(system_user()):
        Person.objects.filter(pk=two.pk).update(pesel=wrong, pesel_differs_why="pomyłka")
    assert found() == {(one.pk, two.pk): ["pesel_digit", "same_birth"]}


def test_a_search_done_again_changes_what_has_changed(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    assert list(found()) == [(kept.pk, dropped.pk)]
    first = LikelyPair.objects.get()
    assert list(found()) == [(kept.pk, dropped.pk)]
    assert LikelyPair.objects.get().pk == first.pk
    pair_another(actor=manager, today=today, one=dropped, two=kept, reason="bliźniaczki")
    with writing(system_user()):
        Person.objects.filter(pk=dropped.pk).update(first_name="Zuzanna", birth_date="1951-01-01")
    assert len(found()) == 1  # what was said stays
    pair_doubted(actor=manager, today=today, pair=LikelyPair.objects.get())
    assert found() == {}


def test_the_desk_of_the_manager_tells(
    manager: User, clerk: User, today: date, kept: Person, dropped: Person
) -> None:
    found()
    [group] = duplicates_desk(manager, today)
    assert (group.count, group.items[0].title) == (1, "Lis Anna / Lis Anna")
    assert list(duplicates_desk(clerk, today)) == []


def test_said_to_be_two_people_and_taken_back(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    found()
    assert pairs_seen_by(manager, today).count() == 1
    pair = pair_another(actor=manager, today=today, one=kept, two=dropped, reason="bliźniaczki")
    again = pair_another(actor=manager, today=today, one=dropped, two=kept, reason="inne")
    assert (again.pk, again.another_why, again.another_by) == (pair.pk, "bliźniaczki", manager)
    assert pairs_seen_by(manager, today).count() == 0
    assert pairs_seen_by(manager, today, another=True).get() == pair
    pair_doubted(actor=manager, today=today, pair=pair)
    with pytest.raises(StaleState):
        pair_doubted(actor=manager, today=today, pair=pair)
    said = LikelyPair.pgh_event_model.objects.filter(another_why="bliźniaczki")
    assert said.get().pgh_context.metadata["actor"] == manager.pk


def test_of_a_restricted_file_no_pair_tells(
    manager: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    found()
    other = make_user(Role.MANAGER, "inna")
    home = dropped.memberships.get().household
    restriction_set(actor=other, household=home, why="violence", note="", readers=[], today=today)
    assert pairs_seen_by(manager, today).count() == 0
    page.force_login(manager)
    for name in ("merge_compare", "pair_another"):
        for pks in ((kept.pk, dropped.pk), (dropped.pk, kept.pk)):
            assert page.post(reverse(f"clients:{name}", args=pks)).status_code == 404


def test_merged_records_are_no_pair(
    manager: User, today: date, kept: Person, dropped: Person
) -> None:
    found()
    plan = sent(kept, dropped, today)
    assert plan["seen"]
    rows = {c.key: c.default for c in merge_plan(kept, dropped, today).conflicts}
    merge(manager, kept, dropped, today, rows=rows)
    assert pairs_seen_by(manager, today).count() == 0
    assert found() == {}


# --- pages --------------------------------------------------------------------------------------


def test_the_list_and_its_search(
    manager: User, kept: Person, dropped: Person, page: Client, django_assert_max_num_queries: Any
) -> None:
    found()
    page.force_login(manager)
    with django_assert_max_num_queries(8):
        shown = page.get(reverse("clients:duplicates")).content.decode()
    assert reverse("clients:merge_compare", args=[kept.pk, dropped.pk]) in shown
    answer = page.post(reverse("clients:duplicates_search"))
    assert answer.status_code == 302
    assert Job.objects.get().name == "clients.duplicates"


def test_the_job_finds_and_ends(manager: User, kept: Person, dropped: Person, page: Client) -> None:
    from clients.tasks import nightly_duplicates
    from core import jobs

    page.force_login(manager)
    page.post(reverse("clients:duplicates_search"))
    jobs.run(Job.objects.get().pk)
    assert Job.objects.get().result_url == reverse("clients:duplicates")
    assert LikelyPair.objects.count() == 1
    nightly_duplicates()
    assert LikelyPair.objects.count() == 1


def test_two_records_side_by_side(
    manager: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    page.force_login(manager)
    url = reverse("clients:merge_compare", args=[kept.pk, dropped.pk])
    shown = page.get(url)
    assert shown.status_code == 200
    assert set(AccessLog.objects.values_list("person_id", flat=True)) >= {kept.pk, dropped.pk}

    again = page.post(url, sent(kept, dropped, today, reason=""))
    assert again.status_code == 422
    assert not Merge.objects.exists()

    done = page.post(url, sent(kept, dropped, today), follow=True)
    assert done.redirect_chain == [(reverse("clients:person", args=[kept.pk]), 302)]
    assert "600 100 200" in done.content.decode()
    twice = page.post(url, {"reason": WHY}, follow=True)
    assert twice.redirect_chain == [(reverse("clients:person", args=[kept.pk]), 302)]
    assert Merge.objects.count() == 1


def test_what_changed_meanwhile_is_shown_first(
    manager: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    page.force_login(manager)
    typed = sent(kept, dropped, today)
    with writing(system_user()):
        Person.objects.filter(pk=dropped.pk).update(phone="600 999 999")
    url = reverse("clients:merge_compare", args=[kept.pk, dropped.pk])
    answer = page.post(url, typed)
    assert answer.status_code == 409
    assert "600 999 999" in answer.content.decode()
    assert not Merge.objects.exists()


def test_what_forbids_it_is_said_and_cannot_be_sent(
    manager: User, today: date, page: Client
) -> None:
    kept, dropped = bare(last_name="Lis"), bare(last_name="Lis")
    for person in (kept, dropped):
        make_entitlement(person=person)
    page.force_login(manager)
    url = reverse("clients:merge_compare", args=[kept.pk, dropped.pk])
    shown = page.get(url).content.decode()
    assert "is-danger" in shown
    assert 'name="seen"' not in shown
    page.post(url, {"seen": merge_plan(kept, dropped, today).seen, "reason": WHY})
    assert not Merge.objects.exists()


def test_they_are_two_people(manager: User, kept: Person, dropped: Person, page: Client) -> None:
    page.force_login(manager)
    url = reverse("clients:pair_another", args=[kept.pk, dropped.pk])
    assert page.post(url, {"reason": ""}).status_code == 422
    assert page.post(url, {"reason": "bliźniaczki"}).status_code == 302
    listed = page.get(reverse("clients:duplicates"), {"another": 1}).content.decode()
    assert "bliźniaczki" in listed
    pair = LikelyPair.objects.get()
    answer = page.post(reverse("clients:pair_doubted", args=[pair.pk]))
    assert answer["Location"] == reverse("clients:merge_compare", args=[kept.pk, dropped.pk])


def test_the_other_record_is_chosen_by_search(
    manager: User, kept: Person, dropped: Person, page: Client
) -> None:
    far = bare(first_name="Zofia", last_name="Wrona", born=date(1950, 1, 1))
    page.force_login(manager)
    url = reverse("clients:same_person", args=[kept.pk])
    likely = page.get(url).content.decode()
    compare = reverse("clients:merge_compare", args=[kept.pk, dropped.pk])
    assert compare in likely
    searched = page.get(url, {"q": "wrona"}).content.decode()
    assert reverse("clients:merge_compare", args=[kept.pk, far.pk]) in searched
    assert reverse("clients:merge_compare", args=[kept.pk, kept.pk]) not in searched
    assert page.get(reverse("clients:merge_compare", args=[kept.pk, kept.pk])).status_code == 404


def test_the_old_address_leads_to_the_one_record_and_back(
    manager: User, worker: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    rows = {c.key: c.default for c in merge_plan(kept, dropped, today).conflicts}
    done = merge(manager, kept, dropped, today, rows=rows)
    old = reverse("clients:person", args=[dropped.pk])
    new = reverse("clients:person", args=[kept.pk])
    page.force_login(worker)
    led = page.get(old, follow=True)
    assert led.redirect_chain == [(new, 302)]
    assert len(list(led.context["messages"])) == 1
    separate_url = reverse("clients:merge_separate", args=[done.pk])
    history = reverse("clients:person_changes", args=[kept.pk])
    assert separate_url not in page.get(history).content.decode()
    assert page.get(separate_url).status_code == 403

    page.force_login(manager)
    for told in (page.get(history), page.get(history, headers={"HX-Request": "true"})):
        assert separate_url in told.content.decode()
        assert WHY in told.content.decode()
    assert page.get(separate_url).status_code == 200
    assert page.post(separate_url, {"reason": ""}).status_code == 422
    assert page.post(separate_url, {"reason": "to bracia"}).status_code == 302
    assert page.get(old).status_code == 200
    assert page.post(separate_url, {"reason": "to bracia"})["Location"] == new


OF_PERSONS = [a for a in our_addresses() if re.search(r"people/<int:pk>|<int:person_pk>", a.route)]


def test_every_address_of_a_record_that_went_leads_on(
    manager: User, staff: dict[Role, User], today: date, kept: Person, dropped: Person, page: Client
) -> None:
    """Who reads comes to the same page of the one record; what is sent is refused, with the why."""
    rows = {c.key: c.default for c in merge_plan(kept, dropped, today).conflicts}
    merge(manager, kept, dropped, today, rows=rows)
    home, other = make_household(make_person("Iga", "Mak")), bare()
    led = []
    for address in OF_PERSONS:
        name = "person_pk" if "person_pk" in dict(address.parameters) else "pk"
        more = {"pk": home.pk, "other_pk": other.pk, "part": "contacts"}
        old, new = (address.path(**{**more, name: one.pk}) for one in (dropped, kept))
        page.force_login(next(u for u in staff.values() if allowed(u, address.permission)))
        page.cookies.pop("messages", None)
        if "GET" in address.methods:
            answer = page.get(f"{old}?a=1")
            assert (answer.status_code, answer.headers.get("Location")) == (302, f"{new}?a=1")
            messages = [str(one) for one in get_messages(answer.wsgi_request)]
            assert len(messages) == 1 and str(kept) in messages[0], address.name
        if "POST" in address.methods:
            for headers in ({}, {"HX-Request": "true"}):
                answer = page.post(old, {"reason": "bo tak"}, headers=headers)
                assert answer.status_code == 409, address.name
                assert str(kept) in answer.content.decode()
        led.append(address.name)
    assert {"clients:person", "clients:row_add", "clients:member_add", "payments:death",
            "privacy:copy_ask", "clients:merge_compare"} <= set(led)  # fmt: skip


def test_two_records_that_are_one_already_are_not_compared(
    manager: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    rows = {c.key: c.default for c in merge_plan(kept, dropped, today).conflicts}
    merge(manager, kept, dropped, today, rows=rows)
    page.force_login(manager)
    for pair in ((kept.pk, dropped.pk), (dropped.pk, kept.pk)):
        answer = page.get(reverse("clients:merge_compare", args=pair))
        assert answer["Location"] == reverse("clients:person", args=[kept.pk])


def test_an_old_address_tells_nothing_of_a_restricted_file(
    manager: User, worker: User, today: date, kept: Person, dropped: Person, page: Client
) -> None:
    rows = {c.key: c.default for c in merge_plan(kept, dropped, today).conflicts}
    merge(manager, kept, dropped, today, rows=rows)
    restriction_set(
        actor=manager, household=kept.memberships.get().household, why="violence", note="",
        readers=[], today=today,
    )  # fmt: skip
    page.force_login(worker)
    assert page.get(reverse("clients:person", args=[dropped.pk])).status_code == 404


def test_what_stops_a_merge_leads_to_its_page(page: Client, manager: User) -> None:
    page.force_login(manager)
    kept, dropped = bare(last_name="Lis"), bare(last_name="Lis")
    both = [make_entitlement(person=person) for person in (kept, dropped)]
    shown = page.get(reverse("clients:merge_compare", args=[kept.pk, dropped.pk]))
    for entitlement in both:
        address = reverse("payments:entitlement", args=[entitlement.pk])
        assert f'href="{address}"' in shown.content.decode()
        assert page.get(address).status_code == 200
