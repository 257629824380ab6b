"""Database triggers shared by every app: who wrote it, and what may never change.

pgtrigger lets any session skip the triggers that the setting `pgtrigger.ignore` names, and whoever
may run SQL may set it. The triggers of the office do not look at that setting: see `AlwaysOn`.
"""

from collections.abc import Mapping
from typing import Any

import pghistory
import pghistory.trigger
import pgtrigger
import pgtrigger.migrations
from django.db.migrations.state import ProjectState
from pgtrigger import compiler

ACTOR_SETTING = "gops.actor"
HERE = "pg_current_xact_id()::text || '@' || extract(epoch FROM now())::text"
"""This transaction and no other, in SQL."""
STALE_RECORD = "stale_record"
"""Name of a constraint by which a trigger says: somebody was first (core.errors.StaleState)."""
_DEEP = " " * 28


def destroying(*people: str, case: str = "", household: str = "", paper: str = "") -> str:
    """In SQL: one of those people, or that case, household or paper, is being destroyed just now.

    Arguments are SQL for an id, such as `OLD.case_id`. What was approved for destruction is
    carried out in one transaction, which is stamped on the row (docs/adr/0016).
    """
    whose = " OR ".join(
        [
            *(
                f"(d.kind = '{kind}' AND d.object_id = {key})"
                for kind, key in (("case", case), ("household", household))
                if key
            ),
            *(f"{key} = ANY(d.people)" for key in people),
            *([f"{paper} = ANY(d.papers)"] if paper else []),
        ]
    )
    return f"""EXISTS (
                    SELECT FROM core_destruction d
                     WHERE d.destroyed_in = {HERE} AND ({whose}))"""


class AlwaysOnSql(compiler.UpsertTriggerSql):  # type: ignore[misc, unused-ignore]
    """SQL of a trigger that no setting switches off. Migrations use it: keep it as it is."""

    def get_template(self) -> str:
        """As of pgtrigger, less the question whether the trigger is to be ignored."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class AlwaysOn(pgtrigger.Trigger):  # type: ignore[misc, unused-ignore]
    """A trigger that runs whatever `pgtrigger.ignore` says."""

    def compile(self, model: Any) -> compiler.Trigger:
        """The trigger with its own SQL."""
        compiled = super().compile(model)
        return compiler.Trigger(name=compiled.name, sql=AlwaysOnSql(**compiled.sql.kwargs))


class AddTrigger(pgtrigger.migrations.AddTrigger):  # type: ignore[misc, unused-ignore]
    """Adds a trigger without drawing up the models anew: their columns stay as they are.

    Migrations use it in place of pgtrigger's, which takes a tenth of a second for each.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the trigger in the state."""
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class RemoveTrigger(pgtrigger.migrations.RemoveTrigger):  # type: ignore[misc, unused-ignore]
    """Removes a trigger, as AddTrigger adds one."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take the trigger out of the state."""
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [one for one in options["triggers"] if one.name != self.name]


class HistoryStays(AlwaysOn):
    """Rows of the history are only added; they go when a file is destroyed."""

    def __init__(self) -> None:
        super().__init__(
            name="history_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM core_destruction d WHERE d.destroyed_in = {HERE}) THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            """,
        )


class HistoryTrigger(AlwaysOn, pghistory.trigger.Event):  # type: ignore[misc, unused-ignore]
    """Writes the row into the history table, always."""


class _AlwaysTracked(pghistory.RowEvent):  # type: ignore[misc, unused-ignore]
    def add_event_trigger(self, event_model: Any) -> None:
        """Put the trigger on the table, and once that on the history that keeps it."""
        if self.label == "insert":
            pgtrigger.register(HistoryStays())(event_model)  # type: ignore[no-untyped-call, unused-ignore]
        pgtrigger.register(
            HistoryTrigger(  # type: ignore[no-untyped-call, unused-ignore]
                event_model=event_model,
                label=self.label,
                name=self.trigger_name,
                row=self.row,
                operation=self.operation,
                condition=self.condition,
                level=self.level,
            )
        )(event_model.pgh_tracked_model)


class Inserted(_AlwaysTracked, pghistory.InsertEvent):  # type: ignore[misc, unused-ignore]
    """History of new rows."""


class Updated(_AlwaysTracked, pghistory.UpdateEvent):  # type: ignore[misc, unused-ignore]
    """History of changed rows."""


class Deleted(_AlwaysTracked, pghistory.DeleteEvent):  # type: ignore[misc, unused-ignore]
    """History of deleted rows."""


