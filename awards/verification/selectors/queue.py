"""What waits for a verdict in an officer's area, the most urgent first, and the rounds asked so far."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, Value, When

from awards.editions.models import EditionState
from awards.editions.selectors import clocks, zone_of_province
from awards.entries.models import Entry, of_offices, within_regions
from awards.rulebooks.parsing.questionnaire import Question, Questionnaire
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.parsing.answers import read_answer, shown_answer
from awards.submissions.selectors.sheets import touched_answers
from awards.verification.models import Claim, Clarification, ClarificationItem, Finding, Objection
from awards.verification.selectors.findings import verification_window
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants
from paritrana.lib.indonesian import WIB
from paritrana.lib.working_days import end_of_working_day, last_end_of_work_before

# From this share on a claim that departs from the registry goes before everything else.
DEVIATION_STEP = Decimal("0.05")
# How long an entrant usually has for an answer.
USUAL_DAYS = 5


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


def undecided_answers() -> QuerySet[Answer]:
    """Return answers without a verdict on their present version, whoever holds them."""
    ruled = Finding.objects.filter(answer=OuterRef("pk"), answer_version=OuterRef("version"))
    return touched_answers().filter(~Exists(ruled))


def worked_submissions(grants: Grants) -> QuerySet[Submission]:
    """Return what the area sent in, the oldest first; what is decided to the end comes last."""
    rows = Submission.objects.verifiable_by(grants).select_related("entry__category__edition")
    left = undecided_answers().filter(submission=OuterRef("pk"))
    return rows.annotate(is_left=Exists(left)).order_by("-is_left", "submitted_at", "pk")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of the area waits for somebody else: for the entrant's answer, or in a colleague's hands."""

    asked: QuerySet[Clarification]
    held: QuerySet[Claim]


def waiting_elsewhere(grants: Grants, *, officer: User, at: datetime.datetime) -> Elsewhere:
    area = within_regions("submission__entry__region_code", grants.regions.get(Role.VERIFIER, frozenset()))
    later = Clarification.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    asked = Clarification.objects.filter(
        area,
        ~Exists(later),
        ~of_offices("submission__entry__", grants.offices),
        submission__state=SubmissionState.RETURNED,
        submission__entry__category__edition__state=EditionState.OPEN,
    )
    held = Claim.objects.filter(
        expires_at__gt=at, answer__submission__in=Submission.objects.verifiable_by(grants).values("pk")
    ).exclude(officer=officer)
    return Elsewhere(
        asked.select_related("submission__entry__category__edition", "asked_by").order_by("due_at", "pk"),
        held.select_related("answer__submission__entry", "officer").order_by("expires_at", "pk"),
    )


def usual_due(entry: Entry, *, at: datetime.datetime) -> datetime.datetime:
    """Return until when a question is usually answered: the end of a working day where the entrant is.

    Where verification ends earlier, the last end of a working day within it, or its very end.
    """
    zone = zone_of_province(entry.province_code)
    due = end_of_working_day(at, days=USUAL_DAYS, zone=zone)
    window = verification_window(entry)
    if window is not None and due > window.hard_closes_at:
        due = last_end_of_work_before(window.hard_closes_at, zone=zone)
        due = due if due > at else window.hard_closes_at
    return due.astimezone(WIB)


@dataclass(frozen=True, slots=True)
class ClarificationTurn:
    """One question about one answer, and what came of it: the answer before and after."""

    clarification: Clarification
    change: "AnswerChange"


def conversation(answer: Answer, question: Question) -> tuple[ClarificationTurn, ...]:
    """Return what was asked about an answer, the oldest first; each "after" is what the next question found."""
    items = list(
        ClarificationItem.objects.filter(answer=answer)
        .select_related("clarification__asked_by", "answer")
        .order_by("clarification__number")
    )
    turns = []
    for place, item in enumerate(items):
        change = _change(item, question)
        if place + 1 < len(items):
            later = items[place + 1]
            change = replace(
                change,
                new=_shown(question, later.old_value),
                new_note=later.old_note,
                is_changed=later.old_version != item.old_version,
            )
        turns.append(ClarificationTurn(item.clarification, change))
    return tuple(turns)


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
