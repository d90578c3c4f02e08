"""The moves of a mail. Each is one conditional update; putting one in and sending it are different people's work.

queued -> sending -> sent | queued (try later) | failed | unsure (nobody knows whether it went out)
queued -> expired | cancelled            failed | unsure | expired -> queued (a person asks)
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.plain_text import one_line
from paritrana.mail.bounces import Bounce
from paritrana.mail.models import Mail, Mailing, MailState

# A mailing waits so long before its first mail leaves: time to call it back.
HOLD = datetime.timedelta(minutes=2)
# An attempt that gave no sign for so long died with its worker; longer than any mail server may take.
ABANDONED = datetime.timedelta(minutes=10)
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
SUBJECT_LIMIT = 200
RESENDABLE = (MailState.FAILED, MailState.UNSURE)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: plain text, with the links that the product itself made."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter for one person, and the region whose secretariat may see it."""

    recipient: User
    letter: Letter
    region_code: str = ""


class MailingRefusedError(Exception):
    """The mailing is not made; the message says why. Nothing is sent."""


def _mail(addressed: Addressed, *, key: str, mailing: Mailing | None, at: datetime.datetime) -> Mail:
    return Mail(
        key=key,
        mailing=mailing,
        recipient=addressed.recipient,
        address=addressed.recipient.email,
        subject=one_line(addressed.letter.subject, limit=SUBJECT_LIMIT),
        body=addressed.letter.body,
        language=addressed.recipient.language or settings.LANGUAGE_CODE,
        region_code=addressed.region_code,
        created_at=at,
        send_after=at + HOLD if mailing else at,
    )


@transaction.atomic
def queue_mail(
    *, addressed: Addressed, key: str, send_before: datetime.datetime | None, at: datetime.datetime
) -> Mail | None:
    """Put one mail into the outbox; None when this occasion had its mail, or the person has no address."""
    if not addressed.recipient.email or Mail.objects.filter(key=key).exists():
        return None
    mail = _mail(addressed, key=key, mailing=None, at=at)
    mail.send_before = send_before
    mail.save(force_insert=True)
    return mail


@dataclass(frozen=True, slots=True)
class Stranger:
    """Where a letter goes whose reader has no account yet, in which language, with which link of the reader's own."""

    address: str
    language: str
    private_link: str
    region_code: str = ""


@transaction.atomic
def queue_stranger_mail(
    *, stranger: Stranger, letter: Letter, key: str, send_before: datetime.datetime, at: datetime.datetime
) -> Mail | None:
    """Put one mail to a bare address into the outbox; None when this occasion had its mail."""
    if Mail.objects.filter(key=key).exists():
        return None
    return Mail.objects.create(
        key=key,
        address=stranger.address,
        subject=one_line(letter.subject, limit=SUBJECT_LIMIT),
        body=letter.body,
        language=stranger.language,
        private_link=stranger.private_link,
        region_code=stranger.region_code,
        created_at=at,
        send_after=at,
        send_before=send_before,
    )


def name_recipient(*, key: str, recipient: User) -> None:
    """Say whose a mail is that went to a bare address, now that there is an account."""
    Mail.objects.filter(key=key, recipient=None).update(recipient=recipient)


@dataclass(frozen=True, slots=True)
class Message:
    """What a mailing says, under which name it is kept, and whose region it belongs to."""

    label: str
    subject: str
    text: str
    region_code: str


