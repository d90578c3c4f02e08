"""The sheet that computes every score again from raw cells, and compares it with the stored one."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.engine.criteria import Cases, Criterion, Effect, Join, RankKey
from awards.engine.evaluate import stage_digits
from awards.engine.panel.rule import PanelMethod
from awards.engine.rounding import RoundingMode
from awards.paper.cells import decimal_of
from awards.paper.written import FOUND, WrittenSheet, column_letter
from awards.results.exports.conditions import case_formula
from awards.results.exports.formulas import leaf_formula, measure_formula, node_formula
from awards.results.exports.terms import Cells, FormulaTerm, Value, literal, mean_of, median_of, rounded, times
from awards.results.selectors.sheets import SheetRow
from awards.rulebooks.selectors.labels import criterion_name

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
SUMMARIES = {PanelMethod.MEAN: mean_of, PanelMethod.MEDIAN: median_of}
CHECK_DIGITS = 9
LAST_PLACE = Fraction(10) ** 300
LAST_PLACE_TEXT = "1E+300"


@dataclass(frozen=True, slots=True)
class Sources:
    """Raw cells by entry and column; ranges of marks, and the marks in them, by entry and jury criterion."""

    values: dict[int, Cells] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[tuple[int, str], tuple[str, tuple[Decimal, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of the sheet holds what."""

    raw: dict[str, int]
    scores: dict[str, int]
    contributions: dict[str, int]
    total: int
    stored: int
    difference: int
    group: int
    group_name: int
    keys: tuple[int, ...]
    heads: tuple[str, ...]


