"""Load regions, their workforce and the national programme's figures from checked reference files."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from paritrana.uploads.reference import (
    Record,
    ReferenceFile,
    ReferenceRefusedError,
    SyncCounts,
    Values,
    read_records,
    refuse_unexpected,
    sync_rows,
)
from regions.models.programme import NationalFigure, ParticipantReport
from regions.models.regions import DefaultZone, Region, RegionAlias, RegionLevel
from regions.models.workforce import SectorEmployment, WorkforceFigure

NATION = "00"
NATION_BPS = "0000"
SURVEY_DAY = (8, 31)  # the August round of Sakernas
SURVEY_SOURCE = "BPS, Sakernas Agustus {year} (salinan dasbor Kementerian Ketenagakerjaan)"
LEVEL_IN_FILE = {
    "national": RegionLevel.NATION,
    "province": RegionLevel.PROVINCE,
    "regency": RegionLevel.REGENCY,
}
NOTES = {
    "": "",
    "labour_force=employed+unemployed (upstream column misaligned)": (
        "Angkatan kerja dihitung dari bekerja + pengangguran karena kolom sumber tergeser"
    ),
    "working-age value dropped (upstream row misaligned)": (
        "Penduduk usia kerja dikosongkan karena baris sumber tergeser"
    ),
}


def load_regions(*, provinces: ReferenceFile, regencies: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    """Load the nation, its provinces and its regencies and cities; districts and villages stay untouched."""
    province_rows = read_records(provinces)
    regency_rows = read_records(regencies)
    wanted = [
        _nation(province_rows, provinces),
        *(_province(row, provinces) for row in province_rows),
        *(_regency(row, regencies) for row in regency_rows),
    ]
    levels = [RegionLevel.NATION, RegionLevel.PROVINCE, RegionLevel.REGENCY]
    return sync_rows(known=Region.objects.filter(level__in=levels), key=["code"], wanted=wanted, at=at)


def _nation(provinces: Iterable[Record], file: ReferenceFile) -> Values:
    rows = list(provinces)
    return {
        "code": NATION,
        "level": RegionLevel.NATION,
        "parent_id": None,
        "name": "Indonesia",
        "full_name": "Indonesia",
        "short_name": "Indonesia",
        "kind": "negara",
        "bps_code": NATION_BPS,
        "iso_code": "ID",
        "population": sum(int(row["population_2024h2"]) for row in rows),
        "area_km2": sum((Decimal(row["area_km2"]) for row in rows), Decimal(0)),
        "source": file.source,
        "valid_from": file.as_of,
    }


def _place(row: Record, file: ReferenceFile) -> Values:
    return {
        "code": row["code"],
        "name": row["name"],
        "bps_code": row["bps_code"],
        "population": int(row["population_2024h2"]),
        "area_km2": Decimal(row["area_km2"]),
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
        "source": file.source,
        "valid_from": file.as_of,
    }


def _province(row: Record, file: ReferenceFile) -> Values:
    return {
        **_place(row, file),
        "level": RegionLevel.PROVINCE,
        "parent_id": NATION,
        "full_name": f"Provinsi {row['name']}",
        "short_name": row["short_name"],
        "kind": "provinsi",
        "iso_code": row["iso_3166_2"],
        "island_group": row["island_group"],
    }


def _regency(row: Record, file: ReferenceFile) -> Values:
    return {
        **_place(row, file),
        "level": RegionLevel.REGENCY,
        "parent_id": row["province_code"],
        "full_name": row["full_name"],
        "short_name": row["name"],
        "kind": row["type"],
        "is_administrative": row["is_administrative"] == "true",
    }


def load_aliases(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    """Load former codes, former names and other spellings of the regions."""
    records = read_records(file)
    known = set(Region.objects.filter(code__in={row["region_code"] for row in records}).values_list("code", flat=True))
    unknown = sorted(row["region_code"] for row in records if row["region_code"] not in known)
    if unknown:
        raise ReferenceRefusedError(
            _("Berkas acuan %(file)s ditolak: wilayah %(code)s tidak dikenal. Tidak ada data yang diubah.")
            % {"file": file.path.name, "code": unknown[0]}
        )
    wanted: list[Values] = [
        {
            "kind": row["kind"],
            "written": row["written"],
            "region_id": row["region_code"],
            "valid_from": _day(row["valid_from"]),
            "valid_until": _day(row["valid_until"]),
            "source": row["source"],
            "note": row["note"],
        }
        for row in records
    ]
    return sync_rows(known=RegionAlias.objects.all(), key=["kind", "written", "region_id"], wanted=wanted, at=at)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def load_villages(*, file: ReferenceFile, records: Iterable[Record], at: datetime.datetime) -> SyncCounts:
    """Load districts and villages from rows with `kode` and `nama` of the decree; other levels are left out."""
    places = [place for row in records if (place := _below_regency(row))]
    refuse_unexpected(file, places)
    places.sort(key=lambda place: len(place["code"]))
    wanted: list[Values] = [
        {
            "code": place["code"],
            "level": place["level"],
            "parent_id": place["code"].rpartition(".")[0],
            "name": place["name"],
            "full_name": f"{place['kind'].capitalize()} {place['name']}",
            "kind": place["kind"],
            "source": file.source,
            "valid_from": file.as_of,
        }
        for place in places
    ]
    known_codes = set(Region.objects.filter(level=RegionLevel.REGENCY).values_list("code", flat=True))
    known_codes.update(place["code"] for place in places if place["level"] == RegionLevel.DISTRICT)
    orphans = sorted(row["code"] for row in wanted if row["parent_id"] not in known_codes)
    if orphans:
        raise ReferenceRefusedError(
            _("Berkas desa ditolak: wilayah di atas %(code)s tidak dikenal. Tidak ada data yang diubah.")
            % {"code": orphans[0]}
        )
    levels = [RegionLevel.DISTRICT, RegionLevel.VILLAGE]
    return sync_rows(known=Region.objects.filter(level__in=levels), key=["code"], wanted=wanted, at=at)


def _below_regency(row: Record) -> Record | None:
    code = (row.get("kode") or "").strip()
    name = (row.get("nama") or "").strip()
    match code.count("."):
        case 2:
            return {"code": code, "name": name, "level": RegionLevel.DISTRICT, "kind": "kecamatan"}
        case 3:
            kind = "kelurahan" if code.rpartition(".")[2].startswith("1") else "desa"
            return {"code": code, "name": name, "level": RegionLevel.VILLAGE, "kind": kind}
        case _:
            return None


def village_file(file: ReferenceFile, path: Path) -> ReferenceFile:
    """Return what the manifest says about villages, for the file that was given."""
    return ReferenceFile(file.name, path, file.source, file.as_of, file.expectations)


def load_zones(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    records = read_records(file)
    wanted = [
        {
            "code": row["code"],
            "name": row["name"],
            "position": int(row["position"]),
            "note": row["note"],
            "source": row["source"],
        }
        for row in records
    ]
    counts = sync_rows(known=DefaultZone.objects.all(), key=["code"], wanted=wanted, at=at)
    members = {row["code"]: set(row["province_codes"].split()) for row in records}
    for zone in DefaultZone.objects.filter(code__in=members).prefetch_related("provinces"):
        if {province.code for province in zone.provinces.all()} != members[zone.code]:
            zone.provinces.set(Region.objects.filter(code__in=members[zone.code]))
    return counts


def _survey_date(year: str) -> datetime.date:
    return datetime.date(int(year), *SURVEY_DAY)


def _codes_by_bps() -> dict[tuple[str, str], str]:
    levels = list(LEVEL_IN_FILE.values())
    rows = Region.objects.filter(level__in=levels).exclude(bps_code="").values_list("level", "bps_code", "code")
    return {(level, bps): code for level, bps, code in rows}


def load_workforce(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    """Load the labour force survey. Rows join on the statistics code: the two code systems collide in Papua."""
    codes = _codes_by_bps()
    wanted = (_workforce(row, codes, file) for row in read_records(file))
    return sync_rows(known=WorkforceFigure.objects.all(), key=["region_id", "as_of"], wanted=wanted, at=at)


def _workforce(row: Record, codes: Mapping[tuple[str, str], str], file: ReferenceFile) -> Values:
    code = codes.get((LEVEL_IN_FILE[row["level"]], row["bps_code"]))
    if code is None or code != row["code"]:
        raise ReferenceRefusedError(
            _(
                "Berkas acuan %(file)s ditolak: kode BPS %(bps)s tidak cocok dengan wilayah %(code)s. Tidak ada data"
                " yang diubah."
            )
            % {"file": file.path.name, "bps": row["bps_code"], "code": row["code"]}
        )
    return {
        "region_id": code,
        "as_of": _survey_date(row["year"]),
        "working_age": int(row["working_age_15plus"]) if row["working_age_15plus"] else None,
        "labour_force": int(row["labour_force"]),
        "employed": int(row["employed"]),
        "unemployed": int(row["unemployed"]),
        "employed_formal": int(row["employed_formal"]),
        "employed_informal": int(row["employed_informal"]),
        "note": NOTES.get(row["note"], row["note"]),
        "source": SURVEY_SOURCE.format(year=row["year"]),
    }


def load_sectors(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    wanted = (
        {
            "region_id": row["province_code"],
            "as_of": _survey_date(row["year"]),
            "sector_group": row["kbli2020_group"],
            "employed": int(row["employed"]),
            "source": SURVEY_SOURCE.format(year=row["year"]),
        }
        for row in read_records(file)
    )
    key = ["region_id", "as_of", "sector_group"]
    return sync_rows(known=SectorEmployment.objects.all(), key=key, wanted=wanted, at=at)


def load_participants(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    """Load published participants; an area that covers several provinces stays one row."""
    records = read_records(file)
    wanted = [
        {
            "code": row["province_code"],
            "name": row["province_name_source"],
            "as_of": datetime.date(int(row["year"]), 12, 31),
            "active_pu": int(row["active_pu"]),
            "active_bpu": int(row["active_bpu"]),
            "active_jakon": int(row["active_jakon"]),
            "active_total": int(row["active_total"]),
            "source": file.source,
        }
        for row in records
    ]
    counts = sync_rows(known=ParticipantReport.objects.all(), key=["code", "as_of"], wanted=wanted, at=at)
    covered = {
        (row["province_code"], datetime.date(int(row["year"]), 12, 31)): set(row["covers_province_codes"].split())
        for row in records
    }
    for report in ParticipantReport.objects.filter(retired_on=None).prefetch_related("provinces"):
        if {province.code for province in report.provinces.all()} != covered[report.code, report.as_of]:
            report.provinces.set(Region.objects.filter(code__in=covered[report.code, report.as_of]))
    return counts


def load_national_figures(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    wanted = (
        {
            "code": row["code"],
            "kind": row["kind"],
            "value": Decimal(row["value"]),
            "unit": row["unit"],
            "as_of": datetime.date.fromisoformat(row["as_of"]),
            "precision": row["precision"],
            "is_target": row["is_target"] == "true",
            "note": row["note"],
            "source": row["source"],
            "source_url": row["source_url"],
        }
        for row in read_records(file)
    )
    return sync_rows(known=NationalFigure.objects.all(), key=["code"], wanted=wanted, at=at)