@transaction.atomic
def queue_mailing(
    *,
    key: uuid.UUID,
    message: Message,
    letters: Sequence[Addressed],
    actor: User,
    at: datetime.datetime,
) -> tuple[Mailing, bool]:
    """Put a mailing with all its mails into the outbox; a repeated key returns the first one (and False)."""
    known = Mailing.objects.filter(key=key).first()
    if known is not None:
        return _own_mailing(known, actor), False
    reachable = [addressed for addressed in letters if addressed.recipient.email]
    if not reachable:
        raise MailingRefusedError(_("Tidak ada penerima yang memiliki alamat surel. Tidak ada surat yang dikirim."))
    columns = {
        "label": message.label[:300],
        "subject": one_line(message.subject, limit=SUBJECT_LIMIT),
        "text": message.text,
        "region_code": message.region_code,
        "created_at": at,
        "created_by": actor,
    }
    mailing, is_new = Mailing.objects.get_or_create(key=key, defaults=columns)
    if not is_new:
        return _own_mailing(mailing, actor), False
    Mail.objects.bulk_create([_mailing_mail(addressed, mailing, at) for addressed in reachable], batch_size=500)
    changes: dict[str, object] = {"label": mailing.label, "subject": mailing.subject, "mails": len(reachable)}
    record(action="mailing.queue", subject=mailing, actor=actor, at=at, changes=changes)
    return mailing, True


def _own_mailing(mailing: Mailing, actor: User) -> Mailing:
    if mailing.created_by_id != actor.pk:
        raise MailingRefusedError(
            _("Formulir ini sudah dipakai orang lain. Tidak ada surat yang dikirim; buka formulir baru.")
        )
    return mailing


def _mailing_mail(addressed: Addressed, mailing: Mailing, at: datetime.datetime) -> Mail:
    return _mail(addressed, key=f"mailing:{mailing.key}:{addressed.recipient.pk}", mailing=mailing, at=at)


@transaction.atomic
def cancel_mailing(*, mailing: Mailing, actor: User, at: datetime.datetime) -> int:
    """Call back what has not left yet; return how many mails stay unsent."""
    stopped = Mail.objects.filter(mailing=mailing, state=MailState.QUEUED).update(state=MailState.CANCELLED)
    if stopped:
        record(
            action="mailing.cancel",
            subject=mailing,
            actor=actor,
            at=at,
            changes={"stopped": stopped},
        )
    return stopped


@transaction.atomic
def resend_mails(*, mails: QuerySet[Mail], actor: User, at: datetime.datetime) -> int:
    """Try again what failed or may not have arrived, to the recipient's present address; only a person decides that.

    What is bound to a time that passed stays: a reminder after its deadline would only mislead. When an earlier
    attempt was made stays too: that mail may have arrived.
    """
    again = 0
    in_time = Q(send_before=None) | Q(send_before__gt=at)
    rows = mails.filter(in_time, state__in=RESENDABLE).exclude(recipient__email="")
    for mail in rows.select_related("recipient").order_by("created_at", "pk"):
        address = _present_address(mail)
        moved = Mail.objects.filter(pk=mail.pk, state=mail.state).update(
            state=MailState.QUEUED, address=address, attempts=0, error="", send_after=at, claim=None
        )
        if not moved:
            continue
        again += 1
        record(
            action="mail.resend",
            subject=mail,
            actor=actor,
            at=at,
            changes={"was": mail.state, "to": mail.recipient_id},
        )
    return again


def _present_address(mail: Mail) -> str:
    return mail.recipient.email if mail.recipient else mail.address


