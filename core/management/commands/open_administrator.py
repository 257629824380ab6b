"""The first administrator of a new installation, or a new password for one who is locked out."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.dictionaries import system_user
from core.errors import DomainError
from core.services.people import administrator_open


class Command(BaseCommand):
    help = "Open an administrator's account; the password is asked for or read from the input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = sys.stdin.isatty()
        password = getpass("Password: ") if asked else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
            user = administrator_open(
                actor=system_user(), username=options["username"], password=password
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"{user.username}: administrator")
