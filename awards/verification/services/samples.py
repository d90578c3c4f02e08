"""Draw a sample of verdicts, have each verified once more by another branch, settle differences by a third person."""

import datetime
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Submission
from awards.verification.models import BlindReading, VerdictSample
from awards.verification.selectors.findings import counting_findings, verification_window
from awards.verification.selectors.samples import (
    READING_HOLDS,
    drawable_findings,
    drawn_share,
    is_same,
    readings_for,
)
from awards.verification.services.findings import (
    Ruling,
    VerdictRefusedError,
    VerificationClosedError,
    replace_finding,
    verified_value,
)
from paritrana.accounts.models import User
from paritrana.accounts.selectors import grants
from paritrana.audit.services import record


class SampleRefusedError(Exception):
    """Nothing is drawn; the message says why."""


@transaction.atomic
def draw_sample(*, category: Category, percent: int, actor: User, at: datetime.datetime) -> VerdictSample:
    """Draw a share of the verdicts that were never drawn; the seed is kept, so the draw can be repeated."""
    if not 1 <= percent <= 100:  # noqa: PLR2004 - a share in per cent
        raise SampleRefusedError(_("Bagian sampel antara 1 dan 100 persen."))
    Category.objects.select_for_update().get(pk=category.pk)
    keys = list(drawable_findings(category).values_list("pk", flat=True))
    if not keys:
        raise SampleRefusedError(_("Belum ada putusan yang dapat ditarik sebagai sampel."))
    sample = VerdictSample.objects.create(
        category=category, percent=percent, seed=secrets.token_hex(16), drawn_at=at, drawn_by=actor
    )
    chosen = drawn_share(keys, percent=percent, seed=sample.seed)
    BlindReading.objects.bulk_create(
        [BlindReading(sample=sample, finding_id=key, turn=BlindReading.SECOND) for key in sorted(chosen)]
    )
    record(
        action="sample.draw",
        subject=sample,
        actor=actor,
        at=at,
        changes={"percent": percent, "seed": sample.seed, "of": len(keys), "drawn": len(chosen)},
    )
    return sample


def take_reading(*, officer: User, at: datetime.datetime) -> BlindReading | None:
    """Hand out the next reading that this officer may do; None when there is none."""
    held = grants(officer, on=timezone.localdate(at))
    for reading in readings_for(officer, held, at=at)[:20]:
        free = Q(officer=None) | Q(officer=officer) | Q(taken_at__lte=at - READING_HOLDS)
        if BlindReading.objects.filter(free, pk=reading.pk, ruled_at=None).update(officer=officer, taken_at=at):
            return reading
    return None


@transaction.atomic
def rule_reading(*, reading: BlindReading, ruling: Ruling, officer: User, at: datetime.datetime) -> BlindReading:
    """Give the verdict once more. A second one that differs calls for a third; a third one settles what counts."""
    finding = reading.finding
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=finding.answer.submission_id)
    held = grants(officer, on=timezone.localdate(at))
    if not readings_for(officer, held, at=at).filter(pk=reading.pk, officer=officer).exists():
        raise VerificationClosedError(
            _("Pembacaan ini sudah diputus, diambil petugas lain, atau jawabannya berubah. Putusan tidak disimpan.")
        )
    window = verification_window(submission.entry)
    if window is None or not window.is_open(at):
        raise VerificationClosedError(_("Masa verifikasi belum dibuka atau sudah ditutup. Putusan tidak disimpan."))
    question = questionnaire_of(sealed_rulebook(submission.entry.category)).question(finding.answer.question)
    if question is None:
        raise VerificationClosedError(_("Pertanyaan ini tidak ada lagi dalam juknis. Putusan tidak disimpan."))
    if ruling.verdict != "accepted" and not ruling.reason_code:
        raise VerdictRefusedError(_("Pilih alasan koreksi atau penolakan."))
    value = verified_value(question, finding.answer, ruling, on=timezone.localdate(at))
    BlindReading.objects.filter(pk=reading.pk, ruled_at=None).update(
        verdict=ruling.verdict,
        verified_value=value,
        reason_code=ruling.reason_code,
        note=ruling.note,
        ruled_at=at,
    )
    reading.refresh_from_db()
    record(
        action="sample.rule",
        subject=reading,
        actor=officer,
        at=at,
        changes={"turn": reading.turn, "verdict": str(ruling.verdict), "value": value},
        reason=ruling.reason_code,
    )
    if is_same(finding, reading):
        return reading
    if reading.turn == BlindReading.SECOND:
        BlindReading.objects.create(sample=reading.sample, finding=finding, turn=BlindReading.THIRD)
    elif counting_findings().filter(pk=finding.pk).exists():
        replace_finding(finding.answer, value, ruling, question=question, officer=officer, at=at)
    return reading
