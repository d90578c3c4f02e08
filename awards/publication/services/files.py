"""Write the result file of a publication, once, and the rows that pages read; both hold the same lines."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from awards.publication.models import Publication, PublishedEntry
from awards.publication.selectors.files import file_path, row_lines, stored_lines
from awards.publication.selectors.lines import CHUNK, LINES_FORMAT, Openness, file_lines
from awards.publication.selectors.payload import ResultFile
from awards.runs.models import RunScore, ScoreRun
from awards.runs.services.rows import write_rows
from paritrana.lib.line_files import LinesRoot, packed, root_of

FIELDS = (
    "publication",
    "position",
    "entry",
    "public_id",
    "name",
    "province_code",
    "zone_code",
    "group_key",
    "rank",
    "line",
)


class LinesDifferError(Exception):
    """What was stored is not what was written; nothing is published."""


@contextmanager
def drafted_file(run: ScoreRun, visibility: Openness) -> Iterator[tuple[ResultFile, IO[bytes]]]:
    """Write the lines of a run to a file that is nobody's yet and goes with the block; memory holds one chunk."""
    root = LinesRoot(LINES_FORMAT)

    def counted() -> Iterator[bytes]:
        for line, _row in file_lines(run, visibility):
            root.add(line)
            yield line

    with tempfile.TemporaryFile() as stream:
        for member in packed(counted()):
            stream.write(member)
        stream.seek(0)
        yield ResultFile(root.digest, root.count), stream


def keep_file(file: ResultFile, stream: IO[bytes]) -> None:
    """Put a drafted file where files are kept, unless it is there: one name never stands for two contents."""
    path = file_path(file.digest)
    if not default_storage.exists(path):
        default_storage.save(path, File(stream))


def write_published_rows(publication: Publication, visibility: Openness) -> None:
    """Write the rows of the publication, then compare them and the kept file with its digest, each read back."""
    lines = file_lines(publication.run, visibility)
    header = next(lines)[0]
    position = 0
    while piece := list(islice(lines, CHUNK)):
        write_rows(PublishedEntry, FIELDS, _rows(publication, position, piece))
        position += len(piece)
    from_rows = root_of(LINES_FORMAT, chain([header], row_lines(publication)))
    from_file = root_of(LINES_FORMAT, stored_lines(publication.file_digest))
    if {from_rows, from_file} != {publication.file_digest}:
        raise LinesDifferError(publication.file_digest)


def copy_published_rows(publication: Publication, before: Publication) -> None:
    """Give a correction the rows of the publication whose result file it shares, read back as above."""
    rows = PublishedEntry.objects.filter(publication=before).order_by("position")
    stream = rows.values_list(*FIELDS[1:]).iterator(chunk_size=CHUNK)
    while piece := list(islice(stream, CHUNK)):
        write_rows(PublishedEntry, FIELDS, ((publication.pk, *row) for row in piece))
    header = next(iter(stored_lines(publication.file_digest)))
    if root_of(LINES_FORMAT, chain([header], row_lines(publication))) != publication.file_digest:
        raise LinesDifferError(publication.file_digest)


def _rows(
    publication: Publication, position: int, piece: list[tuple[bytes, RunScore | None]]
) -> Iterator[tuple[object, ...]]:
    for place, (line, row) in enumerate(piece, start=position + 1):
        if row is not None:
            entry = row.entry
            yield (
                publication.pk,
                place,
                row.entry_id,
                entry.public_id,
                entry.name,
                entry.province_code,
                entry.zone_code,
                row.group_key,
                row.rank,
                line.decode(),
            )