class RequireActor(AlwaysOn):
    """Refuse a row written without an actor in the transaction (also by COPY and raw SQL)."""

    def __init__(self) -> None:
        super().__init__(
            name="require_actor",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                IF coalesce(current_setting('{ACTOR_SETTING}', true), '') = '' THEN
                    RAISE EXCEPTION 'write on % without an actor', TG_TABLE_NAME
                        USING ERRCODE = 'insufficient_privilege',
                              HINT = 'Write through a service: core.audit names the actor.';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            """,
        )


_LET_GO = """
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"""


def _unless_destroyed(refused: str, destroyed: str) -> str:
    return f"({refused})\n                    AND NOT {destroyed}" if destroyed else refused


class Frozen(AlwaysOn):
    """Refuse any change of the named columns, and deletion, once `when_sql` holds for OLD.

    `fill_once` columns may go from empty to filled a single time. `unless` gives, for a column,
    the condition in SQL under which it may change all the same; `destroyed` (see `destroying`)
    that under which the row may go.
    """

    def __init__(
        self,
        *,
        name: str,
        when_sql: str,
        columns: list[str],
        fill_once: list[str] | None = None,
        unless: Mapping[str, str] | None = None,
        destroyed: str = "",
    ) -> None:
        tests = {c: f'NEW."{c}" IS DISTINCT FROM OLD."{c}"' for c in columns}
        tests |= {c: f"({tests[c]} AND NOT {free})" for c, free in (unless or {}).items()}
        frozen = " OR ".join(tests.values()) or "false"
        once = " OR ".join(
            f"""(coalesce(OLD."{c}"::text, '') <> '' AND NEW."{c}" IS DISTINCT FROM OLD."{c}")"""
            for c in fill_once or []
        )
        refused = f"TG_OP = 'DELETE' OR {frozen}{' OR ' + once if once else ''}"
        super().__init__(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                IF NOT ({when_sql}) THEN
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                END IF;
                IF {_unless_destroyed(refused, destroyed)} THEN
                    RAISE EXCEPTION '% % is frozen', TG_TABLE_NAME, OLD.id
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;{_LET_GO if destroyed else ""}
                RETURN NEW;
            """,
        )


class NoWayBack(AlwaysOn):
    """Once `status` is one of `among`, it stays among them: what froze with it does not thaw."""

    def __init__(self, *, among: list[str]) -> None:
        states = ", ".join(f"'{state}'" for state in among)
        super().__init__(
            name="no_way_back",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.status IN ({states}) AND NEW.status NOT IN ({states}) THEN
                    RAISE EXCEPTION '% % does not go back to %', TG_TABLE_NAME, OLD.id, NEW.status
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            """,
        )


class FrozenWithParent(AlwaysOn):
    """Refuse to add, change or remove a row once `when_sql` holds for its `parent` row.

    `parent` is a table, `key` the column that points to it, `when_sql` a condition on `parent`.
    `fill_once` may go from null to filled a single time, and nothing else with it; so may the
    columns of `unless` change, each alone, under its condition in SQL; `destroyed` (see
    `destroying`) is the condition under which a row may go. The parent is locked for sharing, so
    that no row slips in while another transaction freezes it.
    """

    def __init__(
        self,
        *,
        name: str,
        parent: str,
        key: str,
        when_sql: str,
        fill_once: str,
        unless: Mapping[str, str] | None = None,
        destroyed: str = "",
    ) -> None:
        changed = (
            f"OLD.{fill_once} IS NOT NULL OR NEW.{fill_once} IS NULL\n"
            f"{_DEEP}OR to_jsonb(NEW) - '{fill_once}' <> to_jsonb(OLD) - '{fill_once}'"
        )
        for column, free in (unless or {}).items():
            alone = f"to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}'"
            changed = f"({changed})\n{_DEEP}AND NOT ({alone} AND {free})"
        super().__init__(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("frozen", "boolean")],
            func=f"""
                IF TG_OP <> 'INSERT' THEN
                    SELECT {when_sql} INTO frozen FROM {parent} WHERE id = OLD.{key} FOR SHARE;
                    IF frozen AND TG_OP = 'UPDATE' THEN
                        frozen := {changed};
                    END IF;
                END IF;
                IF TG_OP = 'INSERT' OR
                        (TG_OP = 'UPDATE' AND NEW.{key} IS DISTINCT FROM OLD.{key}) THEN
                    SELECT coalesce(frozen, false) OR ({when_sql}) INTO frozen
                        FROM {parent} WHERE id = NEW.{key} FOR SHARE;
                END IF;
                IF {_unless_destroyed("frozen", destroyed)} THEN
                    RAISE EXCEPTION '% of % % is frozen', TG_TABLE_NAME, '{parent}',
                            CASE WHEN TG_OP = 'INSERT' THEN NEW.{key} ELSE OLD.{key} END
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            """,
        )


class AppendOnly(AlwaysOn):
    """Refuse update and deletion: corrections are new rows.

    `destroyed` (see `destroying`) is the condition under which a row may go, or lose its words.
    """

    def __init__(self, *, destroyed: str = "") -> None:
        refusal = """RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';"""
        super().__init__(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                IF {destroyed} THEN
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                END IF;
                {refusal}
            """
            if destroyed
            else f"""
                {refusal}
            """,
        )
