"""Make a backup, take one back, and let old ones go. Nothing here overwrites anything."""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from paritrana.audit.models import AuditHead
from paritrana.audit.services import record
from paritrana.backup.databases import FILES, dump, is_empty, load
from paritrana.backup.manifests import (
    MAKING,
    KeptFile,
    Manifest,
    backups,
    differing_files,
    file_digest,
    folder_name,
    read_manifest,
    time_of,
    write_manifest,
)

MEDIA = "media"
KEEP_ALL = datetime.timedelta(days=2)
"""So long every backup stays; afterwards the first of each day."""
ABANDONED = datetime.timedelta(days=1)

Report = Callable[[int, int, str], None]


class BackupRefusedError(Exception):
    """Nothing was changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is backed up, and filled again: a database and the folder of uploads."""

    connection: BaseDatabaseWrapper
    media: Path


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup; `digest` is that of its manifest."""

    folder: Path
    manifest: Manifest
    digest: str


def make_backup(*, source: Holding, place: Path, at: datetime.datetime, report: Report) -> Backup:
    """Write database and uploads into a new folder, the database first: what it names was there before it.

    An upload that is as it was in the last backup is the same file on the disk (a hard link). Killed anywhere, this
    leaves a folder that is no backup.
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = place / folder_name(at)
    making = folder.with_name(folder.name + MAKING)
    try:
        making.mkdir(mode=0o700)
    except FileExistsError as error:
        raise BackupRefusedError(_("Cadangan lain sedang ditulis di %(folder)s.") % {"folder": making}) from error
    head = AuditHead.objects.using(source.connection.alias).filter(id=1).first() or AuditHead()
    database = making / FILES[source.connection.vendor]
    report(0, 0, database.name)
    dump(source.connection, database)
    kept = [_kept(database, database.name, file_digest(database))]
    kept += _keep_media(source.media, making, next(iter(backups(place)), None), report)
    manifest = Manifest(at, source.connection.vendor, f"{head.number}:{head.digest}", tuple(kept))
    digest = write_manifest(making, manifest)
    making.rename(folder)
    return Backup(folder, manifest, digest)


def _kept(file: Path, path: str, sha256: str) -> KeptFile:
    found = file.stat()
    return KeptFile(path, found.st_size, sha256, found.st_mtime_ns)


def _keep_media(media: Path, making: Path, last: Path | None, report: Report) -> Iterator[KeptFile]:
    before = {file.path: file for file in read_manifest(last).files} if last is not None else {}
    files = sorted(path for path in media.rglob("*") if path.is_file())
    for done, original in enumerate(files):
        report(done, len(files), "")
        path = str(Path(MEDIA, original.relative_to(media)))
        with suppress(FileNotFoundError):  # taken away meanwhile: nothing in the database needs it any more
            yield _keep_file(original, path, making, last, before)


def _keep_file(original: Path, path: str, making: Path, last: Path | None, before: Mapping[str, KeptFile]) -> KeptFile:
    copy = making / path
    copy.parent.mkdir(parents=True, exist_ok=True)
    found, known = original.stat(), before.get(path)
    if last is not None and known is not None and (known.size, known.changed_ns) == (found.st_size, found.st_mtime_ns):
        _link(last / path, copy)
        return known
    shutil.copy2(original, copy)
    return _kept(copy, path, file_digest(copy))


def _link(kept: Path, copy: Path) -> None:
    try:
        os.link(kept, copy)
    except OSError:  # a disk that knows no links
        shutil.copy2(kept, copy)


def forget_old_backups(*, place: Path, keep_days: int, at: datetime.datetime) -> list[Path]:
    """Delete what is older than `keep_days`, and of each day older than two all but its first; return what went.

    The newest always stays. What a killed backup left behind goes after a day.
    """
    found = backups(place)
    firsts = {time_of(folder).date(): folder for folder in found}  # the oldest of a day comes last and stays
    oldest = at - datetime.timedelta(days=keep_days)
    gone = [
        folder
        for folder in found[1:]
        if time_of(folder) < oldest or (time_of(folder) < at - KEEP_ALL and firsts[time_of(folder).date()] != folder)
    ]
    left = [making for making in place.glob(f"*{MAKING}") if making.stat().st_mtime < (at - ABANDONED).timestamp()]
    for folder in (*gone, *left):
        shutil.rmtree(folder)
    return gone


def restore_backup(*, folder: Path, target: Holding, report: Report) -> Manifest:
    """Fill an empty database and an empty folder of uploads from a backup whose every file is the one kept."""
    manifest = read_manifest(folder)
    if manifest.vendor != target.connection.vendor:
        raise BackupRefusedError(
            _("Cadangan ini dari %(was)s, sedangkan DATABASE_URL menyebut %(now)s. Tidak ada yang diubah.")
            % {"was": manifest.vendor, "now": target.connection.vendor}
        )
    if not is_empty(target.connection) or (target.media.exists() and any(target.media.iterdir())):
        raise BackupRefusedError(
            _(
                "Basis data atau folder unggahan tidak kosong, dan pemulihan tidak menimpa apa pun. Pindahkan yang "
                "ada, sediakan yang kosong, lalu ulangi."
            )
        )
    differing = next(differing_files(folder, manifest), None)
    if differing is not None:
        raise BackupRefusedError(
            _("Berkas %(file)s di cadangan ini hilang atau rusak. Pakai cadangan lain. Tidak ada yang diubah.")
            % {"file": differing}
        )
    load(target.connection, folder / FILES[manifest.vendor])
    uploads = [file for file in manifest.files if file.path != FILES[manifest.vendor]]
    for done, file in enumerate(uploads):
        report(done, len(uploads), "")
        original = target.media / Path(file.path).relative_to(MEDIA)
        original.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / file.path, original)
    return manifest


@transaction.atomic
def note_restore(*, folder: Path, manifest: Manifest, at: datetime.datetime) -> None:
    """Write into the restored trail that everything after the backup was lost."""
    changes: dict[str, object] = {"backup": folder.name, "made_at": manifest.at, "trail": manifest.trail}
    record(action="backup.restore", subject=AuditHead(id=1), actor=None, at=at, changes=changes)
