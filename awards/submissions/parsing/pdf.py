"""What a PDF would do, told without a renderer: names that start something, also behind `#` escapes and packed ones.

Every look is linear in the file's length and bounded in what it unpacks. The whole file is searched and not what its
directory names, because a reader may be led to an object anywhere, also inside what looks like a stream. Pure.
"""

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from awards.submissions.parsing.pdf_locks import Lock, empty_password_lock

TAIL = 4096
MAXIMUM_UNPACKED = 64 * 1024 * 1024
MAXIMUM_STREAMS = 100_000
MAXIMUM_OBJECTS = 200_000
GLIMPSE = 64
PIECE = 64 * 1024
END_OF_NAME = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"
# Uncompressed objects of an object stream follow a list of pairs: number and offset.
PAIRS = re.compile(rb"\s*\d{1,10}\s+\d{1,10}\s")
STREAM = re.compile(rb"stream\r?\n")
DIRECTORY = re.compile(rb"\bxref\b|\d\s{1,8}\d{1,5}\s{1,8}obj\b")
NEARBY = 32
"""Writers that miscount by a few signs are borne, as readers bear them."""
DIGITS = re.compile(rb"\s*(\d{1,7})")


def _name(word: str) -> bytes:
    """Return the pattern of a name, each of its letters as itself or as an escape of two hexadecimal digits."""
    letters = (f"(?:{sign}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in word)
    return b"/" + "".join(letters).encode() + END_OF_NAME


ACTIVE = {
    "script": re.compile(b"|".join(map(_name, ("JavaScript", "XFA")))),
    "launch": re.compile(_name("Launch")),
    "send": re.compile(b"|".join(map(_name, ("SubmitForm", "ImportData")))),
    "media": re.compile(_name("RichMedia")),
}
# Where a file is locked: text that speaks of it, or a font of that name, names no dictionary behind it.
ENCRYPT = re.compile(_name("Encrypt") + rb"\s*(?:\d{1,10}\s+\d{1,5}\s+R|<<)")
OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,8}(\d{1,5})\s{1,8}obj\b")
END = re.compile(rb"endstream")
OBJECT_STREAM = re.compile(_name("ObjStm"))
# Ways to write a stream that would hide objects from a look at plain Flate: nobody writes object streams so.
OTHER_FILTER = re.compile(
    b"|".join(map(_name, ("ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL",
                          "Crypt", "Predictor")))
)  # fmt: skip
PAGES = re.compile(rb"/Type\s{0,20}/Pages" + END_OF_NAME)
PAGE = re.compile(rb"/Type\s{0,20}/Page" + END_OF_NAME)
COUNT = re.compile(rb"/Count\s{1,20}(\d{1,5})" + END_OF_NAME)
NEAR = 400
NODES_READ = 5000


class LockedError(ValueError):
    """It opens with a password only, or is locked in another way than the format's own."""


class HiddenPartsError(ValueError):
    """Objects are packed in a way that cannot be looked into, or unpack to more than any document holds."""


def is_cut_off(content: bytes) -> bool:
    """A PDF ends with where its directory lies, and that place lies within it and holds one."""
    tail = content[-TAIL:]
    place = tail.rfind(b"startxref")
    if place < 0 or b"%%EOF" not in tail[place:]:
        return True
    found = DIGITS.match(tail, place + len(b"startxref"))
    if found is None:
        return True
    start = int(found[1])
    # Some writers put a few signs before `%PDF-` and count without them.
    lead = max(content.find(b"%PDF-", 0, TAIL), 0)
    return not any(_is_directory(content, at) for at in (start, start + lead))


def _is_directory(content: bytes, at: int) -> bool:
    return DIRECTORY.search(content, max(0, at - NEARBY), at + NEARBY) is not None


def active_content(content: bytes) -> str | None:
    """Return which kind of active content there is; raise HiddenPartsError for what cannot be looked into."""
    for searched in _searchable(content):
        for kind, pattern in ACTIVE.items():
            if pattern.search(searched):
                return kind
    return None


