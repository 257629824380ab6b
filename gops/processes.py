"""Child processes of `make run`: started in their own groups, their lines shown, all stopped."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from gops.bootstrap import Trouble, say
from gops.embedded import die_with_parent

#: A child that lived shorter than this and ended by itself is not started again.
TOO_SHORT = 20.0
#: Seconds from the polite signal to the next, less polite one.
PATIENCE = 10.0
LOG_LIMIT = 5 * 1024**2


class StopAsked(BaseException):
    """SIGINT or SIGTERM arrived; raised once, later ones are ignored."""


def stop_on_signals() -> None:
    """Raise StopAsked at the first SIGINT, SIGTERM or SIGHUP; ignore the rest."""

    def handler(number: int, _frame: object) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise StopAsked(number)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, handler)


class Child:
    """One process with its log file; every line also goes to our output behind its name."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.started = 0.0
        self.rest = b""
        self.process: subprocess.Popen[bytes] | None = None
        self.log: BinaryIO | None = None

    def start(self, log: Path) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us."""
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        self.log = log.open("ab", buffering=0)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def show(self, data: bytes) -> None:
        """Keep the bytes in the log, print whole lines."""
        if self.log is not None:
            with contextlib.suppress(OSError):  # a full disk must not stop the show
                self.log.write(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            say(f"{self.name:>6} | {line.decode(errors='replace').rstrip()}")

    def signal(self, number: signal.Signals) -> None:
        """Signal the process itself."""
        if self.process is not None and self.running:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End whatever is left of its group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Starts children, shows what they say, starts a fallen one again, stops them all."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> Child:
        """Start a child that stays."""
        child = Child(name, command, environment)
        self.children.append(child)
        self._launch(child)
        return child

    def run(self, name: str, command: list[str], environment: Mapping[str, str]) -> int:
        """Start a child that ends; returns its exit code."""
        child = self.start(name, command, environment)
        while child.running:
            self.pump(0.2)
        self.pump(0)
        self._forget(child)
        assert child.process is not None
        return child.process.wait()

    def pump(self, seconds: float) -> None:
        """Show what the children say, for at most that long."""
        for key, _ in self.selector.select(seconds):
            child: Child = key.data
            data = os.read(key.fd, 65536)
            if data:
                child.show(data)
            else:
                self.selector.unregister(key.fileobj)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Pump until `ready` or until the time is up; raises Trouble when a child ends."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if ready():
                return True
            self.pump(0.1)
            self._look_after(restart=False)
        return False

    def watch(self) -> None:
        """Pump for ever; raises Trouble when a child cannot be kept alive."""
        while True:
            self.pump(1)
            self._look_after(restart=True)

    def stop(self) -> None:
        """SIGTERM to all, SIGQUIT to the slow, SIGKILL to what is left of their groups."""
        for number in (signal.SIGTERM, signal.SIGQUIT):
            for child in self.children:
                child.signal(number)
            deadline = time.monotonic() + PATIENCE
            while any(child.running for child in self.children) and time.monotonic() < deadline:
                self.pump(0.1)
        for child in list(self.children):
            child.kill_group()
            self._forget(child)

    def _launch(self, child: Child) -> None:
        child.start(self.logs / f"{child.name}.log")
        assert child.process is not None and child.process.stdout is not None
        self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _look_after(self, *, restart: bool) -> None:
        for child in self.children:
            if child.running:
                continue
            assert child.process is not None
            code = child.process.returncode
            child.kill_group()
            self.pump(0)
            if not restart or time.monotonic() - child.started < TOO_SHORT:
                log = self.logs / f"{child.name}.log"
                raise Trouble(f"{child.name} ended by itself (exit {code}); its words are in {log}")
            say(f"· {child.name} ended by itself (exit {code}): started again")
            self._close(child)
            self._launch(child)

    def _forget(self, child: Child) -> None:
        self._close(child)
        self.children.remove(child)

    def _close(self, child: Child) -> None:
        if child.process is not None and child.process.stdout is not None:
            with contextlib.suppress(KeyError, ValueError):
                self.selector.unregister(child.process.stdout)
            child.process.stdout.close()
        if child.log is not None:
            child.log.close()


def run_in_front(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command on our own terminal; signals that stop us stop it first."""
    process = subprocess.Popen(
        command, env=dict(environment), preexec_fn=die_with_parent(signal.SIGTERM)
    )
    try:
        return process.wait()
    except StopAsked:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise


def python(*arguments: str) -> list[str]:
    """A command line for this interpreter."""
    return [sys.executable, *arguments]
