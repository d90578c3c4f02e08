"""What the outbox holds, for those who answer for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from paritrana.accounts.models import User
from paritrana.mail.models import TROUBLED_STATES, Mail, Mailing, MailState


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many mails wait, left, and need a person."""

    waiting: int
    sent: int
    troubled: int


def outbox(reached: Q) -> Outbox:
    """Count the mails within a region filter; one query."""
    counts = dict(Mail.objects.filter(reached).values_list("state").annotate(number=Count("pk")))
    waiting = counts.get(MailState.QUEUED, 0) + counts.get(MailState.SENDING, 0)
    return Outbox(waiting, counts.get(MailState.SENT, 0), sum(counts.get(state, 0) for state in TROUBLED_STATES))


def mails_of(mailing: Mailing, *, reached: Q) -> QuerySet[Mail]:
    """Return the mails of a mailing within a region filter, those that need a person first."""
    return Mail.objects.filter(reached, mailing=mailing).select_related("recipient").order_by("state", "address", "pk")


def mails_to(user: User) -> QuerySet[Mail]:
    """Return what was ever tried to be sent to a person, the newest first: each of these may have arrived."""
    return Mail.objects.filter(recipient=user, claimed_at__isnull=False).order_by("-claimed_at", "pk")


def bounces_of(user_ids: Iterable[int]) -> dict[int, Mail]:
    """Return by person the newest mail that came back from the address that holds now; one query."""
    rows = Mail.objects.filter(recipient__in=list(user_ids), bounced_at__isnull=False, address=F("recipient__email"))
    return {mail.recipient_id: mail for mail in rows.order_by("bounced_at", "pk") if mail.recipient_id is not None}


def bounce_of(user: User) -> Mail | None:
    """Return the newest mail that came back from the person's present address."""
    return bounces_of([user.pk]).get(user.pk)


def bounces_by_key(keys: Iterable[str]) -> dict[str, Mail]:
    """Return by its occasion each of these mails that came back; one query."""
    return {mail.key: mail for mail in Mail.objects.filter(key__in=list(keys), bounced_at__isnull=False)}
