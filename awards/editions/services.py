"""Set up an edition: its categories, dates, zones and prizes. Every step leaves an audit entry."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import (
    Category,
    CompetitionLevel,
    Edition,
    EditionState,
    EntrantKind,
    Slot,
    SlotGrouping,
    Stage,
    StageKind,
    Zone,
)
from paritrana.accounts.models import User
from paritrana.audit.services import record
from regions.models.regions import Region, RegionLevel


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


@dataclass(frozen=True, slots=True)
class CategoryTerms:
    """What a category is: its names, whom it lets in, and the province whose contest it is (none: the nation's)."""

    code: str
    name: str
    entrants: Entrants
    province: Region | None = None
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class AwardYear:
    """What an edition is: its names, the period assessed, and what of its results is open."""

    code: str
    brand_label: str
    period: Period
    organising_year: int
    is_illustrative: bool = False
    caveat: str = ""
    brand_label_en: str = ""
    caveat_en: str = ""
    is_scores_public: bool = False
    is_marks_public: bool = False
    has_objections: bool = True
    is_draft: bool = False
    follows: Edition | None = None


@transaction.atomic
def create_edition(
    *,
    year: AwardYear,
    actor: User | None,
    at: datetime.datetime,
) -> Edition:
    if year.period.end < year.period.start:
        raise DatesRunBackwardsError(_("Akhir periode penilaian mendahului awalnya. Perbaiki tanggalnya."))
    edition = Edition.objects.create(
        code=year.code,
        brand_label=year.brand_label,
        period_start=year.period.start,
        period_end=year.period.end,
        organising_year=year.organising_year,
        is_illustrative=year.is_illustrative,
        caveat=year.caveat,
        brand_label_en=year.brand_label_en,
        caveat_en=year.caveat_en,
        is_scores_public=year.is_scores_public,
        is_marks_public=year.is_marks_public,
        has_objections=year.has_objections,
        state=EditionState.DRAFT if year.is_draft else EditionState.OPEN,
        follows=year.follows,
    )
    record(action="edition.create", subject=edition, actor=actor, at=at, changes={"code": year.code})
    return edition


@transaction.atomic
def add_category(
    *,
    edition: Edition,
    terms: CategoryTerms,
    actor: User | None,
    at: datetime.datetime,
) -> Category:
    entrants = terms.entrants
    category = Category.objects.create(
        edition=edition,
        code=terms.code,
        name=terms.name,
        name_en=terms.name_en,
        level=CompetitionLevel.NATIONAL if terms.province is None else CompetitionLevel.PROVINCIAL,
        province=terms.province,
        entrant_kind=entrants.kind,
        admits_administrative=entrants.admits_administrative,
        employer_scales=list(entrants.employer_scales),
        kbli_sections=list(entrants.kbli_sections),
    )
    record(
        action="category.add",
        subject=category,
        actor=actor,
        at=at,
        changes={"edition": edition.code, "code": terms.code},
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


@dataclass(frozen=True, slots=True)
class PrizeToWin:
    """A prize: which ranks win it, on what basis, in which groups."""

    label: str
    from_rank: int
    to_rank: int
    basis: str = ""
    grouping: SlotGrouping = SlotGrouping.NONE
    label_en: str = ""
    threshold: Decimal | None = None


@transaction.atomic
def add_slot(
    *,
    category: Category,
    prize: PrizeToWin,
    actor: User | None,
    at: datetime.datetime,
) -> Slot:
    """Add a prize after the last one of the category."""
    slot = Slot.objects.create(
        category=category,
        position=Slot.objects.filter(category=category).count() + 1,
        label=prize.label,
        label_en=prize.label_en,
        basis=prize.basis,
        grouping=prize.grouping,
        from_rank=prize.from_rank,
        to_rank=prize.to_rank,
        threshold=prize.threshold,
    )
    record(action="slot.add", subject=slot, actor=actor, at=at, changes={"label": prize.label})
    return slot
