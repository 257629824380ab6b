"""Staff: what people and the administrator change."""

from core import audit
from core.models import User


@audit.service
def language_choose(*, actor: User, language: str) -> None:
    """Keep the language of pages that this person chose."""
    User.objects.filter(pk=actor.pk).update(language=language)
