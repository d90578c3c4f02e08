"""Set up an edition: its categories, dates, zones and prizes. Every step leaves an audit entry."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models.editions import (
    Category,
    CompetitionLevel,
    Edition,
    EntrantKind,
    Slot,
    SlotGrouping,
    Stage,
    StageKind,
    Zone,
)
from paritrana.accounts.models import User
from paritrana.audit.services import record
from regions.models import Region, RegionLevel


class DatesRunBackwardsError(Exception):
    """A period or a stage ends before it begins."""


class ZonesOverlapError(Exception):
    """A province would lie in two zones of one edition."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an edition assesses, both included."""

    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, slots=True)
class StageDates:
    """When a stage opens, which end people are told, and when the system shuts."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime
    hard_closes_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Entrants:
    """Whom a category lets in."""

    kind: EntrantKind
    admits_administrative: bool = False
    employer_scales: Sequence[str] = ()
    kbli_sections: Sequence[str] = ()


@transaction.atomic
def create_edition(
    *,
    code: str,
    brand_label: str,
    period: Period,
    organising_year: int,
    actor: User | None,
    at: datetime.datetime,
    is_illustrative: bool = False,
    caveat: str = "",
    is_scores_public: bool = False,
    is_marks_public: bool = False,
) -> Edition:
    if period.end < period.start:
        raise DatesRunBackwardsError(_("Akhir periode penilaian mendahului awalnya. Perbaiki tanggalnya."))
    edition = Edition.objects.create(
        code=code,
        brand_label=brand_label,
        period_start=period.start,
        period_end=period.end,
        organising_year=organising_year,
        is_illustrative=is_illustrative,
        caveat=caveat,
        is_scores_public=is_scores_public,
        is_marks_public=is_marks_public,
    )
    record(action="edition.create", subject=edition, actor=actor, at=at, changes={"code": code})
    return edition


@transaction.atomic
def add_category(
    *,
    edition: Edition,
    code: str,
    name: str,
    entrants: Entrants,
    province: Region | None,
    actor: User | None,
    at: datetime.datetime,
) -> Category:
    """Add a category; one with a province belongs to that province's contest, one without to the national one."""
    category = Category.objects.create(
        edition=edition,
        code=code,
        name=name,
        level=CompetitionLevel.NATIONAL if province is None else CompetitionLevel.PROVINCIAL,
        province=province,
        entrant_kind=entrants.kind,
        admits_administrative=entrants.admits_administrative,
        employer_scales=list(entrants.employer_scales),
        kbli_sections=list(entrants.kbli_sections),
    )
    region_code = province.code if province else ""
    record(
        action="category.add",
        subject=category,
        actor=actor,
        at=at,
        changes={"edition": edition.code, "code": code},
        region_code=region_code,
    )
    return category


@transaction.atomic
def schedule_stage(
    *,
    category: Category,
    kind: StageKind,
    dates: StageDates,
    province: Region | None,
    actor: User | None,
    at: datetime.datetime,
) -> Stage:
    """Set a stage's dates, for one province or (province None) for the whole category; in force at once."""
    if not dates.opens_at < dates.closes_at <= dates.hard_closes_at:
        raise DatesRunBackwardsError(
            _("Tahap harus dibuka sebelum batas resmi, dan batas sistem tidak boleh mendahului batas resmi.")
        )
    stage, _is_new = Stage.objects.update_or_create(
        category=category,
        kind=kind,
        province=province,
        defaults={
            "opens_at": dates.opens_at,
            "closes_at": dates.closes_at,
            "hard_closes_at": dates.hard_closes_at,
        },
    )
    record(
        action="stage.schedule",
        subject=stage,
        actor=actor,
        at=at,
        changes={
            "kind": str(kind),
            "opens_at": dates.opens_at.isoformat(),
            "closes_at": dates.closes_at.isoformat(),
            "hard_closes_at": dates.hard_closes_at.isoformat(),
        },
        region_code=province.code if province else "",
    )
    return stage


@transaction.atomic
def set_zone(
    *,
    edition: Edition,
    code: str,
    name: str,
    province_codes: Collection[str],
    actor: User | None,
    at: datetime.datetime,
) -> Zone:
    """Create or change a zone; a province lies in one zone of an edition at most."""
    taken = Zone.objects.filter(edition=edition, provinces__code__in=province_codes).exclude(code=code).first()
    if taken is not None:
        raise ZonesOverlapError(
            _("Ada provinsi yang sudah masuk %(zone)s. Keluarkan dahulu dari zona itu.") % {"zone": taken}
        )
    zone, _is_new = Zone.objects.update_or_create(edition=edition, code=code, defaults={"name": name})
    provinces = Region.objects.filter(level=RegionLevel.PROVINCE, code__in=province_codes)
    zone.provinces.set(provinces)
    changes: dict[str, object] = {"code": code, "provinces": sorted(province_codes)}
    record(action="zone.set", subject=zone, actor=actor, at=at, changes=changes)
    return zone


@transaction.atomic
def add_slot(
    *,
    category: Category,
    label: str,
    from_rank: int,
    to_rank: int,
    actor: User | None,
    at: datetime.datetime,
    basis: str = "",
    grouping: SlotGrouping = SlotGrouping.NONE,
) -> Slot:
    """Add a prize after the last one of the category."""
    slot = Slot.objects.create(
        category=category,
        position=Slot.objects.filter(category=category).count() + 1,
        label=label,
        basis=basis,
        grouping=grouping,
        from_rank=from_rank,
        to_rank=to_rank,
    )
    record(action="slot.add", subject=slot, actor=actor, at=at, changes={"label": label})
    return slot
