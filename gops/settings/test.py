"""The test suite: real PostgreSQL and Redis, a cheap password hasher, strict templates."""

import tempfile
from pathlib import Path

from gops.settings.base import *  # noqa: F403
from gops.settings.base import TEMPLATES

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="gops-test-media-"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = False
ACCOUNT_RATE_LIMITS = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
