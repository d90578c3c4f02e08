"""Files that wait for the virus scanner. Nothing waits for it: people fill in and send while it works, or is away."""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.submissions.models.evidence import Evidence, EvidenceState
from awards.submissions.selectors.sheets import evidence_due_for_scan
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.virus_scan import FileNotScannedError, Readable, ScanResult

logger = logging.getLogger(__name__)


class FileNotStuckError(Exception):
    """Nobody decides about this file by hand; the message says why. Nothing changed."""


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
        )
    return bool(moved)


def scan_waiting_files(
    *, scan: Callable[[Readable], ScanResult], report: Callable[[int, int, str], None], at: datetime.datetime
) -> int:
    """Scan what waits, the oldest first, and return how many were settled.

    A file that cannot be read, or that the scanner does not take, stays waiting with the reason, and the round goes on;
    a scanner that is away ends it (`ScannerAwayError`).
    """
    waiting = list(evidence_due_for_scan(at=at))
    settled = 0
    for place, evidence in enumerate(waiting):
        report(place, len(waiting), _("Memeriksa berkas"))
        try:
            with evidence.file.open("rb") as stream:
                result = scan(stream)
        except (FileNotScannedError, OSError) as error:
            logger.warning("evidence %s stays unscanned: %s", evidence.public_id, error)
            _note_refusal(evidence, str(error), at)
            continue
        settled += settle_scan(evidence=evidence, result=result, at=at)
    report(len(waiting), len(waiting), _("Memeriksa berkas"))
    return settled


def _note_refusal(evidence: Evidence, reason: str, at: datetime.datetime) -> None:
    """Keep why the file is still waiting: people decide about it, and it is not sent again at once."""
    Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.SCANNING).update(threat=reason[:200], scanned_at=at)


def check_stuck(evidence: Evidence) -> None:
    """Raise unless the scanner was asked about the file and gave no verdict; call it inside a transaction."""
    if not _stuck().select_for_update().filter(pk=evidence.pk).exists():
        raise FileNotStuckError(_("Berkas ini sudah diperiksa atau belum sampai gilirannya. Tidak ada yang berubah."))


def check_releasable(evidence: Evidence) -> None:
    if not evidence.file.storage.exists(evidence.file.name or ""):
        raise FileNotStuckError(_("Berkas ini tidak ada lagi di penyimpanan, jadi hanya dapat ditolak."))


def _stuck() -> QuerySet[Evidence]:
    return Evidence.objects.filter(state=EvidenceState.SCANNING, scanned_at__isnull=False)


@transaction.atomic
def release_unscanned_file(*, evidence: Evidence, reason: str, actor: User, at: datetime.datetime) -> Evidence:
    """Open a file that the scanner does not take, on a person's word: looked at elsewhere."""
    check_releasable(evidence)
    return _decide(evidence, EvidenceState.READY, "evidence.release", reason, actor, at)


@transaction.atomic
def reject_unscanned_file(*, evidence: Evidence, reason: str, actor: User, at: datetime.datetime) -> Evidence:
    """Shut a file that the scanner does not take; its slot takes another while the form is open."""
    return _decide(evidence, EvidenceState.REJECTED, "evidence.reject", reason, actor, at)


def _decide(
    evidence: Evidence, state: EvidenceState, action: str, reason: str, actor: User, at: datetime.datetime
) -> Evidence:
    if not reason.strip():
        raise FileNotStuckError(_("Tulis alasannya. Belum ada yang berubah."))
    if not _stuck().filter(pk=evidence.pk).update(state=state, threat=reason.strip()[:200], scanned_at=at):
        raise FileNotStuckError(_("Berkas ini sudah diperiksa atau belum sampai gilirannya. Tidak ada yang berubah."))
    evidence.refresh_from_db()
    record(
        action=action,
        subject=evidence,
        actor=actor,
        at=at,
        changes={"state": str(state), "sha256": evidence.sha256},
        reason=reason.strip(),
    )
    return evidence
