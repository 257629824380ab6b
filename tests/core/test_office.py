"""The administrator's services and pages: works, stranger refused, twice is once."""

import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import audit, queries
from core.audit import writing
from core.errors import DomainError, StaleState
from core.history import Concerns, changed_rows, changes
from core.looks import WHAT
from core.models import Authorization, BenefitKind, Centre, CentreAccount, District, StandIn, User
from core.permissions import Role
from core.services import office as centre
from core.services import people
from core.standins import absent_people
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_authorization, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "zielony-parasol-7"


def history(model):
    """Labels of the kept versions of a tracked model, oldest first."""
    events = model.pgh_event_model
    return list(events.objects.order_by("pgh_id").values_list("pgh_label", flat=True))


def add(administrator, **changes):
    fields = {
        "username": "nowa",
        "password": PASSWORD,
        "first_name": "Nina",
        "last_name": "Nowa",
        "role": Role.BENEFITS_CLERK,
    }
    return people.staff_add(actor=administrator, **{**fields, **changes})


class TestStaff:
    def test_a_new_person_can_sign_in(self, administrator, page):
        user = add(administrator)
        assert user.check_password(PASSWORD)
        assert page.login(username="nowa", password=PASSWORD)

    def test_a_user_name_is_given_once(self, administrator):
        add(administrator)
        with pytest.raises(DomainError):
            add(administrator)
        assert User.objects.filter(username="nowa").count() == 1

    @pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
    def test_a_stranger_is_refused(self, staff, role):
        actor = staff[role]
        with pytest.raises(PermissionDenied):
            add(actor)
        with pytest.raises(PermissionDenied):
            people.staff_change(actor=actor, user=actor, role=Role.MANAGER)
        with pytest.raises(PermissionDenied):
            people.password_set(actor=actor, user=actor, password=PASSWORD)

    def test_a_change_of_role_is_kept_with_its_author(self, administrator, worker):
        people.staff_change(actor=administrator, user=worker, role=Role.MANAGER)
        event = User.pgh_event_model.objects.filter(pgh_obj=worker).order_by("-pgh_id")[0]
        assert event.role == Role.MANAGER
        assert event.pgh_context.metadata["actor"] == administrator.pk

    def test_passwords_and_sign_ins_leave_no_history(self, administrator, worker, page):
        before = len(history(User))
        people.password_set(actor=administrator, user=worker, password=PASSWORD)
        page.login(username=worker.username, password=PASSWORD)
        assert len(history(User)) == before
        assert not hasattr(User.pgh_event_model, "password")

    def test_a_new_password_signs_out(self, administrator, worker, page):
        page.force_login(worker)
        assert page.get("/").status_code == 200
        people.password_set(actor=administrator, user=worker, password=PASSWORD)
        assert page.get("/").status_code == 302

    def test_nobody_shuts_themselves_out(self, administrator):
        for change in ({"is_active": False}, {"role": Role.MANAGER}):
            with pytest.raises(DomainError):
                people.staff_change(actor=administrator, user=administrator, **change)

    def test_one_administrator_stays(self, administrator):
        second = make_user(Role.ADMINISTRATOR, "drugi")
        people.staff_change(actor=second, user=administrator, is_active=False)
        third = make_user(Role.ADMINISTRATOR, "trzeci", is_active=False)
        assert not third.is_active
        with pytest.raises(DomainError):
            people.staff_change(actor=second, user=second, is_active=False)


class TestConsole:
    def run(self, monkeypatch, username, password):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        call_command("open_administrator", username, stdout=io.StringIO())

    def test_opens_the_first_administrator(self, office, page, monkeypatch):
        self.run(monkeypatch, "szef", PASSWORD)
        assert page.login(username="szef", password=PASSWORD)
        assert page.get(reverse("core:office")).status_code == 200

    def test_gives_a_locked_out_administrator_a_new_password(self, administrator, monkeypatch):
        self.run(monkeypatch, administrator.username, PASSWORD)
        administrator.refresh_from_db()
        assert administrator.check_password(PASSWORD)

    def test_takes_no_account_of_another_role(self, worker, monkeypatch):
        with pytest.raises(CommandError):
            self.run(monkeypatch, worker.username, PASSWORD)
        worker.refresh_from_db()
        assert not worker.check_password(PASSWORD)

    def test_refuses_a_weak_password(self, office, monkeypatch):
        with pytest.raises(CommandError):
            self.run(monkeypatch, "szef", "12345")
        assert not User.objects.filter(username="szef").exists()


