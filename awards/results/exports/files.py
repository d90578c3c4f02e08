"""Finished workbooks on disk. A result never changes, so each is written once under the digest of what it shows."""

import os
import uuid
from pathlib import Path

from django.conf import settings

from awards.results.exports.bulk import Report, write_bulk_workbook
from awards.results.exports.workbook import ranking_workbook
from awards.results.selectors.shown import Shown
from paritrana import __version__
from paritrana.lib.canonical import digest
from paritrana.lib.language import Language
from paritrana.pages.reader import reader_language

LIVE_ENTRIES = 1500
"""Up to this many entries the workbook computes itself; above, it holds stored values."""

LAYOUT = 2
"""Raised when workbooks of the same result are written otherwise: one of before is not handed out any more."""

AT_ONCE_ENTRIES = 150
"""Up to this many entries it is written while the reader waits."""


def workbook_path(shown: Shown) -> Path:
    """Return where the workbook of a result lives in the reader's language, whether it was written yet or not."""
    edition = shown.category.edition
    language = reader_language()
    key = digest(
        [
            *([language] if language is not Language.INDONESIAN else []),
            __version__,
            LAYOUT,
            str(shown.run.public_id),
            shown.run.result_digest,
            shown.publication.digest if shown.publication else None,
            shown.publication.signature if shown.publication else None,
            edition.brand_label,
            edition.caveat,
            edition.is_scores_public,
            edition.is_marks_public,
        ]
    )
    return Path(settings.MEDIA_ROOT) / "exports" / f"{key}.xlsx"


def write_workbook(shown: Shown, *, report: Report) -> Path:
    """Write the workbook unless it is there; a half-written file never stands under its name."""
    path = workbook_path(shown)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.xlsx")
    try:
        if shown.run.entry_count <= LIVE_ENTRIES:
            draft.write_bytes(ranking_workbook(shown))
        else:
            write_bulk_workbook(shown, draft, report=report)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    report(shown.run.entry_count)
    return path
