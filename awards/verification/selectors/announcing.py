"""Whose verdicts may be read since the objection window opened, and who has not been told."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from awards.editions.models import EditionState, Stage, StageKind
from awards.news.models import NewsItem, NewsKind
from awards.submissions.models.answers import Submission, SubmissionState
from awards.verification.models import Finding
from awards.verification.selectors.findings import counting_findings


@dataclass(frozen=True, slots=True)
class Announcement:
    """A form whose verdicts may now be read, and until when they may be objected to."""

    submission: Submission
    closes_at: datetime.datetime
    verdicts: dict[str, int]


def open_objection_stages(at: datetime.datetime) -> QuerySet[Stage]:
    """Return the dates within which somebody may object now; the province's own and those of the whole category."""
    editions = {"category__edition__has_objections": True, "category__edition__state": EditionState.OPEN}
    rows = Stage.objects.filter(kind=StageKind.OBJECTION, opens_at__lte=at, hard_closes_at__gt=at, **editions)
    return rows.order_by("pk")


def unannounced(at: datetime.datetime) -> Iterator[Announcement]:
    """Yield the forms with a verdict whose office was not told of this window; two queries a date."""
    for stage in open_objection_stages(at):
        submissions = list(_submissions(stage))
        verdicts = _verdicts([submission.pk for submission in submissions])
        for submission in submissions:
            yield Announcement(submission, stage.closes_at, dict(verdicts[submission.pk]))


def _submissions(stage: Stage) -> QuerySet[Submission]:
    told = NewsItem.objects.filter(entry=OuterRef("entry"), kind=NewsKind.RESULTS, due_at=stage.closes_at)
    ruled = Finding.objects.filter(answer__submission=OuterRef("pk"), answer_version=F("answer__version"))
    rows = Submission.objects.filter(
        ~Exists(told), Exists(ruled), entry__category=stage.category_id, state=SubmissionState.SUBMITTED
    )
    if stage.province_id is not None:
        rows = rows.filter(entry__province_code=stage.province_id)
    else:
        own = Stage.objects.filter(category=stage.category_id, kind=stage.kind).exclude(province=None)
        rows = rows.exclude(Q(entry__province_code__in=own.values("province")))
    return rows.select_related("entry__category__edition").order_by("pk")


def _verdicts(submissions: list[int]) -> dict[int, Counter[str]]:
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in submissions}
    rows = counting_findings().filter(answer__submission__in=submissions, answer_version=F("answer__version"))
    for submission, verdict in rows.values_list("answer__submission", "verdict"):
        counted[submission][verdict] += 1
    return counted
