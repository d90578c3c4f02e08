"""Begin an edition: from an earlier one, with what must be renewed left open, or empty. All of it or nothing."""

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import Category, Edition, EditionLabel, Slot, Stage, Zone
from awards.editions.services import AwardYear, create_edition
from awards.jury.models.panels import Panel, PanelVisibility
from awards.rulebooks.services import add_rulebook_version
from awards.studio.selectors.calendar import moved_by_years
from awards.studio.selectors.copying import rulebooks_to_copy
from awards.submissions.models.reminders import ReminderRule
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words


class EditionTakenError(Exception):
    """Another edition has this code."""


@transaction.atomic
def begin_edition(*, year: AwardYear, source: Edition | None, actor: User, at: datetime.datetime) -> Edition:
    """Make a draft edition with everything of `source` that a new year begins with; return the draft.

    Categories, zones, prizes, reminders and labels are copied as they are, dates by whole years, rulebooks as first
    drafts, panels without people and without decree. Entrants, answers, marks and results are not copied.
    """
    if not year.is_draft:
        raise ValueError("an edition begins as a draft")
    if Edition.objects.filter(code=year.code).exists():
        raise EditionTakenError(_("Kode edisi ini sudah dipakai. Pilih kode lain."))
    follows = source if source and source.period_end < year.period.end else None
    with in_words(EditionTakenError):
        edition = create_edition(year=replace(year, follows=follows), actor=actor, at=at)
    if source is None:
        return edition
    years = year.period.start.year - source.period_start.year
    _copy_labels(source, edition)
    _copy_zones(source, edition)
    pairs = {old.pk: _copied_category(old, edition) for old in _categories(source)}
    _copy_stages(pairs, years)
    _copy_prizes(pairs)
    _copy_reminders(pairs)
    _copy_panels(pairs)
    for rulebook in rulebooks_to_copy(source):
        category = pairs[rulebook.category_id]
        add_rulebook_version(category=category, title=rulebook.title, text=rulebook.text, actor=actor, at=at)
    changes: dict[str, object] = {"source": source.code, "years": years, "categories": len(pairs)}
    record(action="edition.copy", subject=edition, actor=actor, at=at, changes=changes)
    return edition


def _categories(source: Edition) -> list[Category]:
    return list(Category.objects.filter(edition=source).order_by("pk"))


def _copy_labels(source: Edition, edition: Edition) -> None:
    EditionLabel.objects.bulk_create(
        EditionLabel(
            edition=edition,
            province_id=label.province_id,
            brand_label=label.brand_label,
            brand_label_en=label.brand_label_en,
        )
        for label in EditionLabel.objects.filter(edition=source).order_by("pk")
    )


def _copy_zones(source: Edition, edition: Edition) -> None:
    for zone in Zone.objects.filter(edition=source).prefetch_related("provinces").order_by("pk"):
        made = Zone.objects.create(edition=edition, code=zone.code, name=zone.name, name_en=zone.name_en)
        made.provinces.set(zone.provinces.all())


def _copied_category(old: Category, edition: Edition) -> Category:
    return Category.objects.create(
        edition=edition,
        code=old.code,
        name=old.name,
        name_en=old.name_en,
        level=old.level,
        province_id=old.province_id,
        entrant_kind=old.entrant_kind,
        admits_administrative=old.admits_administrative,
        employer_scales=old.employer_scales,
        kbli_sections=old.kbli_sections,
        note=old.note,
    )


def _copy_stages(pairs: dict[int, Category], years: int) -> None:
    rows = Stage.objects.filter(category__in=pairs).select_related("category").order_by("pk")
    Stage.objects.bulk_create(
        Stage(
            category=pairs[stage.category_id],
            kind=stage.kind,
            province_id=stage.province_id,
            opens_at=moved_by_years(stage, stage.opens_at, years),
            closes_at=moved_by_years(stage, stage.closes_at, years),
            hard_closes_at=moved_by_years(stage, stage.hard_closes_at, years),
        )
        for stage in rows
    )


def _copy_prizes(pairs: dict[int, Category]) -> None:
    Slot.objects.bulk_create(
        Slot(
            category=pairs[slot.category_id],
            position=slot.position,
            label=slot.label,
            label_en=slot.label_en,
            basis=slot.basis,
            grouping=slot.grouping,
            from_rank=slot.from_rank,
            to_rank=slot.to_rank,
            threshold=slot.threshold,
        )
        for slot in Slot.objects.filter(category__in=pairs).order_by("pk")
    )


def _copy_reminders(pairs: dict[int, Category]) -> None:
    ReminderRule.objects.bulk_create(
        ReminderRule(
            category=pairs[rule.category_id],
            is_active=rule.is_active,
            days_before=rule.days_before,
            max_count=rule.max_count,
            min_gap_hours=rule.min_gap_hours,
            quiet_from=rule.quiet_from,
            quiet_until=rule.quiet_until,
        )
        for rule in ReminderRule.objects.filter(category__in=pairs).order_by("pk")
    )


def _copy_panels(pairs: dict[int, Category]) -> None:
    for panel in Panel.objects.filter(category__in=pairs).prefetch_related("visibilities").order_by("pk"):
        made = Panel.objects.create(
            category=pairs[panel.category_id],
            name=panel.name,
            workload=panel.workload,
            requires_rationale_at_ends=panel.requires_rationale_at_ends,
            departure_share=panel.departure_share,
            discrepancy_share=panel.discrepancy_share,
            unsent_rule=panel.unsent_rule,
        )
        PanelVisibility.objects.bulk_create(
            PanelVisibility(panel=made, stage=seen.stage, rule=seen.rule) for seen in panel.visibilities.all()
        )
