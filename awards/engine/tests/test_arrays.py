"""The array path against the exact evaluator, on random rulebooks with values on every boundary."""

from decimal import Decimal
from fractions import Fraction
from functools import cmp_to_key

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from awards.engine import RulebookError, ScoringError, Table, load_rulebook, score, scoring
from awards.engine.conditions import truth
from awards.engine.criteria import GateOutcome
from awards.engine.evaluate import Case, evaluate, stage_digits
from awards.engine.gates import OUTCOMES, judge_gates, worst_outcomes
from awards.engine.numbers import compare, weighted_sum
from awards.engine.populations import with_populations
from awards.engine.rounding import round_scaled
from awards.engine.table import State
from awards.engine.tests.drawn import cells, negatives, rows, rulebooks
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root

DRAWN = settings(suppress_health_check=list(HealthCheck))


def loaded(text):
    note(text)
    try:
        return load_rulebook(text)
    except RulebookError as error:
        pytest.fail(f"{error}\n{text}")


def scored(rulebook, entries):
    note(str(entries))
    try:
        return score(rulebook, Table.from_rows(entries, id_column="id"))
    except ScoringError:
        assume(False)


def key_value(case, key, index):
    """Return None or the number that a tie-break key reads, straight from the exact evaluator."""
    if key.kind == "criterion":
        node = case.rulebook.criterion(key.code)
        number = evaluate(case, node, index).score
        if number is None or not key.is_rounded:
            return number
        return Fraction(round_scaled(number, stage_digits(case.rulebook.rounding, node), case.rulebook.rounding.mode))
    reading = case.measured(key.code, index) if key.kind == "measure" else case.number(key.code, index)
    return None if isinstance(reading, State) else reading


def best_first(left, right):
    for (one, higher), (other, _) in zip(left, right, strict=True):
        if one is None or other is None:
            if (one is None) != (other is None):
                return 1 if one is None else -1
            continue
        order = compare(one, other)
        if order:
            return -order if higher else order
    return 0


def exact_ranks(result):
    """Rank by the definition: one more than the number of better entries in the group."""
    case, rule = result.case, result.rulebook.rank
    keys = {}
    for index in range(len(case.table)):
        total = evaluate(case, case.rulebook.root, index).score
        gate = OUTCOMES[result.gate[index]]
        if total is None or gate == "fail" or (gate == "cannot_tell" and not rule.ranks_cannot_tell):
            continue
        rounding = case.rulebook.rounding
        first = Fraction(round_scaled(total, rounding.total, rounding.mode)) if rule.is_rounded else total
        keys[index] = [(first, rule.higher_is_better)]
        keys[index] += [(key_value(case, key, index), key.higher_is_better) for key in rule.chain]
    sizes = {group: sum(case.groups[index] == group for index in keys) for group in set(case.groups.tolist())}
    kept = {
        index: key for index, key in keys.items() if sizes[case.groups[index]] >= case.rulebook.grouping.minimum_size
    }
    return [
        1
        + sum(
            case.groups[rival] == case.groups[index] and best_first(key, kept[index]) < 0 for rival, key in kept.items()
        )
        if index in kept
        else 0
        for index in range(len(case.table))
    ]


@given(rulebooks(), rows())
@DRAWN
def test_ranks_on_random_rulebooks_equal_the_definition(text, entries):
    rulebook = loaded(text)

    result = scored(rulebook, entries)

    assert result.ranks.tolist() == exact_ranks(result)


@given(rulebooks(), rows())
@DRAWN
def test_every_node_on_random_rulebooks_equals_the_exact_evaluator(text, entries):
    rulebook = loaded(text)

    result = scored(rulebook, entries)

    rounding = rulebook.rounding
    for node in rulebook.root.walk():
        exact = [evaluate(result.case, node, index).score for index in range(len(entries))]
        digits = stage_digits(rounding, node)
        scores, there = result.node_column(node.code)
        assert there.tolist() == [one is not None for one in exact]
        assert [one for one, here in zip(scores.tolist(), there, strict=True) if here] == [
            round_scaled(one, digits, rounding.mode) for one in exact if one is not None
        ]


def gate_answers(case, gate):
    """Judge a gate by the exact evaluator, entry by entry."""
    decided = {True: GateOutcome.PASS, False: GateOutcome.FAIL}
    answers = [
        truth(gate.condition, lambda one, index=index: case.compared(one, index)) for index in range(len(case.table))
    ]
    return [gate.when_missing if isinstance(one, State) else decided[one] for one in answers]


@given(rulebooks(), rows())
@DRAWN
def test_gates_on_random_rulebooks_equal_the_exact_evaluator(text, entries):
    result = scored(loaded(text), entries)

    for gate in result.rulebook.gates:
        assert [OUTCOMES[place] for place in result.judged_gates[gate.code]] == gate_answers(result.case, gate)


def is_refused(rulebook, table):
    """Say whether the exact evaluator refuses an entry."""
    groups, _ = scoring._group(rulebook, table)
    case = Case(rulebook, table, {}, {}, {}, groups)
    try:
        for gate in rulebook.gates:
            gate_answers(case, gate)
    except ScoringError:
        return True
    gate = worst_outcomes(judge_gates(case), len(table))
    eligible = gate < OUTCOMES.index(GateOutcome.FAIL)
    if not rulebook.rank.ranks_cannot_tell:
        eligible &= gate < OUTCOMES.index(GateOutcome.CANNOT_TELL)
    try:
        case = with_populations(case, {}, eligible)
    except ScoringError:
        assume(False)
    try:
        for index in range(len(table)):
            evaluate(case, rulebook.root, index)
    except ScoringError:
        return True
    return False


