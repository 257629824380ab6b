"""Frame, sign-in, desk, search, language, trouble: what every page owes to everybody."""

import re
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from core import audit
from core.errors import StaleState
from core.middleware import TroubleMiddleware
from core.permissions import Role
from core.recent import at_hand
from core.registry import DeskGroup, DeskItem, Hit, registry
from core.views import errors
from tests.factories.core import PASSWORD, TODAY, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def html(answer):
    return answer.content.decode()


class TestSignIn:
    def test_by_the_fields_login_and_password(self, worker, page):
        answer = page.post(LOGIN, {"login": worker.username, "password": PASSWORD})
        assert answer.status_code == 302
        assert answer["Location"] == "/"

    def test_goes_on_to_where_one_wanted(self, worker, page):
        answer = page.get("/jobs/")
        assert answer["Location"] == f"{LOGIN}?next=/jobs/"
        fields = {"login": worker.username, "password": PASSWORD, "next": "/jobs/"}
        assert page.post(LOGIN, fields)["Location"] == "/jobs/"
        assert 'name="next" value="/jobs/"' in html(Client().get(f"{LOGIN}?next=/jobs/"))

    def test_a_wrong_password_keeps_the_name_and_says_so(self, worker, page):
        answer = page.post(LOGIN, {"login": worker.username, "password": "x"})
        assert answer.status_code == 200
        assert f'value="{worker.username}"' in html(answer)
        assert 'role="alert"' in html(answer)

    def test_a_closed_account_does_not_get_in(self, office, page):
        make_user(Role.MANAGER, "dawna", is_active=False)
        page.post(LOGIN, {"login": "dawna", "password": PASSWORD})
        assert page.get("/").status_code == 302

    def test_attempts_are_limited(self, worker, page, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
        for _time in range(6):
            answer = page.post(LOGIN, {"login": worker.username, "password": "x"})
        answer = page.post(LOGIN, {"login": worker.username, "password": PASSWORD})
        assert answer.status_code in (200, 429)
        assert page.get("/").status_code == 302

    def test_demo_accounts_stand_there_in_a_demo_only(self, staff, page, settings):
        assert "data-demo-user" not in html(page.get(LOGIN))
        settings.DEMO = True
        shown = html(page.get(LOGIN))
        for person in staff.values():
            assert f'data-demo-user="{person.username}"' in shown

    def test_nobody_signs_up_or_resets_by_mail(self, office, page):
        for closed in ("signup/", "password/reset/", "email/"):
            answer = page.get(f"/accounts/{closed}")
            assert answer.status_code == 302
            assert answer["Location"] == LOGIN

    def test_sign_out_is_a_form(self, worker, page):
        page.force_login(worker)
        page.get("/accounts/logout/")
        assert page.get("/").status_code == 200
        page.post("/accounts/logout/")
        assert page.get("/").status_code == 302

    def test_a_fragment_sends_the_whole_page_to_sign_in(self, office, page):
        headers = {"HX-Request": "true", "HX-Current-URL": "https://testserver/cases/?q=1"}
        answer = page.get("/jobs/bell/", headers=headers)
        assert answer.status_code == 401
        assert answer["HX-Redirect"] == f"{LOGIN}?next=/cases/%3Fq%3D1"


class TestEveryPage:
    PATHS = (
        "/",
        "/search/?q=now",
        "/jobs/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/nothing-here/",
    )
    OFFICE = (
        "/office/",
        "/office/staff/new/",
        "/office/authorisations/",
        "/office/authorisations/new/",
        "/office/stand-ins/",
        "/office/stand-ins/new/",
        "/office/centre/",
        "/office/districts/",
        "/office/districts/new/",
        "/office/accounts/",
        "/office/accounts/new/",
        "/office/benefits/",
        "/audit/",
        "/audit/changes/",
    )

    def check(self, answer, path):
        source = html(answer)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'self'" in policy
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", source), path
        assert not re.search(r"<[^>]+\sstyle\s*=", source), path
        assert "<style" not in source, path
        for attributes in re.findall(r"<script([^>]*)>", source):
            assert "src=" in attributes or "application/json" in attributes, path
        assert source.count("<h1") == 1, path
        assert "<title>" in source
        assert re.search(r'<html lang="(pl|en)"', source)
        ids = re.findall(r'\sid="([^"]+)"', source)
        assert len(ids) == len(set(ids)), path
        for target in re.findall(r'<label[^>]*\sfor="([^"]+)"', source):
            assert target in ids, (path, target)

    @pytest.mark.parametrize("role", Role)
    def test_is_whole_and_has_nothing_inline(self, staff, role, page):
        page.force_login(staff[role])
        paths = self.PATHS + (self.OFFICE if role == Role.ADMINISTRATOR else ())
        for path in paths:
            answer = page.get(path, follow=True)
            assert answer.status_code in (200, 404), path
            self.check(answer, path)

    def test_sign_in_too(self, office, page):
        self.check(page.get(LOGIN), LOGIN)

    @pytest.mark.parametrize("role", Role)
    def test_the_rail_has_only_what_opens(self, staff, role, page):
        page.force_login(staff[role])
        source = html(page.get("/"))
        links = re.findall(r'class="rail-link[^"]*"\s+href="([^"]+)"', source)
        assert links
        assert links[0] == "/"
        for link in links:
            assert page.get(link).status_code == 200, (role, link)

    def test_one_entry_of_the_rail_is_active(self, manager, page):
        page.force_login(manager)
        for path in ("/", "/statistics/", "/statistics/dashboard/", "/law/"):
            source = html(page.get(path))
            assert re.findall(r'class="rail-link active"\s+href="([^"]+)"', source) == [path]


class TestDesk:
    @pytest.fixture
    def desk(self):
        kept = list(registry.desk)
        yield registry.desk
        registry.desk[:] = kept

    def test_empty_says_so(self, administrator, page):
        page.force_login(administrator)
        assert "empty-title" in html(page.get("/"))

    def test_shows_groups_of_every_room(self, administrator, page, desk, clock):
        item = DeskItem("Nowak Jan", "GOPS.5020.1.2026", "/x/", "Oblicz", TODAY, "danger")
        desk.append(lambda _user, _day: [DeskGroup("Do obliczenia", 12, "/all/", [item])])
        desk.append(lambda _user, _day: [DeskGroup("U innych", 1, "", [item], "waiting")])
        page.force_login(administrator)
        source = html(page.get("/"))
        for part in ("Do obliczenia", 'href="/all/"', "U innych", 'href="/x/"', "Nowak Jan"):
            assert part in source

    def test_lately_opened_in_order_and_only_what_is_still_open(self, administrator):
        kept = dict(registry.recent)
        registry.recent = {
            "case": lambda _u, ids, _d: {pk: Hit(f"c{pk}", "", "/", "") for pk in ids if pk != 2},
            "household": lambda _u, ids, _d: {pk: Hit(f"h{pk}", "", "/", "") for pk in ids},
        }
        try:
            opened = [("case", 1), ("case", 2), ("household", 1), ("case", 1), ("document", 9)]
            for what, pk in opened:
                audit.looked(user=administrator, what=what, object_id=pk, household_id=None, why="")
            assert [hit.title for hit in at_hand(administrator, TODAY).recent] == ["c1", "h1"]
        finally:
            registry.recent = kept


class TestLanguage:
    def test_a_switch_is_kept_with_the_account(self, worker, page):
        page.force_login(worker)
        assert '<html lang="pl"' in html(page.get("/"))
        answer = page.post("/language/", {"language": "en", "next": "/jobs/"})
        assert answer["Location"] == "/jobs/"
        assert '<html lang="en"' in html(page.get("/"))
        worker.refresh_from_db()
        assert worker.language == "en"
        other = Client()
        other.force_login(worker)
        assert '<html lang="en"' in html(other.get("/"))

    def test_before_signing_in(self, office, page):
        page.post("/language/", {"language": "en", "next": LOGIN})
        assert '<html lang="en"' in html(page.get(LOGIN))

    @pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "", "javascript:x"])
    def test_leads_nowhere_else(self, office, page, target):
        answer = page.post("/language/", {"language": "en", "next": target})
        assert answer["Location"] == "/"

    def test_an_unknown_language_changes_nothing(self, worker, page):
        page.force_login(worker)
        answer = page.post("/language/", {"language": "xx"})
        assert "django_language" not in answer.cookies
        worker.refresh_from_db()
        assert worker.language == "pl"


