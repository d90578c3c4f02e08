"""Moderation, discussion, the plenary's course and its decision log."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.notices import NoticeKind
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import AgendaItem, Decision, Moderation, Plenary, Presence, Remark
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.marks import counting_mark_rows
from awards.jury.selectors.noticed import jurors_judging, sitting_jurors
from awards.jury.selectors.presence import voting_jurors
from awards.jury.selectors.recusal import confirmed_conflicts, kept_entries
from awards.jury.services.errors import JuryError
from awards.jury.services.telling import Occasion, note_for_jurors
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import decimal_text


@transaction.atomic
def open_moderation(*, panel: Panel, entry: Entry, criterion: str, actor: User, at: datetime.datetime) -> Moderation:
    """Ask the panel to talk a discrepancy through; the marks of this moment are kept as they are."""
    if Moderation.objects.filter(panel=panel, entry=entry, criterion=criterion, closed_at=None).exists():
        raise JuryError(_("Pembahasan selisih ini sudah dibuka. Tidak ada yang diubah."))
    marks = (
        counting_mark_rows(Scorecard.objects.filter(juror__panel=panel, entry=entry))
        .filter(criterion=criterion)
        .select_related("scorecard__juror__user")
        .order_by("scorecard__juror_id")
    )
    moderation = Moderation.objects.create(
        panel=panel,
        entry=entry,
        criterion=criterion,
        originals=[_original(mark) for mark in marks],
        opened_by=actor,
        opened_at=at,
    )
    changes = {"entry": str(entry.public_id), "criterion": criterion}
    _record(moderation, "jury.moderation.open", actor, at, changes)
    jurors = jurors_judging(panel, entry, at=at, actor=actor)
    note_for_jurors(jurors=jurors, occasion=Occasion(NoticeKind.MODERATED, entry), at=at)
    return moderation


def _original(mark: Mark) -> dict[str, object]:
    juror = mark.scorecard.juror
    return {"juror": juror.pk, "name": str(juror), "value": decimal_text(mark.value), "rationale": mark.rationale}


@transaction.atomic
def close_moderation(*, moderation: Moderation, outcome: str, actor: User, at: datetime.datetime) -> Moderation:
    """Write down what came of it; the originals stay beside what the jurors changed themselves."""
    if not outcome.strip():
        raise JuryError(_("Tulis hasil pembahasan. Tidak ada yang diubah."))
    moved = Moderation.objects.filter(pk=moderation.pk, closed_at=None).update(
        outcome=outcome, closed_by=actor, closed_at=at
    )
    if not moved:
        raise JuryError(_("Pembahasan ini sudah ditutup. Tidak ada yang diubah."))
    moderation.refresh_from_db()
    _record(moderation, "jury.moderation.close", actor, at, {}, reason=outcome)
    return moderation


@transaction.atomic
def write_remark(*, panel: Panel, entry: Entry, text: str, actor: User, at: datetime.datetime) -> Remark:
    if not text.strip():
        raise JuryError(_("Tulis pendapat Anda. Tidak ada yang dikirim."))
    remark = Remark.objects.create(panel=panel, entry=entry, author=actor, text=text, written_at=at)
    _record(remark, "jury.remark", actor, at, {"entry": str(entry.public_id)})
    jurors = [
        seat
        for seat in jurors_judging(panel, entry, at=at, actor=actor)
        if not kept_entries(confirmed_conflicts(seat)).named_in(text)
    ]
    note_for_jurors(jurors=jurors, occasion=Occasion(NoticeKind.DISCUSSED, entry), at=at)
    return remark


@transaction.atomic
def open_plenary(*, panel: Panel, order: Sequence[Entry], actor: User, at: datetime.datetime) -> Plenary:
    """Begin the sitting with an order of discussion."""
    if Plenary.objects.filter(panel=panel).exists():
        raise JuryError(_("Pleno tim ini sudah dibuka. Tidak ada yang diubah."))
    plenary = Plenary.objects.create(panel=panel, opened_at=at, opened_by=actor)
    AgendaItem.objects.bulk_create(
        AgendaItem(plenary=plenary, entry=entry, position=position) for position, entry in enumerate(order, 1)
    )
    _record(plenary, "jury.plenary.open", actor, at, {"order": [str(entry.public_id) for entry in order]})
    jurors = sitting_jurors(panel, at=at, actor=actor)
    note_for_jurors(jurors=jurors, occasion=Occasion(NoticeKind.SITTING), at=at)
    return plenary


@transaction.atomic
def move_plenary(*, plenary: Plenary, entry: Entry | None, actor: User, at: datetime.datetime) -> Plenary:
    """Put another entry on everybody's screen, or none."""
    if entry is not None and not AgendaItem.objects.filter(plenary=plenary, entry=entry).exists():
        raise JuryError(_("Peserta ini tidak ada pada acara pleno. Tidak ada yang diubah."))
    if not Plenary.objects.filter(pk=plenary.pk, closed_at=None).update(current=entry, cleared_at=None):
        raise JuryError(_("Pleno sudah ditutup. Tidak ada yang diubah."))
    plenary.refresh_from_db()
    _record(plenary, "jury.plenary.move", actor, at, {"entry": str(entry.public_id) if entry else None})
    return plenary


