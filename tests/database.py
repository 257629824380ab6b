"""The test database, for processes and connections of their own."""

from urllib.parse import quote

from django.db import connection


def database_url(name: str = "") -> str:
    """Its address, or that of the database `name` beside it."""
    values = connection.settings_dict
    host, port = quote(str(values["HOST"]), safe=""), f":{values['PORT']}" if values["PORT"] else ""
    password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{password}@{host}{port}/{name or values['NAME']}"
