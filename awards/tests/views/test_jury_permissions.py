"""Every jury screen, every role: the answer, and that nothing changed."""

import pytest
from django.urls import reverse

from awards.models.jury import Conflict, Flag, Mark, Scorecard
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

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
    assert response.json()["stored"] == {"value": "8.0000", "rationale": "", "version": 1}


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
