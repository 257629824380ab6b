"""Bring the database to the state of the code: wait, check, migrate, fill.

`python -m gops.prepare [--demo]`, the same step in `make run` and in
production. Ends with 3 and one message when a person has to act.
"""

import errno
import sys
import time

EXIT_TROUBLE = 3
OLDEST_SERVER = 150000


class NotReady(Exception):
    """The database or Redis cannot be used; the text says why and what to do."""


def wait_for_database(seconds: float = 30) -> None:
    """Raises NotReady when PostgreSQL does not answer in time or is too old."""
    from django.db import OperationalError, connection

    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            break
        except OperationalError as error:
            if time.monotonic() > deadline or "does not exist" in str(error):
                where = connection.settings_dict["HOST"] or "the local socket"
                raise NotReady(
                    f"PostgreSQL at {where} cannot be used: {str(error).strip()}\n"
                    "Check DATABASE_URL and the server, then try again."
                ) from None
            time.sleep(0.5)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < OLDEST_SERVER:
        raise NotReady(f"PostgreSQL {version // 10000} is too old: 15 to 18 are supported.")


def wait_for_redis(url: str, seconds: float = 10) -> None:
    """Raises NotReady when Redis does not answer in time."""
    import redis

    deadline = time.monotonic() + seconds
    while True:
        try:
            with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
                client.ping()
            return
        except redis.RedisError as error:
            if time.monotonic() > deadline:
                raise NotReady(
                    f"Redis cannot be used: {error}\n"
                    "Check REDIS_URL and the server, then try again."
                ) from None
            time.sleep(0.5)


def unknown_migrations(applied: set[tuple[str, str]], on_disk: set[tuple[str, str]]) -> list[str]:
    """Migrations in the database that the code does not have: it is older than its data."""
    return sorted(f"{app}.{name}" for app, name in applied - on_disk)


def migrate() -> bool:
    """Apply what is missing; True when there was something.

    Raises NotReady when the database is newer than the code.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {app for app, _ in loader.disk_migrations}
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    unknown = unknown_migrations(applied, set(loader.disk_migrations) | replaced)
    if unknown:
        shown = ", ".join(unknown[:3]) + (" …" if len(unknown) > 3 else "")
        raise NotReady(
            f"The database is newer than this code: it has {shown}.\n"
            "Take the newer code again (git pull), restore a backup of that time, "
            "or start over with `make reset`."
        )
    if not executor.migration_plan(loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def fill(*, demo: bool, migrated: bool) -> None:
    """Dictionaries after a migration; what beat starts; the demo centre in an empty database."""
    from django.core.management import call_command, get_commands

    from gops.schedule import ensure_schedule

    known = get_commands()
    ensure_schedule()
    if migrated and "load_dictionaries" in known:
        call_command("load_dictionaries", verbosity=0)
    if demo and "seed_demo" in known:
        call_command("seed_demo", "--if-empty")
    if demo and "demo_accounts" in known:
        call_command("demo_accounts")


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    import django
    from django.conf import settings
    from django.db import OperationalError

    django.setup()
    try:
        wait_for_database()
        wait_for_redis(settings.REDIS_URL)
        fill(demo="--demo" in arguments, migrated=migrate())
    except NotReady as trouble:
        return _told(str(trouble))
    except (OperationalError, OSError) as error:
        if not disk_is_full(error):
            raise
        return _told(
            f"The disk is full ({str(error).splitlines()[0]}).\n"
            "Make room and start again: what was finished is kept, the rest is made then."
        )
    return 0


def _told(trouble: str) -> int:
    print(f"gops: {trouble}", file=sys.stderr)
    return EXIT_TROUBLE


def disk_is_full(error: BaseException) -> bool:
    """Did the disk of the database, or our own, have no room left?"""
    from psycopg.errors import DiskFull

    return isinstance(error.__cause__, DiskFull) or getattr(error, "errno", None) == errno.ENOSPC


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
