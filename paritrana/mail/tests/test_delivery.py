"""Every mail leaves once or a person is told why not, wherever the worker dies and whatever the server says."""

import datetime

import pytest
import time_machine
from django.core import mail as django_mail
from django.db.models import QuerySet
from django.utils import timezone

from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.registry import JobLostError
from paritrana.jobs.tests.factories import failed_twice
from paritrana.mail.delivery import deliver
from paritrana.mail.models import Mail, MailState
from paritrana.mail.services import ABANDONED, PAUSES, Addressed, Letter, queue_mail, resend_mails
from paritrana.mail.tasks import DELIVER_JOB, OUTBOX, watch_outbox
from paritrana.mail.tests.factories import BACKEND, BUSY, CUT, NOW, REFUSED, Killed, MailFactory, ScriptedBackend

pytestmark = pytest.mark.django_db

SECOND = datetime.timedelta(seconds=1)


class Steps:
    """Progress that can be told to say: somebody else holds the job."""

    def __init__(self, lost_at=None):
        self.lost_at = lost_at
        self.count = 0

    def advance(self, done, total, step=""):
        if self.count == self.lost_at:
            raise JobLostError
        self.count += 1


@pytest.fixture(autouse=True)
def _server(settings):
    settings.EMAIL_BACKEND = BACKEND
    settings.DEFAULT_FROM_EMAIL = "Paritrana <surat@contoh.example>"
    ScriptedBackend.play()


def run(at=NOW + SECOND, progress=None):
    return deliver(progress=progress or Steps(), now=lambda: at)


def states():
    return list(Mail.objects.order_by("send_after", "pk").values_list("state", flat=True))


def test_deliver_when_mails_are_due_then_each_goes_out_once_under_its_own_number():
    mails = MailFactory.create_batch(3)

    assert (run(), run()) == (3, 0)

    assert [message.to for message in django_mail.outbox] == [[mail.address] for mail in mails]
    sent = django_mail.outbox[0].message()
    assert sent["Message-ID"] == f"<{mails[0].pk.hex}@contoh.example>"
    assert (sent["From"], sent["Auto-Submitted"]) == ("Paritrana <surat@contoh.example>", "auto-generated")
    assert states() == [MailState.SENT] * 3


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("moment", ["faults", "after"], ids=["before the server has it", "after the server has it"])
def test_deliver_when_the_worker_is_killed_anywhere_then_no_mail_goes_out_twice(place, moment):
    MailFactory.create_batch(3)
    ScriptedBackend.play(**{moment: {place: Killed()}})
    with pytest.raises(Killed):
        run()
    ScriptedBackend.play()

    run()
    run(NOW + ABANDONED + 2 * SECOND)

    addresses = [message.to[0] for message in django_mail.outbox]
    assert len(addresses) == len(set(addresses)) == (3 if moment == "after" else 2)
    expected = [MailState.SENT] * 3
    expected[place] = MailState.UNSURE
    assert states() == expected
    assert "mungkin sudah sampai" in Mail.objects.get(state=MailState.UNSURE).error


def test_deliver_when_another_runner_holds_the_job_then_stops_before_the_next_mail():
    MailFactory.create_batch(3)

    with pytest.raises(JobLostError):
        run(progress=Steps(lost_at=1))

    assert states() == [MailState.SENT, MailState.QUEUED, MailState.QUEUED]


def test_deliver_when_server_cannot_be_reached_then_tries_later_and_gives_up_after_the_last_pause():
    MailFactory()
    ScriptedBackend.play(open_fault=ConnectionRefusedError("refused"))
    at = NOW + SECOND

    for pause in PAUSES:
        assert run(at) == 0
        assert (states(), run(at + pause - SECOND)) == ([MailState.QUEUED], 0)
        at += pause
    run(at)

    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.FAILED, len(PAUSES) + 1)
    assert "tidak dapat dihubungi" in mail.error


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        (REFUSED, MailState.FAILED, "550 No such user"),
        (BUSY, MailState.QUEUED, "451 Try later"),
        (CUT, MailState.UNSURE, "mungkin sudah sampai"),
        (TimeoutError("timed out"), MailState.UNSURE, "mungkin sudah sampai"),
    ],
)
def test_deliver_when_server_refuses_one_then_the_others_leave_and_the_reason_is_kept(fault, state, said):
    MailFactory.create_batch(3)
    ScriptedBackend.play(faults={1: fault})

    assert run() == 2

    assert states()[0] == MailState.SENT
    assert sorted(states()) == sorted([MailState.SENT, MailState.SENT, state])
    assert said in Mail.objects.exclude(state=MailState.SENT).get().error


