"""Running entitlements taken over: paid from the cut-over month on, and never twice."""

import os
import signal
import time
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.imports.services import run_confirm
from benefits.imports.states import Outcome, Verdict
from cases.models import Case
from clients.models import Household
from core import jobs
from core.errors import DomainError, NotYours
from core.models import Job, User
from core.numbers import next_number
from core.permissions import Role
from payments.models import Due, Entitlement, LedgerEntry
from payments.services import month_run
from tests.factories.clients import make_household, make_nrb, make_person
from tests.factories.core import TODAY, make_user
from tests.factories.imports import (
    HOME_HEADS,
    confirm,
    csv_file,
    person_rows,
    persons_file,
    row,
    send,
    take_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CUTOVER = date(2026, 11, 1)
HEADS = ("Id świadczenia", "PESEL", "Świadczenie", "Kwota", "Od", "Do", "Sposób wypłaty",
         "Nr rachunku", "Nr decyzji", "Z dnia", "Podstawa prawna", "Znak sprawy")  # fmt: skip


@pytest.fixture
def home(office: object) -> Household:
    return make_household(make_person("Anna", "Nowak"), nrb="")


def line(home: Household, **other: str) -> list[str]:
    said = {
        "id": "S1", "pesel": home.memberships.get().person.pesel, "kind": "zasiłek stały",
        "amount": "1 229,00", "from": "01.03.2024", "to": "", "way": "przelew",
        "nrb": make_nrb(), "number": "GOPS.5021.17.2024/1", "day": "26.02.2024",
        "basis": "art. 37 ust. 1 pkt 1 UPS", "znak": "GOPS.5021.17.2024",
    } | other  # fmt: skip
    return list(said.values())


def sent(sender: User, *lines: list[str], **extra: object):
    return send(sender, csv_file(HEADS, lines), "entitlements", cutover=CUTOVER, **extra)


def test_months_before_the_cutover_are_never_due(
    home: Household, administrator: User, manager: User, clerk: User
):
    run = confirm(manager, sent(administrator, line(home)))
    assert row(run, 2).outcome == Outcome.MADE
    entitlement = Entitlement.objects.get()
    assert (entitlement.valid_from, entitlement.valid_to) == (CUTOVER, None)
    assert entitlement.origin_number == "GOPS.5021.17.2024/1"
    assert entitlement.payee_name == "Anna Nowak"
    assert entitlement.household_size == 1
    month_run(actor=clerk, month=date(2026, 10, 1), today=TODAY)
    assert not Due.objects.exists()
    month_run(actor=clerk, month=CUTOVER, today=TODAY)
    month_run(actor=clerk, month=date(2026, 12, 1), today=TODAY)
    assert list(Due.objects.order_by("month").values_list("month", "amount")) == [
        (CUTOVER, Decimal("1229.00")),
        (date(2026, 12, 1), Decimal("1229.00")),
    ]
    assert not LedgerEntry.objects.filter(month__lt=CUTOVER).exists()


def test_the_same_file_again_opens_nothing(home: Household, administrator: User, manager: User):
    lines = line(home)
    confirm(manager, sent(administrator, lines))
    again = confirm(manager, sent(administrator, lines))
    assert row(again, 2).verdict == Verdict.SAME
    other = sent(administrator, ["S2", *lines[1:]], system="inny")
    assert row(other, 2).verdict == Verdict.SAME
    assert (Entitlement.objects.count(), Case.objects.count()) == (1, 1)


def test_the_case_keeps_its_sign_and_story_and_numbers_go_on(
    home: Household, administrator: User, manager: User, page: Client
):
    confirm(manager, sent(administrator, line(home, znak="GOPS.5021.17.2026", day="26.02.2026",
                                              **{"from": "01.03.2026"})))  # fmt: skip
    case = Case.objects.get()
    assert (case.znak, case.status) == ("GOPS.5021.17.2026", "closed")
    assert "01.03.2026" in case.status_rows.get().why
    assert next_number("jrwa:5021", 2026) == 18
    page.force_login(manager)
    assert page.get(reverse("cases:case", args=[case.pk])).status_code == 200
    assert page.get(reverse("cases:interview_pdf", args=[case.pk])).status_code in (403, 404)


def test_four_eyes_and_the_authorisation_to_sign(
    home: Household, administrator: User, manager: User
):
    own = sent(manager, line(home))
    with pytest.raises(NotYours):
        confirm(manager, own)
    other = make_user(Role.MANAGER, "no_authorisation")
    with pytest.raises(PermissionDenied):
        confirm(other, own)
    assert not Entitlement.objects.exists()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"to": "30.09.2026"}, "valid_to"),
        ({"kind": "zasiłek celowy"}, "valid_to"),
        ({"nrb": ""}, "nrb"),
        ({"nrb": "12 3456"}, "nrb"),
        ({"amount": "0"}, "amount"),
        ({"day": "01.01.2027"}, "day"),
        ({"znak": "sprawa 17"}, "znak"),
        ({"pesel": "O404"}, "person"),
    ],
)
def test_what_cannot_be_paid_is_an_error_at_its_field(
    home: Household, administrator: User, other: dict[str, str], field: str
):
    run = sent(administrator, line(home, **other))
    assert field in [code for level, code, _said in row(run, 2).problems if level == "error"]
    assert row(run, 2).verdict == Verdict.ERROR


