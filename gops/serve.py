"""How web, worker and beat are started: the same on one machine and in production.

`python -m gops.serve web|worker|beat` becomes that process. Settings:
BIND (default 127.0.0.1:8000), WEB_WORKERS (2), WEB_THREADS (4),
WORKER_CONCURRENCY (2), WORKER_QUEUES (all of them), LOG_LEVEL (warning).
"""

import os
import sys
import urllib.error
import urllib.request

QUEUES = "default,money,pdf,reports"


def commands() -> dict[str, list[str]]:
    """The command line of each kind of process, from the environment."""
    setting = os.environ.get
    level = setting("LOG_LEVEL") or "warning"
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "gops.celery:app"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "gops.wsgi:application"),
            *("--bind", setting("BIND") or "127.0.0.1:8000"),
            *("--workers", setting("WEB_WORKERS") or "2"),
            *("--threads", setting("WEB_THREADS") or "4"),
            "--preload",  # the application is read once, not once for each process
            *("--graceful-timeout", "8", "--timeout", "60", "--no-control-socket"),
            *("--log-level", level),
        ],
        "worker": [
            *(*celery, "worker", "--queues", setting("WORKER_QUEUES") or QUEUES),
            *("--concurrency", setting("WORKER_CONCURRENCY") or "2"),
            *("--without-mingle", "--without-gossip", "--loglevel", level),
        ],
        "beat": [*celery, "beat", "--pidfile=", "--loglevel", level],
    }


def healthy(bind: str, host: str, *, timeout: float = 5) -> bool:
    """Whether the web process at `bind` answers 200 on /healthz/ under the name `host`."""
    name, _, port = bind.rpartition(":")
    address = "127.0.0.1" if name in ("", "0.0.0.0", "[::]") else name
    request = urllib.request.Request(f"http://{address}:{port}/healthz/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main(arguments: list[str]) -> int:
    """Become that process; `health` asks a running web process and ends with 0 or 1."""
    if arguments == ["health"]:
        host = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
        return 0 if healthy(os.environ.get("BIND") or "127.0.0.1:8000", host) else 1
    command = commands()[arguments[0]]
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
