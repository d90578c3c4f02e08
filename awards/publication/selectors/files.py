"""Where result files lie, and what stands in one. Their names are their digests."""

from collections.abc import Iterator

from django.core.files.storage import default_storage

from awards.publication.models import Publication, PublishedEntry
from paritrana.lib.line_files import read_lines

FOLDER = "results"


class ResultFileMissingError(Exception):
    """The publication names a file that is not where files are kept."""


def file_path(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.jsonl.gz"


def stored_lines(digest: str) -> Iterator[bytes]:
    """Yield the lines of a stored file, the header first; memory holds one."""
    path = file_path(digest)
    if not default_storage.exists(path):
        raise ResultFileMissingError(path)
    with default_storage.open(path, "rb") as stream:
        yield from read_lines(stream)


def row_lines(publication: Publication) -> Iterator[bytes]:
    """Yield the lines as the database holds them, without the header."""
    rows = PublishedEntry.objects.filter(publication=publication).order_by("position")
    for line in rows.values_list("line", flat=True).iterator(chunk_size=500):
        yield line.encode()
