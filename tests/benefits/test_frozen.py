"""What was signed stays: the database itself refuses, whoever asks."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from benefits.models import Calculation
from core.audit import writing
from tests.factories.benefits import make_issued, make_signer

FROZEN = {
    "number": "'1/1/2026'",
    "letter_html": "'inny list'",
    "facts": "'{}'",
    "answer": "'{}'",
    "result": "'refused'",
    "issued_on": "'2026-01-01'",
    "check_code": "'X'",
    "discretion_reason": "'inaczej'",
    "findings": "'inaczej'",
    "signed_by_id": "prepared_by_id",
}


def run_sql(sql, *values):
    with writing(make_signer()), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("column", FROZEN)
def test_an_issued_decision_refuses_any_change(office, column):
    decision = make_issued()
    with pytest.raises(Error), transaction.atomic():
        run_sql(f"UPDATE benefits_decision SET {column} = {FROZEN[column]}")
    before = decision.letter_html
    decision.refresh_from_db()
    assert decision.letter_html == before


def test_an_issued_decision_is_not_deleted(office):
    make_issued()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql("DELETE FROM benefits_decision")


def test_its_items_stay_as_granted(office):
    make_issued()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql("UPDATE benefits_decisionitem SET amount = 1")


def test_pdf_and_hash_are_filled_once(office):
    decision = make_issued()
    fill = "UPDATE benefits_decision SET pdf = %s, pdf_sha256 = %s WHERE id = %s"
    run_sql(fill, "a.pdf", "aa", decision.pk)
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql(fill, "b.pdf", "bb", decision.pk)


def test_a_calculation_is_only_added(office):
    make_issued()
    assert Calculation.objects.exists()
    with pytest.raises(IntegrityError, match="append-only"):
        run_sql("UPDATE benefits_calculation SET amount = 1")


def test_nothing_is_written_without_an_actor(office):
    make_issued()
    with pytest.raises(Error, match="without an actor"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gops.actor', '', true)")
        cursor.execute("UPDATE benefits_decision SET final_on = '2026-12-31'")
