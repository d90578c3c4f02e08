"""Seeded figures of the demo's synthetic entrants. Whole numbers only, so that every machine makes the same ones."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SEED = "Anugerah Paritrana, demo"
SOURCE = "Sintetis: dibuat naskah demo dengan benih tetap, bukan angka siapa pun"

SECTORS = ("A", "B", "C", "F", "G", "H", "I", "J", "K", "P", "Q")
SCALES = ("micro", "small", "small", "medium", "medium", "large", "large", "large")
HEADCOUNT = {"micro": (3, 9), "small": (10, 49), "medium": (50, 249), "large": (250, 4000)}
FORMS = ("PT", "PT", "PT", "CV", "Koperasi", "PD")
FIRST = ("Bahari", "Bumi", "Cahaya", "Karya", "Lentera", "Makmur", "Nusa", "Rimba", "Sagara", "Tirta")
SECOND = ("Abadi", "Gemilang", "Jaya", "Lestari", "Mandiri", "Perkasa", "Sejahtera", "Sentosa", "Utama", "Wijaya")


@dataclass(frozen=True, slots=True)
class EmployerFigures:
    """One synthetic employer and how it behaves through the year (shares in per mille)."""

    npp: str
    name: str
    scale: str
    section: str
    region_place: int
    headcount: int
    enrolled_share: int
    wage_share: int
    wage_idr: int
    programmes: int
    late_months: frozenset[int]
    arrears_idr: int
    vendors: int
    vendors_enrolled: int
    sponsored: int


@dataclass(frozen=True, slots=True)
class RegencyFigures:
    """What a synthetic regency reports; shares are per ten thousand of its workforce."""

    active_share: int
    growth_share: int
    vulnerable_share: int
    apparatus: int
    perda: int
    perkada: int
    clauses: tuple[bool, bool, bool]
    attendance_role: str
    mark_base: int


def employer_figures(count: int) -> Iterator[EmployerFigures]:
    """Yield the synthetic employers, always the same ones for a count."""
    source = random.Random(f"{SEED}: badan usaha")  # noqa: S311 - reproducible figures, no secret
    for number in range(1, count + 1):
        scale = source.choice(SCALES)
        headcount = source.randint(*HEADCOUNT[scale])
        vendors = source.randint(0, 40) if scale in ("medium", "large") else 0
        is_late = source.random() < 0.4
        yield EmployerFigures(
            npp=f"S{number:07d}",
            name=f"{source.choice(FORMS)} {source.choice(FIRST)} {source.choice(SECOND)} {number:03d}",
            scale=scale,
            section=source.choice(SECTORS),
            region_place=source.randrange(10**6),
            headcount=headcount,
            enrolled_share=1000 if source.random() < 0.35 else source.randint(550, 995),
            wage_share=1000 if source.random() < 0.3 else source.randint(600, 990),
            wage_idr=source.randint(2200, 9000) * 1000,
            programmes=source.randint(2, 5) if scale in ("medium", "large") else source.randint(2, 4),
            late_months=frozenset(source.sample(range(1, 13), source.randint(1, 5))) if is_late else frozenset(),
            arrears_idr=source.randint(5, 400) * 100_000 if source.random() < 0.08 else 0,
            vendors=vendors,
            vendors_enrolled=source.randint(0, vendors),
            sponsored=source.choice((0, 0, 0, 10, 25, 60, 120, 300, 750, 1100)),
        )


def regency_figures(code: str) -> RegencyFigures:
    """Return the synthetic figures of one regency, tied to its code."""
    source = random.Random(f"{SEED}: {code}")  # noqa: S311 - reproducible figures, no secret
    return RegencyFigures(
        active_share=source.randint(900, 1650),
        growth_share=source.randint(200, 2200),
        vulnerable_share=source.randint(30, 240),
        apparatus=source.randint(3000, 26000),
        perda=source.randint(0, 1),
        perkada=source.randint(0, 2),
        clauses=(source.random() < 0.5, source.random() < 0.5, source.random() < 0.7),
        attendance_role=source.choice(("kepala", "penjabat", "wakil", "sekretaris", "kepala_dinas")),
        mark_base=source.randint(12, 17),
    )


def juror_marks(code: str, base: int, jurors: int) -> list[Decimal]:
    """Return one half-point mark a juror around a base given in half points."""
    source = random.Random(f"{SEED}: nilai {code}")  # noqa: S311 - reproducible figures, no secret
    return [Decimal(max(2, min(20, base + source.randint(-2, 2)))) / 2 for _ in range(jurors)]


def ministry_figures(slug: str) -> tuple[int, int, int, int]:
    """Return (non-ASN staff, of them enrolled, workers of the sector brought in, regulations) of one ministry."""
    source = random.Random(f"{SEED}: {slug}")  # noqa: S311 - reproducible figures, no secret
    staff = source.randint(40, 9000)
    return staff, staff * source.randint(300, 1000) // 1000, source.randint(0, 450) ** 2, source.randint(0, 5)


def month_start(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, 1)


def due_date(year: int, month: int) -> datetime.date:
    """Return the 15th of the following month, when an employer's dues of a month must be paid."""
    return datetime.date(year + month // 12, month % 12 + 1, 15)