@given(rulebooks(), rows(st.one_of(cells, cells, negatives)))
@DRAWN
def test_refusal_on_random_rulebooks_is_that_of_the_exact_evaluator(text, entries):
    rulebook, table = loaded(text), Table.from_rows(entries, id_column="id")
    note(str(entries))

    expected = is_refused(rulebook, table)

    try:
        score(rulebook, table)
    except ScoringError:
        assert expected
    else:
        assert not expected


@given(rulebooks(), rows(), st.randoms(use_true_random=False))
@DRAWN
def test_digest_in_any_input_order_is_the_same(text, entries, random):
    rulebook = loaded(text)
    first = scored(rulebook, entries)
    random.shuffle(entries)

    second = scored(rulebook, entries)

    assert (first.digest, first.input_digest) == (second.digest, second.input_digest)
    assert list(first.standings) == list(second.standings)


@given(rulebooks(), rows())
@DRAWN
def test_explanations_on_random_rulebooks_add_up_to_the_printed_digits(text, entries):
    result = scored(loaded(text), entries)
    unit = Decimal(1).scaleb(-result.rulebook.rounding.total)
    ids = [one for one, there in zip(result.table.ids, result.is_scored, strict=True) if there]

    for one in ids:
        explanation = result.explain(one)
        assert (
            sum(line.amount for line in explanation.lines)
            == explanation.total
            == result.total_at(result.table.index(one))
        )
        assert abs(explanation.lines[-1].amount) <= len(explanation.lines) * unit / 2
    for ahead, behind in zip(ids, ids[1:], strict=False):
        lead = result.compare(ahead, behind)
        assert sum(line.amount for line in lead.lines) == lead.lead
        assert abs(lead.lines[-1].amount) <= (len(lead.lines) + 1) * unit / 2


@given(rulebooks(), rows())
@DRAWN
def test_group_medians_on_random_tables_equal_the_definition(text, entries):
    result = scored(loaded(text), entries)
    case = result.case
    is_eligible = [
        OUTCOMES[gate] == "pass" or (OUTCOMES[gate] == "cannot_tell" and result.rulebook.rank.ranks_cannot_tell)
        for gate in result.gate
    ]

    for (code, group), median in case.medians.items():
        leaf = case.rulebook.criterion(code)
        figures = [
            case.figure(leaf, row) for row in range(len(entries)) if case.groups[row] == group and is_eligible[row]
        ]
        rising = sorted((one for one in figures if not isinstance(one, State)), key=cmp_to_key(compare))
        half = Fraction(1, 2)
        middle = [rising[(len(rising) - 1) // 2], rising[len(rising) // 2]]
        assert compare(median, weighted_sum((half, one) for one in middle)) == 0


@pytest.mark.parametrize("exponent", ["200", "-200", "1000", "-50", "8.5"])
def test_power_mean_when_the_powers_hold_no_float_then_equals_the_reference(exponent):
    """Also where one of the two is skipped, and where both lie under a floor near nought."""
    skip = "weight = 0.5\nmissing = 'skip_and_rescale'"
    more = f"floor = 0.000000001\nexponent = {exponent}\navailable = {{ weight = 0.5 }}"
    columns = {"a": [90, 50, Decimal("99.999"), 0, None, None], "b": [40, 50, Decimal("99.998"), 0, 7, 100000]}
    rules = book(root("power_mean", more), leaf("a", POINTS, more=skip), leaf("b", POINTS, more=skip))
    result = score(load_rulebook(rules.replace("total = 2", "total = 12")), Table(list("pqrstu"), columns))

    exact = [evaluate(result.case, result.rulebook.root, row).score for row in range(6)]
    assert result.totals.tolist() == [round_scaled(one, 12, result.rulebook.rounding.mode) for one in exact]
    assert result.standing("q").score == 50


def test_scores_when_entries_come_in_several_blocks_then_equal_the_reference(monkeypatch):
    monkeypatch.setattr("awards.engine.arrays.BLOCK", 2)
    parts = leaf("a", PERCENT, more="weight = 0.3"), leaf("b", PERCENT, more="weight = 0.7")
    rules = book(root("geometric", "floor = 1"), *parts)
    columns = {"a": [90, 50, 7, 0, 33], "b": [40, 50, 13, 99, 77]}

    result = score(load_rulebook(rules), Table(list("pqrst"), columns))

    exact = [evaluate(result.case, result.rulebook.root, row).score for row in range(5)]
    assert result.totals.tolist() == [round_scaled(one, 2, result.rulebook.rounding.mode) for one in exact]


@pytest.mark.parametrize("join", ["sum", "arithmetic", "minimum"])
def test_scores_when_a_node_has_more_children_than_a_number_has_bits_then_equal_the_reference(join):
    """Every third is always there; the others are skipped here and there."""
    count, rows_read = 130, 40
    whole = f"weight_total = {count}\n" if join == "arithmetic" else ""
    codes = [f"c{place}" for place in range(count)]
    skip = "" if join == "minimum" else "weight = 1\n"
    skip += "missing = 'skip_and_rescale'"
    parts = [root(join, f"{whole}available = {{ count = 0.1 }}"), *(leaf(code, POINTS, more=skip) for code in codes)]
    columns = {
        code: [None if place % 3 and (place * row) % 7 > 4 else place * row % 101 + 1 for row in range(rows_read)]
        for place, code in enumerate(codes)
    }

    result = score(load_rulebook(book(*parts)), Table([str(row) for row in range(rows_read)], columns))

    exact = [evaluate(result.case, result.rulebook.root, row).score for row in range(rows_read)]
    assert result.totals.tolist() == [round_scaled(one, 2, result.rulebook.rounding.mode) for one in exact]
