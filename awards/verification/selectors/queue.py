"""What waits for a verdict in an officer's area, the most urgent first, and the rounds asked so far."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, Value, When

from awards.editions.selectors import clocks
from awards.rulebooks.parsing.questionnaire import Question, Questionnaire
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.parsing.answers import read_answer, shown_answer
from awards.submissions.selectors.sheets import touched_answers
from awards.verification.models import Claim, Clarification, ClarificationItem, Finding, Objection
from paritrana.accounts.models import User
from paritrana.accounts.selectors import Grants

# From this share on a claim that departs from the registry goes before everything else.
DEVIATION_STEP = Decimal("0.05")


def waiting_answers(grants: Grants, *, officer: User, at: datetime.datetime) -> QuerySet[Answer]:
    """Return answers without a verdict on their present version that nobody else holds, deviations first."""
    ruled = Finding.objects.filter(answer=OuterRef("pk"), answer_version=OuterRef("version"))
    elsewhere = Claim.objects.filter(answer=OuterRef("pk"), expires_at__gt=at).exclude(officer=officer)
    return (
        touched_answers()
        .filter(submission__in=Submission.objects.verifiable_by(grants).values("pk"))
        .filter(~Exists(ruled), ~Exists(elsewhere))
        .annotate(
            departs=Case(
                When(deviation__gte=DEVIATION_STEP, then=Value(True)),  # noqa: FBT003 - an SQL value
                default=Value(False),  # noqa: FBT003 - an SQL value
                output_field=BooleanField(),
            )
        )
        .select_related("submission__entry__category__edition", "updated_by")
        .order_by("-departs", F("deviation").desc(nulls_last=True), "submission__submitted_at", "submission_id", "pk")
    )


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer of a round: as it was when asked, and as it is now."""

    question: Question
    old: str
    old_note: str
    new: str
    new_note: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Round:
    """`due` is until when to answer, by the office's own clock."""

    clarification: Clarification
    changes: tuple[AnswerChange, ...]
    is_open: bool
    due: str


def _shown(question: Question, value: str) -> str:
    return shown_answer(question, read_answer(question, value).canonical) or value


def _change(item: ClarificationItem, question: Question) -> AnswerChange:
    return AnswerChange(
        question=question,
        old=_shown(question, item.old_value),
        old_note=item.old_note,
        new=_shown(question, item.answer.value),
        new_note=item.answer.note,
        is_changed=item.answer.version != item.old_version,
    )


def rounds(submission: Submission, questionnaire: Questionnaire) -> tuple[Round, ...]:
    """Return the clarification rounds, the newest first; only the newest can still be open."""
    asked = (
        Clarification.objects.filter(submission=submission)
        .select_related("asked_by")
        .prefetch_related("items__answer")
        .order_by("-number")
    )
    found = []
    for place, clarification in enumerate(asked):
        changes = []
        for item in clarification.items.all():
            question = questionnaire.question(item.answer.question)
            if question is not None:
                changes.append(_change(item, question))
        is_open = place == 0 and submission.state == SubmissionState.RETURNED
        due = clocks(clarification.due_at, province_code=submission.entry.province_code)[0].text
        found.append(Round(clarification, tuple(changes), is_open, due))
    return tuple(found)


def objections_in_area(grants: Grants) -> QuerySet[Objection]:
    """Return objections whose submission the officer may verify, the undecided first."""
    return (
        Objection.objects.filter(finding__answer__submission__in=Submission.objects.verifiable_by(grants).values("pk"))
        .select_related(
            "finding__answer__submission__entry__category__edition",
            "finding__officer",
            "lodged_by",
            "decided_by",
            "evidence",
            "new_finding",
        )
        .order_by("decided_at", "lodged_at", "pk")
    )
