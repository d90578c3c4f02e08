"""In the background: mails about what people were told."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.news.notices import tell_everybody
from awards.news.selectors.inbox import people_to_tell
from paritrana.jobs.registry import Progress
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

NEWS_JOB = "tell-news"
EVERYBODY = "everybody"


def write_news(_subject_id: str, progress: Progress) -> None:
    """May run twice and stop anywhere: news counts as told in the transaction that queues its mail."""
    tell_everybody(at=timezone.now(), progress=progress)


@shared_task  # type: ignore[untyped-decorator]
def watch_news() -> None:
    at = timezone.now()
    if people_to_tell(at).exists() and EVERYBODY not in resting_subjects(NEWS_JOB, at=at):
        nudge(enqueue_job(kind=NEWS_JOB, subject_id=EVERYBODY, label=lambda: _("Mengabari orang"), actor=None, at=at))