def expired_mails(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Keep what expired unsent and has somebody to go to, oldest first."""
    rows = mails.filter(state=MailState.EXPIRED).exclude(recipient__email="")
    return rows.select_related("recipient").order_by("created_at", "pk")


@transaction.atomic
def send_expired_mails(*, mails: QuerySet[Mail], actor: User, at: datetime.datetime) -> int:
    """Send what expired before it could leave, to the recipient's present address and bound to no time any more.

    Its text stays: who asks for it has read that a deadline in it may be over. A second call finds nothing to move.
    """
    again = 0
    for mail in expired_mails(mails):
        address = _present_address(mail)
        moved = Mail.objects.filter(pk=mail.pk, state=MailState.EXPIRED).update(
            state=MailState.QUEUED, address=address, attempts=0, error="", send_after=at, send_before=None, claim=None
        )
        if not moved:
            continue
        again += 1
        record(
            action="mail.send_expired",
            subject=mail,
            actor=actor,
            at=at,
            changes={"was": mail.state, "to": mail.recipient_id, "send_before": mail.send_before},
        )
    return again


def cancel_mails(*, keys: Iterable[str], reason: str) -> int:
    """Take back waiting mails whose occasion is over; the reason stands beside them."""
    waiting = Mail.objects.filter(key__in=list(keys), state=MailState.QUEUED)
    return waiting.update(state=MailState.CANCELLED, error=reason[:500])


def claim_mail(*, mail: Mail, at: datetime.datetime) -> bool:
    """Take a mail for one attempt, before anything is said to the mail server; False when somebody else has it."""
    claim = uuid.uuid4()
    taken = Mail.objects.filter(pk=mail.pk, state=MailState.QUEUED, send_after__lte=at).update(
        state=MailState.SENDING, claim=claim, claimed_at=at, attempts=F("attempts") + 1
    )
    if taken:
        mail.refresh_from_db()
    return bool(taken)


def _settle(mail: Mail, state: MailState, *, error: str = "", **columns: datetime.datetime) -> bool:
    held = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claim=mail.claim)
    return bool(held.update(state=state, error=error[:500], claim=None, **columns))


def mark_sent(*, mail: Mail, at: datetime.datetime) -> bool:
    return _settle(mail, MailState.SENT, sent_at=at)


def mark_failed(*, mail: Mail, error: str) -> bool:
    """Close a mail that the mail server refused for good."""
    return _settle(mail, MailState.FAILED, error=error)


def mark_unsure(*, mail: Mail, error: str) -> bool:
    """Close a mail of which nobody knows whether the server took it: sending it again might make it arrive twice."""
    return _settle(mail, MailState.UNSURE, error=error)


def put_back(*, mail: Mail, error: str, at: datetime.datetime) -> bool:
    """Try a mail later that surely did not leave; after the last pause it has failed."""
    if mail.attempts > len(PAUSES):
        return mark_failed(mail=mail, error=error)
    return _settle(mail, MailState.QUEUED, error=error, send_after=at + PAUSES[mail.attempts - 1])


@transaction.atomic
def note_bounce(*, bounce: Bounce, at: datetime.datetime) -> bool:
    """Say at a mail that it came back; False when it fits none of ours or was noted before."""
    mail = Mail.objects.filter(
        pk=uuid.UUID(bounce.mail_key), address__iexact=bounce.address, claimed_at__isnull=False
    ).first()
    if mail is None or not Mail.objects.filter(pk=mail.pk, bounced_at=None).update(
        bounced_at=at, bounce=bounce.reason[:300]
    ):
        return False
    record(action="mail.bounce", subject=mail, actor=None, at=at, changes={"to": mail.recipient_id})
    return True


@dataclass(frozen=True, slots=True)
class Returned:
    """An address of a list whose mail came back, with the reason that the list gives."""

    address: str
    reason: str


@transaction.atomic
def note_returned(*, rows: Sequence[Returned], mails: QuerySet[Mail], actor: User, at: datetime.datetime) -> int:
    """Mark the newest of these mails to each listed address as come back; return how many were not yet."""
    marked = 0
    for row in rows:
        newest = mails.filter(address__iexact=row.address, claimed_at__isnull=False).order_by("-claimed_at").first()
        if newest is None:
            continue
        reason = one_line(row.reason, limit=300)
        if Mail.objects.filter(pk=newest.pk, bounced_at=None).update(bounced_at=at, bounce=reason):
            marked += 1
            record(action="mail.bounce", subject=newest, actor=actor, at=at, changes={"to": newest.recipient_id})
    return marked


def close_abandoned_mails(*, at: datetime.datetime) -> int:
    """Settle what a killed worker left behind, and what waited beyond its time."""
    left = Mail.objects.filter(state=MailState.SENDING, claimed_at__lte=at - ABANDONED)
    unsure = left.update(
        state=MailState.UNSURE,
        claim=None,
        error=_("Pengiriman terputus di tengah jalan: surat ini mungkin sudah sampai. Kirim ulang bila perlu."),
    )
    late = Mail.objects.filter(state=MailState.QUEUED, send_before__lte=at)
    expired = late.update(
        state=MailState.EXPIRED, error=_("Tidak sempat terkirim pada waktunya, jadi tidak dikirim lagi.")
    )
    return unsure + expired