class TestAuthorizations:
    def grant(self, administrator, manager, **changes):
        fields = {
            "number": "OR.077.9.2026",
            "granted_on": TODAY,
            "act": "pomoc_spoleczna",
            "valid_from": TODAY,
        }
        return people.authorization_grant(
            actor=administrator, user=manager, **{**fields, **changes}
        )

    def test_entered_once(self, administrator, manager):
        kind = BenefitKind.objects.get(code="zasilek_staly")
        row = self.grant(administrator, manager, benefits=[kind])
        assert list(row.benefits.all()) == [kind]
        with pytest.raises(DomainError):
            self.grant(administrator, manager)

    def test_a_stranger_is_refused(self, manager):
        with pytest.raises(PermissionDenied):
            self.grant(manager, manager)
        row = make_authorization(manager, number="x")
        with pytest.raises(PermissionDenied):
            people.authorization_end(actor=manager, authorization=row, last_day=TODAY)

    def test_ended_once(self, administrator, manager):
        row = make_authorization(manager, number="x")
        people.authorization_end(actor=administrator, authorization=row, last_day=TODAY)
        assert Authorization.objects.get(pk=row.pk).valid_to == TODAY
        with pytest.raises(StaleState):
            people.authorization_end(actor=administrator, authorization=row, last_day=TODAY)

    def test_not_before_its_start(self, administrator, manager):
        row = make_authorization(manager, number="x")
        with pytest.raises(DomainError):
            people.authorization_end(
                actor=administrator, authorization=row, last_day=date(2019, 12, 31)
            )


class TestStandIns:
    @pytest.fixture
    def other(self, worker):
        return make_user(Role.SOCIAL_WORKER, "drugi_pracownik")

    def add(self, administrator, absent, stand_in, start=TODAY, end=TODAY):
        return people.stand_in_add(
            actor=administrator, absent=absent, stand_in=stand_in, valid_from=start, valid_to=end
        )

    def test_work_comes_to_the_other_desk_in_the_period_only(self, administrator, worker, other):
        self.add(administrator, worker, other, TODAY, date(2026, 11, 30))
        assert absent_people(other, TODAY) == [worker]
        assert absent_people(other, date(2026, 11, 30)) == [worker]
        assert absent_people(other, date(2026, 11, 23)) == []
        assert absent_people(other, date(2026, 12, 1)) == []
        assert absent_people(worker, TODAY) == []

    def test_twice_is_once(self, administrator, worker, other):
        self.add(administrator, worker, other)
        self.add(administrator, worker, other)
        assert StandIn.objects.count() == 1

    def test_only_of_the_same_role(self, administrator, worker, clerk):
        with pytest.raises(DomainError):
            self.add(administrator, worker, clerk)

    def test_a_stranger_is_refused(self, manager, worker, other):
        with pytest.raises(PermissionDenied):
            self.add(manager, worker, other)

    def test_taken_back(self, administrator, worker, other):
        begun = self.add(administrator, worker, other, date(2026, 11, 1), date(2026, 12, 1))
        coming = self.add(administrator, worker, other, date(2027, 1, 1), date(2027, 1, 2))
        for row in (begun, coming):
            people.stand_in_remove(actor=administrator, pk=row.pk, today=TODAY)
        assert [row.valid_to for row in StandIn.objects.all()] == [TODAY]
        assert history(StandIn) == ["insert", "insert", "update", "delete"]
        with pytest.raises(StaleState):
            people.stand_in_remove(actor=administrator, pk=coming.pk, today=TODAY)


