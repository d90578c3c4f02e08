"""What is printed of entries that came about alike: their criteria and the lines of their explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from awards.engine.blocks import Block
from awards.engine.criteria import Cases, Criterion, Effect, Goalposts, Join, Points
from awards.engine.evaluate import Outcome, Status, evaluate, is_carried, stage_digits
from awards.engine.explain import Explanation, ExplanationLine, LineKind, effects, line_of_join, score_of
from awards.engine.figures import EPSILON, Mask, number_of, present
from awards.engine.joins import part_factors
from awards.engine.likeness import Alike
from awards.engine.linear import Term, combined, straight_line
from awards.engine.numbers import ONE, Number, minus, weighted_sum
from awards.engine.printing import Amounts, Exact, Form
from awards.engine.proposals import leaf_figures
from awards.engine.result import NodeResult, Result
from awards.engine.rounding import printed, round_number
from awards.engine.table import Cell, ScaledColumn, State
from awards.engine.truths import case_places
from awards.engine.words import notes_for

Part = tuple[Term | None, Fraction]
Wholes = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class LineColumn:
    """One line of the explanations; None where an entry has no such line."""

    kind: LineKind
    node: Criterion
    wholes: Wholes


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """Columns for one group of entries."""

    result: Result
    group: Alike
    cells: Mapping[str, Sequence[Cell]]

    def nodes(self) -> list[tuple[NodeResult, ...]]:
        """Return, per entry, every criterion in the order of the tree."""
        return list(zip(*self._node_columns(self.result.rulebook.root, ONE, None), strict=True))

    def explanations(self) -> list[Explanation]:
        """Return one explanation per entry of a group that has totals."""
        digits = self.result.rulebook.rounding.total
        columns = list(self._lines(self.result.rulebook.root, ONE))
        found = []
        for place, row in enumerate(self.group.rows.tolist()):
            total = int(self.result.totals[row])
            lines, left = [], total
            for column in columns:
                whole = column.wholes[place]
                if whole is not None:
                    lines.append(ExplanationLine(column.kind, column.node.code, printed(whole, digits)))
                    left -= whole
            lines.append(ExplanationLine(LineKind.ROUNDING, "", printed(left, digits)))
            found.append(Explanation(self.result.table.ids[row], tuple(lines), printed(total, digits)))
        return found

    # Criteria

    def _node_columns(
        self, node: Criterion, factor: Fraction | None, share: Fraction | None
    ) -> Iterator[list[NodeResult]]:
        yield self._node_column(node, factor, share)
        shares = self._shares(node)
        for child in node.children:
            own = shares.get(child.code)
            reaching = None if factor is None or own is None else factor * own
            yield from self._node_columns(child, reaching, own)

    def _node_column(self, node: Criterion, factor: Fraction | None, share: Fraction | None) -> list[NodeResult]:
        rounding, status = self.result.rulebook.rounding, self.group.statuses[node.code]
        digits, count = stage_digits(rounding, node), len(self.group.rows)
        nothing: Wholes = [None] * count
        normalised = scores = contributions = nothing
        if status is Status.SCORED:
            normalised = self._joined(node).rounded(digits, rounding.mode, self.group.rows)
        if self._has_score(node):
            scores = self._score(node, ONE).rounded(digits, rounding.mode, self.group.rows)
            if factor is not None:
                contributions = self._score(node, factor).rounded(rounding.total, rounding.mode, self.group.rows)
        weight = None if share is None else round_number(share, 6, rounding.mode)
        notes = notes_for(self._sketch(node))
        inputs = self._inputs(node)
        return [
            NodeResult(
                node.code,
                node.parent,
                node.name,
                raw,
                given,
                None if joined is None else printed(joined, digits),
                None if score is None else printed(score, digits),
                weight,
                None if contribution is None else printed(contribution, rounding.total),
                status,
                notes,
            )
            for raw, given, joined, score, contribution in zip(
                self._raw(node), inputs, normalised, scores, contributions, strict=True
            )
        ]

    def _sketch(self, node: Criterion) -> Outcome:
        """Stand for a criterion and those below it where only what became of them counts."""
        states, statuses = self.group.states, self.group.statuses
        below = tuple(map(self._sketch, node.children))
        return Outcome(node, statuses[node.code], states[node.code], children=below)

    def _raw(self, node: Criterion) -> Sequence[Cell]:
        if node.column is not None:
            return self._column(node.column)
        if not node.is_leaf:
            return [None] * len(self.group.rows)
        if isinstance(node.normalisation, Cases):
            return self._case_names(node.normalisation)
        rounding, case = self.result.rulebook.rounding, self.result.case
        figures = leaf_figures(Block.of(case, self.group.rows), node)
        digits = stage_digits(rounding, node) + 2
        is_there = present(figures.states, len(self.group.rows))
        there = np.flatnonzero(is_there)
        amounts = Amounts(
            figures.values[there],
            np.full(len(there), figures.error),
            lambda place: number_of(figures.exact(int(there[place]))),
        )
        found: list[Cell] = [None] * len(is_there)
        wholes = amounts.rounded(digits, rounding.mode, self.group.rows[there])
        for place, whole in zip(there.tolist(), wholes, strict=True):
            found[place] = printed(whole, digits)
        return found

    def _case_names(self, rule: Cases) -> Sequence[Cell]:
        places, states = case_places(self.result.case, rule, self.group.rows)
        names = list(rule.points)
        return [
            names[place] if state == State.PRESENT else None
            for place, state in zip(places.tolist(), states.tolist(), strict=True)
        ]

    def _inputs(self, node: Criterion) -> Iterator[Mapping[str, Cell]]:
        names = self.result.rulebook.behind(node)
        columns = [self._column(name) for name in names]
        return (
            {name: column[place] for name, column in zip(names, columns, strict=True)}
            for place in range(len(self.group.rows))
        )

    def _column(self, name: str) -> Sequence[Cell]:
        column = self.cells[name]
        return [column[place] for place in self.group.places.tolist()]

    # Explanations

    def _lines(self, node: Criterion, factor: Fraction) -> Iterator[LineColumn]:
        rounding, rows = self.result.rulebook.rounding, self.group.rows
        if node.is_leaf or self.group.statuses[node.code] is not Status.SCORED:
            amounts = self._score(node, factor)
            yield LineColumn(LineKind.CRITERION, node, amounts.rounded(rounding.total, rounding.mode, rows))
            return
        shares = self._shares(node)
        for child in node.children:
            if child.code in shares:
                yield from self._lines(child, factor * shares[child.code])
        if node.join not in (Join.SUM, Join.ARITHMETIC, Join.MINIMUM, Join.DIFFERENCE):
            yield self._sparse(line_of_join(node), node, self._gap_of_join(node, shares), factor, self._nowhere())
        reached = self._joined(node)
        for effect in (Effect.FACTOR, Effect.BONUS, Effect.PENALTY):
            for child in node.children:
                if child.effect is effect and self._has_score(child):
                    change, reached = self._change(node, child, reached)
                    wholes = change.times(factor).rounded(rounding.total, rounding.mode, rows)
                    yield LineColumn(LineKind(effect.value), child, wholes)
        yield self._sparse(LineKind.LIMIT, node, self._gap_of_limit(node, reached), factor, self._free(node, reached))

    def _sparse(self, kind: LineKind, node: Criterion, gap: Amounts, factor: Fraction, zero: Mask) -> LineColumn:
        """Leave out the lines of gaps that are exactly zero."""
        rounding = self.result.rulebook.rounding
        wholes = gap.times(factor).rounded(rounding.total, rounding.mode, self.group.rows)
        is_there = gap.differ_from_zero(zero)
        return LineColumn(kind, node, [whole if there else None for whole, there in zip(wholes, is_there, strict=True)])

    def _nowhere(self) -> Mask:
        return np.zeros(len(self.group.rows), dtype=np.bool_)

    def _gap_of_join(self, node: Criterion, shares: Mapping[str, Fraction]) -> Amounts:
        joined = self._joined(node)
        plain, errors, reach = np.zeros(len(joined.values)), joined.errors.copy(), np.abs(joined.values)
        for child in node.children:
            if child.code in shares:
                part = self._score(child, shares[child.code])
                plain += part.values
                errors += part.errors
                reach += np.abs(part.values)

        def exact(outcome: Outcome) -> Number:
            parts = [(child.share, child.score) for child in outcome.children if child.share is not None]
            plain_sum = weighted_sum((share, score) for share, score in parts if score is not None)
            return minus(_number(outcome.joined), plain_sum)

        errors += (len(shares) + 2) * EPSILON * reach
        return Amounts(joined.values - plain, errors, self._ask(node, exact))

    def _change(self, node: Criterion, child: Criterion, reached: Amounts) -> tuple[Amounts, Amounts]:
        """Return what an effect adds and the score it leads to."""
        part = self._score(child, ONE)
        if child.effect is Effect.FACTOR:
            changed = reached.values * part.values
            errors = np.abs(part.values) * reached.errors + (np.abs(reached.values) + reached.errors) * part.errors
        else:
            changed = reached.values + part.values * (1.0 if child.effect is Effect.BONUS else -1.0)
            errors = reached.errors + part.errors
        errors = errors + EPSILON * (np.abs(changed) + np.abs(reached.values))

        def exact(outcome: Outcome) -> Number:
            reached = [_number(outcome.joined), *(after for _, _, after in effects(outcome))]
            codes = [done.criterion.code for _, done, _ in effects(outcome)]
            place = codes.index(child.code)
            return minus(reached[place + 1], reached[place])

        ask = self._ask(node, exact)
        return Amounts(changed - reached.values, errors + reached.errors, ask), Amounts(changed, errors, ask)

    def _gap_of_limit(self, node: Criterion, reached: Amounts) -> Amounts:
        score = self._score(node, ONE)

        def exact(outcome: Outcome) -> Number:
            before = _number(outcome.joined)
            for _, _, after in effects(outcome):
                before = after
            return minus(score_of(outcome), before)

        errors = score.errors + reached.errors + EPSILON * (np.abs(score.values) + np.abs(reached.values))
        return Amounts(score.values - reached.values, errors, self._ask(node, exact))

    def _free(self, node: Criterion, reached: Amounts) -> Mask:
        """Return where nothing happens to a score after its effects, for certain."""
        if node.adjustments or is_carried(self.result.rulebook.rounding, node):
            return self._nowhere()
        free = ~self._nowhere()
        if node.at_least is not None:
            free &= reached.values - reached.errors > float(node.at_least) + EPSILON * abs(float(node.at_least))
        if node.at_most is not None:
            free &= reached.values + reached.errors < float(node.at_most) - EPSILON * abs(float(node.at_most))
        return free

    # Scores

    def _has_score(self, node: Criterion) -> bool:
        return self.group.statuses[node.code] in (Status.SCORED, Status.WORST, Status.ZERO)

    def _shares(self, node: Criterion) -> Mapping[str, Fraction]:
        """Return what each child's score is multiplied with, of those that take part."""
        if node.is_leaf or self.group.statuses[node.code] is not Status.SCORED:
            return {}
        taking = [child for child in node.children if child.effect is Effect.SHARE and self._has_score(child)]
        if node.join is Join.MINIMUM:
            return {child.code: Fraction(int(child.code == self.group.binding[node.code])) for child in taking}
        factors = part_factors(node, [(child.weight, ONE) for child in taking])
        return {child.code: share for child, share in zip(taking, factors, strict=True)}

    def _score(self, node: Criterion, factor: Fraction) -> Amounts:
        trace, places = self.group.traces[node.code], self.group.places
        exact = self._ask(node, score_of)
        if self.group.statuses[node.code] is not Status.SCORED:
            exact = _always(exact(0))
        amounts = Amounts(trace.score[places], trace.score_error[places], exact, self._form(node, ONE))
        return amounts if factor == ONE else amounts.times(factor, self._form(node, factor))

    def _joined(self, node: Criterion) -> Amounts:
        trace, places = self.group.traces[node.code], self.group.places
        exact = self._ask(node, lambda outcome: _number(outcome.joined))
        return Amounts(
            trace.joined[places],
            trace.joined_error[places],
            exact,
            lambda digits: combined(self._joined_parts(node, ONE), digits),
        )

    def _ask(self, node: Criterion, question: Callable[[Outcome], Number]) -> Exact:
        return lambda place: question(evaluate(self.group.case, node, int(self.group.rows[place])))

    def _form(self, node: Criterion, factor: Fraction) -> Form:
        return lambda digits: combined(self._parts(node, factor), digits)

    def _parts(self, node: Criterion, factor: Fraction) -> Iterator[Part | None]:
        if self.group.statuses[node.code] is not Status.SCORED:
            yield None, factor * cast("Fraction", self._score(node, ONE).exact(0))
            return
        if node.adjustments or node.at_least is not None or node.at_most is not None:
            yield None
        if is_carried(self.result.rulebook.rounding, node) or any(
            child.effect is not Effect.SHARE for child in node.children
        ):
            yield None
        yield from self._joined_parts(node, factor)

    def _joined_parts(self, node: Criterion, factor: Fraction) -> Iterator[Part | None]:
        if node.is_leaf:
            yield self._leaf_part(node, factor)
            return
        if node.join not in (Join.SUM, Join.ARITHMETIC):
            yield None
        shares = self._shares(node)
        for child in node.children:
            if child.code in shares:
                yield from self._parts(child, factor * shares[child.code])

    def _leaf_part(self, leaf: Criterion, factor: Fraction) -> Part | None:
        if leaf.column is None or not isinstance(leaf.normalisation, Goalposts | Points):
            return None
        column = self.result.table.numbers(leaf.column, self.result.rulebook.not_applicable)
        return straight_line(leaf, column, factor) if isinstance(column, ScaledColumn) else None


def _always(number: Number) -> Exact:
    return lambda _: number


def _number(number: Number | None) -> Number:
    return ONE if number is None else number