def test_deliver_when_an_address_cannot_be_written_then_only_that_mail_fails():
    MailFactory(address="a@contoh.example\nBcc: semua@contoh.example")
    MailFactory()

    assert run() == 1

    assert sorted(states()) == [MailState.FAILED, MailState.SENT]


def test_deliver_when_the_time_of_a_mail_is_over_then_it_expires_unsent():
    MailFactory(send_before=NOW)

    assert (run(), states()) == (0, [MailState.EXPIRED])


def test_queue_mail_when_the_occasion_repeats_or_nobody_can_be_reached_then_makes_no_row():
    recipient = MailFactory().recipient
    addressed = Addressed(recipient, Letter("Perihal\r\nBcc: semua@contoh.example", "Isi"))

    rows = [queue_mail(addressed=addressed, key="uji", send_before=None, at=NOW) for _time in range(2)]
    recipient.email = ""

    assert rows[0].subject == "Perihal Bcc: semua@contoh.example"
    assert rows[1] is None
    assert queue_mail(addressed=addressed, key="lain", send_before=None, at=NOW) is None


def test_deliver_when_server_is_away_then_one_mail_is_tried_and_the_others_keep_their_attempts():
    MailFactory.create_batch(60)
    ScriptedBackend.play(open_fault=ConnectionRefusedError("refused"))
    progress = Steps()

    assert run(progress=progress) == 0

    assert progress.count == 1
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0] * 59 + [1]
    ScriptedBackend.play()
    assert run() == 59


def test_resend_when_another_was_first_then_records_nothing(people):
    mail = MailFactory(state=MailState.FAILED)

    class Stale(QuerySet):
        """Reads the mail as it was before another person's press."""

        def select_related(self, *fields):
            rows = list(super().select_related(*fields))
            Mail.objects.update(state=MailState.QUEUED)
            return Read(rows)

    class Read(list):
        def order_by(self, *_fields):
            return self

    assert resend_mails(mails=Stale(Mail), actor=people.organiser, at=NOW) == 0

    assert (Mail.objects.get().pk, AuditEntry.objects.filter(action="mail.resend").count()) == (mail.pk, 0)


def test_resend_when_the_address_was_mended_then_goes_there_and_keeps_when_it_was_tried(people):
    mail = MailFactory(state=MailState.UNSURE, claimed_at=NOW)
    type(people.entrant).objects.filter(pk=mail.recipient_id).update(email="benar@contoh.example")

    resend_mails(mails=Mail.objects.all(), actor=people.organiser, at=NOW + SECOND)

    again = Mail.objects.get()
    assert (again.state, again.address, again.claimed_at) == (MailState.QUEUED, "benar@contoh.example", NOW)
    assert AuditEntry.objects.get(action="mail.resend").changes == {"was": "unsure", "to": again.recipient_id}


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"state": MailState.FAILED, "send_before": NOW}, 0),
        ({"state": MailState.EXPIRED, "send_before": NOW}, 0),
        ({"state": MailState.FAILED, "send_before": NOW + 2 * SECOND}, 1),
        ({"state": MailState.FAILED, "recipient__email": "", "address": "lama@contoh.example"}, 0),
    ],
    ids=["its time is over", "expired", "still in time", "recipient without address"],
)
def test_resend_when_the_occasion_is_over_then_stays(people, fields, sent):
    MailFactory(**fields)

    assert resend_mails(mails=Mail.objects.all(), actor=people.organiser, at=NOW) == sent
    assert run() == sent


def test_resend_when_some_failed_then_only_those_go_again(people):
    MailFactory(state=MailState.FAILED, attempts=5)
    MailFactory(state=MailState.UNSURE)
    MailFactory(state=MailState.SENT, sent_at=NOW)

    assert resend_mails(mails=Mail.objects.all(), actor=people.organiser, at=NOW) == 2
    assert run() == 2
    assert len(django_mail.outbox) == 2


def test_watch_outbox_when_delivering_failed_twice_then_it_rests_a_minute():
    MailFactory()
    at = timezone.now()
    failed_twice(DELIVER_JOB, OUTBOX, at=at)

    watch_outbox()
    resting = Job.objects.filter(state=JobState.QUEUED).count()
    with time_machine.travel(at + datetime.timedelta(minutes=2), tick=False):
        watch_outbox()

    assert (resting, Job.objects.filter(state=JobState.QUEUED).count()) == (0, 1)


def test_watch_outbox_when_nothing_is_due_then_makes_no_job_and_else_one_that_sends(
    django_capture_on_commit_callbacks,
):
    watch_outbox()
    assert Job.objects.count() == 0
    MailFactory.create_batch(2)

    with django_capture_on_commit_callbacks(execute=True):
        watch_outbox()
        watch_outbox()

    assert Job.objects.get().state == JobState.DONE
    assert len(django_mail.outbox) == 2
