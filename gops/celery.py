"""The Celery application; tasks live in each app's tasks.py."""

import os
from functools import cached_property

from celery import Celery

from gops.beat import CalmBeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.production")


class Application(Celery):
    """Celery with our own beat."""

    @cached_property
    def Beat(self) -> type[CalmBeat]:  # noqa: N802 - the name Celery asks for
        return self.subclass_with_self(CalmBeat)


app = Application("gops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
