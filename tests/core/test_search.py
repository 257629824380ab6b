"""The common search: groups, limits, marks, its box and its page."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.marks import marked_parts
from core.models import AccessLog, User
from core.permissions import Role
from core.registry import Hit, registry
from core.search import asked, find
from core.services.pins import pin_add
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

PAGE, BOX = "/search/", "/search/box/"
FRAGMENT = {"HX-Request": "true"}


def _many(_user: User, text: str, _day: date) -> Iterable[Hit]:
    yield from (Hit(f"<{text}> {n}", "ul. Żółta", f"/{n}/", "Osoby", "person") for n in range(30))


def _few(_user: User, text: str, _day: date) -> Iterable[Hit]:
    yield Hit("GOPS.1", text, "/c/?tab=2#x", "Sprawy", "case")


@pytest.fixture
def rooms() -> Iterator[None]:
    """Two rooms: thirty people and one case answer to everything."""
    kept = list(registry.search)
    registry.search[:] = [_many, _few]
    yield
    registry.search[:] = kept


def _text(page: Client, path: str, asked_for: str, **more: str) -> str:
    return page.get(path, {"q": asked_for, **more}, headers=FRAGMENT).content.decode()


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Żółć Anna", "zolc", ["Żółć"]),
        ("Żółć Anna", "ANN żół", ["Żół", "Ann"]),
        ("Kowal-Nowak Ewa", "nowak kowal", ["Kowal", "Nowak"]),
        ("Nowakowska", "wak", ["wak"]),
        ("Nowakowska Wanda", "wa", ["Wa"]),
        ("Wanda Nowakowska", "wan", ["Wan"]),
        ("Nowakowska", "ow", []),
        ("GOPS.5021.17.2026", "5021.17", ["5021", "17"]),
        ("ur. 12.05.1980", "12.05.1980", ["12", "05", "1980"]),
        ("Groß Ærø", "gross aero", ["Groß", "Ærø"]),
        ("Zo\u0301ł", "zol", ["Zół"]),
        ("a.b", ".*", []),
        ("Nowak", "", []),
        ("", "nowak", []),
    ],
)
def test_what_was_typed_is_marked(text: str, typed: str, marked: list[str]) -> None:
    assert [part for part, hit in marked_parts(text, typed) if hit] == marked


def test_pieces_make_up_the_text_again() -> None:
    for text in ("Żółć-Nowak Anna · ur. 12.05.1980", "ﬁ Groß 𝕬"):
        assert "".join(part for part, _hit in marked_parts(text, "no an fi gr")) == text


def test_what_is_typed_is_cut_and_cleaned() -> None:
    assert asked("  Nowak\x00\n Anna\t ") == "Nowak Anna"
    assert len(asked("a" * 500)) == 100


def test_groups_keep_the_order_of_rooms_and_their_limit(worker: User, rooms: None, today: date):
    people, cases = find(worker, "nowak", today, 20)

    assert (people.what, len(people.hits), people.more) == ("person", 20, True)
    assert (cases.what, len(cases.hits), cases.more) == ("case", 1, False)
    assert people.hits[0].url == "/0/?from=search"
    assert cases.hits[0].url == "/c/?tab=2&from=search#x"
    assert find(worker, "n", today, 20) == []


def test_page_fragment_is_a_part_of_the_page(page: Client, worker: User, rooms: None) -> None:
    page.force_login(worker)
    whole = page.get(PAGE, {"q": "nowak"}).content.decode()
    part = _text(page, PAGE, "nowak")

    assert part.strip() in whole
    assert "<html" not in part
    assert "&lt;<mark>nowak</mark>&gt; 19" in part
    assert "&gt; 20" not in part
    assert "Pokazano pierwsze 20" in part


def test_page_shows_one_kind(page: Client, worker: User, rooms: None) -> None:
    page.force_login(worker)
    part = _text(page, PAGE, "nowak", kind="case")

    assert "GOPS.1" in part and "&gt; 0" not in part
    assert 'href="/search/?q=nowak&amp;kind=person"' in part
    assert "W tym rodzaju nic nie ma" in _text(page, PAGE, "nowak", kind="decision")
    assert "<script>" not in _text(page, PAGE, "nowak", kind="<script>")


def test_box_gives_the_first_hits_and_a_way_to_all(page: Client, worker: User, rooms: None) -> None:
    page.force_login(worker)
    part = _text(page, BOX, "nowak & co")

    assert part.count('role="option"') == 6 + 1 + 1
    assert 'href="/search/?q=nowak+%26+co"' in part
    assert "Pierwszych 7 wyników" in part
    assert "<html" not in part


def test_one_letter_is_too_short(page: Client, worker: User, rooms: None) -> None:
    page.force_login(worker)
    for path in (PAGE, BOX):
        part = _text(page, path, "n")
        assert "data-hit" not in part and 'role="option"' not in part
        assert "co najmniej 2" in part


@pytest.mark.parametrize("role", Role)
def test_nothing_found_says_what_may_be_done(page: Client, staff: dict[str, User], role: Role):
    page.force_login(staff[role])
    may_register = role in (Role.SOCIAL_WORKER, Role.BENEFITS_CLERK)
    may_begin = may_register or role == Role.MANAGER
    for path in (PAGE, BOX):
        part = _text(page, path, "Nikt Taki & Co")
        assert "Nic nie znaleziono" in part
        assert ('href="/clients/new/?q=Nikt%20Taki%20%26%20Co"' in part) is may_register
        assert ('href="/cases/new/?q=Nikt%20Taki%20%26%20Co"' in part) is may_begin


def test_a_box_stands_on_every_page_and_works_without_scripts(page: Client, worker: User) -> None:
    page.force_login(worker)
    for path in ("/jobs/", "/", PAGE):
        source = page.get(path).content.decode()
        assert source.count('role="combobox"') == (2 if path == "/" else 1)
        assert '<form class="search-box"' in source and 'action="/search/"' in source


def test_empty_box_shows_pinned_and_lately_opened_once(
    page: Client, worker: User, today: date
) -> None:
    first, second = make_household(make_person("Ewa", "Żak")), make_household()
    for one in (first, second):
        _look(worker, "household", one.pk)
    pin_add(actor=worker, what="household", object_id=first.pk, today=today)
    page.force_login(worker)
    for path in (PAGE, BOX):
        part = _text(page, path, "")
        assert "Przypięte" in part and "Ostatnio otwierane" in part
    assert _text(page, BOX, "").count('role="option"') == 2


def test_a_hit_opened_is_a_look_that_says_so(page: Client, worker: User) -> None:
    household = make_household(make_person("Ewa", "Żak"))
    case = make_case(household=household)
    page.force_login(worker)
    for url in (
        reverse("clients:household", args=[household.pk]),
        reverse("clients:person", args=[household.memberships.get().person_id]),
        reverse("cases:case", args=[case.pk]),
    ):
        page.get(url, {"from": "search"})
        page.get(url)
        kinds = AccessLog.objects.order_by("-id").values_list("kind", flat=True)[:2]
        assert list(kinds) == ["view", "hit"], url


def test_the_box_costs_few_queries(
    page: Client, worker: User, today: date, django_assert_max_num_queries
) -> None:
    for number in range(12):
        household = make_household(make_person("Ewa", f"Żak {number}"))
        case = make_case(household=household)
        person = household.memberships.get().person_id
        for what, pk in (("household", household.pk), ("case", case.pk), ("person", person)):
            _look(worker, what, pk)
            if number < 9:
                pin_add(actor=worker, what=what, object_id=pk, today=today)
    page.force_login(worker)
    with django_assert_max_num_queries(17):
        assert _text(page, BOX, "").count('role="option"') > 8


def test_strangers_are_looked_for_elsewhere(page: Client, worker: User, office: object) -> None:
    make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 9"))
    page.force_login(worker)
    assert "/clients/exception" not in _text(page, PAGE, "obcy")


def _look(user: User, what: str, pk: int) -> None:
    AccessLog.objects.create(user=user, what=what, object_id=pk)
