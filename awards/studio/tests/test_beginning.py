"""A new edition takes over what a year begins with, and nothing of what the last one left behind."""

import datetime

import pytest

from awards.editions.models import Category, Edition, EditionLabel, EditionState, Slot, Stage, Zone
from awards.editions.services import AwardYear, Period
from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel, PanelVisibility
from awards.rulebooks.models import Rulebook, RulebookState
from awards.studio.selectors.copying import copy_preview, renewals
from awards.studio.services import beginning
from awards.studio.services.beginning import EditionTakenError, begin_edition
from awards.submissions.models.reminders import ReminderRule
from awards.tests.factories import jury
from awards.tests.factories.editions import NOW, ProvinceFactory
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def year(code="paritrana-2025", start=2025):
    return AwardYear(
        code=code,
        brand_label="Paritrana 2025",
        period=Period(datetime.date(start, 1, 1), datetime.date(start, 12, 31)),
        organising_year=start + 1,
        caveat="Berlaku sejak 2024.",
        is_draft=True,
    )


@pytest.fixture
def source(draft, people):
    """Last year's edition with one of everything."""
    Edition.objects.update(state=EditionState.OPEN)
    province = ProvinceFactory(code="52")
    EditionLabel.objects.create(edition=draft.edition, province=province, brand_label="Paritrana NTB")
    Zone.objects.create(edition=draft.edition, code="timur", name="Timur").provinces.add(province)
    ReminderRule.objects.create(category=draft.category, max_count=3)
    panel = Panel.objects.create(category=draft.category, name="Tim 9", decree_number="SK 7")
    PanelVisibility.objects.create(panel=panel, stage="jury", rule="always")
    jury.seat(panel, user=people.juror)
    draft.edition.refresh_from_db()
    return draft.edition


def test_begin_when_from_last_year_then_copies_what_a_year_begins_with_and_nothing_else(source, people):
    made = begin_edition(year=year(), source=source, actor=people.organiser, at=NOW)

    category = Category.objects.get(edition=made)
    rulebook = Rulebook.objects.get(category=category)
    panel = Panel.objects.get(category=category)
    old = Stage.objects.filter(category__edition=source).order_by("pk").first()
    new = Stage.objects.filter(category=category).order_by("pk").first()
    assert (made.state, made.decree_number, made.opened_at) == (EditionState.DRAFT, "", None)
    assert (category.code, category.name) == ("kabkota", "Kategori kabkota")
    assert (rulebook.state, rulebook.version) == (RulebookState.DRAFT, 1)
    assert rulebook.text == Rulebook.objects.get(category__edition=source).text
    assert (new.kind, new.opens_at) == (old.kind, old.opens_at.replace(year=old.opens_at.year + 1))
    assert list(Slot.objects.filter(category=category).values_list("label", flat=True)) == ["Juara 1"]
    assert [zone.provinces.get().pk for zone in Zone.objects.filter(edition=made)] == ["52"]
    assert EditionLabel.objects.get(edition=made).brand_label == "Paritrana NTB"
    assert made.follows == source
    assert ReminderRule.objects.get(category=category).max_count == 3
    assert (panel.name, panel.decree_number, panel.visibilities.get().rule) == ("Tim 9", "", "always")
    assert not Juror.objects.filter(panel=panel).exists()
    assert not Entry.objects.filter(category=category).exists()
    assert AuditEntry.objects.get(action="edition.copy").changes == {
        "source": "paritrana-2024",
        "years": 1,
        "categories": 1,
    }


def test_begin_when_empty_then_makes_the_edition_alone(people):
    made = begin_edition(year=year(), source=None, actor=people.organiser, at=NOW)

    assert (made.state, Category.objects.count()) == (EditionState.DRAFT, 0)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["edition.create"]


def test_begin_when_the_code_is_taken_then_nothing_is_made(source, people):
    with pytest.raises(EditionTakenError, match="Pilih kode lain"):
        begin_edition(year=year(code=source.code), source=source, actor=people.organiser, at=NOW)

    assert Edition.objects.count() == 1


def test_begin_when_a_part_fails_then_nothing_of_it_stays(source, people, monkeypatch):
    def fail(**_given):
        raise RuntimeError("putus")

    monkeypatch.setattr(beginning, "add_rulebook_version", fail)

    with pytest.raises(RuntimeError):
        begin_edition(year=year(), source=source, actor=people.organiser, at=NOW)
    assert (Edition.objects.count(), Category.objects.count(), Panel.objects.count()) == (1, 1, 1)
    assert not AuditEntry.objects.filter(action="edition.create").exists()


def test_dates_when_moved_from_a_leap_day_then_stay_in_february(source):
    Stage.objects.filter(kind="submission").update(
        opens_at=datetime.datetime(2024, 2, 28, 17, 0, tzinfo=datetime.UTC)  # 29 February 00.00 WIB
    )

    moved = copy_preview(source, period_start=datetime.date(2025, 1, 1)).stages[0]

    assert moved.opens_at == datetime.datetime(2025, 2, 27, 17, 0, tzinfo=datetime.UTC)


def test_renewals_when_copied_then_name_what_is_of_the_old_year(source, people):
    Rulebook.objects.update(text="# Peraturan 2024\n" + Rulebook.objects.get().text)
    made = begin_edition(year=year(), source=source, actor=people.organiser, at=NOW)

    assert [one.sentence for one in renewals(made)] == [
        "Catatan edisi menyebut tahun lain.",
        "Tim 9 belum punya nomor keputusan.",
        "Uji menyebut 2024.",
    ]
