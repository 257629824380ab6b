"""`manage.py seed_demo`: the fictional centre with its history."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clients.models import Person
from core.dictionaries import SYSTEM_USERNAME
from core.models import User
from gops.demo.history import FULL, SMALL, Size, make_history, summary


class Command(BaseCommand):
    """Small by default (60 households, 6 months); `--full` is 220 households, 18 months."""

    help = "Make the demo centre: invented people with a history, in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Size and seed."""
        parser.add_argument("--full", action="store_true", help="220 households, 18 months")
        parser.add_argument(
            "--scale", type=int, default=1, help="this many times as many households"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number, another gmina")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when data is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the database is not empty, or for a scale below one."""
        if options["scale"] < 1:
            raise CommandError("--scale is a whole number from 1 up.")
        if _occupied():
            if options["if_empty"]:
                return
            raise CommandError(
                "The database is not empty, and demo data is never mixed with other data. "
                "Use an empty database (DATABASE_URL), or start over with `make reset`."
            )
        base = FULL if options["full"] else SMALL
        size = Size(base.households * options["scale"], base.months)
        started = time.monotonic()
        make_history(
            size=size, seed=options["seed"], today=timezone.localdate(), tell=self._progress
        )
        for name, count in summary():
            self.stdout.write(f"  {name}: {count}")
        took = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"Ośrodek demonstracyjny gotowy ({took:.0f} s)."))

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()


def _occupied() -> bool:
    """Are there people or accounts besides the system's own?"""
    return Person.objects.exists() or User.objects.exclude(username=SYSTEM_USERNAME).exists()
