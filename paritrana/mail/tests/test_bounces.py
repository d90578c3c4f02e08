"""A mail that comes back is told at its row and its reader, once, and only when the report knows our own number."""

import pytest

from paritrana.mail.bounces import Bounce, read_bounce
from paritrana.mail.mailbox import MailboxAwayError, mailbox_address, read_unseen
from paritrana.mail.models import Mail, MailState
from paritrana.mail.selectors import bounce_of, bounces_of
from paritrana.mail.services import note_bounce
from paritrana.mail.tasks import read_mailbox
from paritrana.mail.tests.factories import NOW, MailFactory
from paritrana.mail.tests.imap_server import imap_server

REPORT = """From: MAILER-DAEMON@contoh.example
To: surat@contoh.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="batas"

--batas
Content-Type: text/plain

Surat tidak sampai.

--batas
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.contoh.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--batas
Content-Type: {enclosed}

Message-ID: {number}
Subject: Isian Anda

--batas--
"""


def report(
    number="<" + "a" * 32 + "@contoh.example>", *, address="Siti@Contoh.example", action="failed",
    enclosed="text/rfc822-headers",
):  # fmt: skip
    text = REPORT.format(number=number, address=address, action=action, enclosed=enclosed)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("enclosed", ["text/rfc822-headers", "message/rfc822"])
def test_report_when_a_mail_failed_then_says_which_whom_and_why(enclosed):
    expected = Bounce("a" * 32, "siti@contoh.example", "smtp; 550 5.1.1 User unknown")

    assert read_bounce(report(enclosed=enclosed)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(report(action="delayed"), id="only late"),
        pytest.param(report("<lain@contoh.example>"), id="not our number"),
        pytest.param(b"Subject: Saya sedang cuti\r\n\r\nKembali Senin.", id="a person away"),
        pytest.param(b"\xff\xfe\x00", id="no mail at all"),
    ],
)
def test_report_when_it_is_none_about_us_then_nothing_is_read(raw):
    assert read_bounce(raw) is None


@pytest.fixture
def mail(db):
    return MailFactory(state=MailState.SENT, sent_at=NOW, claimed_at=NOW)


def test_bounce_when_noted_then_stands_at_mail_and_reader_once_until_the_address_changes(mail):
    bounce = Bounce(mail.pk.hex, mail.address, "User unknown")

    noted = [note_bounce(bounce=bounce, at=NOW), note_bounce(bounce=bounce, at=NOW)]

    assert noted == [True, False]
    assert bounce_of(mail.recipient).bounce == "User unknown"
    assert list(bounces_of([mail.recipient.pk])) == [mail.recipient.pk]
    mail.recipient.email = "baru@contoh.example"
    mail.recipient.save()
    assert bounce_of(mail.recipient) is None


@pytest.mark.parametrize("changes", [{"mail_key": "b" * 32}, {"address": "lain@contoh.example"}], ids=["row", "reader"])
def test_bounce_when_it_fits_no_mail_then_nothing_changes(mail, changes):
    bounce = Bounce(**{"mail_key": mail.pk.hex, "address": mail.address, "reason": "x", **changes})

    assert not note_bounce(bounce=bounce, at=NOW)
    assert Mail.objects.get().bounced_at is None


def test_mailbox_when_read_then_reports_are_noted_marked_seen_and_not_read_again(mail, settings):
    raw = report(f"<{mail.pk.hex}@contoh.example>", address=mail.address)
    with imap_server([b"Subject: cuti\r\n\r\nx", raw]) as server:
        port = server.server_address[1]
        settings.BOUNCES_URL = f"imap://surat:rahasia@127.0.0.1:{port}/INBOX"
        read_mailbox("", None)
        again = []
        read_unseen(mailbox_address(settings.BOUNCES_URL), again.append, seconds=5)

    assert (server.seen, again) == ({1, 2}, [])
    assert Mail.objects.get().bounce == "smtp; 550 5.1.1 User unknown"


@pytest.mark.parametrize(
    "crooked",
    [
        report("<"),
        report("<@>", enclosed="message/rfc822"),
        b"Content-Type: message/rfc822\r\n\r\n" * 8000,
        report(address="a\x00b@contoh.example"),
    ],
    ids=["half a key", "a key of nothing", "nested without end", "NUL in an address"],
)
def test_mailbox_when_strangers_send_what_no_parser_bears_then_the_reports_behind_are_read(mail, settings, crooked):
    raw = report(f"<{mail.pk.hex}@contoh.example>", address=mail.address)
    with imap_server([crooked, raw]) as server:
        settings.BOUNCES_URL = f"imap://surat:rahasia@127.0.0.1:{server.server_address[1]}/INBOX"
        read_mailbox("", None)

    assert server.seen == {1, 2}
    assert Mail.objects.get().bounce == "smtp; 550 5.1.1 User unknown"


def test_mailbox_when_a_message_could_not_be_recorded_then_it_stays_unseen():
    def broken(_raw):
        raise RuntimeError

    with imap_server([b"x"]) as server:
        address = mailbox_address(f"imap://surat:rahasia@127.0.0.1:{server.server_address[1]}")
        with pytest.raises(RuntimeError):
            read_unseen(address, broken, seconds=5)

    assert server.seen == set()


def test_mailbox_when_the_password_is_wrong_or_nobody_is_there_then_says_so():
    with imap_server([]) as server:
        port = server.server_address[1]
        with pytest.raises(MailboxAwayError):
            read_unseen(mailbox_address(f"imap://surat:salah@127.0.0.1:{port}"), print, seconds=5)
    with pytest.raises(MailboxAwayError):
        read_unseen(mailbox_address("imap://surat:rahasia@127.0.0.1:1"), print, seconds=5)


@pytest.mark.parametrize("url", ["https://contoh.example/", "imaps:///INBOX"])
def test_address_when_it_is_no_mailbox_then_refused(url):
    with pytest.raises(ValueError, match="BOUNCES_URL"):
        mailbox_address(url)
