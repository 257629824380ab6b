"""A Celery worker that dies at the point named by GOPS_STOP (see tests.chaos.stops)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.dev")
django.setup()

from gops.celery import app  # noqa: E402
from gops.serve import QUEUES  # noqa: E402
from tests.chaos.stops import install  # noqa: E402

if __name__ == "__main__":
    app.loader.import_default_modules()
    install()
    app.worker_main(
        ["--quiet", "worker", "--pool", "solo", "--queues", QUEUES, "--loglevel", "warning"]
    )
