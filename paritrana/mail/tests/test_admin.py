"""The outbox in the panel: the province's own mails only, and sending again for those who steer."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paritrana.audit.models import AuditEntry
from paritrana.mail.models import Mail, MailState
from paritrana.mail.tests.factories import NOW, MailFactory

pytestmark = pytest.mark.django_db

LIST = "admin:mail_mail_changelist"


@pytest.mark.parametrize(
    ("role", "status", "seen"),
    [
        ("stranger", 302, ()),
        ("entrant", 302, ()),
        ("verifier", 302, ()),
        ("juror", 403, ()),
        ("other_secretariat", 200, ()),
        ("secretariat", 200, ("bima@contoh.example",)),
        ("auditor", 200, ("bima@contoh.example", "bali@contoh.example", "nasional@contoh.example")),
        ("organiser", 200, ("bima@contoh.example", "bali@contoh.example", "nasional@contoh.example")),
    ],
)
def test_outbox_shows_the_mails_within_the_own_region(client, people, role, status, seen):
    for address, region_code in (("bima", "52.06"), ("bali", "51.03"), ("nasional", "")):
        MailFactory(address=f"{address}@contoh.example", region_code=region_code)
    client.force_login(getattr(people, role))

    answer = client.get(reverse(LIST))

    page = answer.content.decode()
    found = [mail.address for mail in Mail.objects.all() if mail.address in page]
    assert (answer.status_code, sorted(found)) == (status, sorted(seen))


RETURNED = "admin:mail_mail_upload_returned"


@pytest.mark.parametrize(
    ("role", "status", "marked"),
    [
        ("entrant", 302, 0),
        ("juror", 403, 0),
        ("auditor", 403, 0),
        ("other_secretariat", 302, 0),
        ("secretariat", 302, 1),
        ("organiser", 302, 1),
    ],
)
def test_returned_list_when_uploaded_then_marks_the_newest_mail_within_the_own_region(
    client, people, role, status, marked
):
    sent = {"region_code": "52.06", "state": MailState.SENT, "sent_at": NOW, "address": "siti@contoh.example"}
    MailFactory(**sent, claimed_at=NOW)
    new = MailFactory(**sent, claimed_at=NOW + datetime.timedelta(days=1))
    client.force_login(getattr(people, role))
    file = SimpleUploadedFile("kembali.csv", b"Alamat;Sebab\nSITI@contoh.example;Kotak penuh\nlain@contoh.example;x\n")

    answer = client.post(reverse(RETURNED), {"file": file})

    assert answer.status_code == status
    assert list(Mail.objects.exclude(bounced_at=None).values_list("pk", "bounce")) == [(new.pk, "Kotak penuh")] * marked
    assert AuditEntry.objects.filter(action="mail.bounce").count() == marked


@pytest.mark.parametrize("content", [b"nama\nSiti\n", b"", b"\x00\x01"], ids=["no column", "empty", "no table"])
def test_returned_list_when_it_is_none_then_says_so_and_marks_nothing(client, people, content):
    MailFactory(state=MailState.SENT, sent_at=NOW, claimed_at=NOW)
    client.force_login(people.organiser)

    answer = client.post(reverse(RETURNED), {"file": SimpleUploadedFile("kembali.csv", content)})

    assert (answer.status_code, Mail.objects.get().bounced_at) == (400, None)


@pytest.mark.parametrize("role", ["juror", "other_secretariat", "secretariat", "auditor", "organiser"])
def test_sending_again_belongs_to_organiser_and_own_secretariat(client, people, role):
    mail = MailFactory(region_code="52.06", state=MailState.FAILED)
    client.force_login(getattr(people, role))

    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [str(mail.pk)]})

    mail.refresh_from_db()
    assert mail.state == (MailState.QUEUED if role in ("secretariat", "organiser") else MailState.FAILED)


def expired(**fields):
    return MailFactory(state=MailState.EXPIRED, send_before=NOW, error="Tidak sempat terkirim.", **fields)


def ask(client, *mails, **sent):
    return client.post(reverse(LIST), {"action": "send_expired", "_selected_action": [m.pk for m in mails], **sent})


def test_expired_mail_when_chosen_then_is_previewed_with_its_count_and_nothing_moves(client, people):
    mails = [expired(body="Batas 20 Mei."), expired(), expired(recipient__email="", address="lama@contoh.example")]
    mails.append(MailFactory(state=MailState.SENT, sent_at=NOW))
    client.force_login(people.organiser)

    page = ask(client, *mails).content.decode()

    assert "2 surat akan dikirim" in page
    assert "2 surat tetap" in page
    assert "Batas 20 Mei." in page
    assert Mail.objects.filter(state=MailState.EXPIRED).count() == 3


def test_expired_mail_when_confirmed_twice_then_goes_once_to_the_present_address_and_is_audited(client, people):
    mail = expired(attempts=3)
    type(people.entrant).objects.filter(pk=mail.recipient_id).update(email="baru@contoh.example")
    client.force_login(people.organiser)
    seen = ask(client, mail).context["fingerprint"]

    ask(client, mail, fingerprint=seen)
    Mail.objects.update(state=MailState.SENT, sent_at=NOW)
    again = ask(client, mail, fingerprint=seen)

    sent = Mail.objects.get()
    assert (sent.state, sent.address, sent.send_before, sent.attempts) == (
        MailState.SENT,
        "baru@contoh.example",
        None,
        0,
    )
    assert "0 surat akan dikirim" in again.content.decode()
    (entry,) = AuditEntry.objects.filter(action="mail.send_expired")
    assert (entry.actor, entry.changes["was"], entry.changes["to"]) == (
        people.organiser,
        "expired",
        Mail.objects.get().recipient_id,
    )


def test_expired_mail_when_the_list_changed_since_the_preview_then_asks_again(client, people):
    first, second = expired(), expired()
    client.force_login(people.organiser)
    seen = ask(client, first).context["fingerprint"]

    page = ask(client, first, second, fingerprint=seen).content.decode()

    assert "Daftarnya berubah" in page
    assert Mail.objects.filter(state=MailState.EXPIRED).count() == 2


@pytest.mark.parametrize("role", ["juror", "other_secretariat", "secretariat", "auditor", "organiser"])
def test_sending_expired_belongs_to_organiser_and_own_secretariat(client, people, role):
    mail = expired(region_code="52.06")
    client.force_login(people.organiser)
    seen = ask(client, mail).context["fingerprint"]
    client.force_login(getattr(people, role))

    ask(client, mail, fingerprint=seen)

    mail.refresh_from_db()
    assert mail.state == (MailState.QUEUED if role in ("secretariat", "organiser") else MailState.EXPIRED)
