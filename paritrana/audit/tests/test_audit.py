import datetime
import threading
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from paritrana.accounts.tests.factories import UserFactory
from paritrana.audit import triggers
from paritrana.audit.models import AuditEntry, AuditHead
from paritrana.audit.selectors import Breach, audit_chain
from paritrana.audit.services import record

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def trail(db):
    user = UserFactory(full_name="Siti Rahma")
    return [
        record(action=f"test.{step}", subject=user, actor=user, at=NOW, changes={"step": step}) for step in range(5)
    ]


@pytest.fixture
def _kept(db):
    """Put the triggers back that tests live without (emptying the tables after a test would fail)."""
    for statement in triggers.INSTALL[connection.vendor]:
        tamper(statement)


def tamper(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_record_when_outside_a_transaction_then_refused():
    user = UserFactory()

    with pytest.raises(transaction.TransactionManagementError):
        record(action="test", subject=user, actor=None, at=NOW)

    assert AuditEntry.objects.count() == 0


def test_record_when_the_work_is_rolled_back_then_no_entry_and_the_chain_holds(trail):
    with transaction.atomic():
        record(action="test.lost", subject=trail[0].actor, actor=None, at=NOW)
        transaction.set_rollback(True)

    assert (audit_chain().length, audit_chain().breach) == (5, None)


def test_record_when_changes_hold_decimals_and_dates_then_kept_as_canonical_text(trail):
    entry = record(
        action="test.values",
        subject=trail[0].actor,
        actor=None,
        at=NOW,
        changes={"score": Decimal("51.510"), "on": datetime.date(2026, 11, 22), "labels": ("a", "b")},
    )

    entry.refresh_from_db()
    assert entry.changes == {"score": "51.51", "on": "2026-11-22", "labels": ["a", "b"]}
    assert audit_chain().breach is None


def test_record_when_no_person_acts_then_the_system_is_named(trail):
    entry = record(action="test.sweep", subject=trail[0].actor, actor=None, at=NOW)

    assert (entry.actor, entry.actor_name, entry.number, entry.previous_digest) == (
        None,
        "sistem",
        6,
        trail[-1].digest,
    )


@pytest.mark.parametrize(
    ("sql", "breach"),
    [
        (
            "UPDATE audit_auditentry SET reason = 'lain' WHERE number = 3",
            Breach(3, "isinya tidak cocok dengan sidik jarinya"),
        ),
        (
            "UPDATE audit_auditentry SET actor_name = 'Orang lain' WHERE number = 1",
            Breach(1, "isinya tidak cocok dengan sidik jarinya"),
        ),
        ("DELETE FROM audit_auditentry WHERE number = 2", Breach(2, "catatan 2 tidak ada")),
        ("DELETE FROM audit_auditentry WHERE number = 5", Breach(5, "ujung rantai menyebut catatan 5")),
        (
            "UPDATE audit_auditentry SET previous_digest = digest WHERE number = 4",
            Breach(4, "catatan itu tidak menyambung catatan sebelumnya"),
        ),
        ("UPDATE audit_audithead SET number = 9", Breach(6, "ujung rantai menyebut catatan 9")),
    ],
    ids=["content", "person", "gap", "end cut off", "link", "false end"],
)
def test_audit_chain_when_tampered_with_by_sql_then_names_the_first_broken_entry(trail, sql, breach):
    tamper(sql)

    assert audit_chain().breach == breach


def test_audit_chain_when_walked_then_reads_in_two_queries(trail, django_assert_num_queries):
    with django_assert_num_queries(2):
        audit_chain()


def test_audit_verify_when_whole_then_prints_length_and_last_digest(trail, capsys):
    call_command("audit_verify", anchor=f"2:{trail[1].digest}")

    assert capsys.readouterr().out == f"Jejak audit utuh: 5 catatan, sidik jari terakhir {trail[-1].digest}\n"


def test_audit_verify_when_empty_then_whole(db, capsys):
    call_command("audit_verify")

    assert capsys.readouterr().out == f"Jejak audit utuh: 0 catatan, sidik jari terakhir {'0' * 64}\n"


def test_audit_verify_when_broken_then_fails_naming_the_entry(trail):
    tamper("UPDATE audit_auditentry SET action = 'test.lain' WHERE number = 3")

    with pytest.raises(CommandError, match=r"rusak pada catatan 3: isinya"):
        call_command("audit_verify")


def test_audit_verify_when_the_whole_trail_was_rewritten_then_the_anchor_tells(trail):
    with pytest.raises(CommandError, match="jejak pernah ditulis ulang"):
        call_command("audit_verify", anchor=f"2:{'a' * 64}")


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_auditentry SET reason = 'lain' WHERE number = 3", "DELETE FROM audit_auditentry WHERE number = 5"],
    ids=["update", "delete"],
)
def test_database_when_asked_to_change_an_entry_then_refuses(trail, sql):
    with pytest.raises(DatabaseError, match="audit entries are never changed or deleted"), transaction.atomic():
        tamper(sql)

    assert (audit_chain().length, audit_chain().breach) == (5, None)


@pytest.mark.services
@pytest.mark.usefixtures("_kept")
def test_database_when_asked_to_truncate_the_trail_then_refuses(trail):
    tamper("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="audit entries are never changed or deleted"), transaction.atomic():
        tamper("TRUNCATE audit_auditentry")

    assert audit_chain().length == 5


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_record_when_two_people_write_at_once_then_the_chain_does_not_fork():
    users = [UserFactory(), UserFactory()]
    start = threading.Barrier(2)

    def write(user):
        start.wait()
        for step in range(20):
            with transaction.atomic():
                record(action="test.race", subject=user, actor=user, at=NOW, changes={"step": step})
        connection.close()

    threads = [threading.Thread(target=write, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (audit_chain().length, audit_chain().breach) == (40, None)
    assert AuditHead.objects.get().number == 40
