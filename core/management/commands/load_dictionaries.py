"""Load the dictionaries that every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from core.dictionaries import dictionaries_load


class Command(BaseCommand):
    help = "Add missing dictionary entries; edited ones stay."

    def handle(self, *args: Any, **options: Any) -> None:
        dictionaries_load()
        self.stdout.write("Dictionaries are complete.")
