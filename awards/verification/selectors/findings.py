"""What verification says: the finding that counts per answer, and the values that the score may read."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_noop

from awards.editions.models import Category, StageKind
from awards.editions.selectors import Window, stage_window
from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.parsing.answers import answer_columns, shown_answer
from awards.submissions.selectors.sheets import Item, Sheet, touched_answers
from awards.verification.models import Finding, Verdict
from paritrana.lib.indonesian import WIB, day_text
from paritrana.lib.observations import Observation

CHUNK = 500

VERIFIED_ANSWER = gettext_noop("Isian %(receipt)s, diverifikasi %(day)s")


def counting_findings() -> QuerySet[Finding]:
    """Return the latest finding of each answer; earlier ones are history."""
    latest = Finding.objects.filter(answer=OuterRef("answer")).order_by("-pk").values("pk")[:1]
    return Finding.objects.filter(pk=Subquery(latest))


def standing_finding(answer: Answer) -> Finding | None:
    """Return the latest verdict on the present version of an answer, out of its findings as fetched."""
    present = [finding for finding in answer.findings.all() if finding.answer_version == answer.version]
    return max(present, key=lambda finding: finding.pk, default=None)


def verification_window(entry: Entry) -> Window | None:
    return stage_window(entry.category, StageKind.VERIFICATION, province_code=entry.province_code)


def objection_window(entry: Entry) -> Window | None:
    """Return when this entry may object; None where the edition knows no objections."""
    if not entry.category.edition.has_objections:
        return None
    return stage_window(entry.category, StageKind.OBJECTION, province_code=entry.province_code)


def _observations(finding: Finding, questionnaire: Questionnaire, period_end: datetime.date) -> Iterator[Observation]:
    question = questionnaire.question(finding.answer.question)
    if question is None or finding.verdict == Verdict.REJECTED:
        return
    submission = finding.answer.submission
    # Frozen with a run, so the same text whoever asked; pages tell it again in English.
    source = VERIFIED_ANSWER % {"receipt": submission.receipt_number, "day": day_text(finding.at.astimezone(WIB))}
    for column, value in answer_columns(question, finding.verified_value).items():
        yield Observation(
            entrant=str(submission.entry.public_id),
            variable=column,
            value=value,
            source=source,
            as_of=period_end,
            reference=f"finding:{finding.pk}",
            is_synthetic=submission.entry.is_synthetic,
        )


def verified_answers(entry_ids: Sequence[int]) -> Iterator[Observation]:
    """Stream the verified values of these entries, `entrant` being the entry's public id.

    A rejected answer is absent, and so is one that was changed after its verdict.
    """
    questionnaires: dict[int, Questionnaire] = {}
    for start in range(0, len(entry_ids), CHUNK):
        findings = (
            counting_findings()
            .filter(answer__submission__entry__in=entry_ids[start : start + CHUNK], answer_version=F("answer__version"))
            .select_related("answer__submission__entry__category__edition")
            .order_by("answer__submission__entry_id", "answer__question")
        )
        for finding in findings:
            category = finding.answer.submission.entry.category
            if category.pk not in questionnaires:
                questionnaires[category.pk] = questionnaire_of(sealed_rulebook(category))
            yield from _observations(finding, questionnaires[category.pk], category.edition.period_end)


def verified_values(category: Category) -> Iterator[Observation]:
    """Stream the verified values of every admitted entry of a category."""
    keys = Entry.objects.filter(category=category).admitted().order_by("pk").values_list("pk", flat=True)
    yield from verified_answers(list(keys))


def findings_by_answer(answer_ids: Iterable[int]) -> dict[int, Finding]:
    """Return the counting finding by answer; one query."""
    found = counting_findings().filter(answer__in=list(answer_ids)).select_related("officer")
    return {finding.answer_id: finding for finding in found}


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """One answered question under verification: the claim and the verdict that counts, if any."""

    item: Item
    finding: Finding | None

    @property
    def is_decided(self) -> bool:
        """Whether the present answer has a verdict; one on an older version no longer counts as done."""
        return self.finding is not None and self.finding.answer_version == self.item.version

    @property
    def verified(self) -> str:
        if self.finding is None or not self.is_decided:
            return ""
        return shown_answer(self.item.question, self.finding.verified_value)


def cases(sheet_now: Sheet) -> tuple[AnswerCase, ...]:
    """Return what there is to verify, in the order of the questionnaire; one query."""
    items = [item for item in sheet_now.items if item.answer is not None and item.is_touched]
    found = findings_by_answer(item.answer.pk for item in items if item.answer is not None)
    return tuple(AnswerCase(item, found.get(item.answer.pk) if item.answer else None) for item in items)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers of a submission have a verdict."""

    submission: Submission
    answered: int
    decided: int

    @property
    def is_done(self) -> bool:
        return self.decided >= self.answered


def tallies(submissions: Sequence[Submission]) -> tuple[Tally, ...]:
    """Return the state of verification per submission; two queries."""
    keys = [submission.pk for submission in submissions]
    answered = touched_answers().filter(submission__in=keys)
    totals = dict(answered.values_list("submission").annotate(number=Count("pk")))
    decided = answered.filter(findings__answer_version=F("version"))
    done = dict(decided.values_list("submission").annotate(number=Count("pk", distinct=True)))
    return tuple(Tally(row, totals.get(row.pk, 0), done.get(row.pk, 0)) for row in submissions)
