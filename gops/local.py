"""Second half of `make run`, `make test` and their sisters; starts only what is not given.

`python -m gops.local MODE …` inside the environment that `gops.bootstrap` made.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from gops.bootstrap import (
    LOCAL,
    ROOT,
    Trouble,
    check_not_running,
    check_port,
    find_chromium,
    running_here,
    say,
    wanted_port,
)
from gops.embedded import Services
from gops.places import outside_folder
from gops.prepare import EXIT_TROUBLE
from gops.processes import StopAsked, Supervisor, python, run_in_front, stop_on_signals
from gops.serve import commands, healthy

LOGS = LOCAL / "logs"
READY_SECONDS = 60
#: Kept by `make reset`: what is made from sources and costs time.
KEPT_AT_RESET = {"fonts", "setup.lock"}


@contextlib.contextmanager
def only_one(name: str, refuse: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of that name; calls `refuse` (which raises Trouble) when another holds it."""
    with (LOCAL / f"{name}.lock").open("a") as lock:
        deadline = time.monotonic() + 1
        while not _locked(lock):
            if time.monotonic() > deadline:
                refuse()
                raise Trouble(f"Another `make {name}` is at work in this checkout: wait for it.")
            time.sleep(0.1)
        yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def services(folder: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """The embedded servers that are needed; yields the whole environment for children."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    own = Services(folder, logs, durable=durable)
    try:
        yield {**os.environ, **own.start()}
    finally:
        own.stop()


def run(_arguments: list[str]) -> int:
    """`make run`: everything, until Ctrl-C or SIGTERM."""
    port, host = wanted_port(), os.environ.get("HOST") or "127.0.0.1"
    address = f"http://localhost:{port}"
    with only_one("run", check_not_running):
        check_port(port, host)
        with services(LOCAL) as environment:
            environment.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.dev")
            environment.setdefault("SITE_URL", address)
            os.environ["BIND"] = f"{host}:{port}"
            environment["PYTHONUNBUFFERED"] = "1"
            # a machine with root alone is no reason for twelve lines at each start
            environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
            _remember(environment, address)
            try:
                return _serve(environment)
            finally:
                (LOCAL / "run.json").unlink(missing_ok=True)


def _serve(environment: dict[str, str]) -> int:
    supervisor = Supervisor(LOGS)
    try:
        prepared = supervisor.run("setup", python("-m", "gops.prepare", "--demo"), environment)
        if prepared:
            if prepared == EXIT_TROUBLE:
                return EXIT_TROUBLE
            raise Trouble(f"The database could not be prepared; see above or {LOGS}/setup.log")
        ways = commands()
        supervisor.start("web", ways.pop("web"), environment)  # the page comes first
        bind = os.environ["BIND"]
        if not supervisor.wait_until(lambda: healthy(bind, "localhost"), READY_SECONDS):
            raise Trouble(f"No good answer at {bind} for {READY_SECONDS} s; see {LOGS}/web.log")
        for name, command in ways.items():
            supervisor.start(name, command, environment)
        say(f"\nGOPS is ready: {environment['SITE_URL']}   (Ctrl-C stops it)\n")
        supervisor.watch()
    finally:
        say("· stopping")
        supervisor.stop()
    return 0


def _remember(environment: dict[str, str], address: str) -> None:
    """For `make seed` and others that join a running one; holds passwords, so for us only."""
    names = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
    known = {name: environment[name] for name in names if name in environment}
    known |= {"address": address, "pid": str(os.getpid())}
    file = LOCAL / "run.json"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(known))


def test(arguments: list[str]) -> int:
    """`make test ARGS=…`: the suite on servers of its own."""
    with only_one("test", _nothing), services(LOCAL / "test", durable=False) as environment:
        environment["CHROMIUM"] = find_chromium() or ""
        command = python("-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments)
        return run_in_front(command, environment)


def bench(arguments: list[str]) -> int:
    """`make bench ROW=…`: the figures, on servers of their own."""
    with only_one("bench", _nothing), services(LOCAL / "bench") as environment:
        return run_in_front(python("-m", "bench", *arguments), environment)


def _nothing() -> None:
    """The general message of `only_one` says enough."""


def manage(arguments: list[str]) -> int:
    """`make manage ARGS=…`: a management command on the database of `make run`."""
    other = running_here()
    known = {name: value for name, value in other.items() if name.isupper()}
    command = python("manage.py", *arguments)
    if other:
        return run_in_front(command, {**os.environ, **known})
    with only_one("run", check_not_running), services(LOCAL) as environment:
        environment.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.dev")
        prepared = run_in_front(python("-m", "gops.prepare"), environment)
        return prepared or run_in_front(command, environment)


def reset(_arguments: list[str]) -> int:
    """`make reset`: delete the data of this checkout, after a yes."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("DATABASE_URL is set: only embedded data is deleted here, not that server's.")
    with only_one("run", check_not_running):
        doomed = [path for path in sorted(LOCAL.iterdir()) if path.name not in KEPT_AT_RESET]
        doomed = [path for path in doomed if path.suffix != ".lock"]
        places = (outside_folder(LOCAL / name) for name in ("", "test", "bench"))
        doomed += [place for place in places if place.exists()]
        if not doomed:
            say("There is no data.")
            return 0
        say("Deletes all data of this checkout:\n" + "\n".join(f"  {path}" for path in doomed))
        if os.environ.get("YES") != "1" and not _yes():
            say("Nothing was deleted.")
            return 1
        for path in doomed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        say("Deleted. `make run` starts with a new demo centre.")
        return 0


def _yes() -> bool:
    if not sys.stdin.isatty():
        raise Trouble("No terminal to ask on. To delete without a question: make reset YES=1")
    return input("Type yes to delete: ").strip().lower() == "yes"


def check(_arguments: list[str]) -> int:
    """`make check`: every tool runs, the first failure does not hide the next."""
    strong = secrets.token_urlsafe(60)
    deploy = {"DJANGO_SETTINGS_MODULE": "gops.settings.production", "SECRET_KEY": strong}
    deploy |= {"ALLOWED_HOSTS": "gops.example.org", "FILE_KEYS": f"check:{secrets.token_hex(32)}"}
    # no server is needed: Django only warns that it cannot compare with applied migrations
    test_settings = {"DJANGO_SETTINGS_MODULE": "gops.settings.test"}
    test_settings |= {"PYTHONWARNINGS": "ignore::RuntimeWarning"}
    steps: list[tuple[list[str], dict[str, str]]] = [
        (python("-m", "ruff", "check", "."), {}),
        (python("-m", "ruff", "format", "--check", "."), {}),
        (python("-m", "mypy"), {}),
        ([str(Path(sys.executable).with_name("lint-imports"))], {}),
        (python("-m", "djlint", "templates", "--check", "--lint", "--quiet"), {}),
        (python("-m", "gops.translations"), {}),
        (python("manage.py", "makemigrations", "--check", "--dry-run"), test_settings),
        (python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), deploy),
    ]
    failed = []
    for command, extra in steps:
        words = [Path(word).name for word in command if word not in ("-m", ".")]
        name = " ".join(words[1:3] if words[0].startswith("python") else words[:1])
        say(f"== {name}")
        if run_in_front(command, {**os.environ, **extra}):
            failed.append(name)
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


MODES = {
    "run": run,
    "test": test,
    "bench": bench,
    "manage": manage,
    "reset": reset,
    "check": check,
}


def main(arguments: list[str]) -> int:
    """Returns the exit code of the mode; one message for what a person can mend."""
    os.chdir(ROOT)
    stop_on_signals()
    mode, *rest = arguments
    try:
        return MODES[mode](rest)
    except Trouble as trouble:
        print(f"gops: {trouble}", file=sys.stderr)
        return 2
    except StopAsked:
        return 0 if mode == "run" else 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
