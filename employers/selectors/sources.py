"""Where the reference records come from, with their numbers and dates."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from employers.models.employers import KbliSection, ProgrammeObligation
from ministries.models import Ministry
from regions.models.programme import NationalFigure, ParticipantReport
from regions.models.regions import DefaultZone, Region, RegionAlias
from regions.models.workforce import SectorEmployment, WorkforceFigure


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One source of one kind of record."""

    subject: str | Promise
    source: str
    rows: int
    first: datetime.date | None
    last: datetime.date | None
    terms: str | Promise


FACTS = _("Fakta dari instansi resmi; disebut sumbernya. Lisensi salinan belum dinyatakan, dapat dimatikan.")
LAW = _("Isi peraturan perundang-undangan; bukan objek hak cipta.")
OWN_NAMES = _("Fakta; beberapa nama pendek dan golongan disusun sendiri.")
PRESS = _("Angka dari laporan yang diterbitkan; naskahnya tidak disalin.")

# Model, its date column, what it is, the terms it is used under.
REFERENCES: tuple[tuple[type[Model], str, str | Promise, str | Promise], ...] = (
    (Region, "valid_from", _("Wilayah dan kodenya"), _("MIT; pemberitahuannya tercetak di bawah.")),
    (RegionAlias, "", _("Kode dan nama lain wilayah"), LAW),
    (WorkforceFigure, "as_of", _("Angkatan kerja"), FACTS),
    (SectorEmployment, "as_of", _("Pekerja per sektor"), FACTS),
    (ParticipantReport, "as_of", _("Peserta aktif per wilayah laporan"), FACTS),
    (NationalFigure, "as_of", _("Angka dan sasaran nasional"), PRESS),
    (
        Ministry,
        "valid_from",
        _("Kementerian dan lembaga"),
        _("Fakta; beberapa nama pendek dan golongan disusun sendiri."),
    ),
    (KbliSection, "", _("Seksi KBLI"), LAW),
    (ProgrammeObligation, "valid_from", _("Program wajib per skala usaha"), LAW),
    (DefaultZone, "", _("Zona bawaan"), _("Disusun dari laporan pers; dapat diubah per edisi.")),
)


def reference_sources() -> list[RecordSource]:
    """Return every source of the reference records in the order of `REFERENCES`; one query each."""
    return [
        RecordSource(subject, row["source"], row["rows"], row.get("first"), row.get("last"), terms)
        for model, dated, subject, terms in REFERENCES
        for row in _by_source(model, dated)
    ]


def _by_source(model: type[Model], dated: str) -> list[dict[str, Any]]:
    dates = {"first": Min(dated), "last": Max(dated)} if dated else {}
    rows = model._default_manager.values("source").annotate(rows=Count("pk"), **dates)  # noqa: SLF001
    return list(rows.order_by("source"))
