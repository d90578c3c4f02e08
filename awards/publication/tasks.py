"""The nightly proof: beat asks, a job proves."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.publication.models import Publication
from awards.publication.services.proving import prove_publications
from paritrana.jobs.registry import Progress
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

PROVE_JOB = "prove"
EVERYTHING = "everything"


def prove_everything(_subject_id: str, progress: Progress) -> None:
    prove_publications(at=timezone.now(), progress=progress)


@shared_task  # type: ignore[untyped-decorator]
def watch_proof() -> None:
    if Publication.objects.exists():
        nudge(
            enqueue_job(
                kind=PROVE_JOB,
                subject_id=EVERYTHING,
                label=lambda: _("Membuktikan semua hasil"),
                actor=None,
                at=timezone.now(),
            )
        )
