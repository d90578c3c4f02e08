"""A result as a page shows it: a visible publication, or a run that is not public yet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from awards.engine import Rulebook as Rules
from awards.models import Category, Publication, RunScore, ScoreRun
from awards.parsing.questionnaire import Questionnaire, load_questionnaire
from awards.selectors.publication.prizes import place_labels, prize_labels, prize_places
from awards.selectors.publication.visibility import published
from awards.selectors.runs.explanations import juror_numbers
from awards.selectors.runs.groups import group_names
from awards.selectors.runs.rules import run_rules
from awards.selectors.runs.standings import Line, PrizeName, lines
from awards.selectors.runs.standings import standings as all_standings


@dataclass(frozen=True, slots=True)
class Shown:
    """`publication` is None for a run that only those who may read drafts look at; to them everything is open."""

    category: Category
    run: ScoreRun
    publication: Publication | None

    @property
    def rules(self) -> Rules:
        return run_rules(self.run)

    @property
    def questionnaire(self) -> Questionnaire:
        return load_questionnaire(self.run.rulebook.text)

    @property
    def has_open_scores(self) -> bool:
        return self.publication is None or self.category.edition.is_scores_public

    @property
    def has_open_marks(self) -> bool:
        return self.publication is None or (self.has_open_scores and self.category.edition.is_marks_public)

    @property
    def rows(self) -> QuerySet[RunScore]:
        """Every entry that may be named: with closed scores, only those that have a rank."""
        rows = all_standings(self.run)
        return rows if self.has_open_scores else rows.filter(rank__isnull=False)

    @property
    def groups(self) -> dict[str, str]:
        """Return the printed name of each group of the ranking; a ranking of one field has none and asks nothing."""
        return group_names(self.run) if self.rules.grouping.columns else {}

    def lines(self, rows: Iterable[RunScore]) -> list[Line]:
        kept = list(rows)
        return lines(
            kept, self.rules, self.prizes(row.entry_id for row in kept), self.groups, with_scores=self.has_open_scores
        )

    def prizes(self, entry_ids: Iterable[int]) -> dict[int, list[PrizeName]]:
        if self.publication is not None:
            return prize_labels(self.publication, entry_ids)
        return place_labels(prize_places(self.run, self.rules))

    def juror_numbers(self) -> dict[str, int]:
        return juror_numbers(self.run) if self.has_open_marks else {}


def shown_publication(edition: str, category: str, *, at: datetime.datetime) -> Shown | None:
    """Return the public result of a category; None for everything else, whatever the reason."""
    found = Category.objects.select_related("edition", "province").filter(edition__code=edition, code=category).first()
    publication = published(found, at) if found is not None else None
    if found is None or publication is None:
        return None
    publication.run.category = found
    return Shown(found, publication.run, publication)


def shown_draft(run: ScoreRun) -> Shown:
    return Shown(run.category, run, None)
