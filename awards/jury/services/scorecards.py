"""Score one entry: save a mark, confirm the card, change it later with a reason, re-open it."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState, Declaration
from awards.jury.models.notices import NoticeKind
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.cards import inherited_cards
from awards.jury.selectors.rationale import missing_on_card, needs_rationale, suggestions
from awards.jury.selectors.seats import active_jurors, assigned_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.stages import open_stages
from awards.jury.selectors.unsent import unscored_entries
from awards.jury.services.errors import JuryError
from awards.jury.services.telling import Occasion, note_for_jurors
from awards.rulebooks.parsing.jury_sheet import JuryCriterion
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.pages.templatetags.formats import number


class JurorRecusedError(JuryError):
    """A conflict stands between the juror and the entry, or waits for a decision."""


class JuryClosedError(JuryError):
    """The panel does not score now."""


class InheritedCardError(JuryError):
    """An earlier holder of the seat confirmed this entry, and that card counts."""


class UnsentFormError(JuryError):
    """The entrant never sent its form, and the panel does not score such entries."""


class UndeclaredError(JuryError):
    """The juror has not yet said whether there is a conflict."""


class UnknownCriterionError(JuryError):
    """The rulebook has no such jury criterion."""


class MarkOutsideScaleError(JuryError):
    """The scale does not know this mark."""


class ReasonRequiredError(JuryError):
    """A confirmed card changes only with a reason."""


class StaleMarkError(JuryError):
    """Somebody, or another tab, wrote this mark first; `current` is what is stored."""

    def __init__(self, message: str, current: Mark | None) -> None:
        super().__init__(message)
        self.current = current


class IncompleteScorecardError(JuryError):
    """`missing` names what a confirmation still needs, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            _("Lembar nilai belum lengkap: %(missing)s. Nilai Anda tersimpan; lengkapi lalu konfirmasi lagi.")
            % {"missing": "; ".join(missing)}
        )
        self.missing = missing


def check_may_score(*, juror: Juror, entry: Entry, at: datetime.datetime) -> None:
    """Refuse, with the reason, a juror who may not score this entry now; the seat is held meanwhile."""
    Juror.objects.select_for_update(no_key=True).get(pk=juror.pk)  # a replacement goes before or after, not between
    if juror.panel.closed_at is not None or not open_stages(juror.panel.category, at=at):
        raise JuryClosedError(_("Penilaian tidak sedang dibuka. Nilai yang tersimpan tidak berubah; lihat jadwal."))
    if not active_jurors(on=timezone.localdate(at)).filter(pk=juror.pk).exists():
        raise JuryClosedError(_("Masa tugas Anda di tim ini sudah berakhir. Tidak ada yang diubah."))
    if entry.pk in unscored_entries(juror.panel):
        raise UnsentFormError(
            _(
                "Peserta ini tidak pernah mengirim isiannya dan menurut aturan tim tidak dinilai. Tidak ada yang "
                "disimpan."
            )
        )
    inherited = inherited_cards(juror).get(entry.pk)
    if inherited is not None:
        raise InheritedCardError(
            _("Nilai %(juror)s untuk peserta ini sudah dikonfirmasi dan tetap dihitung. Tidak ada yang disimpan.")
            % {"juror": inherited.juror}
        )
    conflict = Conflict.objects.filter(juror=juror, entry=entry).first()
    if conflict is not None and conflict.state != ConflictState.DISMISSED:
        raise JurorRecusedError(
            _("Ada benturan kepentingan dengan peserta ini. Nilai tidak disimpan; hubungi sekretariat bila ini keliru.")
        )
    if not assigned_entries(juror).filter(pk=entry.pk).exists():
        raise JurorRecusedError(_("Peserta ini tidak ditugaskan kepada Anda. Nilai tidak disimpan."))
    if not Declaration.objects.filter(juror=juror, entry=entry).exists():
        raise UndeclaredError(_("Nyatakan dulu ada tidaknya benturan kepentingan. Nilai tidak disimpan."))


