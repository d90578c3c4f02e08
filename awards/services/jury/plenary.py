"""Moderation, discussion, the plenary's course and its decision log."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import Entry
from awards.models.jury import AgendaItem, Decision, Mark, Moderation, Panel, Plenary, Remark
from awards.selectors.jury.marks import counting_mark_rows
from awards.services.jury.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import decimal_text


@transaction.atomic
def open_moderation(*, panel: Panel, entry: Entry, criterion: str, actor: User, at: datetime.datetime) -> Moderation:
    """Ask the panel to talk a discrepancy through; the marks of this moment are kept as they are."""
    if Moderation.objects.filter(panel=panel, entry=entry, criterion=criterion, closed_at=None).exists():
        raise JuryError(_("Pembahasan selisih ini sudah dibuka. Tidak ada yang diubah."))
    marks = (
        counting_mark_rows()
        .filter(scorecard__juror__panel=panel, scorecard__entry=entry, criterion=criterion)
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
    _record(
        moderation,
        panel,
        "jury.moderation.open",
        "",
        actor,
        at,
        {"entry": str(entry.public_id), "criterion": criterion},
    )
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
    _record(moderation, moderation.panel, "jury.moderation.close", outcome, actor, at, {})
    return moderation


@transaction.atomic
def write_remark(*, panel: Panel, entry: Entry, text: str, actor: User, at: datetime.datetime) -> Remark:
    if not text.strip():
        raise JuryError(_("Tulis pendapat Anda. Tidak ada yang dikirim."))
    remark = Remark.objects.create(panel=panel, entry=entry, author=actor, text=text, written_at=at)
    _record(remark, panel, "jury.remark", "", actor, at, {"entry": str(entry.public_id)})
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
    _record(plenary, panel, "jury.plenary.open", "", actor, at, {"order": [str(entry.public_id) for entry in order]})
    return plenary


@transaction.atomic
def move_plenary(*, plenary: Plenary, entry: Entry | None, actor: User, at: datetime.datetime) -> Plenary:
    """Put another entry on everybody's screen, or none."""
    if entry is not None and not AgendaItem.objects.filter(plenary=plenary, entry=entry).exists():
        raise JuryError(_("Peserta ini tidak ada pada acara pleno. Tidak ada yang diubah."))
    if not Plenary.objects.filter(pk=plenary.pk, closed_at=None).update(current=entry):
        raise JuryError(_("Pleno sudah ditutup. Tidak ada yang diubah."))
    plenary.refresh_from_db()
    _record(
        plenary, plenary.panel, "jury.plenary.move", "", actor, at, {"entry": str(entry.public_id) if entry else None}
    )
    return plenary


@transaction.atomic
def record_decision(
    *,
    plenary: Plenary,
    entry: Entry | None,
    text: str,
    votes_for: int | None,
    votes_against: int | None,
    actor: User,
    at: datetime.datetime,
) -> Decision:
    """Add a line to the decision log; lines are never edited."""
    if plenary.closed_at is not None:
        raise JuryError(_("Pleno sudah ditutup. Putusan tidak disimpan."))
    if not text.strip():
        raise JuryError(_("Tulis putusannya. Tidak ada yang disimpan."))
    last = Decision.objects.filter(plenary=plenary).aggregate(last=Max("number"))["last"] or 0
    decision = Decision.objects.create(
        plenary=plenary,
        number=last + 1,
        entry=entry,
        text=text,
        votes_for=votes_for,
        votes_against=votes_against,
        decided_at=at,
        recorded_by=actor,
    )
    changes = {"number": decision.number, "votes_for": votes_for, "votes_against": votes_against}
    _record(decision, plenary.panel, "jury.decision", text, actor, at, changes)
    return decision


@transaction.atomic
def close_plenary(*, plenary: Plenary, actor: User, at: datetime.datetime) -> Plenary:
    if not Plenary.objects.filter(pk=plenary.pk, closed_at=None).update(closed_at=at, current=None):
        raise JuryError(_("Pleno sudah ditutup. Tidak ada yang diubah."))
    plenary.refresh_from_db()
    _record(plenary, plenary.panel, "jury.plenary.close", "", actor, at, {})
    return plenary


def _record(
    subject: Moderation | Remark | Plenary | Decision,
    panel: Panel,
    action: str,
    reason: str,
    actor: User,
    at: datetime.datetime,
    changes: Mapping[str, object],
) -> None:
    record(
        action=action,
        subject=subject,
        actor=actor,
        at=at,
        reason=reason,
        region_code=panel.category.province_id or "",
        changes={"panel": panel.name, **changes},
    )
