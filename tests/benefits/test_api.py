"""The fourth door of the law engine: HTTP, for staff who are signed in."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from benefits.models import KeptAnswer
from benefits.queries import newest_calculation
from benefits.services import calculation_make, decision_draft
from cases.models import Case
from core.audit import writing
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from law.questions import answer
from tests.factories.benefits import make_issued
from tests.factories.cases import make_interviewed_case
from tests.factories.core import TODAY, make_district, make_user
from tests.law.examples import EXAMPLES, differences, question

pytestmark = pytest.mark.django_db
CALCULATIONS = "/api/v1/calculations/"


@pytest.fixture
def signed_in(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client


def post(client: Client, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(CALCULATIONS, text, content_type="application/json")


@pytest.mark.parametrize(
    "address",
    ["api_calculations", "api_parameters", "api_benefits", "api_schema", "api_docs"],
)
def test_strangers_are_refused(client: Client, office: object, address: str) -> None:
    assert client.get(reverse(address)).status_code == 403


def test_stranger_cannot_calculate(client: Client, office: object) -> None:
    assert post(client, question(EXAMPLES[0])).status_code == 403


def test_post_needs_the_csrf_token(worker: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    assert post(client, question(EXAMPLES[0])).status_code == 403


@pytest.mark.parametrize("role", ["worker", "clerk", "manager", "accountant", "auditor"])
def test_every_member_of_staff_may_ask(
    client: Client, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert post(client, question(EXAMPLES[0])).status_code == 200


def test_worked_examples(signed_in: Client) -> None:
    for example in EXAMPLES:
        response = post(signed_in, question(example))
        assert response.status_code == 200, example["id"]
        found = response.json()
        assert found == answer(question(example))
        assert list(differences(example["expect"], found)) == []


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [
        ("{", "invalid_question", ""),
        ('{"id": 1, "id": 2}', "invalid_question", "id"),
        ('{"a": NaN}', "invalid_question", "a"),
        ("[]", "invalid_question", ""),
        (b"\xff", "invalid_question", ""),
        ({"id": "x", "benefit": "zasilek_staly", "on": "2025-01-01"}, "missing", "facts"),
        ({"benefit": "x", "on": "2025-01-01", "facts": {}}, "unknown_benefit", "benefit"),
        ({"benefit": "zasilek_okresowy", "on": "2007-12-31", "facts": {}}, "not_in_force", "on"),
        (
            {"benefit": "skladka_zdrowotna", "on": "2025-01-01", "facts": {"zasilek_staly": -1}},
            "invalid_facts",
            "facts.zasilek_staly",
        ),
    ],
)
def test_bad_question_is_400_with_the_error_answer(
    signed_in: Client, body: Any, code: str, path: str
) -> None:
    response = post(signed_in, body)
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["path"]) == (code, path)
    assert error["message"]


def test_other_media_types_and_methods_are_refused(signed_in: Client) -> None:
    assert signed_in.post(CALCULATIONS, {"benefit": "x"}).status_code == 415
    assert signed_in.get(CALCULATIONS).status_code == 405
    assert signed_in.post("/api/v1/parameters/").status_code == 405


# Storing, when asked to

ALONE = {"household": {"persons": [{"id": "a", "role": "applicant"}]}, "reason_art7": "choroba"}


def to_store(case: Any, income: str = "300.00", **more: Any) -> dict[str, Any]:
    incomes = [{"person": "a", "kind": "wage", "amount": income}]
    facts = {**ALONE, "incomes": incomes}
    asked = {"id": "x", "benefit": "zasilek_okresowy", "on": "2026-11-20", "facts": facts}
    return {**asked, "store": True, "case": case, **more}


@pytest.fixture
def case(clock: None, office: object) -> Case:
    return make_interviewed_case("zasilek_okresowy", incomes=[("pension", "900.00")])


def test_what_is_asked_to_be_stored_is_kept_with_its_facts(client: Client, case: Case) -> None:
    client.force_login(case.handler)
    asked = to_store(case.pk)
    response = post(client, asked)
    assert response.status_code == 201
    (kept,) = KeptAnswer.objects.all()
    plain = {k: v for k, v in asked.items() if k not in ("store", "case")}
    assert response.json() == {**answer(plain), "stored": kept.pk}
    assert (kept.case, kept.made_by, kept.facts) == (case, case.handler, asked["facts"])
    assert kept.answer["amount"] == "355.00"


def test_what_is_kept_is_no_calculation_and_shown_as_asked_for(page: Client, case: Case) -> None:
    page.force_login(case.handler)
    assert post(page, to_store(case.pk)).status_code == 201
    assert newest_calculation(case) is None
    with pytest.raises(DomainError):
        decision_draft(actor=case.handler, case=case, today=TODAY)
    words = page.get(reverse("benefits:calculate", args=[case.pk])).content.decode()
    assert "Odpowiedzi zachowane na prośbę" in words and "355,00" in words
    made = calculation_make(actor=case.handler, case=case, today=TODAY)
    assert made.facts["incomes"][0]["amount"] == "900.00"


def test_a_kept_answer_cannot_be_changed(client: Client, case: Case) -> None:
    client.force_login(case.handler)
    post(client, to_store(case.pk))
    with pytest.raises(IntegrityError), writing(case.handler):
        KeptAnswer.objects.update(answer={})


@pytest.mark.parametrize(
    ("change", "status", "path"),
    [
        ({"store": "yes"}, 400, "store"),
        ({"store": False}, 400, "store"),
        ({"store": None}, 400, "store"),
        ({"case": None}, 400, "store"),
        ({"case": 0}, 404, "case"),
        ({"case": True}, 404, "case"),
        ({"case": "1"}, 404, "case"),
        ({"case": 10**30}, 404, "case"),
        (
            {"benefit": "zasilek_celowy", "facts": {**ALONE, "incomes": []}},
            400,
            "facts.reason_art7",
        ),
        ({"on": "2004-05-01"}, 400, "on"),
        ({"other": 1}, 400, "other"),
    ],
)
def test_what_cannot_be_stored_is_said(
    client: Client, case: Case, change: dict[str, Any], status: int, path: str
) -> None:
    client.force_login(case.handler)
    response = post(client, {**to_store(case.pk), **change})
    assert (response.status_code, response.json()["error"]["path"]) == (status, path)
    assert response.json()["id"] == "x"
    assert not KeptAnswer.objects.exists()


def test_the_benefit_must_be_that_of_the_case(client: Client, case: Case) -> None:
    client.force_login(case.handler)
    facts = {"household": ALONE["household"], "incomes": []}
    response = post(client, to_store(case.pk, benefit="zasilek_celowy", facts=facts))
    assert (response.status_code, response.json()["error"]["path"]) == (400, "benefit")
    assert "zasilek_okresowy" in response.json()["error"]["message"]
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 201), ("manager", 403), ("accountant", 403), ("auditor", 403)],
)
def test_who_may_store(
    client: Client, case: Case, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert post(client, to_store(case.pk)).status_code == status
    assert KeptAnswer.objects.exists() is (status == 201)


def test_a_case_of_others_is_not_there(client: Client, case: Case) -> None:
    other = make_user(Role.SOCIAL_WORKER, "elsewhere", district=make_district("Rejon 9"))
    client.force_login(other)
    response = post(client, to_store(case.pk))
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    assert not KeptAnswer.objects.exists()


def test_nothing_is_stored_on_a_decided_case(client: Client, office: object, clock: None) -> None:
    decided = make_issued("zasilek_okresowy").case
    client.force_login(decided.handler)
    response = post(client, to_store(decided.pk))
    assert (response.status_code, response.json()["error"]["code"]) == (409, "conflict")


def test_a_character_that_no_database_keeps_is_refused(client: Client, case: Case) -> None:
    client.force_login(case.handler)
    row = {"person": "a", "kind": "other_counted", "amount": "1.00", "reason": "a\x00b"}
    asked = to_store(case.pk, facts={**ALONE, "incomes": [row]})
    assert post(client, asked).status_code == 409
    assert not KeptAnswer.objects.exists()


def test_parameters_on_a_day(signed_in: Client) -> None:
    query = {"on": "2024-12-31", "benefit": "zasilek_staly"}
    rows = {row["name"]: row for row in signed_in.get("/api/v1/parameters/", query).json()}
    assert rows["zasilek_staly_maximum"]["value"] == "1000.00"
    assert rows["zasilek_staly_maximum"]["source"] == "Dz.U. 2023 poz. 1693"
    assert "posilek_pct" not in rows


def test_parameters_of_today(signed_in: Client, clock: None, today: date) -> None:
    rows = {row["name"]: row for row in signed_in.get("/api/v1/parameters/").json()}
    assert rows["kryterium_osoby_w_rodzinie"]["certainty"] == "unsure"


@pytest.mark.parametrize(
    ("query", "path"), [({"on": "soon"}, "on"), ({"on": ""}, "on"), ({"benefit": "x"}, "benefit")]
)
def test_bad_parameters(signed_in: Client, query: dict[str, str], path: str) -> None:
    response = signed_in.get("/api/v1/parameters/", query)
    assert response.status_code == 400
    assert response.json()["error"]["path"] == path


def test_benefits(signed_in: Client) -> None:
    rows = {row["code"]: row for row in signed_in.get("/api/v1/benefits/").json()}
    assert rows["zasilek_staly"]["valid_from"] == "2004-05-01"
    assert rows["zasilek_staly"]["label"] == "Zasiłek stały"


def test_schema_is_openapi_31_and_names_every_address(signed_in: Client) -> None:
    schema = signed_in.get("/api/schema/", {"format": "json"}).json()
    assert schema["openapi"] == "3.1.0"
    assert set(schema["paths"]) == {
        "/api/v1/benefits/",
        CALCULATIONS,
        "/api/v1/parameters/",
    }
    answers = schema["paths"][CALCULATIONS]["post"]["responses"]
    assert set(answers) == {"200", "201", "400", "403", "404", "409"}


def test_docs_page_keeps_the_content_security_policy(signed_in: Client) -> None:
    page = signed_in.get("/api/docs/")
    html = page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=") == 2
    script = signed_in.get("/api/docs/", {"script": ""})
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()
