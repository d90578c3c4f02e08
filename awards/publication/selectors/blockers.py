"""What stands between an applied run and a final publication, by name."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.editions.models import Category
from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.blockers import jury_blockers
from awards.jury.selectors.cards import cards_in_progress
from awards.publication.models import Publication
from awards.publication.selectors.prizes import prize_places
from awards.publication.selectors.tabled import missing_papers
from awards.rulebooks.models import Rulebook, RulebookState
from awards.runs.models import AppliedRun, ScoreRun, ScoreRunState
from awards.runs.selectors.history import read_results
from awards.runs.selectors.inputs import AmbiguousObservationError, present_digest
from awards.runs.selectors.rules import run_rules
from awards.submissions.models.answers import SubmissionState
from awards.submissions.models.evidence import EvidenceState
from awards.submissions.selectors.sheets import current_evidence, touched_answers, waiting_evidence
from awards.verification.models import ClarificationItem, Finding, Objection, ObjectionState, Verdict
from awards.verification.selectors.findings import counting_findings


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
    MINUTES = "minutes"
    REOPENED = "reopened"
    UNSCANNED = "unscanned"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class PublicationBlocker:
    """One reason; `count` says how often, `text` what it is and what to do about it."""

    kind: BlockerKind
    count: int
    text: str


def blockers(category: Category, *, tie_decision: str) -> tuple[PublicationBlocker, ...]:
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
        return (PublicationBlocker(BlockerKind.NO_RUN, 1, text), *(blocker for blocker in found if blocker.count))
    found.append(_freshness(pointer.run))
    found += [PublicationBlocker(BlockerKind.MINUTES, 1, text) for text in missing_papers(category, pointer.run)]
    if not tie_decision.strip():
        found.append(_ties(pointer.run))
    return tuple(blocker for blocker in found if blocker.count)


def publication_blockers(publication: Publication) -> tuple[PublicationBlocker, ...]:
    """Return what keeps this publication from being signed: its category's blockers, and what happened since it froze.

    A panel re-opened after the freezing withdraws it, also where the panel was closed again with the same marks.
    """
    found = blockers(publication.category, tie_decision=publication.tie_decision)
    pointer = AppliedRun.objects.filter(category=publication.category_id).first()
    if pointer is not None and pointer.run_id != publication.run_id:
        text = _("Perhitungan lain sudah dipakai sejak hasil ini dibekukan. Bekukan hasil yang baru.")
        found = (PublicationBlocker(BlockerKind.STALE, 1, text), *found)
    if reopened := panels_reopened_since(publication):
        text = _("Tim penilai dibuka kembali sejak hasil ini dibekukan. Bekukan hasil yang baru.")
        found = (PublicationBlocker(BlockerKind.REOPENED, reopened, text), *found)
    return found


def panels_reopened_since(publication: Publication) -> int:
    """Count the panels of its category that were closed again after it was frozen."""
    return Panel.objects.filter(category=publication.category_id, closed_at__gt=publication.frozen_at).count()


def _queued(category: Category) -> PublicationBlocker:
    count = ScoreRun.objects.filter(category=category, state=ScoreRunState.QUEUED).count()
    return PublicationBlocker(
        BlockerKind.QUEUED_RUN, count, _("Masih ada perhitungan yang berjalan. Tunggu sampai selesai atau buang.")
    )


def _freshness(run: ScoreRun) -> PublicationBlocker:
    """The applied run must be what a run made now would be: same rulebook, same input."""
    sealed = Rulebook.objects.filter(category=run.category_id, state=RulebookState.SEALED).first()
    if sealed is None or sealed.digest != run.rulebook_digest:
        text = _("Juknis yang disegel bukan lagi juknis perhitungan yang dipakai. Hitung ulang, lalu pakai hasilnya.")
        return PublicationBlocker(BlockerKind.RULEBOOK, 1, text)
    try:
        is_fresh = present_digest(run.category, run_rules(run), run.rulebook.text) == run.input_digest
    except AmbiguousObservationError as ambiguity:
        return PublicationBlocker(BlockerKind.STALE, 1, str(ambiguity))
    if changed := _changed_history(run):
        return PublicationBlocker(BlockerKind.STALE, 1, changed)
    text = _("Data berubah sejak perhitungan %(number)d dibekukan. Hitung ulang, periksa selisihnya, lalu pakai.")
    return PublicationBlocker(BlockerKind.STALE, int(not is_fresh), text % {"number": run.number})


def _changed_history(run: ScoreRun) -> str:
    """Name the earlier result that is another now than when the run read it."""
    for one in read_results(run, run_rules(run).history_columns):
        if one.now is None:
            continue
        words = {"edition": one.read.label, "run": run.number, "read": one.read.number, "now": one.now.number}
        if one.now.number is None:
            text = _(
                "Hasil %(edition)s ditarik sejak perhitungan %(run)d dibekukan. Hitung ulang, periksa selisihnya, lalu "
                "pakai."
            )
        elif one.read.number is None:
            text = _(
                "Hasil %(edition)s diumumkan sejak perhitungan %(run)d dibekukan. Hitung ulang, periksa selisihnya, "
                "lalu pakai."
            )
        else:
            text = _(
                "Hasil %(edition)s berubah sejak perhitungan %(run)d dibekukan: yang dibaca pengumuman %(read)d, yang "
                "berlaku sekarang pengumuman %(now)d. Hitung ulang, periksa selisihnya, lalu pakai."
            )
        return text % words
    return ""


def _ties(run: ScoreRun) -> PublicationBlocker:
    count = sum(1 for place in prize_places(run, run_rules(run)) if place.is_shared)
    text = ngettext(
        "%(count)d peserta seri pada peringkat juara. Tulis keputusan pleno.",
        "%(count)d peserta seri pada peringkat juara. Tulis keputusan pleno.",
        count,
    )
    return PublicationBlocker(BlockerKind.TIE, count, text % {"count": count})


def _findings(category: Category) -> PublicationBlocker:
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
    return PublicationBlocker(BlockerKind.FINDING, count, text % {"count": count})


def _returned(category: Category) -> PublicationBlocker:
    count = Entry.objects.filter(
        category=category, state=EntryState.ADMITTED, submission__state=SubmissionState.RETURNED
    ).count()
    text = _("%(count)d isian dikembalikan dan belum dikirim ulang.")
    return PublicationBlocker(BlockerKind.RETURNED, count, text % {"count": count})


def _clarifications(category: Category) -> PublicationBlocker:
    """A question is open until the answer it asks about got a verdict after it was asked."""
    settled = Finding.objects.filter(answer=OuterRef("answer"), at__gt=OuterRef("clarification__asked_at"))
    items = ClarificationItem.objects.filter(
        clarification__submission__entry__category=category,
        clarification__submission__entry__state=EntryState.ADMITTED,
    )
    count = items.filter(~Exists(settled)).count()
    text = _("%(count)d jawaban masih dalam klarifikasi. Tunggu jawabannya, lalu beri putusan.")
    return PublicationBlocker(BlockerKind.CLARIFICATION, count, text % {"count": count})


def _objections(category: Category) -> PublicationBlocker:
    count = Objection.objects.filter(
        finding__answer__submission__entry__category=category, state=ObjectionState.LODGED
    ).count()
    text = _("%(count)d sanggahan belum diputuskan.")
    return PublicationBlocker(BlockerKind.OBJECTION, count, text % {"count": count})


def _unscanned(category: Category) -> PublicationBlocker:
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
    return PublicationBlocker(BlockerKind.UNSCANNED, count, text % {"count": count})


def _unseen(category: Category) -> PublicationBlocker:
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
    return PublicationBlocker(BlockerKind.UNSEEN, count, text % {"count": count})


def _conflicts(category: Category) -> PublicationBlocker:
    count = Conflict.objects.filter(entry__category=category, state=ConflictState.POSSIBLE).count()
    text = _("%(count)d dugaan benturan kepentingan belum dikonfirmasi atau dikesampingkan.")
    return PublicationBlocker(BlockerKind.CONFLICT, count, text % {"count": count})


def _scorecards(category: Category) -> PublicationBlocker:
    count = cards_in_progress(Scorecard.objects.filter(entry__category=category, entry__state=EntryState.ADMITTED))
    text = _("%(count)d lembar nilai juri masih draf. Minta juri mengonfirmasi, atau batalkan dengan alasan.")
    return PublicationBlocker(BlockerKind.SCORECARD, count, text % {"count": count})


def _juries(category: Category) -> list[PublicationBlocker]:
    """Name what the juries still owe, by their own list; drafts and undecided conflicts are named above already."""
    words = _("%(count)d %(what)s. Selesaikan di panel juri, lalu tutup timnya.")
    return [
        PublicationBlocker(BlockerKind.JURY, owed.count, words % {"count": owed.count, "what": owed.text})
        for owed in jury_blockers(category)
        if owed.code != "conflicts"
    ]
