"""Bring locale/pl up to date with the sources; says what still lacks Polish."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gops.catalogue import update


class Command(BaseCommand):
    help = "Update the Polish catalogue; --fill takes tab-separated files of English and Polish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fill", nargs="*", type=Path, default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        given: dict[str, tuple[str, ...]] = {}
        for path in options["fill"]:
            for line in path.read_text(encoding="utf-8").splitlines():
                first, *polish = line.rstrip("\r").replace("\\n", "\n").split("\t")
                if polish:
                    # a plural line has its English plural before the Polish forms
                    given[first] = tuple(polish[1:] if len(polish) > 3 else polish)
        missing = update(given)
        for text in missing:
            self.stdout.write(text)
        self.stdout.write(f"{len(missing)} texts lack Polish.")
