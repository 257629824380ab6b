"""Dictionaries that every installation starts with: benefits, the system's own account."""

from pathlib import Path

import yaml
from django.db import transaction

from core.models import BenefitKind, User

SYSTEM_USERNAME = "system"
_HERE = Path(__file__).parent


@transaction.atomic
def dictionaries_load() -> None:
    """Add what is missing; what a centre has edited stays as it is."""
    rows = yaml.safe_load((_HERE / "benefit_kinds.yaml").read_text(encoding="utf-8"))
    for position, row in enumerate(rows):
        BenefitKind.objects.get_or_create(code=row["code"], defaults={**row, "position": position})
    system_user()


def system_user() -> User:
    """The account in whose name scheduled work is done; nobody can sign in with it."""
    user, _created = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={"first_name": "System", "is_active": False, "password": "!"},
    )
    return user
