"""What a file really is, by its content: a name proves nothing. Pure; reads only the given path.

Macros, encryption, packed bombs and files that are cut off are refused with what to do about it.
"""

import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL import Image, UnidentifiedImageError

from awards.submissions.parsing.pdf import HiddenPartsError, LockedError, active_content, is_cut_off, page_count
from paritrana.lib.problems import ProblemsError, note

HEAD = 1024
MAXIMUM_PIXELS = 60_000_000
MAXIMUM_PARTS = 2000
MAXIMUM_UNPACKED = 200 * 1024 * 1024
MAXIMUM_RATIO = 200
SLACK = 1024 * 1024
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NAMES = {"pdf": "PDF", "jpg": "JPG", "png": "PNG", "xlsx": "Excel (XLSX)", "docx": "Word (DOCX)"}
MAIN_PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
ENCRYPTED_FLAG = 0x1
MACRO_ENDINGS = frozenset({"xlsm", "xltm", "xlsb", "xlam", "docm", "dotm"})
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password wraps around a new Office file
HEIC = frozenset({b"ftypheic", b"ftypheix", b"ftypheif", b"ftypmif1", b"ftyphevc"})  # turned into JPEG by heic.js
MACRO = re.compile(r"vbaproject|macrosheets?/|activex/", re.IGNORECASE)
ACTIVE_CONTENT = {
    "script": "file.pdf-scripts",
    "launch": "file.pdf-launches",
    "send": "file.pdf-sends",
    "media": "file.pdf-media",
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """The kind found in the content; `page_count` only where it can be read without a renderer."""

    kind: str
    content_type: str
    page_count: int | None


class FileRefusedError(ProblemsError, ValueError):
    """The file is not taken."""


def inspect_file(path: Path, *, name: str, allowed: tuple[str, ...]) -> Inspection:
    """Return what the file is; refuse what is not allowed, lies about itself or may do harm."""
    if path.stat().st_size == 0:
        raise FileRefusedError(note("file.empty"))
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in MACRO_ENDINGS:
        raise FileRefusedError(note("file.macros"))
    if _head(path).startswith(OLD_OFFICE):
        raise FileRefusedError(note("file.old-office"))
    if _head(path)[4:12] in HEIC:
        raise FileRefusedError(note("file.photo-of-a-phone"))
    kind = _kind(path)
    wanted = tuple(NAMES[item] for item in allowed)
    if kind is None:
        raise FileRefusedError(note("file.unknown-kind", wanted=wanted))
    if kind not in allowed:
        raise FileRefusedError(note("file.other-kind", found=NAMES[kind], wanted=wanted))
    if ending.replace("jpeg", "jpg") != kind:
        raise FileRefusedError(
            note("file.wrong-ending", ending=ending, found=NAMES[kind], right=kind)
            if ending
            else note("file.no-ending", found=NAMES[kind], right=kind)
        )
    checks = {"pdf": _check_pdf, "jpg": _check_image, "png": _check_image, "xlsx": _check_office, "docx": _check_office}
    return Inspection(kind, CONTENT_TYPES[kind], checks[kind](path))


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _kind(path: Path) -> str | None:
    head = _head(path)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return _office_kind(path)
    guess = filetype.guess(head)
    return guess.extension if guess is not None and guess.extension in {"jpg", "png"} else None


def _office_kind(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def _check_pdf(path: Path) -> int | None:
    content = path.read_bytes()
    if is_cut_off(content):
        raise FileRefusedError(note("file.pdf-cut-off"))
    try:
        found = active_content(content)
    except LockedError as error:
        raise FileRefusedError(note("file.pdf-locked")) from error
    except HiddenPartsError as error:
        raise FileRefusedError(note("file.pdf-hidden")) from error
    if found is not None:
        raise FileRefusedError(note(ACTIVE_CONTENT[found]))
    return page_count(content)


def _check_image(path: Path) -> int | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MAXIMUM_PIXELS:
                    raise FileRefusedError(note("file.image-too-large"))
                image.verify()
            # `verify` looks at a PNG only; a JPEG that is cut off shows when its lines are read.
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(note("file.image-unreadable")) from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError(note("file.image-damaged")) from error
    return None


def _check_office(path: Path) -> int | None:
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
            raise FileRefusedError(note("file.locked"))
        if any(MACRO.search(part.filename) for part in parts):
            raise FileRefusedError(note("file.macros"))
        unpacked = sum(part.file_size for part in parts)
        packed = path.stat().st_size
        if len(parts) > MAXIMUM_PARTS or unpacked > MAXIMUM_UNPACKED or unpacked > MAXIMUM_RATIO * packed + SLACK:
            raise FileRefusedError(note("file.swells"))
        if not _is_whole(package):
            raise FileRefusedError(note("file.damaged"))
    return None


def _is_whole(package: zipfile.ZipFile) -> bool:
    """Whether every part unpacks to what its directory promises; parts that overlap or lie do not."""
    try:
        return package.testzip() is None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        return False
