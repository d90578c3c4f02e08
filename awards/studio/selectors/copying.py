"""What a new edition would take over from an earlier one, and what of it must then be renewed."""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.editions.models import Category, Edition, Slot, Stage, Zone
from awards.jury.models.panels import Panel
from awards.rulebooks.models import Rulebook, RulebookState
from awards.studio.selectors.calendar import moved_by_years
from awards.studio.selectors.rules import counting_rulebooks
from awards.studio.selectors.tasks import TaskPage


@dataclass(frozen=True, slots=True)
class MovedStage:
    """A stage with the moments at which its copy would open and end."""

    stage: Stage
    opens_at: datetime.datetime
    closes_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class CopyPreview:
    """How many of each would come along, and every date before and after."""

    categories: int
    rulebooks: int
    prizes: int
    zones: int
    panels: int
    stages: tuple[MovedStage, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    """Something taken over that names the old year or lost what made it valid."""

    sentence: str
    category: Category | None
    page: TaskPage
    key: int


def rulebooks_to_copy(source: Edition) -> list[Rulebook]:
    """Return per category the sealed version, or else the latest."""
    found = counting_rulebooks(Rulebook.objects.filter(category__edition=source))
    return [found[key] for key in sorted(found)]


def copy_preview(source: Edition, *, period_start: datetime.date) -> CopyPreview:
    years = period_start.year - source.period_start.year
    stages = Stage.objects.filter(category__edition=source).select_related("category", "province")
    moved = tuple(
        MovedStage(stage, moved_by_years(stage, stage.opens_at, years), moved_by_years(stage, stage.closes_at, years))
        for stage in stages.order_by("category__level", "category__name", "category", "opens_at", "pk")
    )
    return CopyPreview(
        categories=Category.objects.filter(edition=source).count(),
        rulebooks=len(rulebooks_to_copy(source)),
        prizes=Slot.objects.filter(category__edition=source).count(),
        zones=Zone.objects.filter(edition=source).count(),
        panels=Panel.objects.filter(category__edition=source).count(),
        stages=moved,
    )


def renewals(edition: Edition) -> tuple[Renewal, ...]:
    """Return what a draft still carries of an earlier year; empty when all of it was looked after. Three queries."""
    found = []
    if _names_another_year(f"{edition.caveat} {edition.caveat_en}", edition):
        found.append(Renewal(_("Catatan edisi menyebut tahun lain."), None, TaskPage.EDITION, edition.pk))
    panels = Panel.objects.filter(category__edition=edition, decree_number="").select_related("category__province")
    for panel in panels.order_by("category__name", "pk"):
        sentence = _("%(panel)s belum punya nomor keputusan.") % {"panel": panel.name}
        found.append(Renewal(sentence, panel.category, TaskPage.PANELS, panel.category_id))
    drafts = Rulebook.objects.filter(category__edition=edition, state=RulebookState.DRAFT)
    for rulebook in drafts.select_related("category__province").order_by("category__name", "version"):
        years = _other_years(f"{rulebook.title}\n{rulebook.text}", edition)
        if years:
            sentence = _("%(title)s menyebut %(years)s.") % {"title": rulebook.title, "years": ", ".join(years)}
            found.append(Renewal(sentence, rulebook.category, TaskPage.RULEBOOK, rulebook.pk))
    for category in Category.objects.filter(edition=edition).select_related("province").order_by("name", "pk"):
        if _names_another_year(f"{category.name} {category.name_en} {category.note}", edition):
            found.append(
                Renewal(_("Nama atau catatan kategori menyebut tahun lain."), category, TaskPage.CATEGORY, category.pk)
            )
    return tuple(found)


def _names_another_year(text: str, edition: Edition) -> bool:
    return bool(_other_years(text, edition))


def _other_years(text: str, edition: Edition) -> list[str]:
    """Return the years just before the edition's that a text names; older ones are laws and decrees."""
    first = edition.period_start.year
    named = set(re.findall(r"(?<![\d.,])20\d\d(?!\d|[.,]\d)", text))
    return sorted(year for year in named if first - 2 <= int(year) < first)
