"""Notices to jurors: written by the decision that causes them, read on the start page, told by mail once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from awards.entries.models import Entry
from awards.jury.models.notices import JurorNotice, NoticeKind
from awards.jury.models.panels import Juror
from paritrana.mail.services import Addressed, queue_mail

# A mail that could not leave by then tells nothing that the start page does not.
STALE_AFTER = datetime.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What there is to tell."""

    kind: NoticeKind
    entry: Entry | None = None
    reason: str = ""


def note_for_jurors(*, jurors: Iterable[Juror], occasion: Occasion, at: datetime.datetime) -> None:
    """Write it down for each; whoever has the same unread is not told twice, but hears the latest reason."""
    for juror in jurors:
        notice, is_new = JurorNotice.objects.get_or_create(
            juror=juror,
            kind=occasion.kind,
            entry=occasion.entry,
            seen_at=None,
            defaults={"reason": occasion.reason, "created_at": at},
        )
        if not is_new and occasion.reason:
            JurorNotice.objects.filter(pk=notice.pk).update(reason=occasion.reason, created_at=at, told_at=None)


@transaction.atomic
def tell_by_mail(*, notice: JurorNotice, addressed: Addressed, at: datetime.datetime) -> bool:
    """Put the mail of a notice into the outbox; False when it was told or read meanwhile."""
    if not JurorNotice.objects.filter(pk=notice.pk, told_at=None, seen_at=None).update(told_at=at):
        return False
    key = f"jury-notice:{notice.pk}:{notice.created_at.isoformat()}"
    queue_mail(addressed=addressed, key=key, send_before=at + STALE_AFTER, at=at)
    return True


def pass_over(*, notice: JurorNotice, at: datetime.datetime) -> None:
    """Write no mail about it: what there is to tell is kept from this juror."""
    JurorNotice.objects.filter(pk=notice.pk, told_at=None).update(told_at=at)


def read_notice(*, notice: JurorNotice, at: datetime.datetime) -> None:
    """Take it off the juror's start page."""
    JurorNotice.objects.filter(pk=notice.pk, seen_at=None).update(seen_at=at)
