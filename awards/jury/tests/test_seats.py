"""Seats in the panel: the list, a late replacement, and the look through a juror's eyes that writes nothing."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.conflicts import Conflict
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.models.scorecards import Flag, Mark, Scorecard
from awards.jury.services.closing import reopen_panel
from awards.jury.services.scorecards import save_note
from awards.jury.services.seats import Seat, SeesAllMarksError, seat_juror
from awards.jury.views.onlooking import KEY
from awards.tests.factories import jury as make
from paritrana.accounts.models import Role
from paritrana.accounts.services import RoleClashError, RolePlace, assign_role, change_term
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LOGIN, HIDDEN = 302, 404


@pytest.fixture
def room(people):
    panel = make.panel(make.category(province_code="52"), decree_number="SK 188/2026")
    listed = make.entries(panel.category, 2)
    seat = make.seat(panel, "juri-duduk")
    chair = make.seat(panel, "ketua", is_chair=True)
    make.declare_free(seat, listed)
    persons = {
        "organiser": people.organiser,
        "secretariat": people.secretariat,
        "other secretariat": people.other_secretariat,
        "verifier": people.verifier,
        "juror elsewhere": people.juror,
        "entrant": people.entrant,
        "auditor": people.auditor,
        "seated": seat.user,
        "chair": chair.user,
        "nobody": None,
    }
    return panel, listed, seat, persons


def _sign_in(client, person):
    if person is not None:
        client.force_login(person)


LISTED = {
    "organiser": 200,
    "secretariat": 200,
    "other secretariat": HIDDEN,
    "verifier": LOGIN,
    "juror elsewhere": HIDDEN,
    "entrant": LOGIN,
    "auditor": 200,
    "seated": HIDDEN,
    "chair": 200,
    "nobody": LOGIN,
}


@pytest.mark.parametrize(("role", "status"), LISTED.items())
def test_members_for_a_role_then_only_whoever_watches_sees_them(client, room, role, status):
    panel, _listed, _seat, persons = room
    _sign_in(client, persons[role])

    response = client.get(reverse("admin:jury_members", args=[panel.pk]))

    assert response.status_code == status
    assert (b"SK 188/2026" in response.content) is (status == 200)


@pytest.mark.parametrize("role", [role for role in LISTED if role not in ("organiser", "secretariat")])
def test_replacement_and_look_by_whoever_is_no_secretariat_then_change_nothing(client, room, role):
    panel, _listed, seat, persons = room
    accounts.juror(username="pengganti")
    before = (Juror.objects.count(), AuditEntry.objects.filter(action__startswith="jury.").count())
    _sign_in(client, persons[role])
    content = {"username": "pengganti", "on": "2026-11-01", "reason": "Mutasi."}

    answers = {
        client.post(reverse(f"admin:{name}", args=[panel.pk, seat.pk]), content).status_code
        for name in ("jury_replace", "jury_look")
    }

    assert answers == {LOGIN if persons[role] is None or not persons[role].is_staff else HIDDEN}
    assert (Juror.objects.count(), AuditEntry.objects.filter(action__startswith="jury.").count()) == before
    assert KEY not in client.session


@pytest.mark.parametrize("count", [1, 3])
def test_members_when_more_seats_then_the_same_queries(client, room, people, django_assert_num_queries, count):
    panel, _listed, _seat, _persons = room
    for place in range(count):
        make.seat(panel, f"tambahan-{count}-{place}")
    client.force_login(people.secretariat)

    with django_assert_num_queries(11):
        client.get(reverse("admin:jury_members", args=[panel.pk]))


def test_replacement_then_the_newcomer_takes_type_and_place_and_the_panel_is_searched(client, room, people):
    panel, _listed, seat, _persons = room
    newcomer = accounts.juror(username="pengganti")
    client.force_login(people.secretariat)
    today = timezone.localdate()

    response = client.post(
        reverse("admin:jury_replace", args=[panel.pk, seat.pk]),
        {"username": "Pengganti", "on": today.isoformat(), "reason": "Mutasi, SK 12/2026."},
        follow=True,
    )

    seat.refresh_from_db()
    taken = Juror.objects.get(panel=panel, user=newcomer)
    assert (seat.left_on, taken.joined_on, taken.replaces, taken.seat_type) == (today, today, seat, seat.seat_type)
    assert "digantikan Pengganti" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"username": "tidak-ada"}, "Tidak ada akun aktif"),
        ({"username": "ketua"}, "sudah duduk di tim ini"),
        ({"username": "sekretariat-ntb"}, "melihat nilai semua juri"),
        ({"on": "2020-01-01"}, "tidak dapat mulai sebelum"),
        ({"reason": " "}, "harus diisi"),
    ],
    ids=["unknown", "seated already", "sees all marks", "too early", "no reason"],
)
def test_replacement_that_cannot_be_then_says_why_and_changes_nothing(client, room, people, content, said):
    panel, _listed, seat, _persons = room
    accounts.juror(username="pengganti")
    client.force_login(people.secretariat)
    good = {"username": "pengganti", "on": timezone.localdate().isoformat(), "reason": "Mutasi."}

    response = client.post(reverse("admin:jury_replace", args=[panel.pk, seat.pk]), {**good, **content}, follow=True)

    seat.refresh_from_db()
    assert said in response.content.decode()
    assert (seat.left_on, Juror.objects.filter(panel=panel).count()) == (None, 2)


@pytest.mark.parametrize(
    ("typed", "taken"), [("pengganti", "pengganti"), ("PENGGANTI", None)], ids=["exact", "neither"]
)
def test_replacement_when_two_names_differ_in_case_then_only_the_exact_one_is_meant(client, room, people, typed, taken):
    panel, _listed, seat, _persons = room
    for name in ("Pengganti", "pengganti"):
        accounts.juror(username=name)
    client.force_login(people.secretariat)
    content = {"username": typed, "on": timezone.localdate().isoformat(), "reason": "Mutasi."}

    page = client.post(reverse("admin:jury_replace", args=[panel.pk, seat.pk]), content, follow=True).content.decode()

    assert list(Juror.objects.filter(replaces=seat).values_list("user__username", flat=True)) == [taken] * bool(taken)
    assert ("tulis namanya persis" in page) is (taken is None)


def test_lists_of_jurors_when_a_seat_ends_next_week_then_still_name_it(client, room, people):
    panel, _listed, seat, _persons = room
    Juror.objects.filter(pk=seat.pk).update(left_on=_day(7))
    client.force_login(people.secretariat)

    pages = [client.get(reverse(f"admin:{name}", args=[panel.pk])) for name in ("jury_typing", "jury_conflicts")]

    assert [seat in page.context["jurors"] for page in pages] == [True, True]


def _look(client, panel, seat, reason="Juri meminta bantuan."):
    return client.post(reverse("admin:jury_look", args=[panel.pk, seat.pk]), {"reason": reason}, follow=True)


def test_look_then_shows_the_jurors_screens_with_a_banner_and_is_recorded_at_both_ends(client, room, people):
    panel, listed, seat, _persons = room
    client.force_login(people.secretariat)

    start = _look(client, panel, seat).content.decode()
    sheet = client.get(reverse("admin:jury_score", args=[panel.pk, listed[0].public_id])).content.decode()
    client.post(reverse("admin:jury_stop_looking"))

    assert "Anda melihat layar Juri Duduk" in start
    assert "Anda melihat layar Juri Duduk" in sheet
    assert '<fieldset class="j-readonly" disabled>' in sheet
    assert "data-jury-sheet" not in sheet
    assert client.get(reverse("admin:jury_score", args=[panel.pk, listed[0].public_id])).status_code == HIDDEN
    trail = AuditEntry.objects.filter(action__startswith="jury.look").order_by("pk")
    assert [(row.action, row.actor_id, row.reason) for row in trail] == [
        ("jury.look.begin", people.secretariat.pk, "Juri meminta bantuan."),
        ("jury.look.end", people.secretariat.pk, ""),
    ]


def test_look_without_a_reason_then_opens_nothing(client, room, people):
    panel, _listed, seat, _persons = room
    client.force_login(people.secretariat)

    response = _look(client, panel, seat, reason=" ")

    assert "Tulis alasan melihat sebagai juri" in response.content.decode()
    assert KEY not in client.session


def test_look_then_drafts_and_private_notes_stay_the_jurors_own(client, room, people):
    panel, (first, second), seat, _persons = room
    make.confirmed_card(seat, first, materi="9.5")
    make.mark(seat, second, "materi", "3.5", rationale="Draf rahasia.")
    for entry in (first, second):
        save_note(juror=seat, entry=entry, note="Hanya untuk saya.", actor=seat.user, at=timezone.now())
    client.force_login(people.secretariat)
    _look(client, panel, seat)

    pages = [
        client.get(reverse(f"admin:{name}", args=[panel.pk, entry.public_id])).content.decode()
        for entry in (first, second)
        for name in ("jury_score", "jury_confirm")
    ]

    assert ["9,5" in page for page in pages] == [True, True, False, False]
    assert [text in page for page in pages for text in ("Hanya untuk saya", "Draf rahasia", "3,5")] == [False] * 12


def test_look_as_a_recused_juror_then_the_entry_is_not_there(client, room, people):
    panel, (first, second), seat, _persons = room
    make.conflict(seat, first, state="confirmed")
    client.force_login(people.secretariat)
    _look(client, panel, seat)
    names = ("jury_score", "jury_discuss", "jury_paper", "jury_confirm", "jury_flag", "jury_recuse")

    answers = [client.get(reverse(f"admin:{name}", args=[panel.pk, first.public_id])).status_code for name in names]

    assert answers == [HIDDEN] * len(names)
    assert first.name not in client.get(reverse("admin:jury_entries", args=[panel.pk])).content.decode()
    assert client.get(reverse("admin:jury_score", args=[panel.pk, second.public_id])).status_code == 200


def test_look_when_something_is_sent_then_it_is_refused_and_nothing_changes(client, room, people):
    panel, (entry, _other), seat, _persons = room
    client.force_login(people.secretariat)
    _look(client, panel, seat)
    about = [panel.pk, entry.public_id]
    sent = {
        ("jury_autosave", *about): {"criterion": "materi", "value": "8", "version": "0"},
        ("jury_score", *about): {"materi-criterion": "materi", "materi-value": "8", "materi-version": "0"},
        ("jury_note", *about): {"note": "A."},
        ("jury_flag", *about): {"reason": "A."},
        ("jury_recuse", *about): {"reason": "A."},
        ("jury_confirm", *about): {"version": "1"},
        ("jury_add_conflict", panel.pk): {"juror": seat.pk, "entry": entry.public_id, "reason": "A."},
        ("jury_replace", panel.pk, seat.pk): {"username": "juri", "on": "2026-11-20", "reason": "A."},
    }

    answers = [
        client.post(reverse(f"admin:{name}", args=args), body).status_code for (name, *args), body in sent.items()
    ]

    assert answers == [403] * len(sent)
    assert [model.objects.count() for model in (Mark, Scorecard, Flag, Conflict)] == [0] * 4


def test_look_after_half_an_hour_or_without_the_role_then_is_over(client, room, people, monkeypatch):
    panel, listed, seat, _persons = room
    client.force_login(people.secretariat)
    address = reverse("admin:jury_score", args=[panel.pk, listed[0].public_id])
    _look(client, panel, seat)
    during = client.get(address).status_code
    session = client.session
    session[KEY] = {"seat": seat.pk, "until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()

    late = client.get(address).status_code
    _look(client, panel, seat)
    people.secretariat.role_assignments.filter(role=Role.SECRETARIAT).delete()

    assert (during, late, client.get(address).status_code) == (200, HIDDEN, HIDDEN)


ROLES_GIVEN = [
    (Role.ORGANISER, "", True),
    (Role.AUDITOR, "52", True),
    (Role.SECRETARIAT, "52", True),
    (Role.SECRETARIAT, "53", False),
    (Role.VERIFIER, "52", False),
]


@pytest.mark.parametrize(("role", "region_code", "is_refused"), ROLES_GIVEN)
def test_role_given_to_a_seated_juror_when_it_opens_every_mark_then_is_refused(
    client, room, people, role, region_code, is_refused
):
    panel, _listed, seat, _persons = room
    client.force_login(people.organiser)
    typed = {"user": seat.user.pk, "role": role, "region_code": region_code}

    response = client.post(reverse("admin:accounts_roleassignment_add"), typed)

    assert (panel.name in response.content.decode()) is is_refused
    assert seat.user.role_assignments.filter(role=role).exists() is not is_refused


def test_role_given_after_the_panel_closed_then_is_given_and_keeps_the_panel_closed(room, people):
    panel, _listed, seat, _persons = room
    Panel.objects.filter(pk=panel.pk).update(closed_at=timezone.now(), closed_by=people.organiser)

    given = assign_role(user=seat.user, role=Role.AUDITOR, actor=people.organiser, at=timezone.now())

    assert given.role == Role.AUDITOR
    with pytest.raises(SeesAllMarksError):
        reopen_panel(panel=panel, reason="Satu nilai keliru.", actor=people.organiser, at=timezone.now())
    assert Panel.objects.get(pk=panel.pk).closed_at is not None


def _day(days):
    return timezone.localdate() + timedelta(days=days)


def _given(user, starts, ends):
    """An auditor's role with days as they stand in the table, counted from today."""
    return accounts.RoleAssignmentFactory(user=user, role=Role.AUDITOR, starts_on=_day(starts), ends_on=_day(ends))


