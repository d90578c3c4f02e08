"""Why an entry has its score: the tree down to raw values and their sources, and lines that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from awards.engine import Rules, RuleWords, State, Table
from awards.engine.conditions import ReadFigure
from awards.engine.criteria import Cases, Criterion, Effect, Join
from awards.engine.explain import LineKind, line_note
from awards.engine.reasons import band_reason, case_reason
from awards.engine.shortfalls import current_case, near_miss, reader_of, risen_leaves
from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.labels import asked_words, criterion_name, read_name, rule_words, value_name
from awards.rulebooks.selectors.words import weight_words
from awards.runs.models import NodeScore, RunInput, RunMark, RunScore, ScoreRun
from awards.runs.selectors.notes import told
from awards.sentences import sentence
from paritrana.lib.canonical import decimal_text, digest
from paritrana.lib.problems import Note
from paritrana.pages.reader import in_words

SHARE_UNIT = Fraction(1, 10**6)
"""Stored shares have six digits."""


@dataclass(frozen=True, slots=True)
class JurorMark:
    """One mark without a name; the same juror has the same number on every page of a run."""

    number: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One frozen value in words, with where it came from."""

    name: str
    value: str
    row: RunInput


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One criterion of one entry, `depth` below the top.

    `share` is its weight in the rulebook's words; `counted` the per cent that counted, where others were skipped;
    `reason` what gives the case that it has, `near_miss` what is lacking for the next better one.
    """

    criterion: Criterion
    name: str
    unit: str
    depth: int
    raw: str
    normalised: str
    value: str
    weight: str
    share: str
    counted: str
    contribution: str
    note: str
    reason: str
    near_miss: str
    sources: tuple[SourceCell, ...]
    marks: tuple[JurorMark, ...]


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A part of a score or of a lead; `share` is its length beside the longest part, in per cent."""

    kind: str
    code: str
    label: str
    amount: Decimal
    share: int

    @property
    def is_criterion(self) -> bool:
        return self.kind == LineKind.CRITERION

    @property
    def is_negative(self) -> bool:
        return self.amount < 0


@dataclass(frozen=True, slots=True)
class EntryExplanation:
    """`total` is the printed score, or the one a failed gate keeps out of the ranking; the lines add up to it."""

    score: RunScore
    status: str
    band_reason: str
    group_name: str
    total: Decimal | None
    lines: tuple[AmountLine, ...]
    tree: tuple[TreeRow, ...]
    has_synthetic_input: bool


@dataclass(frozen=True, slots=True)
class EntryParts:
    """What an explanation is made of: the row, its nodes and inputs by code, the marks that are open by criterion."""

    score: RunScore
    group_name: str
    nodes: Mapping[str, NodeScore]
    inputs: Mapping[str, RunInput]
    marks: Mapping[str, tuple[JurorMark, ...]]


def explanation(parts: EntryParts, rules: Rules, questionnaire: Questionnaire) -> EntryExplanation:
    """Explain one entry from what was stored or published of it; nothing is computed again."""
    row, nodes, inputs = parts.score, parts.nodes, parts.inputs
    words = asked_words(rules, questionnaire)
    near_misses, reasons = _near_misses(rules, nodes, inputs), _reasons(rules, nodes, inputs)
    tree = tuple(
        TreeRow(
            criterion=node,
            name=criterion_name(node),
            unit=in_words(node.unit, node.unit_en),
            depth=depth,
            raw=words.case(node.code, value_name(node.column or "", nodes[node.code].raw, questionnaire)),
            normalised=nodes[node.code].normalised,
            value=nodes[node.code].value,
            weight=nodes[node.code].weight,
            share=weight_words(node, parent),
            counted=_counted(nodes[node.code].weight, node, parent),
            contribution=nodes[node.code].contribution,
            note=told(nodes[node.code].note, rules),
            reason=sentence(reasons[node.code], words) if node.code in reasons else "",
            near_miss=sentence(near_misses[node.code], words) if node.code in near_misses else "",
            sources=_sources(node, rules, inputs, questionnaire),
            marks=parts.marks.get(node.jury or "", ()),
        )
        for node, parent, depth in _walk(rules.root, None, 0)
        if node.code in nodes
    )
    amounts = [(kind, code, Decimal(amount)) for kind, code, amount in row.lines]
    return EntryExplanation(
        score=row,
        status=told(row.status, rules),
        band_reason=_band_reason(row, rules, words),
        group_name=parts.group_name if row.group_key else "",
        total=sum((amount for _, _, amount in amounts), Decimal(0)) if amounts else None,
        lines=amount_lines(amounts, rules),
        tree=tree,
        has_synthetic_input=any(value.is_synthetic for value in inputs.values()),
    )


