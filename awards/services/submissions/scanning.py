"""Files that wait for the virus scanner. Nothing waits for it: people fill in and send while it works, or is away."""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models.submissions import Evidence, EvidenceState
from awards.selectors.submissions import waiting_evidence
from paritrana.audit.services import record
from paritrana.lib.virus_scan import FileNotScannedError, Readable, ScanResult

logger = logging.getLogger(__name__)


@transaction.atomic
def settle_scan(*, evidence: Evidence, result: ScanResult, at: datetime.datetime) -> bool:
    """Open a clean file, keep an infected one shut for good; False when somebody else settled it first."""
    state = EvidenceState.READY if result.is_clean else EvidenceState.REJECTED
    moved = Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.SCANNING).update(
        state=state, threat=result.threat[:200], scanned_at=at
    )
    if moved:
        record(
            action="evidence.scan",
            subject=evidence,
            actor=None,
            at=at,
            changes={"state": str(state), "threat": result.threat, "sha256": evidence.sha256},
            region_code=evidence.answer.submission.entry.region_code,
        )
    return bool(moved)


def scan_waiting_files(
    *, scan: Callable[[Readable], ScanResult], report: Callable[[int, int, str], None], at: datetime.datetime
) -> int:
    """Scan what waits, the oldest first, and return how many were settled.

    A file that the scanner does not take stays waiting; a scanner that is away ends the round (`ScannerAwayError`).
    """
    waiting = list(waiting_evidence())
    settled = 0
    for place, evidence in enumerate(waiting):
        report(place, len(waiting), _("Memeriksa berkas"))
        try:
            with evidence.file.open("rb") as stream:
                result = scan(stream)
        except FileNotScannedError as error:
            logger.warning("evidence %s stays unscanned: %s", evidence.public_id, error)
            continue
        settled += settle_scan(evidence=evidence, result=result, at=at)
    report(len(waiting), len(waiting), _("Memeriksa berkas"))
    return settled