class TestCentre:
    def test_a_new_default_account_takes_the_place_of_the_old(self, administrator):
        centre.account_save(
            actor=administrator,
            account=None,
            name="Nowy",
            nrb="27114020040000300201355387",
            bank_profile="elixir_generic",
            is_default=True,
        )
        assert [a.name for a in CentreAccount.objects.filter(is_default=True)] == ["Nowy"]

    def test_there_is_always_a_default_account(self, administrator):
        only = CentreAccount.objects.get()
        saved = centre.account_save(
            actor=administrator,
            account=only,
            name="Inny",
            nrb=only.nrb,
            bank_profile="elixir_utf8",
            is_default=False,
        )
        assert saved.is_default
        assert saved.bank_profile == "elixir_utf8"

    def test_the_database_keeps_one_default_account(self, administrator):
        with pytest.raises(IntegrityError), transaction.atomic():
            CentreAccount.objects.create(name="x", nrb="1" * 26, is_default=True)

    def test_classification_is_kept_with_its_history(self, administrator):
        kind = BenefitKind.objects.get(code="zasilek_staly")
        centre.benefit_kind_change(actor=administrator, kind=kind, rozdzial="85295")
        versions = BenefitKind.pgh_event_model.objects.filter(pgh_obj=kind).order_by("pgh_id")
        assert [v.rozdzial for v in versions] == ["85216", "85295"]

    def test_a_stranger_is_refused(self, manager):
        with pytest.raises(PermissionDenied):
            centre.centre_save(actor=manager, name="x")
        with pytest.raises(PermissionDenied):
            centre.district_save(actor=manager, district=None, name="x", places="")
        with pytest.raises(PermissionDenied):
            centre.account_save(
                actor=manager, account=None, name="x", nrb="1", bank_profile="", is_default=False
            )
        kind = BenefitKind.objects.first()
        with pytest.raises(PermissionDenied):
            centre.benefit_kind_change(actor=manager, kind=kind, name="x")

    def test_a_district_is_added_once(self, administrator):
        for _time in range(2):
            centre.district_save(actor=administrator, district=None, name="Rejon 9", places="")
        assert District.objects.filter(name="Rejon 9").count() == 1


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, administrator, page):
        page.force_login(administrator)

    def test_open_an_account(self, page):
        url = reverse("core:office_staff_new")
        fields = {
            "username": "nowy",
            "first_name": "Nil",
            "last_name": "Nowy",
            "role": Role.SOCIAL_WORKER.value,
            "password": PASSWORD,
        }
        answer = page.post(url, fields)
        assert answer.status_code == 422  # a social worker needs a district
        assert "Nowy" in answer.content.decode()
        fields["district"] = District.objects.create(name="Rejon 7").pk
        assert page.post(url, fields).status_code == 302
        assert User.objects.get(username="nowy").district.name == "Rejon 7"
        assert page.post(url, fields).status_code == 422

    def test_what_to_mend_in_a_new_account_is_said_at_once(self, page):
        source = page.post(reverse("core:office_staff_new"), {"password": "123"}).content.decode()
        assert source.count("data-focus-first") == 1
        assert 'href="#id_username"' in source and 'href="#id_password"' in source
        assert 'value="123"' not in source

    @pytest.mark.parametrize(
        ("typed", "kept"), [("22499", "22-499"), ("22-499", "22-499"), ("12", None)]
    )
    def test_the_centre_has_a_postal_code(self, page, typed, kept):
        row = Centre.objects.get()
        fields = {f.name: getattr(row, f.name) for f in Centre._meta.fields if f.editable}
        answer = page.post(reverse("core:office_centre"), {**fields, "postal_code": typed})
        assert answer.status_code == (302 if kept else 422)
        assert Centre.objects.get().postal_code == (kept or row.postal_code)

    def test_an_authorisation_says_what_it_covers(self, page, manager):
        row = Authorization.objects.get(user=manager)
        kinds = list(BenefitKind.objects.filter(act=row.act).order_by("id")[:2])
        with writing(manager):
            row.benefits.set(kinds)
        source = page.get(reverse("core:office_authorizations")).content.decode()
        assert f"ustawa o pomocy społecznej: {kinds[0].name}, {kinds[1].name}" in source

    def test_a_weak_password_is_refused_and_not_shown_again(self, page, worker):
        answer = page.post(reverse("core:office_password", args=[worker.pk]), {"password": "12345"})
        assert answer.status_code == 422
        assert "12345" not in answer.content.decode()

    def test_end_before_the_start_is_said_at_the_field(self, page, manager):
        row = Authorization.objects.get(user=manager)
        url = reverse("core:office_authorization_end", args=[row.pk])
        answer = page.post(url, {"last_day": "31.12.2019"})
        assert answer.status_code == 422
        assert "31.12.2019" in answer.content.decode()
        assert page.post(url, {"last_day": "24.11.2026"}).status_code == 302

    def test_an_account_keeps_a_valid_number(self, page):
        url = reverse("core:office_account_new")
        fields = {"name": "x", "nrb": "27114020040000300201355388", "bank_profile": "elixir_utf8"}
        assert page.post(url, fields).status_code == 422
        fields["nrb"] = "27 1140 2004 0000 3002 0135 5387"
        assert page.post(url, fields).status_code == 302
        assert CentreAccount.objects.get(name="x").nrb == "27114020040000300201355387"

    def test_a_district_is_shown_with_its_workers(self, page, worker):
        html = page.get(reverse("core:office_districts")).content.decode()
        assert "Rejon 1" in html

    def test_staff_cost_the_same_for_many(
        self, page, administrator, worker, django_assert_max_num_queries
    ):
        for number in range(30):
            make_user(Role.SOCIAL_WORKER, f"p{number}")
        with django_assert_max_num_queries(8):
            page.get(reverse("core:office"))


