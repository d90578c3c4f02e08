"""Files of lines: one digest however they are cut, written and packed; what was cut off is told."""

import gzip
import hashlib
from io import BytesIO

import pytest

from paritrana.lib.line_files import CHUNK, LinesRoot, UnreadableLinesError, packed, read_lines, root_of

FORMAT = "uji-1"


def lines(count):
    return [b'{"kepala":true}', *(b'{"nomor":%d}' % number for number in range(count))]


def root_by_hand(all_lines):
    """Work the digest out as its description says, without the code under test."""
    chunks = [all_lines[:1], *(all_lines[start : start + CHUNK] for start in range(1, len(all_lines), CHUNK))]
    digests = [hashlib.sha256(b"".join(line + b"\n" for line in chunk)).hexdigest() for chunk in chunks]
    return hashlib.sha256("".join(f"{text}\n" for text in [FORMAT, *digests]).encode()).hexdigest()


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_root_when_worked_out_by_hand_then_is_the_same_at_every_length(count):
    root = LinesRoot(FORMAT)
    for line in lines(count):
        root.add(line)

    assert (root.digest, root.count) == (root_by_hand(lines(count)), count)


def test_root_when_two_lines_are_exchanged_or_the_format_is_another_then_differs():
    first, *rest = lines(3)

    roots = {root_of(FORMAT, lines(3)), root_of(FORMAT, [first, *reversed(rest)]), root_of("uji-2", lines(3))}

    assert len(roots) == 3


@pytest.mark.parametrize("count", [0, 3, 2 * CHUNK + 1])
def test_file_when_packed_then_any_gunzip_and_the_reader_find_the_lines(count):
    content = b"".join(packed(lines(count)))

    assert gzip.decompress(content) == b"".join(line + b"\n" for line in lines(count))
    assert list(read_lines(BytesIO(content))) == lines(count)
    assert content == b"".join(packed(lines(count)))


@pytest.mark.parametrize(
    "content",
    [b"", b"teks", b"".join(packed(lines(3)))[:-9], gzip.compress(b"tanpa akhir")],
    ids=["empty", "no gzip", "cut off", "no end of line"],
)
def test_file_when_damaged_then_says_so_or_holds_nothing(content):
    if not content:
        assert list(read_lines(BytesIO(content))) == []
        return
    with pytest.raises(UnreadableLinesError):
        list(read_lines(BytesIO(content)))
