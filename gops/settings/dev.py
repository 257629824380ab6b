"""`make run`: one machine, demo data, readable errors."""

from gops.settings.base import *  # noqa: F403
from gops.settings.base import env

SECRET_KEY = env.str("SECRET_KEY", "only-for-a-demo-on-this-machine-and-never-for-real-people")
FILE_KEYS = env.list("FILE_KEYS", [f"demo:{'0123456789abcdef' * 4}"])
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", [])]
DEMO = env.bool("DEMO", True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
