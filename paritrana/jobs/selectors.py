"""Which jobs a person may see, and which work rests because it failed again and again."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants
from paritrana.jobs.models import Job, JobState

FIRST_REST = datetime.timedelta(minutes=1)
LONGEST_REST = datetime.timedelta(hours=1)
LOOKED_BACK = 6 * LONGEST_REST
DOUBLED_AT_MOST = 6
"""From a minute past an hour; further ones would only make the number too long."""


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


def resting_subjects(kind: str, *, at: datetime.datetime) -> set[str]:
    """Return the subjects whose work a beat leaves alone for now.

    What failed once is tried at the next beat. Each further failure of the last hours doubles the rest, from a minute
    to an hour: a fault of the program makes no failed job at every beat. A success ends the count. Whoever asks for
    the work gets it at once, and what fails then counts for nothing here.
    """
    lately = Job.objects.filter(kind=kind, finished_at__gt=at - LOOKED_BACK)
    done = lately.filter(state=JobState.DONE, subject_id=OuterRef("subject_id")).order_by("-finished_at")
    failed = (
        lately.filter(state=JobState.FAILED, created_by=None)
        .annotate(done_at=Subquery(done.values("finished_at")[:1]))
        .filter(Q(done_at=None) | Q(finished_at__gt=F("done_at")))
    )
    ended = failed.values("subject_id").annotate(times=Count("pk"), last=Max("finished_at")).order_by("subject_id")
    return {row["subject_id"] for row in ended if row["times"] > 1 and at < row["last"] + _rest(row["times"])}


def _rest(failures: int) -> datetime.timedelta:
    return min(FIRST_REST * (1 << min(failures - 2, DOUBLED_AT_MOST)), LONGEST_REST)
