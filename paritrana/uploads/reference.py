"""Bring the rows of a reference file into a table: checked against a manifest first, idempotent, nothing deleted."""

import csv
import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

BATCH = 2000
HISTORY_REASON = "load_reference"

Record = dict[str, str]
Values = dict[str, Any]


class ReferenceRefusedError(Exception):
    """A reference file does not hold what the manifest says; the message is for people."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many rows meet `where`, and what their columns add up to."""

    where: Mapping[str, str]
    rows: int
    sums: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """What the manifest says about one file."""

    name: str
    path: Path
    source: str
    as_of: datetime.date
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """What one load did to one table."""

    table: str
    new: int
    changed: int
    same: int
    retired: int

    @property
    def is_quiet(self) -> bool:
        return not (self.new or self.changed or self.retired)


def read_manifest(folder: Path) -> dict[str, ReferenceFile]:
    """Return what every reference file must hold, by section of manifest.toml."""
    path = folder / "manifest.toml"
    if not path.is_file():
        raise ReferenceRefusedError(
            _("Daftar isi acuan %(path)s tidak ditemukan. Tidak ada data yang diubah.") % {"path": path}
        )
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: ReferenceFile(
            name=name,
            path=folder / section["file"],
            source=section["source"],
            as_of=section["as_of"],
            expectations=tuple(
                Expectation(
                    expected.get("where", {}),
                    expected["rows"],
                    {column: Decimal(total) for column, total in expected.get("sums", {}).items()},
                )
                for expected in section["expect"]
            ),
        )
        for name, section in sections.items()
    }


def read_records(file: ReferenceFile) -> list[Record]:
    """Return the rows of a reference CSV, refused where a count or a sum is not the manifest's."""
    if not file.path.is_file():
        raise ReferenceRefusedError(
            _("Berkas acuan %(file)s tidak ditemukan. Tidak ada data yang diubah.") % {"file": file.path.name}
        )
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        records = list(csv.DictReader(stream))
    refuse_unexpected(file, records)
    return records


def refuse_unexpected(file: ReferenceFile, records: Sequence[Record]) -> None:
    """Raise when the records do not meet what the manifest says."""
    for expected in file.expectations:
        chosen = [row for row in records if all(row.get(name) == value for name, value in expected.where.items())]
        group = ", ".join(f"{name} = {value}" for name, value in expected.where.items()) or _("seluruh baris")
        if len(chosen) != expected.rows:
            raise ReferenceRefusedError(
                _(
                    "Berkas acuan %(file)s ditolak: jumlah baris untuk %(group)s adalah %(found)s, seharusnya"
                    " %(wanted)s. Tidak ada data yang diubah. Periksa berkas itu atau manifest.toml."
                )
                % {"file": file.path.name, "group": group, "found": len(chosen), "wanted": expected.rows}
            )
        for column, total in expected.sums.items():
            found = sum((_number(file, row, column) for row in chosen), Decimal(0))
            if found != total:
                raise ReferenceRefusedError(
                    _(
                        "Berkas acuan %(file)s ditolak: jumlah kolom %(column)s untuk %(group)s adalah %(found)s,"
                        " seharusnya %(wanted)s. Tidak ada data yang diubah. Periksa berkas itu atau manifest.toml."
                    )
                    % {"file": file.path.name, "column": column, "group": group, "found": found, "wanted": total}
                )


def _number(file: ReferenceFile, row: Record, column: str) -> Decimal:
    text = row.get(column)
    if text is None or (text and not text.replace(".", "", 1).isdecimal()):
        raise ReferenceRefusedError(
            _("Berkas acuan %(file)s ditolak: kolom %(column)s memuat %(text)r. Tidak ada data yang diubah.")
            % {"file": file.path.name, "column": column, "text": text}
        )
    return Decimal(text or 0)


def _write(
    model: type[models.Model],
    new: Sequence[models.Model],
    changed: Sequence[models.Model],
    names: Sequence[str],
    at: datetime.datetime,
) -> None:
    """Write in batches, each row with its history."""
    kept = {"batch_size": BATCH, "default_change_reason": HISTORY_REASON, "default_date": at}
    if new:
        bulk_create_with_history(new, model, **kept)
    if changed:
        bulk_update_with_history(changed, model, names, **kept)


def sync_rows(
    *, known: "models.QuerySet[Any]", key: Sequence[str], wanted: Iterable[Values], at: datetime.datetime
) -> SyncCounts:
    """Make the rows of `known` be the wanted ones: new ones are added, changed ones corrected, absent ones retired.

    Each wanted row names its key and all values to keep; writes go in batches and leave a history.
    """
    model = known.model
    present = {tuple(getattr(row, name) for name in key): row for row in known}
    new: list[models.Model] = []
    changed: list[models.Model] = []
    names: set[str] = {"retired_on"}
    same = 0
    for values in wanted:
        row = present.pop(tuple(values[name] for name in key), None)
        if row is None:
            new.append(model(**values))
        elif differing := [
            name for name, value in {**values, "retired_on": None}.items() if getattr(row, name) != value
        ]:
            for name in differing:
                setattr(row, name, values.get(name))
            names.update(differing)
            changed.append(row)
        else:
            same += 1
    gone = [row for row in present.values() if row.retired_on is None]
    for row in gone:
        row.retired_on = timezone.localdate(at)
    _write(model, new, [*changed, *gone], sorted(names), at)
    return SyncCounts(str(model._meta.verbose_name_plural), len(new), len(changed), same, len(gone))  # noqa: SLF001