def test_role_that_ended_when_its_term_is_moved_over_a_seat_then_is_refused(client, room, people):
    panel, _listed, seat, _persons = room
    role = _given(seat.user, -60, -30)
    client.force_login(people.organiser)
    address = reverse("admin:accounts_roleassignment_change", args=[role.pk])

    page = client.post(address, {"starts_on": _day(-60), "ends_on": _day(30)}).content.decode()
    with pytest.raises(RoleClashError):
        change_term(assignment=role, starts_on=_day(-60), ends_on=None, actor=people.organiser, at=timezone.now())

    role.refresh_from_db()
    assert (panel.name in page, role.ends_on) == (True, _day(-30))
    assert not AuditEntry.objects.filter(action="role.change_term").exists()


@pytest.mark.parametrize(
    ("joined", "left", "starts", "ends", "is_refused"),
    [
        (10, None, 0, 5, False),
        (10, None, 0, 10, True),
        (-9, 5, 6, 9, False),
        (-9, 5, 5, 9, True),
        (-9, -1, -9, 9, False),
    ],
    ids=["before the seat", "until its first day", "after it", "from its last day", "seat over"],
)
def test_role_with_days_then_is_refused_only_where_they_meet_the_seats(
    room, people, joined, left, starts, ends, is_refused
):
    _panel, _listed, seat, _persons = room
    Juror.objects.filter(pk=seat.pk).update(joined_on=_day(joined), left_on=left if left is None else _day(left))
    days = {"starts_on": _day(starts), "ends_on": _day(ends)}

    with pytest.raises(RoleClashError) if is_refused else nullcontext():
        assign_role(
            user=seat.user, role=Role.AUDITOR, place=RolePlace(**days), actor=people.organiser, at=timezone.now()
        )

    assert seat.user.role_assignments.filter(role=Role.AUDITOR).exists() is not is_refused


