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


def acting_ids(user: User, day: date) -> list[int]:
    """Ids whose work is on this person's desk on `day`: their own and of whom they stand in for."""
    return [user.pk, *(absent.pk for absent in absent_people(user, day))]