@dataclass(frozen=True, slots=True)
class MarkWrite:
    """One mark as it is written; `version` is the one the writer saw, 0 for none; `key` names the write."""

    criterion: str
    value: Decimal
    rationale: str
    version: int
    reason: str = ""
    key: str = ""


@transaction.atomic
def save_mark(
    *,
    juror: Juror,
    entry: Entry,
    write: MarkWrite,
    actor: User,
    at: datetime.datetime,
) -> Mark:
    """Write one mark; `version` is the one the writer saw, 0 for none. A confirmed card needs a reason.

    Writing the same again changes nothing and is no conflict; `key` names the write, and excuses no other content.
    """
    if juror.user_id != actor.pk:
        raise JurorRecusedError(_("Nilai hanya dapat diisi oleh juri sendiri. Tidak ada yang diubah."))
    check_may_score(juror=juror, entry=entry, at=at)
    return write_mark(juror=juror, entry=entry, write=write, actor=actor, at=at)


@transaction.atomic
def write_mark(
    *,
    juror: Juror,
    entry: Entry,
    write: MarkWrite,
    actor: User,
    at: datetime.datetime,
) -> Mark:
    """Write one mark of a card whose right to be written was checked."""
    scale = _scale_of(juror, write.criterion, write.value)
    card = _open_card(juror, entry, at)
    previous = Mark.objects.filter(scorecard=card, criterion=write.criterion).first()
    if previous is not None and _is_written(previous, write.value, write.rationale):
        return previous
    if card.state == ScorecardState.CONFIRMED:
        _check_amendment(card, scale, write.value, write.rationale, write.reason)
    mark = _put(card, write, previous, at)
    Scorecard.objects.filter(pk=card.pk).update(version=F("version") + 1, updated_at=at)
    record(
        action="jury.amend" if card.state == ScorecardState.CONFIRMED else "jury.mark",
        subject=mark,
        actor=actor,
        at=at,
        reason=write.reason,
        changes={
            "juror": juror.pk,
            "entry": str(entry.public_id),
            "criterion": write.criterion,
            "from": str(previous.value) if previous else None,
            "to": str(mark.value),
            "rationale": write.rationale,
        },
    )
    return mark


@transaction.atomic
def clear_mark(
    *, juror: Juror, entry: Entry, criterion: str, version: int, actor: User, at: datetime.datetime
) -> Scorecard:
    """Take a mark back from a card in progress, so that its criterion is unmarked; `version` is the one seen.

    A mark that is not there is no conflict: what was wanted is so.
    """
    if juror.user_id != actor.pk:
        raise JurorRecusedError(_("Nilai hanya dapat diisi oleh juri sendiri. Tidak ada yang diubah."))
    check_may_score(juror=juror, entry=entry, at=at)
    card = _open_card(juror, entry, at)
    if card.state == ScorecardState.CONFIRMED:
        raise ReasonRequiredError(
            _("Nilai sudah dikonfirmasi dan tidak dapat dikosongkan. Nilai lama tidak berubah; tulis nilai lain.")
        )
    previous = Mark.objects.filter(scorecard=card, criterion=criterion).first()
    if previous is None:
        return card
    deleted, _rows = Mark.objects.filter(pk=previous.pk, version=version).delete()
    if not deleted:
        raise StaleMarkError(
            _("Nilai ini sudah diubah di jendela lain dan tidak dikosongkan. Bandingkan lalu pilih salah satu."),
            previous,
        )
    Scorecard.objects.filter(pk=card.pk).update(version=F("version") + 1, updated_at=at)
    card.refresh_from_db()
    record(
        action="jury.unmark",
        subject=card,
        actor=actor,
        at=at,
        changes={
            "juror": juror.pk,
            "entry": str(entry.public_id),
            "criterion": criterion,
            "from": str(previous.value),
            "to": None,
            "rationale": previous.rationale,
        },
    )
    return card


