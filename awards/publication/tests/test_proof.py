"""`manage.py prove`: sound as it stands, and every tampering by raw SQL or in files is found and named."""

import datetime
import gzip
import hashlib
import json
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib import admin
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from awards.editions.models import Edition
from awards.entries.models import Entry
from awards.jury.models.plenary import Minutes, Plenary
from awards.jury.services.conflicts import declare_conflict
from awards.jury.services.minutes import write_minutes
from awards.publication.models import EmbargoMove, Publication
from awards.publication.selectors.files import file_path
from awards.publication.selectors.proof.jury import minutes_faults
from awards.publication.selectors.proof.report import prove
from awards.publication.selectors.proof.trail import ENTRY_ATTRIBUTES
from awards.publication.selectors.tabled import tabled_result
from awards.publication.services.after_final import agree_on_embargo
from awards.publication.services.moves import prepare_publication, publish_publication
from awards.results.exports.tables import ranking_json
from awards.results.selectors.bundle import check_bundle
from awards.results.selectors.shown import Shown
from awards.runs.services.robustness import compute_robustness
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, KEY
from paritrana.audit.models import AuditEntry
from paritrana.audit.selectors import audit_chain
from paritrana.audit.services import entry_digest, record
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import public_text, signature_text

pytestmark = pytest.mark.django_db

EMBARGO = AT + datetime.timedelta(days=2)


@pytest.fixture
def publication(people):
    """Published under an embargo, with a conflict, minutes and tested ranks."""
    made = factories.contest()
    panel = made.panels.get()
    juror = panel.jurors.order_by("pk").last()
    entry = made.entries.get(name="Kota Mataram")
    declare_conflict(juror=juror, entry=entry, reason="Asal daerah.", actor=people.organiser, at=AT)
    run = factories.applied(made, actor=people.organiser)
    compute_robustness(run_id=run.pk, at=AT, report=lambda *_steps: None, draws=200)
    final = factories.final(
        made, organiser=people.organiser, second=factories.people.organiser(), embargo_until=EMBARGO
    )
    return publish_publication(publication=final, actor=people.organiser, at=AT)


def kinds(publication):
    found = Publication.objects.select_related("category__edition", "run__rulebook", "run__category").get(
        pk=publication.pk
    )
    return {str(fault.kind) for fault in prove(found, audit_chain()).faults}