@pytest.mark.parametrize(
    ("joined", "starts", "ends", "is_refused"),
    [(0, 1, 9, True), (0, -9, -1, False), (5, -9, 5, True), (5, -9, 4, False)],
    ids=["role begins tomorrow", "role over", "role until the first day", "role ends before"],
)
def test_seat_for_whoever_holds_a_role_then_is_refused_only_where_the_days_meet(
    room, people, joined, starts, ends, is_refused
):
    panel, _listed, _seat, _persons = room
    person = accounts.juror(username="calon")
    _given(person, starts, ends)
    seat = Seat(seat_type=SeatType.LAW, joined_on=_day(joined))

    with pytest.raises(SeesAllMarksError) if is_refused else nullcontext():
        seat_juror(panel=panel, user=person, seat=seat, actor=people.organiser, at=timezone.now())

    assert Juror.objects.filter(user=person).exists() is not is_refused


def test_seat_that_ended_when_its_days_are_moved_over_a_role_then_is_refused(client, room, people):
    _panel, _listed, seat, _persons = room
    Juror.objects.filter(pk=seat.pk).update(left_on=_day(-10))
    _given(seat.user, -9, 30)
    client.force_login(people.organiser)
    typed = {"seat_type": seat.seat_type, "joined_on": seat.joined_on, "left_on": ""}

    page = client.post(reverse("admin:awards_juror_change", args=[seat.pk]), typed).content.decode()

    seat.refresh_from_db()
    assert ("melihat nilai semua juri" in page, seat.left_on) == (True, _day(-10))
