"""A juror tells where from and for whom; the panels are searched for possible conflicts at once."""

import pytest
from django.urls import reverse

from awards.jury.models.conflicts import Conflict, Tie
from awards.jury.views.onlooking import KEY
from awards.tests.factories import jury as make
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(people):
    panel = make.panel(make.category(province_code="52"))
    return panel, make.entries(panel.category, 2), make.seat(panel, "juri-duduk")


def _tell(client, callbacks, **content):
    with callbacks(execute=True):
        return client.post(reverse("admin:jury_profile"), content)


def test_office_in_an_entrants_region_then_the_conflict_waits_for_a_decision(
    client, room, django_capture_on_commit_callbacks
):
    _panel, entries, seat = room
    client.force_login(seat.user)

    _tell(client, django_capture_on_commit_callbacks, kind="office", region_code=entries[0].region_code)

    assert [(row.juror, row.entry, row.state) for row in Conflict.objects.all()] == [(seat, entries[0], "possible")]
    assert AuditEntry.objects.filter(action="jury.tie.add", actor=seat.user).count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"kind": "employer", "region_code": "52.01"}, "Sebutkan nama pemberi kerja"),
        ({"kind": "office"}, "pilih daerahnya"),
        ({"kind": "office", "region_code": "99.99"}, "99.99"),
        ({"kind": "employer", "organisation": "PT Lama"}, "sudah tercatat"),
    ],
    ids=["employer without name", "office without place", "unknown place", "told before"],
)
def test_tie_that_says_nothing_new_then_is_refused_in_words(
    client, room, django_capture_on_commit_callbacks, content, said
):
    _panel, _entries, seat = room
    Tie.objects.create(user=seat.user, kind="employer", organisation="PT Lama")
    client.force_login(seat.user)

    response = _tell(client, django_capture_on_commit_callbacks, **content)

    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert Tie.objects.count() == 1


def test_tie_of_somebody_else_then_cannot_be_dropped_and_the_own_one_can(client, room, people):
    panel, _entries, seat = room
    other = make.seat(panel, "juri-lain")
    own, theirs = (
        Tie.objects.create(user=juror.user, kind="employer", organisation="PT Lama", recorded_by=juror.user)
        for juror in (seat, other)
    )
    client.force_login(seat.user)

    answers = [client.post(reverse("admin:jury_drop_tie", args=[tie.pk])).status_code for tie in (theirs, own)]

    assert answers == [404, 302]
    assert list(Tie.objects.all()) == [theirs]


def test_tie_that_an_organiser_recorded_then_the_juror_reads_it_and_cannot_drop_it(client, room, people):
    _panel, _entries, seat = room
    client.force_login(people.organiser)
    client.post(
        reverse("admin:awards_tie_add"),
        {"user": seat.user.pk, "kind": "employer", "region_code": "", "organisation": "PT Lama", "until_on": ""},
    )
    tie = Tie.objects.get(user=seat.user)
    client.force_login(seat.user)
    address = reverse("admin:jury_drop_tie", args=[tie.pk])

    page = client.get(reverse("admin:jury_profile")).content.decode()
    answer = client.post(address, follow=True).content.decode()

    assert ("PT Lama" in page, address in page, "Dicatat penyelenggara" in page) == (True, False, True)
    assert "dicatat oleh penyelenggara" in answer
    assert list(Tie.objects.all()) == [tie]
    assert not AuditEntry.objects.filter(action="jury.tie.remove").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("organiser", 404),
        ("secretariat", 404),
        ("other_secretariat", 404),
        ("verifier", 302),
        ("juror", 404),
        ("entrant", 302),
        ("auditor", 404),
        ("stranger", 302),
    ],
)
def test_profile_for_whoever_has_no_seat_then_does_not_exist_and_nothing_is_kept(client, room, people, role, status):
    client.force_login(getattr(people, role))

    answers = {
        client.get(reverse("admin:jury_profile")).status_code,
        client.post(reverse("admin:jury_profile"), {"kind": "employer", "organisation": "PT Baru"}).status_code,
    }

    assert answers == {status}
    assert Tie.objects.count() == 0


def test_profile_while_looking_as_a_juror_then_stays_the_jurors_own(client, room, people):
    panel, _entries, seat = room
    client.force_login(people.secretariat)
    client.post(reverse("admin:jury_look", args=[panel.pk, seat.pk]), {"reason": "Bantuan."})

    assert KEY in client.session
    assert client.get(reverse("admin:jury_profile")).status_code == 404
