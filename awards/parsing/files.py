"""What a file really is, by its content: a name proves nothing. Pure; reads only the given path.

Macros, encryption, packed bombs and files that are cut off are refused with a sentence that says what to do.
"""

import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL import Image, UnidentifiedImageError

TAIL = 4096
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
MACRO = re.compile(r"vbaproject|macrosheets?/|activex/", re.IGNORECASE)
WITH_MACROS = "Berkas ini memuat makro. Simpan sebagai XLSX atau DOCX biasa, atau sebagai PDF."
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
PAGE_TOTAL = re.compile(
    rb"/Type\s*/Pages\b[^>]{0,400}?/Count\s+(\d{1,5})|/Count\s+(\d{1,5})[^>]{0,400}?/Type\s*/Pages\b"
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The kind found in the content; `page_count` only where it can be read without a renderer."""

    kind: str
    content_type: str
    page_count: int | None


class FileRefusedError(ValueError):
    """The file is not taken; the message says why and what to do."""


def inspect_file(path: Path, *, name: str, allowed: tuple[str, ...]) -> Inspection:
    """Return what the file is; refuse what is not allowed, lies about itself or may do harm."""
    if path.stat().st_size == 0:
        raise FileRefusedError("Berkas ini kosong. Pilih berkas yang berisi.")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in MACRO_ENDINGS:
        raise FileRefusedError(WITH_MACROS)
    if _head(path).startswith(OLD_OFFICE):
        raise FileRefusedError(
            "Berkas Office ini berkata sandi atau berbentuk lama (XLS, DOC)."
            " Simpan tanpa kata sandi sebagai XLSX, DOCX, atau PDF lalu unggah lagi."
        )
    kind = _kind(path)
    wanted = ", ".join(NAMES[item] for item in allowed)
    if kind is None:
        raise FileRefusedError(f"Isi berkas ini bukan {wanted}. Simpan ulang dalam salah satu bentuk itu.")
    if kind not in allowed:
        raise FileRefusedError(f"Isi berkas ini {NAMES[kind]}; di sini hanya {wanted}.")
    if ending.replace("jpeg", "jpg") != kind:
        told = f"Nama berkas berakhir .{ending}" if ending else "Nama berkas ini tanpa akhiran"
        raise FileRefusedError(f"{told}, tetapi isinya {NAMES[kind]}. Perbaiki namanya menjadi .{kind} dahulu.")
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
    if b"%%EOF" not in content[-TAIL:] or b"startxref" not in content:
        raise FileRefusedError("PDF ini terpotong di tengah. Simpan ulang dari sumbernya lalu unggah lagi.")
    if b"/Encrypt" in content:
        raise FileRefusedError("PDF ini berkata sandi. Simpan tanpa kata sandi lalu unggah lagi.")
    if b"/Launch" in content:
        raise FileRefusedError("PDF ini dapat menjalankan program. Cetak ulang menjadi PDF biasa lalu unggah lagi.")
    totals = [int(first or second) for first, second in PAGE_TOTAL.findall(content)]
    return max(totals, default=0) or len(PAGE.findall(content)) or None


def _check_image(path: Path) -> int | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MAXIMUM_PIXELS:
                    raise FileRefusedError("Gambar ini terlalu besar. Perkecil ukurannya lalu unggah lagi.")
                image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError("Gambar ini rusak atau terlalu besar. Simpan ulang lalu unggah lagi.") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError("Gambar ini rusak. Simpan ulang lalu unggah lagi.") from error
    return None


def _check_office(path: Path) -> int | None:
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
            raise FileRefusedError("Berkas ini berkata sandi. Simpan tanpa kata sandi lalu unggah lagi.")
        if any(MACRO.search(part.filename) for part in parts):
            raise FileRefusedError(WITH_MACROS)
        unpacked = sum(part.file_size for part in parts)
        packed = path.stat().st_size
        if len(parts) > MAXIMUM_PARTS or unpacked > MAXIMUM_UNPACKED or unpacked > MAXIMUM_RATIO * packed + SLACK:
            raise FileRefusedError("Isi berkas ini mengembang terlalu besar. Simpan ulang, atau unggah sebagai PDF.")
        if not _is_whole(package):
            raise FileRefusedError("Berkas ini rusak. Simpan ulang lalu unggah lagi.")
    return None


def _is_whole(package: zipfile.ZipFile) -> bool:
    """Whether every part unpacks to what its directory promises; parts that overlap or lie do not."""
    try:
        return package.testzip() is None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        return False
