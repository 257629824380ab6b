"""Writes of clients: people, households, dated facts, documents, access."""

from clients.services.absence import absence_add, absence_change, absence_remove
from clients.services.access import access_by_exception, household_grant
from clients.services.death import (
    death_enter,
    death_take_back,
)
from clients.services.documents import document_describe, document_store
from clients.services.exceptions import exception_object
from clients.services.facts import (
    InTheWay,
    fact_add,
    fact_end,
    fact_record,
    fact_replace,
    fact_withdraw,
)
from clients.services.household import (
    household_create,
    household_head_set,
    household_update,
)
from clients.services.incomes import (
    certificate_record,
    certificate_withdraw,
    income_add,
    income_record,
    income_withdraw,
    incomes_copy,
)
from clients.services.likely_pairs import (
    likely_pairs_ask,
    likely_pairs_find,
    pair_another,
    pair_doubted,
)
from clients.services.membership import (
    membership_add,
    membership_correct,
    membership_end,
    membership_remove,
)
from clients.services.merge_plan import Plan, better_first, merge_plan
from clients.services.merge_undo import Since, persons_separate, since_merge
from clients.services.merging import Choices, persons_merge
from clients.services.move_undo import household_move_undo
from clients.services.moves import NewHome, household_join, household_split
from clients.services.names import (
    former_name_add,
    former_name_remove,
)
from clients.services.notes import (
    household_note_add,
    household_note_pin,
    household_note_print,
)
from clients.services.person import person_create, person_update
from clients.services.reach import (
    consent_add,
    consent_change,
    consent_remove,
    contact_add,
    contact_change,
    contact_remove,
    representation_add,
    representation_change,
    representation_remove,
)
from clients.services.register import Belonging, NewPerson, person_register
from clients.services.relations import (
    relationship_add,
    relationship_change,
    relationship_remove,
)
from clients.services.residence import (
    address_change,
    address_remove,
    address_set,
    bank_account_change,
    bank_account_remove,
    bank_account_set,
)
from clients.services.restriction import restriction_end, restriction_set

__all__ = [
    "Belonging",
    "Choices",
    "InTheWay",
    "NewHome",
    "NewPerson",
    "Plan",
    "Since",
    "absence_add",
    "absence_change",
    "absence_remove",
    "access_by_exception",
    "address_change",
    "address_remove",
    "address_set",
    "bank_account_change",
    "bank_account_remove",
    "bank_account_set",
    "better_first",
    "certificate_record",
    "certificate_withdraw",
    "consent_add",
    "consent_change",
    "consent_remove",
    "contact_add",
    "contact_change",
    "contact_remove",
    "death_enter",
    "death_take_back",
    "document_describe",
    "document_store",
    "exception_object",
    "fact_add",
    "fact_end",
    "fact_record",
    "fact_replace",
    "fact_withdraw",
    "former_name_add",
    "former_name_remove",
    "household_create",
    "household_grant",
    "household_head_set",
    "household_join",
    "household_move_undo",
    "household_note_add",
    "household_note_pin",
    "household_note_print",
    "household_split",
    "household_update",
    "income_add",
    "income_record",
    "income_withdraw",
    "incomes_copy",
    "likely_pairs_ask",
    "likely_pairs_find",
    "membership_add",
    "membership_correct",
    "membership_end",
    "membership_remove",
    "merge_plan",
    "pair_another",
    "pair_doubted",
    "person_create",
    "person_register",
    "person_update",
    "persons_merge",
    "persons_separate",
    "relationship_add",
    "relationship_change",
    "relationship_remove",
    "representation_add",
    "representation_change",
    "representation_remove",
    "restriction_end",
    "restriction_set",
    "since_merge",
]
