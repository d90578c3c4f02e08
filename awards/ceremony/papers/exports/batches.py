"""Finished batches on disk, each under the digest of what is in it; written once, and whole or not at all."""

import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings

from awards.ceremony.papers.exports.certificates import LAYOUT, certificate_pdf, file_name, write_zip
from awards.ceremony.papers.exports.feedback import feedback_pdf
from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.selectors.feedback import FeedbackDesk, feedback_rows
from awards.publication.models import Publication, PublishedEntry
from awards.submissions.models.answers import Submission
from paritrana import __version__
from paritrana.lib.canonical import digest

Report = Callable[[int], None]


def batch_path(certificates: Sequence[Certificate], *, site: str) -> Path:
    """Return where the zip of these papers lives, whether it was written yet or not."""
    key = digest([__version__, LAYOUT, site, [[one.digest, one.code] for one in certificates]])
    return Path(settings.MEDIA_ROOT) / "certificates" / f"{key}.zip"


def write_batch(certificates: Sequence[Certificate], *, site: str, report: Report) -> Path:
    members = ((file_name(one), certificate_pdf(one, site=site)) for one in certificates)
    return write_once(batch_path(certificates, site=site), members, report)


def letters_path(publication: Publication) -> Path:
    """Return where the feedback letters of a publication live."""
    key = digest([__version__, LAYOUT, "feedback", publication.digest])
    return Path(settings.MEDIA_ROOT) / "letters" / f"{key}.zip"


def write_letters(publication: Publication, *, report: Report) -> Path:
    """Write the letters of everybody in the result, named for the entrant's public number."""
    desk = FeedbackDesk(publication)
    members = (_letter(desk, *pair) for pair in feedback_rows(publication))
    return write_once(letters_path(publication), members, report)


def _letter(desk: FeedbackDesk, row: PublishedEntry, submission: Submission | None) -> tuple[str, bytes]:
    return f"umpan-balik-{row.public_id}.pdf", feedback_pdf(desk, desk.feedback(row, submission))


def write_once(path: Path, members: Iterable[tuple[str, bytes]], report: Report) -> Path:
    """Write a zip unless it is there; `report` hears after each member and may stop the work."""
    if path.exists():
        return path

    def told() -> Iterator[tuple[str, bytes]]:
        for done, member in enumerate(members, start=1):
            yield member
            report(done)

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.part")
    try:
        with draft.open("wb") as stream:
            write_zip(stream, told())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path
