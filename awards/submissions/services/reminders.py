"""Count a reminder and put its mail into the outbox, both or neither; take back those that are no longer needed."""

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.submissions.models.reminders import Reminder
from awards.submissions.selectors.reminders import Duty, Owed
from paritrana.audit.services import InRegion, record
from paritrana.mail.services import Addressed, cancel_mails, queue_mail


@transaction.atomic
def record_reminder(
    *,
    category: Category,
    duty: Duty,
    addressed: Addressed,
    escalations: Sequence[tuple[Owed, Addressed]],
    at: datetime.datetime,
) -> bool:
    """Use up one of the person's reminders and write to who answers for the forms; False when another was first.

    All or nothing: once the reminder counts nobody looks again, so a letter lost in between would stay unwritten.
    """
    reminder, _is_new = Reminder.objects.get_or_create(category=category, user=duty.user)
    moved = Reminder.objects.filter(pk=reminder.pk, count=duty.count, last_at=duty.last_at).update(
        count=F("count") + 1, last_at=at
    )
    if not moved:
        return False
    number = duty.count + 1
    queue_mail(addressed=addressed, key=_key(reminder.pk, number), send_before=duty.send_before, at=at)
    record(
        action="reminder.send",
        subject=InRegion(reminder, addressed.region_code),
        actor=None,
        at=at,
        changes={"number": number, "entries": [form.entry.pk for form in duty.owed], "is_last": duty.is_last},
    )
    for form, letter in escalations:
        _escalate(form, letter, send_before=duty.send_before, at=at)
    return True


def _escalate(form: Owed, addressed: Addressed, *, send_before: datetime.datetime, at: datetime.datetime) -> None:
    """Write to one who answers for the form, once per form and person."""
    key = f"escalation:{form.entry.pk}:{addressed.recipient.pk}"
    mail = queue_mail(addressed=addressed, key=key, send_before=send_before, at=at)
    if mail is None:
        return
    record(
        action="reminder.escalate",
        subject=InRegion(form.entry, addressed.region_code),
        actor=None,
        at=at,
        changes={"to": addressed.recipient.pk},
    )


def withdraw_reminders(*, category: Category, owing: Collection[int]) -> int:
    """Take back waiting reminders of people who meanwhile sent everything in, or have nothing to do any more."""
    done = Reminder.objects.filter(category=category, count__gte=1).exclude(user__in=owing)
    keys = [_key(pk, count) for pk, count in done.values_list("pk", "count")]
    return cancel_mails(
        keys=keys, reason=_("Isian sudah terkirim atau batasnya lewat, jadi pengingat ini tidak perlu.")
    )


def _key(reminder_id: int, number: int) -> str:
    return f"reminder:{reminder_id}:{number}"
