"""What a successor takes over: inherited cards, or by the chair's decision an entry marked anew."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import FreshMarking, Scorecard
from awards.jury.selectors.cards import inherited_cards
from awards.jury.selectors.seats import assigned_entries, remaining_jurors, seat_in
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


class FreshMarkingError(JuryError):
    """The successor cannot be told to mark this entry anew."""


@transaction.atomic
def order_fresh_marking(*, juror: Juror, entry: Entry, reason: str, actor: User, at: datetime.datetime) -> FreshMarking:
    """Set aside what earlier holders of the seat confirmed on an entry: its successor marks it anew.

    The chair decides before the successor opens a card, so that nobody chooses between two known totals.
    """
    Juror.objects.select_for_update(no_key=True).get(pk=juror.pk)  # the first mark comes before or after, not between
    _check(juror, entry, reason, actor, at)
    decision = FreshMarking.objects.create(
        juror=juror, entry=entry, reason=reason.strip(), decided_by=actor, decided_at=at
    )
    record(
        action="jury.fresh_marking",
        subject=decision,
        actor=actor,
        at=at,
        reason=reason,
        changes={"juror": juror.pk, "replaces": juror.replaces_id, "entry": str(entry.public_id)},
    )
    return decision


def _check(juror: Juror, entry: Entry, reason: str, actor: User, at: datetime.datetime) -> None:
    on = timezone.localdate(at)
    if not reason.strip():
        raise FreshMarkingError(_("Tulis alasan menilai ulang. Tidak ada yang diubah."))
    if juror.panel.closed_at is not None:
        raise FreshMarkingError(_("Penilaian tim ini sudah ditutup. Tidak ada yang diubah."))
    chair = seat_in(juror.panel, actor, on=on)
    if chair is None or not chair.is_chair or chair.pk == juror.pk:
        raise FreshMarkingError(_("Hanya ketua tim yang memutuskan ini, dan bukan tentang kursinya sendiri."))
    if not remaining_jurors(on=on).filter(pk=juror.pk).exists():
        raise FreshMarkingError(_("Masa tugas juri ini sudah berakhir. Tidak ada yang diubah."))
    if Conflict.objects.filter(juror__in=[chair, juror], entry=entry).exclude(state=ConflictState.DISMISSED).exists():
        raise FreshMarkingError(_("Ada benturan kepentingan dengan peserta ini. Tidak ada yang diubah."))
    if Scorecard.objects.filter(juror=juror, entry=entry).exists():
        raise FreshMarkingError(_("Lembar nilai penggantinya sudah dibuka. Tidak ada yang diubah."))
    if entry.pk not in inherited_cards(juror):
        raise FreshMarkingError(_("Tidak ada nilai yang diwarisi untuk peserta ini. Tidak ada yang diubah."))
    if not assigned_entries(juror).filter(pk=entry.pk).exists():
        raise FreshMarkingError(
            _("Peserta ini belum ditugaskan kepada penggantinya. Tidak ada yang diubah; tugaskan dulu.")
        )
