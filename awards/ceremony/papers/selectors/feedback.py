"""What an entrant is told after the announcement: band, aspects beside the median, gaps, and what would have helped."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from awards.publication.models import Publication, PublishedEntry
from awards.rulebooks.parsing.questionnaire import Questionnaire, load_questionnaire
from awards.rulebooks.selectors.labels import band_name, column_name, criterion_name, value_name
from awards.runs.selectors.improvements import FrozenField, frozen_field
from awards.runs.selectors.rules import aspects, run_rules
from awards.submissions.models.answers import Submission
from awards.submissions.selectors.sheets import sheet
from awards.verification.forms import REASONS
from awards.verification.models import Verdict
from awards.verification.selectors.findings import AnswerCase, cases
from paritrana.lib.indonesian import number_text
from paritrana.pages.reader import in_words, reader_language

MOST_USEFUL = 3

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AspectBesideMedian:
    """One aspect of the entrant and the median of those who were ranked with it; text as printed."""

    name: str
    own: str
    median: str


@dataclass(frozen=True, slots=True)
class VerifiedGap:
    """An answer that verification did not take as it was."""

    label: str
    verdict: str
    claimed: str
    verified: str
    reason: str


@dataclass(frozen=True, slots=True)
class UsefulStep:
    """A figure at its next step, and what total and rank it alone would have given."""

    criterion: str
    figure: str
    value: str
    wanted: str
    gain: str
    total: str
    rank: int | None
    band: str


@dataclass(frozen=True, slots=True)
class EntrantFeedback:
    """`has_scores`: the edition opens scores; otherwise no figure of the result is told, also not to the entrant.

    `is_tried`: the field was small enough to be scored again for each figure.
    """

    name: str
    rank: int | None
    band: str
    score: str
    status: str
    prizes: tuple[str, ...]
    has_scores: bool
    is_tried: bool
    aspects: tuple[AspectBesideMedian, ...]
    gaps: tuple[VerifiedGap, ...]
    steps: tuple[UsefulStep, ...]


class FeedbackDesk:
    """Holds what all letters of one publication share: medians and the frozen field are found once."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.head: Json = json.loads(publication.payload)
        self.rules = run_rules(publication.run)
        self.has_scores = bool(self.head["visibility"]["scores"])

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """In the language of whoever reads first: a desk serves one reader, or one job."""
        return load_questionnaire(self.head["rulebook"]["text"], reader_language())

    @cached_property
    def field(self) -> FrozenField | None:
        return frozen_field(self.publication.run) if self.has_scores else None

    @cached_property
    def medians(self) -> Mapping[tuple[str, str], Decimal]:
        """Return the median by group and aspect over the published lines of those that have a rank."""
        found: dict[tuple[str, str], list[Decimal]] = {}
        rows = PublishedEntry.objects.filter(publication=self.publication, rank__isnull=False).order_by("position")
        for text in rows.values_list("line", flat=True).iterator(chunk_size=500):
            line = json.loads(text)
            for code, value in _values(line).items():
                found.setdefault((line["group"], code), []).append(value)
        return {key: median(values) for key, values in found.items()}

    def feedback(self, row: PublishedEntry, submission: Submission | None) -> EntrantFeedback:
        line: Json = json.loads(row.line)
        steps = self._steps(line) if self.field is not None else ()
        return EntrantFeedback(
            name=line["name"],
            rank=line["rank"],
            band=band_name(self.rules, line["band"]) if line["band"] else "",
            score=line.get("score", "") if self.has_scores else "",
            status="" if line["rank"] is not None else _("Tidak diperingkat."),
            prizes=tuple(
                in_words(one["label"], one.get("label_en", ""))
                for one in self.head["prizes"]
                if one["entry"] == line["entry"]
            ),
            has_scores=self.has_scores,
            is_tried=self.field is not None,
            aspects=self._aspects(line),
            gaps=self._gaps(submission) if submission is not None else (),
            steps=steps,
        )

    def _aspects(self, line: Json) -> tuple[AspectBesideMedian, ...]:
        values = _values(line)
        return tuple(
            AspectBesideMedian(
                criterion_name(aspect),
                _text(values.get(aspect.code)),
                _text(self.medians.get((line["group"], aspect.code))),
            )
            for aspect in aspects(self.rules)
            if self.has_scores
        )

    def _gaps(self, submission: Submission) -> tuple[VerifiedGap, ...]:
        found = (case for case in cases(sheet(submission, self.questionnaire)) if _is_gap(case))
        reasons = dict(REASONS)
        return tuple(
            VerifiedGap(
                label=f"{case.item.question.number} {case.item.question.label}",
                verdict=case.finding.get_verdict_display(),
                claimed=case.item.shown,
                verified=case.verified,
                reason=" ".join(
                    filter(None, [str(reasons.get(case.finding.reason_code, "")), case.finding.note.strip()])
                ),
            )
            for case in found
            if case.finding is not None
        )

    def _steps(self, line: Json) -> tuple[UsefulStep, ...]:
        """Return the three that help most. A field that cannot be scored as it was printed tells nothing."""
        if self.field is None or not line.get("score"):
            return ()
        questions = self.questionnaire
        nodes = {node.code: node for node in self.rules.root.walk()}
        return tuple(
            UsefulStep(
                criterion=criterion_name(nodes[one.code]),
                figure=column_name(one.column, questions),
                value=_shown(value_name(one.column, one.value, questions)),
                wanted=_shown(value_name(one.column, one.wanted, questions)),
                gain=_text(one.gain),
                total=_text(one.standing.score),
                rank=one.standing.rank,
                band=band_name(self.rules, one.standing.band) if one.standing.band else "",
            )
            for one in self.field.improvements(line["entry"])[:MOST_USEFUL]
        )


def _is_gap(case: AnswerCase) -> bool:
    return case.is_decided and case.finding is not None and case.finding.verdict != Verdict.ACCEPTED


def _values(line: Json) -> dict[str, Decimal]:
    """Return the value of each node that has one; a line without open scores has none."""
    return {node[0]: Decimal(node[3]) for node in line.get("nodes", ()) if node[3]}


def _shown(text: str) -> str:
    """Write a figure as the reader does; a word stays."""
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return text
    return number_text(figure, reader_language()) if figure.is_finite() else text


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def feedback_rows(publication: Publication) -> Iterable[tuple[PublishedEntry, Submission | None]]:
    """Yield every published entry with its submission, in the order of names: a list by rank would tell it."""
    rows = PublishedEntry.objects.filter(publication=publication).order_by("name", "pk")
    sent = {
        one.entry_id: one
        for one in Submission.objects.filter(entry__category=publication.category_id).select_related("entry__category")
    }
    for row in rows.iterator(chunk_size=500):
        yield row, sent.get(row.entry_id)
