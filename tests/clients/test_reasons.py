"""What is unlikely or impossible, in every form of clients: told at its field, with all that was
typed kept; and where it may be true all the same, a reason lets one go on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients.models import Household, MemberRole, Person
from clients.services import absence_add, fact_record, relationship_add
from clients.services.rows import fingerprint
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel

pytestmark = pytest.mark.usefixtures("clock")
TODAY = date(2026, 11, 24)
Data = dict[str, Any]


@dataclass(slots=True)
class World:
    """A couple with two children and an aunt in a household of her own."""

    actor: User
    home: Household
    aunt: Person
    aunts: Household
    names: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Somebody by first name."""
        return self.names[name]

    def membership(self, name: str) -> int:
        """The membership of somebody of the household."""
        return self.home.memberships.get(person=self.person(name)).pk


@pytest.fixture
def world(worker: User) -> World:
    people = {
        "Łucja": make_person("Łucja", "Żak", born=date(1985, 3, 2)),
        "Jan": make_person("Jan", "Żak", born=date(1979, 1, 1), sex="M"),
        "Adam": make_person("Adam", "Żak", born=date(2002, 3, 1), sex="M"),
        "Zosia": make_person("Zosia", "Żak", born=date(2018, 3, 1)),
    }
    mother, father, *children = people.values()
    home = make_household(mother, (father, MemberRole.SPOUSE), *children)
    aunt = make_person("Ewa", "Lis", born=date(1986, 7, 1))
    aunts = make_household(aunt)
    relationship_add(actor=worker, today=TODAY, person=mother, other=father, kind="spouse")
    return World(worker, home, aunt, aunts, people | {"Ewa": aunt})


def _url(name: str, *args: object) -> str:
    return reverse(f"clients:{name}", args=args)


def _new_person(w: World, **more: Any) -> tuple[str, Data]:
    typed = {
        "pesel": make_pesel(date(1991, 3, 8)), "first_name": "Ola", "last_name": "Nowa",
        "citizenship": "PL", "place": "Brzezinka", "postal_code": "22-499", "house": "7a",
        "valid_from": "01.11.2026", "district": w.actor.district_id,
    }  # fmt: skip
    return _url("new"), typed | more


def _joining(w: World, **more: Any) -> tuple[str, Data]:
    url, typed = _new_person(w, **more)
    del typed["district"]
    return f"{url}?household={w.home.pk}", typed


def _edit(w: World, name: str, **more: Any) -> tuple[str, Data]:
    p = w.person(name)
    typed = {
        "version": p.version, "first_name": p.first_name, "last_name": p.last_name,
        "pesel": p.pesel, "birth_date": p.birth_date.strftime("%d.%m.%Y"), "sex": p.sex,
        "citizenship": "PL",
    }  # fmt: skip
    return _url("person_edit", p.pk), typed | more


def _member(w: World, person: Person, **more: Any) -> tuple[str, Data]:
    typed = {"role": "other", "valid_from": "01.06.2026"}
    return _url("member_add", w.home.pk, person.pk), typed | more


def _correct(w: World, name: str, **more: Any) -> tuple[str, Data]:
    membership = w.home.memberships.get(person=w.person(name))
    typed = {
        "role": membership.role, "valid_from": membership.valid_from.strftime("%d.%m.%Y"),
        "reason": "pomyłka", "seen": "",
    }  # fmt: skip
    return _url("member_correct", membership.pk), typed | {"seen": fingerprint(membership)} | more


def _related(w: World, name: str, other: Person, kind: str, **more: Any) -> tuple[str, Data]:
    typed = {"person": w.person(name).pk, "kind": kind, "other": other.pk}
    return _url("relation_add", w.home.pk), typed | more


def _split(w: World, **more: Any) -> tuple[str, Data]:
    typed = {"day": "01.11.2026", "district": w.home.district_id, "reason": "wyprowadzka"}
    return _url("household_split", w.home.pk), typed | more


