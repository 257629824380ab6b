"""Seal every file of the store with the first key: after a change of keys, or at first."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from core.files import keys, put, sealed_with, unseal


class Command(BaseCommand):
    help = "Seal all files with the first key of FILE_KEYS; may be stopped and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        current = next(iter(keys()))
        root = Path(settings.MEDIA_ROOT)
        done, unreadable = 0, []
        for file in sorted(root.rglob("*")):
            if not file.is_file() or file.suffix == ".part":
                continue
            stored = file.read_bytes()
            if sealed_with(stored) == current:
                continue
            name = str(file.relative_to(root))
            try:
                put(name, unseal(stored))
            except DomainError:
                unreadable.append(name)
                continue
            done += 1
            if done % 500 == 0:
                self.stdout.write(f"{done} files sealed with {current}")
        self.stdout.write(f"{done} files sealed with {current}")
        if unreadable:
            raise CommandError("no key opens, or damaged: " + ", ".join(unreadable))
