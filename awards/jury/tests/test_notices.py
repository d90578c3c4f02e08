"""Jurors are told of what happens to their own work, on the start page and once by mail in their language."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import StageKind
from awards.jury.models.notices import JurorNotice, NoticeKind
from awards.jury.models.panels import PanelVisibility, Visibility
from awards.jury.notices import tell_jurors
from awards.jury.selectors.noticed import said_notices, unread_notices, untold_notices
from awards.jury.services.plenary import open_moderation, open_plenary, write_remark
from awards.jury.services.scorecards import reopen_scorecard
from awards.jury.tasks import EVERYBODY, TELL_JOB, watch_notices
from awards.tests.factories import jury as make
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import failed_twice
from paritrana.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A chair and a juror who confirmed the first entry, and one who has not."""
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    chair = make.seat(panel, "ketua", is_chair=True)
    done, waiting = make.seat(panel, "sudah"), make.seat(panel, "belum")
    for seat in (chair, done, waiting):
        make.declare_free(seat, listed)
    for seat in (chair, done):
        make.confirmed_card(seat, listed[0])
    return panel, listed, chair, done, waiting


def _told():
    return sorted(JurorNotice.objects.values_list("juror__user__username", "kind"))


def _reopen(card, chair, reason="Berkas susulan sah."):
    return reopen_scorecard(card=card, reason=reason, actor=chair.user, at=timezone.now())


def test_card_when_re_opened_then_its_juror_reads_why_on_the_start_page_until_read(client, table):
    _panel, (entry, _other), chair, done, waiting = table
    _reopen(done.scorecards.get(entry=entry), chair)
    client.force_login(waiting.user)
    elsewhere = client.get(reverse("admin:jury_start")).content.decode()
    client.force_login(done.user)
    page = client.get(reverse("admin:jury_start")).content.decode()
    notice = JurorNotice.objects.get()

    client.post(reverse("admin:jury_read", args=[notice.pk]))

    assert f"Lembar nilai Anda untuk {entry.name} dibuka kembali. Alasannya: Berkas susulan sah." in page
    assert "Berkas susulan sah." not in elsewhere
    assert "Berkas susulan sah." not in client.get(reverse("admin:jury_start")).content.decode()


def test_notice_when_another_juror_reads_it_then_it_stays(client, table):
    _panel, (entry, _other), chair, done, waiting = table
    _reopen(done.scorecards.get(entry=entry), chair)
    client.force_login(waiting.user)

    answer = client.post(reverse("admin:jury_read", args=[JurorNotice.objects.get().pk]))

    assert (answer.status_code, JurorNotice.objects.filter(seen_at=None).count()) == (404, 1)


@pytest.mark.parametrize("kind", [NoticeKind.DISCUSSED, NoticeKind.MODERATED])
def test_own_mark_when_it_is_talked_about_then_only_who_may_see_is_told_and_never_the_one_who_wrote(table, kind):
    panel, (entry, _other), chair, _done, _waiting = table
    for _turn in range(2 if kind == NoticeKind.DISCUSSED else 1):
        if kind == NoticeKind.DISCUSSED:
            write_remark(panel=panel, entry=entry, text="Saya beri 9.", actor=chair.user, at=timezone.now())
        else:
            open_moderation(panel=panel, entry=entry, criterion="materi", actor=chair.user, at=timezone.now())

    assert _told() == [("sudah", str(kind))]
    ((_notice, said),) = said_notices(JurorNotice.objects.get().juror)
    assert "9" not in said.replace(entry.name, "")


def test_discussion_when_the_stage_hides_the_others_marks_then_nobody_is_told(table):
    panel, (entry, _other), chair, *_rest = table
    PanelVisibility.objects.create(panel=panel, stage=StageKind.JURY, rule=Visibility.NEVER)

    write_remark(panel=panel, entry=entry, text="Halo.", actor=chair.user, at=timezone.now())

    assert _told() == []


def test_sitting_when_it_begins_then_all_others_at_the_table_are_told(table):
    panel, listed, chair, *_rest = table

    open_plenary(panel=panel, order=listed, actor=chair.user, at=timezone.now())

    assert _told() == [("belum", "sitting"), ("sudah", "sitting")]


def test_reason_when_it_names_an_entry_kept_from_the_juror_then_it_stays_out(table):
    _panel, (entry, other), chair, done, _waiting = table
    make.conflict(done, other, state="confirmed")
    _reopen(done.scorecards.get(entry=entry), chair, reason=f"Tertukar dengan {other.name}.")

    ((_notice, said),) = said_notices(done)

    assert other.name not in said
    assert "Tanyakan alasannya kepada sekretariat." in said


