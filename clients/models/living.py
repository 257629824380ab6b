"""What the database knows of records made one (docs/adr/0010) and of those destroyed (0016)."""

import pgtrigger

from core.triggers import HERE, STALE_RECORD, AlwaysOn, destroying

_CODE = "ERRCODE = 'integrity_constraint_violation'"
NOBODY = dict.fromkeys(
    (
        "first_name", "second_name", "last_name", "family_name", "phone", "email",
        "identity_document", "search_text",
    ),
    "",
)  # fmt: skip
"""What is left of the words of a person whose data were destroyed."""


def follows_merge(column: str) -> str:
    """In SQL: `column` changes between the two persons of a merge or separation made just now."""
    return f"""EXISTS (
                    SELECT FROM clients_merge m WHERE m.written_in = {HERE}
                       AND (NEW.{column}, OLD.{column})
                           IN ((m.kept_id, m.dropped_id), (m.dropped_id, m.kept_id)))"""


class OfTheLiving(AlwaysOn):
    """Nothing new is tied to a record that is merged into another, nor to one that is destroyed.

    A merge or a destruction under way is waited for: it locks the persons.
    """

    def __init__(self, *fields: str) -> None:
        checks = "".join(
            f"""
                SELECT merged_into_id, destroyed_on IS NOT NULL INTO kept, gone FROM clients_person
                 WHERE id = NEW.{field}_id FOR KEY SHARE;
                IF gone THEN
                    RAISE EXCEPTION 'the data of person % are destroyed', NEW.{field}_id
                        USING {_CODE}, CONSTRAINT = '{STALE_RECORD}';
                END IF;
                IF kept IS NOT NULL THEN
                    RAISE EXCEPTION 'person % is merged into %', NEW.{field}_id, kept
                        USING {_CODE}, CONSTRAINT = '{STALE_RECORD}';
                END IF;"""
            for field in fields
        )
        super().__init__(
            name="of_the_living",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(*(f"{field}_id" for field in fields)),
            declare=[("kept", "bigint"), ("gone", "boolean")],
            func=f"""{checks}
                RETURN NEW;
            """,
        )


class OfTheStanding(AlwaysOn):
    """Nobody joins a household whose file is destroyed, and no case is opened in it."""

    def __init__(self) -> None:
        super().__init__(
            name="of_the_standing",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("gone", "boolean")],
            func=f"""
                SELECT destroyed_on IS NOT NULL INTO gone FROM clients_household
                 WHERE id = NEW.household_id FOR KEY SHARE;
                IF gone THEN
                    RAISE EXCEPTION 'the file of household % is destroyed', NEW.household_id
                        USING {_CODE}, CONSTRAINT = '{STALE_RECORD}';
                END IF;
                RETURN NEW;
            """,
        )


class MergedByMerge(AlwaysOn):
    """A record is merged away, separated or led on to another survivor by a merge just made."""

    def __init__(self) -> None:
        super().__init__(
            name="merged_by_merge",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
            func=f"""
                IF TG_OP = 'INSERT' THEN
                    IF NEW.merged_into_id IS NULL THEN RETURN NEW; END IF;
                ELSIF NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id
                    OR EXISTS (
                        SELECT FROM clients_merge m WHERE m.written_in = {HERE}
                           AND m.dropped_id = NEW.id
                           AND m.kept_id = coalesce(NEW.merged_into_id, OLD.merged_into_id))
                    OR {follows_merge("merged_into_id")} THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'person % is merged without a merge', NEW.id
                    USING ERRCODE = 'integrity_constraint_violation';
            """,
        )


class MergeStays(AlwaysOn):
    """A merge is stamped with its transaction; later it may only be undone, once."""

    def __init__(self) -> None:
        super().__init__(
            name="merge_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("undo", "text[]"), ("allowed", "boolean")],
            func=f"""
                IF TG_OP = 'DELETE' AND {destroying("OLD.kept_id", "OLD.dropped_id")} THEN
                    RETURN OLD;
                END IF;
                undo := ARRAY['undone_at', 'undone_by_id', 'written_in'];
                allowed := TG_OP = 'INSERT';
                IF TG_OP = 'UPDATE' THEN
                    allowed := CASE WHEN OLD.written_in = {HERE}
                        THEN (NEW.kept_id, NEW.dropped_id) = (OLD.kept_id, OLD.dropped_id)
                        ELSE OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL
                             AND to_jsonb(NEW) - undo = to_jsonb(OLD) - undo END;
                END IF;
                IF NOT allowed THEN
                    RAISE EXCEPTION '% % is frozen', TG_TABLE_NAME, OLD.id
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                NEW.written_in := {HERE};
                RETURN NEW;
            """,
        )
