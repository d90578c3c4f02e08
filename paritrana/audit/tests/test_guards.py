"""What the database refuses by itself, and that `migrate` puts every guard back."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from paritrana.accounts.tests.factories import UserFactory
from paritrana.audit import guards
from paritrana.audit.models import AuditHead
from paritrana.audit.services import record
from paritrana.audit.tests.test_audit import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guarded(db):
    guards.install(connection)
    yield
    if connection.vendor == "sqlite" or not connection.in_atomic_block:
        return  # the transaction takes the triggers with it on both, but a failed statement ends PostgreSQL's
    transaction.set_rollback(True)


@pytest.fixture
def trail():
    user = UserFactory()
    return [record(action=f"test.{step}", subject=user, actor=user, at=NOW) for step in range(3)]


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET reason = 'lain' WHERE number = 2",
        "DELETE FROM audit_auditentry WHERE number = 3",
        "UPDATE audit_audithead SET number = 1",
        "UPDATE audit_audithead SET digest = 'a'",
        "DELETE FROM audit_audithead",
    ],
)
def test_trail_when_changed_by_sql_then_the_database_refuses(trail, sql):
    with pytest.raises(DatabaseError, match=guards.REFUSAL):
        run(sql)

    assert AuditHead.objects.get().number == 3


@pytest.mark.sqlite
@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_trail_when_replaced_then_the_database_refuses(trail):
    columns = (
        "id, number, at, actor_id, actor_name, action, subject_type, subject_id, region_code, reason, changes, "
        "request_id, previous_digest, digest"
    )
    other = columns.replace("reason,", "'lain',")

    for number in ("number", "number + 100"):
        with pytest.raises(DatabaseError, match=guards.REFUSAL):
            run(
                f"REPLACE INTO audit_auditentry ({columns}) "  # noqa: S608 - own names
                f"SELECT {other.replace('number', number, 1)} FROM audit_auditentry WHERE number = 2"
            )


def test_record_when_guarded_then_the_trail_still_grows(trail):
    record(action="test.more", subject=trail[0].actor, actor=None, at=NOW)

    assert AuditHead.objects.get().number == 4


def test_missing_when_a_guard_was_dropped_then_names_its_table(trail):
    assert guards.missing(connection) == []
    on = " ON audit_audithead" if connection.vendor == "postgresql" else ""
    name = "audit_audithead_kept" if connection.vendor == "postgresql" else "audit_audithead_kept_delete"
    run(f"DROP TRIGGER {name}{on}")

    assert guards.missing(connection) == ["audit_audithead"]


@pytest.mark.django_db(transaction=True)
def test_migrate_when_run_then_puts_every_guard_back():
    guards.lift(connection)

    call_command("migrate", verbosity=0)

    try:
        assert guards.missing(connection) == []
    finally:
        guards.lift(connection)
