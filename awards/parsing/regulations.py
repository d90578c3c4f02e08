"""The register of regulations as an answer: one rule a row, canonical JSON in, columns for the score out. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

# Strongest first (UU 12/2011 and UU 30/2014 tell rules that bind from instructions and agreements).
HIERARCHY = {
    "perda": "Peraturan daerah",
    "perkada": "Peraturan gubernur/bupati/wali kota",
    "instruksi": "Instruksi kepala daerah",
    "edaran": "Surat edaran",
    "mou": "Nota kesepahaman",
}
NO_REGULATION = "none"
CLAUSES = {
    "budget": "memuat dukungan anggaran",
    "occupations": "menyebut jenis pekerjaan",
    "duty": "mewajibkan secara umum",
}
YEARS = range(1945, 2101)
MAXIMUM_ROWS = 50
NUMBER = re.compile(r"[0-9A-Za-z./ -]{1,40}")


@dataclass(frozen=True, slots=True)
class Regulation:
    """One rule; `page` is where the clause that counts stands in the attached file."""

    rank: str
    number: str
    year: int
    title: str = ""
    page: int | None = None
    budget: bool = False
    occupations: bool = False
    duty: bool = False

    def __str__(self) -> str:
        return f"{HIERARCHY[self.rank]} {self.number}/{self.year}"

    @property
    def details(self) -> str:
        """What is written in it, as far as the score cares, and where: `memuat dukungan anggaran, halaman 3`."""
        told = [words for clause, words in CLAUSES.items() if getattr(self, clause)]
        return ", ".join([*told, *([f"halaman {self.page}"] if self.page else [])])

    @property
    def in_full(self) -> str:
        title = f" tentang {self.title}" if self.title else ""
        return f"{self}{title}{f' ({self.details})' if self.details else ''}"


class RegulationsError(ValueError):
    """The register cannot be read; the message says which row and why."""


def _whole(row: Mapping[str, object], key: str) -> int | None:
    content = row.get(key)
    if content in (None, ""):
        return None
    try:
        return int(str(content))
    except ValueError:
        return -1


def _regulation(position: int, row: object) -> Regulation:
    if not isinstance(row, Mapping):
        raise RegulationsError(f"Baris {position} tidak dapat dibaca.")
    rank, number = str(row.get("rank", "")), str(row.get("number", "")).strip()
    year, page = _whole(row, "year"), _whole(row, "page")
    if rank not in HIERARCHY:
        raise RegulationsError(f"Baris {position}: pilih jenis peraturannya.")
    if not NUMBER.fullmatch(number):
        raise RegulationsError(f"Baris {position}: tulis nomor peraturan, misalnya 5.")
    if year is None or year not in YEARS:
        raise RegulationsError(f"Baris {position}: tulis tahun peraturan dengan empat angka, misalnya 2024.")
    if page is not None and page < 1:
        raise RegulationsError(f"Baris {position}: halaman harus bilangan mulai dari 1.")
    clauses = {clause: row.get(clause) is True for clause in CLAUSES}
    return Regulation(rank, number, year, str(row.get("title", "")).strip()[:300], page, **clauses)


def read_regulations(text: str) -> tuple[Regulation, ...]:
    """Return the rows of a stored register in their order; raises `RegulationsError`."""
    if not text.strip():
        return ()
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:  # figures beyond all reading, and lists in lists without end
        raise RegulationsError("Daftar peraturan tidak dapat dibaca.") from error
    if not isinstance(rows, list):
        raise RegulationsError("Daftar peraturan tidak dapat dibaca.")
    if len(rows) > MAXIMUM_ROWS:
        raise RegulationsError(f"Paling banyak {MAXIMUM_ROWS} peraturan.")
    regulations = tuple(_regulation(position, row) for position, row in enumerate(rows, 1))
    seen: set[tuple[str, str, int]] = set()
    for position, regulation in enumerate(regulations, 1):
        key = (regulation.rank, regulation.number.lower(), regulation.year)
        if key in seen:
            raise RegulationsError(f"Baris {position}: peraturan ini sudah tercantum di baris lain.")
        seen.add(key)
    return regulations


def regulations_text(regulations: tuple[Regulation, ...]) -> str:
    """Return the stored form: compact JSON with sorted keys; empty for none."""
    if not regulations:
        return ""
    rows = [
        {key: content for key, content in asdict(row).items() if content not in (None, "", False)}
        for row in regulations
    ]
    return json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def regulation_columns(code: str, regulations: tuple[Regulation, ...]) -> dict[str, Decimal | str]:
    """Return what the score reads: the strongest rank, how many rules, and whether any has each clause (1 or 0)."""
    order = list(HIERARCHY)
    ranks = sorted((regulation.rank for regulation in regulations), key=order.index)
    columns: dict[str, Decimal | str] = {
        code: ranks[0] if ranks else NO_REGULATION,
        f"{code}_count": Decimal(len(regulations)),
    }
    for clause in CLAUSES:
        columns[f"{code}_{clause}"] = Decimal(any(getattr(row, clause) for row in regulations))
    return columns
