"""A real `make run`: started, watched, stopped; and what is left of it. Standard library only."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.setup.browser import Browser

MARK = "GOPS_PROOF"
READY = "GOPS is ready"
#: Servers that the outer test run uses; a `make run` under test starts its own.
OUTER = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "BIND")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def clean_environment(**extra: str) -> dict[str, str]:
    """This environment without the servers of the test run and without make's own variables."""
    unwanted = {*OUTER, "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTEST_")}
    return {**kept, **extra}


class Application:
    """`command` in `folder` with no terminal, listening on a port of its own."""

    def __init__(self, folder: Path, log: Path, *, local: Path | None = None, **extra: str) -> None:
        self.folder = folder
        self.log = log
        self.local = local or folder / ".local"
        self.port = free_port()
        self.mark = f"{os.getpid()}-{time.monotonic_ns()}"
        self.extra = extra
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def browser(self) -> Browser:
        """A new browser window on it."""
        return Browser(f"http://127.0.0.1:{self.port}")

    def environment(self) -> dict[str, str]:
        """What it is started with; `mark` finds its processes again."""
        own = {"PORT": str(self.port), "LOCAL_DIR": str(self.local), MARK: self.mark}
        return clean_environment(**own, **self.extra)

    def start(self, *command: str) -> None:
        """Start it in a process group of its own, as a shell with job control does."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command or ("make", "run"),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self, seconds: float) -> float:
        """Seconds until it said that it is ready and its first page came. Raises AssertionError."""
        assert self.process is not None
        started = time.monotonic()
        said_before = self.words().count(READY)
        while self.words().count(READY) == said_before:
            assert self.process.poll() is None, f"it ended by itself:\n{self.last_words()}"
            waited = time.monotonic() - started
            assert waited < seconds, f"not ready after {waited:.0f} s:\n{self.last_words()}"
            time.sleep(0.05)
        page = self.browser.get("/accounts/login/")
        assert page.status == 200, f"the first page answered {page.status}"
        return time.monotonic() - started

    def start_and_wait(self, seconds: float, *command: str) -> float:
        """Both; seconds from the command to the first page."""
        self.start(*command)
        return self.wait_until_ready(seconds)

    def stop(self, number: signal.Signals = signal.SIGTERM, *, group: bool = False) -> float:
        """Signal it (the whole group, as Ctrl-C does); seconds until it ended."""
        assert self.process is not None
        started = time.monotonic()
        (os.killpg if group else os.kill)(self.process.pid, number)
        self.process.wait(60)
        return time.monotonic() - started

    def words(self) -> str:
        """Everything it printed so far, over all starts."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def last_words(self, lines: int = 40) -> str:
        """The end of it."""
        return "\n".join(self.words().splitlines()[-lines:])

    def left_processes(self, patience: float = 5) -> list[str]:
        """Command lines of what still runs of it (make included), after `patience` seconds."""
        deadline = time.monotonic() + patience
        while (found := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return list(found.values())

    def clear_away(self) -> None:
        """For the end of a failed test: neither processes nor folders stay."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for place in self.outside_places():
            shutil.rmtree(place, ignore_errors=True)

    def processes(self) -> dict[int, str]:
        """By the mark in their environment, or by our data folder in their command line."""
        mark = f"{MARK}={self.mark}".encode()
        places = {os.fsencode(place) for place in (self.local.resolve(), *self.outside_places())}
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes()
                ours = mark in (entry / "environ").read_bytes().split(b"\0")
            except OSError:  # ended meanwhile, or another user's
                continue
            if ours or any(place in words for place in places):
                found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
        return found

    def outside_places(self) -> set[Path]:
        """Folders under /var/tmp that stood for ours because a parent was closed; it says so."""
        named = re.findall(r"closed to others: database in (/var/tmp/\S+)", self.words())
        return {Path(place) for place in named}
