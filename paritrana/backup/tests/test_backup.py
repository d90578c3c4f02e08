"""A backup holds everything, is taken back as it was, and never in the place of something."""

import datetime
import json
import os
import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, ConnectionHandler, connection, transaction
from django.utils import timezone

from paritrana.accounts.models import User
from paritrana.accounts.tests.factories import UserFactory
from paritrana.audit.models import AuditEntry, AuditHead
from paritrana.audit.services import record
from paritrana.backup import databases
from paritrana.backup.databases import DatabaseProgramError
from paritrana.backup.manifests import MAKING, backups, read_manifest
from paritrana.backup.services import (
    BackupRefusedError,
    Holding,
    forget_old_backups,
    make_backup,
    note_restore,
    restore_backup,
)
from paritrana.backup.tasks import watch_backup
from paritrana.jobs.models import Job
from paritrana.settings import CELERY_BEAT_SCHEDULE

# Folders and refusals are the same on every database; what differs, the way there and back, is tried on each.
once = pytest.mark.once

AT = datetime.datetime(2026, 3, 2, 5, 5, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
PEOPLE = "SELECT id, username FROM accounts_user ORDER BY id"


def quiet(*_step):
    """Report to nobody."""


@pytest.fixture
def source(tmp_path):
    """Two uploads, a person, an entry of the trail: all committed, as a backup sees nothing else."""
    media = tmp_path / "media"
    (media / "bukti").mkdir(parents=True)
    (media / "bukti" / "a.pdf").write_bytes(b"%PDF-1.4 a")
    (media / "b.xlsx").write_bytes(b"PK b")
    person = UserFactory(username="petugas")
    with transaction.atomic():
        record(action="test.begin", subject=person, actor=None, at=AT)
    return Holding(connection, media)


@pytest.fixture
def empty(tmp_path):
    """Return an empty database of the same kind, and a folder that is not there yet."""
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "anew.sqlite3")}
    if connection.vendor == "postgresql":
        settings["NAME"] = "restored_in_a_test"
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS restored_in_a_test")
            cursor.execute("CREATE DATABASE restored_in_a_test TEMPLATE template0")
    anew = ConnectionHandler({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    yield Holding(anew, tmp_path / "media-anew")
    anew.close()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored_in_a_test")


def rows(database, question):
    with database.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.django_db(transaction=True)
def test_backup_when_restored_into_what_is_empty_then_everything_is_as_it_was(source, empty, tmp_path):
    backup = make_backup(source=source, place=tmp_path / "kept", at=AT, report=quiet)
    people, head = rows(connection, PEOPLE), AuditHead.objects.get(id=1)
    User.objects.create(username="kemudian")

    manifest = restore_backup(folder=backup.folder, target=empty, report=quiet)

    assert (rows(empty.connection, PEOPLE), files(empty.media)) == (people, files(source.media))
    assert manifest == backup.manifest
    assert manifest.trail == f"{head.number}:{head.digest}"
    assert rows(empty.connection, "SELECT number, digest FROM audit_audithead") == [(head.number, head.digest)]


@once
@pytest.mark.django_db(transaction=True)
def test_restore_when_something_is_there_then_refuses_and_leaves_it(source, tmp_path):
    backup = make_backup(source=source, place=tmp_path / "kept", at=AT, report=quiet)
    people, uploads = rows(connection, PEOPLE), files(source.media)

    with pytest.raises(BackupRefusedError, match="tidak kosong"):
        restore_backup(folder=backup.folder, target=source, report=quiet)

    assert (rows(connection, PEOPLE), files(source.media)) == (people, uploads)


@once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_gone", [False, True], ids=["changed", "gone"])
def test_restore_when_a_file_is_not_the_one_that_was_kept_then_nothing_is_restored(source, empty, tmp_path, is_gone):
    folder = make_backup(source=source, place=tmp_path / "kept", at=AT, report=quiet).folder
    upload = folder / "media" / "b.xlsx"
    upload.unlink() if is_gone else upload.write_bytes(b"PK c")

    with pytest.raises(BackupRefusedError, match=r"media/b\.xlsx"):
        restore_backup(folder=folder, target=empty, report=quiet)

    assert (databases.is_empty(empty.connection), empty.media.exists()) == (True, False)


@once
@pytest.mark.django_db(transaction=True)
def test_backup_when_an_upload_is_as_before_then_takes_no_room_again_and_a_changed_one_does(source, tmp_path):
    first = make_backup(source=source, place=tmp_path / "kept", at=AT, report=quiet).folder
    (source.media / "b.xlsx").write_bytes(b"PK anew")

    second = make_backup(source=source, place=tmp_path / "kept", at=AT + HOUR, report=quiet).folder

    assert os.path.samefile(first / "media/bukti/a.pdf", second / "media/bukti/a.pdf")
    assert [(folder / "media/b.xlsx").read_bytes() for folder in (first, second)] == [b"PK b", b"PK anew"]


@once
@pytest.mark.django_db(transaction=True)
def test_backup_when_it_fails_on_the_way_then_is_no_backup(source, tmp_path, monkeypatch):
    def fail(*_given):
        raise DatabaseProgramError("pg_dump: no space left on device")

    monkeypatch.setattr("paritrana.backup.services.dump", fail)
    with pytest.raises(DatabaseProgramError):
        make_backup(source=source, place=tmp_path / "kept", at=AT, report=quiet)

    assert backups(tmp_path / "kept") == []


def test_old_backups_when_forgotten_then_hours_stay_two_days_and_days_a_month(tmp_path):
    for hours in (0, 1, 47, 49, 50, 24 * 4, 24 * 4 + 5, 24 * 31):
        folder = tmp_path / (AT - hours * HOUR).strftime("%Y%m%dT%H%M%SZ")
        folder.mkdir()
        (folder / "manifest.json").write_text("{}")
    left = tmp_path / f"20260101T000000Z{MAKING}"
    left.mkdir()
    os.utime(left, (0, 0))

    forget_old_backups(place=tmp_path, keep_days=30, at=AT)

    kept = [round((AT - datetime.datetime.strptime(f.name, "%Y%m%dT%H%M%S%z")) / HOUR) for f in backups(tmp_path)]
    assert (kept, left.exists()) == ([0, 1, 47, 50, 24 * 4 + 5], False)


def test_old_backups_when_only_one_is_left_then_it_stays_however_old(tmp_path):
    (tmp_path / "20200101T000000Z").mkdir()
    (tmp_path / "20200101T000000Z" / "manifest.json").write_text("{}")

    assert forget_old_backups(place=tmp_path, keep_days=30, at=AT) == []


@once
@pytest.mark.django_db(transaction=True)
def test_watch_when_a_place_is_named_then_a_job_writes_there_and_else_none(source, tmp_path, settings):
    watch_backup()
    assert Job.objects.count() == 0
    settings.BACKUP_DIR, settings.MEDIA_ROOT = str(tmp_path / "kept"), source.media

    watch_backup()

    assert Job.objects.get(kind="backup").state == "done"
    [folder] = backups(tmp_path / "kept")
    assert [file.path for file in read_manifest(folder).files][1:] == ["media/b.xlsx", "media/bukti/a.pdf"]
    assert CELERY_BEAT_SCHEDULE["back-up"]["task"] == "paritrana.backup.tasks.watch_backup"


@once
@pytest.mark.django_db(transaction=True)
def test_command_when_run_then_prints_folder_digest_and_anchor(source, tmp_path, settings, capsys):
    settings.BACKUP_DIR, settings.MEDIA_ROOT = str(tmp_path / "kept"), source.media

    call_command("backup")

    printed = capsys.readouterr().out
    [folder] = backups(tmp_path / "kept")
    assert str(folder) in printed
    assert read_manifest(folder).trail in printed


def test_command_when_no_place_is_named_then_says_so(settings):
    settings.BACKUP_DIR = ""

    with pytest.raises(CommandError, match="BACKUP_DIR kosong"):
        call_command("backup")


@pytest.mark.django_db
def test_restore_command_when_there_is_no_whole_backup_then_says_so(tmp_path, settings):
    settings.BACKUP_DIR = str(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": "lain"}))

    with pytest.raises(CommandError, match="Tidak ada cadangan"):
        call_command("restore")
    with pytest.raises(CommandError, match="bukan cadangan yang utuh"):
        call_command("restore", str(tmp_path))


@pytest.mark.django_db
def test_restore_when_noted_then_the_trail_says_from_what(tmp_path):
    note_restore(
        folder=tmp_path / "20260302T050500Z",
        manifest=read_manifest(written(tmp_path)),
        at=timezone.now(),
    )

    entry = AuditEntry.objects.get(action="backup.restore")
    assert entry.changes == {"backup": "20260302T050500Z", "made_at": "2026-03-02T05:05:00+00:00", "trail": "1:ab"}


def written(folder):
    told = {"format": "paritrana-cadangan-1", "at": AT.isoformat(), "vendor": "sqlite", "trail": "1:ab", "files": []}
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


@pytest.mark.django_db
def test_program_of_the_database_when_absent_then_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    away = ConnectionHandler(
        {DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "PASSWORD": "rahasia"}}
    )[DEFAULT_DB_ALIAS]

    with pytest.raises(DatabaseProgramError, match="klien PostgreSQL yang seversi"):
        databases.dump(away, tmp_path / "database.dump")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_copy_of_sqlite_when_looked_into_then_needs_no_file_beside_it(source, tmp_path):
    file = tmp_path / "copy.sqlite3"

    databases.dump(connection, file)

    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
