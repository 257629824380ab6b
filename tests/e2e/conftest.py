"""A real browser, a real server and a real worker on the test database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.database import database_url
from tests.factories.core import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE_MS = 60_000
TODAY = "2026-11-24"

SignIn = Callable[[str], Page]


@pytest.fixture
def november(settings) -> Iterator[None]:
    """The days of the tests; cookies have no end, because the browser has its own clock."""
    settings.CSRF_COOKIE_AGE = None
    with time_machine.travel(f"{TODAY}T10:00:00+01:00", tick=True):
        yield


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless; one for all tests of this folder that follow each other.

    As long as it runs, Playwright's event loop would make Django refuse database calls in this
    thread. Neither the loop nor the permission is there any more for the tests after these.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(chromium: Browser, live_server: LiveServer) -> Iterator[SignIn]:
    """`sign_in("worker")` gives that person's page in a browser window of their own."""
    contexts = []

    def enter(username: str) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="pl"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/")
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def worker_process(live_server: LiveServer, tmp_path: Path) -> Iterator[None]:
    """A Celery worker of its own process on the test database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gops.settings.dev",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "FILE_KEYS": ",".join(settings.FILE_KEYS),
        "WORKER_CONCURRENCY": "1",
    }
    log = (tmp_path / "worker.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "gops.serve", "worker"],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    yield
    process.terminate()
    process.wait(20)
    log.close()