class TestTrouble:
    def request(self, **headers):
        request = RequestFactory().post("/cases/1/", headers=headers)
        request.user = AnonymousUser()
        return request

    def answer(self, exception, **headers):
        return TroubleMiddleware(lambda _r: None).process_exception(
            self.request(**headers), exception
        )

    def test_somebody_was_first(self):
        answer = self.answer(StaleState(), referer="http://testserver/cases/1/?tab=2")
        assert answer.status_code == 409
        assert str(StaleState().message) in html(answer)
        assert 'href="/cases/1/?tab=2"' in html(answer)

    def test_a_foreign_page_is_not_linked_to(self):
        answer = self.answer(StaleState(), referer="http://evil.test/")
        assert "evil" not in html(answer)

    def test_a_fragment_gets_the_message_among_the_messages(self):
        answer = self.answer(StaleState(), **{"HX-Request": "true"})
        assert answer.status_code == 409
        assert answer["HX-Retarget"] == "#messages"
        assert "<html" not in html(answer)

    def test_the_database_is_away(self):
        answer = self.answer(OperationalError("gone"))
        assert answer.status_code == 503
        assert answer["Retry-After"]

    def test_other_faults_are_not_swallowed(self):
        assert self.answer(KeyError("x")) is None

    def test_the_last_page_needs_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = errors.server_error(SimpleNamespace())
        assert answer.status_code == 500
        assert "<h1>" in html(answer)

    def test_a_database_away_in_the_middleware_is_503(self):
        try:
            raise OperationalError("gone")
        except OperationalError:
            assert errors.server_error(SimpleNamespace()).status_code == 503

    def test_the_address_of_a_button_opened_as_a_page(self, worker, page):
        page.force_login(worker)
        answer = page.get(reverse("core:jobs_seen"))
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "<h1>" in html(answer)

    @pytest.mark.parametrize(
        ("referer", "page_after"),
        [
            ("http://testserver/jobs/?page=2", "/jobs/?page=2"),
            ("http://evil.test/", "/"),
            ("", "/"),
        ],
    )
    def test_who_was_signed_out_comes_back_to_the_page_of_the_form(self, page, referer, page_after):
        answer = page.post(reverse("core:jobs_seen"), headers={"Referer": referer})
        assert answer["Location"] == f"/accounts/login/?next={quote(page_after)}"

    def test_a_form_from_an_old_page(self, worker):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(worker)
        answer = strict.post(reverse("core:jobs_seen"))
        assert answer.status_code == 403
        assert "<h1" in html(answer)

    def test_health_tells_only_that_it_lives(self, page):
        answer = page.get("/healthz/")
        assert answer.json() == {"status": "ok"}