def _fact(w: World, what: str, **more: Any) -> tuple[str, Data]:
    return _url("fact_new", w.home.pk, what), {"person": w.person("Zosia").pk} | more


def _twin(w: World, **more: Any) -> tuple[str, Data]:
    return _new_person(w, first_name="Ewa", last_name="Lis", pesel=make_pesel(date(1986, 7, 1)))


def _away(w: World, **more: Any) -> tuple[str, Data]:
    first = date(2026, 5, 1)
    membership = w.home.memberships.get(person=w.person("Jan"))
    if not membership.absences.exists():
        absence_add(
            actor=w.actor, today=TODAY, membership=membership, reason="prison", valid_from=first
        )
    return _url("member_away", membership.pk), {"reason": "abroad", "valid_from": "01.09.2026"}


def _second_status(w: World, **more: Any) -> tuple[str, Data]:
    fact_record(
        actor=w.actor, what="employment-office", owner=w.person("Jan"), status="unemployed",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    typed = {"person": w.person("Jan").pk, "status": "seeking", "valid_from": "01.06.2026"}
    return _url("fact_new", w.home.pk, "employment-office"), typed


Form = Callable[[World], tuple[str, Data]]


@dataclass(frozen=True, slots=True)
class Row:
    """A form with something unlikely in it: the fields where it is told, and the way on."""

    name: str
    form: Form
    at: tuple[str, ...]
    way_on: Callable[[World], Data] | None = None


def _why(**said: Any) -> Callable[[World], Data]:
    return lambda w: said


ROWS = (
    Row(
        "new person whose PESEL says another day",
        lambda w: _new_person(w, birth_date="09.03.1991", sex="F"),
        ("birth_date",),
        _why(pesel_differs_why="akt urodzenia 12/1991"),
    ),
    Row(
        "new person whose PESEL says another sex",
        lambda w: _new_person(w, sex="M"),
        ("sex",),
        _why(pesel_differs_why="wyrok o ustaleniu płci"),
    ),
    Row("new person with a wrong PESEL", lambda w: _new_person(w, pesel="91030812345"), ("pesel",)),
    Row(
        "new person with the PESEL of another",
        lambda w: _new_person(w, pesel=w.aunt.pesel, is_another="on", another_why="inny dowód"),
        ("pesel",),
    ),
    Row(
        "new person without a PESEL",
        lambda w: _new_person(w, pesel="", birth_date="08.03.1991", sex="F"),
        ("pesel",),
    ),
    Row(
        "new person like somebody recorded",
        _twin,
        ("is_another",),
        _why(is_another="on", another_why="kuzynka, inny dowód"),
    ),
    Row(
        "new person on a day that does not exist",
        lambda w: _new_person(w, valid_from="31.02.2026"),
        ("valid_from",),
    ),
    Row(
        "new person in a household before birth",
        lambda w: _new_person(w, valid_from="01.01.1980"),
        ("valid_from",),
    ),
    Row(
        "new person born tomorrow",
        lambda w: _new_person(
            w, pesel="", pesel_absence="newborn", birth_date="25.11.2026", sex="F"
        ),
        ("birth_date",),
    ),
    Row(
        "new child as old as the mother",
        lambda w: _joining(w, role="child", pesel=make_pesel(date(1984, 3, 8))),
        ("role",),
        _why(role_reason="pasierbica, wyrok o przysposobieniu"),
    ),
    Row("new member as a second spouse", lambda w: _joining(w, role="spouse"), ("role",)),
    Row(
        "new child in shared custody without an order",
        lambda w: _joining(
            w, role="child", shared_custody="on", pesel=make_pesel(date(2019, 3, 8))
        ),
        ("court_order",),
        _why(court_order="SR Zamość, III Nsm 1/26"),
    ),
    Row(
        "record whose PESEL says another day and sex",
        lambda w: _edit(w, "Zosia", pesel=make_pesel(date(2018, 3, 2), "M")),
        ("birth_date", "sex"),
        _why(pesel_differs_why="błąd rejestru"),
    ),
    Row(
        "record with the PESEL of another",
        lambda w: _edit(w, "Łucja", pesel=w.aunt.pesel, birth_date="01.07.1986", sex="F"),
        ("pesel",),
    ),
    Row(
        "record with digits in the name",
        lambda w: _edit(w, "Jan", first_name="J4n", spelling_only="on"),
        ("first_name",),
    ),
    Row(
        "member as a second spouse",
        lambda w: _member(w, make_person("Ula", "Bez"), role="spouse"),
        ("role",),
    ),
    Row(
        "member as old a child",
        lambda w: _member(w, make_person("Ula", "Bez", born=date(1980, 1, 1)), role="child"),
        ("role",),
        _why(reason="dorosła pasierbica"),
    ),
    Row("member who belongs elsewhere", lambda w: _member(w, w.aunt), ("valid_from",)),
    Row(
        "member twice",
        lambda w: _member(w, w.person("Adam")),
        ("valid_from",),
    ),
    Row(
        "member until before the first day",
        lambda w: _member(w, make_person("Ula", "Bez"), valid_to="31.05.2026"),
        ("valid_to",),
    ),
    Row(
        "membership corrected to a second head",
        lambda w: _correct(w, "Adam", role="head"),
        ("role",),
    ),
    Row(
        "membership corrected to before birth",
        lambda w: _correct(w, "Zosia", valid_from="01.01.2017"),
        ("valid_from",),
    ),
    Row(
        "membership corrected without a reason",
        lambda w: _correct(w, "Zosia", reason=""),
        ("reason",),
        _why(reason="pomyłka w dacie"),
    ),
    Row(
        "membership ended before it began",
        lambda w: (_url("member_end", w.membership("Adam")), {"last_day": "01.01.2020"}),
        ("last_day",),
    ),
    Row(
        "parent younger than the child",
        lambda w: _related(w, "Zosia", w.person("Adam"), "parent"),
        ("kind",),
    ),
    Row(
        "parent hardly older than the child",
        lambda w: _related(w, "Jan", make_person("Ula", "Bez", born=date(1990, 1, 1)), "parent"),
        ("age_reason",),
        _why(age_reason="akt urodzenia"),
    ),
    Row(
        "two spouses",
        lambda w: _related(w, "Łucja", w.aunt, "spouse"),
        ("other",),
    ),
    Row(
        "relationship until before its first day",
        lambda w: _related(
            w, "Jan", w.aunt, "sibling", valid_from="02.01.2020", valid_to="01.01.2020"
        ),
        ("valid_to",),
    ),
    Row(
        "split on a day before the membership",
        lambda w: _split(w, **{f"goes_{w.membership('Adam')}": "head", "day": "01.01.2020"}),
        ("day",),
    ),
    Row(
        "split without a head for the rest",
        lambda w: _split(w, **{f"goes_{w.membership('Łucja')}": "head"}),
        ("remaining_head",),
        lambda w: {"remaining_head": w.membership("Adam")},
    ),
    Row(
        "split with a child older than its head",
        lambda w: _split(
            w,
            **{
                f"goes_{w.membership('Adam')}": "head",
                f"goes_{w.membership('Jan')}": "child",
            },
        ),
        ("goes_Jan",),
        _why(age_reason="przysposobiony, wyrok"),
    ),
    Row("absence in the way of another", _away, ("valid_from",)),
    Row(
        "absence before the membership",
        lambda w: (
            _url("member_away", w.membership("Adam")),
            {"reason": "abroad", "valid_from": "01.09.2020"},
        ),
        ("valid_from",),
    ),
    Row(
        "head from a day that does not exist",
        lambda w: (_url("member_head", w.membership("Adam")), {"from_day": "30.02.2026"}),
        ("from_day",),
    ),
    Row(
        "address from before birth",
        lambda w: (
            _url("address", w.person("Zosia").pk),
            {
                "kind": "registered",
                "valid_from": "01.01.2010",
                "house": "1",
                "postal_code": "22-499",
                "place": "Brzezinka",
            },
        ),
        ("valid_from",),
    ),
    Row(
        "account with a wrong number",
        lambda w: (
            _url("account", w.person("Jan").pk),
            {"nrb": "12 3456 7890 1234 5678 9012 3456", "valid_from": "01.11.2026"},
        ),
        ("nrb",),
    ),
    Row(
        "no account from before the one there is",
        lambda w: (_url("account", w.person("Łucja").pk), {"nrb": "", "valid_from": "01.01.2020"}),
        ("valid_from",),
    ),
    Row(
        "income of a month before birth",
        lambda w: _fact(w, "income", kind="alimony_received", amount="500", month="01.2018"),
        ("month",),
    ),
    Row(
        "income less than nothing",
        lambda w: _fact(w, "income", kind="alimony_received", amount="-500", month="01.2026"),
        ("amount",),
    ),
    Row(
        "certificate of a day before birth",
        lambda w: _fact(w, "certificate", degree="child", valid_from="01.01.2017"),
        ("valid_from",),
    ),
    Row(
        "alimony owed by nobody",
        lambda w: _fact(w, "alimony-title", amount="500", valid_from="01.01.2024"),
        ("debtor_name",),
        _why(debtor_name="Żak Zenon"),
    ),
    Row("second status at the employment office", _second_status, ("valid_from",)),
    Row(
        "representative under age",
        lambda w: (
            _url("row_add", w.person("Jan").pk, "representatives"),
            {"kind": "proxy", "representative": w.person("Zosia").pk, "valid_from": "01.11.2026"},
        ),
        ("representative",),
    ),
    Row(
        "consent taken back before it was given",
        lambda w: (
            _url("row_add", w.person("Jan").pk, "consents"),
            {"kind": "information", "given_on": "02.11.2026", "withdrawn_on": "01.11.2026"},
        ),
        ("withdrawn_on",),
    ),
)


def _kept(html: str, name: str, value: object) -> bool:
    """Does the field still hold what was typed? Hidden fields and choices count, too."""
    text = re.escape(str(value))
    control = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)
    if control is None:
        return False
    if control[0].startswith("<select"):
        select = html[control.start() : html.index("</select>", control.start())]
        return re.search(rf'value="{text}"[^>]*selected', select) is not None
    if 'type="radio"' in control[0]:
        return re.search(rf'name="{name}"[^>]*value="{text}"[^>]*checked', html) is not None
    if 'type="checkbox"' in control[0]:
        return "checked" in control[0]
    return f'value="{value}"' in control[0]


def _named(w: World, name: str) -> str:
    who = name.removeprefix("goes_")
    return f"goes_{w.membership(who)}" if who != name else name


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_it_is_told_at_its_field_and_may_be_explained(page: Client, world: World, row: Row) -> None:
    page.force_login(world.actor)
    url, sent = row.form(world)
    answer = page.post(url, sent)
    html = answer.content.decode()
    at = {_named(world, name) for name in row.at}
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == at
    for name in at:
        box = html.index(f'id="field-{name}"')
        assert "has-error" in html[html.rindex("<", 0, box) : box]
        assert f'id="id_{name}_error"' in html
        link = re.search(rf'href="#((?:id_|field-){name})"', html)
        assert link and f'id="{link[1]}"' in html
    lost = [n for n, v in sent.items() if v not in ("", None) and not _kept(html, n, v)]
    assert lost == []
    if row.way_on is None:
        return
    more = row.way_on(world)
    for name in more:
        assert re.search(rf'name="{name}"', html), f"{name} is not asked for"
    answer = page.post(url, sent | more)
    if answer.status_code == 200:  # what will happen is shown before it is done
        answer = page.post(url, sent | more | {"seen": answer.context["preview"]["seen"]})
    assert answer.status_code == 302
