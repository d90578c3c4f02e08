"""In the background: the search for possible conflicts of interest, and mails to jurors about their own work."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.jury.models.panels import Panel
from awards.jury.notices import tell_jurors
from awards.jury.selectors.noticed import untold_notices
from awards.jury.selectors.searching import unsearched_panels
from awards.jury.services.detection import detect_conflicts
from paritrana.accounts.models import User
from paritrana.jobs.registry import Progress
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

SEARCH_JOB = "search-conflicts"
TELL_JOB = "tell-jurors"
EVERYBODY = "everybody"


def search_conflicts(subject_id: str, progress: Progress) -> None:
    """Look for possible conflicts of a panel; what is known already is not proposed again."""
    panel = Panel.objects.select_related("category").get(pk=int(subject_id))
    progress.advance(0, 1, panel.name)
    detect_conflicts(panel=panel, actor=None, at=timezone.now())
    progress.advance(1, 1, panel.name)


def search_later(panel: Panel, *, actor: User | None) -> None:
    """Queue the search; one that waits already is enough."""
    job = enqueue_job(
        kind=SEARCH_JOB,
        subject_id=str(panel.pk),
        label=lambda: _("Mencari kemungkinan benturan kepentingan: %(panel)s") % {"panel": panel.name},
        actor=actor,
        at=timezone.now(),
        region_code=panel.category.region_code,
    )
    nudge(job)


@shared_task  # type: ignore[untyped-decorator]
def watch_conflicts() -> None:
    """Search again where seats, ties, entries or company groups differ from what was searched last."""
    now = timezone.now()
    resting = resting_subjects(SEARCH_JOB, at=now)
    for panel in unsearched_panels(on=timezone.localdate(now)):
        if str(panel.pk) not in resting:
            search_later(panel, actor=None)


def write_to_jurors(_subject_id: str, _progress: Progress) -> None:
    """May run twice and stop anywhere: a notice counts as told in the transaction that queues its mail."""
    tell_jurors(at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def watch_notices() -> None:
    at = timezone.now()
    if untold_notices().exists() and EVERYBODY not in resting_subjects(TELL_JOB, at=at):
        nudge(enqueue_job(kind=TELL_JOB, subject_id=EVERYBODY, label=lambda: _("Mengabari juri"), actor=None, at=at))
