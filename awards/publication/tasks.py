"""The nightly proof: beat asks, a job proves. And what the watch is to look at."""

import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.publication.models import Publication
from awards.publication.selectors.proven import LATE
from awards.publication.selectors.watched import key_time_left, proof_age, proof_differences
from awards.publication.services.proving import prove_publications
from paritrana.jobs.registry import Progress
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.lib.signatures import SigningKeyError, public_text, signing_key
from paritrana.watch.gauges import Figures, Gauge, GaugeUnit

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


def _key_time_left(at: datetime.datetime) -> Figures:
    try:
        public_key = public_text(signing_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE))
    except SigningKeyError:
        public_key = None
    return key_time_left(at, lasts=datetime.timedelta(days=settings.SIGNING_KEY_DAYS), public_key=public_key)


GAUGES = (
    Gauge(
        name="proof-old",
        title=gettext_lazy("Waktu sejak hasil terakhir dibuktikan"),
        unit=GaugeUnit.SECONDS,
        is_red_above=True,
        limit=lambda: int(LATE.total_seconds()),
        measure=proof_age,
        metric="paritrana_proof_age_seconds",
    ),
    Gauge(
        name="proof-differs",
        title=gettext_lazy("Perbedaan yang ditemukan pembuktian terakhir"),
        unit=GaugeUnit.COUNT,
        is_red_above=True,
        limit=lambda: 0,
        measure=proof_differences,
        metric="paritrana_proof_differences",
    ),
    Gauge(
        name="signing-key-ends",
        title=gettext_lazy("Waktu sampai kunci tanda tangan harus diganti"),
        unit=GaugeUnit.SECONDS,
        is_red_above=False,
        limit=lambda: settings.WATCH_KEY_DAYS * 86400 or None,
        measure=_key_time_left,
        metric="paritrana_signing_key_left_seconds",
    ),
)
