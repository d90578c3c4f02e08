"""A submission as people see it: sections, questions, what is answered, what is missing, until when."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.editions.selectors import Window
from awards.rulebooks.parsing.questionnaire import Question, QuestionKind, Questionnaire, Section
from awards.rulebooks.parsing.regulations import NO_REGISTER, read_regulations
from awards.sentences import sentence
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.evidence import Evidence, EvidencePurpose, EvidenceState
from awards.submissions.parsing.answers import NOTHING, Reading, read_answer, shown_answer
from awards.submissions.selectors.dates import submission_window

SCAN_AGAIN = datetime.timedelta(hours=1)


class FillingState(StrEnum):
    """How far a question or a section is; the words on screen are the interface's."""

    NONE = "none"
    DRAFT = "draft"
    MEND = "mend"
    COMPLETE = "complete"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class RegulationLine:
    """One rule of a register in the language of the question; only the title is the office's own."""

    name: str
    title: str
    details: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question with what was answered. A problem keeps the typed text, but the answer does not count."""

    question: Question
    answer: Answer | None
    reading: Reading
    evidence: tuple[Evidence, ...] = ()
    is_open_for_clarification: bool = False
    judged_on: datetime.date | None = None
    """The day that an answer still being written is judged by, None once it was taken."""

    @property
    def problem(self) -> str:
        """Return what is wrong with what was typed as a sentence, empty when nothing is."""
        return sentence(self.reading.problem) if self.reading.problem else ""

    @property
    def typed(self) -> str:
        return self.answer.value if self.answer else ""

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def shown(self) -> str:
        """The answer as people read it; what was typed where that cannot be read."""
        return shown_answer(self.question, self.reading.canonical) or self.typed

    @property
    def regulations(self) -> tuple[RegulationLine, ...]:
        """The rows of a register that can be read, for a list; nothing for other kinds."""
        if self.question.kind is not QuestionKind.REGULATIONS:
            return ()
        language = self.question.language
        rows = read_regulations(self.reading.canonical)
        return tuple(RegulationLine(row.named(language), row.title, row.details(language)) for row in rows)

    @property
    def is_without(self) -> bool:
        """The office says that it has none of what is asked for: there is nothing to prove."""
        return self.question.kind is QuestionKind.REGULATIONS and self.reading.canonical == NO_REGISTER

    @property
    def registry_shown(self) -> str:
        """The registry's figure as frozen beside the claim, "" when there is none."""
        if self.answer is None or self.answer.registry_value is None:
            return ""
        return shown_answer(self.question, str(self.answer.registry_value.normalize()))

    @property
    def missing(self) -> str:
        """Return what is still to be done in one sentence, empty when nothing is."""
        if self.reading.problem:
            return self.problem
        is_empty = not self.reading.canonical
        if self.question.kind is QuestionKind.FILE:
            return self._missing_file(_("Berkas belum diunggah.")) if self.question.is_required else ""
        if is_empty:
            return _("Belum dijawab.") if self.question.is_required else ""
        if self.is_without:
            return ""
        if self.beyond_file:
            return self.beyond_file
        rule = self.question.evidence
        return self._missing_file(_("Bukti dukung belum diunggah.")) if rule and rule.is_required else ""

    @property
    def beyond_file(self) -> str:
        """Say which rule of a register names a page that no file has; "" where none does, or nobody can tell."""
        pages = [file.page_count for file in self.usable_evidence]
        known = [count for count in pages if count]
        if self.question.kind is not QuestionKind.REGULATIONS or not known or len(known) < len(pages):
            return ""
        for rule in read_regulations(self.reading.canonical):
            if rule.page and rule.page > max(known):
                return _("%(rule)s menyebut halaman %(page)d, tetapi berkasnya paling banyak %(count)d halaman.") % {
                    "rule": rule.named(self.question.language),
                    "page": rule.page,
                    "count": max(known),
                }
        return ""

    @property
    def usable_evidence(self) -> tuple[Evidence, ...]:
        """The files that count: a rejected one stays in its slot to be seen, and counts for nothing."""
        return tuple(file for file in self.evidence if not file.is_rejected)

    def _missing_file(self, absent: str) -> str:
        if self.usable_evidence:
            return ""
        return _("Berkas ditolak pada pemeriksaan virus. Unggah berkas lain.") if self.evidence else absent

    @property
    def is_touched(self) -> bool:
        return bool(self.typed.strip() or self.evidence)

    @property
    def progress(self) -> FillingState:
        if self.is_open_for_clarification:
            return FillingState.CLARIFY
        if not self.is_touched:
            return FillingState.NONE
        if self.reading.problem or self.beyond_file:
            return FillingState.MEND
        return FillingState.DRAFT if self.missing else FillingState.COMPLETE


