"""What stands between an applied run and a final publication, by name."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import (
    AppliedRun,
    Category,
    ClarificationItem,
    Conflict,
    ConflictState,
    Entry,
    EntryState,
    EvidenceState,
    Finding,
    Objection,
    ObjectionState,
    Rulebook,
    RulebookState,
    Scorecard,
    ScorecardState,
    ScoreRun,
    ScoreRunState,
    SubmissionState,
    Verdict,
)
from awards.selectors.jury.blockers import jury_blockers
from awards.selectors.publication.prizes import prize_places
from awards.selectors.runs.inputs import AmbiguousObservationError, present_digest
from awards.selectors.runs.rules import run_rules
from awards.selectors.submissions import current_evidence, touched_answers, waiting_evidence
from awards.selectors.verification import counting_findings


class BlockerKind(StrEnum):
    """Every reason a result cannot become final."""

    NO_RUN = "no_run"
    QUEUED_RUN = "queued_run"
    RULEBOOK = "rulebook"
    STALE = "stale"
    TIE = "tie"
    FINDING = "finding"
    RETURNED = "returned"
    CLARIFICATION = "clarification"
    OBJECTION = "objection"
    CONFLICT = "conflict"
    SCORECARD = "scorecard"
    JURY = "jury"
    UNSCANNED = "unscanned"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason; `count` says how often, `text` what it is and what to do about it."""

    kind: BlockerKind
    count: int
    text: str


def blockers(category: Category, *, tie_decision: str) -> tuple[Blocker, ...]:
    """Return what must be settled first; an empty answer opens the way. A plenary's word settles ties."""
    pointer = AppliedRun.objects.filter(category=category).select_related("run__rulebook", "run__category").first()
    found = [
        _queued(category),
        _findings(category),
        _returned(category),
        _clarifications(category),
        _objections(category),
        _unscanned(category),
        _unseen(category),
        _conflicts(category),
        _scorecards(category),
        *_juries(category),
    ]
    if pointer is None:
        text = _("Belum ada perhitungan yang dipakai. Ajukan perhitungan, periksa, lalu pakai.")
        return (Blocker(BlockerKind.NO_RUN, 1, text), *(blocker for blocker in found if blocker.count))
    found.append(_freshness(pointer.run))
    if not tie_decision.strip():
        found.append(_ties(pointer.run))
    return tuple(blocker for blocker in found if blocker.count)


def _queued(category: Category) -> Blocker:
    count = ScoreRun.objects.filter(category=category, state=ScoreRunState.QUEUED).count()
    return Blocker(
        BlockerKind.QUEUED_RUN, count, _("Masih ada perhitungan yang berjalan. Tunggu sampai selesai atau buang.")
    )


def _freshness(run: ScoreRun) -> Blocker:
    """The applied run must be what a run made now would be: same rulebook, same input."""
    sealed = Rulebook.objects.filter(category=run.category_id, state=RulebookState.SEALED).first()
    if sealed is None or sealed.digest != run.rulebook_digest:
        text = _("Juknis yang disegel bukan lagi juknis perhitungan yang dipakai. Hitung ulang, lalu pakai hasilnya.")
        return Blocker(BlockerKind.RULEBOOK, 1, text)
    try:
        is_fresh = present_digest(run.category, run_rules(run), run.rulebook.text) == run.input_digest
    except AmbiguousObservationError as ambiguity:
        return Blocker(BlockerKind.STALE, 1, str(ambiguity))
    text = _("Data berubah sejak perhitungan %(number)d dibekukan. Hitung ulang, periksa selisihnya, lalu pakai.")
    return Blocker(BlockerKind.STALE, int(not is_fresh), text % {"number": run.number})


def _ties(run: ScoreRun) -> Blocker:
    count = sum(1 for place in prize_places(run, run_rules(run)) if place.is_shared)
    text = ngettext(
        "%(count)d peserta seri pada peringkat juara. Tulis keputusan pleno.",
        "%(count)d peserta seri pada peringkat juara. Tulis keputusan pleno.",
        count,
    )
    return Blocker(BlockerKind.TIE, count, text % {"count": count})


