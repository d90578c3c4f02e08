"""Stages are checked against each other, moved together, and written as iCalendar."""

import datetime

import pytest

from awards.editions.models import Edition, EditionState, Stage, StageKind
from awards.studio.exports.icalendar import icalendar
from awards.studio.selectors.calendar import ORDER, edition_dates
from awards.studio.services.shifting import CalendarInForceError, shift_calendar
from awards.tests.factories.editions import DAY, NOW, ProvinceFactory, StageFactory
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def found(draft):
    return [clash for one in edition_dates(draft.edition) for clash in one.clashes]


@pytest.mark.parametrize(("first", "second"), [pair[:2] for pair in ORDER])
@pytest.mark.parametrize("gap", [0, -1], ids=["right after", "a second too early"])
def test_clashes_when_one_stage_builds_on_another_then_it_may_begin_when_that_is_over(draft, first, second, gap):
    Stage.objects.all().delete()
    end = NOW + datetime.timedelta(hours=1)
    StageFactory(category=draft.category, kind=first, opens_at=NOW - DAY, closes_at=NOW, hard_closes_at=end)
    begins = end + datetime.timedelta(seconds=gap)
    StageFactory(category=draft.category, kind=second, opens_at=begins, closes_at=NOW + DAY, hard_closes_at=NOW + DAY)

    assert len(found(draft)) == (1 if gap else 0)


def test_clashes_when_only_a_province_has_them_then_they_are_told_of_it_alone(draft):
    province = ProvinceFactory(code="52", name="Nusa Tenggara Barat")
    StageFactory(
        category=draft.category, kind=StageKind.OBJECTION, opens_at=NOW + 11 * DAY, closes_at=NOW + 12 * DAY,
        hard_closes_at=NOW + 12 * DAY,
    )  # fmt: skip
    StageFactory(
        category=draft.category, province=province, closes_at=NOW + 11.5 * DAY, hard_closes_at=NOW + 11.5 * DAY
    )

    assert [(clash.province, clash.consequence) for clash in found(draft)] == [
        (province, "Peserta dapat menyanggah selagi isiannya belum dikirim.")
    ]


def test_shift_when_a_draft_then_moves_every_moment_and_is_in_the_trail(draft, people):
    before = list(Stage.objects.order_by("pk").values_list("opens_at", "closes_at", "hard_closes_at"))

    moved = shift_calendar(edition=draft.edition, days=-3, actor=people.organiser, at=NOW)

    after = list(Stage.objects.order_by("pk").values_list("opens_at", "closes_at", "hard_closes_at"))
    assert (moved, after) == (2, [tuple(moment - 3 * DAY for moment in row) for row in before])
    assert AuditEntry.objects.get().changes == {"days": -3, "stages": 2}


def test_shift_when_the_edition_is_open_then_nothing_moves(draft, people):
    Edition.objects.update(state=EditionState.OPEN)
    before = list(Stage.objects.values_list("opens_at", flat=True))

    with pytest.raises(CalendarInForceError):
        shift_calendar(edition=draft.edition, days=1, actor=people.organiser, at=NOW)

    assert list(Stage.objects.values_list("opens_at", flat=True)) == before


def test_icalendar_when_written_then_has_an_event_per_stage_escaped_and_folded(draft):
    draft.category.name = "Badan usaha; skala kecil, menengah \N{EN DASH} " + "é" * 40
    draft.category.save()

    text = icalendar(draft.edition, edition_dates(draft.edition), at=NOW)

    lines = text.split("\r\n")
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text.endswith("END:VCALENDAR\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2
    assert f"SUMMARY:Pengisian: Badan usaha\\; skala kecil\\, menengah \N{EN DASH} {'é' * 40}" in unfolded
    assert "DTSTART:20250510T030000Z" in unfolded
    assert "DTEND:20250530T030000Z" in unfolded
