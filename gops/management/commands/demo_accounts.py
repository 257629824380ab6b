"""`manage.py demo_accounts`: who can sign in to the demo centre."""

from typing import Any

from django.core.management.base import BaseCommand

from core.models import User
from gops.demo.office import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Prints the demo accounts that are in the database, with the password of all of them."""

    help = "Print the accounts of the demo centre."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints nothing in a database without demo accounts."""
        names = [account.username for account in ACCOUNTS]
        users = User.objects.filter(username__in=names, is_active=True).order_by("id")
        if not users:
            return
        self.stdout.write(f"Konta demonstracyjne (hasło: {PASSWORD}):")
        for user in users:
            self.stdout.write(f"  {user.username:<14} {user.get_full_name()}, {user.position}")
