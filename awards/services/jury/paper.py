"""Double entry of paper score sheets: one types, another confirms or rejects and cannot edit."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import Entry
from awards.models.jury import Juror, Mark, PaperMark, PaperSheet, PaperState, Scorecard, ScorecardState
from awards.selectors.jury.sheets import jury_sheet
from awards.services.jury.errors import JuryError
from awards.services.jury.scorecards import check_may_score, seal_card, write_mark
from paritrana.accounts.models import User
from paritrana.audit.services import record


@dataclass(frozen=True, slots=True)
class TypedMark:
    value: Decimal
    rationale: str


@transaction.atomic
def type_paper_sheet(
    *, juror: Juror, entry: Entry, marks: Mapping[str, TypedMark], actor: User, at: datetime.datetime
) -> PaperSheet:
    """Keep what was typed from a signed sheet; nothing counts before another person has confirmed it."""
    if juror.user_id == actor.pk:
        raise JuryError(_("Juri mengisi nilainya sendiri pada layar penilaian. Tidak ada yang disimpan."))
    check_may_score(juror=juror, entry=entry, at=at)
    if Scorecard.objects.filter(juror=juror, entry=entry, state=ScorecardState.CONFIRMED).exists():
        raise JuryError(_("Juri sudah mengonfirmasi nilai untuk peserta ini. Tidak ada yang disimpan."))
    if PaperSheet.objects.filter(juror=juror, entry=entry, state=PaperState.TYPED).exists():
        raise JuryError(_("Lembar ini sudah diketik dan menunggu pemeriksaan. Tidak ada yang disimpan."))
    _check_marks(juror, marks)
    sheet = PaperSheet.objects.create(juror=juror, entry=entry, typed_by=actor, typed_at=at)
    PaperMark.objects.bulk_create(
        PaperMark(sheet=sheet, criterion=code, value=mark.value, rationale=mark.rationale)
        for code, mark in marks.items()
    )
    _record(sheet, "jury.paper.type", "", actor, at, {code: str(mark.value) for code, mark in marks.items()})
    return sheet


def _check_marks(juror: Juror, marks: Mapping[str, TypedMark]) -> None:
    criteria = jury_sheet(juror.panel.category).criteria
    for criterion in criteria:
        mark = marks.get(criterion.code)
        if mark is None or not mark.value.is_finite() or not criterion.admits(mark.value):
            raise JuryError(
                _("Nilai untuk %(name)s kosong atau di luar skala. Tidak ada yang disimpan; periksa lembarnya.")
                % {"name": criterion.name}
            )
    if marks.keys() - {criterion.code for criterion in criteria}:
        raise JuryError(_("Ada kriteria yang tidak dikenal juknis. Tidak ada yang disimpan."))


@transaction.atomic
def confirm_paper_sheet(*, sheet: PaperSheet, actor: User, at: datetime.datetime) -> PaperSheet:
    """Write the typed marks to the juror's card and confirm it; by another person than who typed."""
    _decide(sheet, PaperState.CONFIRMED, "", actor, at)
    check_may_score(juror=sheet.juror, entry=sheet.entry, at=at)
    known = {
        mark.criterion: mark.version
        for mark in Mark.objects.filter(scorecard__juror=sheet.juror_id, scorecard__entry=sheet.entry_id)
    }
    reason = _("Lembar kertas nomor %(number)s.") % {"number": sheet.pk}
    for typed in sheet.marks.order_by("pk"):
        write_mark(
            juror=sheet.juror,
            entry=sheet.entry,
            criterion=typed.criterion,
            value=typed.value,
            rationale=typed.rationale or reason,
            version=known.get(typed.criterion, 0),
            actor=actor,
            at=at,
            reason=reason,
        )
    card = Scorecard.objects.get(juror=sheet.juror_id, entry=sheet.entry_id)
    seal_card(juror=sheet.juror, entry=sheet.entry, version=card.version, actor=actor, at=at)
    return sheet


@transaction.atomic
def reject_paper_sheet(*, sheet: PaperSheet, reason: str, actor: User, at: datetime.datetime) -> PaperSheet:
    if not reason.strip():
        raise JuryError(_("Tulis alasan penolakan. Tidak ada yang diubah."))
    _decide(sheet, PaperState.REJECTED, reason, actor, at)
    return sheet


def _decide(sheet: PaperSheet, state: PaperState, reason: str, actor: User, at: datetime.datetime) -> None:
    if sheet.typed_by_id == actor.pk:
        raise JuryError(_("Lembar diperiksa oleh orang lain daripada yang mengetik. Tidak ada yang diubah."))
    moved = PaperSheet.objects.filter(pk=sheet.pk, state=PaperState.TYPED).update(
        state=state, decided_by=actor, decided_at=at, reason=reason
    )
    if not moved:
        raise JuryError(_("Lembar ini sudah diperiksa. Tidak ada yang diubah; muat ulang halaman ini."))
    sheet.refresh_from_db()
    _record(sheet, f"jury.paper.{state}", reason, actor, at, {})


def _record(
    sheet: PaperSheet, action: str, reason: str, actor: User, at: datetime.datetime, changes: Mapping[str, object]
) -> None:
    record(
        action=action,
        subject=sheet,
        actor=actor,
        at=at,
        reason=reason,
        region_code=sheet.juror.panel.category.province_id or "",
        changes={"juror": sheet.juror_id, "entry": str(sheet.entry.public_id), **changes},
    )
