"""Severity, agreement and the three ways of one panel side by side. Uses the engine's panel arithmetic only.

What is computed here is a report to chair and secretariat; nothing of it enters a score.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from awards.engine.marks import GivenMark
from awards.engine.panel.diagnostics import PanelDiagnostics, diagnose
from awards.engine.panel.errors import PanelError, TooFewToTrimError
from awards.engine.panel.judge import judge
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.entries.models import Entry
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.marks import counting_mark_rows
from awards.jury.selectors.scoring import printed
from awards.jury.selectors.seats import panel_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.parsing.jury_sheet import JuryCriterion
from awards.sentences import refusal, sentences

METHODS = (
    ("mean", PanelRule(method=PanelMethod.MEAN)),
    ("trimmed", PanelRule(method=PanelMethod.TRIMMED_MEAN, drop_high=1, drop_low=1)),
    ("adjusted", PanelRule(method=PanelMethod.LENIENCY, minimum_juror_marks=1)),
)


@dataclass(frozen=True, slots=True)
class CriterionReport:
    criterion: JuryCriterion
    diagnostics: PanelDiagnostics | None

    @property
    def sentences(self) -> tuple[str, ...]:
        return sentences(self.diagnostics.notes()) if self.diagnostics else ()


@dataclass(frozen=True, slots=True)
class MethodResult:
    """Jury points and place under one method; `places` are 1, 2, 2, 4."""

    points: Decimal
    place: int


@dataclass(frozen=True, slots=True)
class MethodComparison:
    """One entry under the three methods; a method that cannot judge it has no result."""

    entry: Entry
    mean: MethodResult
    trimmed: MethodResult | None
    adjusted: MethodResult | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparisons:
    rows: tuple[MethodComparison, ...]
    refusals: tuple[str, ...]


def engine_marks(panel: Panel, open_entries: frozenset[int]) -> dict[str, list[GivenMark]]:
    """Return the counting marks by criterion, in the engine's words; jurors by name, entries by name."""
    rows = (
        counting_mark_rows(Scorecard.objects.filter(juror__panel=panel, entry__in=open_entries))
        .select_related("scorecard__juror__user", "scorecard__entry")
        .order_by("pk")
    )
    found: dict[str, list[GivenMark]] = defaultdict(list)
    for row in rows:
        card = row.scorecard
        found[row.criterion].append(GivenMark(card.entry.name, str(card.juror), row.criterion, row.value.normalize()))
    return found


def criterion_reports(panel: Panel, open_entries: frozenset[int]) -> tuple[CriterionReport, ...]:
    """Return severity, spread, outliers and agreement per jury criterion, over the entries open to the reader."""
    marks = engine_marks(panel, open_entries)
    names = [entry.name for entry in panel_entries(panel) if entry.pk in open_entries]
    return tuple(
        CriterionReport(
            criterion, diagnose(marks[criterion.code], entities=names) if marks.get(criterion.code) else None
        )
        for criterion in jury_sheet(panel.category).criteria
    )


def comparisons(panel: Panel, open_entries: frozenset[int]) -> Comparisons:
    """Return mean, trimmed and adjusted jury points side by side, with a sentence for each change of place."""
    entries = [entry for entry in panel_entries(panel) if entry.pk in open_entries]
    marks = engine_marks(panel, open_entries)
    criteria = jury_sheet(panel.category).criteria
    judged: dict[str, dict[str, Fraction]] = {}
    refusals: list[str] = []
    for name, rule in METHODS:
        try:
            judged[name] = _totals(criteria, marks, [entry.name for entry in entries], rule)
        except TooFewToTrimError:
            refusals.append(_("Rata-rata terpangkas memerlukan paling sedikit tiga nilai untuk setiap peserta."))
        except PanelError as error:
            refusals.append(refusal(error))
    places = {name: _places(totals) for name, totals in judged.items()}
    rows = [_comparison(entry, judged, places) for entry in entries if entry.name in judged.get("mean", {})]
    return Comparisons(tuple(sorted(rows, key=lambda row: (row.mean.place, row.entry.name))), tuple(refusals))


def _totals(
    criteria: Sequence[JuryCriterion], marks: dict[str, list[GivenMark]], names: list[str], rule: PanelRule
) -> dict[str, Fraction]:
    """Return the jury points of every entry that has a value on every criterion."""
    totals = dict.fromkeys(names, Fraction(0))
    for criterion in criteria:
        values = judge(marks.get(criterion.code, []), rule, entities=names).values
        for name in names:
            value = values[name]
            if value is None:
                totals.pop(name, None)
            elif name in totals:
                totals[name] += _points(criterion, value)
    return totals


def _points(criterion: JuryCriterion, value: Fraction) -> Fraction:
    place = (value - Fraction(criterion.worst)) / Fraction(criterion.best - criterion.worst)
    low, high = Fraction(criterion.target_low), Fraction(criterion.target_high)
    return criterion.share * (low + place * (high - low))


def _places(totals: dict[str, Fraction]) -> dict[str, int]:
    return {name: 1 + sum(other > total for other in totals.values()) for name, total in totals.items()}


def _comparison(
    entry: Entry, judged: dict[str, dict[str, Fraction]], places: dict[str, dict[str, int]]
) -> MethodComparison:
    def result(name: str) -> MethodResult | None:
        if entry.name not in judged.get(name, {}):
            return None
        return MethodResult(printed(judged[name][entry.name]), places[name][entry.name])

    mean, trimmed, adjusted = result("mean"), result("trimmed"), result("adjusted")
    if mean is None:
        raise LookupError(entry.name)
    told = []
    if trimmed is not None and trimmed.place != mean.place:
        told.append(_trimmed_sentence(entry, mean, trimmed))
    if adjusted is not None and adjusted.place != mean.place:
        told.append(_adjusted_sentence(entry, mean, adjusted))
    return MethodComparison(entry, mean, trimmed, adjusted, tuple(told))


def _trimmed_sentence(entry: Entry, mean: MethodResult, trimmed: MethodResult) -> str:
    return _(
        "%(entry)s dari tempat %(before)s menjadi %(after)s: tanpa satu nilai tertinggi dan satu terendah pada tiap "
        "kriteria, nilainya berubah %(change)s menjadi %(points)s."
    ) % _words(entry, mean, trimmed)


def _adjusted_sentence(entry: Entry, mean: MethodResult, adjusted: MethodResult) -> str:
    return _(
        "%(entry)s dari tempat %(before)s menjadi %(after)s: setelah kelonggaran para juri yang menilainya "
        "dikeluarkan, nilainya berubah %(change)s menjadi %(points)s."
    ) % _words(entry, mean, adjusted)


def _words(entry: Entry, before: MethodResult, after: MethodResult) -> dict[str, str]:
    change = after.points - before.points
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    return {
        "entry": entry.name,
        "before": str(before.place),
        "after": str(after.place),
        "change": f"{sign}{abs(change)}".replace(".", ","),
        "points": str(after.points).replace(".", ","),
    }
