"""The composition app: background work and the registry of panels, when everything is loaded."""

from django.apps import AppConfig


class GopsConfig(AppConfig):
    name = "gops"

    def ready(self) -> None:
        from gops import celery, wiring

        celery.app.set_default()
        wiring.wire()
