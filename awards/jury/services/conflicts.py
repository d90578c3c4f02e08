"""Declare, confirm and dismiss conflicts of interest. Both answers are remembered."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictOrigin, ConflictState, Declaration
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.seats import assigned_entries
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


class EntryOutsideSeatError(JuryError):
    """The entry is not among those the seat works on."""


@transaction.atomic
def declare_conflicts(
    *, juror: Juror, entries: Iterable[Entry], reasons: Mapping[int, str], actor: User, at: datetime.datetime
) -> list[Declaration]:
    """Record the juror's word on a list of entries before their files open.

    `reasons` maps the entries with a conflict to the reason; every other entry given is declared free of one. The
    juror's own word takes effect at once.
    """
    if juror.user_id != actor.pk:
        raise JuryError(_("Hanya juri sendiri yang dapat membuat pernyataan ini. Tidak ada yang diubah."))
    listed = list(entries)
    if any(not reason.strip() for reason in reasons.values()) or reasons.keys() - {entry.pk for entry in listed}:
        raise JuryError(
            _("Tulis alasan untuk setiap peserta yang Anda tandai. Tidak ada yang disimpan; lengkapi lalu kirim lagi.")
        )
    known = set(assigned_entries(juror).values_list("pk", flat=True))
    if any(entry.pk not in known for entry in listed):
        raise EntryOutsideSeatError(_("Daftar peserta sudah berubah. Tidak ada yang disimpan; muat ulang halaman ini."))
    declarations = []
    for entry in listed:
        has_conflict = entry.pk in reasons
        declaration, _created = Declaration.objects.update_or_create(
            juror=juror, entry=entry, defaults={"has_conflict": has_conflict, "declared_at": at}
        )
        declarations.append(declaration)
        if has_conflict:
            _confirm_declared(juror, entry, reasons[entry.pk], ConflictOrigin.DECLARED, actor, at)
    record(
        action="jury.declare",
        subject=juror,
        actor=actor,
        at=at,
        changes={
            "without": [str(entry.public_id) for entry in listed if entry.pk not in reasons],
            "with": [str(entry.public_id) for entry in listed if entry.pk in reasons],
        },
    )
    return declarations


@transaction.atomic
def declare_conflict(*, juror: Juror, entry: Entry, reason: str, actor: User, at: datetime.datetime) -> Conflict:
    """Record one conflict, by the juror or by the secretariat; it takes effect at once."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan benturan kepentingan. Tidak ada yang disimpan."))
    if not assigned_entries(juror).filter(pk=entry.pk).exists():
        raise EntryOutsideSeatError(_("Peserta ini tidak dinilai oleh juri tersebut. Tidak ada yang diubah."))
    is_own = juror.user_id == actor.pk
    if is_own:
        Declaration.objects.update_or_create(
            juror=juror, entry=entry, defaults={"has_conflict": True, "declared_at": at}
        )
    origin = ConflictOrigin.DECLARED if is_own else ConflictOrigin.SECRETARIAT
    return _confirm_declared(juror, entry, reason, origin, actor, at)


@transaction.atomic
def confirm_conflict(*, conflict: Conflict, reason: str, actor: User, at: datetime.datetime) -> Conflict:
    """Take the entry from the juror's sight and sums; an existing score is voided."""
    _decide(conflict, ConflictState.CONFIRMED, reason, actor, at)
    _void_score(conflict, actor, at)
    return conflict


@transaction.atomic
def dismiss_conflict(*, conflict: Conflict, reason: str, actor: User, at: datetime.datetime) -> Conflict:
    """Decide that there is no conflict; the same finding is not proposed again."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan mengapa ini bukan benturan kepentingan. Tidak ada yang diubah."))
    if conflict.juror.user_id == actor.pk:
        raise JuryError(_("Benturan kepentingan Anda sendiri diputuskan oleh orang lain. Tidak ada yang diubah."))
    _decide(conflict, ConflictState.DISMISSED, reason, actor, at)
    return conflict


def _decide(conflict: Conflict, state: ConflictState, reason: str, actor: User, at: datetime.datetime) -> None:
    moved = (
        Conflict.objects.filter(pk=conflict.pk, state=conflict.state)
        .exclude(state=state)
        .update(state=state, decided_by=actor, decided_at=at, decision_reason=reason)
    )
    if not moved:
        raise JuryError(_("Benturan ini sudah diputuskan orang lain. Tidak ada yang diubah; muat ulang halaman ini."))
    previous = conflict.state
    conflict.refresh_from_db()
    _record_state(conflict, previous, reason, actor, at)


def _confirm_declared(
    juror: Juror, entry: Entry, reason: str, origin: ConflictOrigin, actor: User, at: datetime.datetime
) -> Conflict:
    conflict, created = Conflict.objects.get_or_create(
        juror=juror,
        entry=entry,
        defaults={
            "origin": origin,
            "state": ConflictState.CONFIRMED,
            "reason": reason,
            "created_at": at,
            "decided_by": actor,
            "decided_at": at,
        },
    )
    if created:
        _record_state(conflict, "", reason, actor, at)
    elif conflict.state != ConflictState.CONFIRMED:
        _decide(conflict, ConflictState.CONFIRMED, reason, actor, at)
    _void_score(conflict, actor, at)
    return conflict


def _record_state(conflict: Conflict, previous: str, reason: str, actor: User, at: datetime.datetime) -> None:
    record(
        action=f"jury.conflict.{conflict.state}",
        subject=conflict,
        actor=actor,
        at=at,
        reason=reason,
        changes={
            "juror": conflict.juror_id,
            "entry": str(conflict.entry.public_id),
            "origin": conflict.origin,
            "from": previous,
            "to": conflict.state,
        },
    )


def _void_score(conflict: Conflict, actor: User, at: datetime.datetime) -> None:
    card = (
        Scorecard.objects.filter(juror=conflict.juror_id, entry=conflict.entry_id)
        .exclude(state=ScorecardState.VOID)
        .first()
    )
    if card is not None:
        void_scorecard(card=card, reason=_("Benturan kepentingan dikonfirmasi."), actor=actor, at=at)


@transaction.atomic
def void_scorecard(*, card: Scorecard, reason: str, actor: User, at: datetime.datetime) -> Scorecard:
    """Take a card out of every sum as an event; its marks stay, and stand in the audit trail."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan pembatalan nilai. Tidak ada yang diubah."))
    previous = card.state
    moved = Scorecard.objects.filter(pk=card.pk, state=previous).update(
        state=ScorecardState.VOID, void_reason=reason, updated_at=at
    )
    if not moved or previous == ScorecardState.VOID:
        raise JuryError(_("Lembar nilai ini sudah berubah. Tidak ada yang dibatalkan; muat ulang halaman ini."))
    card.refresh_from_db()
    record(
        action="jury.void",
        subject=card,
        actor=actor,
        at=at,
        reason=reason,
        changes={
            "from": previous,
            "marks": {mark.criterion: str(mark.value) for mark in card.marks.order_by("criterion")},
        },
    )
    return card
