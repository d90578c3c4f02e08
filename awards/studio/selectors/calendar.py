"""All stages of an edition on one page, checked against each other."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Category, Edition, Stage, StageKind
from awards.editions.selectors import zone_of_province
from paritrana.pages.templatetags import formats
from regions.models.regions import Region

# The earlier stage must be over when the later one begins; what follows where it is not.
ORDER: tuple[tuple[StageKind, StageKind, Promise], ...] = (
    (
        StageKind.SUBMISSION,
        StageKind.OBJECTION,
        gettext_lazy("Peserta dapat menyanggah selagi isiannya belum dikirim."),
    ),
    (
        StageKind.SUBMISSION,
        StageKind.INTERVIEW,
        gettext_lazy("Peserta dapat diwawancarai sebelum isiannya lengkap."),
    ),
    (StageKind.SUBMISSION, StageKind.JURY, gettext_lazy("Juri dapat menilai isian yang belum dikirim.")),
    (
        StageKind.VERIFICATION,
        StageKind.JURY,
        gettext_lazy("Juri dapat menilai angka yang masih berubah karena verifikasi."),
    ),
    (
        StageKind.OBJECTION,
        StageKind.PLENARY,
        gettext_lazy("Pleno dapat memutus sebelum semua sanggahan dijawab."),
    ),
    (StageKind.JURY, StageKind.PLENARY, gettext_lazy("Pleno dapat dimulai sebelum semua juri selesai menilai.")),
    (
        StageKind.INTERVIEW,
        StageKind.PLENARY,
        gettext_lazy("Pleno dapat dimulai sebelum semua wawancara selesai."),
    ),
    (StageKind.PLENARY, StageKind.ANNOUNCEMENT, gettext_lazy("Hasil dapat diumumkan sebelum pleno selesai.")),
    (
        StageKind.OBJECTION,
        StageKind.ANNOUNCEMENT,
        gettext_lazy("Hasil dapat diumumkan sebelum masa sanggah berakhir."),
    ),
    (
        StageKind.JURY,
        StageKind.ANNOUNCEMENT,
        gettext_lazy("Hasil dapat diumumkan sebelum semua juri selesai menilai."),
    ),
)
SEQUENCE = {kind: place for place, kind in enumerate(StageKind)}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two stages of one contest that overlap though the second builds on the first; `province` where only there."""

    category: Category
    province: Region | None
    sentence: str
    consequence: str


@dataclass(frozen=True, slots=True)
class CategoryDates:
    """A category with its stages in the order of the award, the general dates before those of single provinces."""

    category: Category
    stages: tuple[Stage, ...]
    clashes: tuple[Clash, ...]


def edition_dates(edition: Edition) -> tuple[CategoryDates, ...]:
    """Return every category of the edition with its dates, national ones first; two queries."""
    categories = list(
        Category.objects.filter(edition=edition)
        .select_related("edition", "province")
        .order_by("level", "province__name", "name", "pk")
    )
    stages: dict[int, list[Stage]] = {category.pk: [] for category in categories}
    for stage in Stage.objects.filter(category__in=categories).select_related("province").order_by("pk"):
        stages[stage.category_id].append(stage)
    return tuple(_dated(category, stages[category.pk]) for category in categories)


def _dated(category: Category, stages: list[Stage]) -> CategoryDates:
    ordered = sorted(
        stages, key=lambda stage: (SEQUENCE[StageKind(stage.kind)], stage.province.name if stage.province else "")
    )
    return CategoryDates(category, tuple(ordered), tuple(clashes(category, ordered)))


def clashes(category: Category, stages: Iterable[Stage]) -> list[Clash]:
    """Compare the general dates, then those in force in each province that has dates of its own."""
    rows = list(stages)
    general = {StageKind(row.kind): row for row in rows if row.province is None}
    provinces = {row.province.pk: row.province for row in rows if row.province is not None}
    found = list(_clashes(category, None, general, None))
    for code, province in provinces.items():
        own = {StageKind(row.kind): row for row in rows if row.province_id == code}
        found += _clashes(category, province, general | own, frozenset(own))
    return found


def _clashes(
    category: Category,
    province: Region | None,
    dates: Mapping[StageKind, Stage],
    own: frozenset[StageKind] | None,
) -> Iterable[Clash]:
    """Where a province is looked at, tell only what its own dates bring about."""
    clock = zone_of_province((province.pk if province else "") or category.region_code)
    for first, second, consequence in ORDER:
        if first not in dates or second not in dates or (own is not None and own.isdisjoint({first, second})):
            continue
        ends, begins = dates[first].hard_closes_at, dates[second].opens_at
        if begins < ends:
            sentence = _("%(second)s dimulai %(begins)s, sebelum %(first)s berakhir %(ends)s.") % {
                "second": second.label,
                "begins": formats.moment_text(begins, clock),
                "first": first.label,
                "ends": formats.moment_text(ends, clock),
            }
            yield Clash(category, province, sentence, str(consequence))


def moved_by_years(stage: Stage, moment: datetime.datetime, years: int) -> datetime.datetime:
    """Return the same day and hour some years later, on the clock where the stage holds; 29 February becomes 28."""
    there = moment.astimezone(zone_of_province(stage.region_code or stage.category.region_code))
    try:
        moved = there.replace(year=there.year + years)
    except ValueError:  # 29 February of a year that has none
        moved = there.replace(year=there.year + years, day=28)
    return moved.astimezone(datetime.UTC)
