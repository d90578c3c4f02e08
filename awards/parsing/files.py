"""What a file really is, by its content: a name proves nothing. Pure; reads only the given path.

Macros, encryption, packed bombs and files that are cut off are refused with a sentence that says what to do.
"""

import re
import warnings
import zipfile
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
MACRO = re.compile(r"vbaproject|macrosheets?/|activex/", re.IGNORECASE)
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
    kind = _kind(path)
    wanted = ", ".join(NAMES[item] for item in allowed)
    if kind is None:
        raise FileRefusedError(f"Isi berkas ini bukan {wanted}. Simpan ulang dalam salah satu bentuk itu.")
    if kind not in allowed:
        raise FileRefusedError(f"Isi berkas ini {NAMES[kind]}; di sini hanya {wanted}.")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending.replace("jpeg", "jpg") != kind:
        raise FileRefusedError(f"Nama berkas berakhir .{ending}, tetapi isinya {NAMES[kind]}. Perbaiki namanya dahulu.")
    checks = {"pdf": _check_pdf, "jpg": _check_image, "png": _check_image, "xlsx": _check_office, "docx": _check_office}
    return Inspection(kind, CONTENT_TYPES[kind], checks[kind](path))


def _kind(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
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
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def _check_pdf(path: Path) -> int | None:
    content = path.read_bytes()
    if b"%%EOF" not in content[-TAIL:]:
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
            raise FileRefusedError("Berkas ini memuat makro. Simpan sebagai XLSX atau DOCX biasa, atau sebagai PDF.")
        unpacked = sum(part.file_size for part in parts)
        packed = path.stat().st_size
        if len(parts) > MAXIMUM_PARTS or unpacked > MAXIMUM_UNPACKED or unpacked > MAXIMUM_RATIO * packed + SLACK:
            raise FileRefusedError("Isi berkas ini mengembang terlalu besar. Simpan ulang, atau unggah sebagai PDF.")
        if package.testzip() is not None:
            raise FileRefusedError("Berkas ini rusak. Simpan ulang lalu unggah lagi.")
    return None
