"""Whoever is in confirmed conflict with an entry learns nothing of its marks, its discussion and its decisions.

Two worlds differ in everything about one entry, in number too. A juror and a chair in conflict with it, with every
other card confirmed and a closed plenary, ask for every address of the product in both and get the same answers.
"""

import json
import re
from functools import partial

import pytest
import typst
from django.urls import reverse
from django.utils import timezone

from awards.jury.exports import minutes as minutes_export
from awards.jury.models.conflicts import Conflict
from awards.jury.models.plenary import Decision, Minutes, Moderation, Remark
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.minutes import TabledResult
from awards.jury.services.closing import close_panel
from awards.jury.services.flags import raise_flag
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import (
    PlenaryRuling,
    close_plenary,
    move_plenary,
    open_moderation,
    open_plenary,
    record_decision,
    write_remark,
)
from awards.jury.tests.test_leaks import Silent
from awards.runs.services.execution import execute_score_run
from awards.runs.services.moves import propose_run
from awards.tests import crawler
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db


def _decide(plenary, entry, text, officer):
    return record_decision(
        plenary=plenary,
        entry=entry,
        ruling=PlenaryRuling(text=text, votes_for=2, votes_against=1),
        actor=officer,
        at=timezone.now(),
    )


@pytest.fixture
def room(people):
    """Two of five are in conflict with the first of three entries, one as chair; all other cards are confirmed."""
    panel = make.panel(make.category(province_code="52"))
    listed = make.entries(panel.category, 3)
    free = [make.seat(panel, f"bebas-{place}") for place in (1, 2, 3)]
    recused = {"juror": make.seat(panel, "luar"), "chair": make.seat(panel, "ketua", is_chair=True)}
    for seat in (*free, *recused.values()):
        make.declare_free(seat, listed)
        if seat not in free:
            make.conflict(seat, listed[0], state="confirmed")
        for entry in listed if seat in free else listed[1:]:
            make.confirmed_card(seat, entry)
    raise_flag(juror=free[0], entry=listed[0], reason="Berkas buram.", actor=free[0].user, at=timezone.now())
    return panel, listed, free, recused, people.secretariat


def _sit(room):
    """Hold the plenary: the first, the third and the fifth decision are about the entry, one only by its name."""
    panel, listed, _free, _recused, officer = room
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    _decide(plenary, listed[0], "Naik ke juara satu.", officer)
    _decide(plenary, listed[1], "Tetap juara dua.", officer)
    _decide(plenary, listed[1], "Di bawah Kab. Contoh 01 dengan selisih tipis.", officer)
    _decide(plenary, None, "Sidang sah.", officer)
    _decide(plenary, None, "CONTOH 01 menerima penghargaan khusus.", officer)
    return plenary


def _write(room, plenary):
    plenary = close_plenary(plenary=plenary, actor=room[-1], at=timezone.now())
    return write_minutes(
        plenary=plenary,
        tabled=TabledResult(digests={"run_result": "f" * 64}),
        reason="",
        actor=room[-1],
        at=timezone.now(),
    )


@pytest.fixture
def papers_as_text(monkeypatch):
    """Let the paper's own template make a text in place of the PDF, so that a test can read it."""
    monkeypatch.setattr(minutes_export.typst, "compile", partial(typst.compile, format="html"))