def _findings(category: Category) -> Blocker:
    verdict = Finding.objects.filter(answer=OuterRef("pk"), answer_version=OuterRef("version"))
    count = (
        touched_answers()
        .filter(
            ~Exists(verdict),
            submission__entry__category=category,
            submission__entry__state=EntryState.ADMITTED,
            submission__state=SubmissionState.SUBMITTED,
        )
        .count()
    )
    text = _("%(count)d jawaban belum diberi putusan verifikasi. Selesaikan di meja verifikasi.")
    return Blocker(BlockerKind.FINDING, count, text % {"count": count})


def _returned(category: Category) -> Blocker:
    count = Entry.objects.filter(
        category=category, state=EntryState.ADMITTED, submission__state=SubmissionState.RETURNED
    ).count()
    text = _("%(count)d isian dikembalikan dan belum dikirim ulang.")
    return Blocker(BlockerKind.RETURNED, count, text % {"count": count})


def _clarifications(category: Category) -> Blocker:
    """A question is open until the answer it asks about got a verdict after it was asked."""
    settled = Finding.objects.filter(answer=OuterRef("answer"), at__gt=OuterRef("clarification__asked_at"))
    items = ClarificationItem.objects.filter(
        clarification__submission__entry__category=category,
        clarification__submission__entry__state=EntryState.ADMITTED,
    )
    count = items.filter(~Exists(settled)).count()
    text = _("%(count)d jawaban masih dalam klarifikasi. Tunggu jawabannya, lalu beri putusan.")
    return Blocker(BlockerKind.CLARIFICATION, count, text % {"count": count})


def _objections(category: Category) -> Blocker:
    count = Objection.objects.filter(
        finding__answer__submission__entry__category=category, state=ObjectionState.LODGED
    ).count()
    text = _("%(count)d sanggahan belum diputuskan.")
    return Blocker(BlockerKind.OBJECTION, count, text % {"count": count})


def _unscanned(category: Category) -> Blocker:
    count = (
        waiting_evidence()
        .filter(
            answer__submission__entry__category=category,
            answer__submission__entry__state=EntryState.ADMITTED,
            replaced_at=None,
        )
        .count()
    )
    text = _(
        "%(count)d berkas bukti menunggu pemeriksaan virus. Pastikan pemeriksa virus berjalan, lalu tunggu; berkas yang"
        " tidak dapat diperiksa diputuskan di panel, pada Bukti dukung."
    )
    return Blocker(BlockerKind.UNSCANNED, count, text % {"count": count})


def _unseen(category: Category) -> Blocker:
    """An answer was accepted while its file waited, and then the file was rejected: nobody ever opened the proof."""
    accepted = counting_findings().filter(
        answer=OuterRef("answer"),
        answer_version=OuterRef("answer__version"),
        verdict=Verdict.ACCEPTED,
        at__lt=OuterRef("scanned_at"),
    )
    files = current_evidence().filter(
        Exists(accepted),
        state=EvidenceState.REJECTED,
        answer__submission__entry__category=category,
        answer__submission__entry__state=EntryState.ADMITTED,
    )
    count = files.count()
    text = _("%(count)d jawaban diterima, lalu berkas buktinya ditolak pada pemeriksaan virus. Beri putusan ulang.")
    return Blocker(BlockerKind.UNSEEN, count, text % {"count": count})


def _conflicts(category: Category) -> Blocker:
    count = Conflict.objects.filter(entry__category=category, state=ConflictState.POSSIBLE).count()
    text = _("%(count)d dugaan benturan kepentingan belum dikonfirmasi atau dikesampingkan.")
    return Blocker(BlockerKind.CONFLICT, count, text % {"count": count})


def _scorecards(category: Category) -> Blocker:
    count = Scorecard.objects.filter(
        entry__category=category, entry__state=EntryState.ADMITTED, state=ScorecardState.DRAFT
    ).count()
    text = _("%(count)d lembar nilai juri masih draf. Minta juri mengonfirmasi, atau batalkan dengan alasan.")
    return Blocker(BlockerKind.SCORECARD, count, text % {"count": count})


def _juries(category: Category) -> list[Blocker]:
    """Name what the juries still owe, by their own list; drafts and undecided conflicts are named above already."""
    words = _("%(count)d %(what)s. Selesaikan di panel juri, lalu tutup timnya.")
    return [
        Blocker(BlockerKind.JURY, owed.count, words % {"count": owed.count, "what": owed.text})
        for owed in jury_blockers(category)
        if owed.code != "conflicts"
    ]