def _scale_of(juror: Juror, criterion: str, value: Decimal) -> JuryCriterion:
    scale = jury_sheet(juror.panel.category).criterion(criterion)
    if scale is None:
        raise UnknownCriterionError(_("Kriteria ini tidak ada pada juknis yang berlaku. Nilai tidak disimpan."))
    if not value.is_finite() or not scale.lowest <= value <= scale.highest:
        raise MarkOutsideScaleError(
            _("Nilai harus antara %(lowest)s dan %(highest)s. Nilai lama tidak berubah.")
            % {"lowest": _said(scale.lowest), "highest": _said(scale.highest)}
        )
    if scale.admits(value):
        return scale
    if scale.levels:
        listed = ", ".join(_said(level.value) for level in scale.levels)
        raise MarkOutsideScaleError(
            _("Nilai kriteria ini salah satu dari %(values)s. Nilai lama tidak berubah.") % {"values": listed}
        )
    below = value - (value - scale.lowest) % scale.step
    raise MarkOutsideScaleError(
        _("Nilai kriteria ini naik per %(step)s: pilih %(below)s atau %(above)s. Nilai lama tidak berubah.")
        % {
            "step": _said(scale.step),
            "below": _said(below),
            "above": _said(min(below + scale.step, scale.highest)),
        }
    )


def _said(value: Decimal) -> str:
    return number(value.normalize())


def _open_card(juror: Juror, entry: Entry, at: datetime.datetime) -> Scorecard:
    card, _created = Scorecard.objects.get_or_create(juror=juror, entry=entry, defaults={"updated_at": at})
    if card.state == ScorecardState.VOID:
        raise JurorRecusedError(_("Lembar nilai ini sudah dibatalkan. Tidak ada yang disimpan; hubungi ketua tim."))
    return card


def _check_amendment(card: Scorecard, scale: JuryCriterion, value: Decimal, rationale: str, reason: str) -> None:
    if not reason.strip():
        raise ReasonRequiredError(
            _("Nilai sudah dikonfirmasi. Perubahan tidak disimpan; tulis alasan perubahan, lalu simpan lagi.")
        )
    suggested = suggestions(card.entry, (scale,)).get(scale.code)
    if needs_rationale(card.juror.panel, scale, value, suggested) and not rationale.strip():
        raise ReasonRequiredError(_("Nilai ini memerlukan alasan penilaian. Perubahan tidak disimpan."))


def _is_written(stored: Mark, value: Decimal, rationale: str) -> bool:
    return (stored.value, stored.rationale) == (value, rationale)


def _put(card: Scorecard, write: MarkWrite, previous: Mark | None, at: datetime.datetime) -> Mark:
    stale = _(
        "Nilai ini sudah diubah di jendela lain. Perubahan Anda belum disimpan; bandingkan lalu pilih salah satu."
    )
    if previous is None:
        if write.version:
            raise StaleMarkError(stale, None)
        return Mark.objects.create(
            scorecard=card,
            criterion=write.criterion,
            value=write.value,
            rationale=write.rationale,
            version=card.version,  # above every earlier one, so that a mark taken back and given anew is another
            write_key=write.key,
            updated_at=at,
        )
    written = Mark.objects.filter(pk=previous.pk, version=write.version).update(
        value=write.value,
        rationale=write.rationale,
        version=F("version") + 1,
        write_key=write.key,
        updated_at=at,
    )
    if not written:
        raise StaleMarkError(stale, previous)
    return Mark.objects.get(pk=previous.pk)


@transaction.atomic
def save_note(*, juror: Juror, entry: Entry, note: str, actor: User, at: datetime.datetime) -> Scorecard:
    """Keep the juror's private note; nobody else reads it and it is not recorded."""
    if juror.user_id != actor.pk:
        raise JurorRecusedError(_("Catatan pribadi hanya milik juri sendiri. Tidak ada yang diubah."))
    check_may_score(juror=juror, entry=entry, at=at)
    card = _open_card(juror, entry, at)
    Scorecard.objects.filter(pk=card.pk).update(private_note=note)
    card.private_note = note
    return card


