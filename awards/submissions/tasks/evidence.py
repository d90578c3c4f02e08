"""The virus scan of evidence: one job looks at everything that waits; a watch starts it again when it was cut short."""

from functools import partial

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.submissions.selectors.sheets import evidence_due_for_scan
from awards.submissions.services.scanning import scan_waiting_files
from paritrana.accounts.models import User
from paritrana.jobs.registry import JobRefusedError, Progress
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.lib.virus_scan import ScannerAwayError, answers, scan

SCAN_JOB = "scan-evidence"
EVERYTHING = "waiting"


def scan_files(_subject_id: str, progress: Progress) -> None:
    """Idempotent: a settled file is not looked at again."""
    ask = partial(scan, settings.CLAMAV_URL, timeout=settings.CLAMAV_TIMEOUT_SECONDS)
    try:
        scan_waiting_files(scan=ask, report=progress.advance, at=timezone.now())
    except ScannerAwayError as error:
        raise JobRefusedError(
            _("Pemeriksa virus tidak menjawab. Berkas tetap tersimpan dan menunggu; pemeriksaan diulang otomatis.")
        ) from error


def start_scan(actor: User | None) -> None:
    """Queue the one scan job; while it waits or runs this changes nothing."""
    nudge(
        enqueue_job(
            kind=SCAN_JOB,
            subject_id=EVERYTHING,
            label=lambda: _("Pemeriksaan virus berkas bukti"),
            actor=actor,
            at=timezone.now(),
        )
    )


@shared_task  # type: ignore[untyped-decorator]
def watch_scans() -> None:
    """Start the scan again for what still waits, once the scanner answers: an outage leaves no trail of failed jobs."""
    at = timezone.now()
    if not settings.CLAMAV_URL or not evidence_due_for_scan(at=at).exists():
        return
    if EVERYTHING in resting_subjects(SCAN_JOB, at=at):
        return
    if answers(settings.CLAMAV_URL, timeout=settings.CLAMAV_TIMEOUT_SECONDS):
        start_scan(None)
