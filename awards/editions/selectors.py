"""When a stage is open for whom, and how people in three time zones read the same moment."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from awards.editions.models import Category, Stage, StageKind
from paritrana.lib.indonesian import WIB, WIT, WITA, ZONE_NAMES
from paritrana.pages.templatetags import formats

# Keppres 41/1987, by province code; provinces split off since keep their mother province's zone.
WITA_PROVINCES = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT_PROVINCES = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})


def zone_of_province(province_code: str) -> ZoneInfo:
    """Return the clock of a province; the nation and unknown codes follow Jakarta."""
    if province_code in WITA_PROVINCES:
        return WITA
    return WIT if province_code in WIT_PROVINCES else WIB


@dataclass(frozen=True, slots=True)
class Window:
    """A stage's dates for one province. People are told `closes_at`; the system shuts at `hard_closes_at`."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime
    hard_closes_at: datetime.datetime

    def is_open(self, at: datetime.datetime) -> bool:
        return self.opens_at <= at < self.hard_closes_at

    def is_over(self, at: datetime.datetime) -> bool:
        return at >= self.hard_closes_at


@dataclass(frozen=True, slots=True)
class Clock:
    """One moment as read in one zone; `is_own` marks the zone of the reader's province."""

    text: str
    is_own: bool


def clocks(moment: datetime.datetime, *, province_code: str) -> tuple[Clock, ...]:
    """Return the own zone in full, then the other two shortly; the day only where it differs from the own one."""
    own = zone_of_province(province_code)
    here = moment.astimezone(own)
    others = []
    for zone in (WIB, WITA, WIT):
        there = moment.astimezone(zone)
        if zone is own:
            continue
        day = "" if there.date() == here.date() else f"{formats.day(there.date())} "
        others.append(Clock(f"{day}{formats.time_of_day(there)} {ZONE_NAMES[zone]}", is_own=False))
    return (Clock(formats.moment_text(moment, own), is_own=True), *others)


def remaining_text(until: datetime.datetime, *, at: datetime.datetime) -> str:
    """Say how long there is left: `sisa 8 hari 4 jam`, hours and minutes on the last day, minutes in the last hour."""
    left = max(until - at, datetime.timedelta())
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days:
        return _("sisa %(days)d hari %(hours)d jam") % {"days": left.days, "hours": hours}
    if not hours:
        return _("sisa %(minutes)d menit") % {"minutes": minutes}
    return _("sisa %(hours)d jam %(minutes)d menit") % {"hours": hours, "minutes": minutes}


def _window(stages: Iterable[Stage]) -> Window | None:
    """Prefer the province's own dates to those of the category."""
    rows = sorted(stages, key=lambda stage: stage.province_id is None)
    if not rows:
        return None
    return Window(rows[0].opens_at, rows[0].closes_at, rows[0].hard_closes_at)


def stage_window(category: Category, kind: StageKind, *, province_code: str) -> Window | None:
    """Return when a stage is open for a province of a category; None when it has no date yet."""
    stages = Stage.objects.filter(category=category, kind=kind)
    return _window(stage for stage in stages if stage.province_id in (None, province_code))


def every_window(category_ids: Iterable[int]) -> dict[tuple[int, str, str], Window]:
    """Return windows by (category, kind, province code), "" standing for the category's own dates; one query."""
    return {
        (stage.category_id, stage.kind, stage.province_id or ""): Window(
            stage.opens_at, stage.closes_at, stage.hard_closes_at
        )
        for stage in Stage.objects.filter(category__in=set(category_ids))
    }


def stage_windows(category_ids: Iterable[int], kind: StageKind) -> dict[tuple[int, str], Window]:
    """Return windows by (category, province code), "" standing for the category's own dates; one query."""
    stages = Stage.objects.filter(category__in=set(category_ids), kind=kind)
    return {
        (stage.category_id, stage.province_id or ""): Window(stage.opens_at, stage.closes_at, stage.hard_closes_at)
        for stage in stages
    }