@dataclass(frozen=True, slots=True)
class PlenaryRuling:
    """What a plenary decided, and by how many votes where it voted."""

    text: str
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None = None

    @property
    def has_votes(self) -> bool:
        return any(votes is not None for votes in (self.votes_for, self.votes_against, self.votes_abstained))

    @property
    def votes(self) -> int:
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.votes_abstained or 0)


@transaction.atomic
def record_decision(
    *,
    plenary: Plenary,
    entry: Entry | None,
    ruling: PlenaryRuling,
    actor: User,
    at: datetime.datetime,
) -> Decision:
    """Add a line to the decision log; lines are never edited, and nobody votes who is not in the room."""
    held = Plenary.objects.select_for_update().get(pk=plenary.pk)
    if held.closed_at is not None:
        raise JuryError(_("Pleno sudah ditutup. Putusan tidak disimpan."))
    if not ruling.text.strip():
        raise JuryError(_("Tulis putusannya. Tidak ada yang disimpan."))
    eligible = _counted_seats(plenary, entry, ruling)
    last = Decision.objects.filter(plenary=plenary).aggregate(last=Max("number"))["last"] or 0
    decision = Decision.objects.create(
        plenary=plenary,
        number=last + 1,
        entry=entry,
        text=ruling.text,
        votes_for=ruling.votes_for,
        votes_against=ruling.votes_against,
        votes_abstained=ruling.votes_abstained,
        eligible=eligible,
        decided_at=at,
        recorded_by=actor,
    )
    changes = {
        "number": decision.number,
        "votes_for": ruling.votes_for,
        "votes_against": ruling.votes_against,
        "votes_abstained": ruling.votes_abstained,
        "eligible": eligible,
    }
    _record(decision, "jury.decision", actor, at, changes, reason=ruling.text)
    return decision


def _counted_seats(plenary: Plenary, entry: Entry | None, ruling: PlenaryRuling) -> int | None:
    """Return how many seats may vote on this; None where it was decided without a vote and nobody was counted."""
    eligible = voting_jurors(plenary, entry).count()
    if not ruling.has_votes:
        return eligible or None
    if not eligible:
        raise JuryError(
            _("Catat dahulu siapa yang hadir; suara dihitung dari kursi yang hadir. Tidak ada yang disimpan.")
        )
    if ruling.votes > eligible:
        raise JuryError(
            _("%(votes)d suara melebihi %(seats)d kursi yang hadir dan berhak. Tidak ada yang disimpan; hitung lagi.")
            % {"votes": ruling.votes, "seats": eligible}
        )
    return eligible


@transaction.atomic
def close_plenary(*, plenary: Plenary, actor: User, at: datetime.datetime) -> Plenary:
    """End the sitting and everybody's attendance; who was there stands in the minutes."""
    if not Presence.objects.filter(plenary=plenary).exists():
        raise JuryError(_("Catat dahulu siapa yang hadir; berita acara memuatnya. Pleno belum ditutup."))
    if not Plenary.objects.filter(pk=plenary.pk, closed_at=None).update(closed_at=at, current=None, cleared_at=None):
        raise JuryError(_("Pleno sudah ditutup. Tidak ada yang diubah."))
    Presence.objects.filter(plenary=plenary, left_at=None).update(left_at=at)
    plenary.refresh_from_db()
    _record(plenary, "jury.plenary.close", actor, at, {})
    return plenary


@transaction.atomic
def resume_plenary(*, plenary: Plenary, reason: str, actor: User, at: datetime.datetime) -> Plenary:
    """Let a closed sitting decide again; its log goes on, attendance begins anew, and its minutes stay as they are."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan membuka kembali pleno. Tidak ada yang diubah."))
    if not Plenary.objects.filter(pk=plenary.pk, closed_at__isnull=False).update(closed_at=None):
        raise JuryError(_("Pleno ini memang terbuka. Tidak ada yang diubah."))
    plenary.refresh_from_db()
    _record(plenary, "jury.plenary.resume", actor, at, {}, reason=reason)
    return plenary


def _record(
    subject: Moderation | Remark | Plenary | Decision,
    action: str,
    actor: User,
    at: datetime.datetime,
    changes: Mapping[str, object],
    reason: str = "",
) -> None:
    panel = subject.plenary.panel if isinstance(subject, Decision) else subject.panel
    record(
        action=action,
        subject=subject,
        actor=actor,
        at=at,
        reason=reason,
        changes={"panel": panel.name, **changes},
    )
