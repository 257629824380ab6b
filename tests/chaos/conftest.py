"""Real web and worker processes on the test database, with a Redis of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from core.models import User
from gops.embedded import Redis
from gops.places import find_place
from tests.database import database_url
from tests.factories.core import PASSWORD
from tests.setup.application import answers, free_port
from tests.setup.browser import Browser

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0


def wait_until(true: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Raises AssertionError when it does not become true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.1)


class Office:
    """Processes of the application, each with its log in `folder`."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.redis = Redis(find_place(folder), log=folder / "redis.log")
        self.redis.start()
        self.media = folder / "media"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gops.settings.dev",
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url,
            "CELERY_BROKER_URL": self.redis.broker_url,
            "MEDIA_ROOT": str(self.media),
            "FILE_KEYS": ",".join(settings.FILE_KEYS),
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, command: list[str], **extra: str) -> subprocess.Popen[bytes]:
        """Start a process; its words go to NAME.log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**self.environment, **extra},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def web(self, **extra: str) -> Browser:
        """A web process (with a stop, if GOPS_STOP is given); a browser window on it."""
        port = free_port()
        command = ["-m", "gunicorn", "tests.chaos.wsgi_with_stop:application"]
        command += ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
        process = self.start("web", command, **extra)
        wait_until(lambda: answers(port) or process.poll() is not None, "the web process")
        assert process.poll() is None, self.words("web")
        return Browser(f"http://127.0.0.1:{port}")

    def worker(self, stop: str = "") -> subprocess.Popen[bytes]:
        """A worker that dies at `stop`, or lives."""
        return self.start("worker", ["-m", "tests.chaos.worker_with_stop"], GOPS_STOP=stop)

    def send(self, task: str, *args: object, queue: str = "default") -> None:
        """Send a task as beat does."""
        with Celery() as app, app.connection_for_write(self.redis.broker_url) as broker:
            app.send_task(task, args=args, queue=queue, connection=broker)

    def words(self, name: str) -> str:
        """What that process said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Stop one process as a supervisor does."""
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self) -> None:
        """Stop everything."""
        for process in self.started:
            if process.poll() is None:
                self.end(process)
        self.redis.stop()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the servers' user reaches, too."""
    with tempfile.TemporaryDirectory(prefix="gops-chaos-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def processes(transactional_db: None, open_folder: Path) -> Iterator[Office]:
    """Processes on the test database; none is started yet."""
    made = Office(open_folder, database_url())
    yield made
    made.close()


def let_in(user: User) -> str:
    """Give the person a password that the processes' settings know; returns the user name."""
    hasher = Argon2PasswordHasher()
    user.password = hasher.encode(PASSWORD, hasher.salt())
    user.save(update_fields=["password"])
    return user.username
