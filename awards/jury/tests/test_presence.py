"""Who is in the room: the votes of a decision are theirs, and so are the lines under the minutes."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.plenary import Decision, Presence
from awards.jury.selectors.sitting import sitting_desk
from awards.jury.services.errors import JuryError
from awards.jury.services.plenary import (
    PlenaryRuling,
    close_plenary,
    move_plenary,
    open_plenary,
    record_decision,
    resume_plenary,
)
from awards.jury.services.presence import clear_room, record_presence
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    """Four seats: one a shadow, one in conflict with the first entry."""
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seats = [make.seat(panel, f"juri-{place}") for place in (1, 2, 3)]
    seats.append(make.seat(panel, "bayangan", is_shadow=True))
    make.conflict(seats[0], listed[0], state="confirmed")
    officer = accounts.secretariat()
    return open_plenary(panel=panel, order=listed, actor=officer, at=timezone.now()), listed, seats


def _decide(plenary, entry, *votes):
    ruling = PlenaryRuling("Ditetapkan.", *votes)
    return record_decision(plenary=plenary, entry=entry, ruling=ruling, actor=plenary.opened_by, at=timezone.now())


@pytest.mark.parametrize(
    ("about_first", "votes", "is_kept"),
    [
        (True, (2, 0, 0), True),
        (True, (2, 1, 0), False),
        (False, (2, 0, 1), True),
        (False, (3, 1, 0), False),
        (True, (None, None, 3), False),
    ],
    ids=["all entitled", "one too many", "on another entry", "with the shadow", "abstentions count"],
)
def test_votes_beyond_the_seats_present_then_refused(sitting, about_first, votes, is_kept):
    plenary, listed, _seats = sitting
    make.attend(plenary)
    entry = listed[0] if about_first else listed[1]

    if is_kept:
        decision = _decide(plenary, entry, *votes)
        assert decision.eligible == (2 if about_first else 3)
    else:
        with pytest.raises(JuryError):
            _decide(plenary, entry, *votes)
        assert not Decision.objects.exists()


def test_votes_before_anybody_is_present_then_refused_but_a_word_without_votes_stands(sitting):
    plenary, listed, _seats = sitting

    with pytest.raises(JuryError, match="siapa yang hadir"):
        _decide(plenary, listed[1], 1, 0)

    assert _decide(plenary, listed[1], None, None).eligible is None


def test_votes_written_past_the_service_then_the_database_refuses(sitting):
    plenary, listed, _seats = sitting

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            plenary=plenary,
            number=1,
            entry=listed[0],
            text="Tiga dari dua.",
            votes_for=2,
            votes_abstained=1,
            eligible=2,
            decided_at=timezone.now(),
            recorded_by=plenary.opened_by,
        )


def test_presence_when_somebody_goes_and_comes_back_then_each_stay_is_kept(sitting):
    plenary, _listed, seats = sitting
    make.attend(plenary, seats[:2])
    make.attend(plenary, seats[1:3])
    make.attend(plenary, seats[:3])

    rows = Presence.objects.order_by("pk").values_list("juror", "left_at")
    stays = [(juror, left is None) for juror, left in rows]

    first, second, third = (seat.pk for seat in seats[:3])
    assert stays == [(first, False), (second, True), (third, True), (first, True)]
    assert AuditEntry.objects.filter(action="jury.plenary.attendance").count() == 3


def test_presence_of_somebody_who_does_not_sit_there_then_refused(sitting):
    plenary, _listed, _seats = sitting
    stranger = make.seat(make.panel(plenary.panel.category, name="Tim lain"), "orang-lain")

    with pytest.raises(JuryError):
        record_presence(plenary=plenary, present=[stranger], actor=plenary.opened_by, at=timezone.now())

    assert not Presence.objects.exists()


def test_close_without_attendance_then_refused_and_with_it_everybody_has_left(sitting):
    plenary, _listed, _seats = sitting
    with pytest.raises(JuryError, match="siapa yang hadir"):
        close_plenary(plenary=plenary, actor=plenary.opened_by, at=timezone.now())
    make.attend(plenary)

    closed = close_plenary(plenary=plenary, actor=plenary.opened_by, at=timezone.now())

    assert not Presence.objects.filter(left_at=None).exists()
    with pytest.raises(JuryError):
        make.attend(closed)


def test_resume_then_decides_again_and_needs_a_reason(sitting):
    plenary, listed, _seats = sitting
    make.attend(plenary)
    plenary = close_plenary(plenary=plenary, actor=plenary.opened_by, at=timezone.now())
    with pytest.raises(JuryError):
        resume_plenary(plenary=plenary, reason=" ", actor=plenary.opened_by, at=timezone.now())

    plenary = resume_plenary(plenary=plenary, reason="Nilai berubah.", actor=plenary.opened_by, at=timezone.now())
    make.attend(plenary)

    assert _decide(plenary, listed[1], 3, 0).number == 1


def test_room_when_it_moves_on_then_is_to_be_cleared_anew(sitting):
    plenary, listed, _seats = sitting
    officer = plenary.opened_by
    make.attend(plenary)
    plenary = move_plenary(plenary=plenary, entry=listed[0], actor=officer, at=timezone.now())
    before = sitting_desk(plenary, None, at=timezone.now())
    plenary = clear_room(plenary=plenary, actor=officer, at=timezone.now())
    cleared = sitting_desk(plenary, None, at=timezone.now())

    moved = move_plenary(plenary=plenary, entry=listed[1], actor=officer, at=timezone.now())

    assert (before.leaving, before.is_room_clear, before.eligible) == (("Juri 1",), False, 2)
    assert (cleared.is_room_clear, moved.cleared_at) == (True, None)
    assert sitting_desk(moved, None, at=timezone.now()).leaving == ()


def test_control_by_chair_through_its_forms_then_the_sitting_goes_from_beginning_to_minutes(client, sitting):
    plenary, listed, seats = sitting
    panel = plenary.panel
    type(seats[1]).objects.filter(pk=seats[1].pk).update(is_chair=True)
    client.force_login(seats[1].user)

    def press(name, **content):
        return client.post(reverse(f"admin:{name}", args=[panel.pk]), content, follow=True)

    press("jury_attend", present=[seat.pk for seat in seats])
    press("jury_move", entry=str(listed[0].public_id))
    page = press("jury_clear").content.decode()
    refused = press("jury_decide", text="Ditetapkan.", votes_for="3", about="current")
    press("jury_decide", text="Ditetapkan.", votes_for="1", votes_against="0", votes_abstained="1", about="current")
    done = press("jury_finish").content.decode()

    assert "Sudah keluar. Proyektor menampilkan peserta ini." in page
    assert "3 suara melebihi 2 kursi" in str(list(refused.context["messages"])[0])
    assert [(row.votes_for, row.votes_abstained, row.eligible) for row in Decision.objects.all()] == [(1, 1, 2)]
    assert "Buat berita acara perbaikan" in done
    assert panel.plenary.minutes.count() == 1
    press("jury_finish")
    assert panel.plenary.minutes.count() == 1
    press("jury_finish", reason="Ejaan nama.")
    assert panel.plenary.minutes.count() == 2


def test_control_of_a_chair_in_conflict_then_is_not_asked_about_that_entry(client, sitting):
    plenary, listed, seats = sitting
    type(seats[0]).objects.filter(pk=seats[0].pk).update(is_chair=True)
    make.attend(plenary)
    move_plenary(plenary=plenary, entry=listed[0], actor=plenary.opened_by, at=timezone.now())
    client.force_login(seats[0].user)

    page = client.get(reverse("admin:jury_control", args=[plenary.panel_id])).content.decode()
    cleared = client.post(reverse("admin:jury_clear", args=[plenary.panel_id]))
    decided = client.post(reverse("admin:jury_decide", args=[plenary.panel_id]), {"text": "A."})

    assert listed[0].name not in page
    assert [cleared.status_code, decided.status_code] == [404, 404]
