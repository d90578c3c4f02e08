"""Leaves and nodes as arrays: float scores with a bound on their error, exact wherever a decision is close."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never, cast

import numpy as np

from awards.engine.blocks import Block, Proposal, error_by_entry
from awards.engine.criteria import (
    AdjustmentKind,
    Bands,
    Cases,
    Criterion,
    Goalposts,
    Levels,
    MissingPolicy,
    Points,
    Relation,
    Relative,
    Transform,
)
from awards.engine.errors import ValueOutOfRangeError
from awards.engine.evaluate import Case, Outcome, Status, is_carried, policy, stage_digits, worst_score
from awards.engine.figures import (
    EPSILON,
    Figures,
    Floats,
    Mask,
    column_figures,
    largest,
    measured_figures,
    present,
    transformed_values,
)
from awards.engine.linear import Term, straight_line
from awards.engine.measures import Reading
from awards.engine.normalise import Statistics, span
from awards.engine.numbers import to_float
from awards.engine.rounding import RoundingMode, round_scaled
from awards.engine.table import LARGEST_SCALED, ScaledColumn, State, States, Whole
from awards.engine.truths import case_places
from awards.engine.wholes import whole_scores
from paritrana.lib.problems import note


def propose_leaf(block: Block, leaf: Criterion) -> Proposal:
    if isinstance(leaf.normalisation, Levels):
        proposal, states = _level_scores(block, leaf, leaf.normalisation)
        doubtful = None
        _complement(leaf, proposal)
    elif isinstance(leaf.normalisation, Cases):
        (proposal, states), doubtful = _case_scores(block, leaf.normalisation), None
    else:
        straight = _on_a_line(block, leaf)
        if straight is not None:
            (proposal, states), doubtful = straight, None
        else:
            figures = leaf_figures(block, leaf)
            proposal, doubtful = _scores(block, leaf, figures)
            states = figures.states
            _complement(leaf, proposal)
        if doubtful is not None:
            doubtful &= present(states, len(block.rows))
    joined = block.joined(proposal, doubtful)
    states = adjust(block, leaf, proposal, states)
    limit(leaf, proposal)
    settle_missing(block, leaf, proposal, states)
    if doubtful is not None:
        _decide(block, leaf, proposal, doubtful, present(states, len(block.rows)))
    carry(block, leaf, proposal)
    block.trace(leaf, joined, proposal, states)
    return proposal


def _line(case: Case, leaf: Criterion) -> tuple[Term, Fraction] | None:
    rule = leaf.normalisation
    if leaf.column is None or not (isinstance(rule, Goalposts) or (isinstance(rule, Points) and rule.is_clamped)):
        return None
    column = case.table.numbers(leaf.column, case.rulebook.not_applicable)
    return straight_line(leaf, column, Fraction(1)) if isinstance(column, ScaledColumn) else None


def _on_a_line(block: Block, leaf: Criterion) -> tuple[Proposal, States | None] | None:
    """Score goalposts and clamped points straight from whole numbers; None for anything else."""
    if leaf.code not in block.lines:
        block.lines[leaf.code] = _line(block.case, leaf)
    found = block.lines[leaf.code]
    if found is None:
        return None
    term, constant = found
    slope, start = float(term.slope), float(constant)
    values = term.column.scaled[block.selection].astype(np.float64)
    bound = None
    if term.ends is not None:
        low, high = map(float, term.ends)
        np.clip(values, low, high, out=values)
        bound = max(abs(slope * end + start) for end in (low, high))
    furthest = largest(values) if term.ends is None else float(term.reach)
    values *= slope
    if start:
        values += start
    states = None if term.column.states is None else term.column.states[block.selection]
    return Proposal(values, EPSILON * (abs(slope) * furthest + abs(start)), bound=bound), states


def leaf_figures(block: Block, leaf: Criterion) -> Figures:
    case = block.case
    if leaf.measure is not None:
        return measured_figures(case, leaf.measure, block.selection)
    if leaf.jury is not None:
        numbers = case.juries[leaf.code]
    else:
        numbers = case.table.numbers(leaf.column or leaf.code, case.rulebook.not_applicable)
    return column_figures(numbers, block.selection, _exact_figure(block, leaf))


def _exact_figure(block: Block, leaf: Criterion) -> Callable[[int], Reading]:
    return lambda place: cast("Reading", block.case.figure(leaf, int(block.rows[place])))


def _scores(block: Block, leaf: Criterion, figures: Figures) -> tuple[Proposal, Mask | None]:
    rule = leaf.normalisation
    if isinstance(rule, Goalposts):
        return _between(rule, figures)
    if isinstance(rule, Bands):
        return _banded(rule, figures), None
    if isinstance(rule, Points):
        return _points(block, leaf, rule, figures), None
    if isinstance(rule, Relation):
        return _related(rule, figures, block.case.statistics[leaf.code], block.rows)
    if rule is None or isinstance(rule, Levels | Cases):
        raise TypeError(f"{leaf.code} has no figures")
    assert_never(rule)


def _between(rule: Goalposts, figures: Figures) -> tuple[Proposal, Mask | None]:
    values, error, doubtful = figures.values, figures.error, None
    worst, best = float(rule.worst), float(rule.best)
    if rule.is_clamped:
        values = np.clip(values, min(worst, best), max(worst, best))
        reach = max(abs(worst), abs(best))
        error = min(error, EPSILON * reach) if figures.scaled is not None else error + EPSILON * reach
    if rule.transform is not Transform.NONE:
        at_zero = values == 0.0
        values, error, doubtful = transformed_values(values, error, rule.transform)
        root = np.log if rule.transform is Transform.LN else np.sqrt
        worst, best = float(root(worst)), float(root(best))
        if figures.scaled is not None and rule.is_clamped:
            values[at_zero] = 0.0
            doubtful &= ~at_zero
    slope = float(rule.high - rule.low) / (best - worst)
    scores = (values - worst) * slope + float(rule.low)
    reach = abs(slope) * (largest(values) + abs(worst)) + abs(float(rule.low)) + float(rule.high - rule.low)
    lost = abs(slope) * error + 8 * EPSILON * reach * (1 + (abs(worst) + abs(best)) / abs(best - worst))
    return Proposal(scores, lost), doubtful


def _banded(rule: Bands, figures: Figures) -> Proposal:
    points = np.array([float(point) for point in rule.points])
    if not rule.is_interpolated:
        place = np.zeros(len(figures.values), dtype=np.int64)
        for edge in rule.edges:
            place += figures.is_above(edge, or_equal=rule.edge_belongs_above)
        return Proposal(points[place], EPSILON * largest(points))
    edges = np.array([float(edge) for edge in rule.edges])
    slope = largest(np.diff(points) / np.diff(edges))
    lost = slope * (figures.error + EPSILON * largest(edges)) + 8 * EPSILON * largest(points)
    return Proposal(np.interp(figures.values, edges, points), 4 * lost)


def _points(block: Block, leaf: Criterion, rule: Points, figures: Figures) -> Proposal:
    if rule.low is None or rule.high is None:
        return Proposal(figures.values.copy(), figures.error)
    if not rule.is_clamped:
        outside = ~figures.is_above(rule.low, or_equal=True) | figures.is_above(rule.high, or_equal=False)
        for place in np.flatnonzero(outside & present(figures.states, len(outside)))[:1]:
            block.outcome(leaf, int(place))
    return Proposal(
        np.clip(figures.values, float(rule.low), float(rule.high)), figures.error + EPSILON * largest(figures.values)
    )


def _related(rule: Relation, figures: Figures, known: Statistics, rows: Whole) -> tuple[Proposal, Mask | None]:
    doubtful: Mask | None = None
    with np.errstate(all="ignore"):
        if rule.kind is Relative.PERCENTILE:
            share, error, doubtful = _share_passed(rule, figures, known, rows)
        elif rule.kind is Relative.RATIO_TO_BEST and not rule.higher_is_better:
            best = to_float(known.lowest)
            share = best / figures.values
            error = 0.0
            doubtful = ~(np.abs(share) < 1e3) | (figures.values <= 1e6 * figures.error)
            share[doubtful] = 0.0
            error = 1e3 * EPSILON + 1e3 * 1e3 * figures.error / best
        else:
            share, error = _linear_share(rule, figures, known)
    if rule.is_clamped:
        share = np.clip(share, 0.0, 1.0)
    width, low = float(rule.high - rule.low), float(rule.low)
    return Proposal(
        share * width + low, width * error + 8 * EPSILON * (width * (1 + largest(share)) + abs(low))
    ), doubtful


def _linear_share(rule: Relation, figures: Figures, known: Statistics) -> tuple[Floats, float]:
    if rule.kind is Relative.RATIO_TO_BEST:
        start, width = 0.0, to_float(known.highest)
    elif rule.kind is Relative.MIN_MAX:
        start, end = to_float(known.lowest), to_float(known.highest)
        width = end - start
        start, width = (start, width) if rule.higher_is_better else (end, -width)
    else:
        start, width = to_float(known.mean), to_float(known.deviation) * (1 if rule.higher_is_better else -1)
    ends = abs(to_float(known.lowest)) + abs(to_float(known.highest))
    share = (figures.values - start) / width
    scale = (largest(figures.values) + ends) / abs(width)
    return share, figures.error / abs(width) + 16 * EPSILON * (1 + scale) * (1 + ends / abs(width))


def _share_passed(
    rule: Relation, figures: Figures, known: Statistics, rows: Whole
) -> tuple[Floats, float, Mask | None]:
    """Count the members passed; where a member is within the error the count is left to the exact evaluator."""
    count, doubtful = len(known.members), None
    if known.passed is not None:
        below, upto = known.passed[0][rows], known.passed[1][rows]
    else:
        members = np.sort(np.array([to_float(member) for member in known.members]))
        margin = figures.error + EPSILON * largest(members)
        below = np.searchsorted(members, figures.values - margin, side="left")
        upto = np.searchsorted(members, figures.values + margin, side="right")
        doubtful = upto > below
    passed = below if rule.higher_is_better else count - upto
    return (passed + float(rule.ties) * (upto - below)) / count, 4 * EPSILON, doubtful


def _level_scores(block: Block, leaf: Criterion, rule: Levels) -> tuple[Proposal, States | None]:
    labels = block.case.table.labels(leaf.column or leaf.code, block.case.rulebook.not_applicable)
    points = np.array([*(float(rule.points.get(label, np.nan)) for label in labels.labels), 0.0, 0.0])
    positions = labels.positions[block.selection]
    values = points[positions]
    for place in np.flatnonzero(np.isnan(values))[:1]:
        block.outcome(leaf, int(place))
    states = np.where(positions < 0, -positions, State.PRESENT).astype(np.uint8)
    reach = max(float(abs(point)) for point in rule.points.values())
    return Proposal(values, EPSILON * reach), states if states.any() else None


def _case_scores(block: Block, rule: Cases) -> tuple[Proposal, States | None]:
    places, states = case_places(block.case, rule, block.selection)
    points = np.array([float(one) for one in rule.points.values()])
    return Proposal(points[places], EPSILON * largest(points)), states if states.any() else None


def _complement(leaf: Criterion, proposal: Proposal) -> None:
    ends = span(leaf.normalisation) if leaf.is_complement and leaf.normalisation else None
    if ends is not None:
        proposal.error += 2 * EPSILON * (float(abs(ends[0]) + abs(ends[1])) + largest(proposal.values))
        proposal.values = float(sum(ends)) - proposal.values
        proposal.bound = None


def adjust(block: Block, node: Criterion, proposal: Proposal, states: States | None) -> States | None:
    """Apply the columns that change a score; return the states with what their empty cells add."""
    for adjustment in node.adjustments:
        column = block.case.table.numbers(adjustment.column, block.case.rulebook.not_applicable)
        figures = column_figures(column, block.selection, lambda _: State.NOT_REPORTED)
        here = present(figures.states, len(figures.values))
        if adjustment.kind in (AdjustmentKind.ADD, AdjustmentKind.DEDUCT):
            sign = 1.0 if adjustment.kind is AdjustmentKind.ADD else -1.0
            changed = proposal.values + sign * figures.values
            error = proposal.error + figures.error + 2 * EPSILON * largest(changed)
        else:
            share = adjustment.kind is AdjustmentKind.DEDUCT_SHARE
            factors = 1.0 - figures.values if share else figures.values
            changed = proposal.values * factors
            factor_error = figures.error + EPSILON * (1 + largest(factors))
            error = largest(factors) * proposal.error + factor_error * (largest(proposal.values) + proposal.error)
        proposal.values = np.where(here, changed, proposal.values)
        proposal.bound = None
        proposal.error = max(proposal.error, error + 2 * EPSILON * largest(changed))
        if not adjustment.empty_changes_nothing and figures.states is not None:
            kept = np.zeros_like(figures.states) if states is None else states
            states = np.where(kept == State.PRESENT, figures.states, kept).astype(np.uint8)
    return states


def limit(node: Criterion, proposal: Proposal) -> None:
    for bound, cut in ((node.at_least, np.maximum), (node.at_most, np.minimum)):
        if bound is not None:
            proposal.values = cut(proposal.values, float(bound))
            proposal.widen(float(bound))
            proposal.error += EPSILON * float(abs(bound))


def settle_missing(block: Block, node: Criterion, proposal: Proposal, states: States | None) -> None:
    """Give the entries without a figure what the rulebook's policy gives them."""
    if states is None:
        return
    count = len(proposal.values)
    for state in np.unique(states[states != State.PRESENT]):
        chosen, here = policy(node, State(int(state))), states == state
        if chosen is MissingPolicy.GROUP_MEDIAN:
            _impute(block, node, proposal, here)
            continue
        value = 0.0
        if chosen is MissingPolicy.WORST:
            value = float(worst_score(node))
            proposal.error = max(proposal.error, EPSILON * abs(value))
        elif chosen is MissingPolicy.SKIP:
            proposal.skipped = _with(proposal.skipped, here, count)
        elif chosen is MissingPolicy.NOT_RANKED:
            proposal.unranked = _with(proposal.unranked, here, count)
        proposal.values[here] = value
        proposal.widen(value)


