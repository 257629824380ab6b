"""Who acts in a transaction, for triggers and history."""

import pgtrigger
import pytest
from django.db import connection, transaction

from core.audit import act_as, writing
from core.models import Authorization, District
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


def test_triggers_find_what_to_ignore_without_an_error(worker):
    with writing(worker):
        assert setting("pgtrigger.ignore") == "{}"


def test_what_is_ignored_already_stays_ignored(worker):
    name = f"{Authorization._meta.label}:require_actor"
    with transaction.atomic(), pgtrigger.ignore(name):
        act_as(worker)
        assert "require_actor" in setting("pgtrigger.ignore")


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
