"""The sheet that computes every score again from raw cells, and compares it with the stored one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from awards.engine import Rulebook as Rules
from awards.engine.criteria import Criterion, Effect, Join, RankKey
from awards.engine.evaluate import stage_digits
from awards.engine.panel.rule import PanelMethod
from awards.engine.rounding import RoundingMode
from awards.exports.cells import freeze, put_formula, put_head, put_number, put_text
from awards.exports.formulas import leaf_formula, literal, measure_formula, node_formula, rounded
from awards.selectors.publication.sheets import SheetRow

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
STORED = PatternFill("solid", fgColor="EEF1EF")
SUMMARIES = {PanelMethod.MEAN: "AVERAGE", PanelMethod.MEDIAN: "MEDIAN"}
CHECK_DIGITS = 9
LAST_PLACE = "1E+300"


@dataclass(frozen=True, slots=True)
class Sources:
    """Addresses of the raw cells: by entry and column, and ranges of marks by entry and jury criterion."""

    values: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[tuple[int, str], str] = field(default_factory=dict)


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
            raw[node.code] = column(_("%(name)s: mentah") % {"name": node.name})
        if node.parent is not None:
            scores[node.code] = column(_("%(name)s: nilai") % {"name": node.name})
    for aspect in rules.root.children:
        contributions[aspect.code] = column(_("%(name)s: sumbangan") % {"name": aspect.name})
    total = column(_("Nilai akhir (dihitung)"))
    stored = column(_("Nilai akhir (tersimpan)"))
    difference = column(_("Selisih"))
    group = column(_("Kelompok"))
    group_name = column(_("Nama kelompok"))
    keys = tuple(column(_("Penentu seri %(place)d") % {"place": place + 1}) for place in range(len(rules.rank.chain)))
    return Layout(raw, scores, contributions, total, stored, difference, group, group_name, keys, tuple(heads))


class ScoreSheet:
    """Writes one row per entry. A stored figure stands in grey where the rule has no formula or a part is missing."""

    def __init__(self, sheet: Worksheet, rules: Rules, sources: Sources) -> None:
        self.sheet = sheet
        self.rules = rules
        self.sources = sources
        self.layout = layout(rules)
        put_head(sheet, HEAD_ROW, self.layout.heads, [34] + [15] * (len(self.layout.heads) - 1))
        freeze(sheet, FIRST_ROW, 2)

    def address(self, row: int, column: int) -> str:
        return f"${get_column_letter(column)}{row}"

    def write(self, number: int, item: SheetRow) -> None:
        row = FIRST_ROW + number
        put_text(self.sheet, row, 1, item.score.entry.name)
        put_text(self.sheet, row, self.layout.group, item.score.group_key)
        put_text(self.sheet, row, self.layout.group_name, item.line.group_name)
        cells = self.sources.values[item.score.entry_id]
        exact: set[str] = set()
        for node in _bottom_up(self.rules.root):
            if node.parent is not None:
                self._write_score(row, node, item, cells, exact)
        for aspect in self.rules.root.children:
            self._write_contribution(row, aspect, item, exact)
        self._write_total(row, item, cells, exact)
        for key, column in zip(self.rules.rank.chain, self.layout.keys, strict=True):
            self._write_key(row, column, key, item, cells, exact)

    def _write_score(
        self, row: int, node: Criterion, item: SheetRow, cells: Mapping[str, str], exact: set[str]
    ) -> None:
        stored = item.nodes[node.code]
        column = self.layout.scores[node.code]
        digits = stage_digits(self.rules.rounding, node)
        has_raw_formula = node.is_leaf and self._write_raw(row, node, item, cells)
        formula = None
        if not stored.note and stored.value:
            formula = self._formula(row, node, cells, exact) if has_raw_formula or not node.is_leaf else None
        if formula is not None:
            put_formula(self.sheet, row, column, formula, digits)
            exact.add(node.code)
            return
        put_number(self.sheet, row, column, stored.value, digits).fill = STORED
        if stored.value and self._is_carried(node):
            exact.add(node.code)

    def _formula(self, row: int, node: Criterion, cells: Mapping[str, str], exact: set[str]) -> str | None:
        if node.is_leaf:
            return leaf_formula(node, self.address(row, self.layout.raw[node.code]), cells, self.rules.rounding)
        scores = {code: self.address(row, column) for code, column in self.layout.scores.items() if code in exact}
        return node_formula(node, scores, cells, self.rules.rounding)

    def _write_raw(self, row: int, leaf: Criterion, item: SheetRow, cells: Mapping[str, str]) -> bool:
        """Write the raw value as a formula on the input sheets where that is possible, and tell whether it was."""
        stored, column = item.nodes[leaf.code], self.layout.raw[leaf.code]
        formula = None if stored.note else self._raw_formula(leaf, item, cells)
        if formula is None:
            put_number(self.sheet, row, column, stored.raw).fill = STORED
            return False
        put_formula(self.sheet, row, column, formula, stage_digits(self.rules.rounding, leaf) + 2)
        return True

    def _raw_formula(self, leaf: Criterion, item: SheetRow, cells: Mapping[str, str]) -> str | None:
        if leaf.jury is not None:
            marks = self.sources.marks.get((item.score.entry_id, leaf.jury))
            summary = SUMMARIES.get(self.rules.panels[leaf.panel or ""].rule.method)
            return f"{summary}({marks})" if marks and summary else None
        if leaf.measure is not None:
            return measure_formula(self.rules.measures[leaf.measure], cells)
        return cells.get(leaf.column or "")

    def _write_contribution(self, row: int, aspect: Criterion, item: SheetRow, exact: set[str]) -> None:
        column = self.layout.contributions[aspect.code]
        digits = self.rules.rounding.total
        factor = _factor(self.rules.root, aspect, item)
        if aspect.code in exact and factor is not None:
            formula = rounded(
                f"{factor}*{self.address(row, self.layout.scores[aspect.code])}", digits, self.rules.rounding.mode
            )
            if formula is not None:
                put_formula(self.sheet, row, column, formula, digits)
                return
        put_number(self.sheet, row, column, item.nodes[aspect.code].contribution, digits).fill = STORED

    def _write_total(self, row: int, item: SheetRow, cells: Mapping[str, str], exact: set[str]) -> None:
        digits = self.rules.rounding.total
        if not item.score.score_text:
            return
        formula = self._formula(row, self.rules.root, cells, exact)
        total = rounded(formula, digits, self.rules.rounding.mode) if formula is not None else None
        if total is None:
            put_number(self.sheet, row, self.layout.total, item.score.score_text, digits).fill = STORED
        else:
            put_formula(self.sheet, row, self.layout.total, total, digits)
        put_number(self.sheet, row, self.layout.stored, item.score.score_text, digits)
        computed, stored = (self.address(row, column) for column in (self.layout.total, self.layout.stored))
        put_formula(self.sheet, row, self.layout.difference, f"ROUND({computed}-{stored},{CHECK_DIGITS})", digits)

    def _write_key(
        self, row: int, column: int, key: RankKey, item: SheetRow, cells: Mapping[str, str], exact: set[str]
    ) -> None:
        """Write the figure a tie is broken by; an entry without it comes last whatever the direction."""
        formula, stored = None, ""
        if key.kind == "measure":
            formula = measure_formula(self.rules.measures[key.code], cells)
        elif key.kind == "column":
            formula = cells.get(key.code)
        else:
            node = self.rules.criterion(key.code)
            stored = item.nodes[key.code].value
            if node.code in exact and node.code in self.layout.scores:
                digits = stage_digits(self.rules.rounding, node) if key.is_rounded else CHECK_DIGITS
                address = self.address(row, self.layout.scores[node.code])
                formula = rounded(address, digits, RoundingMode.HALF_AWAY)
        if formula is not None:
            put_formula(self.sheet, row, column, formula, 4)
        elif stored:
            put_number(self.sheet, row, column, stored).fill = STORED
        else:
            put_formula(self.sheet, row, column, f"-{LAST_PLACE}" if key.higher_is_better else LAST_PLACE, 0)

    def _is_carried(self, node: Criterion) -> bool:
        return ("leaf" if node.is_leaf else "node") in self.rules.rounding.carried


def _bottom_up(node: Criterion) -> list[Criterion]:
    return [*(found for child in node.children for found in _bottom_up(child)), node]


def _factor(root: Criterion, aspect: Criterion, item: SheetRow) -> str | None:
    """Return what the aspect's score counts in this total: what is skipped leaves its weight to the others."""
    shares = [child for child in root.children if child.effect is Effect.SHARE]
    there = sum((child.weight for child in shares if item.nodes[child.code].weight), Fraction(0))
    if aspect not in shares or not item.nodes[aspect.code].weight:
        return None
    if root.join is Join.SUM:
        return literal(aspect.weight * sum((child.weight for child in shares), Fraction(0)) / there)
    return literal(aspect.weight / there) if root.join is Join.ARITHMETIC else None
