"""PostgreSQL is restarted in the middle of a list: a clear page, and nothing lost or doubled."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from core.polish import format_date
from gops.embedded import Postgres
from gops.places import find_place
from tests.chaos.conftest import ROOT, Office, wait_until
from tests.factories.core import PASSWORD
from tests.setup.browser import Answer

pytestmark = pytest.mark.xdist_group("chaos")

#: Filled in the private database by a process of its own: an office, two grants, a month run.
FILL = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from core.dictionaries import dictionaries_load
from core.months import month_of
from core.terms import payment_day
from payments.services import month_run
from tests.chaos.conftest import let_in
from tests.factories.core import make_centre
from tests.factories.payments import make_entitlement, staff_of_lists
dictionaries_load(); make_centre()
today = timezone.localdate(); month = month_of(today)
for name in ("Nowak", "Mazur"):
    make_entitlement(last_name=name, valid_from=month, valid_to=None, origin_day=today, today=today)
clerk = staff_of_lists()["clerk"]
month_run(actor=clerk, month=month, today=today)
pay_day = today
while payment_day(pay_day) != pay_day: pay_day += timedelta(days=1)
print(let_in(clerk), month, pay_day)
"""


class PrivateDatabase:
    """A PostgreSQL of this test alone, brought to the state of the code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Postgres(find_place(folder), log=folder / "postgres.log")
        self.server.start()

    def restart(self) -> None:
        """As an administrator does: connections are cut, what was not committed is gone."""
        self.server.stop()
        self.server.start()

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a query."""
        host = self.server.sockets
        with psycopg.connect(f"host={host} user=postgres dbname=gops") as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]


@pytest.fixture
def database(open_folder: Path) -> Iterator[PrivateDatabase]:
    made = PrivateDatabase(open_folder)
    yield made
    made.server.stop()


@pytest.fixture
def private(database: PrivateDatabase, open_folder: Path) -> Iterator[Office]:
    """Processes on the private database."""
    made = Office(open_folder, database.server.url)
    _run(made, "-m", "gops.prepare")
    yield made
    made.close()


def _run(office: Office, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=office.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_postgresql_is_restarted_in_the_middle_of_a_list(
    private: Office, database: PrivateDatabase, open_folder: Path
):
    username, month, pay_day = _run(private, "-c", FILL).split()
    mark = open_folder / "in the middle"
    browser = private.web(GOPS_STOP="payments.services.lists:_prepare:after", GOPS_PAUSE=str(mark))
    browser.sign_in(username, PASSWORD)
    fields = {"month": month[:7], "pay_day": format_date(date.fromisoformat(pay_day))}
    answers: list[Answer] = []
    sender = Thread(target=lambda: answers.append(browser.post("/payments/run/lists/", fields)))
    sender.start()
    wait_until(mark.exists, "the list half made")
    database.restart()
    mark.unlink()
    sender.join(60)

    (told,) = answers
    assert told.status == 503
    assert 'class="alone"' in told.text and "Traceback" not in told.text
    assert database.ask("SELECT count(*) FROM payments_paymentlist") == [(0,)]

    again = browser.post("/payments/run/lists/", fields)
    assert again.status == 200
    assert database.ask("SELECT count(*), sum(lines_count) FROM payments_paymentlist") == [(1, 2)]
    doubled = "SELECT due_id FROM payments_paymentline WHERE active GROUP BY 1 HAVING count(*) > 1"
    assert database.ask(doubled) == []
    number = database.ask("SELECT number FROM payments_paymentlist")
    assert str(number[0][0]).endswith("/1"), "the lost list took no number"


def test_a_page_while_the_database_is_away_says_so(private: Office, database: PrivateDatabase):
    username, _month, _pay_day = _run(private, "-c", FILL).split()
    browser = private.web()
    browser.sign_in(username, PASSWORD)
    database.server.stop()
    for path in ("/payments/", "/", "/accounts/login/"):
        told = browser.get(path)
        assert told.status == 503, path
        assert "Traceback" not in told.text and "OperationalError" not in told.text
    assert browser.get("/healthz/").status == 503
    database.server.start()
    assert browser.get("/payments/").status == 200
