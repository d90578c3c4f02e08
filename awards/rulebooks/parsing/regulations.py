"""The register of regulations as an answer: one rule a row, canonical JSON in, columns for the score out. Pure."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from paritrana.lib.dates_id import year_meant
from paritrana.lib.language import Language
from paritrana.lib.plain_keys import plain_regulation_number
from paritrana.lib.problems import ProblemsError, note

# Strongest first (UU 12/2011 and UU 30/2014 tell rules that bind from instructions and agreements).
HIERARCHY = {
    "perda": "Peraturan daerah",
    "perkada": "Peraturan gubernur/bupati/wali kota",
    "instruksi": "Instruksi kepala daerah",
    "edaran": "Surat edaran",
    "mou": "Nota kesepahaman",
}
NO_REGULATION = "none"
NO_REGISTER = "[]"
"""The register of an office that says it has none: an answer, where an empty text is none."""
NONE_ROW = {"none": True}
"""How a row says that; beside rules it contradicts them."""
NO_RULE = {Language.INDONESIAN: "tidak ada", Language.ENGLISH: "none"}
CLAUSES = {
    "budget": "memuat dukungan anggaran",
    "occupations": "menyebut jenis pekerjaan",
    "duty": "mewajibkan secara umum",
}
ENGLISH_HIERARCHY = {
    "perda": "Regional regulation",
    "perkada": "Regulation of the governor, regent or mayor",
    "instruksi": "Instruction of the head of the region",
    "edaran": "Circular letter",
    "mou": "Memorandum of understanding",
}
ENGLISH_CLAUSES = {
    "budget": "provides for a budget",
    "occupations": "names occupations",
    "duty": "lays down a general duty",
}
RANKS = {Language.INDONESIAN: HIERARCHY, Language.ENGLISH: ENGLISH_HIERARCHY}
CLAUSE_WORDS = {Language.INDONESIAN: CLAUSES, Language.ENGLISH: ENGLISH_CLAUSES}
PAGE = {Language.INDONESIAN: "halaman", Language.ENGLISH: "page"}
ABOUT = {Language.INDONESIAN: "tentang", Language.ENGLISH: "on"}
YEARS = range(1945, 2101)
MAXIMUM_ROWS = 50
NUMBER = re.compile(r"[0-9A-Za-z./ -]{1,40}")


@dataclass(frozen=True, slots=True)
class StatedRegulation:
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
        return self.named()

    def named(self, language: Language = Language.INDONESIAN) -> str:
        return f"{RANKS[language][self.rank]} {self.number}/{self.year}"

    def details(self, language: Language = Language.INDONESIAN) -> str:
        """What is written in it, as far as the score cares, and where: `memuat dukungan anggaran, halaman 3`."""
        told = [words for clause, words in CLAUSE_WORDS[language].items() if getattr(self, clause)]
        return ", ".join([*told, *([f"{PAGE[language]} {self.page}"] if self.page else [])])

    def in_full(self, language: Language = Language.INDONESIAN) -> str:
        title = f" {ABOUT[language]} {self.title}" if self.title else ""
        details = self.details(language)
        return f"{self.named(language)}{title}{f' ({details})' if details else ''}"


class RegulationsError(ProblemsError, ValueError):
    """The register cannot be read; the problem says which row and why."""


def _whole(row: Mapping[str, object], key: str) -> int | None:
    content = row.get(key)
    if content in (None, ""):
        return None
    try:
        return int(str(content))
    except ValueError:
        return -1


def _regulation(position: int, row: object) -> StatedRegulation:
    if not isinstance(row, Mapping):
        raise RegulationsError(note("regulations.unreadable-row", row=str(position)))
    rank, number = str(row.get("rank", "")), str(row.get("number", "")).strip()
    year, page = _whole(row, "year"), _whole(row, "page")
    if rank not in HIERARCHY:
        raise RegulationsError(note("regulations.no-rank", row=str(position)))
    if not NUMBER.fullmatch(number):
        raise RegulationsError(note("regulations.no-number", row=str(position)))
    if year is None or year not in YEARS:
        raise RegulationsError(note("regulations.no-year", row=str(position)))
    if page is not None and page < 1:
        raise RegulationsError(note("regulations.page", row=str(position)))
    clauses = {clause: row.get(clause) is True for clause in CLAUSES}
    return StatedRegulation(rank, number, year, str(row.get("title", "")).strip()[:300], page, **clauses)


def read_regulations(text: str) -> tuple[StatedRegulation, ...]:
    """Return the rows of a stored register in their order; raises `RegulationsError`."""
    if not text.strip():
        return ()
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:  # figures beyond all reading, and lists in lists without end
        raise RegulationsError(note("regulations.unreadable")) from error
    if not isinstance(rows, list):
        raise RegulationsError(note("regulations.unreadable"))
    if rows == [NONE_ROW]:
        return ()
    if any(isinstance(row, Mapping) and row.get("none") for row in rows):
        raise RegulationsError(note("regulations.none-and-some"))
    if len(rows) > MAXIMUM_ROWS:
        raise RegulationsError(note("regulations.too-many", most=MAXIMUM_ROWS))
    regulations = tuple(_regulation(position, row) for position, row in enumerate(rows, 1))
    seen: set[tuple[str, str, int]] = set()
    for position, regulation in enumerate(regulations, 1):
        key = (regulation.rank, regulation.number.lower(), regulation.year)
        if key in seen:
            raise RegulationsError(note("regulations.twice", row=str(position)))
        seen.add(key)
    return regulations


def refuse_future(regulations: tuple[StatedRegulation, ...], on: datetime.date) -> None:
    """Refuse a rule of a year that had not come when it was written down."""
    for position, regulation in enumerate(regulations, 1):
        if regulation.year <= on.year:
            continue
        row, year, meant = str(position), str(regulation.year), year_meant(str(regulation.year), str(on.year))
        if meant:
            raise RegulationsError(note("regulations.swapped-year", row=row, year=year, meant=meant))
        raise RegulationsError(note("regulations.future-year", row=row, year=year))


def refuse_respelled(regulations: tuple[StatedRegulation, ...]) -> None:
    """Raise `RegulationsError` where one rule stands twice in two spellings, such as 7 and Nomor 07.

    Asked where an answer is taken in; a register that was taken in before stays readable.
    """
    seen: set[tuple[str, str, int]] = set()
    for position, regulation in enumerate(regulations, 1):
        plain = plain_regulation_number(regulation.number, str(regulation.year))
        key = (regulation.rank, plain, regulation.year)
        if key in seen:
            raise RegulationsError(note("regulations.twice", row=str(position)))
        seen.add(key)


def regulations_text(regulations: tuple[StatedRegulation, ...]) -> str:
    """Return the stored form: compact JSON with sorted keys; empty for none."""
    if not regulations:
        return ""
    rows = [
        {key: content for key, content in asdict(row).items() if content not in (None, "", False)}
        for row in regulations
    ]
    return json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def regulation_columns(code: str, regulations: tuple[StatedRegulation, ...]) -> dict[str, Decimal | str]:
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
