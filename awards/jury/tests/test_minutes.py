"""The minutes as people sign them: what they carry, and moments and days as Indonesians write them."""

import json
from functools import partial

import pytest
import typst
from django.utils import timezone

from awards.jury.exports import minutes as minutes_export
from awards.jury.exports.minutes import as_read, minutes_copy_pdf, minutes_pdf
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.minutes import NOTHING_TABLED, TabledResult
from awards.jury.selectors.recusal import kept_entries, redacted_minutes
from awards.jury.services.errors import JuryError
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import (
    PlenaryRuling,
    close_moderation,
    close_plenary,
    open_moderation,
    open_plenary,
    record_decision,
)
from awards.jury.services.scorecards import reopen_scorecard
from awards.jury.services.seats import replace_juror
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.lib.canonical import digest

CONTENT = {
    "number": 1,
    "edition": "Paritrana 2025",
    "category": "Kabupaten/Kota",
    "panel": "Tim 9",
    "decree_number": "SK 188/2026",
    "decree_on": "2026-02-03",
    "opened_at": "2026-11-25T23:42:00+00:00",
    "closed_at": "2026-11-26T01:05:00+00:00",
    "jurors": [
        {
            "name": "Sari",
            "seat": "Akademisi",
            "is_chair": True,
            "is_secretary": False,
            "is_shadow": False,
            "left_on": "2026-11-20",
            "excuse": "",
        }
    ],
    "conflicts": [],
    "decisions": [],
    "closing_note": "",
    "digests": {"rulebook": "a" * 64},
}


def test_minutes_then_moments_stand_in_indonesian_time_and_days_in_words():
    shown = as_read(CONTENT)

    assert (shown["decree"], shown["opened_at"], shown["closed_at"], shown["jurors"][0]["left_on"]) == (
        "SK 188/2026, 3 Februari 2026",
        "26 November 2026 06.42 WIB",
        "26 November 2026 08.05 WIB",
        "20 November 2026",
    )


def test_minutes_without_decree_then_a_dash_and_still_a_paper():
    content = {**CONTENT, "decree_number": "", "decree_on": None}

    assert as_read(content)["decree"] == "–"
    assert minutes_pdf(content, digest(content)).startswith(b"%PDF")


def test_minutes_made_then_dated_by_the_end_of_the_sitting():
    paper = minutes_pdf(CONTENT, digest(CONTENT))

    assert b"20261126010500" in paper


def test_copy_then_another_paper_of_the_same_digest():
    copy = minutes_copy_pdf(CONTENT, digest(CONTENT), reader="Sari")

    assert copy.startswith(b"%PDF")
    assert copy != minutes_pdf(CONTENT, digest(CONTENT))


RESULT = TabledResult(
    run={"number": 4, "id": "r", "engine_version": "1"},
    ranking=[
        {"rank": 1, "entry": "Kabupaten Contoh 01", "entry_key": "a", "score": "88.20", "group": "", "group_name": "",
         "is_tied": False},
        {"rank": None, "entry": "Kabupaten Contoh 02", "entry_key": "b", "score": "", "group": "", "group_name": "",
         "is_tied": False},
    ],
    winners=[
        {"position": 1, "label": "Juara 1", "group": "", "group_name": "", "entry": "Kabupaten Contoh 01",
         "entry_key": "a", "rank": 1, "is_shared": False},
    ],
    digests={"run_input": "e" * 64, "run_result": "f" * 64},
    public_key="c" * 64,
)  # fmt: skip


@pytest.fixture
def sitting(db):
    """A panel through everything that minutes tell of; the third seat stayed away, the fourth is in conflict."""
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seats = [make.seat(panel, f"juri-{place}") for place in (1, 2, 3, 4)]
    for seat in seats:
        make.declare_free(seat, listed)
    make.conflict(seats[3], listed[0], state="confirmed")
    officer, now = accounts.secretariat(), timezone.now()
    card = make.confirmed_card(seats[0], listed[0])
    reopen_scorecard(card=card, reason="Bukti baru datang.", actor=officer, at=now)
    make.confirmed_card(seats[1], listed[1])
    moderation = open_moderation(panel=panel, entry=listed[1], criterion="materi", actor=officer, at=now)
    close_moderation(moderation=moderation, outcome="Tetap.", actor=officer, at=now)
    replace_juror(
        juror=seats[2], user=accounts.juror(username="pengganti"), reason="Pensiun.", on=timezone.localdate(now),
        actor=officer, at=now,
    )  # fmt: skip
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=now)
    make.attend(plenary, [seats[0], seats[1], seats[3]])
    for entry, text in ((listed[0], "Tetap pertama."), (listed[1], "Tetap kedua."), (None, "Sah.")):
        ruling = PlenaryRuling(text, 2, 0, 0)
        record_decision(plenary=plenary, entry=entry, ruling=ruling, actor=officer, at=timezone.now())
    return close_plenary(plenary=plenary, actor=officer, at=timezone.now()), listed, seats