@transaction.atomic
def confirm_scorecard(*, juror: Juror, entry: Entry, version: int, actor: User, at: datetime.datetime) -> Scorecard:
    """Make a complete card count; `version` is the card that was on the screen."""
    if juror.user_id != actor.pk:
        raise JurorRecusedError(_("Nilai hanya dapat dikonfirmasi oleh juri sendiri. Tidak ada yang diubah."))
    check_may_score(juror=juror, entry=entry, at=at)
    return seal_card(juror=juror, entry=entry, version=version, actor=actor, at=at)


@transaction.atomic
def seal_card(*, juror: Juror, entry: Entry, version: int, actor: User, at: datetime.datetime) -> Scorecard:
    """Confirm a card whose right to be confirmed was checked."""
    card = _open_card(juror, entry, at)
    if missing := missing_on_card(card):
        raise IncompleteScorecardError(missing)
    moved = Scorecard.objects.filter(pk=card.pk, state=ScorecardState.DRAFT, version=version).update(
        state=ScorecardState.CONFIRMED, confirmed_at=at, updated_at=at
    )
    if not moved:
        raise StaleMarkError(
            _(
                "Lembar nilai ini berubah setelah Anda membukanya, atau sudah dikonfirmasi. Tidak ada yang diubah; "
                "muat ulang halaman ini, periksa, lalu konfirmasi lagi."
            ),
            None,
        )
    card.refresh_from_db()
    record(
        action="jury.confirm",
        subject=card,
        actor=actor,
        at=at,
        changes={
            "juror": juror.pk,
            "entry": str(entry.public_id),
            "marks": {mark.criterion: str(mark.value) for mark in card.marks.order_by("criterion")},
        },
    )
    return card


@transaction.atomic
def reopen_scorecard(*, card: Scorecard, reason: str, actor: User, at: datetime.datetime) -> Scorecard:
    """Turn a confirmed or voided card back into a draft; it does not count until it is confirmed again."""
    if not reason.strip():
        raise ReasonRequiredError(_("Tulis alasan membuka kembali lembar nilai. Tidak ada yang diubah."))
    if card.juror.panel.closed_at is not None:
        raise JuryClosedError(_("Penilaian tim ini sudah ditutup. Tidak ada yang diubah."))
    if Juror.objects.filter(replaces=card.juror_id).exists():
        raise JuryClosedError(
            _(
                "Juri ini sudah diganti dan tidak dapat menilai lagi. Tidak ada yang diubah; ketua dapat memutuskan "
                "pada halaman Anggota bahwa penggantinya menilai ulang."
            )
        )
    if Conflict.objects.filter(juror=card.juror_id, entry=card.entry_id, state=ConflictState.CONFIRMED).exists():
        raise JurorRecusedError(_("Ada benturan kepentingan yang dikonfirmasi. Lembar nilai tetap dibatalkan."))
    previous = card.state
    moved = (
        Scorecard.objects.filter(pk=card.pk, state=previous)
        .exclude(state=ScorecardState.DRAFT)
        .update(state=ScorecardState.DRAFT, confirmed_at=None, void_reason="", updated_at=at, version=F("version") + 1)
    )
    if not moved:
        raise JuryClosedError(_("Lembar nilai ini sudah terbuka. Tidak ada yang diubah."))
    card.refresh_from_db()
    record(
        action="jury.reopen",
        subject=card,
        actor=actor,
        at=at,
        reason=reason,
        changes={"juror": card.juror_id, "entry": str(card.entry.public_id), "from": previous},
    )
    if card.juror.user_id != actor.pk:
        note_for_jurors(jurors=[card.juror], occasion=Occasion(NoticeKind.REOPENED, card.entry, reason.strip()), at=at)
    return card
