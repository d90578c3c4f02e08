"""Steps, keys, words and changes: what is pure of a stage."""

import json

import pytest

from awards.ceremony.parsing.changes import change_sentences, sheet_changes
from awards.ceremony.parsing.presses import StageStanding, pressed
from awards.ceremony.parsing.speech import (
    in_roman,
    rank_in_words,
    reading_seconds,
    score_in_words,
    split_label,
    whole_in_words,
)
from awards.ceremony.parsing.steps import FRAME_BYTES, StepTooLongError, name_size, padded, steps_of

CONTEST = {"name": "Kabupaten dan Kota", "period": "Periode penilaian 2025"}


def winner(name, score="81,06", **more):
    known = ("pronunciation", "citation", "giver", "receiver", "represents", "authority", "seat", "trophy")
    blank = dict.fromkeys((*known, "certificate", "photograph"), "")
    return {"entry": name, "signed_name": name, "name": name, "score": score} | blank | more


def prize(rank, *winners, contest=CONTEST, key=None):
    return {
        "key": key or f"{contest['name']}-{rank}",
        "kind": "prize",
        "title": f"Juara {rank}",
        "detail": "",
        "seconds": 180,
        "screen": {"title": "", "text": ""},
        "contest": contest,
        "prize": {
            "key": f"{rank}||{rank}",
            "label": f"Juara {in_roman(rank)}",
            "group": "",
            "rank": rank,
            "has_ranks": False,
            "result": "d",
        },
        "winners": list(winners),
    }


def programme(title):
    return prize(1) | {"key": title, "kind": "programme", "title": title, "contest": None, "prize": None}


def evening(*items, kind="nyata"):
    return {
        "format": "paritrana-acara-1",
        "kind": kind,
        "title": "Anugerah",
        "lead": "",
        "place": "",
        "starts_at": "2026-10-15T12:30:00+00:00",
        "crew": "",
        "message": {"title": "Mohon tenang", "lead": ""},
        "citation_seconds": 20,
        "results": [],
        "items": list(items),
    }


def test_steps_when_two_contests_a_tie_and_nobody_then_each_in_its_own_step():
    other = {"name": "Provinsi", "period": "Periode penilaian 2025"}
    content = evening(
        programme("Sambutan"),
        prize(2, winner("Kota B"), winner("Kota A")),
        prize(1, winner("Kota C")),
        prize(1, contest=other),
    )

    kinds = [(step.kind, step.scene.get("name", step.scene.get("title", ""))) for step in steps_of(content)]

    assert kinds == [
        ("opening", "Anugerah"),
        ("programme", "Sambutan"),
        ("contest", "Kabupaten dan Kota"),
        ("title", ""),
        ("name", "Kota B"),
        ("name", "Kota A"),
        ("handover", "Kota B"),
        ("handover", "Kota A"),
        ("title", ""),
        ("name", "Kota C"),
        ("handover", "Kota C"),
        ("contest", "Provinsi"),
        ("title", ""),
        ("none", "Tidak ada penerima"),
        ("closing", "Anugerah"),
    ]


def test_steps_when_a_tie_then_the_first_says_nothing_of_the_second():
    content = evening(prize(1, winner("Kota Pertama"), winner("Kota Kedua")))

    first, second = (step.scene for step in steps_of(content) if step.kind == "name")

    assert "Kedua" not in json.dumps(first)
    assert (first["over"], second["over"], second["before"]) == ("", "Nilai sama, gelar bersama", ["Kota Pertama"])


