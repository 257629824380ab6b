"""`manage.py anonymised_copy`: a database for training in which nobody can be recognised."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gops.anonymised.copying import CannotCopy, accounts, check_target, copy, tables


class Command(BaseCommand):
    """Reads the database of DATABASE_URL and fills another, empty one (docs/anonymised-copy.md)."""

    help = "Copy the database into another one, with fictional people in place of real ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and with which password."""
        parser.add_argument("--into", required=True, help="the empty database, as postgres://…")
        parser.add_argument("--files", required=True, help="its folder for documents")
        parser.add_argument(
            "--password",
            default="",
            help="one password for all accounts; without it none can sign in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError saying what stands in the way; then nothing was copied."""
        into = options["into"]
        try:
            list(tables())
            check_target(into)
            self._migrate(into)
            password = make_password(options["password"] or None)
            rows = copy(into, Path(options["files"]), password, self._progress)
        except CannotCopy as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"{rows} rows copied. Accounts of the copy:"))
        for username, role in accounts(into):
            self.stdout.write(f"  {username}: {role}")

    def _migrate(self, into: str) -> None:
        """In a process of its own: migrations write to the database of DATABASE_URL."""
        self._progress("tables …")
        ran = subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
            env={**os.environ, "DATABASE_URL": into},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise CannotCopy(f"The tables could not be made: {ran.stderr.strip()[-2000:]}")

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()
