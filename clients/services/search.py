"""Putting the words of persons right, should they ever differ from what is recorded."""

from django.db import connection

from core import audit
from core.models import User

_DIFFER = """
    SELECT coalesce(array_agg(person_id), '{}') FROM (
        SELECT now.person_id FROM clients_words_now now
          LEFT JOIN clients_personwords kept ON kept.person_id = now.person_id
         WHERE (kept.words, kept.sort_key) IS DISTINCT FROM (now.words, now.sort_key)
    ) AS found
"""


@audit.service
def words_refill(*, actor: User) -> int:
    """Rewrite the words of persons that are not what the tables say; how many there were.

    The triggers keep them equal; this is the proof of it, and the remedy after a restore or a
    load with the triggers switched off. Half a minute for a million persons.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIFFER)
        (ids,) = cursor.fetchone()
        cursor.execute("SELECT clients_keep_words(%s::bigint[], '{}')", [ids])
    return len(ids)