def _with(mask: Mask | None, here: Mask, count: int) -> Mask:
    return here.copy() if mask is None else mask | here


def _impute(block: Block, leaf: Criterion, proposal: Proposal, here: Mask) -> None:
    """Score the group medians exactly, once per group unless a column changes the score of each entry."""
    places = np.flatnonzero(here)
    if leaf.adjustments:
        for place in places.tolist():
            _settle(proposal, place, block.outcome(leaf, place))
        return
    groups = block.case.groups[block.rows[places]]
    for group in np.unique(groups).tolist():
        own = places[groups == group]
        _settle(proposal, own, block.outcome(leaf, int(own[0])))


def _settle(proposal: Proposal, place: int | Whole, outcome: Outcome) -> None:
    value = 0.0 if outcome.score is None else to_float(outcome.score)
    proposal.values[place] = value
    proposal.widen(value)
    proposal.error = max(proposal.error, EPSILON * abs(value))
    if outcome.score is None:
        gone = np.zeros(len(proposal.values), dtype=np.bool_)
        gone[place] = True
        if outcome.status is Status.SKIPPED:
            proposal.skipped = _with(proposal.skipped, gone, len(gone))
        else:
            proposal.unranked = _with(proposal.unranked, gone, len(gone))


def _decide(block: Block, node: Criterion, proposal: Proposal, doubtful: Mask, here: Mask) -> None:
    """Evaluate exactly what is in doubt, also where a missing adjustment takes the score away: it may be refused."""
    for place in np.flatnonzero(doubtful):
        outcome = block.outcome(node, int(place))
        if here[place]:
            _settle(proposal, int(place), outcome)


