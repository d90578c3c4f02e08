"""Hand the outbox to the mail server: claim, send, settle, one mail after the other.

The claim is committed before the server hears of a mail. A worker killed in between leaves the row in `sending`; the
next one does not touch it. So a mail may be left unsent (and a person is told), but never goes out twice by itself.
"""

import datetime
import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from paritrana.jobs.registry import Progress
from paritrana.mail import services
from paritrana.mail.layout import letter_html
from paritrana.mail.models import Mail, MailState
from paritrana.mail.private_links import PrivateLinkGoneError, with_private_link

# One connection carries so many mails; servers hang up on those who stay longer.
BATCH = 50
TEMPORARY = range(400, 500)


class ServerAwayError(Exception):
    """No mail can leave now: whoever tries the next one only waits as long again."""


Clock = Callable[[], datetime.datetime]


def due_mails(at: datetime.datetime) -> "list[Mail]":
    """Return the next mails to send, the oldest first."""
    rows = Mail.objects.filter(state=MailState.QUEUED, send_after__lte=at)
    return list(rows.order_by("send_after", "pk")[:BATCH])


def deliver(*, progress: Progress, now: Clock) -> int:
    """Send everything that is due; return how many mails left. May be stopped and started at any point.

    A server that is away ends the round after one attempt: the other mails keep theirs.
    """
    services.close_abandoned_mails(at=now())
    sent = seen = 0
    while batch := due_mails(now()):
        connection = get_connection(fail_silently=False)
        try:
            for mail in batch:
                progress.advance(seen, seen + len(batch), mail.address)
                sent += _attempt(mail, connection, now)
                seen += 1
        except ServerAwayError:
            break
        finally:
            connection.close()
    return sent


def _attempt(mail: Mail, connection: BaseEmailBackend, now: Clock) -> bool:
    """Send one mail and settle its row; an unforeseen exception leaves it to be settled later."""
    if not services.claim_mail(mail=mail, at=now()):
        return False
    try:
        message = message_of(mail)
        message.message()
        connection.open()
    except PrivateLinkGoneError as gone:
        services.mark_failed(mail=mail, error=str(gone))
        return False
    except ValueError as fault:
        services.mark_failed(mail=mail, error=_("Surat tidak dapat dibuat untuk alamat ini: %s") % fault)
        return False
    except (OSError, smtplib.SMTPException) as fault:
        services.put_back(mail=mail, error=_("Server surat tidak dapat dihubungi: %s") % fault, at=now())
        raise ServerAwayError from fault
    try:
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as fault:
        _settle_fault(mail, fault, now)
        connection.close()
        return False
    return services.mark_sent(mail=mail, at=now())


def _settle_fault(mail: Mail, fault: Exception, now: Clock) -> None:
    """A refusal with a code is certain; a broken line is not."""
    if isinstance(fault, smtplib.SMTPResponseException):
        _refused(mail, fault.smtp_code, fault.smtp_error, now)
    elif isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(fault.recipients.values()))
        _refused(mail, code, reason, now)
    else:
        sentence = _("Sambungan putus saat mengirim, jadi surat ini mungkin sudah sampai: %s")
        services.mark_unsure(mail=mail, error=sentence % fault)


def _refused(mail: Mail, code: int, reason: bytes | str, now: Clock) -> None:
    error = f"{code} {reason.decode(errors='replace') if isinstance(reason, bytes) else reason}"
    if code in TEMPORARY:
        services.put_back(mail=mail, error=error, at=now())
    else:
        services.mark_failed(mail=mail, error=error)


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return the mail as it goes out, as text and as HTML. Its Message-ID is its row's: a copy is recognised as one."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    language = mail.language or settings.LANGUAGE_CODE
    body = with_private_link(mail)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=body,
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.pk.hex}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    message.attach_alternative(letter_html(subject=mail.subject, body=body, language=language), "text/html")
    return message