@dataclass(frozen=True, slots=True)
class SectionSheet:
    section: Section
    items: tuple[Item, ...]

    @property
    def progress(self) -> FillingState:
        states = {item.progress for item in self.items}
        for urgent in (FillingState.CLARIFY, FillingState.MEND):
            if urgent in states:
                return urgent
        if states == {FillingState.NONE}:
            return FillingState.NONE
        return FillingState.DRAFT if any(item.missing for item in self.items) else FillingState.COMPLETE


@dataclass(frozen=True, slots=True)
class Sheet:
    """All sections of one submission."""

    sections: tuple[SectionSheet, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.missing)

    @property
    def counted(self) -> tuple[Item, ...]:
        """What the completeness bar counts, whatever is typed: everything required, or all where nothing is."""
        return tuple(item for item in self.items if item.question.is_required) or self.items

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def complete(self) -> int:
        return sum(item.is_touched and not item.missing for item in self.counted)

    @property
    def percent(self) -> int:
        return 100 * self.complete // self.total if self.total else 0

    def section(self, code: str) -> SectionSheet | None:
        return next((sheet for sheet in self.sections if sheet.section.code == code), None)


@dataclass(frozen=True, slots=True)
class Editing:
    """Whether answers may be written now, until when, and the sentence to show when not."""

    is_open: bool
    window: Window | None
    until: datetime.datetime | None
    reason: str = ""
    questions: frozenset[str] = field(default_factory=frozenset)
    may_take_back: bool = False

    def allows(self, question: str) -> bool:
        """An empty set of questions means all of them."""
        return self.is_open and (not self.questions or question in self.questions)


def current_evidence() -> QuerySet[Evidence]:
    """Return the files that count for an answer; replaced ones and those of objections are left out."""
    return Evidence.objects.filter(replaced_at=None, purpose=EvidencePurpose.ANSWER).order_by("pk")


def touched_answers() -> QuerySet[Answer]:
    """Return the answers that say something, by words or by a file: `Item.is_touched` as a question to the database."""
    files = current_evidence().filter(answer=OuterRef("pk")).order_by()
    return Answer.objects.filter(Q(value__regex=r"\S") | Exists(files))


def ready_evidence() -> QuerySet[Evidence]:
    """Return the files for an answer that may be opened."""
    return current_evidence().filter(state=EvidenceState.READY)


def waiting_evidence() -> QuerySet[Evidence]:
    """Return what waits for the virus scanner, the oldest first, also for objections and also when replaced."""
    return (
        Evidence.objects.filter(state=EvidenceState.SCANNING).select_related("answer__submission__entry").order_by("pk")
    )


def evidence_due_for_scan(*, at: datetime.datetime) -> QuerySet[Evidence]:
    """Return what the scanner is asked about now; what it did not take waits for `SCAN_AGAIN`."""
    return waiting_evidence().filter(Q(scanned_at=None) | Q(scanned_at__lte=at - SCAN_AGAIN))


