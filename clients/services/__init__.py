"""Writes of clients: people, households, dated facts, documents, access."""

from clients.services.access import access_by_exception, household_grant
from clients.services.death import (
    death_enter,
    death_take_back,
)
from clients.services.documents import document_describe, document_store
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
    membership_add,
    membership_end,
)
from clients.services.incomes import (
    certificate_record,
    certificate_withdraw,
    income_add,
    income_record,
    income_withdraw,
    incomes_copy,
)
from clients.services.names import (
    former_name_add,
    former_name_remove,
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
from clients.services.residence import (
    address_change,
    address_remove,
    address_set,
    bank_account_change,
    bank_account_remove,
    bank_account_set,
)

__all__ = [
    "Belonging",
    "InTheWay",
    "NewPerson",
    "access_by_exception",
    "address_change",
    "address_remove",
    "address_set",
    "bank_account_change",
    "bank_account_remove",
    "bank_account_set",
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
    "household_update",
    "income_add",
    "income_record",
    "income_withdraw",
    "incomes_copy",
    "membership_add",
    "membership_end",
    "person_create",
    "person_register",
    "person_update",
    "representation_add",
    "representation_change",
    "representation_remove",
]
