"""Compare the words by which people are found with what is recorded, and put them right."""

from typing import Any

from django.core.management.base import BaseCommand

from clients.services.search import words_refill
from core.dictionaries import system_user


class Command(BaseCommand):
    help = "Put right the words by which people are found; says how many were wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{words_refill(actor=system_user())} persons were put right.")
