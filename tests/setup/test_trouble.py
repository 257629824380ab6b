"""What a person reads when set-up cannot go on: the reason and what to do, never a traceback."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gops import bootstrap
from gops.bootstrap import Trouble
from gops.embedded import Postgres, Redis
from gops.places import LONGEST_SOCKET_FOLDER, Place, find_place, outside_folder
from gops.prepare import NotReady, migrate, unknown_migrations, wait_for_redis
from tests.setup.application import clean_environment, free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("servers of our own")


def start(**extra: str) -> subprocess.CompletedProcess[str]:
    """`make run` of this checkout with these settings, without a terminal."""
    return subprocess.run(
        ["make", "run"],
        cwd=ROOT,
        env=clean_environment(**{"PORT": str(free_port()), **extra}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user reaches, too (pytest's own is closed)."""
    with tempfile.TemporaryDirectory(prefix="gops-setup-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_an_old_python_is_told_which_one_is_needed():
    with pytest.raises(Trouble, match=r"3\.11 or newer is needed, python3 is 3\.9\.2"):
        bootstrap.check_python((3, 9, 2))


def test_a_port_must_be_a_number():
    told = start(PORT="eight")
    assert told.returncode == 2
    assert "PORT=eight is not a port number" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_port_in_use_is_named_before_anything_is_set_up():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = start(PORT=str(port), LOCAL_DIR="/proc/nowhere")
    assert told.returncode == 2
    assert f"Port {port} is in use" in told.stderr


def test_a_data_folder_that_cannot_be_written():
    told = start(LOCAL_DIR="/proc/nowhere")
    assert told.returncode == 2
    assert "Cannot write to /proc/nowhere" in told.stderr
    assert "LOCAL_DIR=/path make run" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_nearly_full_disk(tmp_path: Path):
    with pytest.raises(Trouble, match="nearly full"):
        bootstrap.check_folder(tmp_path, 10**18)


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm ERR! code ENOSPC", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was locked"),
        ("error: command 'gcc' failed: No such file", "A C compiler is missing"),
        ("Could not find a version that satisfies", "registry cannot be reached"),
    ],
)
def test_an_installer_that_failed_is_explained(words: str, advice: str):
    assert advice in bootstrap.advice_for(words)


def test_an_unreachable_registry(open_folder: Path):
    """A clone whose pip reaches nothing: one message, and what was made is kept."""
    clone = open_folder / "clone"
    shutil.copytree(ROOT / "gops", clone / "gops", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "requirements", "package.json", "package-lock.json"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, clone / name)
    nothing = {name: "" for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CERT")}
    environment = clean_environment(
        **nothing,
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL=f"http://127.0.0.1:{free_port()}/simple",
        PIP_NO_CACHE_DIR="1",
        PORT=str(free_port()),
    )
    told = subprocess.run(
        ["make", "run"], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "pip could not install the packages" in told.stderr
    assert "registry cannot be reached" in told.stderr
    assert "Traceback" not in told.stderr
    assert (clone / ".venv" / "bin" / "python").exists()


def test_an_ordinary_user_is_told_the_one_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libnobody-has.so.9": "libnobody-has9"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    with pytest.raises(Trouble, match="sudo apt-get install --yes libnobody-has9"):
        bootstrap.ensure_packages("run")


def test_a_library_that_only_saves_time_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libnone.so.9": "libharfbuzz-subset0"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    bootstrap.ensure_packages("run")
    assert "several times slower" in capsys.readouterr().out


def server(folder: Path) -> Postgres:
    place = find_place(folder)
    return Postgres(place, log=folder / "postgres.log", durable=False)


def test_a_half_made_data_folder_is_made_anew(open_folder: Path):
    """initdb was killed half way: its folder never got the name that counts."""
    half = open_folder / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    postgres = server(open_folder)
    postgres.start()
    postgres.stop()
    assert (open_folder / "postgres" / "global" / "pg_control").exists()
    assert not half.exists()


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control"])
def test_a_damaged_data_folder_is_named(open_folder: Path, lost: str):
    data = open_folder / "postgres"
    (data / "global").mkdir(parents=True)
    for name in {"PG_VERSION", "global/pg_control"} - {lost}:
        (data / name).write_text("18")
    with pytest.raises(Trouble, match=r"incomplete[\s\S]*make reset"):
        server(open_folder).start()
    assert data.exists(), "nothing is deleted without a question"


def test_data_of_another_postgresql_is_named(open_folder: Path):
    data = open_folder / "postgres"
    (data / "global").mkdir(parents=True)
    (data / "global" / "pg_control").touch()
    (data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 15, this is 18"):
        server(open_folder).start()


def test_a_stale_pid_file_and_socket_stop_no_start(open_folder: Path):
    postgres = server(open_folder)
    postgres.start()
    postgres.stop()
    (open_folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n")
    (postgres.sockets / ".s.PGSQL.5432").touch()
    postgres.start()
    postgres.stop()


def test_a_server_that_outlived_its_parent_is_stopped(open_folder: Path):
    first, second = server(open_folder), server(open_folder)
    first.start()
    assert first.process is not None
    second.start()
    assert first.process.wait(10) is not None
    second.stop()


def test_a_stale_redis_socket_stops_no_start(open_folder: Path):
    redis = Redis(find_place(open_folder), log=open_folder / "redis.log")
    redis.socket.touch()
    redis.start()
    redis.stop()
    assert not redis.socket.exists()


def test_a_closed_parent_stays_closed():
    """As root the database goes to /var/tmp and works there; as anybody else it stays."""
    with tempfile.TemporaryDirectory(prefix="gops-closed-", dir="/var/tmp") as name:
        closed = Path(name)
        closed.chmod(0o700)
        place = find_place(closed / "local")
        postgres = Postgres(place, log=closed / "postgres.log", durable=False)
        postgres.start()
        postgres.stop()
        assert closed.stat().st_mode & 0o777 == 0o700
        if os.geteuid():
            assert place.data == closed / "local"
        else:
            assert place.data == outside_folder(closed / "local")
            shutil.rmtree(place.data)


def test_a_socket_path_that_is_too_long_is_avoided(open_folder: Path):
    deep = open_folder / ("d" * 90)
    place: Place = find_place(deep)
    assert len(os.fsencode(place.sockets)) <= LONGEST_SOCKET_FOLDER
    shutil.rmtree(place.sockets)


def test_data_newer_than_the_code():
    on_disk = {("core", "0001_initial")}
    applied = {*on_disk, ("core", "0002_later")}
    assert unknown_migrations(applied, on_disk) == ["core.0002_later"]
    assert unknown_migrations(on_disk, applied) == []


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_needs_no_migration():
    assert migrate() is False


def test_redis_that_is_away_is_named():
    with pytest.raises(NotReady, match="Check REDIS_URL"):
        wait_for_redis(f"redis://127.0.0.1:{free_port()}/0", seconds=0.1)


def test_a_database_that_is_away_is_named():
    environment = clean_environment(
        DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/none",
        REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
        DJANGO_SETTINGS_MODULE="gops.settings.dev",
    )
    script = (
        "import django, sys; django.setup(); from gops import prepare\n"
        "try: prepare.wait_for_database(seconds=0.1)\n"
        "except prepare.NotReady as trouble: print(trouble); sys.exit(3)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 3
    assert "Check DATABASE_URL" in told.stdout