def page_count(content: bytes) -> int | None:
    """Return how many pages it says it has; None when they stand where only a renderer looks."""
    totals = [_count_near(content, found) for found in islice(PAGES.finditer(content), NODES_READ)]
    return max(totals, default=0) or sum(1 for _page in PAGE.finditer(content)) or None


def _count_near(content: bytes, found: re.Match[bytes]) -> int:
    """Read the count of a node of the page tree: within the same dictionary, before or behind its type."""
    start, end = max(0, found.start() - NEAR), min(len(content), found.end() + NEAR)
    start = max(start, content.rfind(b"<<", start, found.start()))
    closed = content.find(b">>", found.end(), end)
    counts = [int(count) for count in COUNT.findall(content, start, closed if closed >= 0 else end)]
    return max(counts, default=0)


def _searchable(content: bytes) -> Iterator[bytes]:
    yield content
    lock = _lock(content)
    objects = list(islice(OBJECT.finditer(content), MAXIMUM_OBJECTS + 1))
    if len(objects) > MAXIMUM_OBJECTS:
        raise HiddenPartsError
    _refuse_strange(content, [found.start() for found in objects])
    left = MAXIMUM_UNPACKED
    for number, packed in enumerate(_packed(content, objects, lock)):
        if number >= MAXIMUM_STREAMS:
            raise HiddenPartsError
        unpacked = _unpacked(packed, left)
        left -= len(unpacked)
        if unpacked:
            yield unpacked


def _lock(content: bytes) -> Lock | None:
    if not ENCRYPT.search(content):
        return None
    lock = empty_password_lock(content)
    if lock is None:
        raise LockedError
    return lock


def _refuse_strange(content: bytes, objects: list[int]) -> None:
    """Refuse an object stream whose dictionary names another packing than Flate."""
    streams = {bisect_right(objects, found.start()) for found in OBJECT_STREAM.finditer(content)}
    if streams and any(bisect_right(objects, found.start()) in streams for found in OTHER_FILTER.finditer(content)):
        raise HiddenPartsError


def _packed(content: bytes, objects: list[re.Match[bytes]], lock: Lock | None) -> Iterator[memoryview]:
    """Give what lies behind each beginning of a stream, unlocked where the file is locked."""
    whole = memoryview(content)
    if lock is None:
        yield from (whole[found.end() :] for found in STREAM.finditer(content))
        return
    starts = [found.start() for found in objects]
    end = 0
    for found in STREAM.finditer(content):
        place = bisect_right(starts, found.start()) - 1
        if found.end() < end or place < 0:
            continue
        closing = END.search(content, found.end())
        end = closing.start() if closing else len(content)
        number, generation = int(objects[place][1]) & 0xFFFFFF, int(objects[place][2]) & 0xFFFF
        yield memoryview(lock.opened(number, generation, content[found.end() : end].rstrip(b"\r\n")))


def _unpacked(packed: memoryview, left: int) -> bytes:
    """Return the objects of an object stream; b"" for every other stream, told by how its content begins.

    It is fed piece by piece: what follows a stream would be copied at each end.
    """
    head = bytes(packed[:2])
    if len(head) < 2 or head[0] & 0x0F != 8 or int.from_bytes(head) % 31:
        return b""
    try:
        if not PAIRS.match(zlib.decompressobj().decompress(packed[: 16 * GLIMPSE], GLIMPSE)):
            return b""
    except zlib.error:
        return b""
    try:
        made = _inflated(packed, left + 1)
    except zlib.error as error:  # a reader takes what stands before the break
        raise HiddenPartsError from error
    if len(made) > left:
        raise HiddenPartsError
    return made


def _inflated(packed: memoryview, most: int) -> bytes:
    machine, made = zlib.decompressobj(), bytearray()
    for start in range(0, len(packed), PIECE):
        rest: bytes | memoryview = packed[start : start + PIECE]
        while rest and len(made) < most and not machine.eof:
            made += machine.decompress(rest, most - len(made))
            rest = machine.unconsumed_tail
        if machine.eof or len(made) >= most:
            break
    return bytes(made)
