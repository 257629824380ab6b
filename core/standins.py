"""Who does whose work today (zastępstwo)."""

from datetime import date

from core.models import User
from core.once import once


def absent_people(user: User, day: date) -> list[User]:
    """People for whom `user` stands in on `day`, by name."""
    return once(("absent_people", user.pk, day), lambda: _absent_people(user, day))


def _absent_people(user: User, day: date) -> list[User]:
    return list(
        User.objects.filter(
            stood_in_by__stand_in=user,
            stood_in_by__valid_from__lte=day,
            stood_in_by__valid_to__gte=day,
        )
        .order_by("last_name", "first_name")
        .distinct()
    )
