"""What stands beside a claim: the registry's figure, and the answer of the edition before."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import employers.selectors.scoring
import ministries.selectors.scoring
import regions.selectors.scoring
from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import Question
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.parsing.answers import read_answer, shown_answer
from awards.submissions.selectors.sheets import Item
from paritrana.lib.observations import Observation


@dataclass(frozen=True, slots=True)
class RegistryFigure:
    """The registered figure of a question's variable, with its date and source; `difference` is claim minus it."""

    value: Decimal
    shown: str
    source: str
    as_of: datetime.date | None
    is_synthetic: bool
    difference: Decimal | None

    @property
    def deviation(self) -> Decimal | None:
        """The distance as a share of the registered figure; 1 where the registry says zero and the claim does not."""
        if self.difference is None:
            return None
        if not self.value:
            return Decimal(1) if self.difference else Decimal(0)
        return min(abs(self.difference / self.value), Decimal(10**6)).quantize(Decimal("0.000001"))

    @property
    def share(self) -> Decimal | None:
        """How far the claim lies from it, in per cent of it with one decimal; None when it is zero or unclaimed."""
        if self.difference is None or not self.value:
            return None
        return (100 * self.difference / self.value).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What the same office answered to the same question in the edition before."""

    value: str
    shown: str
    edition: str


def _observations(entry: Entry) -> Iterator[Observation]:
    edition = entry.category.edition
    start, end = edition.period_start, edition.period_end
    if entry.employer_id is not None:
        return employers.selectors.scoring.observations([entry.employer_id], period_start=start, period_end=end)
    if entry.ministry_id is not None:
        return ministries.selectors.scoring.observations([entry.ministry_id], period_start=start, period_end=end)
    return regions.selectors.scoring.observations([entry.region_id or ""], period_start=start, period_end=end)


def registry_figures(entry: Entry, items: Iterable[Item]) -> dict[str, RegistryFigure]:
    """Return the registered figure by question code, for the questions that name a variable."""
    wanted = {item.question.registry: item for item in items if item.question.registry}
    if not wanted:
        return {}
    found: dict[str, RegistryFigure] = {}
    for seen in _observations(entry):
        item = wanted.get(seen.variable)
        if item is None or not isinstance(seen.value, Decimal):
            continue
        claimed = item.reading.canonical if item.question.kind.is_numeric else ""
        found[item.question.code] = RegistryFigure(
            value=seen.value,
            shown=shown_answer(item.question, str(seen.value)) if item.question.kind.is_numeric else str(seen.value),
            source=seen.source,
            as_of=seen.as_of,
            is_synthetic=seen.is_synthetic,
            difference=Decimal(claimed) - seen.value if claimed else None,
        )
    return found


def earlier_answers(entry: Entry, questions: Iterable[Question]) -> dict[str, EarlierAnswer]:
    """Return what the office sent in for these questions in its last edition before this one; two queries."""
    before = (
        Submission.objects.of_office(entry.office)
        .filter(
            state=SubmissionState.SUBMITTED,
            entry__category__edition__period_end__lt=entry.category.edition.period_start,
            entry__category__entrant_kind=entry.category.entrant_kind,
        )
        .select_related("entry__category__edition")
        .order_by("-entry__category__edition__period_end", "pk")
        .first()
    )
    if before is None:
        return {}
    known = {question.code: question for question in questions}
    found = {}
    for answer in Answer.objects.filter(submission=before, question__in=list(known)).exclude(value=""):
        question = known[answer.question]
        shown = shown_answer(question, read_answer(question, answer.value).canonical) or answer.value
        found[answer.question] = EarlierAnswer(answer.value, shown, str(before.entry.category.edition))
    return found