def test_remark_when_it_names_an_entry_kept_from_the_juror_then_it_is_not_told(table):
    panel, (entry, other), chair, done, _waiting = table
    make.conflict(done, other, state="confirmed")

    write_remark(panel=panel, entry=entry, text=f"{other.name} lebih kuat.", actor=chair.user, at=timezone.now())

    assert _told() == []


def test_remark_when_it_names_an_entry_kept_from_the_juror_later_then_neither_page_nor_mail_tells(table):
    panel, (entry, other), chair, done, _waiting = table
    write_remark(panel=panel, entry=entry, text=f"{other.name} lebih kuat.", actor=chair.user, at=timezone.now())
    make.conflict(done, other, state="confirmed")

    written = [tell_jurors(at=timezone.now()) for _turn in range(2)]

    assert (said_notices(done), written, untold_notices().exists()) == ([], [0, 0], False)


def test_notice_when_the_entry_is_kept_from_the_juror_meanwhile_then_neither_page_nor_mail_tells(table):
    _panel, (entry, _other), chair, done, _waiting = table
    _reopen(done.scorecards.get(entry=entry), chair)
    make.conflict(done, entry, state="confirmed")

    written = tell_jurors(at=timezone.now())

    assert (list(unread_notices(done)), written, Mail.objects.count()) == ([], 0, 0)


def test_mails_then_each_goes_out_once_in_its_readers_language_without_any_mark(table):
    panel, (entry, _other), chair, done, waiting = table
    type(done.user).objects.filter(pk=done.user_id).update(email="sudah@contoh.id", language="en")
    type(done.user).objects.filter(pk=waiting.user_id).update(email="belum@contoh.id")
    _reopen(done.scorecards.get(entry=entry), chair)
    open_plenary(panel=panel, order=[entry], actor=chair.user, at=timezone.now())

    watch_notices()
    watch_notices()
    tell_jurors(at=timezone.now())

    letters = {(mail.recipient.username, mail.subject.split(": ")[1]) for mail in Mail.objects.all()}
    bodies = "\n".join(Mail.objects.order_by("pk").values_list("body", flat=True))
    assert letters == {("sudah", "news about your scoring"), ("belum", "kabar tentang penilaian Anda")}
    assert Mail.objects.count() == 3
    assert "was re-opened. The reason: Berkas susulan sah." in bodies
    assert "Pleno Tim 9 NTB sudah dimulai." in bodies
    assert not JurorNotice.objects.filter(told_at=None).exists()


def test_watch_notices_when_telling_failed_twice_then_it_rests_a_minute(table):
    _panel, (entry, _other), chair, done, _waiting = table
    _reopen(done.scorecards.get(entry=entry), chair)
    at = timezone.now()
    failed_twice(TELL_JOB, EVERYBODY, at=at)

    watch_notices()
    resting = Job.objects.filter(state=JobState.QUEUED).count()
    with time_machine.travel(at + datetime.timedelta(minutes=2), tick=False):
        watch_notices()

    assert (resting, Job.objects.filter(state=JobState.QUEUED).count()) == (0, 1)


def test_mail_when_the_card_is_re_opened_again_unread_then_the_new_reason_is_told(table):
    _panel, (entry, _other), chair, done, _waiting = table
    type(done.user).objects.filter(pk=done.user_id).update(email="sudah@contoh.id")
    _reopen(done.scorecards.get(entry=entry), chair)
    tell_jurors(at=timezone.now())
    card = done.scorecards.get(entry=entry)
    type(card).objects.filter(pk=card.pk).update(state="confirmed", confirmed_at=timezone.now())
    card.refresh_from_db()
    _reopen(card, chair, reason="Salah lampiran.")

    tell_jurors(at=timezone.now())

    bodies = Mail.objects.order_by("created_at").values_list("body", flat=True)
    assert ["Salah lampiran." in body for body in bodies] == [False, True]
    assert JurorNotice.objects.count() == 1


def test_start_page_when_it_shows_one_or_three_notices_then_the_queries_are_the_same(
    client, table, django_assert_max_num_queries
):
    _panel, listed, _chair, done, _waiting = table
    client.force_login(done.user)
    for kind in NoticeKind.values:
        JurorNotice.objects.create(juror=done, kind=kind, entry=listed[0], reason="A.", created_at=timezone.now())
    seen = JurorNotice.objects.exclude(kind="sitting")
    seen.update(seen_at=timezone.now())
    with django_assert_max_num_queries(100) as one:
        client.get(reverse("admin:jury_start"))
    seen.exclude(kind="reopened").update(seen_at=None)
    with django_assert_max_num_queries(100) as three:
        client.get(reverse("admin:jury_start"))

    assert len(three) == len(one)
