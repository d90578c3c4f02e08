"""Which jobs a person may see."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants
from paritrana.jobs.models import Job


def visible_jobs(user: User | AnonymousUser, *, on: datetime.date) -> QuerySet[Job]:
    """Return the jobs a person started; organisers and auditors of the whole nation see all."""
    if not isinstance(user, User):
        return Job.objects.none()
    held = grants(user, on=on)
    if held.covers(Role.ORGANISER, "") or held.covers(Role.AUDITOR, ""):
        return Job.objects.all()
    return Job.objects.filter(created_by=user)


def stoppable_jobs(user: User | AnonymousUser, *, on: datetime.date) -> QuerySet[Job]:
    """Return the jobs a person may stop: the own ones, and all for an organiser of the whole nation."""
    if not isinstance(user, User):
        return Job.objects.none()
    if grants(user, on=on).covers(Role.ORGANISER, ""):
        return Job.objects.all()
    return Job.objects.filter(created_by=user)


def latest_job(*, kind: str, subject_id: str) -> Job | None:
    return Job.objects.filter(kind=kind, subject_id=subject_id).order_by("-created_at", "-pk").first()
