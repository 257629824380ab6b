"""Fixtures for every test: dictionaries, an office, one person of each role."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings

from core.dictionaries import dictionaries_load
from core.models import Centre, User
from core.permissions import Role
from tests.factories.core import TODAY, make_authorization, make_centre, make_user

UNPROVED = ("skipped", "xfailed", "xpassed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that was skipped or expected to fail has proved nothing: the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    unproved = {kind: len(reporter.stats[kind]) for kind in UNPROVED if reporter.stats.get(kind)}
    if unproved:
        reporter.write_line(f"\nCI allows no skipped test: {unproved}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def media_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Files that tests store: a folder of this process, removed at its end."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder
    shutil.rmtree(folder)


@pytest.fixture
def today() -> date:
    """The day on which tests happen: Tuesday 24 November 2026."""
    return TODAY


@pytest.fixture
def clock() -> Iterator[None]:
    """Stop the clock at noon of TODAY, for tests through pages."""
    with time_machine.travel("2026-11-24T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def office(db: None) -> Centre:
    """Dictionaries, the centre and its account."""
    cache.clear()
    dictionaries_load()
    return make_centre()


@pytest.fixture
def worker(office: Centre) -> User:
    return make_user(Role.SOCIAL_WORKER)


@pytest.fixture
def clerk(office: Centre) -> User:
    return make_user(Role.BENEFITS_CLERK)


@pytest.fixture
def manager(office: Centre) -> User:
    """The manager, with an authorisation to sign in pomoc społeczna."""
    user = make_user(Role.MANAGER)
    make_authorization(user)
    return user


@pytest.fixture
def accountant(office: Centre) -> User:
    return make_user(Role.ACCOUNTANT)


@pytest.fixture
def auditor(office: Centre) -> User:
    return make_user(Role.AUDITOR)


@pytest.fixture
def administrator(office: Centre) -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def staff(
    worker: User,
    clerk: User,
    manager: User,
    accountant: User,
    auditor: User,
    administrator: User,
) -> dict[str, User]:
    """One person of each role, by role."""
    people = [worker, clerk, manager, accountant, auditor, administrator]
    return {person.role: person for person in people}


@pytest.fixture
def page() -> Client:
    """A browser without JavaScript: GET and POST as the server sees them."""
    return Client()
