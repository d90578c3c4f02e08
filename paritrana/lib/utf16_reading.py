"""Text in UTF-16, as spreadsheets save "Unicode text", read as the UTF-8 that every reader here expects."""

import codecs
import io
from typing import BinaryIO

from paritrana.lib.table_faults import TableFault, TableRefusedError

MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CHUNK = 64 * 1024


def as_utf8(file: BinaryIO) -> BinaryIO:
    """Return the file, recoded as it is read where its first two bytes say that it is UTF-16."""
    mark = file.read(2)
    file.seek(0)
    return io.BufferedReader(_Recoded(file), CHUNK) if mark in MARKS else file


class _Recoded(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin()

    def _begin(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._waiting = b""
        self._is_over = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only the start is ever sought."""
        if offset or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seek")
        self._file.seek(0)
        self._begin()
        return 0

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # what a BufferedReader gives
        while not self._waiting and not self._is_over:
            chunk = self._file.read(CHUNK)
            self._is_over = not chunk
            try:
                self._waiting = self._decoder.decode(chunk, final=self._is_over).encode()
            except UnicodeError:
                raise TableRefusedError(TableFault.NOT_UTF8) from None
        part = self._waiting[: len(buffer)]
        self._waiting = self._waiting[len(part) :]
        buffer[: len(part)] = part
        return len(part)
