"""What is forgotten by itself: traces of signing in that the inventory keeps for a time only."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from paritrana.accounts.personal_data import Keeping, records, sign_ins_kept_from


def forget_old_sign_ins(*, at: datetime.datetime) -> int:
    """Delete attempts to sign in that are too old, and sessions that have ended; return how many rows went."""
    limit = sign_ins_kept_from(at)
    sign_ins = [record.model_class() for record in records() if record.keeping is Keeping.SIGN_IN]
    rows: list[QuerySet[Any]] = [
        model._default_manager.filter(attempt_time__lt=limit)  # noqa: SLF001 - a documented door
        for model in sign_ins
    ]
    rows += [
        Session.objects.filter(expire_date__lt=at),
        UserSession.objects.exclude(session_key__in=Session.objects.filter(expire_date__gte=at).values("session_key")),
    ]
    return sum(found.delete()[0] for found in rows)
