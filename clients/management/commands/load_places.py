"""Load the places of TERYT from the files SIMC and TERC of GUS."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clients.services.places import places_take
from clients.teryt import read_register
from core.dictionaries import system_user
from core.errors import DomainError


class Command(BaseCommand):
    help = "Load places from SIMC and TERC, CSV or ZIP (eteryt.stat.gov.pl); twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("simc", type=Path)
        parser.add_argument("terc", type=Path)
        parser.add_argument(
            "--within",
            default="",
            help="beginning of the TERC number: 06 a voivodeship, 0620 a powiat",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            register = read_register(
                options["simc"].read_bytes(), options["terc"].read_bytes(), options["within"]
            )
            changes = places_take(actor=system_user(), register=register)
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(register.places)} places of {register.as_of}: {len(changes.added)} new, "
            f"{len(changes.changed)} changed, {len(changes.ended)} ended."
        )
