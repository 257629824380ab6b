"""A real installation outside of containers: the same commands, settings and health checks."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings

from gops.serve import QUEUES, commands, healthy
from tests.database import database_url
from tests.setup.application import clean_environment, free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "gops.example.org"
SECRET = "Zq8vT3nLk0XwR7yPb2JmD5sHc9GfU4aEoI1tN6rVxKjM-only-for-this-test-0123456789"

#: `django_db` makes sure that the test database is there when this file runs alone.
pytestmark = [pytest.mark.xdist_group("production"), pytest.mark.django_db]


def production(**extra: str) -> dict[str, str]:
    """The environment of a container of the installation."""
    return clean_environment(
        DJANGO_SETTINGS_MODULE="gops.settings.production",
        SECRET_KEY=SECRET,
        FILE_KEYS=f"first:{'ab' * 32}",
        ALLOWED_HOSTS=HOST,
        CSRF_TRUSTED_ORIGINS=f"https://{HOST}",
        SITE_URL=f"https://{HOST}",
        **extra,
    )


def manage(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=production(**extra), capture_output=True, text=True, check=False,
    )  # fmt: skip


class Installation:
    """Web, worker and beat by the commands of gops.serve."""

    def __init__(self, folder: Path) -> None:
        self.bind = f"127.0.0.1:{free_port()}"
        self.folder = folder
        self.environment = production(
            DATABASE_URL=database_url(),
            REDIS_URL=settings.REDIS_URL,
            CELERY_BROKER_URL=settings.CELERY_BROKER_URL,
            STATIC_ROOT=str(folder / "static"),
            MEDIA_ROOT=str(folder / "media"),
            BIND=self.bind,
            WORKER_CONCURRENCY="1",
        )
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        collected = subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert collected.returncode == 0, collected.stderr
        for name in commands():
            with (self.folder / f"{name}.log").open("wb") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", "gops.serve", name],
                    cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                )  # fmt: skip
        deadline = time.monotonic() + 60
        while not healthy(self.bind, HOST):
            assert time.monotonic() < deadline, (self.folder / "web.log").read_text()
            time.sleep(0.2)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(30)

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and body, without following redirects."""
        request = urllib.request.Request(
            f"http://{self.bind}{path}", headers={"Host": HOST, **headers}
        )
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            reply = opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            received = {name.lower(): value for name, value in reply.headers.items()}
            return reply.status, received, reply.read().decode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


@pytest.fixture(scope="module")
def installation(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("production"))
    made.start()
    yield made
    made.stop()


def test_djangos_deployment_check_finds_nothing():
    told = manage("check", "--deploy", "--fail-level", "WARNING")
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "FILE_KEYS", "ALLOWED_HOSTS"])
def test_it_does_not_start_without_its_secrets(missing: str):
    environment = production()
    del environment[missing]
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode != 0
    assert missing in told.stderr


def test_the_health_check_answers_without_tls(installation: Installation):
    status, _headers, body = installation.ask("/healthz/")
    assert (status, body) == (200, '{"status": "ok"}')
    done = subprocess.run(
        [sys.executable, "-m", "gops.serve", "health"],
        cwd=ROOT, env=installation.environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_everything_else_is_sent_to_tls(installation: Installation):
    status, headers, _body = installation.ask("/accounts/login/")
    assert (status, headers["location"]) == (301, f"https://{HOST}/accounts/login/")


def test_behind_the_proxy_pages_carry_every_guard(installation: Installation):
    status, headers, body = installation.ask("/accounts/login/", **{"X-Forwarded-Proto": "https"})
    assert status == 200
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    cookies = headers["set-cookie"]
    assert "csrftoken=" in cookies and "Secure" in cookies
    assert "lipowa-dolina" not in body, "no demo account in a real installation"


def test_static_files_have_names_that_change_with_their_content(installation: Installation):
    _status, _headers, body = installation.ask("/accounts/login/", **{"X-Forwarded-Proto": "https"})
    sheet = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', body)
    assert sheet, "app.css has no hash in its name"
    status, headers, _sheet = installation.ask(sheet.group(1), **{"X-Forwarded-Proto": "https"})
    assert status == 200 and "immutable" in headers["cache-control"]


def test_another_host_name_is_refused(installation: Installation):
    headers = {"Host": "elsewhere.example", "X-Forwarded-Proto": "https"}
    status, _headers, body = installation.ask("/accounts/login/", **headers)
    assert status == 400
    assert "Traceback" not in body and "DEBUG" not in body


def test_an_address_that_does_not_exist_tells_nothing_of_the_inside(installation: Installation):
    status, _headers, body = installation.ask("/nowhere/", **{"X-Forwarded-Proto": "https"})
    assert status in (302, 404)
    assert "urlpatterns" not in body and "gops.urls" not in body


def test_the_worker_answers_its_health_check(installation: Installation):
    """The same command as in docker-compose.yml."""
    name = os.uname().nodename
    command = [sys.executable, "-m", "celery", "-A", "gops.celery:app", "inspect", "ping"]
    deadline = time.monotonic() + 60
    while True:
        told = subprocess.run(
            [*command, "-t", "5", "-d", f"celery@{name}"],
            cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if told.returncode == 0:
            break
        assert time.monotonic() < deadline, told.stdout + told.stderr
    assert "pong" in told.stdout
    assert installation.processes["beat"].poll() is None


def test_beat_ends_although_the_signal_comes_in_the_middle_of_a_query(installation: Installation):
    table = "django_celery_beat_periodictask"
    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        f" AND wait_event_type = 'Lock' AND query LIKE '%{table}%'"
    )
    with psycopg.connect(database_url()) as locked, psycopg.connect(
        database_url(), autocommit=True
    ) as watch:  # fmt: skip
        locked.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        before = {row[0] for row in watch.execute(waiting)}
        beat = subprocess.Popen(
            [sys.executable, "-m", "gops.serve", "beat"], cwd=ROOT, env=installation.environment
        )
        deadline = time.monotonic() + 30
        while not {row[0] for row in watch.execute(waiting)} - before:
            assert time.monotonic() < deadline, "beat never asked for its schedule"
            time.sleep(0.1)
        beat.terminate()
        time.sleep(0.5)
        assert beat.poll() is None, "it leaves no query half done"
    assert beat.wait(20) == 0


def compose() -> dict[str, dict[str, object]]:
    loaded: dict[str, dict[str, object]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_containers_run_the_commands_that_are_tested_here(name: str):
    service = compose()["services"][name]
    assert isinstance(service, dict)
    assert service["command"] == ["python", "-m", "gops.serve", name]


def test_the_worker_of_the_installation_serves_every_queue():
    assert QUEUES in commands()["worker"]


def test_health_checks_of_containers_are_the_ones_tested_here():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert 'CMD ["python", "-m", "gops.serve", "health"]' in dockerfile
    worker = compose()["services"]["worker"]
    assert isinstance(worker, dict)
    assert "celery -A gops.celery:app inspect ping" in worker["healthcheck"]["test"][1]


def test_every_variable_of_compose_is_explained():
    text = (ROOT / "docker-compose.yml").read_text()
    used = set(re.findall(r"\$\{([A-Z_]+)", text))
    explained = set(
        re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert used <= explained


def test_every_file_that_compose_mounts_is_here():
    mounted = re.findall(r"- (\./[\w./-]+):", (ROOT / "docker-compose.yml").read_text())
    assert mounted and all((ROOT / path).exists() for path in mounted)


def test_scripts_of_containers_are_valid_shell():
    for script in sorted((ROOT / "docker").glob("*.sh")):
        done = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
