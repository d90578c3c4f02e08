"""Moderation keeps originals, the plenary logs, closing wants every hole documented, minutes carry digests."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.jury.exports.minutes import minutes_pdf
from awards.jury.models.panels import Juror, PanelVisibility
from awards.jury.models.plenary import Moderation
from awards.jury.selectors.blockers import jury_blockers, panel_blockers
from awards.jury.selectors.minutes import NOTHING_TABLED, TabledResult, marks_digest
from awards.jury.selectors.plenary import plenary_screen
from awards.jury.selectors.sight import all_entries
from awards.jury.services.closing import PanelBlockedError, close_panel, reopen_panel
from awards.jury.services.errors import JuryError
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import (
    PlenaryRuling,
    close_moderation,
    close_plenary,
    move_plenary,
    open_moderation,
    open_plenary,
    record_decision,
)
from awards.jury.services.seats import excuse_juror
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.lib.canonical import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seats = [make.seat(panel, f"juri-{place}") for place in (1, 2, 3)]
    for seat in seats:
        make.declare_free(seat, listed)
    for place, seat in enumerate(seats[:2]):
        for entry in listed:
            make.confirmed_card(seat, entry, materi=str(6 + place))
    return panel, listed, seats, accounts.secretariat()


def _codes(blockers):
    return {blocker.code: blocker.count for blocker in blockers}


def test_close_panel_with_silent_holes_then_refuses_and_names_them(table):
    panel, _listed, _seats, officer = table

    with pytest.raises(PanelBlockedError) as refusal:
        close_panel(panel=panel, note="Selesai.", actor=officer, at=timezone.now())

    assert _codes(refusal.value.blockers) == {"unscored": 2}
    assert panel.closed_at is None


def test_close_panel_when_the_absent_juror_is_excused_and_minimum_is_met_then_closes(table):
    panel, _listed, seats, officer = table
    excuse_juror(juror=seats[2], reason="Sakit.", document="Surat 1", actor=officer, at=timezone.now())

    close_panel(panel=panel, note="Selesai.", actor=officer, at=timezone.now())

    assert jury_blockers(panel.category) == []


def test_close_panel_below_the_minimum_then_refuses_though_excused(table):
    panel, listed, seats, officer = table
    excuse_juror(juror=seats[2], reason="Sakit.", document="", actor=officer, at=timezone.now())
    make.conflict(seats[1], listed[0], state="confirmed")

    assert _codes(panel_blockers(panel)) == {"too_few": 1}


def test_reopen_panel_then_the_gate_is_shut_again(table):
    panel, _listed, seats, officer = table
    excuse_juror(juror=seats[2], reason="Sakit.", document="", actor=officer, at=timezone.now())
    close_panel(panel=panel, note="Selesai.", actor=officer, at=timezone.now())

    reopen_panel(panel=panel, reason="Berkas susulan.", actor=officer, at=timezone.now())

    assert _codes(jury_blockers(panel.category)) == {"open_panel": 1}


def test_moderation_when_a_juror_changes_the_mark_then_keeps_the_originals(table):
    panel, listed, seats, officer = table
    moderation = open_moderation(panel=panel, entry=listed[0], criterion="materi", actor=officer, at=timezone.now())

    make.mark(seats[0], listed[0], "materi", "9", version=1, reason="Setelah pembahasan.")
    close_moderation(moderation=moderation, outcome="Disepakati 9.", actor=officer, at=timezone.now())

    stored = Moderation.objects.get()
    assert [(row["name"], row["value"]) for row in stored.originals] == [("Juri 1", "6"), ("Juri 2", "7")]
    assert stored.outcome == "Disepakati 9."


@pytest.mark.parametrize("days_left", [None, 0, 7], ids=["stays", "last day", "replaced next week"])
def test_plenary_screen_of_a_recused_juror_then_shows_only_that_they_leave(table, days_left):
    panel, listed, seats, officer = table
    today = timezone.localdate()
    if days_left is not None:
        Juror.objects.filter(pk=seats[0].pk).update(left_on=today + timedelta(days=days_left))
    make.conflict(seats[0], listed[0], state="confirmed")
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    move_plenary(plenary=plenary, entry=listed[0], actor=officer, at=timezone.now())
    record_decision(
        plenary=plenary,
        entry=listed[0],
        ruling=PlenaryRuling(text="Peringkat tetap.", votes_for=2, votes_against=0),
        actor=officer,
        at=timezone.now(),
    )

    recused = plenary_screen(panel, seats[0], frozenset(), at=timezone.now())
    others = plenary_screen(panel, seats[1], all_entries(panel), at=timezone.now())

    assert (recused.must_leave, recused.entry, recused.marks, recused.decisions) == (True, None, (), ())
    assert [line.entry for line in recused.agenda] == [listed[1]]
    assert (others.entry, len(others.marks), len(others.decisions)) == (listed[0], 1, 1)


def test_minutes_before_the_plenary_closed_then_refused(table):
    panel, listed, _seats, officer = table
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)

    with pytest.raises(JuryError):
        write_minutes(plenary=plenary, tabled=NOTHING_TABLED, reason="", actor=officer, at=timezone.now())


def test_minutes_then_carry_decisions_and_digests_and_recompute(table):
    panel, listed, _seats, officer = table
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    record_decision(
        plenary=plenary,
        entry=None,
        ruling=PlenaryRuling(text='Sah #raw("x") *tebal*.', votes_for=3, votes_against=0),
        actor=officer,
        at=timezone.now(),
    )
    plenary = close_plenary(plenary=plenary, actor=officer, at=timezone.now())

    minutes = write_minutes(
        plenary=plenary,
        tabled=TabledResult(digests={"run_result": "f" * 64}),
        reason="",
        actor=officer,
        at=timezone.now(),
    )

    content = json.loads(minutes.content)
    assert digest(content) == minutes.digest
    assert content["digests"]["marks"] == marks_digest(panel)
    assert content["digests"]["run_result"] == "f" * 64
    assert minutes_pdf(content, minutes.digest).startswith(b"%PDF")


def test_minutes_page_for_a_juror_then_sends_a_pdf(client, table):
    panel, listed, seats, officer = table
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    plenary = close_plenary(plenary=plenary, actor=officer, at=timezone.now())
    write_minutes(plenary=plenary, tabled=NOTHING_TABLED, reason="", actor=officer, at=timezone.now())
    client.force_login(seats[0].user)

    response = client.get(reverse("admin:jury_minutes", args=[panel.pk, 1]))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")


@pytest.fixture
def decided(table):
    """Decisions on both entries and on the order of business; the third juror has confirmed the second entry only."""
    panel, listed, seats, officer = table
    make.confirmed_card(seats[2], listed[1])
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    for entry, text in ((listed[0], "Naik ke juara satu."), (listed[1], "Tetap."), (None, "Sidang sah.")):
        record_decision(
            plenary=plenary,
            entry=entry,
            ruling=PlenaryRuling(text=text, votes_for=2, votes_against=0),
            actor=officer,
            at=timezone.now(),
        )
    plenary = close_plenary(plenary=plenary, actor=officer, at=timezone.now())
    write_minutes(plenary=plenary, tabled=NOTHING_TABLED, reason="", actor=officer, at=timezone.now())
    return panel, listed, seats


def _told(client, panel, seat):
    client.force_login(seat.user)
    page = client.get(reverse("admin:jury_plenary", args=[panel.pk])).content.decode()
    shown = [text for text in ("Naik ke juara satu.", "Tetap.", "Sidang sah.") if text in page]
    return shown, client.get(reverse("admin:jury_minutes", args=[panel.pk, 1])).status_code


def test_decisions_before_the_own_card_then_wait_with_the_minutes(client, decided):
    panel, listed, seats = decided

    before, others = _told(client, panel, seats[2]), _told(client, panel, seats[0])
    client.force_login(seats[2].user)
    assert "1 putusan belum ditampilkan" in client.get(reverse("admin:jury_plenary", args=[panel.pk])).content.decode()
    make.confirmed_card(seats[2], listed[0])

    everything = (["Naik ke juara satu.", "Tetap.", "Sidang sah."], 200)
    assert before == (["Tetap.", "Sidang sah."], 404)
    assert others == everything
    assert _told(client, panel, seats[2]) == everything


@pytest.mark.parametrize(("rule", "minutes"), [("never", 404), ("after_own", 404), ("always", 200)])
def test_decisions_before_the_own_card_then_follow_the_stage_rule(client, decided, rule, minutes):
    panel, _listed, seats = decided
    PanelVisibility.objects.create(panel=panel, stage="jury", rule=rule)

    assert _told(client, panel, seats[2])[1] == minutes


def test_decisions_before_the_own_card_when_the_panel_is_closed_then_open(client, decided):
    panel, _listed, seats = decided
    type(panel).objects.update(closed_at=timezone.now(), closed_by=seats[0].user)

    assert _told(client, panel, seats[2]) == (["Naik ke juara satu.", "Tetap.", "Sidang sah."], 200)
