"""The rulebook: loaded from TOML, checked as a whole, sealed by a digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awards.engine.checks import check_rulebook
from awards.engine.criteria import (
    Band,
    Cases,
    Citation,
    Comparison,
    Criterion,
    Gate,
    Grouping,
    Measure,
    PanelScheme,
    Population,
    PublishedTotal,
    Quota,
    RankRule,
    Relation,
    RoundingRule,
)
from awards.engine.digests import digest_of_document
from awards.engine.errors import RulebookError
from awards.engine.history import HistoryColumn
from awards.engine.reading.history import read_history
from awards.engine.reading.published import read_published
from awards.engine.reading.rules import (
    read_band,
    read_gate,
    read_grouping,
    read_measure,
    read_panel,
    read_population,
    read_quota,
    read_rank,
    read_rounding,
)
from awards.engine.reading.section import TomlSection
from awards.engine.reading.tree import read_citations, read_tree
from awards.engine.reading.worked import read_worked
from awards.engine.worked import WorkedCase, check_worked
from paritrana.lib.problems import Note, Problem, note
from paritrana.lib.toml_text import TomlExcessError, parse_toml

QUESTIONNAIRE = "questionnaire"
JURY_SHEET = "jury"
DEFAULT_NOT_APPLICABLE = "tidak berlaku"
UNKNOWN_PARTS = frozenset({"rulebook.measure-unknown", "rulebook.panel-unknown", "rulebook.population-unknown"})
PLACE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Rules:
    """`document` is the parsed TOML with everything in it, also what the engine does not read."""

    code: str
    title: str
    title_en: str
    version: str
    is_illustrative: bool
    note: str
    note_en: str
    citations: tuple[Citation, ...]
    not_applicable: str
    root: Criterion
    measures: Mapping[str, Measure]
    gates: tuple[Gate, ...]
    rank: RankRule
    rounding: RoundingRule
    grouping: Grouping
    bands: tuple[Band, ...]
    quotas: tuple[Quota, ...]
    panels: Mapping[str, PanelScheme]
    populations: Mapping[str, Population]
    history: Mapping[str, HistoryColumn]
    worked: tuple[WorkedCase, ...]
    published: PublishedTotal | None
    document: Mapping[str, Any]
    digest: str

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        return self.root.leaves

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every comparison of every condition."""
        found = [one for gate in self.gates for one in gate.condition.comparisons]
        rules = (leaf.normalisation for leaf in self.leaves)
        return (*found, *(one for rule in rules if isinstance(rule, Cases) for one in rule.comparisons))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the table that this rulebook reads, sorted."""
        return tuple(sorted({*self._scored_columns, *self.tie_break_columns}))

    @property
    def history_columns(self) -> tuple[HistoryColumn, ...]:
        """The columns of earlier editions that are read, in the order of `columns`."""
        return tuple(self.history[name] for name in self.columns if name in self.history)

    @property
    def tie_break_columns(self) -> tuple[str, ...]:
        """The columns that are read for nothing but to part entries that are level."""
        keys = {key.code for key in self.rank.chain if key.kind == "column"}
        return tuple(sorted(keys - self._scored_columns))

    @property
    def _scored_columns(self) -> set[str]:
        nodes = tuple(self.root.walk())
        found = {node.column for node in nodes if node.column}
        found |= {adjustment.column for node in nodes for adjustment in node.adjustments}
        found |= {column for measure in self.measures.values() for column in measure.columns}
        found |= {one.column for one in self.comparisons if one.column}
        return found | set(self.grouping.columns)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """Return what the rulebook may do but should not."""
        return tuple(
            note("rulebook.judged-by-the-field", name=leaf.name, kind=str(leaf.normalisation.kind))
            for leaf in self.leaves
            if isinstance(leaf.normalisation, Relation)
            and self.populations[leaf.normalisation.reference].kind == "field"
        )

    def behind(self, node: Criterion) -> tuple[str, ...]:
        """Return the columns behind a criterion besides its own: of its measures, its conditions, its adjustments."""
        rule = node.normalisation
        asked = rule.comparisons if isinstance(rule, Cases) else ()
        measures = [node.measure, *(one.measure for one in asked)]
        found = [column for code in measures if code for column in self.measures[code].columns]
        found += [one.column for one in asked if one.column]
        found += [adjustment.column for adjustment in node.adjustments]
        return tuple(dict.fromkeys(found))

    def criterion(self, code: str) -> Criterion:
        """Raise KeyError for a code that is not in the tree."""
        for node in self.root.walk():
            if node.code == code:
                return node
        raise KeyError(code)


def load_rulebook(text: str) -> Rules:
    """Raise RulebookError with every fault found."""
    try:
        document = parse_toml(text)
    except TomlExcessError as error:
        raise RulebookError(note("rulebook.toml-excess")) from error
    except (ValueError, RecursionError) as error:
        raise RulebookError(_toml_refusal(str(error))) from error
    return rulebook_of(document)


def _toml_refusal(message: str) -> Note:
    """Say where the text stops being TOML; the parser tells the place, in English."""
    place = PLACE.search(message)
    is_twice = any(word in message for word in ("overwrite", "twice", "Duplicate"))
    if place is None:
        return note("rulebook.toml-twice") if is_twice else note("rulebook.toml")
    if is_twice:
        return note("rulebook.toml-twice-at", line=place[1], column=place[2])
    return note("rulebook.toml-at", line=place[1], column=place[2])


def rulebook_of(document: dict[str, Any]) -> Rules:
    """Read a parsed TOML document; raise RulebookError with every fault found."""
    problems: list[Problem] = []
    rulebook = _read(document, problems)
    if rulebook is not None:
        problems += [*check_rulebook(rulebook), *check_worked(rulebook)]
    if problems or rulebook is None:
        raise RulebookError(*problems)
    return rulebook


def sketched_rules(document: dict[str, Any]) -> Rules | None:
    """Return what a document with faults says so far, stand-ins where it says nothing; nothing may be scored by it.

    None where there is no tree, or where what it names cannot be looked up.
    """
    rulebook = _read(document, [])
    if rulebook is None:
        return None
    lost = any(one.code in UNKNOWN_PARTS for one in check_rulebook(rulebook))
    return None if lost else rulebook


def _read(document: dict[str, Any], problems: list[Problem]) -> Rules | None:
    top = TomlSection(document, "", problems)
    header = top.section("rulebook")
    top.leave(QUESTIONNAIRE)
    top.leave(JURY_SHEET)
    root = read_tree(top, header.number_or("weight_total", 1))
    measures: dict[str, Measure] = {}
    for section in top.sections("measures"):
        measure = read_measure(section, measures)
        measures[measure.code] = measure
    history = {column.code: column for column in map(read_history, top.sections("history"))}
    gates = tuple(map(read_gate, top.sections("gates")))
    grouping = read_grouping(top.section("groups"))
    if root is None:
        return None
    rulebook = Rules(
        code=header.text("code"),
        title=header.text("title"),
        title_en=header.optional_text("title_en"),
        version=header.text("version"),
        is_illustrative=header.flag("illustrative"),
        note=header.optional_text("note"),
        note_en=header.optional_text("note_en"),
        citations=read_citations(header),
        not_applicable=header.text("not_applicable") if "not_applicable" in header else DEFAULT_NOT_APPLICABLE,
        root=root,
        measures=measures,
        gates=gates,
        rank=read_rank(top.section("rank"), _key_kinds(root, measures)),
        rounding=read_rounding(top.section("rounding")),
        grouping=grouping,
        bands=tuple(map(read_band, top.sections("bands"))),
        quotas=tuple(map(read_quota, top.sections("quotas"))),
        panels={panel.code: panel for panel in map(read_panel, top.sections("panels"))},
        populations={one.code: one for one in map(read_population, top.sections("populations"))},
        history=history,
        worked=read_worked(top),
        published=read_published(top),
        document=document,
        digest=digest_of_document(document),
    )
    header.close()
    top.close()
    return rulebook


def _key_kinds(root: Criterion, measures: Mapping[str, Measure]) -> dict[str, str]:
    """Name what a tie-break may order by besides columns; a criterion hides a measure of the same code."""
    return dict.fromkeys(measures, "measure") | {node.code: "criterion" for node in root.walk()}
