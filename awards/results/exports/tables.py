"""Rankings as CSV, line by line, and as JSON.

CSV: comma, UTF-8 with a byte order mark, a point as decimal sign, no thousands separators. Text that begins with
= + - @ or a control character carries a leading apostrophe, so that no spreadsheet runs it; figures never do.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from awards.paper.cells import BYTE_ORDER_MARK, csv_text
from awards.publication.models import Publication
from awards.publication.selectors.unawarded import unawarded_json
from awards.results.selectors.bundle import bundle
from awards.results.selectors.sheets import SheetRow, sheet_rows
from awards.results.selectors.shown import Shown
from paritrana.lib.canonical import canonical_json


def ranking_csv(shown: Shown) -> Iterator[str]:
    """Yield the lines of the file in the reader's language; the caveat stands in the last column of every row."""
    aspects = shown.rules.root.children if shown.has_open_scores else ()
    heads = [
        _("peringkat"),
        _("peserta"),
        _("kode_wilayah"),
        _("kelompok"),
        _("nama_kelompok"),
        _("nilai"),
        _("predikat"),
        _("juara"),
        _("seri"),
        _("sintetis"),
    ]
    yield BYTE_ORDER_MARK + _line(
        [*heads, *(aspect.code for aspect in aspects), _("hasil"), _("keterangan"), _("catatan")]
    )
    for row in sheet_rows(shown):
        yield _line(_cells(row, shown))


def ranking_json(shown: Shown) -> Iterator[bytes]:
    """Yield the signed file of a publication, or a draft's rows without a signature."""
    if shown.publication is not None:
        yield from bundle(Publication.objects.get(pk=shown.publication.pk))
        return
    yield canonical_json(
        {
            "format": "paritrana-rancangan-1",
            "run": str(shown.run.public_id),
            "result_digest": shown.run.result_digest,
            "caveat": shown.category.edition.caveat,
            "ranking": [
                {
                    "entry": str(row.score.entry.public_id),
                    "name": row.score.entry.name,
                    "rank": row.score.rank,
                    "outcome": str(row.line.outcome),
                    "score": row.score.score_text,
                    "group": row.score.group_key,
                    "group_name": row.line.group_name,
                }
                for row in sheet_rows(shown)
            ],
            "unawarded": unawarded_json(shown.unawarded),
        }
    )


def _cells(row: SheetRow, shown: Shown) -> list[str]:
    score, entry = row.score, row.score.entry
    texts = [entry.name, entry.region_code, score.group_key, row.line.group_name]
    aspects = shown.rules.root.children if shown.has_open_scores else ()
    return [
        str(score.rank or ""),
        *map(csv_text, texts),
        row.line.score,
        csv_text(row.line.band),
        csv_text(", ".join(map(str, row.line.prizes))),
        _("ya") if score.is_tied else "",
        _("ya") if entry.is_synthetic else "",
        *(row.nodes[aspect.code].contribution if aspect.code in row.nodes else "" for aspect in aspects),
        str(row.line.outcome.label),
        csv_text(row.line.status if shown.has_open_scores else ""),
        csv_text(shown.category.edition.caveat_shown),
    ]


def _line(cells: list[str]) -> str:
    stream = StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue()
