"""The supervisor of `make run`: children in groups of their own, all stopped. Real processes."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gops import processes
from gops.bootstrap import Trouble
from gops.processes import StopAsked, Supervisor

STUBBORN = """
import signal, subprocess, sys, time
for name in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
    signal.signal(name, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path)
    yield made
    made.stop()


def script(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_that_ends_gives_its_exit_code(supervisor: Supervisor):
    assert supervisor.run("setup", script("import sys; sys.exit(3)"), os.environ) == 3
    assert supervisor.children == []


def test_its_lines_are_shown_behind_its_name_and_kept(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    supervisor.run("setup", script("print('zażółć')"), os.environ)
    assert " setup | zażółć" in capsys.readouterr().out
    assert (tmp_path / "setup.log").read_text() == "zażółć\n"


def test_a_child_that_ends_at_once_is_no_endless_loop(supervisor: Supervisor):
    supervisor.start("web", script("import sys; sys.exit(7)"), os.environ)
    with pytest.raises(Trouble, match=r"web ended by itself \(exit 7\)"):
        supervisor.wait_until(lambda: False, 10)


def test_an_old_child_that_fell_is_started_again(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processes, "TOO_SHORT", 0.0)
    child = supervisor.start("web", script("import time; time.sleep(60)"), os.environ)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    with pytest.raises(StopAsked):
        _watch_until(supervisor, lambda: child.process is not None and child.process.pid != first)
    assert child.running and child.process.pid != first


def _watch_until(supervisor: Supervisor, done: Callable[[], bool]) -> None:
    """Watch as `make run` does, until `done` or for ten seconds; a signal ends the watch."""
    pump, deadline = supervisor.pump, time.monotonic() + 10

    def pump_and_look(seconds: float) -> None:
        pump(0.1)
        if done() or time.monotonic() > deadline:
            raise StopAsked

    supervisor.pump = pump_and_look  # type: ignore[method-assign]
    try:
        supervisor.watch()
    finally:
        supervisor.pump = pump  # type: ignore[method-assign]


def test_a_child_that_ignores_every_signal_is_killed_with_its_own_children(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    child = supervisor.start("web", script(STUBBORN), os.environ)
    log = tmp_path / "web.log"
    supervisor.wait_until(lambda: log.exists() and log.read_text().endswith("\n"), 20)
    grandchild = int(log.read_text())
    assert child.process is not None and alive(grandchild)
    supervisor.stop()
    deadline = time.monotonic() + 5
    while alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(grandchild)
    assert child.process.poll() is not None
