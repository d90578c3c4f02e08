"""Double entry of paper score sheets: two people type, neither sees what the other did before both have."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.interviews import PaperMark, PaperSheet, PaperState, PaperTurn
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.paper import OPEN_STATES, PaperLine, paper_lines
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.services.errors import JuryError
from awards.jury.services.scorecards import MarkWrite, check_may_score, seal_card, write_mark
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
    """Keep what was typed from a signed sheet; nothing counts before another person has typed the same.

    The trail says who typed and when; what was typed goes there only when both have, because others read the trail.
    """
    if juror.user_id == actor.pk:
        raise JuryError(_("Juri mengisi nilainya sendiri pada layar penilaian. Tidak ada yang disimpan."))
    check_may_score(juror=juror, entry=entry, at=at)
    if Scorecard.objects.filter(juror=juror, entry=entry, state=ScorecardState.CONFIRMED).exists():
        raise JuryError(_("Juri sudah mengonfirmasi nilai untuk peserta ini. Tidak ada yang disimpan."))
    if PaperSheet.objects.filter(juror=juror, entry=entry, state__in=OPEN_STATES).exists():
        raise JuryError(_("Lembar ini sudah diketik dan menunggu ketikan kedua. Tidak ada yang disimpan."))
    _check_marks(juror, marks)
    sheet = PaperSheet.objects.create(juror=juror, entry=entry, typed_by=actor, typed_at=at)
    _keep(sheet, PaperTurn.FIRST, marks)
    _record(sheet, "jury.paper.type", "", actor, at, {})
    return sheet


@transaction.atomic
def type_again(*, sheet: PaperSheet, marks: Mapping[str, TypedMark], actor: User, at: datetime.datetime) -> PaperSheet:
    """Keep the second typing; where it is the first one over again, the card is written and confirmed."""
    if actor.pk in (sheet.typed_by_id, sheet.juror.user_id):
        raise JuryError(_("Ketikan kedua dibuat orang lain daripada yang pertama, dan bukan juri itu sendiri."))
    check_may_score(juror=sheet.juror, entry=sheet.entry, at=at)
    _check_marks(sheet.juror, marks)
    moved = PaperSheet.objects.filter(pk=sheet.pk, state=PaperState.TYPED).update(
        state=PaperState.DIFFERS, second_by=actor, second_at=at
    )
    if not moved:
        raise JuryError(_("Lembar ini sudah diperiksa. Tidak ada yang diubah; muat ulang halaman ini."))
    sheet.refresh_from_db()
    _keep(sheet, PaperTurn.SECOND, marks)
    lines = _lines(sheet)
    _record(sheet, "jury.paper.type_again", "", actor, at, {"typed": _both(sheet)})
    if all(line.is_alike for line in lines):
        _write_card(sheet, {line.code: PaperTurn.FIRST for line in lines}, "", actor, at)
    return sheet


@transaction.atomic
def settle_paper_sheet(
    *, sheet: PaperSheet, chosen: Mapping[str, PaperTurn], reason: str, actor: User, at: datetime.datetime
) -> PaperSheet:
    """Say of every difference which typing the paper bears out, and why; then the card is written and confirmed."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan putusan. Tidak ada yang diubah."))
    if sheet.state != PaperState.DIFFERS:
        raise JuryError(_("Lembar ini tidak menunggu putusan. Tidak ada yang diubah; muat ulang halaman ini."))
    lines = _lines(sheet)
    open_codes = {line.code for line in lines if not line.is_alike}
    if open_codes - chosen.keys():
        raise JuryError(_("Pilih ketikan yang benar untuk setiap perbedaan. Tidak ada yang diubah."))
    check_may_score(juror=sheet.juror, entry=sheet.entry, at=at)
    turns = {line.code: chosen[line.code] if line.code in open_codes else PaperTurn.FIRST for line in lines}
    _write_card(sheet, turns, reason, actor, at)
    return sheet


@transaction.atomic
def reject_paper_sheet(*, sheet: PaperSheet, reason: str, actor: User, at: datetime.datetime) -> PaperSheet:
    """Refuse a sheet; what was typed is kept with the reason, and the sheet may be typed anew."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan penolakan. Tidak ada yang diubah."))
    _decide(sheet, PaperState.REJECTED, OPEN_STATES, reason, actor, at)
    _record(sheet, "jury.paper.rejected", reason, actor, at, {})
    return sheet


def _lines(sheet: PaperSheet) -> list[PaperLine]:
    return paper_lines(sheet, jury_sheet(sheet.juror.panel.category).criteria)


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


def _keep(sheet: PaperSheet, turn: PaperTurn, marks: Mapping[str, TypedMark]) -> None:
    PaperMark.objects.bulk_create(
        PaperMark(sheet=sheet, turn=turn, criterion=code, value=mark.value, rationale=mark.rationale)
        for code, mark in marks.items()
    )


def _both(sheet: PaperSheet) -> dict[str, list[str]]:
    """Return both typings as the trail keeps them, by criterion."""
    found: dict[str, list[str]] = {}
    for mark in sheet.marks.order_by("turn", "pk"):
        found.setdefault(mark.criterion, []).append(str(mark.value))
    return found


def _write_card(
    sheet: PaperSheet, turns: Mapping[str, PaperTurn], reason: str, actor: User, at: datetime.datetime
) -> None:
    """Write the marks of the chosen typings to the juror's card and confirm it."""
    _decide(sheet, PaperState.CONFIRMED, (PaperState.DIFFERS,), reason, actor, at)
    known = {
        mark.criterion: mark.version
        for mark in Mark.objects.filter(scorecard__juror=sheet.juror_id, scorecard__entry=sheet.entry_id)
    }
    because = _("Lembar kertas nomor %(number)s.") % {"number": sheet.pk}
    typed = {(mark.turn, mark.criterion): mark for mark in sheet.marks.order_by("pk")}
    for code, turn in turns.items():
        mark = typed[turn, code]
        write_mark(
            juror=sheet.juror,
            entry=sheet.entry,
            write=MarkWrite(
                criterion=code,
                value=mark.value,
                rationale=mark.rationale or because,
                version=known.get(code, 0),
                reason=because,
            ),
            actor=actor,
            at=at,
        )
    card = Scorecard.objects.get(juror=sheet.juror_id, entry=sheet.entry_id)
    seal_card(juror=sheet.juror, entry=sheet.entry, version=card.version, actor=actor, at=at)
    changes = {"marks": {code: str(typed[turn, code].value) for code, turn in turns.items()}}
    _record(sheet, "jury.paper.confirmed", reason, actor, at, changes)


def _decide(
    sheet: PaperSheet,
    state: PaperState,
    before: Collection[PaperState],
    reason: str,
    actor: User,
    at: datetime.datetime,
) -> None:
    if sheet.typed_by_id == actor.pk:
        raise JuryError(_("Lembar diperiksa oleh orang lain daripada yang pertama mengetik. Tidak ada yang diubah."))
    moved = PaperSheet.objects.filter(pk=sheet.pk, state__in=before).update(
        state=state, decided_by=actor, decided_at=at, reason=reason
    )
    if not moved:
        raise JuryError(_("Lembar ini sudah diperiksa. Tidak ada yang diubah; muat ulang halaman ini."))
    sheet.refresh_from_db()


def _record(
    sheet: PaperSheet, action: str, reason: str, actor: User, at: datetime.datetime, changes: Mapping[str, object]
) -> None:
    record(
        action=action,
        subject=sheet,
        actor=actor,
        at=at,
        reason=reason,
        changes={"juror": sheet.juror_id, "entry": str(sheet.entry.public_id), **changes},
    )