def layout(rules: Rules) -> Layout:
    heads = [_("Peserta")]
    raw: dict[str, int] = {}
    scores: dict[str, int] = {}
    contributions: dict[str, int] = {}

    def column(head: str) -> int:
        heads.append(head)
        return len(heads)

    for node in rules.root.walk():
        if node.is_leaf:
            raw[node.code] = column(_("%(name)s: mentah") % {"name": criterion_name(node)})
        if node.parent is not None:
            scores[node.code] = column(_("%(name)s: nilai") % {"name": criterion_name(node)})
    for aspect in rules.root.children:
        contributions[aspect.code] = column(_("%(name)s: sumbangan") % {"name": criterion_name(aspect)})
    total = column(_("Nilai akhir (dihitung)"))
    stored = column(_("Nilai akhir (tersimpan)"))
    difference = column(_("Selisih"))
    group = column(_("Kelompok"))
    group_name = column(_("Nama kelompok"))
    keys = tuple(column(_("Penentu seri %(place)d") % {"place": place + 1}) for place in range(len(rules.rank.chain)))
    return Layout(raw, scores, contributions, total, stored, difference, group, group_name, keys, tuple(heads))


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the sheet for one entry: the values by column, of formulas and of stored figures alike."""

    item: SheetRow
    row: int
    cells: Cells
    exact: set[str] = field(default_factory=set)
    values: dict[int, Value] = field(default_factory=dict)

    def term(self, column: int) -> FormulaTerm:
        return FormulaTerm(f"${column_letter(column)}{self.row}", self.values[column])


class ScoreSheet:
    """Writes one row per entry. A stored figure stands in grey where the rule has no formula or a part is missing."""

    def __init__(self, sheet: WrittenSheet, rules: Rules, sources: Sources) -> None:
        self.sheet = sheet
        self.rules = rules
        self.sources = sources
        self.layout = layout(rules)
        sheet.head(HEAD_ROW, self.layout.heads, [34] + [15] * (len(self.layout.heads) - 1))
        sheet.freeze(FIRST_ROW, 2)

    def address(self, row: int, column: int) -> str:
        return f"${column_letter(column)}{row}"

    def write(self, number: int, item: SheetRow) -> Written:
        """Write the row of an entry and return what its cells hold, for the sheets that refer to them."""
        here = Written(item, FIRST_ROW + number, self.sources.values[item.score.entry_id])
        self.sheet.text(here.row, 1, item.score.entry.name)
        self.sheet.text(here.row, self.layout.group, item.score.group_key)
        self.sheet.text(here.row, self.layout.group_name, item.line.group_name)
        for node in _bottom_up(self.rules.root):
            if node.parent is not None:
                self._write_score(here, node)
        for aspect in self.rules.root.children:
            self._write_contribution(here, aspect)
        self._write_total(here)
        for key, column in zip(self.rules.rank.chain, self.layout.keys, strict=True):
            self._write_key(here, column, key)
        return here

    def _put(self, here: Written, column: int, term: FormulaTerm, digits: int) -> None:
        self.sheet.formula(here.row, column, term.text, term.number, digits)
        here.values[column] = term.value

    def _put_stored(self, here: Written, column: int, text: str, digits: int | None = None) -> None:
        self.sheet.number(here.row, column, text, digits, bg_color=FOUND)
        if text:
            here.values[column] = cell_value(text)

    def _write_score(self, here: Written, node: Criterion) -> None:
        stored = here.item.nodes[node.code]
        column = self.layout.scores[node.code]
        digits = stage_digits(self.rules.rounding, node)
        has_raw_formula = node.is_leaf and self._write_raw(here, node)
        formula = None
        if not stored.note and stored.value:
            formula = self._formula(here, node) if has_raw_formula or not node.is_leaf else None
        if formula is not None:
            self._put(here, column, formula, digits)
            here.exact.add(node.code)
            return
        self._put_stored(here, column, stored.value, digits)
        if stored.value and self._is_carried(node):
            here.exact.add(node.code)

    def _formula(self, here: Written, node: Criterion) -> FormulaTerm | None:
        if node.is_leaf:
            return leaf_formula(node, here.term(self.layout.raw[node.code]), here.cells, self.rules.rounding)
        scores = {code: here.term(column) for code, column in self.layout.scores.items() if code in here.exact}
        return node_formula(node, scores, here.cells, self.rules.rounding)

    def _write_raw(self, here: Written, leaf: Criterion) -> bool:
        """Write the raw value as a formula on the input sheets where that is possible, and tell whether it was."""
        stored, column = here.item.nodes[leaf.code], self.layout.raw[leaf.code]
        formula = None if stored.note else self._raw_formula(leaf, here)
        if formula is None:
            self._put_stored(here, column, stored.raw)
            return False
        digits = stage_digits(self.rules.rounding, leaf) + 2
        self.sheet.formula(here.row, column, formula.text, formula.value, digits)
        here.values[column] = formula.value
        return True

    def _raw_formula(self, leaf: Criterion, here: Written) -> FormulaTerm | None:
        if leaf.jury is not None:
            marks = self.sources.marks.get((here.item.score.entry_id, leaf.jury))
            summary = SUMMARIES.get(self.rules.panels[leaf.panel or ""].rule.method)
            return summary(*marks) if marks and summary else None
        if leaf.measure is not None:
            return measure_formula(self.rules.measures[leaf.measure], here.cells)
        if isinstance(leaf.normalisation, Cases):
            formula = case_formula(leaf.normalisation, self.rules.measures, here.cells)
            return formula if formula is not None and formula.value == here.item.nodes[leaf.code].raw else None
        return here.cells.get(leaf.column or "")

    def _write_contribution(self, here: Written, aspect: Criterion) -> None:
        column = self.layout.contributions[aspect.code]
        digits = self.rules.rounding.total
        factor = _factor(self.rules.root, aspect, here.item)
        if aspect.code in here.exact and factor is not None:
            own = here.term(self.layout.scores[aspect.code])
            formula = rounded(times(factor, own), digits, self.rules.rounding.mode)
            if formula is not None:
                self._put(here, column, formula, digits)
                return
        self._put_stored(here, column, here.item.nodes[aspect.code].contribution, digits)

    def _write_total(self, here: Written) -> None:
        digits, text = self.rules.rounding.total, here.item.score.score_text
        if not text:
            return
        formula = self._formula(here, self.rules.root)
        total = rounded(formula, digits, self.rules.rounding.mode) if formula is not None else None
        if total is None:
            self._put_stored(here, self.layout.total, text, digits)
        else:
            self._put(here, self.layout.total, total, digits)
        self.sheet.number(here.row, self.layout.stored, text, digits)
        here.values[self.layout.stored] = Fraction(text)
        computed, stored = here.term(self.layout.total), here.term(self.layout.stored)
        gap = FormulaTerm(f"ROUND({computed.text}-{stored.text},{CHECK_DIGITS})", computed.number - stored.number)
        self._put(here, self.layout.difference, gap, digits)

    def _write_key(self, here: Written, column: int, key: RankKey) -> None:
        """Write the figure a tie is broken by; an entry without it comes last whatever the direction."""
        formula, stored = None, ""
        if key.kind == "measure":
            formula = measure_formula(self.rules.measures[key.code], here.cells)
        elif key.kind == "column":
            formula = here.cells.get(key.code)
        else:
            node = self.rules.criterion(key.code)
            stored = here.item.nodes[key.code].value
            if node.code in here.exact and node.code in self.layout.scores:
                digits = stage_digits(self.rules.rounding, node) if key.is_rounded else CHECK_DIGITS
                formula = rounded(here.term(self.layout.scores[node.code]), digits, RoundingMode.HALF_AWAY)
        if formula is not None:
            self._put(here, column, formula, 4)
        elif stored:
            self._put_stored(here, column, stored)
        else:
            sign = "-" if key.higher_is_better else ""
            last = -LAST_PLACE if key.higher_is_better else LAST_PLACE
            self._put(here, column, FormulaTerm(f"{sign}{LAST_PLACE_TEXT}", last), 0)

    def _is_carried(self, node: Criterion) -> bool:
        return ("leaf" if node.is_leaf else "node") in self.rules.rounding.carried


def cell_value(text: str) -> Value:
    """Return what a cell holds that was written from this text: the number it is, or else its words."""
    value = decimal_of(text)
    return text if value is None else Fraction(value)


def _bottom_up(node: Criterion) -> list[Criterion]:
    return [*(found for child in node.children for found in _bottom_up(child)), node]


def _factor(root: Criterion, aspect: Criterion, item: SheetRow) -> FormulaTerm | None:
    """Return what the aspect's score counts in this total: what is skipped leaves its weight to the others."""
    shares = [child for child in root.children if child.effect is Effect.SHARE]
    there = sum((child.weight for child in shares if item.nodes[child.code].weight), Fraction(0))
    if aspect not in shares or not item.nodes[aspect.code].weight:
        return None
    if root.join is Join.SUM:
        return literal(aspect.weight * sum((child.weight for child in shares), Fraction(0)) / there)
    return literal(aspect.weight / there) if root.join is Join.ARITHMETIC else None
