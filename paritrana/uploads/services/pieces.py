"""Files sent in pieces that survive a broken line. The pieces lie in `uploads/`, outside the web root.

Every home that takes files in pieces has a model of its own (`FileInPieces`) and decides what becomes of a whole file.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.uploads.models import FileInPieces

Sent = TypeVar("Sent", bound=FileInPieces)
CHUNK = 512 * 1024
UNFINISHED_AT_ONCE = 20
"""Per person; a section holds fewer questions with files."""
IDLE = datetime.timedelta(hours=1)
KEPT = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnnouncedFile:
    """What a sender says of a file before its first piece; `stamp` is its last change, as the sender counts time."""

    name: str
    size: int
    stamp: str = ""


class TooManyUploadsError(Exception):
    """Too much of one person is under way; the message says what to do."""


class UploadGoneError(Exception):
    """The upload is over: finished by an earlier sending of its last piece, refused, or purged."""


class UploadOffsetError(Exception):
    """The piece does not continue what arrived so far; the sender goes on at `received`."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(_("Unggahan dilanjutkan dari bagian yang sudah diterima."))


def upload_path(upload: FileInPieces) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{upload.public_id}.part"


def open_upload(
    model: type[Sent], *, slot: Mapping[str, object], file: AnnouncedFile, actor: User, at: datetime.datetime
) -> Sent:
    """Return the row of an upload whose permission was checked; the same file that broke off goes on.

    `slot` are the fields of the model that say where the file is meant to lie.
    """
    name = Path(file.name.replace("\\", "/")).name[-255:] or "berkas"
    of_this_file = {**slot, "original_name": name, "size": file.size, "stamp": file.stamp, "created_by": actor}
    known = model.unfinished().filter(**of_this_file).first()
    if known is not None:
        return known
    _make_room(actor, at)
    return model.objects.create(**of_this_file, created_at=at)


def _make_room(actor: User, at: datetime.datetime) -> None:
    """Keep what a person has under way few: what lies idle goes first, and then a new one has to wait."""
    under_way = [
        upload for model in _models() for upload in model.unfinished().filter(created_by=actor, received__lt=F("size"))
    ]
    if len(under_way) < UNFINISHED_AT_ONCE:
        return
    idle = [upload for upload in under_way if _touched_at(upload) <= at - IDLE]
    for upload in idle:
        throw_away(upload)
    if not idle:
        raise TooManyUploadsError(
            _("Sudah ada %(count)d unggahan Anda yang belum selesai. Tunggu sampai ada yang selesai, lalu unggah lagi.")
            % {"count": UNFINISHED_AT_ONCE}
        )


def _touched_at(upload: FileInPieces) -> datetime.datetime:
    """Return when the last piece arrived, as the disk says; where there is none yet, when the upload was begun."""
    try:
        written = upload_path(upload).stat().st_mtime
    except OSError:
        return upload.created_at
    return max(upload.created_at, datetime.datetime.fromtimestamp(written, tz=datetime.UTC))


def _models() -> list[type[FileInPieces]]:
    return FileInPieces.__subclasses__()


@contextmanager
def whole_file(upload: FileInPieces) -> "Iterator[File[bytes]]":
    """Give the file that arrived whole, under the name it was sent with; it is gone once somebody else finished it."""
    try:
        stream = upload_path(upload).open("rb")
    except FileNotFoundError as error:
        raise UploadGoneError from error
    with stream:
        yield File(stream, name=upload.original_name)


def throw_away(upload: FileInPieces) -> None:
    """End an upload that will not be finished."""
    type(upload).objects.filter(pk=upload.pk).delete()
    upload_path(upload).unlink(missing_ok=True)


def purge_uploads(*, at: datetime.datetime) -> int:
    """Throw away what was begun more than a day ago, and pieces that belong to no upload any more."""
    old = [upload for model in _models() for upload in model.objects.filter(created_at__lte=at - KEPT)]
    for upload in old:
        throw_away(upload)
    known = {str(key) for model in _models() for key in model.objects.values_list("public_id", flat=True)}
    limit = (at - KEPT).timestamp()
    for path in (Path(settings.MEDIA_ROOT) / "uploads").glob("*.part"):
        if path.stem not in known and path.stat().st_mtime <= limit:
            path.unlink(missing_ok=True)
    return len(old)


@transaction.atomic
def append_piece(*, upload: Sent, offset: int, piece: bytes) -> Sent:
    """Add a piece at `offset`; a piece that arrives twice, or out of turn, is refused with where to go on.

    An upload that is whole takes nothing more and is returned as it is: whoever sends its last piece again finishes it.
    """
    rows = type(upload).unfinished()
    held = rows.select_for_update().filter(pk=upload.pk).first()
    if held is None:
        raise UploadGoneError
    _begin_anew_when_lost(held)
    if held.received == held.size:
        return held
    if offset != held.received or not piece or held.received + len(piece) > held.size:
        raise UploadOffsetError(held.received)
    path = upload_path(held)
    with path.open("r+b" if path.exists() else "wb") as stream:
        stream.seek(offset)
        stream.write(piece)
        stream.truncate()
    rows.filter(pk=held.pk).update(received=F("received") + len(piece))
    held.refresh_from_db()
    return held


def _begin_anew_when_lost(held: FileInPieces) -> None:
    """Ask for a file from its start when the disk holds less of it than the row says."""
    path = upload_path(held)
    on_disk = path.stat().st_size if path.exists() else 0
    if on_disk < held.received:
        type(held).objects.filter(pk=held.pk).update(received=0)
        held.received = 0
