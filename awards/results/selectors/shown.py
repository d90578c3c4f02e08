"""A result as a page shows it: a visible publication, or a run that is not public yet."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from awards.editions.models import Category
from awards.engine import Rules
from awards.publication.models import Publication, UnawardedPrize
from awards.publication.selectors.lines import Openness, mark_text
from awards.publication.selectors.prizes import place_labels, prize_labels, prize_places
from awards.publication.selectors.unawarded import published_unawarded, unawarded_prizes
from awards.publication.selectors.visibility import corrected_by, published, published_as
from awards.results.selectors.rows import FileRows, ResultRow, ResultRows, RunRows
from awards.rulebooks.parsing.questionnaire import Questionnaire, load_questionnaire
from awards.runs.models import ScoreRun
from awards.runs.selectors.explanations import EntryParts, JurorMark
from awards.runs.selectors.history import EarlierResult, ReadResult, read_results
from awards.runs.selectors.rules import run_rules
from awards.runs.selectors.standings import PrizeName, RankingLine, lines
from paritrana.pages.reader import in_words, reader_language


@dataclass(frozen=True)
class Shown:
    """`publication` is None for a run that only those who may read drafts look at; to them everything is open.

    `corrected_by` is what the public reads instead of a publication that was asked for by its number.
    """

    category: Category
    run: ScoreRun
    publication: Publication | None
    corrected_by: Publication | None = None

    @cached_property
    def head(self) -> dict[str, Any] | None:
        """Return the signed head of a publication whose lines lie in a file; None where the rows of the run speak."""
        if self.publication is None or not self.publication.file_digest:
            return None
        found: dict[str, Any] = json.loads(self.publication.payload)
        return found

    @property
    def rules(self) -> Rules:
        return run_rules(self.run)

    @property
    def questionnaire(self) -> Questionnaire:
        return load_questionnaire(self.run.rulebook.text, reader_language())

    @property
    def has_open_scores(self) -> bool:
        if self.head is not None:
            return bool(self.head["visibility"]["scores"])
        return self.publication is None or self.category.edition.is_scores_public

    @property
    def has_open_marks(self) -> bool:
        if self.head is not None:
            return bool(self.head["visibility"]["marks"])
        return self.publication is None or (self.has_open_scores and self.category.edition.is_marks_public)

    @property
    def rows(self) -> ResultRows:
        """Every entry that may be named: with closed scores, only those that have a rank."""
        if self.publication is not None and self.head is not None:
            return FileRows(self.publication, self.head["result"]["header"])
        return RunRows(self.run, self.has_open_scores, self.has_open_marks)

    @cached_property
    def unawarded(self) -> tuple[UnawardedPrize, ...]:
        """Return the prizes that nobody won, each with its reason."""
        if self.publication is not None:
            return tuple(published_unawarded(self.publication))
        return tuple(unawarded_prizes(self.run, self.rules, Openness(scores=True, marks=True)))

    @cached_property
    def earlier(self) -> tuple[ReadResult, ...]:
        """Return the earlier results that were read: as signed, or of a run beside what stands there now."""
        if self.head is None:
            return read_results(self.run, self.rules.history_columns)
        named = self.head["result"]["header"].get("history", ())
        return tuple(ReadResult(EarlierResult(**one), None) for one in named)

    def lines(self, rows: Sequence[ResultRow]) -> list[RankingLine]:
        """A ranking of one field has no groups and asks nothing about them."""
        codes = [criterion.code for criterion in self.rules.root.children]
        return lines(
            [row.score for row in rows],
            self.rules,
            self.prizes(row.score.entry_id for row in rows),
            self.rows.group_names(rows) if self.rules.grouping.columns else {},
            self.rows.amounts(rows, codes) if self.has_open_scores else None,
        )

    def parts(self, row: ResultRow, *, with_marks: bool) -> EntryParts:
        """Return what the explanation of one entry is made of."""
        key, marks = row.score.entry_id, self.rows.marks([row]) if with_marks else {}
        return EntryParts(
            score=row.score,
            group_name=self.rows.group_names([row]).get(row.score.group_key, row.score.group_key),
            nodes=self.rows.nodes([row]).get(key, {}),
            inputs={value.variable: value for value in self.rows.inputs([row]).get(key, ())},
            marks={
                criterion: tuple(JurorMark(number, Decimal(mark_text(value))) for number, value in given)
                for criterion, given in marks.get(key, {}).items()
            },
        )

    def prizes(self, entry_ids: Iterable[int]) -> dict[int, list[PrizeName]]:
        if self.publication is not None:
            return prize_labels(self.publication, entry_ids)
        return place_labels(prize_places(self.run, self.rules))


def shown_publication(edition: str, category: str, *, at: datetime.datetime, number: int | None = None) -> Shown | None:
    """Return the public result of a category, or one of its publications by number; None for everything else."""
    found = Category.objects.select_related("edition", "province").filter(edition__code=edition, code=category).first()
    if found is None:
        return None
    publication = published(found, at) if number is None else published_as(found, number, at)
    if publication is None:
        return None
    publication.run.category = found
    shown = shown_result(found, publication)
    return shown if number is None else replace(shown, corrected_by=corrected_by(publication, at))


def withdrawn_prizes(shown: Shown, *, at: datetime.datetime) -> list[dict[str, Any]]:
    """Return the prizes that were taken back, as the head says; the words in the reader's language.

    `is_open` tells whether the public may read the result that gave the prize: not where it was never announced.
    """
    told = [] if shown.head is None else shown.head.get("withdrawn", ())
    return [
        {
            **one,
            "label": in_words(one["label"], one["label_en"]),
            "group_name": in_words(one["group_name"], one["group_name_en"]),
            "at": datetime.datetime.fromisoformat(one["withdrawn_at"]),
            "is_open": published_as(shown.category, one["number"], at) is not None,
        }
        for one in told
    ]


def shown_result(category: Category, publication: Publication) -> Shown:
    """Return a publication in the words and under the rules that were signed, whatever they were changed to since."""
    shown = Shown(category, publication.run, publication)
    if shown.head is not None:
        _speak_as_signed(shown, shown.head)
    return shown


def _speak_as_signed(shown: Shown, head: dict[str, Any]) -> None:
    category, edition = head["category"], head["edition"]
    shown.category.name, shown.category.name_en = category["name"], category["name_en"]
    shown.category.edition.brand_label = edition["label"]
    shown.category.edition.brand_label_en = edition["label_en"]
    shown.category.edition.caveat, shown.category.edition.caveat_en = edition["caveat"], edition["caveat_en"]
    shown.category.edition.is_illustrative = edition["is_illustrative"]
    shown.run.rulebook.text = head["rulebook"]["text"]


def shown_draft(run: ScoreRun) -> Shown:
    return Shown(run.category, run, None)
