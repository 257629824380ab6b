"""Imports: what a file would do, doing it, and doing it again."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from benefits.imports import services
from benefits.imports.kinds import FIELDS
from benefits.imports.models import SourceId
from benefits.imports.plans import PLANS
from benefits.imports.states import Decision, ImportKind, Outcome, RunStatus, Verdict
from benefits.imports.work import rows_check
from clients.models import Address, Household, Income, Membership, Person
from clients.services import person_update
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel
from tests.factories.core import TODAY
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


def home_rows(*members: tuple[str, str]) -> list[list[str]]:
    return [
        ["R1", who, role, "01.03.2024", "12", "22-499", "Lipowa Dolina"] for who, role in members
    ]


def verdicts(run) -> list[str]:
    return list(run.rows.order_by("number").values_list("verdict", flat=True))


def test_a_check_changes_nothing_of_ours(manager: User):
    run = send(manager, persons_file(person_rows(3)))
    assert run.status == RunStatus.CHECKED
    assert verdicts(run) == [Verdict.NEW] * 3
    assert not Person.objects.exists()


def test_persons_go_in_with_history_and_actor(manager: User):
    run = take_in(manager, persons_file(person_rows(3)))
    assert run.status == RunStatus.DONE
    person = Person.objects.get(last_name="Testowaa")
    assert person.sort_key == "testowaa anna"
    event = person.events.select_related("pgh_context").get()
    assert event.pgh_context.metadata["actor"] == manager.pk
    assert "plik.csv" in event.pgh_context.metadata["reason"]


def test_the_same_file_again_changes_nothing(manager: User):
    content = persons_file(person_rows(5))
    take_in(manager, content)
    again = take_in(manager, content)
    assert verdicts(again) == [Verdict.SAME] * 5
    assert Person.objects.count() == 5
    assert {p.events.count() for p in Person.objects.all()} == {1}
    assert SourceId.objects.count() == 5


def test_a_changed_row_updates_and_shows_old_and_new(manager: User):
    rows = person_rows(2)
    take_in(manager, persons_file(rows))
    rows[0][4], rows[1][4] = "700 800 900", ""
    run = take_in(manager, persons_file(rows))
    assert verdicts(run) == [Verdict.CHANGED, Verdict.SAME]
    assert row(run, 2).changes == [["phone", "600100200", "700 800 900"]]
    assert set(Person.objects.values_list("phone", flat=True)) == {"700 800 900", "600100200"}


def test_an_unchanged_row_does_not_undo_what_was_corrected_here(manager: User, clerk: User):
    rows = person_rows(1)
    take_in(manager, persons_file(rows))
    person = Person.objects.get()
    make_household(person)
    person_update(actor=clerk, today=TODAY, person=person, version=1, phone="700")
    run = take_in(manager, persons_file(rows))
    assert verdicts(run) == [Verdict.SAME]
    assert Person.objects.get().phone == "700"


def test_the_file_can_be_forgotten_and_source_ids_stay(manager: User, page: Client):
    run = send(manager, persons_file(person_rows(2)))
    with pytest.raises(StaleState):
        services.run_forget(actor=manager, run=run)
    confirm(manager, run)
    services.run_forget(actor=manager, run=run)
    assert set(run.rows.values_list("outcome", flat=True)) == {Outcome.MADE}
    assert [r.data for r in run.rows.all()] == [{}, {}]
    page.force_login(manager)
    for name in ("run", "columns", "words"):
        answer = page.get(reverse(f"imports:{name}", args=[run.pk]), follow=True)
        assert answer.status_code == 200
    assert SourceId.objects.count() == 2


def test_a_new_name_renames_the_file_of_the_household(manager: User):
    rows = person_rows(1)
    take_in(manager, persons_file(rows))
    take_in(manager, csv_file(HOME_HEADS, home_rows(("O0", "głowa rodziny"))), "households")
    rows[0][1] = "Zmieniona"
    take_in(manager, persons_file(rows))
    assert Household.objects.get().name == "Zmieniona Anna"


def test_37_bad_rows_of_10000_stay_out_and_the_rest_goes_in(manager: User, page: Client):
    rows = person_rows(10_000)
    seen: set[str] = set()
    for r in rows:
        while r[3] in seen:
            r[3] = make_pesel(date(1980, 5, 12))
        seen.add(r[3])
    bad = range(0, 10_000, 271)
    assert len(bad) == 37
    for place, number in enumerate(bad):
        wrong = [(3, rows[number][3][:10] + str((int(rows[number][3][10]) + 1) % 10)), (1, ""),
                 (2, "An4a"), (3, "123")][place % 4]  # fmt: skip
        rows[number][wrong[0]] = wrong[1]
    run = send(manager, persons_file(rows))
    errors = run.rows.filter(verdict=Verdict.ERROR).order_by("number")
    assert [r.number for r in errors] == [number + 2 for number in bad]
    assert all(r.problems[0][0] == "error" and r.problems[0][2] for r in errors)
    page.force_login(manager)
    report = page.get(reverse("imports:report", args=[run.pk, "csv"]) + "?show=error")
    told = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert [int(cells[0]) for cells in told] == [number + 2 for number in bad]
    assert all(cells[5] for cells in told)
    confirm(manager, run)
    assert Person.objects.count() == 9_963
    assert run.rows.filter(outcome=Outcome.MADE).count() == 9_963


def test_doubled_numbers_and_pesels_are_told_with_the_row(manager: User):
    rows = person_rows(3)
    rows[1][0], rows[2][3] = rows[0][0], rows[0][3]
    run = send(manager, persons_file(rows))
    assert verdicts(run) == [Verdict.NEW, Verdict.ERROR, Verdict.ERROR]
    assert "2" in row(run, 3).problems[0][2]


def test_who_is_known_by_pesel_is_linked_and_not_doubled(manager: User):
    known = make_person("Anna", "Nowak", phone="1")
    make_household(known)
    run = take_in(manager, persons_file([["X", "Nowak", "Anna", known.pesel, "600100200"]]))
    assert verdicts(run) == [Verdict.CHANGED]
    assert Person.objects.get().phone == "600100200"


def test_a_likely_twin_waits_for_a_decision(manager: User):
    heads = ("Id osoby", "Nazwisko", "Imię", "Data urodzenia", "Płeć", "Powód braku PESEL")
    known = make_person("Anna", "Kowalska", born=date(1980, 5, 12))
    make_household(known)
    lines = [[n, "Kowalska", "Ana", "12.05.1980", "K", "unknown"] for n in ("1", "2", "3")]
    run = send(manager, csv_file(heads, lines))
    assert verdicts(run) == [Verdict.DECIDE] * 3
    assert row(run, 2).likely[0][0] == known.pk
    for number, decision in ((2, Decision.SAME), (3, Decision.NEW), (4, Decision.LEAVE)):
        services.rows_decide(
            actor=manager, today=date(2026, 11, 24), run=run,
            rows=[row(run, number).pk], decision=decision,
        )  # fmt: skip
    confirm(manager, run)
    assert [row(run, n).outcome for n in (2, 3, 4)] == [
        Outcome.CHANGED, Outcome.MADE, Outcome.LEFT,
    ]  # fmt: skip
    assert Person.objects.count() == 2


def test_undecided_twins_stay_out(manager: User):
    known = make_person("Anna", "Kowalska", born=date(1980, 5, 12))
    make_household(known)
    heads = ("Id osoby", "Nazwisko", "Imię", "Data urodzenia", "Płeć", "Powód braku PESEL")
    run = send(manager, csv_file(heads, [["1", "Kowalska", "Anna", "12.05.1980", "K", "unknown"]]))
    with pytest.raises(DomainError):
        confirm(manager, run)
    assert Person.objects.count() == 1


def test_a_household_goes_in_with_members_and_addresses(manager: User):
    take_in(manager, persons_file(person_rows(2)))
    content = csv_file(HOME_HEADS, home_rows(("O0", "głowa rodziny"), ("O1", "córka")))
    run = take_in(manager, content, "households")
    home = Household.objects.get()
    assert home.name == "Testowaa Anna"
    assert sorted(home.memberships.values_list("role", flat=True)) == ["child", "head"]
    assert Address.objects.count() == 2
    assert ["household", home.pk] in row(run, 2).made
    again = take_in(manager, content, "households")
    assert verdicts(again) == [Verdict.SAME] * 2
    assert (Household.objects.count(), Membership.objects.count()) == (1, 2)
    assert Address.objects.count() == 2


def test_an_error_holds_its_whole_household_back(manager: User):
    take_in(manager, persons_file(person_rows(2)))
    lines = [*home_rows(("O0", "głowa rodziny"), ("O99", "córka"))]
    lines.append(["R2", "O1", "głowa rodziny", "01.03.2024", "", "", ""])
    run = send(manager, csv_file(HOME_HEADS, lines), "households")
    assert verdicts(run) == [Verdict.HELD, Verdict.ERROR, Verdict.NEW]
    confirm(manager, run)
    assert list(Household.objects.values_list("name", flat=True)) == ["Testowab Anna"]


def test_a_member_leaves_and_moves_by_a_later_file(manager: User):
    take_in(manager, persons_file(person_rows(1)))
    heads = [*HOME_HEADS, "Do", "Adres od"]
    first = [[*home_rows(("O0", "głowa rodziny"))[0], "", ""]]
    take_in(manager, csv_file(heads, first), "households")
    later = [["R1", "O0", "głowa rodziny", "01.03.2024", "15", "22-499", "Lipowa Dolina",
              "31.10.2026", "01.06.2025"]]  # fmt: skip
    take_in(manager, csv_file(heads, later), "households")
    assert Membership.objects.get().valid_to == date(2026, 10, 31)
    old, new = Address.objects.order_by("valid_from")
    assert (old.house, old.valid_to, new.house) == ("12", date(2025, 5, 31), "15")


INCOME_HEADS = ("Id", "Id osoby", "Rodzaj dochodu", "Miesiąc", "Kwota netto")


def test_a_changed_income_is_withdrawn_and_recorded_anew(manager: User):
    take_in(manager, persons_file(person_rows(1)))
    take_in(
        manager,
        csv_file(INCOME_HEADS, [["D1", "O0", "emerytura", "10.2026", "1 229,50"]]),
        "incomes",
    )
    income = Income.objects.get()
    assert (income.kind, str(income.amount)) == ("pension", "1229.50")
    assert (income.valid_from, income.valid_to) == (date(2026, 10, 1), date(2026, 10, 31))
    content = csv_file(INCOME_HEADS, [["D1", "O0", "emerytura", "10.2026", "1 300,00"]])
    take_in(manager, content, "incomes")
    take_in(manager, content, "incomes")
    now = Income.objects.get(withdrawn_at__isnull=True)
    assert (str(now.amount), now.replaces_id, Income.objects.count()) == ("1300.00", income.pk, 2)


def test_an_unknown_word_makes_its_rows_errors(manager: User):
    take_in(manager, persons_file(person_rows(1)))
    run = send(manager, csv_file(INCOME_HEADS, [["D1", "O0", "zzz", "10.2026", "10"]]), "incomes")
    assert verdicts(run) == [Verdict.ERROR]


def test_a_profile_is_used_for_the_same_headings(manager: User):
    heads = ("a", "b", "c", "d")
    rows = [[r[0], r[1], r[2], r[3]] for r in person_rows(1)]
    columns = {"id": "a", "last_name": "b", "first_name": "c", "pesel": "d"}
    run = send(manager, csv_file(heads, rows), columns=columns)
    services.profile_save(actor=manager, run=run, name="Stary system")
    again = send(manager, csv_file(heads, rows))
    assert again.profile.name == "Stary system"
    assert again.columns == columns


def test_a_missing_column_is_told(manager: User):
    with pytest.raises(DomainError) as told:
        send(manager, csv_file(("Nazwisko", "Imię"), [["Nowak", "Anna"]]))
    assert told.value.field == "id"


def test_only_who_may_import_does(clerk: User, worker: User, administrator: User):
    content = persons_file(person_rows(1))
    for stranger in (clerk, worker):
        with pytest.raises(PermissionDenied):
            send(stranger, content)
    assert take_in(administrator, content).status == RunStatus.DONE


def test_an_older_check_is_not_confirmed(manager: User):
    run = send(manager, persons_file(person_rows(1)))
    with pytest.raises(StaleState):
        services.run_confirm(
            actor=manager, today=date(2026, 11, 24), run=run, version=run.version - 1
        )


def test_what_was_given_up_keeps_no_rows(manager: User):
    run = send(manager, persons_file(person_rows(2)))
    services.run_cancel(actor=manager, run=run)
    run.refresh_from_db()
    assert (run.rows.count(), run.samples, run.status) == (0, [], RunStatus.CANCELLED)


def test_a_check_reads_in_bounded_queries(manager: User, django_assert_max_num_queries):
    run = send(manager, persons_file(person_rows(400)))
    with django_assert_max_num_queries(40):
        rows_check(run, manager, date(2026, 11, 24), lambda _done, _total: None)
    assert run.rows.count() == 400


def test_kinds_have_all_their_plans():
    assert set(FIELDS) == set(PLANS) == set(ImportKind.values)
