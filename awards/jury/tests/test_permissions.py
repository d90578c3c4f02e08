"""Every jury screen, every role: the answer, and that nothing changed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.conflicts import Conflict
from awards.jury.models.scorecards import Flag, Mark, Scorecard
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LOGIN = 302
HIDDEN = 404


@pytest.fixture
def room(people):
    """A panel of province 52 with a seated juror, a chair, a shadow and a recused seat."""
    panel = make.panel(make.category(province_code="52"))
    (entry,) = make.entries(panel.category, 1)
    seated = make.seat(panel, "juri-duduk")
    chair = make.seat(panel, "ketua", is_chair=True)
    recused = make.seat(panel, "juri-berbentur")
    make.conflict(recused, entry, state="confirmed")
    for seat in (seated, chair):
        make.declare_free(seat, [entry])
    persons = {
        "organiser": people.organiser,
        "secretariat": people.secretariat,
        "other secretariat": people.other_secretariat,
        "verifier": people.verifier,
        "juror elsewhere": people.juror,
        "entrant": people.entrant,
        "auditor": people.auditor,
        "seated": seated.user,
        "chair": chair.user,
        "recused": recused.user,
        "former": make.seat(panel, "bekas", left_on="2025-02-01").user,
        "nobody": None,
    }
    return panel, entry, persons


def _matrix(everyone, **exceptions):
    return {**everyone, **exceptions}


JUROR_ONLY = {
    "organiser": HIDDEN,
    "secretariat": HIDDEN,
    "other secretariat": HIDDEN,
    "verifier": LOGIN,
    "juror elsewhere": HIDDEN,
    "entrant": LOGIN,
    "auditor": HIDDEN,
    "seated": 200,
    "chair": 200,
    "recused": HIDDEN,
    "former": HIDDEN,
    "nobody": LOGIN,
}
READING = {
    "jury_entries": _matrix(JUROR_ONLY, recused=200),
    "jury_declare": _matrix(JUROR_ONLY, recused=200),
    "jury_score": JUROR_ONLY,
    "jury_confirm": JUROR_ONLY,
    "jury_flag": JUROR_ONLY,
    "jury_recuse": JUROR_ONLY,
}
CASES = [(name, role, status) for name, row in READING.items() for role, status in row.items()]


def _address(name, panel, entry):
    return reverse(
        f"admin:{name}", args=[panel.pk] if name in ("jury_entries", "jury_declare") else [panel.pk, entry.public_id]
    )


@pytest.mark.parametrize(("name", "role", "status"), CASES)
def test_page_for_a_role_then_answers_as_the_matrix_says(client, room, name, role, status):
    panel, entry, persons = room
    if persons[role] is not None:
        client.force_login(persons[role])

    response = client.get(_address(name, panel, entry))

    assert response.status_code == status


POST_ONLY = {
    "jury_autosave": {"criterion": "materi", "value": "8", "version": "0"},
    "jury_flag": {"reason": "Berkas kosong."},
    "jury_recuse": {"reason": "Saudara."},
    "jury_note": {"note": "Ingat."},
}


@pytest.mark.parametrize("role", [role for role, status in JUROR_ONLY.items() if status != 200])
@pytest.mark.parametrize("name", POST_ONLY)
def test_post_by_a_stranger_then_changes_nothing(client, room, name, role):
    panel, entry, persons = room
    before = Conflict.objects.count()
    if persons[role] is not None:
        client.force_login(persons[role])

    response = client.post(_address(name, panel, entry), POST_ONLY[name])

    assert response.status_code == JUROR_ONLY[role]
    assert (Mark.objects.count(), Scorecard.objects.count(), Flag.objects.count()) == (0, 0, 0)
    assert Conflict.objects.count() == before


def test_seated_organiser_then_sees_what_a_juror_sees(client, room):
    panel, entry, _persons = room
    both = accounts.organiser(username="rangkap")
    seat = make.seat(panel, user=both)
    make.declare_free(seat, [entry])
    client.force_login(both)

    response = client.get(_address("jury_score", panel, entry))

    assert response.status_code == 200


def test_autosave_by_the_juror_then_answers_with_version_and_total(client, room):
    panel, entry, persons = room
    client.force_login(persons["seated"])

    response = client.post(
        _address("jury_autosave", panel, entry), {"criterion": "materi", "value": "8,5", "version": "0"}
    )

    answer = response.json()
    assert {key: answer[key] for key in ("version", "card", "total", "marked", "needs_rationale")} == {
        "version": 1,
        "card": 2,
        "total": "8,50",
        "marked": 1,
        "needs_rationale": False,
    }


def test_autosave_with_old_version_then_conflict_names_what_is_stored(client, room):
    panel, entry, persons = room
    client.force_login(persons["seated"])
    address = _address("jury_autosave", panel, entry)
    client.post(address, {"criterion": "materi", "value": "8", "version": "0"})

    response = client.post(address, {"criterion": "materi", "value": "2", "version": "0"})

    assert response.status_code == 409
    assert response.json()["stored"] == {"value": "8.0000", "shown": "8", "rationale": "", "version": 1}


def test_form_without_javascript_then_saves_all_marks_and_goes_to_confirmation(client, room):
    panel, entry, persons = room
    client.force_login(persons["seated"])
    typed = {
        "materi-criterion": "materi",
        "materi-version": "0",
        "materi-value": "7,5",
        "materi-rationale": "",
        "regulasi-criterion": "regulasi",
        "regulasi-version": "0",
        "regulasi-value": "50",
        "regulasi-rationale": "",
        "note": "Tanya soal anggaran.",
    }

    response = client.post(_address("jury_score", panel, entry), typed, follow=True)

    assert response.redirect_chain[-1][0] == _address("jury_confirm", panel, entry)
    stored = {mark.criterion: str(mark.value) for mark in Mark.objects.all()}
    assert stored == {"materi": "7.5000", "regulasi": "50.0000"}
    assert Scorecard.objects.get().private_note == "Tanya soal anggaran."


TEAM_ROOM = ("jury_schedule", "jury_plenary")
WATCHING = ("jury_overview", "jury_agreement", "jury_conflicts", "jury_queue", "jury_close")
SECRETARIAT_ROOM = ("jury_plan", "jury_typing")


def _team_matrix(*, room, watching, flags, secretariat):
    return {
        **dict.fromkeys(TEAM_ROOM, room),
        **dict.fromkeys(WATCHING, watching),
        "jury_flags": flags,
        **dict.fromkeys(SECRETARIAT_ROOM, secretariat),
    }


OUTSIDE = _team_matrix(room=HIDDEN, watching=HIDDEN, flags=HIDDEN, secretariat=HIDDEN)
AT_THE_DOOR = _team_matrix(room=LOGIN, watching=LOGIN, flags=LOGIN, secretariat=LOGIN)
LEADING_OFFICE = _team_matrix(room=200, watching=200, flags=200, secretariat=200)
JUROR_IN_ROOM = _team_matrix(room=200, watching=HIDDEN, flags=HIDDEN, secretariat=HIDDEN)
TEAM_PAGES = {
    "organiser": LEADING_OFFICE,
    "secretariat": LEADING_OFFICE,
    "other secretariat": OUTSIDE,
    "verifier": AT_THE_DOOR,
    "juror elsewhere": OUTSIDE,
    "entrant": AT_THE_DOOR,
    "auditor": _team_matrix(room=200, watching=200, flags=200, secretariat=HIDDEN),
    "seated": JUROR_IN_ROOM,
    "chair": _team_matrix(room=200, watching=200, flags=HIDDEN, secretariat=HIDDEN),
    "recused": JUROR_IN_ROOM,
    "former": OUTSIDE,
    "nobody": AT_THE_DOOR,
}


@pytest.mark.parametrize("role", TEAM_PAGES)
def test_team_pages_for_a_role_then_answer_as_the_matrix_says(client, room, role):
    panel, _entry, persons = room
    if persons[role] is not None:
        client.force_login(persons[role])

    answers = {name: client.get(reverse(f"admin:{name}", args=[panel.pk])).status_code for name in TEAM_PAGES[role]}

    assert answers == TEAM_PAGES[role]


def _decisions(panel, entry, card, conflict):
    """Every decision of chair or secretariat, with what would be sent."""
    at_panel, about_entry = [panel.pk], [panel.pk, entry.public_id]
    juror = {"juror": card.juror_id}
    return {
        ("jury_detect", *at_panel): {},
        ("jury_add_conflict", *at_panel): {**juror, "entry": entry.public_id, "reason": "A."},
        ("jury_decide_conflict", panel.pk, conflict.pk): {"decision": "dismiss", "reason": "A."},
        ("jury_decide_card", panel.pk, card.pk): {"decision": "void", "reason": "A."},
        ("jury_excuse", *at_panel): {**juror, "reason": "A."},
        ("jury_close_now", *at_panel): {"decision": "close", "note": "A."},
        ("jury_moderate", *about_entry): {"criterion": "materi"},
        ("jury_draw", *at_panel): {"jurors_per_entry": 1, "load_cap": 9, "anchor_count": 0, "kind": "new"},
        ("jury_slot", *about_entry): {"held_at": "2026-03-10T09:00", "minutes": 30, "mode": "online"},
        ("jury_type", *at_panel): {**juror, "entry": entry.public_id, "materi-value": "8", "regulasi-value": "50"},
        ("jury_begin", *at_panel): {},
        ("jury_move", *at_panel): {"entry": entry.public_id},
        ("jury_attend", *at_panel): {"present": card.juror_id},
        ("jury_clear", *at_panel): {},
        ("jury_decide", *at_panel): {"text": "A."},
        ("jury_finish", *at_panel): {},
        ("jury_resume", *at_panel): {"reason": "A."},
    }


@pytest.mark.parametrize("role", [role for role in TEAM_PAGES if role not in ("organiser", "secretariat", "chair")])
def test_decisions_by_whoever_does_not_lead_then_change_nothing(client, room, role):
    panel, entry, persons = room
    writer = make.seat(panel, "penulis")
    make.declare_free(writer, [entry])
    card = make.confirmed_card(writer, entry)
    conflict = make.conflict(make.seat(panel, "mungkin"), entry)
    trail = AuditEntry.objects.filter(action__startswith="jury.").count()
    if persons[role] is not None:
        client.force_login(persons[role])

    answers = {
        address[0]: client.post(reverse(f"admin:{address[0]}", args=address[1:]), content).status_code
        for address, content in _decisions(panel, entry, card, conflict).items()
    }

    assert set(answers.values()) == {LOGIN if persons[role] is None or not persons[role].is_staff else HIDDEN}
    assert AuditEntry.objects.filter(action__startswith="jury.").count() == trail


def test_file_of_an_entry_outside_the_stage_then_stays_shut(client, room):
    panel, entry, persons = room
    panel.category.stages.update(hard_closes_at=timezone.now(), closes_at=timezone.now() - timedelta(minutes=1))
    client.force_login(persons["seated"])

    response = client.get(_address("jury_score", panel, entry))

    assert (response.status_code, response["Location"]) == (302, reverse("admin:jury_entries", args=[panel.pk]))


def test_sheet_with_every_mark_but_no_rationale_at_the_end_of_the_scale_then_the_next_page_says_so(client, room):
    panel, entry, persons = room
    client.force_login(persons["seated"])
    make.mark(panel.jurors.get(user=persons["seated"]), entry, "materi", "10")
    make.mark(panel.jurors.get(user=persons["seated"]), entry, "regulasi", "50")

    response = client.get(_address("jury_after", panel, entry), follow=True)

    assert response.redirect_chain[-1][0] == _address("jury_confirm", panel, entry)
    assert "alasan untuk Materi dan uji pemahaman" in response.content.decode()


def test_division_that_cannot_be_made_then_says_why_and_keeps_the_numbers(client, room):
    panel, _entry, persons = room
    client.force_login(persons["secretariat"])
    typed = {"jurors_per_entry": 7, "load_cap": 2, "anchor_count": 0, "kind": "new"}

    response = client.post(reverse("admin:jury_draw", args=[panel.pk]), typed)

    page = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert "memerlukan 7 juri, tetapi hanya 2 juri bebas" in page
    assert re.search(r'name="jurors_per_entry"[^>]* value="7"', page)