def amount_lines(amounts: Sequence[tuple[str, str, Decimal]], rules: Rules) -> tuple[AmountLine, ...]:
    words = rule_words(rules)
    longest = max((abs(amount) for _, _, amount in amounts), default=Decimal(0)) or Decimal(1)
    return tuple(
        AmountLine(
            kind=kind,
            code=code,
            label=sentence(line_note(LineKind(kind), code), words),
            amount=amount,
            share=int(abs(amount) * 100 / longest),
        )
        for kind, code, amount in amounts
    )


def juror_numbers(run: ScoreRun) -> dict[str, int]:
    """Number the jurors of a run in an order that follows neither seat nor name and that nobody outside can redo."""
    keys = RunMark.objects.filter(run=run).values_list("juror_key", flat=True).distinct()
    return {key: place for place, key in enumerate(sorted(keys, key=lambda key: digest([run.salt, key])), start=1)}


def read_columns(node: Criterion, rules: Rules) -> tuple[str, ...]:
    """Return the columns a leaf reads, its own first."""
    own = [node.column] if node.column else []
    return tuple(dict.fromkeys([*own, *rules.behind(node)]))


def _sources(
    node: Criterion, rules: Rules, inputs: Mapping[str, RunInput], questionnaire: Questionnaire
) -> tuple[SourceCell, ...]:
    return tuple(
        SourceCell(
            name=read_name(rules, column, questionnaire),
            value=value_name(column, inputs[column].value, questionnaire),
            row=inputs[column],
        )
        for column in read_columns(node, rules)
        if column in inputs
    )


def _near_misses(rules: Rules, nodes: Mapping[str, NodeScore], inputs: Mapping[str, RunInput]) -> dict[str, Note]:
    """Say what is lacking for the next better case, or leaves one open, by criterion, from the values that are shown.

    Where those lead to another case than the one that was scored, something is not shown and nothing is said.
    """
    leaves = [leaf for leaf in risen_leaves(rules) if leaf.code in nodes]
    if not leaves:
        return {}
    read = _reader(rules, inputs)
    found = {leaf.code: near_miss(leaf, read) for leaf in leaves if _is_as_scored(leaf, read, nodes[leaf.code])}
    return {code: said for code, said in found.items() if said is not None}


def _reasons(rules: Rules, nodes: Mapping[str, NodeScore], inputs: Mapping[str, RunInput]) -> dict[str, Note]:
    """Say what gives each case that was earned, from the values that are shown; as with near misses."""
    leaves = [leaf for leaf in rules.leaves if isinstance(leaf.normalisation, Cases) and leaf.code in nodes]
    if not leaves:
        return {}
    read = _reader(rules, inputs)
    found = {leaf.code: case_reason(leaf, read) for leaf in leaves if _is_as_scored(leaf, read, nodes[leaf.code])}
    return {code: said for code, said in found.items() if said is not None}


def _reader(rules: Rules, inputs: Mapping[str, RunInput]) -> ReadFigure:
    cells = {name: [inputs[name].value if name in inputs else None] for name in rules.columns}
    return reader_of(rules, Table(["-"], cells))


def _band_reason(row: RunScore, rules: Rules, words: RuleWords) -> str:
    """Say why an entry has its band: its printed total beside the band's limit."""
    band = next((one for one in rules.bands if one.name == row.band), None)
    if band is None or not row.score_text:
        return ""
    higher = rules.rank.higher_is_better
    return sentence(band_reason(band, Decimal(row.score_text), higher_is_better=higher), words)


def _is_as_scored(leaf: Criterion, read: ReadFigure, node: NodeScore) -> bool:
    now = current_case(leaf, read)
    return bool(node.note) if isinstance(now, State) else now == node.raw


def _counted(weight: str, node: Criterion, parent: Criterion | None) -> str:
    """Return the weight that counted, in per cent, where it is not the rulebook's; sums and minima have none."""
    if (
        not weight
        or parent is None
        or not parent.has_weights
        or parent.join is Join.SUM
        or node.effect is not Effect.SHARE
    ):
        return ""
    nominal = node.weight / parent.weight_total
    if abs(Fraction(weight) - nominal) <= SHARE_UNIT:
        return ""
    return decimal_text((Decimal(weight) * 100).quantize(Decimal("0.01")))


def _walk(node: Criterion, parent: Criterion | None, depth: int) -> list[tuple[Criterion, Criterion | None, int]]:
    found = [(node, parent, depth)]
    for child in node.children:
        found += _walk(child, node, depth + 1)
    return found
