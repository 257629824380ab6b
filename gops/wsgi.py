"""WSGI entry point for gunicorn, which reads it once and then makes its processes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.production")

application = get_wsgi_application()
# read every address now: otherwise each process does so, and the first person waits for it
get_resolver().url_patterns  # noqa: B018
