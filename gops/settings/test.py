"""The test suite: real PostgreSQL and Redis, a cheap password hasher, strict templates."""

import os
from urllib.parse import urlsplit

from gops.settings.base import *  # noqa: F403
from gops.settings.base import LOCAL_DIR, REDIS_URL, TEMPLATES


def _own_redis(url: str, number: str, parameter: str) -> str:
    """The same Redis, another of its databases: one for each process of a parallel run."""
    if url.startswith(("redis://", "rediss://")):
        return urlsplit(url)._replace(path=f"/{number}").geturl()
    return f"{url.partition('?')[0]}?{parameter}={number}"


class UndefinedIsAnError(str):
    """What a template shows of a variable that nobody gave it: a failing test."""

    def __mod__(self, name: object) -> str:
        raise LookupError(f"the template shows {name}, which nobody gave it")


SECRET_KEY = "only-for-tests"
FILE_KEYS = [f"test:{'0123456789abcdef' * 4}"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is made here: mypy reads these settings, too. A run of tests has a folder of its own.
MEDIA_ROOT = LOCAL_DIR / "test-media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or REDIS_URL
ACCOUNT_RATE_LIMITS = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedIsAnError("%s")

if _process := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    REDIS_URL = _own_redis(REDIS_URL, _process, "db")
    CELERY_BROKER_URL = _own_redis(CELERY_BROKER_URL, _process, "virtual_host")
    # Celery prefers the environment to settings
    os.environ["CELERY_BROKER_URL"] = CELERY_BROKER_URL
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