@pytest.mark.parametrize(
    ("standing", "key", "expected"),
    [
        (StageStanding(0), "forward", StageStanding(1, is_fresh=True)),
        (StageStanding(1, is_fresh=True), "back", StageStanding(0)),
        (StageStanding(0), "back", StageStanding(0)),
        (StageStanding(4), "forward", StageStanding(4)),
        (StageStanding(2), "hold", StageStanding(2, is_held=True)),
        (StageStanding(2, is_held=True), "forward", StageStanding(2, is_held=True)),
        (StageStanding(2, is_held=True), "black", StageStanding(2, is_held=True)),
        (StageStanding(2, is_held=True), "hold", StageStanding(2)),
        (StageStanding(2), "black", StageStanding(2, is_black=True)),
        (StageStanding(2, is_black=True), "forward", StageStanding(2, is_black=True)),
        (StageStanding(2, is_black=True, is_message=True), "black", StageStanding(2, is_message=True)),
        (StageStanding(2), "message", StageStanding(2, is_message=True)),
        (StageStanding(2, is_message=True), "back", StageStanding(2, is_message=True)),
        (StageStanding(2, is_message=True), "message", StageStanding(2)),
        (StageStanding(2), "x", StageStanding(2)),
    ],
)
def test_press_when_made_then_leads_one_step_or_nowhere(standing, key, expected):
    assert pressed(standing, key, steps=5) == expected


def test_jump_when_outside_the_steps_then_nowhere():
    assert [pressed(StageStanding(2), "jump", steps=5, target=target).step for target in (4, 5, -1, None)] == [
        4,
        2,
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (10, "sepuluh"), (11, "sebelas"), (17, "tujuh belas"), (84, "delapan puluh empat"),
        (100, "seratus"), (215, "dua ratus lima belas"), (1000, "seribu"), (12345, "dua belas ribu tiga ratus empat "
        "puluh lima"),
    ],
)  # fmt: skip
def test_number_when_read_then_in_words(number, words):
    assert whole_in_words(number) == words


def test_score_when_read_then_digit_by_digit_behind_the_comma():
    assert score_in_words("84,73") == "delapan puluh empat koma tujuh tiga"
    assert score_in_words("1.005") == "seribu lima"
    assert score_in_words("\N{MINUS SIGN}2,50") == "minus dua koma lima nol"


def test_labels_when_split_then_word_and_roman_numeral():
    assert [split_label(label) for label in ("Juara II", "Juara 3", "Terbaik cakupan", "II")] == [
        ("Juara", "II"),
        ("Juara", "III"),
        ("Terbaik cakupan", ""),
        ("II", ""),
    ]
    assert [rank_in_words(rank) for rank in (1, 2, 3)] == ["pertama", "kedua", "ketiga"]


def test_reading_when_timed_then_two_words_a_second_and_up():
    assert [reading_seconds(text) for text in ("", "satu", "satu dua tiga")] == [0, 1, 2]


def test_names_when_long_then_smaller_and_never_cut():
    assert [name_size("x" * length) for length in (26, 27, 60, 61)] == ["", "long", "long", "longest"]


def test_answer_when_padded_then_of_one_length_or_refused():
    assert {len(padded({"a": "é" * count}, FRAME_BYTES)) for count in (0, 1, 700)} == {FRAME_BYTES}
    with pytest.raises(StepTooLongError):
        padded({"a": "x" * FRAME_BYTES}, FRAME_BYTES)


def test_changes_when_compared_then_old_values_by_item_and_winner():
    before = evening(programme("Sambutan"), prize(2, winner("Kota B", seat="A-02")), prize(1, winner("Kota A")))
    after = evening(prize(1, winner("Kota A")), prize(2, winner("Kota B", seat="A-09")), programme("Doa"))

    changes = sheet_changes(before, after)

    assert changes.items["Kabupaten dan Kota-2"].winners == {"Kota B": {"seat": "A-02"}}
    assert changes.items["Kabupaten dan Kota-1"].was == {"place": 3}
    assert change_sentences(before, after) == [
        "Acara 1: semula nomor 3.",
        "Acara 2: Kota B, kursi A-02 menjadi A-09.",
        "Acara 3: baru.",
        "Dihapus: Sambutan.",
    ]


def test_changes_when_nothing_was_printed_before_then_none():
    assert not sheet_changes(None, evening(prize(1, winner("Kota A")))).any
    assert not sheet_changes(evening(programme("Doa")), evening(programme("Doa"))).any
