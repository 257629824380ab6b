"""What a person opened last, from the log of looks; rooms say what their things are called."""

from datetime import date

from django.db.models import Max

from core.models import AccessLog, User
from core.registry import Hit, registry

LOOKED_BACK = 40
SHOWN = 8


def recently_opened(user: User, today: date) -> list[Hit]:
    """The last things this person opened and may still see, newest first."""
    if not registry.recent:
        return []
    looks = list(
        AccessLog.objects.filter(user=user, what__in=registry.recent)
        .order_by()
        .values("what", "object_id")
        .annotate(last=Max("id"))
        .order_by("-last")[:LOOKED_BACK]
    )
    found: dict[tuple[str, int], Hit] = {}
    for what, provider in registry.recent.items():
        ids = [look["object_id"] for look in looks if look["what"] == what]
        if ids:
            found |= {(what, pk): hit for pk, hit in provider(user, ids, today).items()}
    keys = [(look["what"], look["object_id"]) for look in looks]
    return [found[key] for key in keys if key in found][:SHOWN]
