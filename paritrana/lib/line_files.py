"""Files of canonical JSON lines: one header, then one line an entry, under one digest that never needs the whole.

The digest is a root: SHA-256 over the name of the format and the SHA-256 of each chunk, one hexadecimal line each. The
header is a chunk of its own, then come CHUNK lines at a time. It covers the lines, and nothing of how they are packed.
On disk a chunk is one gzip member, so that chunks can be written, checked and read apart and any gunzip reads the file.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

CHUNK = 500
LONGEST_LINE = 4 * 1024 * 1024


class UnreadableLinesError(Exception):
    """The file is no such file, or was cut off."""


class LinesRoot:
    """Takes the lines one by one, the header first, without their ends; holds one chunk's hash and the root's."""

    def __init__(self, format_name: str) -> None:
        self._root = hashlib.sha256(f"{format_name}\n".encode())
        self._chunk = hashlib.sha256()
        self._held = 0
        self.count = -1

    def add(self, line: bytes) -> None:
        self._chunk.update(line + b"\n")
        self._held += 1
        self.count += 1
        if self.count == 0 or self._held == CHUNK:
            self._close()

    @property
    def digest(self) -> str:
        """Return the root over what was added so far; `count` is the number of lines behind the header."""
        root = self._root.copy()
        if self._held:
            root.update(f"{self._chunk.hexdigest()}\n".encode())
        return root.hexdigest()

    def _close(self) -> None:
        self._root.update(f"{self._chunk.hexdigest()}\n".encode())
        self._chunk = hashlib.sha256()
        self._held = 0


def root_of(format_name: str, lines: Iterable[bytes]) -> str:
    root = LinesRoot(format_name)
    for line in lines:
        root.add(line)
    return root.digest


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the members of the file, the header's first; the same lines give the same bytes at any time."""
    held: list[bytes] = []
    for number, line in enumerate(lines):
        held.append(line + b"\n")
        if number == 0 or len(held) == CHUNK:
            yield gzip.compress(b"".join(held), mtime=0)
            held = []
    if held:
        yield gzip.compress(b"".join(held), mtime=0)


def read_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines without their ends; memory holds one."""
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            while line := unpacked.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise UnreadableLinesError("a line has no end")
                yield line[:-1]
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableLinesError(str(error)) from error
