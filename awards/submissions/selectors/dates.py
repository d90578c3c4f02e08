"""Until when an entry may be filled in, what the own office still owes, and what comes after."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from awards.editions.models import StageKind
from awards.editions.selectors import Window, clocks, every_window, stage_window, stage_windows
from awards.entries.models import Entry
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.selectors.eligibility import Eligibility, EligibilityState, eligibilities


def extended(window: Window | None, extensions: Iterable[Extension]) -> Window | None:
    """Return the window with the latest end that a letter grants; an extension never shortens."""
    if window is None:
        return None
    ends = [(extension.hard_closes_at, extension.closes_at) for extension in extensions]
    hard_closes_at, closes_at = max([(window.hard_closes_at, window.closes_at), *ends])
    return Window(window.opens_at, closes_at, hard_closes_at)


def submission_window(entry: Entry) -> Window | None:
    """Return when this entry may be filled in, with its own and its province's extensions; two queries."""
    window = stage_window(entry.category, StageKind.SUBMISSION, province_code=entry.province_code)
    return extended(window, letters_for(entry))


def letters_for(entry: Entry) -> QuerySet[Extension]:
    """Return the letters that give this entry, or its province, more time; a big category has thousands of others."""
    own = Q(entry=entry)
    if entry.province_code:
        own |= Q(province=entry.province_code)
    return Extension.objects.filter(own, category=entry.category_id)


@dataclass(frozen=True, slots=True)
class Obligation:
    """An entry of the own office and what it still asks for."""

    entry: Entry
    submission: Submission | None
    deadline: "Deadline"
    is_open: bool
    eligibility: Eligibility | None = None

    @property
    def shows_conditions(self) -> bool:
        """Whether the conditions are worth a look where nothing is to be answered: too early, or refused after all."""
        if self.eligibility is None:
            return False
        if self.submission is not None:
            return self.eligibility.state is EligibilityState.REFUSED
        return bool(self.eligibility.conditions) and not self.is_open


def _is_for(extension: Extension, entry: Entry) -> bool:
    if extension.category_id != entry.category_id:
        return False
    return extension.entry_id == entry.pk or (
        extension.province_id is not None and extension.province_id == entry.province_code
    )


def submission_windows(entries: Sequence[Entry]) -> dict[int, Window | None]:
    """Return by entry key when each may be filled in, extensions included; two queries for any number."""
    windows = stage_windows({entry.category_id for entry in entries}, StageKind.SUBMISSION)
    granted = _letters_by_entry(entries)
    found = {}
    for entry in entries:
        stage = windows.get((entry.category_id, entry.province_code)) or windows.get((entry.category_id, ""))
        found[entry.pk] = extended(stage, granted[entry.pk])
    return found


def _letters_by_entry(entries: Sequence[Entry]) -> dict[int, list[Extension]]:
    granted: dict[int, list[Extension]] = {}
    for extension in Extension.objects.filter(category__in={entry.category_id for entry in entries}):
        granted.setdefault(extension.category_id, []).append(extension)
    return {
        entry.pk: [letter for letter in granted.get(entry.category_id, ()) if _is_for(letter, entry)]
        for entry in entries
    }


def own_obligations(offices: Iterable[tuple[str, str]], *, at: datetime.datetime) -> tuple[Obligation, ...]:
    """Return the admitted entries of these offices, the earliest deadline first; five queries for any number."""
    entries = list(
        Entry.objects.of_offices(offices)
        .admitted()
        .select_related("category__edition", "submission")
        .order_by("category_id", "pk")
    )
    windows = every_window({entry.category_id for entry in entries})
    letters = _letters_by_entry(entries)
    standings = eligibilities(entries)
    found = []
    for entry in entries:
        submission = getattr(entry, "submission", None)
        deadline = _deadline(entry, submission, windows, letters[entry.pk], at)
        is_open = deadline.asked in {Errand.START, Errand.FILL, Errand.CHANGE}
        found.append(Obligation(entry, submission, deadline, is_open, standings.get(entry.pk)))
    last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return tuple(sorted(found, key=lambda duty: duty.deadline.told_at or last))


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, and when."""

    kind: StageKind
    label: str
    window: Window


def next_steps(entry: Entry) -> tuple[Step, ...]:
    """Return the stages after filling in, by their opening; what has no date yet is left out."""
    found = []
    for kind in _later_kinds(entry):
        window = stage_window(entry.category, kind, province_code=entry.province_code)
        if window is not None:
            found.append(Step(kind, str(kind.label), window))
    return tuple(sorted(found, key=lambda step: step.window.opens_at))


def _later_kinds(entry: Entry) -> tuple[StageKind, ...]:
    objection = (StageKind.OBJECTION,) if entry.category.edition.has_objections else ()
    return (StageKind.VERIFICATION, *objection, StageKind.ANNOUNCEMENT)


class Errand(StrEnum):
    """What an office is asked to do now; `CHANGE`: nothing, but it may still take its form back."""

    START = "start"
    FILL = "fill"
    MEND = "mend"
    CLARIFY = "clarify"
    CHANGE = "change"
    OBJECT = "object"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The one deadline that holds for an office now: people are told `told_at`, the system shuts at `enforced_at`.

    `coming` is what comes after it, or what runs now where nothing is asked of the office.
    """

    asked: Errand
    province_code: str
    told_at: datetime.datetime | None = None
    enforced_at: datetime.datetime | None = None
    is_extended: bool = False
    coming: Step | None = None
    is_running: bool = False

    @property
    def label(self) -> str:
        words = {
            Errand.MEND: _("Batas perbaikan"),
            Errand.CLARIFY: _("Batas menjawab klarifikasi"),
            Errand.CHANGE: _("Dapat ditarik dan diubah sampai"),
            Errand.OBJECT: _("Batas menyanggah"),
            Errand.NOTHING: _("Pengisian ditutup"),
        }
        filling = _("Batas akhir pengisian, diperpanjang") if self.is_extended else _("Batas akhir pengisian")
        return words.get(self.asked, filling)

    @property
    def request(self) -> str:
        """Say what is asked, in one sentence."""
        return {
            Errand.START: _("Mulai mengisi, lalu kirim."),
            Errand.FILL: _("Lengkapi isian, lalu kirim."),
            Errand.MEND: _("Perbaiki isian, lalu kirim lagi."),
            Errand.CLARIFY: _("Jawab pertanyaan verifikator, lalu kirim lagi."),
            Errand.CHANGE: _("Isian sudah terkirim; tidak ada yang diminta sekarang."),
            Errand.OBJECT: _("Baca hasil verifikasi. Bila ada yang keliru, ajukan sanggahan."),
            Errand.NOTHING: _("Tidak ada yang diminta dari Anda sekarang."),
        }[self.asked]

    @property
    def text(self) -> str:
        """The moment by the office's own clock."""
        return _own_clock(self.told_at, self.province_code) if self.told_at else ""

    @property
    def others(self) -> str:
        """The same moment by the two other clocks."""
        if self.told_at is None:
            return ""
        told = clocks(self.told_at, province_code=self.province_code)
        return " · ".join(clock.text for clock in told if not clock.is_own)

    @property
    def next_text(self) -> str:
        """Say what comes next and when; "" where no later date is set."""
        if self.coming is None:
            return ""
        if self.is_running:
            end = _own_clock(self.coming.window.closes_at, self.province_code)
            return _("Sekarang: %(stage)s, sampai %(moment)s.") % {"stage": self.coming.label, "moment": end}
        start = _own_clock(self.coming.window.opens_at, self.province_code)
        return _("Berikutnya: %(stage)s, mulai %(moment)s.") % {"stage": self.coming.label, "moment": start}


