"""Rows that the database itself keeps as they are: what may change of a kept row is named, everything else is refused.

An app registers a guard per table in `AppConfig.ready`. `manage.py migrate` lifts all of them for its own work and puts
them back (SQLite rebuilds tables, and a rebuilt table loses its triggers). Whoever owns the database can drop them too:
they stop mistakes and careless hands, and `manage.py prove` tells what was changed all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, UniqueConstraint

REFUSAL = "kept rows are never changed or deleted"


@dataclass(frozen=True, slots=True)
class RowGuard:
    """Keeps the rows of a model.

    `kept_when` is SQL about `OLD` that says when a row is kept; empty: from the moment it is written. `once` may be
    filled where they are empty, `free` may change at any time, `moves` are (from, to) of `state`, which together with
    the columns in `with_move` changes by these alone. `fields` narrows what is kept; empty: every column.
    """

    model: str
    kept_when: str = ""
    once: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    with_move: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    lawful: str = ""
    """SQL about `OLD` and `NEW` that every update must make true besides."""
    is_append_only: bool = True
    """Whether a kept row may not be deleted, nor be put in the place of another (REPLACE on SQLite)."""


_guards: dict[str, RowGuard] = {}


def register(*guards: RowGuard) -> None:
    for guard in guards:
        _guards[guard.model] = guard


def registered() -> tuple[RowGuard, ...]:
    return tuple(_guards.values())


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place whose table is there; what stood under its name is replaced."""
    lift(connection)
    for guard, model in _present(connection):
        _execute(connection, MAKERS[connection.vendor](guard, model))


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away; only migrations and the tests' cleaning do."""
    for _guard, model in _present(connection):
        _execute(connection, REMOVERS[connection.vendor](model))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables whose guards are not all in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return [
        _table(model)
        for guard, model in _present(connection)
        if not set(_names(connection.vendor, guard, model)) <= there
    ]


def _present(connection: BaseDatabaseWrapper) -> Iterator[tuple[RowGuard, type[Model]]]:
    """Yield the guards whose tables have all their columns: migrations may stop halfway."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in _guards.values():
            model = apps.get_model(guard.model)
            if _table(model) not in tables:
                continue
            there = {column.name for column in connection.introspection.get_table_description(cursor, _table(model))}
            if {field.column for field in _fields(model)} <= there:
                yield guard, model


def _fields(model: type[Model]) -> list["Field[object, object]"]:
    return list(model._meta.concrete_fields)  # noqa: SLF001 - a documented door


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


def _column(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr] # noqa: SLF001


def _names(vendor: str, guard: RowGuard, model: type[Model]) -> list[str]:
    table = _table(model)
    if vendor == "postgresql":
        return [f"{table}_kept", *([f"{table}_whole"] if guard.is_append_only else [])]
    kinds = ("update", "delete", "replace") if guard.is_append_only else ("update",)
    return [f"{table}_kept_{kind}" for kind in kinds]


def _wrong_update(guard: RowGuard, model: type[Model], differs: str) -> str:
    """Return the SQL that is true for an update that is not among the lawful moves; `differs` is null-safe."""
    fields = [field.name for field in _fields(model) if not guard.fields or field.name in guard.fields]
    loose = {*guard.free, *guard.once, *guard.with_move, *(["state"] if guard.moves else [])}
    wrong = [f"OLD.{column} {differs} NEW.{column}" for column in _columns(model, fields, without=loose)]
    for column in _columns(model, list(guard.once)):
        wrong.append(f"(OLD.{column} {differs} NEW.{column} AND COALESCE(CAST(OLD.{column} AS text), '') <> '')")
    if guard.moves:
        pairs = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in guard.moves)
        wrong.append(f"(OLD.state <> NEW.state AND NOT ({pairs}))")
        wrong += [
            f"(OLD.state = NEW.state AND OLD.{column} {differs} NEW.{column})"
            for column in _columns(model, list(guard.with_move))
        ]
    if guard.lawful:
        wrong.append(f"NOT ({guard.lawful})")
    return " OR ".join(wrong) or "FALSE"


def _columns(model: type[Model], names: Iterable[str], *, without: Iterable[str] = ()) -> list[str]:
    left_out = set(without)
    return [f'"{_column(model, name)}"' for name in names if name not in left_out]


def _for_postgresql(guard: RowGuard, model: type[Model]) -> list[str]:
    """One function a table: a lawful update passes, every other one and every delete of a kept row does not."""
    table, kept = _table(model), guard.kept_when or "TRUE"
    wrong = _wrong_update(guard, model, "IS DISTINCT FROM")
    on_delete = f"IF {kept} THEN RAISE EXCEPTION '{REFUSAL}: {table}'; END IF; RETURN OLD;"
    function = f"""
        CREATE OR REPLACE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{REFUSAL}: {table}'; END IF;
            IF TG_OP = 'DELETE' THEN {on_delete} END IF;
            IF ({kept}) AND ({wrong}) THEN RAISE EXCEPTION '{REFUSAL}: {table}'; END IF;
            RETURN NEW;
        END $$
    """
    events = "UPDATE OR DELETE" if guard.is_append_only else "UPDATE"
    statements = [
        function,
        f"CREATE TRIGGER {table}_kept BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()",
    ]
    if guard.is_append_only:
        statements.append(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept()"
        )
    return statements


def _for_sqlite(guard: RowGuard, model: type[Model]) -> list[str]:
    table, kept = _table(model), guard.kept_when or "1"
    refuse = f"SELECT RAISE(ABORT, '{REFUSAL}: {table}')"
    wrong = _wrong_update(guard, model, "IS NOT")
    statements = [
        f"CREATE TRIGGER {table}_kept_update BEFORE UPDATE ON {table} WHEN ({kept}) AND ({wrong}) BEGIN {refuse}; END"
    ]
    if guard.is_append_only:
        # REPLACE deletes without asking the trigger for DELETE: the row in whose place it would stand is looked for.
        there = " OR ".join(_same_keys(model))
        old = f"SELECT 1 FROM {table} AS held WHERE ({there})"  # noqa: S608 - own names
        if guard.kept_when:
            old += f" AND ({guard.kept_when.replace('OLD.', 'held.')})"
        statements += [
            f"CREATE TRIGGER {table}_kept_delete BEFORE DELETE ON {table} WHEN {kept} BEGIN {refuse}; END",
            f"CREATE TRIGGER {table}_kept_replace BEFORE INSERT ON {table} WHEN EXISTS ({old}) BEGIN {refuse}; END",
        ]
    return statements


def _same_keys(model: type[Model]) -> Iterator[str]:
    meta = model._meta  # noqa: SLF001
    keys = [[field.name] for field in _fields(model) if field.unique]
    keys += [
        list(constraint.fields)
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None
    ]
    for key in keys:
        yield "(" + " AND ".join(f"held.{column} = NEW.{column}" for column in _columns(model, key)) + ")"


def _lifted_postgresql(model: type[Model]) -> list[str]:
    table = _table(model)
    return [
        f"DROP TRIGGER IF EXISTS {table}_kept ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_whole ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_is_kept()",
    ]


def _lifted_sqlite(model: type[Model]) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {_table(model)}_kept_{kind}" for kind in ("update", "delete", "replace")]


MAKERS = {"postgresql": _for_postgresql, "sqlite": _for_sqlite}
REMOVERS = {"postgresql": _lifted_postgresql, "sqlite": _lifted_sqlite}


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
