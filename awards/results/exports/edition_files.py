"""The published results of an edition as files that any file server carries and anybody checks with nothing of ours.

The same published results give the same bytes on every machine, on every day and in every time zone: nothing of the
moment of writing is in them, and what was signed is copied, never signed anew. Indonesian, as the papers are.
"""

import datetime
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import timezone, translation

from awards.editions.models import Edition
from awards.publication.exports import decree_annex
from awards.publication.models import Publication
from awards.publication.selectors.keys import is_handed_over, signing_keys
from awards.results.exports.files import LIVE_ENTRIES
from awards.results.exports.tables import ranking_csv, ranking_json
from awards.results.exports.workbook import ranking_workbook
from awards.results.selectors.shown import Shown, shown_result, withdrawn_prizes
from paritrana import __version__
from paritrana.lib.canonical import canonical_json, digest
from paritrana.lib.indonesian import WIB

LAYOUT = 1
"""Raised when the files of the same results are written otherwise."""

PAGE_LINES = 1000
VERIFIER = Path(__file__).with_name("verify_result.py")
EARLIEST = (1980, 1, 1, 0, 0, 0)

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BundledResult:
    """One publication with the folder of its files; `has_workbook` where a workbook computes itself."""

    folder: str
    shown: Shown
    publication: Publication
    is_current: bool

    @property
    def has_workbook(self) -> bool:
        return self.shown.run.entry_count <= LIVE_ENTRIES

    @property
    def pages(self) -> "Paginator[object]":
        return Paginator(self.shown.rows.all(), PAGE_LINES)


def public_results(edition: Edition, *, at: datetime.datetime) -> list[BundledResult]:
    """Return every publication that the public sees at that time, also those that were corrected since."""
    rows = (
        Publication.objects.filter(category__edition=edition)
        .visible_at(at)
        .select_related("category__edition", "category__province", "run__rulebook", "corrects")
    )
    publications = list(rows.order_by("category__code", "number", "pk"))
    newest = {one.category_id: one.number for one in publications}
    return [
        BundledResult(
            f"hasil/{one.category.code}/{one.number}",
            shown_result(one.category, one),
            one,
            newest[one.category_id] == one.number,
        )
        for one in publications
    ]


def files_path(edition: Edition, *, at: datetime.datetime) -> Path:
    """Return where the zip of what is public then lives, whether it was written yet or not."""
    rows = Publication.objects.filter(category__edition=edition).visible_at(at).order_by("category__code", "number")
    said = [[one.digest, one.signature, hasattr(one, "withdrawal")] for one in rows.select_related("withdrawal")]
    keys = [[key.public_key, key.retired_at, key.compromised_from] for key in signing_keys()]
    name = digest([__version__, LAYOUT, edition.code, edition.brand_label, edition.caveat, said, keys])
    return Path(settings.MEDIA_ROOT) / "editions" / f"{name}.zip"


def write_edition_files(edition: Edition, *, at: datetime.datetime, report: Report) -> Path:
    """Write the zip unless it is there; a half-written one never stands under its name."""
    path = files_path(edition, at=at)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.part")
    try:
        with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
            for name, content in edition_files(edition, at=at, report=report):
                member = ZipInfo(name, EARLIEST)
                member.compress_type = ZIP_DEFLATED
                archive.writestr(member, content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def edition_files(edition: Edition, *, at: datetime.datetime, report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file, the sums of all of them last; memory holds one file."""
    sums = []
    with translation.override(settings.LANGUAGE_CODE), timezone.override(WIB):
        for name, content in _files(edition, at, report):
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            yield name, content
    yield "SHA256SUMS", "".join(sums).encode()


def _files(edition: Edition, at: datetime.datetime, report: Report) -> Iterator[tuple[str, bytes]]:
    results = public_results(edition, at=at)
    about = {"edition": edition, "results": results, "keys": _keys()}
    yield "index.html", _page("index", about)
    yield "periksa.html", _page("check", about)
    yield "gaya.css", Path(__file__).with_name("edition_files.css").read_bytes()
    yield "kunci.json", canonical_json([said for said, _is_sound in _keys()]) + b"\n"
    yield "verify.py", VERIFIER.read_bytes()
    for done, result in enumerate(results, start=1):
        yield from _result(result, at)
        report(done, len(results))


def _result(result: BundledResult, at: datetime.datetime) -> Iterator[tuple[str, bytes]]:
    pages = result.pages
    for number in pages.page_range:
        page = pages.page(number)
        lines = result.shown.lines(result.shown.rows.read(page))
        said = {
            "result": result,
            "page": page,
            "lines": lines,
            "edition": result.shown.category.edition,
            "withdrawn": withdrawn_prizes(result.shown, at=at),
        }
        yield f"{result.folder}/{page_name(number)}", _page("result", said)
    yield f"{result.folder}/hasil.json", b"".join(ranking_json(result.shown))
    yield f"{result.folder}/hasil.csv", "".join(ranking_csv(result.shown)).encode()
    if result.has_workbook:
        yield f"{result.folder}/hasil.xlsx", ranking_workbook(result.shown)
    yield f"{result.folder}/juknis.toml", result.shown.run.rulebook.text.encode()
    yield f"{result.folder}/lampiran.pdf", decree_annex(result.publication)


def page_name(number: int) -> str:
    return "index.html" if number == 1 else f"halaman-{number}.html"


def _page(name: str, said: dict[str, object]) -> bytes:
    return render_to_string(f"edition_files/{name}.html", said).encode()


def _keys() -> Sequence[tuple[dict[str, object], bool]]:
    """Return what is known of every key that ever signed, with whether the hand-over to it holds."""
    return [
        (
            {
                "public_key": key.public_key,
                "since": key.since,
                "predecessor": key.predecessor.public_key if key.predecessor else None,
                "handover": key.handover,
                "retired_at": key.retired_at,
                "compromised_from": key.compromised_from,
                "compromise_reason": key.compromise_reason,
            },
            is_handed_over(key),
        )
        for key in signing_keys()
    ]
