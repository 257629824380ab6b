"""Load the places of TERYT from the files SIMC and TERC of GUS."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clients.services.places import places_load
from clients.teryt import read_places
from core.dictionaries import system_user
from core.errors import DomainError


class Command(BaseCommand):
    help = "Load places from SIMC.csv and TERC.csv (eteryt.stat.gov.pl); twice is once."

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
            with (
                options["simc"].open(encoding="utf-8-sig", newline="") as simc,
                options["terc"].open(encoding="utf-8-sig", newline="") as terc,
            ):
                places = read_places(simc, terc, options["within"])
                count = places_load(actor=system_user(), places=places)
        except (OSError, UnicodeDecodeError, DomainError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} places are loaded.")
