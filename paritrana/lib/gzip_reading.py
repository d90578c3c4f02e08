"""A gzip file read as it unpacks: never more than a limit, and broken ones refused in words."""

import gzip
import io
import zlib
from typing import BinaryIO

from paritrana.lib.table_faults import TableFault, TableRefusedError


def unpacked(file: BinaryIO, limit: int) -> BinaryIO:
    """Return what a gzip file holds; whoever reads beyond the limit, or where it is broken, meets a refusal."""
    return io.BufferedReader(_Unpacked(file, limit), 64 * 1024)


class _Unpacked(io.RawIOBase):
    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._gzip = gzip.GzipFile(fileobj=file)
        self._limit = limit
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only the start is ever sought."""
        if offset or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seek")
        self._gzip.seek(0)
        self._place = 0
        return 0

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # what a BufferedReader gives
        try:
            chunk = self._gzip.read(len(buffer))
        except (OSError, EOFError, zlib.error):
            raise TableRefusedError(TableFault.BROKEN) from None
        self._place += len(chunk)
        if self._place > self._limit:
            raise TableRefusedError(TableFault.GZIP_TOO_LARGE, limit=self._limit)
        buffer[: len(chunk)] = chunk
        return len(chunk)
