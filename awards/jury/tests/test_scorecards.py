"""Marks and cards: who may write, what is refused, what counts."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from awards.jury.forms import MarkForm
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.marks import CountingMark, counting_marks, juror_key
from awards.jury.services.conflicts import declare_conflict
from awards.jury.services.scorecards import (
    IncompleteScorecardError,
    JurorRecusedError,
    JuryClosedError,
    MarkOutsideScaleError,
    MarkWrite,
    ReasonRequiredError,
    StaleMarkError,
    UndeclaredError,
    UnknownCriterionError,
    clear_mark,
    confirm_scorecard,
    reopen_scorecard,
    save_mark,
)
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.tests.factories import jury as make
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """One panel, two seats, two entries, everything declared free of conflict."""
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seats = [make.seat(panel, f"juri-{place}") for place in (1, 2)]
    for seat in seats:
        make.declare_free(seat, listed)
    return panel, listed, seats


def test_save_mark_when_free_then_stores_mark_and_audit(table):
    _panel, (entry, _other), (seat, _second) = table

    saved = make.mark(seat, entry, "materi", "8.5")

    assert (saved.criterion, saved.value, saved.version) == ("materi", Decimal("8.5"), 1)
    audit = AuditEntry.objects.get(action="jury.mark")
    assert (audit.actor, audit.changes["from"], audit.changes["to"]) == (seat.user, None, "8.5")


def test_save_mark_with_old_version_then_refuses_and_keeps_stored_value(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, "materi", "8")
    make.mark(seat, entry, "materi", "9", version=1)

    with pytest.raises(StaleMarkError) as refusal:
        make.mark(seat, entry, "materi", "1", version=1)

    assert refusal.value.current.value == Decimal(9)
    assert Mark.objects.get().value == Decimal(9)


@pytest.mark.parametrize(
    ("criterion", "value", "error"),
    [
        pytest.param("materi", "10.5", MarkOutsideScaleError, id="above the scale"),
        pytest.param("materi", "-0.5", MarkOutsideScaleError, id="below the scale"),
        pytest.param("materi", "8.3", MarkOutsideScaleError, id="between two steps"),
        pytest.param("regulasi", "60", MarkOutsideScaleError, id="between two levels"),
        pytest.param("materi", "NaN", MarkOutsideScaleError, id="not a number"),
        pytest.param("cakupan", "5", UnknownCriterionError, id="no jury criterion"),
    ],
)
def test_save_mark_when_scale_does_not_know_it_then_refuses(table, criterion, value, error):
    _panel, (entry, _other), (seat, _second) = table

    with pytest.raises(error):
        make.mark(seat, entry, criterion, value)

    assert not Mark.objects.exists()


def test_save_mark_before_declaration_then_refuses(table):
    panel, (entry, _other), _seats = table
    late = make.seat(panel, "juri-baru")

    with pytest.raises(UndeclaredError):
        make.mark(late, entry)

    assert not Mark.objects.exists()


@pytest.mark.parametrize("state", ["possible", "confirmed"])
def test_save_mark_with_conflict_not_dismissed_then_refuses(table, state):
    _panel, (entry, _other), (seat, _second) = table
    make.conflict(seat, entry, state=state)

    with pytest.raises(JurorRecusedError):
        make.mark(seat, entry)

    assert not Scorecard.objects.exists()


def test_save_mark_with_dismissed_conflict_then_stores(table):
    _panel, (entry, _other), (seat, _second) = table
    make.conflict(seat, entry, state="dismissed")

    assert make.mark(seat, entry).value == Decimal(8)


def test_save_mark_outside_stage_then_refuses():
    past = timezone.now() - datetime.timedelta(days=1)
    panel = make.panel(make.category(closes_at=past))
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel)
    make.declare_free(seat, [entry])

    with pytest.raises(JuryClosedError):
        make.mark(seat, entry)

    assert not Mark.objects.exists()


def test_save_mark_by_another_person_then_refuses(table):
    _panel, (entry, _other), (seat, second) = table

    with pytest.raises(JurorRecusedError):
        make.mark(seat, entry, actor=second.user)

    assert not Mark.objects.exists()


@pytest.mark.parametrize("hour", [3, 12], ids=["while it is still yesterday in UTC", "at noon"])
def test_save_mark_after_seat_ended_then_refuses(table, hour):
    _panel, (entry, _other), (seat, _second) = table
    at = timezone.localtime().replace(hour=hour)
    seat.left_on = at.date() - datetime.timedelta(days=1)
    seat.save()

    with pytest.raises(JuryClosedError):
        make.mark(seat, entry, at=at)


def test_confirm_when_marks_or_rationales_missing_then_names_them(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, "materi", "10")

    with pytest.raises(IncompleteScorecardError) as refusal:
        confirm_scorecard(juror=seat, entry=entry, version=2, actor=seat.user, at=timezone.now())

    assert refusal.value.missing == ["alasan untuk Materi dan uji pemahaman", "nilai untuk Regulasi"]
    assert Scorecard.objects.get().state == ScorecardState.DRAFT


def test_confirm_with_version_not_on_screen_then_refuses(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, "materi", "8")
    make.mark(seat, entry, "regulasi", "50")

    with pytest.raises(StaleMarkError):
        confirm_scorecard(juror=seat, entry=entry, version=2, actor=seat.user, at=timezone.now())

    assert Scorecard.objects.get().state == ScorecardState.DRAFT


def test_save_mark_after_confirmation_without_reason_then_refuses(table):
    _panel, (entry, _other), (seat, _second) = table
    make.confirmed_card(seat, entry)

    with pytest.raises(ReasonRequiredError):
        make.mark(seat, entry, "materi", "9", version=1)

    assert Mark.objects.get(criterion="materi").value == Decimal(8)


def test_save_mark_after_confirmation_with_reason_then_stays_confirmed_and_records(table):
    _panel, (entry, _other), (seat, _second) = table
    make.confirmed_card(seat, entry)

    make.mark(seat, entry, "materi", "9", version=1, reason="Salah ketik.")

    assert Scorecard.objects.get().state == ScorecardState.CONFIRMED
    audit = AuditEntry.objects.get(action="jury.amend")
    assert (audit.reason, audit.changes["from"], audit.changes["to"]) == ("Salah ketik.", "8.0000", "9.0000")


def test_counting_marks_then_leaves_out_drafts_shadows_and_conflicts(table):
    panel, (entry, other), (seat, second) = table
    shadow = make.seat(panel, "bayangan", is_shadow=True)
    make.declare_free(shadow, [entry])
    make.confirmed_card(seat, entry, materi="7")
    make.confirmed_card(shadow, entry, materi="3")
    make.mark(second, entry, "materi", "5")
    make.confirmed_card(second, other, materi="6")
    declare_conflict(juror=second, entry=other, reason="Bekas atasan.", actor=second.user, at=timezone.now())

    found = list(counting_marks([entry.pk, other.pk]))

    assert found == [
        CountingMark(entry.pk, juror_key(seat.pk), "materi", Decimal("7.0000")),
        CountingMark(entry.pk, juror_key(seat.pk), "regulasi", Decimal("50.0000")),
    ]


def test_reopen_when_confirmed_then_card_no_longer_counts(table):
    panel, (entry, _other), (seat, _second) = table
    chair = make.seat(panel, "ketua", is_chair=True)
    card = make.confirmed_card(seat, entry)

    reopen_scorecard(card=card, reason="Berkas baru.", actor=chair.user, at=timezone.now())

    assert list(counting_marks([entry.pk])) == []
    assert AuditEntry.objects.get(action="jury.reopen").reason == "Berkas baru."


def test_save_mark_on_full_precision_then_keeps_every_digit(table):
    _panel, (entry, _other), (seat, _second) = table

    make.mark(seat, entry, "materi", "7.5")

    assert Mark.objects.get().value == Decimal("7.5000")


def test_save_mark_when_card_void_then_refuses(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry)
    Scorecard.objects.update(state=ScorecardState.VOID, void_reason="Uji.")

    with pytest.raises(JurorRecusedError):
        save_mark(
            juror=seat,
            entry=entry,
            write=MarkWrite(criterion="materi", value=Decimal(9), rationale="", version=1),
            actor=seat.user,
            at=timezone.now(),
        )


def test_save_mark_when_a_write_is_replayed_by_its_key_then_nothing_is_written_twice(table):
    _panel, (entry, _other), (seat, _second) = table
    first = make.mark(seat, entry, value="8", key="kunci-1")
    make.mark(seat, entry, value="8.5", version=first.version, key="kunci-2")

    replayed = make.mark(seat, entry, value="8.5", version=first.version, key="kunci-2")

    assert (replayed.value, replayed.version) == (Decimal("8.5"), 2)
    assert AuditEntry.objects.filter(action="jury.mark").count() == 2


def test_save_mark_when_a_known_key_brings_other_content_then_it_is_not_taken_for_stored(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, value="8", key="kunci-1")

    with pytest.raises(StaleMarkError):
        make.mark(seat, entry, value="9", key="kunci-1")
    written = make.mark(seat, entry, value="9", version=1, key="kunci-1")

    assert (written.value, written.version) == (Decimal(9), 2)


def test_save_mark_when_what_is_stored_is_written_again_then_it_is_no_conflict(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, value="8", rationale="Jelas.")

    again = make.mark(seat, entry, value="8.0", rationale="Jelas.", version=0)

    assert again.version == 1


@pytest.mark.parametrize(
    ("criterion", "value", "said"),
    [
        ("materi", "7.3", "naik per 0,5: pilih 7 atau 7,5"),
        ("materi", "11", "antara 0 dan 10"),
        ("regulasi", "60", "salah satu dari 0, 25, 50, 75, 100"),
    ],
    ids=["step", "range", "levels"],
)
def test_save_mark_off_the_scale_then_says_which_marks_there_are(table, criterion, value, said):
    _panel, (entry, _other), (seat, _second) = table

    with pytest.raises(MarkOutsideScaleError) as refusal:
        make.mark(seat, entry, criterion, value)

    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7,5", Decimal("7.5")),
        ("7.5", Decimal("7.5")),
        ("7,125", Decimal("7.125")),
        ("100", Decimal(100)),
        ("", None),
        (" ", None),
    ],
)
def test_mark_form_then_reads_numbers_as_indonesians_write_them(typed, value):
    form = MarkForm({"criterion": "materi", "value": typed, "version": "0"}, sheet=load_jury_sheet(make.RULEBOOK))

    assert form.is_valid()
    assert form.cleaned_data["value"] == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.000", "dapat dibaca dua cara"),
        ("1,234.5", "dapat dibaca dua cara"),
        ("1e1", "bukan angka"),
        ("NaN", "bukan angka"),
        ("sepuluh", "bukan angka"),
    ],
)
def test_mark_form_when_a_text_has_no_single_meaning_then_refuses_it(typed, said):
    form = MarkForm({"criterion": "materi", "value": typed, "version": "0"}, sheet=load_jury_sheet(make.RULEBOOK))

    assert not form.is_valid()
    assert said in form.errors["value"][0]


def _cleared(seat, entry, *, version=1, actor=None):
    return clear_mark(
        juror=seat, entry=entry, criterion="materi", version=version, actor=actor or seat.user, at=timezone.now()
    )


def test_clear_mark_then_the_criterion_is_unmarked_and_the_trail_keeps_what_stood_there(table):
    _panel, (entry, _other), (seat, _second) = table
    make.mark(seat, entry, "materi", "8", rationale="Jelas.")

    card = _cleared(seat, entry)

    assert not card.marks.exists()
    changes = AuditEntry.objects.get(action="jury.unmark").changes
    assert (changes["from"], changes["to"], changes["rationale"]) == ("8.0000", None, "Jelas.")


def test_save_mark_when_another_window_emptied_and_marked_anew_then_the_older_one_is_told(table):
    _panel, (entry, _other), (seat, _second) = table
    seen = make.mark(seat, entry, "materi", "8")
    _cleared(seat, entry)
    make.mark(seat, entry, "materi", "5")

    with pytest.raises(StaleMarkError):
        make.mark(seat, entry, "materi", "2", version=seen.version)

    assert seat.scorecards.get(entry=entry).marks.get().value == 5


@pytest.mark.parametrize("case", ["stale", "another's", "confirmed"])
def test_clear_mark_when_it_may_not_be_then_is_refused_and_the_mark_stays(table, case):
    _panel, (entry, _other), (seat, second) = table
    make.confirmed_card(seat, entry) if case == "confirmed" else make.mark(seat, entry, "materi", "8")
    refusal = {"stale": StaleMarkError, "another's": JurorRecusedError, "confirmed": ReasonRequiredError}[case]

    with pytest.raises(refusal):
        _cleared(
            seat, entry, version=2 if case == "stale" else 1, actor=second.user if case == "another's" else seat.user
        )

    assert Mark.objects.filter(scorecard__juror=seat, criterion="materi").exists()
