"""The database keeps what was computed, frozen and signed; the lawful moves pass, everything else is refused."""

import datetime
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from awards.publication.models import Publication
from awards.publication.services.moves import prepare_publication, publish_publication
from awards.runs.models import ScoreRun
from awards.runs.services.moves import discard_run
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.audit import guards

pytestmark = pytest.mark.django_db

LATER = AT + datetime.timedelta(days=3)


@pytest.fixture
def _guarded(db):
    guards.install(connection)


@pytest.fixture
def publication(_guarded, people):
    """The whole way with every guard in place: two runs, one discarded, a correction, minutes, an embargo moved."""
    second = factories.people.organiser()
    made = factories.contest()
    discard_run(run=factories.computed(made), actor=people.organiser, at=AT, reason="Uji.")
    factories.applied(made, actor=people.organiser)
    first = factories.final(made, organiser=people.organiser, second=second, embargo_until=LATER)
    publish_publication(publication=first, actor=people.organiser, at=AT)
    Publication.objects.filter(pk=first.pk).update(embargo_until=AT)
    factories.applied(made, actor=people.organiser)
    correction = factories.final(made, organiser=people.organiser, second=second, reason="Data keliru.", at=LATER)
    return publish_publication(publication=correction, actor=people.organiser, at=LATER)


def test_lawful_moves_when_guarded_then_all_pass(publication):
    assert list(ScoreRun.objects.order_by("number").values_list("state", flat=True)) == [
        "discarded",
        "superseded",
        "applied",
    ]
    assert guards.missing(connection) == []


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


REFUSED = [
    "UPDATE awards_scorerun SET result_digest = 'f'",
    "UPDATE awards_scorerun SET state = 'proposed' WHERE state = 'discarded'",
    "UPDATE awards_scorerun SET decided_at = NULL WHERE state = 'applied'",
    "UPDATE awards_scorerun SET seed = 8",
    "DELETE FROM awards_scorerun",
    "UPDATE awards_runscore SET rank = 1 WHERE rank = 2",
    "DELETE FROM awards_runscore",
    "UPDATE awards_nodescore SET contribution = '0'",
    "DELETE FROM awards_nodescore",
    "UPDATE awards_runinput SET value = '1'",
    "DELETE FROM awards_runinput",
    "UPDATE awards_runmark SET value = 1",
    "DELETE FROM awards_runmark",
    "UPDATE awards_publication SET payload = '{}'",
    "UPDATE awards_publication SET digest = 'f'",
    "UPDATE awards_publication SET run_id = (SELECT MIN(id) FROM awards_scorerun)",
    "UPDATE awards_publication SET signature = 'f'",
    "UPDATE awards_publication SET final_at = NULL, signature = ''",
    "UPDATE awards_publication SET published_at = NULL",
    "UPDATE awards_publication SET published_at = '2030-01-01 00:00:00+00:00' WHERE number = 2",
    "DELETE FROM awards_publication",
    "UPDATE awards_publishedentry SET line = '{}'",
    "DELETE FROM awards_publishedentry",
    "UPDATE awards_prize SET entry_id = (SELECT MIN(entry_id) FROM awards_prize)",
    "UPDATE awards_prize SET label = 'lain'",
    "DELETE FROM awards_prize",
    "UPDATE awards_signoff SET comment = 'lain'",
    "DELETE FROM awards_signoff",
    "UPDATE awards_minutes SET content = '{}'",
    "DELETE FROM awards_minutes",
    "UPDATE awards_signingkey SET public_key = 'f'",
    "DELETE FROM awards_signingkey",
]


def test_changes_when_guarded_then_the_database_refuses_each(publication):
    """One contest for all of them: it takes longer to play than they do."""
    for sql in REFUSED:
        with pytest.raises(DatabaseError, match=guards.REFUSAL):
            run(sql)


@pytest.mark.sqlite
@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize(
    "table", ["scorerun", "runscore", "nodescore", "runinput", "runmark", "publication", "prize", "signoff", "minutes"]
)
def test_rows_when_replaced_on_sqlite_then_the_database_refuses(publication, table):
    with pytest.raises(DatabaseError, match=guards.REFUSAL):
        run(f"REPLACE INTO awards_{table} SELECT * FROM awards_{table}")  # noqa: S608 - own names


@pytest.mark.services
@pytest.mark.parametrize("table", ["awards_publication", "awards_prize", "awards_scorerun", "audit_auditentry"])
def test_tables_when_truncated_on_postgresql_then_the_database_refuses(publication, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="never changed or deleted"):
        run(f"TRUNCATE {table} CASCADE")


def draft(made, actor, **fields):
    wanted = {"embargo_until": None, "reason": "", "tie_decision": "", "at": AT} | fields
    return prepare_publication(category=made, actor=actor, **wanted)


def test_prepare_when_asked_six_times_then_makes_one_draft_and_another_embargo_another(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)

    drafts = [draft(made, people.organiser, at=AT + datetime.timedelta(minutes=step)) for step in range(6)]
    other = draft(made, people.organiser, embargo_until=LATER)

    assert {one.pk for one in drafts} == {drafts[0].pk}
    assert (other.number, Publication.objects.count()) == (2, 2)


def test_prepare_when_a_name_changed_in_between_then_makes_another_draft(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    first = draft(made, people.organiser)
    made.entries.filter(name="Kota Mataram").update(name="Kota Mataram Baru")

    second = draft(made, people.organiser)

    assert (first.number, second.number) == (1, 2)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_prepare_when_six_people_press_at_once_then_makes_one_draft(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    start, made_drafts, faults = threading.Barrier(6), [], []

    def press():
        start.wait()
        try:
            made_drafts.append(draft(made, people.organiser).pk)
        except Exception as fault:  # noqa: BLE001 - told by the assertion below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert (len(made_drafts), len(set(made_drafts)), Publication.objects.count()) == (6, 1, 1)
