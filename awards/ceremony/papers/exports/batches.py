"""Finished batches on disk, each under the digest of what is in it; written once, and whole or not at all."""

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings

from awards.ceremony.papers.exports.certificates import LAYOUT, certificate_pdf, file_name, write_zip
from awards.ceremony.papers.models import Certificate
from paritrana import __version__
from paritrana.lib.canonical import digest

Report = Callable[[int], None]


def batch_path(certificates: Sequence[Certificate], *, site: str) -> Path:
    """Return where the zip of these papers lives, whether it was written yet or not."""
    key = digest([__version__, LAYOUT, site, [[one.digest, one.code] for one in certificates]])
    return Path(settings.MEDIA_ROOT) / "certificates" / f"{key}.zip"


def write_batch(certificates: Sequence[Certificate], *, site: str, report: Report) -> Path:
    """Write the zip unless it is there; `report` hears after each paper and may stop the work."""
    path = batch_path(certificates, site=site)
    if path.exists():
        return path

    def members() -> Iterator[tuple[str, bytes]]:
        for done, certificate in enumerate(certificates, start=1):
            yield file_name(certificate), certificate_pdf(certificate, site=site)
            report(done)

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.part")
    try:
        with draft.open("wb") as stream:
            write_zip(stream, members())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path