def _text(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _change_world(room, plenary, minutes):
    """Everything about the first entry becomes something else, and more or less of it."""
    panel, listed, free, _recused, officer = room
    first, other = listed[0], listed[1]
    Mark.objects.filter(scorecard__entry=first).update(value=1, rationale="Alasan lain.")
    Scorecard.objects.filter(entry=first, juror=free[2]).update(state="draft")
    others = Mark.objects.filter(scorecard__entry=other, scorecard__juror__in=free, criterion="materi")
    others.update(rationale="Kalah dari Kabupaten Contoh 01.")
    write_remark(panel=panel, entry=first, text="Saya ragu.", actor=free[0].user, at=timezone.now())
    write_remark(panel=panel, entry=other, text="Contoh 01 lebih kuat.", actor=free[0].user, at=timezone.now())
    open_moderation(panel=panel, entry=first, criterion="materi", actor=officer, at=timezone.now())
    make.conflict(free[1], first, reason="Pernah bekerja di sana.")
    content = json.loads(minutes.content)
    row = {**content["decisions"][0], "text": "Turun.", "votes_for": 0}
    content["decisions"] = [row, row, *content["decisions"][1:]]
    content["conflicts"] = [{**content["conflicts"][0], "reason": "Lain."}, *content["conflicts"]]
    content["closing_note"] = "Kabupaten Contoh 01 disepakati."
    content["digests"] = {**content["digests"], "marks": "0" * 64, "run_result": "1" * 64}
    Minutes.objects.filter(pk=minutes.pk).update(content=json.dumps(content))
    Decision.objects.filter(plenary=plenary, entry=first).update(text="Turun.", votes_for=0)
    Decision.objects.create(
        plenary=plenary, number=6, entry=first, text="Ditunda.", decided_at=timezone.now(), recorded_by=officer
    )


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("role", ["juror", "chair"])
def test_crawl_of_a_recused_person_when_only_that_entry_differs_then_every_answer_is_the_same(client, room, role):
    panel, listed, free, recused, officer = room
    plenary = _sit(room)
    run = propose_run(category=panel.category, actor=officer, at=timezone.now(), seed=1)
    execute_score_run(run_id=run.pk, progress=Silent(), at=timezone.now())
    minutes = _write(room, plenary)
    Remark.objects.create(panel=panel, entry=listed[1], author=officer, text="Baik.", written_at=timezone.now())
    Mark.objects.filter(scorecard__entry=listed[1], scorecard__juror__in=free, criterion="materi").update(rationale="")
    client.force_login(recused[role].user)
    starts = [address for address in crawler.addresses(panel, listed, run) if str(listed[0].public_id) not in address]
    cards = Scorecard.objects.filter(entry=listed[0]).values_list("pk", flat=True)
    starts += [reverse("admin:jury_card", args=[panel.pk, card]) for card in cards]

    before = crawler.crawl(client, starts)
    _change_world(room, plenary, minutes)
    after = crawler.crawl(client, starts)

    assert crawler.differences(before, after) == []
    assert before[reverse("admin:jury_minutes", args=[panel.pk, 1])][0] == 200
    assert not any(str(listed[0].public_id) in address for address in before)
    assert len(before) < crawler.LIMIT


def test_minutes_for_a_recused_juror_then_are_a_copy_that_says_what_it_leaves_out(client, room, papers_as_text):
    panel, listed, free, recused, _officer = room
    minutes = _write(room, _sit(room))
    address = reverse("admin:jury_minutes", args=[panel.pk, 1])
    marks = json.loads(minutes.content)["digests"]["marks"]
    told = ["Naik ke juara satu.", "Contoh 01", "Tetap juara dua.", "Sidang sah.", marks]

    client.force_login(recused["juror"].user)
    answer = client.get(address)
    copy = _text(answer)
    client.force_login(free[0].user)
    full = _text(client.get(address))

    assert [text in copy for text in told] == [False, False, True, True, False]
    assert [text in full for text in told] == [True] * 5
    assert f"Salinan untuk {recused['juror']}. Butir tentang peserta yang berbenturan kepentingan" in copy
    assert f"Naskah lengkap disimpan sekretariat. Sidik jarinya: {minutes.digest}" in copy
    assert [f"salinan-berita-acara-{panel.pk}-1" in answer["Content-Disposition"], "Salinan" in full] == [True, False]


def test_minutes_when_the_conflict_is_confirmed_later_or_the_entry_renamed_then_still_a_copy(
    client, room, papers_as_text
):
    panel, listed, free, _recused, _officer = room
    _write(room, _sit(room))
    make.conflict(free[0], listed[0], state="confirmed")
    type(listed[0]).objects.filter(pk=listed[0].pk).update(name="Nama baru")
    client.force_login(free[0].user)

    copy = _text(client.get(reverse("admin:jury_minutes", args=[panel.pk, 1])))

    assert ["Naik ke juara satu." in copy, "Tetap juara dua." in copy] == [False, True]


def test_minutes_when_only_a_decision_on_the_recused_entry_is_unjudged_then_the_copy_opens(client, room):
    panel, listed, free, recused, officer = room
    plenary = open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now())
    make.attend(plenary)
    _decide(plenary, listed[0], "Naik ke juara satu.", officer)
    _write(room, plenary)
    client.force_login(recused["juror"].user)

    page = " ".join(client.get(reverse("admin:jury_plenary", args=[panel.pk])).content.decode().split())

    assert ["Salinan berita acara 1" in page, "belum ditampilkan" in page] == [True, False]