def _written(plenary, tabled=RESULT, reason=""):
    return write_minutes(plenary=plenary, tabled=tabled, reason=reason, actor=plenary.opened_by, at=timezone.now())


def test_minutes_written_then_carry_result_attendance_and_what_happened(sitting):
    plenary, listed, seats = sitting

    content = json.loads(_written(plenary).content)

    assert (content["run"]["number"], content["ranking"], content["winners"]) == (
        4,
        json.loads(json.dumps(RESULT.ranking)),
        json.loads(json.dumps(RESULT.winners)),
    )
    assert (content["public_key"], content["digests"]["run_result"]) == ("c" * 64, "f" * 64)
    assert [row["name"] for row in content["attendance"]] == ["Juri 1", "Juri 2", "Juri 4"]
    assert [(row["juror"], row["successor"], row["reason"]) for row in content["replacements"]] == [
        ("Juri 3", "Pengganti", "Pensiun.")
    ]
    assert [(row["juror"], row["entry"], row["reason"]) for row in content["reopened_cards"]] == [
        ("Juri 1", listed[0].name, "Bukti baru datang.")
    ]
    assert [(row["entry"], row["criterion"], row["outcome"]) for row in content["moderations"]] == [
        (listed[1].name, "Materi dan uji pemahaman", "Tetap.")
    ]
    assert [(row["number"], row["votes_for"], row["eligible"]) for row in content["decisions"]] == [
        (1, 2, 2), (2, 2, 3), (3, 2, 3),
    ]  # fmt: skip
    assert content["corrects"] is None


def test_minutes_written_again_then_say_what_they_correct_and_name_the_first(sitting):
    plenary, _listed, _seats = sitting
    first = _written(plenary, NOTHING_TABLED)
    with pytest.raises(JuryError, match="diperbaiki"):
        _written(plenary)
    second = _written(plenary, reason="Hasil belum dimuat.")

    third = json.loads(_written(plenary, reason="Salah ketik.").content)

    assert json.loads(second.content)["corrects"] == {
        "number": 1,
        "digest": first.digest,
        "first": {"number": 1, "digest": first.digest},
        "reason": "Hasil belum dimuat.",
        "changed": ["digests", "ranking", "winners"],
    }
    assert (third["corrects"]["number"], third["corrects"]["first"]["number"], third["corrects"]["changed"]) == (
        2,
        1,
        [],
    )


def test_minutes_then_only_who_was_there_signs_and_a_conflicted_juror_signs_the_copy(sitting):
    plenary, _listed, _seats = sitting

    signers = as_read(json.loads(_written(plenary).content))["signers"]

    assert [(row["name"], row["signs_copy"]) for row in signers] == [
        ("Juri 1", False), ("Juri 2", False), ("Juri 4", True),
    ]  # fmt: skip


def test_minutes_of_before_then_print_with_the_lines_of_those_who_served():
    juror = {**CONTENT["jurors"][0], "left_on": None}
    content = {**CONTENT, "jurors": [juror, {**juror, "name": "Bayu", "is_shadow": True}]}

    assert [row["name"] for row in as_read(content)["signers"]] == ["Sari"]
    assert minutes_pdf(content, digest(content)).startswith(b"%PDF")


def test_copy_then_decisions_keep_their_numbers_and_the_result_stays_out(sitting, monkeypatch):
    plenary, listed, seats = sitting
    content = json.loads(_written(plenary).content)
    monkeypatch.setattr(minutes_export.typst, "compile", partial(typst.compile, format="html"))

    shown = redacted_minutes(content, kept_entries([listed[0].pk]))
    copy = minutes_copy_pdf(shown, "d" * 64, reader="Juri 4").decode()
    full = minutes_pdf(content, "d" * 64).decode()

    assert [row["number"] for row in shown["decisions"]] == [2, 3]
    assert [text in copy for text in ('value="2"', "Tetap kedua.", "88,20", "Juara 1", "Bukti baru datang.")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert all(
        text in full for text in ('value="1"', "Tetap pertama.", "88,20", "Juara 1", "Bukti baru datang.", "c" * 64)
    )
    assert not Scorecard.objects.filter(juror=seats[3]).exists()


def test_copy_of_a_juror_who_stayed_away_then_has_no_line_to_sign(sitting, monkeypatch):
    plenary, _listed, _seats = sitting
    content = json.loads(_written(plenary).content)
    monkeypatch.setattr(minutes_export.typst, "compile", partial(typst.compile, format="html"))

    away, there = (minutes_copy_pdf(content, "d" * 64, reader=name).decode() for name in ("Pengganti", "Juri 4"))

    assert ["Pembaca menandatangani" in text for text in (away, there)] == [False, True]
