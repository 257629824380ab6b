"""Composition of the project: settings, URLs, Celery, what is wired to what."""

from gops.celery import app as celery_app

__all__ = ["celery_app"]