def test_plenary_of_a_recused_juror_then_decisions_keep_the_numbers_of_the_minutes(client, room):
    panel, _listed, free, recused, _officer = room
    _sit(room)
    numbers = {}
    for name, seat in (("recused", recused["juror"]), ("free", free[0])):
        client.force_login(seat.user)
        screen = client.get(reverse("admin:jury_plenary", args=[panel.pk])).context["screen"]
        numbers[name] = [row.number for row in screen.decisions]

    assert numbers == {"recused": [4, 2], "free": [5, 4, 3, 2, 1]}


def test_position_of_the_plenary_when_a_decision_on_the_entry_falls_then_a_recused_juror_is_not_told(client, room):
    panel, listed, free, recused, officer = room
    plenary = _sit(room)
    address = reverse("admin:jury_position", args=[panel.pk])

    def steps():
        found = []
        for seat in (recused["juror"], free[0]):
            client.force_login(seat.user)
            found.append(client.get(address).json()["step"])
        return found

    move_plenary(plenary=plenary, entry=listed[0], actor=officer, at=timezone.now())
    before = steps()
    _decide(plenary, listed[0], "Ditunda.", officer)
    after = steps()

    assert [first == second for first, second in zip(before, after, strict=True)] == [True, False]


def test_closing_by_a_recused_chair_when_only_that_entry_keeps_it_open_then_refused_without_a_figure(client, room):
    panel, listed, free, recused, _officer = room
    Scorecard.objects.filter(entry=listed[0], juror=free[0]).update(state="draft")
    client.force_login(recused["chair"].user)

    response = client.post(
        reverse("admin:jury_close_now", args=[panel.pk]), {"note": "Selesai.", "decision": "close"}, follow=True
    )

    panel.refresh_from_db()
    assert panel.closed_at is None
    assert [str(message) for message in response.context["messages"]] == [
        "Penilaian belum dapat ditutup; sekretariat melihat yang masih kurang. Tidak ada yang diubah."
    ]
    assert "Peserta yang berbenturan kepentingan dengan Anda tidak tampak" in response.content.decode()


def test_closing_note_that_names_the_entry_then_a_recused_chair_does_not_read_it(client, room):
    panel, _listed, _free, recused, officer = room
    close_panel(panel=panel, note="Contoh 01 disepakati juara.", actor=officer, at=timezone.now())
    shown = {}
    for name, user in (("chair", recused["chair"].user), ("secretariat", officer)):
        client.force_login(user)
        shown[name] = "disepakati juara" in client.get(reverse("admin:jury_close", args=[panel.pk])).content.decode()

    assert shown == {"chair": False, "secretariat": True}


def test_conflict_recorded_by_a_recused_chair_about_the_own_entry_then_not_found(client, room):
    panel, listed, free, recused, _officer = room
    client.force_login(recused["chair"].user)
    before = Conflict.objects.count()

    response = client.post(
        reverse("admin:jury_add_conflict", args=[panel.pk]),
        {"juror": free[0].pk, "entry": str(listed[0].public_id), "reason": "Karena."},
    )

    assert (response.status_code, Conflict.objects.count() - before) == (404, 0)
    assert not Moderation.objects.exists()
