"""The work list at 100,000 cases, beside Django's admin on the same table."""

from datetime import date
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench.database import analyse, cases, office, people, quietly
from bench.harness import Row, row, seconds
from core.models import User

CASES, PEOPLE = 100_000, 20_000
OPEN_SHARE = 20  # one case in twenty is open
TIMES = 15
TARGET_MS, TARGET_QUERIES = 100, 10
ADMIN = "/admin/cases/case/"
PAGES = {
    "benefits clerk, all open": ("referent1", "/cases/?scope=all"),
    "social worker, own open": ("pracownik1", "/cases/"),
}


def measure() -> list[Row]:
    """A page of the list for ordinary clerks: time and queries."""
    today = date.today()  # noqa: DTZ011 - the page asks the clock, too
    with office(today), override_settings(ROOT_URLCONF="bench.admin_urls"):
        with quietly():
            people(PEOPLE)
            analyse()
            cases(CASES, open_share=OPEN_SHARE, kind="zasilek_celowy", opened_on=today)
        analyse()
        admin = median(_timed(_administrator(), ADMIN)) * 1000
        rows: list[Row] = []
        for who, (username, url) in PAGES.items():
            rows += _rows(who, User.objects.get(username=username), url, admin)
    return rows


def _rows(who: str, user: User, url: str, admin: float) -> list[Row]:
    client = _signed_in(user)
    taken = median(_timed(client, url)) * 1000
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    name = f"work list, {CASES} cases, {who}"
    return [
        row(
            name,
            taken,
            "ms",
            beside="Django admin, same table",
            beside_value=admin,
            target=f"≤ {TARGET_MS} ms",
            met=taken <= TARGET_MS,
        ),
        row(
            f"{name}: queries",
            len(queries),
            "queries",
            target=f"≤ {TARGET_QUERIES}",
            met=len(queries) <= TARGET_QUERIES,
        ),
    ]


def _timed(client: Client, url: str) -> list[float]:
    def ask() -> Any:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")
        return answer.content

    return seconds(ask, TIMES, warm=2)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _administrator() -> Client:
    user = User.objects.create(username="bench", is_staff=True, is_superuser=True)
    return _signed_in(user)