class TestAudit:
    def test_changes_name_who_and_what(self, administrator, page, clock):
        centre.district_save(actor=administrator, district=None, name="Rejon 9", places="")
        page.force_login(administrator)
        html = page.get(reverse("core:audit_changes")).content.decode()
        assert str(administrator) in html
        assert "rejon" in html

    def test_filters_by_person_and_day(self, administrator, manager, worker):
        centre.district_save(actor=administrator, district=None, name="Rejon 9", places="")
        every = {"about": Concerns(), "shut": Concerns()}
        assert changes(person=administrator, start=None, end=None, **every).count() == 1
        assert changes(person=worker, start=None, end=None, **every).count() == 0
        future = date(2100, 1, 1)
        assert changes(person=None, start=future, end=None, **every).count() == 0
        assert queries.looks(person=worker, start=None, end=future).count() == 0

    def test_every_history_table_fits_one_query(self, administrator, django_assert_num_queries):
        centre.district_save(actor=administrator, district=None, name="Rejon 9", places="")
        every = {"about": Concerns(), "shut": Concerns()}
        contexts = list(changes(person=administrator, start=None, end=None, **every))
        with django_assert_num_queries(2):
            found = changed_rows(contexts, **every)
        rows, count = found[contexts[0].pk]
        assert ([row.label for row in rows], count) == (["insert"], 1)
        assert (rows[0].before, rows[0].after["name"]) == ({}, "Rejon 9")

    def test_a_look_at_a_person_names_the_household(self, auditor, page):
        person = make_person()
        home = make_household(person)
        audit.looked(user=auditor, what="person", object_id=person.pk, household_id=home.pk, why="")
        page.force_login(auditor)
        source = page.get(reverse("core:audit")).content.decode()
        assert reverse("clients:household", args=[home.pk]) in source
        assert str(home) in source

    def test_every_kind_of_look_has_its_words(self):
        apps = ("core", "clients", "cases", "payments", "benefits", "reports")
        files = [file for app in apps for file in (settings.BASE_DIR / app).rglob("*.py")]
        named = {
            what
            for file in files
            for what in re.findall(
                r'(?:what=|looked_at\(request, [\w.]+, )"(\w+)"', file.read_text(encoding="utf-8")
            )
        }
        assert {"person", "history"} <= named <= set(WHAT)

    def test_a_wrong_day_is_said_and_nothing_falls_over(self, administrator, page):
        page.force_login(administrator)
        answer = page.get(reverse("core:audit"), {"start": "32.13.2026", "person": "x"})
        assert answer.status_code == 200
        assert "32.13.2026" in answer.content.decode()