def test_a_benefit_already_paid_here_is_not_opened_twice(
    home: Household, administrator: User, manager: User
):
    confirm(manager, sent(administrator, line(home)))
    run = sent(administrator, line(home, id="S2", number="inna/2", znak=""))
    assert row(run, 2).verdict == Verdict.ERROR


@pytest.mark.parametrize(
    "other",
    [
        {"id": "S2", "number": "inna/2", "znak": ""},
        {"id": "S2", "from": "01.12.2026", "znak": ""},
        {"kind": "zasiłek celowy", "from": "24.11.2026", "to": "24.11.2026"},
    ],
)
def test_the_same_benefit_twice_in_a_file_is_told_with_the_row(
    home: Household, administrator: User, other: dict[str, str]
):
    first = {**other, "id": "S1"} if "kind" in other else {}
    run = sent(administrator, line(home, **first), line(home, **{"id": "S2", **other}))
    assert [row(run, n).verdict for n in (2, 3)] == [Verdict.NEW, Verdict.ERROR]
    assert row(run, 3).problems[-1][2].startswith("Wiersz 2 ")


def test_help_paid_once_is_taken_in_once_for_each_item(
    home: Household, administrator: User, manager: User
):
    once = {"kind": "zasiłek celowy", "from": "24.11.2026", "to": "24.11.2026", "znak": ""}
    lines = [line(home, **once, id=f"S{n}", number=f"8/{n}") for n in (1, 2)]
    confirm(manager, sent(administrator, *lines))
    assert Entitlement.objects.count() == 2


def test_a_file_changes_the_payee_but_never_the_amount(
    home: Household, administrator: User, manager: User
):
    lines, nrb = line(home), make_nrb()
    confirm(manager, sent(administrator, lines))
    confirm(manager, sent(administrator, [nrb if i == 7 else v for i, v in enumerate(lines)]))
    assert Entitlement.objects.get().nrb == nrb
    run = sent(administrator, ["999,00" if i == 3 else v for i, v in enumerate(lines)])
    assert row(run, 2).verdict == Verdict.ERROR


def test_a_part_of_a_month_is_counted_by_days(home: Household, administrator: User, manager: User):
    confirm(manager, sent(administrator, line(home, **{"from": "16.11.2026", "day": "10.11.2026"})))
    assert Entitlement.objects.get().first_amount == Decimal("614.50")


def test_the_cutover_must_be_given(administrator: User, home: Household):
    with pytest.raises(DomainError) as told:
        send(administrator, csv_file(HEADS, [line(home)]), "entitlements")
    assert told.value.field == "cutover"


def alone(manager: User, count: int) -> list[list[str]]:
    """People alone in their households, and a row of a file for each; no case signs."""
    take_in(manager, persons_file(person_rows(count)))
    homes = [[f"R{n}", f"O{n}", "głowa rodziny", "01.03.2024", "", "", ""] for n in range(count)]
    take_in(manager, csv_file(HOME_HEADS, homes), "households")
    return [
        [f"S{n}", f"O{n}", "zasiłek stały", "1 229,00", "01.03.2024", "", "kasa", "",
         f"5021/{n}/2024", "26.02.2024", "art. 37 ust. 1 pkt 1 UPS", ""]
        for n in range(count)
    ]  # fmt: skip


def test_many_are_written_in_bounded_queries_under_the_name_of_the_file(
    administrator: User, manager: User, django_assert_max_num_queries: Any
):
    run = sent(administrator, *alone(manager, 200))
    with django_assert_max_num_queries(100):
        confirm(manager, run)
    assert Entitlement.objects.count() == Case.objects.count() == 200
    for model in (Entitlement, Case):
        contexts = model.events.rel.related_model.objects.values_list(
            "pgh_context__metadata__reason", flat=True
        )
        assert all("plik.csv" in reason for reason in contexts)


def _work(job_id: int, options: dict[str, object]) -> None:
    connections["default"].settings_dict.update(options)
    jobs.run(job_id)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_no_benefit_is_doubled_and_no_number_lost(
    administrator: User, manager: User
):
    count = 400
    run = sent(administrator, *alone(manager, count))
    job = run_confirm(actor=manager, today=TODAY, run=run, version=run.version)
    name = connection.settings_dict["NAME"]
    connections.close_all()
    worker = get_context("fork").Process(target=_work, args=(job.pk, {"NAME": name}))
    worker.start()
    deadline = time.monotonic() + 60
    while not Entitlement.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert worker.pid
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    there = Entitlement.objects.count()
    assert 0 < there < count
    assert run.rows.filter(outcome=Outcome.MADE).count() == there == Case.objects.count()
    Job.objects.filter(pk=job.pk).update(claimed_at=timezone.now() - jobs.STALE_AFTER * 2)
    jobs.run(job.pk)
    assert run.rows.filter(outcome=Outcome.MADE).count() == count
    assert Entitlement.objects.count() == count
    numbers = Case.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, count + 1))
    assert LedgerEntry.objects.count() == 0  # granted by decisions of years before
