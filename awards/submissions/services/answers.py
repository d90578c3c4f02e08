"""Save answers: one at a time as they are typed, or a whole section."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db import transaction
from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import Question, Questionnaire
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.parsing.answers import MAXIMUM_TEXT, shown_in_form, trace_of
from awards.submissions.selectors.sheets import editing
from paritrana.accounts.models import User


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed of an answer before anybody typed, as two traces: of its value and of its note."""

    value: str
    note: str

    @classmethod
    def of(cls, question: Question, value: str, note: str) -> Self:
        return cls(trace_of(shown_in_form(question, value)), trace_of(note))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what `str` wrote; None for anything else."""
        value, dot, note = text.partition(".")
        return cls(value, note) if dot else None

    def __str__(self) -> str:
        return f"{self.value}.{self.note}"


@dataclass(frozen=True, slots=True)
class Write:
    """One answer as a person typed it. `version` is the one the person saw (0: none yet).

    `value` or `note` is None where the sender said nothing about it: what is stored stays. `seen` tells what the person
    had before them, so that two people who changed different parts of an answer are no conflict.
    `key` is `chain.step`: the steps of a chain are what one page sent since its last reply.
    """

    question: str
    value: str | None
    note: str | None
    version: int
    key: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class LateWrite:
    """A write that came too late, and what is stored now."""

    write: Write
    current: Answer | None


class SubmissionClosedError(Exception):
    """Nothing can be written now; the message says why."""


class AnswerTooLongError(Exception):
    """More was sent than any answer or remark may hold; nothing of it was stored."""


class UnknownQuestionError(Exception):
    """The questionnaire does not ask this."""


class StaleAnswerError(Exception):
    """The same part was written meanwhile, by somebody else or in another window of the writer's own.

    `current` is what is stored now (None: nothing).
    """

    def __init__(self, current: Answer | None, *, is_own: bool = False) -> None:
        self.current = current
        super().__init__(
            _(
                "Jawaban ini sudah Anda ubah di tab atau perangkat lain. Kedua isi ditampilkan, tidak ada yang hilang. "
                "Pilih satu."
            )
            if is_own
            else _("Jawaban ini baru saja diubah orang lain. Kedua isi ditampilkan, tidak ada yang hilang. Pilih satu.")
        )


def locked_submission(submission: Submission) -> Submission:
    """Hold the row until the transaction ends: sending and saving never overlap. Its entry is the one at hand."""
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    held.entry = submission.entry
    return held


def questionnaire_for(submission: Submission) -> Questionnaire:
    return questionnaire_of(sealed_rulebook(submission.entry.category))


def _goes_on(key: str, stored_key: str) -> bool:
    """Tell whether a write is a later step of the chain that the stored one belongs to: its reply was lost."""
    (chain, _dot, step), (stored_chain, _dot, stored_step) = key.partition("."), stored_key.partition(".")
    is_same = bool(step and stored_step) and chain == stored_chain
    return is_same and step.isdecimal() and stored_step.isdecimal() and int(step) > int(stored_step)


def _clashes(question: Question, current: Answer, write: Write) -> bool:
    """Tell whether a late write touches a part that was itself changed since the writer saw it."""
    if write.seen is None:
        return True
    stored = Seen.of(question, current.value, current.note)
    return (write.value not in {None, current.value} and stored.value != write.seen.value) or (
        write.note not in {None, current.note} and stored.note != write.seen.note
    )


def _write(submission: Submission, question: Question, write: Write, actor: User, at: datetime.datetime) -> Answer:
    (current,) = Answer.objects.filter(submission=submission, question=write.question) or (None,)
    if current is None:
        if write.version:
            raise StaleAnswerError(None)
        return Answer.objects.create(
            submission=submission,
            question=write.question,
            value=write.value or "",
            note=write.note or "",
            version=1,
            write_key=write.key,
            updated_at=at,
            updated_by=actor,
        )
    value = current.value if write.value is None else write.value
    note = current.note if write.note is None else write.note
    if (current.value, current.note) == (value, note):
        return current
    is_late = current.version != write.version and not _goes_on(write.key, current.write_key)
    if is_late and _clashes(question, current, write):
        raise StaleAnswerError(current, is_own=current.updated_by_id == actor.pk)
    # What two people wrote together is the end of every chain: none may go on over the other's part.
    current.value, current.note, current.write_key = value, note, "" if is_late else write.key
    current.version, current.updated_at, current.updated_by = current.version + 1, at, actor
    current.save(update_fields=["value", "note", "write_key", "version", "updated_at", "updated_by"])
    return current


def _asked(questionnaire: Questionnaire, write: Write) -> Question:
    question = questionnaire.question(write.question)
    if question is None:
        raise UnknownQuestionError(_("Pertanyaan ini tidak ada lagi. Muat ulang halaman; isian Anda tidak hilang."))
    return question


def _check_writable(
    held: Submission, questionnaire: Questionnaire, writes: Sequence[Write], at: datetime.datetime
) -> None:
    state = editing(held, at=at)
    for write in writes:
        _asked(questionnaire, write)
        if max(len(write.value or ""), len(write.note or "")) > MAXIMUM_TEXT:
            raise AnswerTooLongError(
                _("Jawaban atau keterangan paling panjang %(most)d huruf. Yang ini tidak disimpan; ringkas dahulu.")
                % {"most": MAXIMUM_TEXT}
            )
        if not state.allows(write.question):
            raise SubmissionClosedError(state.reason or _("Jawaban ini tidak sedang dibuka untuk diubah."))


@transaction.atomic
def save_answer(
    *, submission: Submission, questionnaire: Questionnaire, write: Write, actor: User, at: datetime.datetime
) -> Answer:
    """Store what was typed, readable or not; a stale write raises and changes nothing.

    Writing the same again changes nothing and is no conflict; nor is going on after an own write whose reply was lost,
    nor a late write to the other part of the answer than the one that changed: the two are put together.
    """
    held = locked_submission(submission)
    _check_writable(held, questionnaire, [write], at)
    return _write(held, _asked(questionnaire, write), write, actor, at)


@transaction.atomic
def save_answers(
    *, submission: Submission, writes: Sequence[Write], actor: User, at: datetime.datetime
) -> tuple[LateWrite, ...]:
    """Store every write that is not stale and return the stale ones, each with what is stored instead."""
    held = locked_submission(submission)
    questionnaire = questionnaire_for(held)
    _check_writable(held, questionnaire, writes, at)
    conflicts = []
    for write in writes:
        try:
            _write(held, _asked(questionnaire, write), write, actor, at)
        except StaleAnswerError as error:
            conflicts.append(LateWrite(write, error.current))
    return tuple(conflicts)
