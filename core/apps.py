from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

import law


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Office")

    def ready(self) -> None:
        """A bad file of the law stops the start, not a calculation."""
        law.load()
