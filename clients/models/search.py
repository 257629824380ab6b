"""What a person is found by: words kept by the database, whoever writes and however.

The view `clients_words_now` says which words belong to a person (docs/adr/0015); triggers on the
tables it reads rewrite the rows of the people concerned, a statement at a time, so that services,
bulk writes, COPY and raw SQL need not think of it. Lexemes, all without diacritics:

- `nowak`, `80051200000`: a word of the names, the former names or the PESEL, also of records
  merged into this one; `.n`, `.no`, `.now`: the first letters of such a word, of which so many
  people have the same that they are looked up whole;
- `#19800512`: the day of birth;
- `$abc123456`: the number of an identity document;
- `/lipowa`, `/12`: a word or number of an address, also of a former one; of the head's address
  for those who have none; of the names of the files. Files ever restricted give neither to their
  members: who is seen in another file, too, must not be found by what is hidden;
- `@3`: has ever belonged to a household of district 3; `@`: has never had a household.
"""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.lookups import Lookup

from clients.models.about import FormerName
from clients.models.household import Restriction
from clients.models.person import Address, Household, Membership, Person
from core.triggers import AlwaysOn, RequireActor


class PersonWords(models.Model):
    """The words of one person, none for a record merged into another; the database writes them."""

    person = models.OneToOneField(
        Person, models.DO_NOTHING, primary_key=True, related_name="search"
    )
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    words = SearchVectorField(editable=False)

    class Meta:
        verbose_name = "words of a person"
        verbose_name_plural = "words of persons"
        indexes = [GinIndex(fields=["words"], name="person_words", fastupdate=False)]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return str(self.sort_key)


@SearchVectorField.register_lookup
class Matching(Lookup):
    """`words__matching="'nowak':* & '@3'"`: a tsquery whose lexemes are taken as they stand."""

    lookup_name = "matching"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """`words @@ query`."""
        words, params = self.process_lhs(compiler, connection)
        return f"{words} @@ %s::tsquery", [*params, self.rhs]


_TABLES = {
    pgtrigger.Insert: pgtrigger.Referencing(new="fresh"),
    pgtrigger.Update: pgtrigger.Referencing(old="stale", new="fresh"),
    pgtrigger.Delete: pgtrigger.Referencing(old="stale"),
}
_ROWS = {
    pgtrigger.Insert: "fresh",
    pgtrigger.Delete: "stale",
    # rows that differ in what the words are made of, as they were and as they are
    pgtrigger.Update: "(SELECT id, {columns} FROM stale EXCEPT SELECT id, {columns} FROM fresh"
    " UNION ALL (SELECT id, {columns} FROM fresh EXCEPT SELECT id, {columns} FROM stale))",
}


def keep_words(
    model: type[models.Model],
    columns: str,
    *,
    persons: Iterable[str] = (),
    homes: str = "",
    on: Iterable[pgtrigger.Operation] = _TABLES,
) -> None:
    """After each statement on `model`: rewrite the words of those whom its rows concern.

    `columns` are what the words are made of; `persons` and `homes` those of them that hold the
    ids of persons and of households.
    """
    for operation in on:
        rows = _ROWS[operation].format(columns=columns)
        who = " UNION ALL ".join(f"SELECT {column} FROM {rows} AS r" for column in persons)
        where = f"ARRAY(SELECT DISTINCT {homes} FROM {rows} AS r)" if homes else "'{}'"
        pgtrigger.register(
            AlwaysOn(  # type: ignore[no-untyped-call, unused-ignore]
                name=f"keep_words_{str(operation).lower()}",
                when=pgtrigger.After,
                operation=operation,
                level=pgtrigger.Statement,
                referencing=_TABLES[operation],
                func=f"""
                PERFORM clients_keep_words({f"ARRAY({who})" if who else "'{}'"}, {where});
                RETURN NULL;
            """,
            )
        )(model)


keep_words(
    Person,
    "search_text, sort_key, birth_date, identity_document, merged_into_id",
    persons=["id", "merged_into_id"],
)
keep_words(FormerName, "person_id, first_name, last_name", persons=["person_id"])
keep_words(
    Address,
    "person_id, kind, street, house, flat, postal_code, place, post_office, valid_from, valid_to",
    persons=["person_id"],
)
keep_words(
    Membership,
    "person_id, household_id, role, valid_from, valid_to",
    persons=["person_id"],
    homes="household_id",
)
keep_words(Household, "name, district_id", homes="id", on=[pgtrigger.Update])
keep_words(Restriction, "household_id", homes="household_id")
