"""The composition app: fills the registry of panels when everything is loaded."""

from django.apps import AppConfig


class GopsConfig(AppConfig):
    name = "gops"

    def ready(self) -> None:
        from gops import wiring

        wiring.wire()
