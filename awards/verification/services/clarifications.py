"""Ask the entrant about named answers: exactly those open again until a date, and the rounds are numbered."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.news.models import NewsKind
from awards.news.services import tell
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.services.answers import locked_submission
from awards.submissions.services.moves import reopen_submission
from awards.submissions.services.telling import on_form, tell_office
from awards.verification.models import Claim, Clarification, ClarificationItem
from awards.verification.selectors.findings import verification_window
from awards.verification.selectors.officers import area_verifiers
from awards.verification.services.findings import VerificationClosedError, check_officer
from paritrana.accounts.models import User
from paritrana.audit.services import record


class ClarificationRefusedError(Exception):
    """The round cannot be asked like this; the message says what to mend."""


@transaction.atomic
def ask_clarification(
    *,
    submission: Submission,
    questions: Sequence[str],
    message: str,
    due_at: datetime.datetime,
    officer: User,
    at: datetime.datetime,
) -> Clarification:
    held = locked_submission(submission)
    check_officer(held.entry, officer=officer, at=at)
    window = verification_window(held.entry)
    if window is None or not window.is_open(at) or held.state != SubmissionState.SUBMITTED:
        raise VerificationClosedError(_("Isian ini sedang tidak dapat ditanyakan. Tidak ada yang berubah; muat ulang."))
    answers = _asked_answers(held, questions, message)
    if not at < due_at <= window.hard_closes_at:
        raise ClarificationRefusedError(_("Batas jawab harus di masa depan dan sebelum masa verifikasi berakhir."))
    asked = _asked(held, answers, message, due_at, officer, at)
    Claim.objects.filter(answer__in=answers).delete()
    reopen_submission(
        submission=held,
        reason=message,
        mend_until=due_at,
        questions=[answer.question for answer in answers],
        actor=officer,
        at=at,
    )
    record(
        action="clarification.ask",
        subject=asked,
        actor=officer,
        at=at,
        changes={"number": asked.number, "questions": [answer.question for answer in answers]},
    )
    numbers = question_numbers(held, [answer.question for answer in answers])
    happening = on_form(held, NewsKind.CLARIFICATION, str(asked.pk), questions=numbers)
    tell_office(replace(happening, text=asked.message, due_at=due_at), at=at)
    return asked


def question_numbers(submission: Submission, codes: Sequence[str]) -> list[str]:
    """Return what the form calls these questions."""
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    return [question.number for code in codes if (question := questionnaire.question(code))]


def tell_answered(submission: Submission, reopened: Sequence[str], at: datetime.datetime) -> None:
    """Tell whoever asked the newest round, or else the area's verifiers, that its answers came."""
    asked = Clarification.objects.filter(submission=submission).select_related("asked_by").order_by("-number").first()
    if asked is None or not reopened:
        return
    serving = area_verifiers(submission.entry, on=timezone.localdate(at))
    people = [asked.asked_by] if asked.asked_by in serving else list(serving)
    numbers = question_numbers(submission, reopened)
    happening = on_form(submission, NewsKind.ANSWERED, f"{asked.pk}:{submission.sends}", questions=numbers)
    tell(happening=happening, people=people, at=at)


def _asked(
    held: Submission,
    answers: Sequence[Answer],
    message: str,
    due_at: datetime.datetime,
    officer: User,
    at: datetime.datetime,
) -> Clarification:
    """Write the next numbered round with the answers as they stand."""
    last = Clarification.objects.filter(submission=held).aggregate(last=Max("number"))["last"] or 0
    asked = Clarification.objects.create(
        submission=held, number=last + 1, message=message.strip(), asked_at=at, asked_by=officer, due_at=due_at
    )
    ClarificationItem.objects.bulk_create(
        ClarificationItem(
            clarification=asked,
            answer=answer,
            old_value=answer.value,
            old_note=answer.note,
            old_version=answer.version,
        )
        for answer in answers
    )
    return asked


def _asked_answers(held: Submission, questions: Sequence[str], message: str) -> list[Answer]:
    answers = list(Answer.objects.filter(submission=held, question__in=questions).order_by("pk"))
    if not answers or len(answers) != len(set(questions)):
        raise ClarificationRefusedError(_("Pilih jawaban yang ditanyakan."))
    if not message.strip():
        raise ClarificationRefusedError(_("Tulis pertanyaan Anda; peserta akan membacanya."))
    return answers
