"""An office handed out as files and taken in elsewhere hands out the same files again."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from benefits.imports import outgoing
from benefits.imports.models import SourceId
from benefits.imports.services import rows_decide
from benefits.imports.states import Decision, ImportKind, Outcome, Verdict
from cases.models import Case, StatusRow
from clients.models import Household, Income, Membership, Person
from core import exports
from core.audit import writing
from core.dictionaries import system_user
from core.models import User
from core.polish import fold
from payments.models import Entitlement
from payments.services import month_run
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.imports import confirm, row, send
from tests.factories.payments import NOVEMBER, make_entitlement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

DECEMBER = date(2026, 12, 1)
IDS = {
    ImportKind.PERSONS: {"id": ImportKind.PERSONS},
    ImportKind.HOUSEHOLDS: {"household": "household", "person": ImportKind.PERSONS},
    ImportKind.INCOMES: {"id": ImportKind.INCOMES, "person": ImportKind.PERSONS},
    ImportKind.ENTITLEMENTS: {"id": ImportKind.ENTITLEMENTS, "person": ImportKind.PERSONS},
}
"""Columns that hold numbers of ours: another office numbers its own."""
WRITERS: dict[str, Callable[..., bytes]] = {
    "csv": lambda kind, columns, rows: exports.csv(columns, rows),
    "xlsx": exports.xlsx,
}


@pytest.fixture
def family(manager: User) -> Household:
    """Two homes of one family, what they live on, and what is paid to them."""
    mother = make_person(
        "Żaneta", "Ćwik", phone="+48 600 100 200", marital_status="divorced",
        family_name="Źdźbło", second_name="Ewa", email="z@example.com",
    )  # fmt: skip
    child = make_person("Ola", "Ćwik", born=date(2019, 2, 3))
    stranger = make_person("John", "O'Brien", pesel_absence="foreigner", citizenship="IE")
    home = make_household(mother, child)
    make_household(make_person("Jan", "Wójcik", sex="M"), (stranger, "other"))
    with writing(system_user()):
        father = Household.objects.exclude(pk=home.pk).get()
        Membership.objects.create(
            household=father, person=child, role="child", valid_from=date(2025, 3, 1),
            shared_custody=True, court_order="III RC 12/25",
        )  # fmt: skip
        for kind, amount, until in (
            ("pension", "1229.50", date(2026, 10, 31)), ("other_counted", "0.00", None),
        ):  # fmt: skip
            Income.objects.create(
                person=mother, kind=kind, amount=amount, valid_from=date(2026, 10, 1),
                valid_to=until, note="- pierwsza; «druga»", recorded_by=manager, gross="1400.00",
                source="decyzja ZUS",
            )  # fmt: skip
    make_entitlement("zasilek_staly", household=home, person=mother, amount="1229.00",
                     valid_from=date(2026, 9, 16), first_amount=Decimal("614.50"), valid_to=None,
                     origin_day=date(2026, 9, 10), pays_health_contribution=True)  # fmt: skip
    make_entitlement("zasilek_okresowy", household=father, way="cash", valid_from=DECEMBER,
                     valid_to=date(2027, 2, 14), last_amount=Decimal("250.00"))  # fmt: skip
    return home


def written(user: User, kind: str, form: str) -> bytes:
    return WRITERS[form](kind, outgoing.columns(kind), list(outgoing.register(user, kind, TODAY)))


def handed_out(user: User, numbers: dict[tuple[str, str], str] | None = None) -> dict[str, Any]:
    """Rows of every kind, with `numbers` of this office told by those of the first."""
    told: dict[str, Any] = {}
    for kind, fields in outgoing.FIELDS.items():
        rows = []
        for line in outgoing.register(user, kind, TODAY):
            cells = dict(zip([item.code for item in fields], line, strict=True))
            for code, what in IDS[ImportKind(kind)].items():
                number = str(cells[code])
                cells[code] = numbers[what, number] if numbers else number
            rows.append(cells)
        told[kind] = sorted(rows, key=str)
    return told


def taken(starter: User, signer: User, kind: str, content: bytes, cutover: date = NOVEMBER) -> Any:
    return confirm(signer, send(starter, content, kind, system="kopia", cutover=cutover))


def emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clients_person, clients_household, cases_case CASCADE")
        cursor.execute("TRUNCATE benefits_sourceid")
        cursor.execute("DELETE FROM core_numberseries")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.usefixtures("family")
def test_an_empty_office_hands_out_what_it_took_in(form: str, administrator: User, manager: User):
    first = handed_out(manager)
    files = {kind: written(manager, kind, form) for kind in outgoing.FIELDS}
    assert {kind: len(rows) for kind, rows in first.items()} == {
        "persons": 4, "households": 5, "incomes": 2, "entitlements": 2,
    }  # fmt: skip
    emptied()
    for kind, content in files.items():
        run = taken(administrator, manager, kind, content)
        problems = list(run.rows.values_list("number", "problems"))
        assert set(run.rows.values_list("outcome", flat=True)) == {Outcome.MADE}, problems
    numbers = {
        (kind, str(ours)): theirs
        for kind, ours, theirs in SourceId.objects.values_list("kind", "object_id", "source_id")
    }
    assert handed_out(manager, numbers) == first
    assert set(Case.objects.values_list("status", flat=True)) == {"closed"}
    assert StatusRow.objects.count() == 2


@pytest.mark.parametrize("cutover", [date(2026, 9, 1), NOVEMBER, DECEMBER])
@pytest.mark.usefixtures("family")
def test_the_same_office_takes_its_own_files_in_without_a_change(
    cutover: date, administrator: User, manager: User
):
    first = handed_out(manager)
    for kind in outgoing.FIELDS:
        content = written(manager, kind, "csv")
        run = send(administrator, content, kind, system="kopia", cutover=cutover)
        unsure = run.rows.filter(verdict=Verdict.DECIDE)  # a person without PESEL
        assert unsure.count() == (kind == ImportKind.PERSONS)
        rows_decide(actor=manager, today=TODAY, run=run, decision=Decision.SAME,
                    rows=[one.pk for one in unsure])  # fmt: skip
        confirm(manager, run)
        assert set(run.rows.values_list("outcome", flat=True)) == {Outcome.SAME}, kind
    assert handed_out(manager) == first


@pytest.mark.usefixtures("family")
def test_a_third_office_learns_since_when_it_was_granted(administrator: User, manager: User):
    def line() -> dict[str, Any]:
        found = outgoing.register(manager, "entitlements", TODAY)
        names = [item.code for item in outgoing.FIELDS["entitlements"]]
        return next(
            said for cells in found
            if fold((said := dict(zip(names, cells, strict=True)))["kind"]) == "zasilek staly"
        )  # fmt: skip

    files = {kind: written(manager, kind, "csv") for kind in outgoing.FIELDS}
    emptied()
    for kind, content in files.items():
        taken(administrator, manager, kind, content)
    held = Entitlement.objects.get(kind__code="zasilek_staly")
    assert (held.valid_from, held.first_amount) == (NOVEMBER, None)
    assert (line()["valid_from"], str(line()["first_amount"])) == (date(2026, 9, 16), "614.50")
    payee = files["entitlements"].replace("Ćwik Żaneta".encode(), "Ćwik Ż.".encode())
    changed = taken(administrator, manager, "entitlements", payee)
    assert Outcome.CHANGED in changed.rows.values_list("outcome", flat=True)
    assert line()["valid_from"] == date(2026, 9, 16)


def test_a_single_payment_goes_along_only_until_it_is_due(clerk: User, manager: User, office: Any):
    make_entitlement("zasilek_celowy", valid_from=TODAY, valid_to=TODAY)
    assert len(handed_out(manager)["entitlements"]) == 1
    month_run(actor=clerk, month=NOVEMBER, today=TODAY)
    assert handed_out(manager)["entitlements"] == []


def test_one_sign_for_two_people_of_a_file_is_told(administrator: User, manager: User, office: Any):
    one, other = make_person("Ewa", "Lis"), make_person("Iga", "Lis")
    home = make_household(one, other)
    for person in (one, other):
        make_entitlement("zasilek_staly", person=person, household=home, way="cash")
    first, second = Case.objects.order_by("id").values_list("znak", flat=True)
    content = written(manager, "entitlements", "csv").replace(second.encode(), first.encode())
    kept = {kind: written(manager, kind, "csv") for kind in ("persons", "households")}
    emptied()
    for kind, said in kept.items():
        taken(administrator, manager, kind, said)
    run = send(administrator, content, "entitlements", system="kopia", cutover=NOVEMBER)
    assert [row(run, n).verdict for n in (2, 3)] == [Verdict.NEW, Verdict.ERROR]
    assert row(run, 3).problems[-1][1] == "znak"
    assert Person.objects.count() == 2