def item_of(
    question: Question,
    answer: Answer | None,
    evidence: Iterable[Evidence] = (),
    *,
    is_open_for_clarification: bool = False,
    judged_on: datetime.date | None = None,
) -> Item:
    files = tuple(evidence)
    reading = read_answer(question, answer.value, judged_on=judged_on) if answer else NOTHING
    if question.kind is QuestionKind.FILE:
        reading = Reading("ada") if any(not file.is_rejected for file in files) else NOTHING
    return Item(question, answer, reading, files, is_open_for_clarification, judged_on)


def written_on(answer: Answer) -> datetime.date:
    """Return the day by which an answer that is still being written is judged."""
    return timezone.localdate(answer.updated_at)


def sheet(submission: Submission, questionnaire: Questionnaire) -> Sheet:
    """Return every section with its answers and files; two queries."""
    answers = {
        answer.question: answer
        for answer in Answer.objects.filter(submission=submission)
        .select_related("updated_by")
        .prefetch_related(Prefetch("evidence", current_evidence()))
    }
    is_draft = submission.state == SubmissionState.DRAFT
    is_returned = submission.state == SubmissionState.RETURNED
    reopened = frozenset(submission.reopened_questions) if is_returned else frozenset()
    is_all_writable = is_draft or (is_returned and not reopened)
    return Sheet(
        tuple(
            SectionSheet(
                section,
                tuple(
                    item_of(
                        question,
                        answers.get(question.code),
                        answers[question.code].evidence.all() if question.code in answers else (),
                        is_open_for_clarification=question.code in reopened,
                        judged_on=written_on(answers[question.code])
                        if question.code in answers and (is_all_writable or question.code in reopened)
                        else None,
                    )
                    for question in section.questions
                ),
            )
            for section in questionnaire.sections
        )
    )


def _draft_editing(window: Window | None, at: datetime.datetime) -> Editing:
    if window is None:
        return Editing(
            is_open=False, window=None, until=None, reason=_("Jadwal pengisian belum ditetapkan penyelenggara.")
        )
    if at < window.opens_at:
        return Editing(is_open=False, window=window, until=None, reason=_("Masa pengisian belum dibuka."))
    if window.is_over(at):
        return Editing(
            is_open=False,
            window=window,
            until=None,
            reason=_("Masa pengisian sudah ditutup. Isian yang tersimpan tidak berubah."),
        )
    return Editing(is_open=True, window=window, until=window.hard_closes_at)


def editing(submission: Submission, *, at: datetime.datetime) -> Editing:
    """Tell whether answers may be written: a draft inside the stage, a returned one until its own date."""
    if submission.state == SubmissionState.SUBMITTED:
        window = submission_window(submission.entry)
        may_take_back = window is not None and window.is_open(at)
        words = (
            _("Isian sudah dikirim. Untuk mengubahnya, tarik dahulu isian ini, lalu kirim lagi.")
            if may_take_back
            else _("Isian sudah dikirim dan masa pengisian sudah ditutup, jadi tidak dapat diubah.")
        )
        return Editing(is_open=False, window=window, until=None, reason=words, may_take_back=may_take_back)
    if submission.state == SubmissionState.RETURNED and submission.mend_until is not None:
        if at < submission.mend_until:
            return Editing(
                is_open=True,
                window=None,
                until=submission.mend_until,
                questions=frozenset(submission.reopened_questions),
            )
        return Editing(is_open=False, window=None, until=None, reason=_("Batas waktu perbaikan sudah lewat."))
    return _draft_editing(submission_window(submission.entry), at)


def submission_content(submission: Submission, sheet_now: Sheet) -> dict[str, object]:
    """Return what a receipt's digest covers: every answer as typed and as read, with the files' digests."""
    return {
        "entry": str(submission.entry.public_id),
        "rulebook": submission.rulebook_digest,
        "answers": [
            {
                "question": item.question.code,
                "typed": item.typed,
                "read": item.reading.canonical,
                "note": item.answer.note if item.answer else "",
                "version": item.version,
                "evidence": sorted(evidence.sha256 for evidence in item.usable_evidence),
            }
            for item in sheet_now.items
            if item.answer is not None
        ],
    }
