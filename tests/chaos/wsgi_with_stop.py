"""The web application with the stop named by GOPS_STOP (see tests.chaos.stops), for gunicorn."""

from django.urls import get_resolver

from gops.wsgi import application
from tests.chaos.stops import install

_ = get_resolver().url_patterns  # every view is imported before a function is wrapped
install()

__all__ = ["application"]
