"""Damage that networks, disks, editors and ill will do to a file: bytes, pieces, digits; drawn from a seed."""

import io
import random
import re
import zipfile

ODD = (
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b'"',
    b"'",
    b"\r",
    b"\n\n",
    b";",
    b",",
    b"\t",
    b"\\",
    b"=1+1",
    b"-",
    b"1e9999",
    b"NaN",
    b"9" * 40,
    b"\xe2\x80\xae",
    b"<",
    b"]]>",
    b"&#0;",
    b"{",
    b"[" * 40,
    b"\x1f\x8b",
    b"PK\x03\x04",
)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"00", b"4294967296", b"99999999999999999999", b"1048577", b"0.5", b"1E3", b"")


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Return the content with one to three wounds."""
    for _wound in range(rng.choice((1, 1, 1, 2, 3))):
        content = rng.choice(_WOUNDS)(content, rng)
    return content


def damaged_in_place(content: bytes, rng: random.Random) -> bytes:
    """Return the content with one to three bytes changed: whoever counts its bytes finds every part where it was."""
    for _wound in range(rng.choice((1, 1, 2, 3))):
        content = rng.choice((_flip, _replace, _digit, _digit, _digit))(content, rng)
    return content


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content) + 1)


def _flip(content: bytes, rng: random.Random) -> bytes:
    if not content:
        return content
    place = rng.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :]


def _replace(content: bytes, rng: random.Random) -> bytes:
    if not content:
        return content
    place = rng.randrange(len(content))
    return content[:place] + bytes([rng.randrange(256)]) + content[place + 1 :]


def _insert(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return content[:place] + rng.choice(ODD) + content[place:]


def _cut_out(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return content[:place] + content[place + rng.choice((1, 2, 7, 64, 1000)) :]


def _cut_off(content: bytes, rng: random.Random) -> bytes:
    return content[: _place(content, rng)]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    place, length = _place(content, rng), rng.choice((1, 8, 100, 2000))
    return content[:place] + content[place : place + length] * rng.choice((2, 3, 50)) + content[place + length :]


def _swap(content: bytes, rng: random.Random) -> bytes:
    first, middle, last = sorted(_place(content, rng) for _cut in range(3))
    return content[:first] + content[middle:last] + content[first:middle] + content[last:]


def _digit(content: bytes, rng: random.Random) -> bytes:
    """One digit becomes another: the file stays sound and says something else."""
    places = [found.start() for found in re.finditer(rb"\d", content)]
    if not places:
        return content
    place = rng.choice(places)
    return content[:place] + str(rng.randrange(10)).encode() + content[place + 1 :]


def _number(content: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    one = rng.choice(found)
    return content[: one.start()] + rng.choice(_NUMBERS) + content[one.end() :]


def _lines(content: bytes, rng: random.Random) -> bytes:
    """A line goes, comes twice, or changes its place."""
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    match rng.randrange(3):
        case 0:
            del lines[place]
        case 1:
            lines.insert(rng.randrange(len(lines) + 1), lines[place])
        case _:
            rng.shuffle(lines)
    return b"\n".join(lines)


_WOUNDS = (
    _flip,
    _flip,
    _replace,
    _insert,
    _insert,
    _cut_out,
    _cut_off,
    _repeat,
    _swap,
    _digit,
    _digit,
    _number,
    _lines,
)


def damaged_package(content: bytes, rng: random.Random) -> bytes:
    """Return a package with one part damaged, left out, doubled or renamed; now and then its own bytes."""
    if rng.random() < 0.25:  # noqa: PLR2004
        return damaged(content, rng)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(part.filename, package.read(part)) for part in package.infolist()]
    chosen = _chosen(parts, rng)
    name, body = parts[chosen]
    match rng.randrange(10):
        case 0:
            del parts[chosen]
        case 1:
            parts.append((name.upper(), body))
        case 2:
            parts[chosen] = (rng.choice(parts)[0] + "x", body)
        case _:
            parts[chosen] = (name, damaged(body, rng) if rng.random() < 0.5 else damaged_markup(body, rng))  # noqa: PLR2004
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as made:
        for name, body in parts:
            made.writestr(name, body)
    return stream.getvalue()


def _chosen(parts: list[tuple[str, bytes]], rng: random.Random) -> int:
    """Sheets hold what is read, so they are hurt most often."""
    sheets = [place for place, (name, _body) in enumerate(parts) if "sheet" in name or "String" in name]
    return rng.choice(sheets) if sheets and rng.random() < 0.7 else rng.randrange(len(parts))  # noqa: PLR2004


_TAG = re.compile(rb"<[^<>]+>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_VALUES = (b"", b"0", b"1", b"-1", b"e", b"s", b"n", b"b", b"d", b"str", b"inlineStr", b"A1", b"ZZZ1", b"B2", b"hidden")


def damaged_markup(content: bytes, rng: random.Random) -> bytes:
    """Return mark-up with one tag gone, doubled, moved, or one of its attributes changed; it stays nearly sound."""
    tags = list(_TAG.finditer(content))
    if not tags:
        return damaged(content, rng)
    tag = rng.choice(tags)
    match rng.randrange(5):
        case 0:
            return content[: tag.start()] + content[tag.end() :]
        case 1:
            return content[: tag.end()] + tag[0] + content[tag.end() :]
        case 2:
            other = rng.choice(tags)
            return content[: tag.start()] + other[0] + content[tag.end() :]
        case _:
            attributes = list(_ATTRIBUTE.finditer(tag[0]))
            if not attributes:
                return _digit(content, rng)
            one = rng.choice(attributes)
            start, end = tag.start() + one.start(2), tag.start() + one.end(2)
            value = rng.choice((*_VALUES, rng.choice(attributes)[2]))
            return content[:start] + value + content[end:]
