"""What is unlikely or impossible, in every form of clients: told at its field, with all that was
typed kept; and where it may be true all the same, a reason lets one go on."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.models import User
from tests.clients.family_forms import (
    Data,
    World,
    away_form,
    correct_form,
    edit_form,
    fact_form,
    joining_form,
    make_world,
    member_form,
    new_person_form,
    related_form,
    second_status_form,
    split_form,
    twin_form,
    url_of,
)
from tests.factories.clients import make_person, make_pesel

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(worker: User) -> World:
    return make_world(worker)


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
        lambda w: new_person_form(w, birth_date="09.03.1991", sex="F"),
        ("birth_date",),
        _why(pesel_differs_why="akt urodzenia 12/1991"),
    ),
    Row(
        "new person whose PESEL says another sex",
        lambda w: new_person_form(w, sex="M"),
        ("sex",),
        _why(pesel_differs_why="wyrok o ustaleniu płci"),
    ),
    Row(
        "new person with a wrong PESEL",
        lambda w: new_person_form(w, pesel="91030812345"),
        ("pesel",),
    ),
    Row(
        "new person with the PESEL of another",
        lambda w: new_person_form(w, pesel=w.aunt.pesel, is_another="on", another_why="inny dowód"),
        ("pesel",),
    ),
    Row(
        "new person without a PESEL",
        lambda w: new_person_form(w, pesel="", birth_date="08.03.1991", sex="F"),
        ("pesel",),
    ),
    Row(
        "new person like somebody recorded",
        twin_form,
        ("is_another",),
        _why(is_another="on", another_why="kuzynka, inny dowód"),
    ),
    Row(
        "new person on a day that does not exist",
        lambda w: new_person_form(w, valid_from="31.02.2026"),
        ("valid_from",),
    ),
    Row(
        "new person in a household before birth",
        lambda w: new_person_form(w, valid_from="01.01.1980"),
        ("valid_from",),
    ),
    Row(
        "new person born tomorrow",
        lambda w: new_person_form(
            w, pesel="", pesel_absence="newborn", birth_date="25.11.2026", sex="F"
        ),
        ("birth_date",),
    ),
    Row(
        "new child as old as the mother",
        lambda w: joining_form(w, role="child", pesel=make_pesel(date(1984, 3, 8))),
        ("role",),
        _why(role_reason="pasierbica, wyrok o przysposobieniu"),
    ),
    Row("new member as a second spouse", lambda w: joining_form(w, role="spouse"), ("role",)),
    Row(
        "new child in shared custody without an order",
        lambda w: joining_form(
            w, role="child", shared_custody="on", pesel=make_pesel(date(2019, 3, 8))
        ),
        ("court_order",),
        _why(court_order="SR Zamość, III Nsm 1/26"),
    ),
    Row(
        "record whose PESEL says another day and sex",
        lambda w: edit_form(w, "Zosia", pesel=make_pesel(date(2018, 3, 2), "M")),
        ("birth_date", "sex"),
        _why(pesel_differs_why="błąd rejestru"),
    ),
    Row(
        "record with the PESEL of another",
        lambda w: edit_form(w, "Łucja", pesel=w.aunt.pesel, birth_date="01.07.1986", sex="F"),
        ("pesel",),
    ),
    Row(
        "record with digits in the name",
        lambda w: edit_form(w, "Jan", first_name="J4n", spelling_only="on"),
        ("first_name",),
    ),
    Row(
        "member as a second spouse",
        lambda w: member_form(w, make_person("Ula", "Bez"), role="spouse"),
        ("role",),
    ),
    Row(
        "member as old a child",
        lambda w: member_form(w, make_person("Ula", "Bez", born=date(1980, 1, 1)), role="child"),
        ("role",),
        _why(reason="dorosła pasierbica"),
    ),
    Row("member who belongs elsewhere", lambda w: member_form(w, w.aunt), ("valid_from",)),
    Row(
        "member twice",
        lambda w: member_form(w, w.person("Adam")),
        ("valid_from",),
    ),
    Row(
        "member until before the first day",
        lambda w: member_form(w, make_person("Ula", "Bez"), valid_to="31.05.2026"),
        ("valid_to",),
    ),
    Row(
        "membership corrected to a second head",
        lambda w: correct_form(w, "Adam", role="head"),
        ("role",),
    ),
    Row(
        "membership corrected to before birth",
        lambda w: correct_form(w, "Zosia", valid_from="01.01.2017"),
        ("valid_from",),
    ),
    Row(
        "membership corrected without a reason",
        lambda w: correct_form(w, "Zosia", reason=""),
        ("reason",),
        _why(reason="pomyłka w dacie"),
    ),
    Row(
        "membership ended before it began",
        lambda w: (url_of("member_end", w.membership("Adam")), {"last_day": "01.01.2020"}),
        ("last_day",),
    ),
    Row(
        "parent younger than the child",
        lambda w: related_form(w, "Zosia", w.person("Adam"), "parent"),
        ("kind",),
    ),
    Row(
        "parent hardly older than the child",
        lambda w: related_form(
            w, "Jan", make_person("Ula", "Bez", born=date(1990, 1, 1)), "parent"
        ),
        ("age_reason",),
        _why(age_reason="akt urodzenia"),
    ),
    Row(
        "two spouses",
        lambda w: related_form(w, "Łucja", w.aunt, "spouse"),
        ("other",),
    ),
    Row(
        "relationship until before its first day",
        lambda w: related_form(
            w, "Jan", w.aunt, "sibling", valid_from="02.01.2020", valid_to="01.01.2020"
        ),
        ("valid_to",),
    ),
    Row(
        "split on a day before the membership",
        lambda w: split_form(w, **{f"goes_{w.membership('Adam')}": "head", "day": "01.01.2020"}),
        ("day",),
    ),
    Row(
        "split without a head for the rest",
        lambda w: split_form(w, **{f"goes_{w.membership('Łucja')}": "head"}),
        ("remaining_head",),
        lambda w: {"remaining_head": w.membership("Adam")},
    ),
    Row(
        "split with a child older than its head",
        lambda w: split_form(
            w,
            **{
                f"goes_{w.membership('Adam')}": "head",
                f"goes_{w.membership('Jan')}": "child",
            },
        ),
        ("goes_Jan",),
        _why(age_reason="przysposobiony, wyrok"),
    ),
    Row("absence in the way of another", away_form, ("valid_from",)),
    Row(
        "absence before the membership",
        lambda w: (
            url_of("member_away", w.membership("Adam")),
            {"reason": "abroad", "valid_from": "01.09.2020"},
        ),
        ("valid_from",),
    ),
    Row(
        "head from a day that does not exist",
        lambda w: (url_of("member_head", w.membership("Adam")), {"from_day": "30.02.2026"}),
        ("from_day",),
    ),
    Row(
        "address from before birth",
        lambda w: (
            url_of("address", w.person("Zosia").pk),
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
            url_of("account", w.person("Jan").pk),
            {"nrb": "12 3456 7890 1234 5678 9012 3456", "valid_from": "01.11.2026"},
        ),
        ("nrb",),
    ),
    Row(
        "no account from before the one there is",
        lambda w: (
            url_of("account", w.person("Łucja").pk),
            {"nrb": "", "valid_from": "01.01.2020"},
        ),
        ("valid_from",),
    ),
    Row(
        "income of a month before birth",
        lambda w: fact_form(w, "income", kind="alimony_received", amount="500", month="01.2018"),
        ("month",),
    ),
    Row(
        "income less than nothing",
        lambda w: fact_form(w, "income", kind="alimony_received", amount="-500", month="01.2026"),
        ("amount",),
    ),
    Row(
        "certificate of a day before birth",
        lambda w: fact_form(w, "certificate", degree="child", valid_from="01.01.2017"),
        ("valid_from",),
    ),
    Row(
        "alimony owed by nobody",
        lambda w: fact_form(w, "alimony-title", amount="500", valid_from="01.01.2024"),
        ("debtor_name",),
        _why(debtor_name="Żak Zenon"),
    ),
    Row("second status at the employment office", second_status_form, ("valid_from",)),
    Row(
        "representative under age",
        lambda w: (
            url_of("row_add", w.person("Jan").pk, "representatives"),
            {"kind": "proxy", "representative": w.person("Zosia").pk, "valid_from": "01.11.2026"},
        ),
        ("representative",),
    ),
    Row(
        "consent taken back before it was given",
        lambda w: (
            url_of("row_add", w.person("Jan").pk, "consents"),
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
