"""`make run` with a data folder of its own: start, stop, kill, start again, reset. Real processes.

The tests share one application, because a first start takes half a minute; each brings it into the
state that it needs.
"""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gops.places import outside_folder
from gops.processes import TOO_SHORT
from tests.setup.application import Application, clean_environment, free_port

ROOT = Path(__file__).resolve().parents[2]
FIRST_START = 240.0
NEXT_START = 30.0

pytestmark = pytest.mark.xdist_group("make run")


class Checkout:
    """This checkout with another data folder."""

    def __init__(self, folder: Path) -> None:
        self.local = folder / "local"
        fonts = Path(os.environ.get("LOCAL_DIR") or ROOT / ".local") / "fonts"
        self.extra = {"PAPER_FONTS_DIR": str(fonts), "LOCAL_DIR": str(self.local)}
        self.application = Application(
            ROOT, folder / "output.log", local=self.local, PAPER_FONTS_DIR=str(fonts)
        )
        self.modes = {parent: parent.stat().st_mode for parent in self.local.parents}
        self.works = False

    def running(self) -> Application:
        """Started if it is not."""
        process = self.application.process
        if process is None:
            self.application.start_and_wait(FIRST_START)
            self.works = True
        elif process.poll() is not None:
            assert self.works, "its first start failed: see the first test"
            self.application.start_and_wait(60)
        return self.application

    def stopped(self) -> Application:
        """Started once, and stopped again."""
        application = self.running()
        application.stop()
        assert application.left_processes() == []
        return application

    def make(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Another command of the Makefile on the same data, without a terminal."""
        environment = clean_environment(**self.extra, PORT=str(free_port()), **extra)
        return subprocess.run(
            ["make", *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    with tempfile.TemporaryDirectory(prefix="gops-setup-", dir="/var/tmp") as folder:
        made = Checkout(Path(folder))
        yield made
        made.application.clear_away()


def test_it_starts_from_nothing_and_shows_its_page(checkout: Checkout):
    application = checkout.running()
    assert application.browser.get("/healthz/").status == 200
    page = application.browser.get("/accounts/login/")
    assert page.status == 200 and "csrfmiddlewaretoken" in page.text
    assert f"http://localhost:{application.port}" in application.words()


def test_a_demo_account_signs_in(checkout: Checkout):
    desk = checkout.running().browser.sign_in("kierownik", "lipowa-dolina")
    assert len(desk.rail()) >= 5


def test_no_parent_folder_is_opened(checkout: Checkout):
    checkout.running()
    assert {parent: parent.stat().st_mode for parent in checkout.modes} == checkout.modes


def test_the_data_is_closed_to_others(checkout: Checkout):
    checkout.running()
    assert (checkout.local / "run.json").stat().st_mode & 0o077 == 0


def test_a_second_start_in_the_same_place_is_refused(checkout: Checkout):
    checkout.running()
    refused = checkout.make("run")
    assert refused.returncode == 2
    assert "Already running here" in refused.stderr


def test_a_management_command_joins_the_running_one(checkout: Checkout):
    checkout.running()
    done = checkout.make("manage", "ARGS=showmigrations core")
    assert done.returncode == 0, done.stderr
    assert "[X] 0001_initial" in done.stdout


def test_a_port_in_use_is_named(checkout: Checkout):
    port = checkout.running().port
    with tempfile.TemporaryDirectory(dir="/var/tmp") as elsewhere:
        refused = checkout.make("run", f"PORT={port}", f"LOCAL_DIR={elsewhere}")
    assert refused.returncode == 2
    assert f"Port {port} is in use" in refused.stderr
    assert f"PORT={port + 1}" in refused.stderr


def test_a_fallen_worker_is_started_again(checkout: Checkout):
    application = checkout.running()
    worker = _process_of(application, "celery", "worker")
    time.sleep(max(0, TOO_SHORT + 2 - _age(worker)))  # younger ones are not started again
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while "worker ended by itself" not in application.words():
        assert time.monotonic() < deadline, application.last_words()
        time.sleep(0.1)
    assert "started again" in application.words()
    assert application.browser.get("/healthz/").status == 200


def _age(pid: int) -> float:
    """Seconds since the process was started."""
    return time.time() - Path(f"/proc/{pid}").stat().st_mtime


def _process_of(application: Application, *words: str) -> int:
    """The oldest process of it whose command line has these words."""
    found = [pid for pid, line in sorted(application.processes().items()) if _has(line, words)]
    assert found, application.processes()
    return found[0]


def _has(line: str, words: tuple[str, ...]) -> bool:
    return all(word in line for word in words)


def test_sigterm_stops_every_child(checkout: Checkout):
    application = checkout.running()
    assert application.stop(signal.SIGTERM) < 15
    assert application.left_processes() == []
    assert not (checkout.local / "run.json").exists()


def test_a_later_start_is_quick(checkout: Checkout):
    """Under ten seconds with the machine to itself (first_run.py); here another test runs, too."""
    application = checkout.stopped()
    assert application.start_and_wait(60) < NEXT_START


def test_a_killed_one_leaves_nothing_that_stops_the_next_start(checkout: Checkout):
    """SIGKILL of the parent: the kernel stops its children; stale files are cleared."""
    application = checkout.running()
    supervisor = int(_run_file(checkout)["pid"])
    os.kill(supervisor, signal.SIGKILL)
    assert application.process is not None
    application.process.wait(10)
    assert application.left_processes(patience=15) == []
    assert (checkout.local / "run.json").exists(), "it left its notes behind, as a killed one does"
    application.start_and_wait(60)
    assert application.browser.get("/healthz/").status == 200


def _run_file(checkout: Checkout) -> dict[str, str]:
    found: dict[str, str] = json.loads((checkout.local / "run.json").read_text())
    return found


def test_ctrl_c_stops_every_child(checkout: Checkout):
    application = checkout.running()
    assert application.stop(signal.SIGINT, group=True) < 15
    assert application.left_processes() == []


def test_data_older_than_the_code_is_migrated(checkout: Checkout):
    checkout.stopped()
    assert checkout.make("manage", "ARGS=migrate reports zero").returncode == 0
    browser = checkout.running().browser
    browser.sign_in("kierownik", "lipowa-dolina")
    assert browser.get("/statistics/").status == 200


def test_data_newer_than_the_code_is_refused(checkout: Checkout):
    checkout.stopped()
    insert = "INSERT INTO django_migrations (app, name, applied) VALUES ('core','9999_x',now())"
    sql = f'from django.db import connection as c; c.cursor().execute("{insert}")'
    assert _shell(checkout, sql).returncode == 0
    refused = checkout.make("run")
    remove = "DELETE FROM django_migrations WHERE name = '9999_x'"
    told = refused.stdout + refused.stderr
    assert refused.returncode == 2, told
    assert "The database is newer than this code: it has core.9999_x" in told
    assert "git pull" in told
    _at_the_database(checkout, remove)


def _shell(checkout: Checkout, code: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(**checkout.extra)
    command = [".venv/bin/python", "-m", "gops.local", "manage", "shell", "-v", "0", "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def _at_the_database(checkout: Checkout, sql: str) -> None:
    """SQL on the stopped data, past the check that refuses newer data."""
    script = (
        "import sys, psycopg\nfrom pathlib import Path\nfrom gops.embedded import Services\n"
        "folder = Path(sys.argv[1])\nown = Services(folder, folder / 'logs')\n"
        "url = own.start()['DATABASE_URL']\n"
        "try:\n    with psycopg.connect(url) as c: c.execute(sys.argv[2])\n"
        "finally:\n    own.stop()\n"
    )
    command = [".venv/bin/python", "-c", script, str(checkout.local), sql]
    subprocess.run(command, cwd=ROOT, env=clean_environment(**checkout.extra), check=True)


def test_reset_asks_and_then_deletes(checkout: Checkout):
    checkout.stopped()
    asked = checkout.make("reset")
    assert asked.returncode == 2
    assert "make reset YES=1" in asked.stderr
    data = _database_folder(checkout)
    assert data.exists()
    done = checkout.make("reset", YES="1")
    assert done.returncode == 0, done.stderr
    assert not data.exists()
    assert not (checkout.local / "media").exists()


def _database_folder(checkout: Checkout) -> Path:
    """In .local, or outside where the server's user cannot enter it."""
    near = checkout.local / "postgres"
    return near if near.exists() else outside_folder(checkout.local) / "postgres"
