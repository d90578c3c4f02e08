"""A Parquet file read by the plainest means: the footer, then page by page; for a second opinion on damaged files.

Only what our own clean files hold: flat columns, no compression or gzip, plain values or a dictionary of them. Of
everything else it has no opinion. The numbers are those of the format's description (apache/parquet-format).
"""

import datetime
import struct
import zlib
from decimal import Decimal
from typing import Any

from awards.tests.mutated.opinions import NoOpinionError, Rows

MAGIC = b"PAR1"
BOOLEAN, INT32, INT64, BYTE_ARRAY, FIXED = 0, 1, 2, 6, 7
DATE, DECIMAL = 6, 5
UNCOMPRESSED, GZIP = 0, 2
DATA_PAGE, DICTIONARY_PAGE = 0, 2
PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY = 0, 2, 3, 8
EPOCH = datetime.date(1970, 1, 1)
MANY = 100_000
Fields = dict[int, Any]


class Bytes:
    """Bytes read from the front; reading beyond their end is no opinion."""

    def __init__(self, content: bytes, place: int = 0) -> None:
        self.content = content
        self.place = place

    def take(self, count: int) -> bytes:
        if count < 0 or self.place + count > len(self.content):
            raise NoOpinionError("beyond the end")
        self.place += count
        return self.content[self.place - count : self.place]

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004
                return number

    def signed(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def fields(self) -> Fields:
        """Read a struct of Thrift's compact protocol: its fields by their numbers."""
        found: Fields = {}
        last = 0
        while head := self.take(1)[0]:
            last = last + (head >> 4) if head >> 4 else self.signed()
            kind = head & 15
            found[last] = kind == 1 if kind in {1, 2} else self._value(kind)
        return found

    def _value(self, kind: int) -> Any:
        match kind:
            case 1 | 2:
                return self.take(1)[0] == 1
            case 3:
                return self.take(1)[0]
            case 4 | 5 | 6:
                return self.signed()
            case 7:
                return struct.unpack("<d", self.take(8))[0]
            case 8:
                return self.take(self.varint())
            case 9 | 10:
                head = self.take(1)[0]
                size = head >> 4 if head >> 4 < 15 else self.varint()  # noqa: PLR2004
                if size > MANY:
                    raise NoOpinionError("too many")
                return [self._value(head & 15) for _one in range(size)]
            case 12:
                return self.fields()
        raise NoOpinionError(f"type {kind}")

    def levels(self, width: int, count: int) -> list[int]:
        """Read numbers of `width` bits, in runs of one or packed by eight."""
        found: list[int] = []
        while len(found) < count:
            head = self.varint()
            if head & 1:
                packed = int.from_bytes(self.take((head >> 1) * width), "little")
                here = min((head >> 1) * 8, MANY)
                found += [(packed >> (width * one)) & ((1 << width) - 1) for one in range(here)]
            else:
                found += [int.from_bytes(self.take((width + 7) // 8), "little")] * min(head >> 1, MANY)
        return found[:count]


def parquet_table(content: bytes) -> Rows:
    """Return the titles as row 0, then the rows; raise NoOpinionError for whatever this reader does not know."""
    try:
        return _table(content)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, struct.error, zlib.error) as fault:
        raise NoOpinionError(repr(fault)) from None
    except (RecursionError, OverflowError, ArithmeticError) as fault:
        raise NoOpinionError(repr(fault)) from None


def _table(content: bytes) -> Rows:
    if content[:4] != MAGIC or content[-4:] != MAGIC:
        raise NoOpinionError("no Parquet")
    (size,) = struct.unpack("<I", content[-8:-4])
    footer = Bytes(content, len(content) - 8 - size).fields()
    root, *columns = footer[2]
    if root[5] != len(columns):
        raise NoOpinionError("not flat")
    rows: Rows = {0: [column[4].decode() for column in columns]}
    for group in footer[4]:
        read = [_chunk(content, chunk[3], column) for chunk, column in zip(group[1], columns, strict=True)]
        for cells in zip(*read, strict=True):
            rows[len(rows)] = list(cells)
    return rows


def _chunk(content: bytes, chunk: Fields, column: Fields) -> list[object]:
    source = Bytes(content, chunk.get(11) or chunk[9])
    words: list[object] = []
    cells: list[object] = []
    while len(cells) < chunk[5]:
        head = source.fields()
        page = source.take(head[3])
        if chunk[4] == GZIP:
            page = zlib.decompress(page, wbits=31)
        elif chunk[4] != UNCOMPRESSED:
            raise NoOpinionError("compressed otherwise")
        if head[1] == DICTIONARY_PAGE:
            words = _plain(Bytes(page), column, head[7][1])
        elif head[1] == DATA_PAGE:
            cells += _page(Bytes(page), column, head[5], words)
        else:
            raise NoOpinionError(f"page {head[1]}")
    return [_told(cell, column) for cell in cells]


def _page(page: Bytes, column: Fields, head: Fields, words: list[object]) -> list[object]:
    count = head[1]
    if count > MANY:
        raise NoOpinionError("too many")
    is_there = [1] * count
    if column.get(3) == 1:
        size = int.from_bytes(page.take(4), "little")
        is_there = Bytes(page.take(size)).levels(1, count)
    held = sum(is_there)
    if head[2] in {PLAIN_DICTIONARY, RLE_DICTIONARY}:
        width = page.take(1)[0]
        values = [words[place] for place in page.levels(width, held)] if held else []
    elif head[2] == PLAIN:
        values = _plain(page, column, held)
    elif head[2] == RLE and column[1] == BOOLEAN:
        page.take(4)
        values = [bool(one) for one in page.levels(1, held)]
    else:
        raise NoOpinionError(f"encoding {head[2]}")
    following = iter(values)
    return [next(following) if one else None for one in is_there]


def _plain(page: Bytes, column: Fields, count: int) -> list[object]:
    match column[1]:
        case 0:
            packed = int.from_bytes(page.take((count + 7) // 8), "little")
            return [bool(packed >> one & 1) for one in range(count)]
        case 1:
            return list(struct.unpack(f"<{count}i", page.take(4 * count)))
        case 2:
            return list(struct.unpack(f"<{count}q", page.take(8 * count)))
        case 6:
            return [page.take(int.from_bytes(page.take(4), "little")) for _one in range(count)]
        case 7:
            return [int.from_bytes(page.take(column[2]), "big", signed=True) for _one in range(count)]
    raise NoOpinionError(f"type {column[1]}")


def _told(cell: object, column: Fields) -> object:
    """Return a stored value as what its column says that it is."""
    if isinstance(cell, bytes):
        return cell.decode()
    if isinstance(cell, int) and not isinstance(cell, bool):
        if column.get(6) == DATE:
            return EPOCH + datetime.timedelta(days=cell)
        if column.get(6) == DECIMAL:
            return Decimal(cell).scaleb(-column.get(7, 0))
    return cell