def _own_clock(moment: datetime.datetime, province_code: str) -> str:
    return clocks(moment, province_code=province_code)[0].text


def deadline(entry: Entry, submission: Submission | None, *, at: datetime.datetime) -> Deadline:
    """Return the deadline that holds for this entry now, and what comes next; two queries."""
    return _deadline(entry, submission, every_window([entry.category_id]), letters_for(entry), at)


def _deadline(
    entry: Entry,
    submission: Submission | None,
    windows: dict[tuple[int, str, str], Window],
    letters: Iterable[Extension],
    at: datetime.datetime,
) -> Deadline:
    def window(kind: StageKind) -> Window | None:
        key = (entry.category_id, kind)
        return windows.get((*key, entry.province_code)) or windows.get((*key, ""))

    stage = window(StageKind.SUBMISSION)
    filling = extended(stage, letters)
    steps = [Step(kind, str(kind.label), found) for kind in _later_kinds(entry) if (found := window(kind))]
    if filling:
        steps.append(Step(StageKind.SUBMISSION, str(StageKind.SUBMISSION.label), filling))
    asked, told_at, enforced_at = _asked(submission, filling, window(StageKind.OBJECTION), entry, at)
    is_moved = stage is not None and filling is not None and filling != stage
    coming = _coming(steps, asked, at)
    return Deadline(
        asked,
        entry.province_code,
        told_at=told_at,
        enforced_at=enforced_at,
        is_extended=is_moved and asked in {Errand.START, Errand.FILL, Errand.CHANGE},
        coming=coming,
        is_running=coming is not None and coming.window.opens_at <= at,
    )


def _coming(steps: Sequence[Step], asked: Errand, at: datetime.datetime) -> Step | None:
    """Return what opens next; where nothing is asked of the office, what runs now goes before."""
    left = [step for step in steps if step.window.opens_at > at]
    if asked is Errand.NOTHING:
        left += [step for step in steps if step.window.is_open(at) and step.kind != StageKind.SUBMISSION]
    return min(left, key=lambda step: step.window.opens_at, default=None)


def _asked(
    submission: Submission | None,
    filling: Window | None,
    objecting: Window | None,
    entry: Entry,
    at: datetime.datetime,
) -> tuple[Errand, datetime.datetime | None, datetime.datetime | None]:
    """Return what is asked, until when as people are told, and until when the system takes it."""
    state = submission.state if submission else None
    if submission and state == SubmissionState.RETURNED:
        until = submission.mend_until
        asked = Errand.CLARIFY if submission.reopened_questions else Errand.MEND
        return (asked, until, until) if until and at < until else (Errand.NOTHING, None, None)
    is_sent = state == SubmissionState.SUBMITTED and entry.category.edition.has_objections
    if is_sent and objecting and objecting.is_open(at):
        return Errand.OBJECT, objecting.closes_at, objecting.hard_closes_at
    if filling and filling.is_open(at):
        begun = Errand.FILL if state == SubmissionState.DRAFT else Errand.CHANGE
        asked = Errand.START if state is None else begun
        return asked, filling.closes_at, filling.hard_closes_at
    is_late = state in {None, SubmissionState.DRAFT} and filling is not None and filling.is_over(at)
    return Errand.NOTHING, filling.closes_at if is_late and filling else None, None
