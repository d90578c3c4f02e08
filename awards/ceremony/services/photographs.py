"""Photographs for the stage: checked by the one door for images, cut to 4:5, written anew from their pixels."""

import datetime
import hashlib
import io
import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from awards.ceremony.models import CeremonyPhotograph, CeremonyWinner
from awards.submissions.parsing.files import inspect_file
from paritrana.accounts.models import User
from paritrana.audit.services import record

SIZE = (480, 600)
LARGEST_BYTES = 72 * 1024
QUALITIES = (88, 80, 70, 60, 45, 30)


def portrait(path: Path, *, name: str) -> bytes:
    """Return the file's image as a JPEG of 4:5 without anything that was stored beside its pixels."""
    inspect_file(path, name=name, allowed=("jpg", "png"))
    with Image.open(path, formats=("JPEG", "PNG")) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        cut = ImageOps.fit(upright, SIZE, method=Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    for quality in QUALITIES:
        stream = io.BytesIO()
        cut.save(stream, "JPEG", quality=quality, optimize=True)
        if stream.tell() <= LARGEST_BYTES:
            break
    return stream.getvalue()


def set_photograph(
    *, winner: CeremonyWinner, upload: "UploadedFile[bytes]", actor: User, at: datetime.datetime
) -> CeremonyWinner:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "foto"
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        content = portrait(path, name=upload.name or "")
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        kept = CeremonyPhotograph.objects.filter(digest=digest).first()
        if kept is None:
            kept = CeremonyPhotograph.objects.create(digest=digest, content=content, added_at=at)
        return _use(winner, kept, actor, at)


@transaction.atomic
def drop_photograph(*, winner: CeremonyWinner, actor: User, at: datetime.datetime) -> CeremonyWinner:
    return _use(winner, None, actor, at)


def _use(
    winner: CeremonyWinner, photograph: CeremonyPhotograph | None, actor: User, at: datetime.datetime
) -> CeremonyWinner:
    winner.photograph = photograph
    winner.save(update_fields=["photograph"])
    changes = {
        "item": str(winner.item.key),
        "entry": str(winner.entry.public_id),
        "photograph": photograph.digest if photograph else "",
    }
    record(action="ceremony.photograph", subject=winner.item.ceremony, actor=actor, at=at, changes=changes)
    return winner
