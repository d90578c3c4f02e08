"""What the jury gives an entry by the rulebook's own rule: the chair reads the figure that a run would count."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.engine import load_rulebook
from awards.engine.marks import GivenMark
from awards.engine.panel.errors import PanelError
from awards.engine.panel.judge import judge
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.marks import counting_mark_rows, juror_key
from awards.jury.selectors.sheets import sealed_text
from awards.rulebooks.parsing.jury_sheet import JuryCriterion

TRIMMED = (PanelMethod.TRIMMED_MEAN, PanelMethod.TRIMMED_SUM)


@dataclass(frozen=True, slots=True)
class JuryPoints:
    """By entry and criterion the value that the panel's rule makes of the marks; absent where it makes none."""

    values: Mapping[tuple[int, str], Fraction]

    def of(self, entry_id: int, criteria: Collection[JuryCriterion], chosen: JuryCriterion | None) -> Fraction | None:
        """Return the mark on one criterion, or the points of all; None while a criterion has no value."""
        if chosen is not None:
            return self.values.get((entry_id, chosen.code))
        found = [(criterion, self.values.get((entry_id, criterion.code))) for criterion in criteria]
        if not found or any(value is None for _criterion, value in found):
            return None
        return sum((criterion.points(value) for criterion, value in found if value is not None), Fraction(0))


def panel_rules(category: Category) -> Mapping[str, PanelRule]:
    """Return how each panel of the sealed rulebook makes one value of its marks."""
    text = sealed_text(category)
    return {code: scheme.rule for code, scheme in load_rulebook(text).panels.items()} if text else {}


def jury_points(panel: Panel, criteria: Collection[JuryCriterion], entry_ids: Collection[int]) -> JuryPoints:
    """Judge the entries open to the reader; where a method needs more marks than there are, nothing is said."""
    rules = panel_rules(panel.category)
    given: dict[str, list[GivenMark]] = defaultdict(list)
    cards = Scorecard.objects.filter(juror__panel=panel, entry__in=entry_ids)
    rows = counting_mark_rows(cards).order_by("pk")
    for entry_id, juror_id, code, value in rows.values_list(
        "scorecard__entry_id", "scorecard__juror_id", "criterion", "value"
    ):
        given[code].append(GivenMark(str(entry_id), juror_key(juror_id), code, value))
    values: dict[tuple[int, str], Fraction] = {}
    for criterion in criteria:
        rule = rules.get(criterion.panel, PanelRule())
        for names in _judged_together(rule, entry_ids):
            marks = [mark for mark in given[criterion.code] if mark.entity in names]
            values.update(_judged(criterion.code, marks, rule, names))
    return JuryPoints(values)


def _judged_together(rule: PanelRule, entry_ids: Collection[int]) -> list[frozenset[str]]:
    """Leniency compares the marks of all entries; elsewhere each entry stands for itself, and so does what it lacks."""
    names = [str(entry_id) for entry_id in entry_ids]
    return [frozenset(names)] if rule.method is PanelMethod.LENIENCY else [frozenset({name}) for name in names]


def _judged(
    code: str, marks: list[GivenMark], rule: PanelRule, names: frozenset[str]
) -> dict[tuple[int, str], Fraction]:
    try:
        judged = judge(marks, rule, entities=sorted(names)).values
    except PanelError:  # too few marks for this method so far; the run refuses with the reason
        return {}
    return {(int(name), code): value for name, value in judged.items() if value is not None}


def counted(values: Sequence[Decimal | None], rule: PanelRule | None) -> list[bool]:
    """Tell of each mark whether it counts; where the rulebook trims, the highest and lowest do not."""
    if rule is None or rule.method not in TRIMMED:
        return [value is not None for value in values]
    given = sorted((value, place) for place, value in enumerate(values) if value is not None)
    kept = {place for _value, place in given[rule.drop_low : len(given) - rule.drop_high]}
    return [place in kept for place in range(len(values))]


def rule_said(rule: PanelRule) -> str:
    """Return in words what the rulebook makes of several jurors' marks."""
    match rule.method:
        case PanelMethod.MEAN:
            return _("rata-rata")
        case PanelMethod.MEDIAN:
            return _("nilai tengah")
        case PanelMethod.LENIENCY:
            return _("rata-rata setelah kelonggaran tiap juri dikeluarkan")
        case PanelMethod.TRIMMED_MEAN:
            return _("rata-rata tanpa %(high)s nilai tertinggi dan %(low)s terendah") % _drops(rule)
        case PanelMethod.TRIMMED_SUM:
            return _("jumlah tanpa %(high)s nilai tertinggi dan %(low)s terendah") % _drops(rule)


def _drops(rule: PanelRule) -> dict[str, int]:
    return {"high": rule.drop_high, "low": rule.drop_low}
