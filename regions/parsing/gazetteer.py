"""The regions and aliases of the reference files, for whoever works from files alone."""

import csv
import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from paritrana.lib.region_names import Alias, Gazetteer, NamedRegion

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "reference"


@cache
def shipped_gazetteer() -> Gazetteer:
    """Return the regions that ship with the product; the files are read once."""
    places = [
        *(_place(row, f"Provinsi {row['name']}") for row in _rows("provinces.csv")),
        *(_place(row, row["full_name"]) for row in _rows("regencies.csv")),
    ]
    return Gazetteer(places, map(_alias, _rows("region_aliases.csv")))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def _place(row: dict[str, str], full_name: str) -> NamedRegion:
    return NamedRegion(row["code"], full_name, (row["name"], row.get("short_name", "")), row["bps_code"])


def _alias(row: dict[str, str]) -> Alias:
    return Alias(
        row["written"],
        row["region_code"],
        is_code=row["kind"] == "former_code",
        source=row["source"],
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
    )


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
