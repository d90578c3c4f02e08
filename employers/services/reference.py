"""Load all reference data at once: everything is checked and written in one transaction, or nothing is."""

import csv
import datetime
from pathlib import Path

from django.db import transaction

from employers.models.employers import KbliSection, ProgrammeObligation
from ministries.services.reference import load_ministries
from paritrana.audit.services import record
from paritrana.uploads.reference import ReferenceFile, SyncCounts, read_manifest, read_records, sync_rows
from regions.models.regions import Region
from regions.services.reference import (
    NATION,
    load_aliases,
    load_national_figures,
    load_participants,
    load_regions,
    load_sectors,
    load_villages,
    load_workforce,
    load_zones,
    village_file,
)


def load_reference(*, folder: Path, villages: Path | None, at: datetime.datetime) -> list[SyncCounts]:
    """Load the reference files of a folder, and districts and villages where a file of them is given.

    Loading the same files again changes nothing and writes nothing. A load that changes something is audited.
    """
    files = read_manifest(folder)
    with transaction.atomic():
        counts = [
            load_regions(provinces=files["provinces"], regencies=files["regencies"], at=at),
            load_aliases(file=files["aliases"], at=at),
            load_zones(file=files["zones"], at=at),
            load_workforce(file=files["workforce"], at=at),
            load_sectors(file=files["sectors"], at=at),
            load_participants(file=files["participants"], at=at),
            load_national_figures(file=files["national_figures"], at=at),
            load_ministries(file=files["ministries"], at=at),
            _load_sections(file=files["sections"], at=at),
            _load_obligations(file=files["obligations"], at=at),
        ]
        if villages is not None:
            with villages.open(encoding="utf-8-sig", newline="") as stream:
                file = village_file(files["villages"], villages)
                counts.append(load_villages(file=file, records=csv.DictReader(stream), at=at))
        if not all(count.is_quiet for count in counts):
            _record_load(counts, at)
    return counts


def _record_load(counts: list[SyncCounts], at: datetime.datetime) -> None:
    record(
        action="reference.load",
        subject=Region.objects.get(code=NATION),
        actor=None,
        at=at,
        changes={
            count.table: {"new": count.new, "changed": count.changed, "retired": count.retired}
            for count in counts
            if not count.is_quiet
        },
    )


def _load_sections(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    wanted = (
        {
            "version": row["version"],
            "section": row["section"],
            "name": row["name_id"],
            "sector_group": row["sector_group"],
            "source": row["legal_basis"],
        }
        for row in read_records(file)
    )
    return sync_rows(known=KbliSection.objects.all(), key=["version", "section"], wanted=wanted, at=at)


def _load_obligations(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    wanted = (
        {
            "scale": row["scale"],
            "programme": row["programme"],
            "valid_from": datetime.date.fromisoformat(row["valid_from"]),
            "valid_until": datetime.date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            "source": row["source"],
        }
        for row in read_records(file)
    )
    key = ["scale", "programme", "valid_from"]
    return sync_rows(known=ProgrammeObligation.objects.all(), key=key, wanted=wanted, at=at)
