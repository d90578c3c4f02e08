"""Clean tables for every kind of upload, drawn from a seed: real codes and names, invented figures."""

import csv
import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from awards.tests.corpus.table_files import DirtyTable, Line, Value
from employers.models.employers import Employer
from ministries.models import Ministry
from paritrana.uploads.kinds import Column, ColumnType, ImportKind, import_kind
from regions.models.regions import Region, RegionLevel
from regions.tests.factories import DECREE

REFERENCE = Path(settings.BASE_DIR) / "fixtures" / "reference"
PROVINCES = ("11", "52", "73", "94")
"""Aceh, where official and statistics codes cross; Papua Tengah, where they do among provinces."""
ROWS = 7
ALIKE = (
    "segmen",
    "dasar",
    "cara",
    "sumber_dana",
    "keperluan",
    "awal_periode",
    "akhir_periode",
    "variabel",
    "sektor",
    "jenis",
    "nomor",
    "tahun",
)
"""Columns whose cells are often the same in all rows."""
FIRST_DAY = datetime.date(2019, 3, 1)
SECTORS = ("nelayan", "petani tembakau", "pekerja rumah tangga", "ojek daring", "buruh pelabuhan", "seniman", "guru")

KINDS = (
    "kepesertaan-daerah",
    "anggaran-daerah",
    "peraturan-daerah",
    "lembar-nilai",
    "pemberi-kerja",
    "bulanan-pemberi-kerja",
    "non-asn-kementerian",
    "sektor-kementerian",
)

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Truth:
    """What the office means: a kind of upload and its rows, each value by its column."""

    kind: ImportKind
    province: str
    rows: tuple[Row, ...]

    def table(self, form: str, delimiter: str) -> DirtyTable:
        header = list(self.kind.header)
        lines = [Line([row[name] for name in header], place) for place, row in enumerate(self.rows)]
        return DirtyTable(form, header, lines, delimiter)


@lru_cache
def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def load_references() -> None:
    """Store every province and regency, the ministries, and one employer for each regency of the drawn provinces."""
    common = {"source": DECREE, "valid_from": datetime.date(2025, 6, 23)}
    provinces = [
        Region(
            code=row["code"],
            level=RegionLevel.PROVINCE,
            name=row["name"],
            full_name=row["name"],
            short_name=row["short_name"],
            bps_code=row["bps_code"],
            **common,
        )
        for row in reference_rows("provinces")
    ]
    regencies = [
        Region(
            code=row["code"],
            level=RegionLevel.REGENCY,
            parent_id=row["province_code"],
            name=row["name"],
            full_name=row["full_name"],
            short_name=row["name"],
            kind=row["type"],
            bps_code=row["bps_code"],
            **common,
        )
        for row in reference_rows("regencies")
    ]
    Region.objects.bulk_create(provinces)
    Region.objects.bulk_create(regencies)
    Ministry.objects.bulk_create(
        Ministry(slug=row["slug"], name=row["name"], short_name=row["short_name"], category=row["category"], **common)
        for row in reference_rows("ministries")
    )


def load_employers(truth: Truth) -> None:
    """Store whom the months of a truth belong to."""
    if truth.kind.reference.model is Employer:
        Employer.objects.bulk_create(
            Employer(
                npp=npp,
                name=f"PT Uji {npp}",
                scale="medium",
                kbli_section="C",
                region_id=f"{truth.province}.01",
                source="Daftar uji",
                valid_from=FIRST_DAY,
            )
            for npp in sorted({str(row["npp"]) for row in truth.rows})
        )


def draw(rng: random.Random) -> Truth:
    kind = import_kind(rng.choice(KINDS))
    province = rng.choice(PROVINCES)
    regencies = [row for row in reference_rows("regencies") if row["province_code"] == province]
    places = rng.sample(regencies, ROWS)
    ministries = rng.sample(reference_rows("ministries"), ROWS)
    is_alike = rng.random() < 0.6  # noqa: PLR2004 - most tables tell of one year and one thing
    rows = []
    for number in range(ROWS):
        known: dict[str, Value] = {
            "kode_wilayah": places[number]["code"],
            "nama_wilayah": places[number]["full_name"],
            "kunci": ministries[number]["slug"],
            "npp": f"0{rng.randrange(10)}JK{rng.randrange(1000, 9999)}"[:7] + str(number),
            "divisi": "",
            "nomor": str(3 * number + 5),
            "tahun": 2015 + number,
            "versi_kbli": "KBLI 2020",
            "seksi_kbli": rng.choice("ABCFGIQ"),
            "sektor": SECTORS[number],
            "variabel": f"butir_{number}",
        }
        row = {column.name: known.get(column.name, _drawn(column, number, rng)) for column in kind.columns}
        _agree(row, number, rng)
        if is_alike and rows:
            row |= {name: rows[0][name] for name in ALIKE if name in row}
        rows.append(row)
    return Truth(kind, province, tuple(rows))


def _drawn(column: Column, number: int, rng: random.Random) -> Value:
    match column.content:
        case ColumnType.WHOLE:
            return rng.randrange(1000, 90_000) * (1000 if column.name.endswith("_rp") else 1)
        case ColumnType.DECIMAL:
            return Decimal(rng.randrange(105, 9_000, 10)) / 100
        case ColumnType.DATE:
            return datetime.date(2024, rng.randrange(1, 13), 1) + datetime.timedelta(days=rng.randrange(28))
        case ColumnType.MONTH:
            return datetime.date(2024, number + 1, 1)
        case ColumnType.CHOICE:
            return str(rng.choice(column.choices.values))
        case ColumnType.FLAG:
            return rng.random() < 0.5
        case _:
            return f"{column.name.capitalize()} {rng.randrange(100, 999)}"


def _agree(row: dict[str, Value], number: int, rng: random.Random) -> None:
    """Make the cells of a row agree with one another as the checks of its kind want it."""
    if "awal_periode" in row:
        row["awal_periode"] = datetime.date(2024, 1, 1 + number)
        row["akhir_periode"] = datetime.date(2024, 12, 31 - number)
    if "penyebut" in row:
        has_denominator = rng.random() < 0.6
        row["penyebut"] = int(row["pembilang"]) + rng.randrange(1, 900) if has_denominator else None
        row["arti_penyebut"] = "group_total" if has_denominator else ""
    for part, whole in (
        ("terdaftar", "pekerja"),
        ("upah_dilaporkan_rp", "upah_rp"),
        ("vendor_terdaftar", "vendor"),
    ):
        if part in row:
            row[part] = int(row[whole]) - rng.randrange(1, 900)
