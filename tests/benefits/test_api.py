"""The fourth door of the law engine: HTTP, for staff who are signed in."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import User
from law.questions import answer
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
    assert set(schema["paths"][CALCULATIONS]["post"]["responses"]) == {"200", "400"}


def test_docs_page_keeps_the_content_security_policy(signed_in: Client) -> None:
    page = signed_in.get("/api/docs/")
    html = page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=") == 2
    script = signed_in.get("/api/docs/", {"script": ""})
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()
