"""What the trail keeps of reading: files taken away, evidence opened, looks into what is not published."""

import datetime

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from paritrana.accounts.models import User
from paritrana.audit.models import AuditEntry
from paritrana.audit.services import record

ONCE_IN = datetime.timedelta(hours=1)
"""Who turns the pages of one result looks at it once."""


def note_look(request: HttpRequest, action: str, subject: models.Model) -> None:
    """Note that a signed-in person read this, once an hour; strangers leave nothing, they see what is public."""
    user = request.user
    if not isinstance(user, User):
        return
    now = timezone.now()
    before = AuditEntry.objects.filter(
        subject_type=subject._meta.label_lower,  # noqa: SLF001 - the documented name of a model
        subject_id=str(subject.pk),
        action=action,
        actor=user,
        at__gt=now - ONCE_IN,
    )
    if not before.exists():
        with transaction.atomic():
            record(action=action, subject=subject, actor=user, at=now)


def note_export(request: HttpRequest, kind: str, subject: models.Model) -> None:
    """Note each file that a signed-in person takes away."""
    if isinstance(request.user, User):
        with transaction.atomic():
            record(
                action="export.take",
                subject=subject,
                actor=request.user,
                at=timezone.now(),
                changes={"kind": kind, "address": request.path},
            )