def run_sql(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0, "the tampering touched no row"


def test_prove_when_nothing_was_touched_then_finds_nothing(publication):
    assert kinds(publication) == set()


def test_prove_when_a_move_of_the_embargo_is_another_than_the_trail_tells_then_names_it(people, publication):
    later = EMBARGO + datetime.timedelta(days=1)
    for actor in (people.organiser, people.secretariat):
        agree_on_embargo(publication=publication, until=later, reason="Hujan.", actor=actor, at=AT)
    before = kinds(publication)

    EmbargoMove.objects.update(until=None)

    assert (before, kinds(publication)) == (set(), {"embargo"})


@pytest.mark.parametrize("is_open", [True, False], ids=["marks closed", "scores closed"])
def test_prove_when_parts_are_closed_then_finds_nothing(people, is_open):
    factories.edition(is_scores_public=is_open, is_marks_public=False)

    assert kinds(factories.published_contest(people)) == set()


def test_prove_when_a_draft_or_a_correction_then_finds_nothing(people, publication):
    factories.answer(publication.category.entries.get(name="Kota Mataram"), "coverage", "95")
    factories.applied(publication.category, actor=people.organiser)
    draft = prepare_publication(
        category=publication.category,
        actor=people.organiser,
        at=AT,
        embargo_until=None,
        reason="Data keliru.",
        tie_decision="",
    )

    assert (kinds(publication), kinds(draft)) == (set(), set())


@pytest.mark.parametrize("later", [0, 2], ids=["one", "three"])
def test_prove_then_asks_as_many_questions_for_one_minutes_as_for_three(
    django_assert_num_queries, people, publication, later
):
    plenary = Plenary.objects.get(panel__category=publication.category)
    for number in range(later):
        tabled = tabled_result(publication.category, public_key=publication.public_key)
        write_minutes(plenary=plenary, tabled=tabled, reason=f"Salah {number}.", actor=people.organiser, at=AT)

    with django_assert_num_queries(2):
        faults = list(minutes_faults(publication.category))

    assert (Minutes.objects.count(), faults) == (1 + later, [])


TAMPERINGS = {
    "run score": ("UPDATE awards_runscore SET score_text = '88.21' WHERE rank = 1", "run_score"),
    "rank": ("UPDATE awards_runscore SET rank = 1 WHERE rank = 2", "run_rank"),
    "frozen mark": ("UPDATE awards_runmark SET value = 9.1 WHERE value = 9", "frozen_mark"),
    "frozen input": ("UPDATE awards_runinput SET value = '80.01' WHERE value = '80'", "frozen_input"),
    "node points": (
        "UPDATE awards_nodescore SET contribution = '41' WHERE code = 'coverage' AND raw = '80'",
        "node",
    ),
    "payload digit": (
        "UPDATE awards_publication SET payload = REPLACE(payload, '\"rank\":1', '\"rank\":2')",
        "payload",
    ),
    "prize winner": (
        "UPDATE awards_prize SET entry_id = (SELECT entry_id FROM awards_runscore WHERE rank = 3) WHERE position = 1",
        "prize_winner",
    ),
    "prize winner's name": ("UPDATE awards_prize SET entry_name = 'Lain' WHERE position = 1", "prize_winner"),
    "prize label": ("UPDATE awards_prize SET label = 'Juara Harapan' WHERE position = 1", "prize_label"),
    "prize removed": ("DELETE FROM awards_prize WHERE position = 3", "prize"),
    "entry name": ("UPDATE awards_entry SET name = 'Kota Lain' WHERE name = 'Kota Mataram'", "entry_name"),
    "visibility": ("UPDATE awards_edition SET is_scores_public = false", "visibility"),
    "embargo": ("UPDATE awards_publication SET embargo_until = NULL", "embargo"),
    "deleted conflict": ("DELETE FROM awards_conflict", "conflict"),
    "decided conflict": ("UPDATE awards_conflict SET state = 'dismissed'", "conflict"),
    "live mark": ("UPDATE awards_mark SET value = 9.1 WHERE value = 9", "live_mark"),
    "minutes' content": ("UPDATE awards_minutes SET content = REPLACE(content, 'Tim 9', 'Tim 8')", "minutes"),
    "minutes' digest": ("UPDATE awards_minutes SET digest = 'a'", "minutes"),
    "signer's capacity": ("UPDATE awards_signoff SET capacity = 'chair'", "signer"),
    "published line": ("UPDATE awards_publishedentry SET line = REPLACE(line, '88.20', '88.30')", "published_row"),
    "published name": ("UPDATE awards_publishedentry SET name = 'Lain' WHERE rank = 1", "published_row"),
    "published line removed": ("DELETE FROM awards_publishedentry WHERE rank = 3", "published_row"),
    "interval": ("UPDATE awards_runrobustness SET seed = 99", "interval"),
    "rulebook": ("UPDATE awards_rulebook SET text = REPLACE(text, 'weight = 50', 'weight = 51')", "rulebook"),
    "result digest": ("UPDATE awards_scorerun SET result_digest = 'f'", "run_digest"),
    "trail edited": ("UPDATE audit_auditentry SET reason = 'lain' WHERE number = 2", "trail"),
    "trail entry removed": ("DELETE FROM audit_auditentry WHERE number = 2", "trail"),
}


@pytest.mark.parametrize(("sql", "kind"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_prove_when_tampered_with_by_sql_then_names_it(publication, sql, kind):
    run_sql(sql)

    assert kind in kinds(publication)


def test_prove_when_moved_to_another_run_then_names_it(people, publication):
    other = factories.computed(publication.category, actor=people.organiser)
    run_sql("UPDATE awards_publication SET run_id = %s WHERE id = %s", other.pk, publication.pk)

    assert "run" in kinds(publication)


def test_prove_when_a_signer_was_exchanged_then_names_it(people, publication):
    run_sql("UPDATE awards_signoff SET user_id = %s WHERE user_id = %s", people.auditor.pk, people.organiser.pk)

    assert "signer" in kinds(publication)


def test_prove_when_a_clock_was_moved_then_names_it(publication):
    run_sql("UPDATE awards_publication SET published_at = %s", EMBARGO)

    assert "time" in kinds(publication)


def test_prove_when_payload_digest_and_signature_were_made_anew_then_the_trail_tells(publication):
    other = publication.payload.replace("Kota Mataram", "Kota Lain").encode()
    run_sql(
        "UPDATE awards_publication SET payload = %s, digest = %s, signature = %s",
        other.decode(),
        hashlib.sha256(other).hexdigest(),
        signature_text(KEY, other),
    )

    assert "unrecorded" in kinds(publication)


def cut_trail(after):
    """Cut the trail behind an entry and set its head back, as somebody would who knows how it is made."""
    last = AuditEntry.objects.get(number=after)
    run_sql("DELETE FROM audit_auditentry WHERE number > %s", after)
    run_sql("UPDATE audit_audithead SET number = %s, digest = %s", last.number, last.digest)
    assert audit_chain().breach is None


def test_prove_when_the_trail_was_cut_before_the_freeze_then_names_it(publication):
    cut_trail(AuditEntry.objects.get(action="publication.prepare").number - 2)

    assert {"trail_cut", "unrecorded", "signer"} <= kinds(publication)


def test_prove_when_the_trail_was_cut_behind_the_freeze_then_names_what_is_missing(publication):
    cut_trail(AuditEntry.objects.get(action="publication.prepare").number)

    assert {"unrecorded", "signer"} <= kinds(publication)


def test_prove_when_the_whole_trail_was_rewritten_then_names_it(publication):
    """Somebody renames an actor and makes every digest behind anew, the head's too."""
    previous = "0" * 64
    for entry in AuditEntry.objects.order_by("number"):
        entry.actor_name, entry.previous_digest = "Orang lain", previous
        previous = entry_digest(entry)
        run_sql(
            "UPDATE audit_auditentry SET actor_name = %s, previous_digest = %s, digest = %s WHERE id = %s",
            entry.actor_name,
            entry.previous_digest,
            previous,
            entry.pk,
        )
    run_sql("UPDATE audit_audithead SET digest = %s", previous)
    assert audit_chain().breach is None

    assert "trail_cut" in kinds(publication)


def rewritten(content):
    return gzip.compress(gzip.decompress(content).replace(b"88.20", b"88.30"), mtime=0)


@pytest.mark.parametrize(
    "change",
    [rewritten, lambda content: content[:-20], lambda _content: b"", lambda _content: b"{}", None],
    ids=["digit", "cut off", "empty", "other", "gone"],
)
def test_prove_when_the_file_was_tampered_with_then_names_it(publication, change):
    path = file_path(publication.file_digest)
    content = default_storage.open(path).read()
    default_storage.delete(path)
    if change is not None:
        with default_storage.open(path, "wb") as stream:
            stream.write(change(content))

    assert "file" in kinds(publication)


def test_prove_when_things_changed_lawfully_since_then_finds_nothing(people, publication):
    entry = publication.category.entries.get(name="Kota Mataram")
    for subject, sql in (
        (entry, "UPDATE awards_entry SET name = 'Kota Lain' WHERE name = 'Kota Mataram'"),
        (publication.category.edition, "UPDATE awards_edition SET is_scores_public = false"),
    ):
        record(action="panel.change", subject=subject, actor=people.organiser, at=AT)
        run_sql(sql)
    record(action="publication.embargo", subject=publication, actor=None, at=AT, changes={"embargo_until": None})
    run_sql("UPDATE awards_publication SET embargo_until = NULL")

    assert kinds(publication) == set()


def test_panel_when_an_entry_or_edition_is_saved_then_the_trail_tells_what_proofs_ask():
    told = {model: admin.site._registry[model].told_fields for model in (Entry, Edition)}

    assert told == {Entry: set(ENTRY_ATTRIBUTES.values()), Edition: {"is_scores_public", "is_marks_public"}}


def test_prove_when_a_row_is_changed_again_behind_its_lawful_change_then_names_it(people, publication):
    entry, edition = publication.category.entries.get(name="Kota Mataram"), publication.category.edition
    for subject, values in (
        (entry, {name: getattr(entry, name) for name in ENTRY_ATTRIBUTES.values()} | {"name": "Kota Lain"}),
        (edition, {"is_scores_public": False, "is_marks_public": edition.is_marks_public}),
    ):
        record(action="panel.change", subject=subject, actor=people.organiser, at=AT, changes={"values": values})
    run_sql("UPDATE awards_entry SET name = 'Kota Lain' WHERE name = 'Kota Mataram'")
    run_sql("UPDATE awards_edition SET is_scores_public = false")
    lawful = kinds(Publication.objects.get(pk=publication.pk))

    run_sql("UPDATE awards_entry SET name = 'Kota Ketiga' WHERE name = 'Kota Lain'")
    run_sql("UPDATE awards_edition SET is_marks_public = NOT is_marks_public")

    assert (lawful, kinds(Publication.objects.get(pk=publication.pk))) == (set(), {"entry_name", "visibility"})


def forged(publication):
    """The signed head with two prizes swapped, signed with a fresh key."""
    payload = json.loads(publication.payload)
    first, second = payload["prizes"][:2]
    first["entry"], second["entry"] = second["entry"], first["entry"]
    first["name"], second["name"] = second["name"], first["name"]
    forger, signed = Ed25519PrivateKey.generate(), canonical_json(payload)
    return payload, {
        "digest": hashlib.sha256(signed).hexdigest(),
        "signature": signature_text(forger, signed),
        "public_key": public_text(forger),
    }


def test_bundle_when_forged_with_swapped_prizes_and_a_fresh_key_then_never_passes(publication):
    payload, seals = forged(publication)
    content = json.loads(b"".join(ranking_json(Shown(publication.category, publication.run, publication))))
    content |= {"payload": payload, **seals}

    checks = {check.name: check.is_sound for check in check_bundle(content, trusted_key=publication.public_key)}

    assert checks["signature"] is False


def said(*arguments):
    stream = StringIO()
    try:
        call_command("prove", *arguments, stdout=stream)
    except SystemExit as end:
        return end.code, stream.getvalue()
    return 0, stream.getvalue()


@pytest.fixture
def _guarded(monkeypatch):
    monkeypatch.setattr("paritrana.audit.guards.missing", lambda _connection: [])


@pytest.mark.usefixtures("_guarded")
def test_command_when_sound_or_not_then_says_so_in_both_languages(publication):
    assert said("2024/kabkota/1")[0] == 0
    assert said("--all")[1].startswith("TERBUKTI ")
    run_sql("UPDATE awards_prize SET label = 'Juara Harapan' WHERE position = 1")

    code, indonesian = said(str(publication.public_id))
    english = said("--all", "--language", "en")[1]

    assert code == 1
    assert "prize_label: Sebutan juara berbeda dari yang ditandatangani." in indonesian
    assert "prize_label: The name of a prize differs from the signed one." in english
    assert json.loads(said("--all", "--json")[1])["count"] == 1


def test_command_when_a_guard_is_missing_then_says_which_table(publication):
    code, text = said("--all")

    assert code == 1
    assert "awards_publication" in text


@pytest.mark.parametrize("name", ["2024/kabkota/9", "bukan", "6f1f3a1e-0000-4000-8000-000000000000"])
def test_command_when_there_is_no_such_publication_then_exits_2(name, db):
    with pytest.raises(CommandError) as refusal:
        said(name)

    assert refusal.value.returncode == 2


@pytest.mark.usefixtures("_guarded")
def test_command_when_a_forged_head_under_a_fresh_key_was_put_in_place_then_names_key_prizes_and_trail(publication):
    payload, seals = forged(publication)
    run_sql(
        "UPDATE awards_publication SET payload = %s, digest = %s, signature = %s, public_key = %s",
        canonical_json(payload).decode(),
        *seals.values(),
    )

    code, text = said(str(publication.public_id), "--json")

    assert code == 1
    assert {"key", "prize_winner", "unrecorded"} <= {fault["kind"] for fault in json.loads(text)["faults"]}


@pytest.mark.usefixtures("_guarded")
def test_command_when_the_file_is_gone_or_the_format_never_had_one_then_says_which(publication):
    default_storage.delete(file_path(publication.file_digest))

    code, text = said(str(publication.public_id))

    assert (code, "file: Berkas hasil tidak ada" in text) == (1, True)
    assert json.loads(said("--all", "--json")[1])["has_result_file"]
