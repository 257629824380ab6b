"""The proof of the README: a clone in an empty folder, `make run`, every role, one decision, stop.

`python3 tests/setup/first_run.py [REPOSITORY]` needs the standard library only. Prints how long
each part took; ends with 1 and the reason when something is not as promised.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.setup.application import Application, answers, clean_environment  # noqa: E402
from tests.setup.browser import Browser  # noqa: E402

PASSWORD = "lipowa-dolina"
DESK, CLIENTS, CASES, DECISIONS = "/", "/clients/", "/cases/", "/decisions/"
PAYMENTS, STATISTICS, LAW = "/payments/", "/statistics/", "/law/"
CASEWORK = {DESK, CLIENTS, CASES, DECISIONS, PAYMENTS, STATISTICS, LAW}
#: Demo account → areas that its rail must have; each of them is opened.
AREAS = {
    "pracownik1": CASEWORK,
    "referent1": CASEWORK,
    "kierownik": CASEWORK,
    "ksiegowa": {DESK, PAYMENTS, STATISTICS, LAW},
    "kontroler": CASEWORK,
    "administrator": {DESK, LAW},
}
FIRST_START_LIMIT = 600.0  # seconds; about 90 with a warm package cache
SECOND_START_LIMIT = 10.0
PDF_PATIENCE = 120.0


def say(text: str) -> None:
    """A line that is seen at once."""
    print(text, flush=True)


def modes_above(folder: Path) -> dict[str, str]:
    """Permissions of every folder above, to see that nobody opened one."""
    return {str(parent): oct(parent.stat().st_mode) for parent in folder.parents}


def open_areas(browser: Browser, username: str) -> None:
    """Sign in and open every area of the rail. Raises AssertionError."""
    rail = browser.sign_in(username, PASSWORD).rail()
    for area in AREAS[username]:
        assert any(_under(area, link) for link in rail), f"{username} has no {area} in {rail}"
    for link in rail:
        page = browser.get(link)
        assert page.status == 200, f"{username}: {link} answered {page.status}"
        assert "<h1" in page.text, f"{username}: {link} has no heading"
    say(f"  {username}: {len(rail)} areas")


def _under(area: str, link: str) -> bool:
    return link == area if area == DESK else link.startswith(area)


def decision_pdf(browser: Browser) -> tuple[str, bytes]:
    """Address and bytes of the first decision that has a PDF; the worker may still be at it."""
    deadline = time.monotonic() + PDF_PATIENCE
    while True:
        for page in _decision_pages(browser):
            for link in browser.get(page).links():
                if link.split("?")[0].endswith((".pdf", "/pdf/")):
                    answer = browser.get(link)
                    if answer.status == 200 and answer.body.startswith(b"%PDF"):
                        return link, answer.body
        assert time.monotonic() < deadline, "no decision with a PDF was found"
        time.sleep(2)


def _decision_pages(browser: Browser) -> list[str]:
    links = [link for link in browser.get(DECISIONS).links() if re.match(r"/decisions/\d+/$", link)]
    return list(dict.fromkeys(links))[:20]


def assert_gone(application: Application) -> None:
    """No process, no listener. Raises AssertionError."""
    left = application.left_processes()
    assert not left, "still running:\n" + "\n".join(left)
    assert not answers(application.port), f"port {application.port} still answers"


def prove(repository: str, place: Path) -> None:
    """Everything, in order. Raises AssertionError with what was not as promised."""
    folder = place / "gops"
    subprocess.run(["git", "clone", "--quiet", repository, str(folder)], check=True)
    before = modes_above(folder)
    application = Application(folder, place / "output.log")
    try:
        took = application.start_and_wait(FIRST_START_LIMIT)
        say(f"first start: {took:.1f} s to the first page")
        assert modes_above(folder) == before, "the permissions of a parent folder were changed"
        for username in AREAS:
            open_areas(application.browser, username)
        link, first = _download(application)
        say(f"SIGTERM: ended after {application.stop(signal.SIGTERM):.1f} s")
        assert_gone(application)
        took = application.start_and_wait(60)
        say(f"second start: {took:.1f} s to the first page")
        assert took < SECOND_START_LIMIT, f"the second start took {took:.1f} s"
        manager = application.browser
        manager.sign_in("kierownik", PASSWORD)
        assert manager.get(link).body == first, f"{link} is not the same after a restart"
        say(f"Ctrl-C: ended after {application.stop(signal.SIGINT, group=True):.1f} s")
        assert_gone(application)
        _reset(folder)
    except BaseException:
        say(f"--- the last words of make run\n{application.last_words()}")
        raise
    finally:
        application.clear_away()


def _download(application: Application) -> tuple[str, bytes]:
    manager = application.browser
    manager.sign_in("kierownik", PASSWORD)
    link, data = decision_pdf(manager)
    digest = hashlib.sha256(data).hexdigest()
    say(f"  decision {link}: {len(data)} bytes, SHA-256 {digest[:16]}…")
    return link, data


def _reset(folder: Path) -> None:
    """`make reset` leaves no data; without a terminal it wants YES=1."""
    command = ["make", "reset"]
    options = {"cwd": folder, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    asked = subprocess.run(command, env=clean_environment(), check=False, **options)  # type: ignore[call-overload]
    assert asked.returncode != 0 and (folder / ".local" / "media").exists(), asked.stdout
    subprocess.run(command, env=clean_environment(YES="1"), check=True, **options)  # type: ignore[call-overload]
    left = {path.name for path in (folder / ".local").iterdir()}
    assert not left & {"media", "postgres", "redis"}, f"make reset left {left}"
    say("make reset: asked, then deleted the data")


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    repository = arguments[0] if arguments else str(ROOT)
    place = Path(tempfile.mkdtemp(prefix="gops-first-run-"))
    started = time.monotonic()
    try:
        prove(repository, place)
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        say(f"first run: FAILED: {error}")
        return 1
    finally:
        if os.environ.get("KEEP") != "1":
            shutil.rmtree(place, ignore_errors=True)
    say(f"first run: all as promised ({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
