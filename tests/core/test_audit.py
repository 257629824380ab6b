"""Who acts in a transaction, for triggers and history."""

import pytest
from django.db import connection

from core.audit import act_as, writing
from core.models import District
from core.queries import last_change
from tests.factories.core import make_district

pytestmark = pytest.mark.django_db


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0]


def test_the_actor_is_named_for_the_transaction(worker):
    with writing(worker, "reason"):
        assert setting("gops.actor") == str(worker.pk)
        assert '"reason": "reason"' in setting("pghistory.context_metadata")


@pytest.mark.django_db(transaction=True)
def test_the_actor_leaves_with_the_transaction(worker):
    with writing(worker):
        pass
    assert not setting("gops.actor")
    with pytest.raises(RuntimeError):
        act_as(worker)


@pytest.mark.django_db(transaction=True)
def test_who_changed_something_last(worker, clerk):
    district, other = make_district("Rejon 2"), make_district("Rejon 3")
    with writing(worker):
        District.objects.filter(pk=district.pk).update(name="Północ")
    with writing(clerk):
        District.objects.filter(pk=other.pk).update(name="Południe")

    last = last_change(district)
    assert last and last.who == str(worker)
    newest = last_change(other, district)
    assert newest and newest.who == str(clerk)
    assert last_change(District(pk=0)) is None
