"""What was signed stays: the database itself refuses, whoever asks."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from benefits.models import Calculation
from core.audit import writing
from tests.factories.benefits import make_checked, make_draft, make_issued, make_signer

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


def test_nothing_is_added_to_an_issued_decision(office):
    decision = make_issued()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql(
            "INSERT INTO benefits_decisionitem (decision_id, kind_id, person_id, valid_from,"
            " amount, purpose, way, nrb, payee_name, payee_address)"
            " SELECT decision_id, kind_id, person_id, valid_from, 9999, purpose, way, nrb,"
            " payee_name, payee_address FROM benefits_decisionitem WHERE decision_id = %s",
            decision.pk,
        )
    assert decision.items.count() == 1


ITEM_CHANGES = {
    "what a trigger on columns might forget": "SET purpose = 'inny cel'",
    "payee": "SET payee_name = 'Ktoś Inny'",
    "entitlement taken off": "SET entitlement_id = NULL",
}


@pytest.mark.parametrize("change", ITEM_CHANGES.values(), ids=ITEM_CHANGES)
def test_no_column_of_an_issued_item_changes(office, change):
    make_issued()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql(f"UPDATE benefits_decisionitem {change}")


def test_an_issued_item_is_not_taken_out(office):
    make_issued()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql("DELETE FROM benefits_decisionitem")


def test_an_item_of_a_draft_does_not_move_into_an_issued_decision(office):
    issued, draft = make_issued(), make_draft()
    with pytest.raises(IntegrityError, match="frozen"):
        run_sql(
            "UPDATE benefits_decisionitem SET decision_id = %s WHERE decision_id = %s",
            issued.pk, draft.pk,
        )  # fmt: skip


def test_items_of_a_draft_may_change(office):
    draft = make_draft()
    run_sql("UPDATE benefits_decisionitem SET purpose = 'opał'")
    run_sql("DELETE FROM benefits_decisionitem")
    assert not draft.items.exists()


def test_only_the_entitlement_is_filled_after_issue_and_once(office):
    """What signing does after the decision has its status: one column, from null, nothing else."""
    decision = make_checked()
    signed = make_issued()
    entitlement = signed.items.get().entitlement_id
    unissued = decision.items.get().pk
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        _issue_by_hand(decision, signed)
        run_sql(
            "UPDATE benefits_decisionitem SET entitlement_id = %s, amount = 1 WHERE id = %s",
            entitlement, unissued,
        )  # fmt: skip


def _issue_by_hand(decision, like):
    run_sql(
        "UPDATE benefits_decision d SET status = 'issued', number = 'x/1/2026',"
        " issued_on = s.issued_on, signed_by_id = s.signed_by_id,"
        " authorization_id = s.authorization_id, facts = s.facts, answer = s.answer,"
        " letter_html = s.letter_html, check_code = 'X' FROM benefits_decision s"
        " WHERE s.id = %s AND d.id = %s",
        like.pk, decision.pk,
    )  # fmt: skip


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
