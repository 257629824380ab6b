from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import law
from core.files import keys


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Office")

    def ready(self) -> None:
        """A bad file of the law stops the start, not a calculation."""
        law.load()
        checks.register(file_keys)


def file_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The keys of the store are well formed: without them nobody can open a document."""
    try:
        keys()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="core.E001")]
    return []
