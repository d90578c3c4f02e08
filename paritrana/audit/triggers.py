"""The database's own word that audit entries are never changed. Installed by migration, per kind of database."""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INSTALL = {
    "postgresql": (
        """
        CREATE FUNCTION audit_entry_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit entries are never changed or deleted';
        END $$
        """,
        """
        CREATE TRIGGER audit_entry_is_kept BEFORE UPDATE OR DELETE ON audit_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses_change()
        """,
        """
        CREATE TRIGGER audit_trail_is_kept BEFORE TRUNCATE ON audit_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses_change()
        """,
    ),
    "sqlite": (
        """
        CREATE TRIGGER audit_entry_is_never_updated BEFORE UPDATE ON audit_auditentry
        BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or deleted'); END
        """,
        """
        CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_auditentry
        BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or deleted'); END
        """,
    ),
}
REMOVE = {
    "postgresql": (
        "DROP TRIGGER audit_entry_is_kept ON audit_auditentry",
        "DROP TRIGGER audit_trail_is_kept ON audit_auditentry",
        "DROP FUNCTION audit_entry_refuses_change()",
    ),
    "sqlite": (
        "DROP TRIGGER audit_entry_is_never_updated",
        "DROP TRIGGER audit_entry_is_never_deleted",
    ),
}


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, INSTALL[schema_editor.connection.vendor])


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, REMOVE[schema_editor.connection.vendor])


def _execute(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)