def carry(block: Block, node: Criterion, proposal: Proposal) -> None:
    """Round where the rulebook feeds rounded values onwards."""
    rounding = block.case.rulebook.rounding
    if is_carried(rounding, node):
        digits = stage_digits(rounding, node)
        scaled = rounded(block, node, proposal, digits, rounding.mode)
        proposal.values = scaled / 10.0**digits
        proposal.bound = None
        proposal.error = EPSILON * largest(proposal.values)


def rounded(block: Block, node: Criterion, proposal: Proposal, digits: int, mode: RoundingMode) -> Whole:
    """Round all; whatever lies within the error of a half is rounded by the exact evaluator."""
    scaled = proposal.values * 10.0**digits
    reach = largest(scaled)
    if reach >= LARGEST_SCALED:
        raise ValueOutOfRangeError(note("value.too-large-to-round", name=node.name, digits=digits))
    nearest = np.floor(scaled + 0.5)
    margin = error_by_entry(proposal) * 10.0**digits + 4 * EPSILON * (reach + 1)
    doubtful = ~(np.abs(np.abs(scaled - nearest) - 0.5) > margin)
    found = nearest.astype(np.int64)
    places = np.flatnonzero(doubtful)
    known = whole_scores(block.case, node, block.rows[places], digits, mode) if len(places) else None
    if known is not None:
        found[places] = known[0]
        places = places[~known[1]]
    for place in places:
        score = block.outcome(node, int(place)).score
        found[place] = 0 if score is None else round_scaled(score, digits, mode)
    return found
