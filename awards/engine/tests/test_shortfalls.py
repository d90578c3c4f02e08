"""What is lacking for the next better case, by hand; on drawn rulebooks, that meeting it would give that case."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from awards.engine import RuleWords
from awards.engine.conditions import truth
from awards.engine.criteria import Comparator, Comparison
from awards.engine.numbers import power
from awards.engine.shortfalls import current_case, near_miss, reader_of, risen_leaves, shown_short, unmet_part
from awards.engine.tests.drawn import rows, rulebooks
from awards.engine.tests.sheets import POINTS, leaf, root
from awards.engine.tests.test_arrays import DRAWN, loaded, scored
from awards.engine.tests.test_cases import cases
from awards.engine.tests.test_scoring import run
from awards.sentences import sentence

RATIO = (
    '[[measures]]\ncode = "m"\nname = "Bagian"\nkind = "percentage"\nnumerator = "x"\ndenominator = "y"\nunit = "%"\n'
)


def one(column, comparator, limit):
    return f'{{ column = "{column}", {comparator} = {limit} }}'


def every(*parts):
    return f"{{ all = [{', '.join(parts)}] }}"


def some(*parts):
    return f"{{ any = [{', '.join(parts)}] }}"


def unless(rule, exception):
    return f"{rule.removesuffix('}')}, unless = {exception} }}"


def lacking(when, *parts, before=(), **columns):
    result = run(*(before or [root()]), cases((1, when)), *parts, **columns)
    return [sentence(said, RuleWords(result.rulebook, is_english=False)) for said in result.near_misses("p0").values()]


X8, Y9, L = one("x", "above", 8), one("y", "above", 9), one("l", "one_of", '"z"')


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (one("x", "above", 5), "x 5, perlu lebih dari 5"),
        (one("x", "at_most", 4), "x 5, perlu paling banyak 4"),
        (one("x", "below", 4.5), "x 5, perlu kurang dari 4,5"),
        (one("x", "equals", 4), "x 5, perlu tepat 4"),
        (one("l", "one_of", '["b", "c"]'), "l a, perlu b, atau c"),
        (every(one("gone", "above", 5), X8), "gone belum ada datanya, perlu lebih dari 5; x 5, perlu lebih dari 8"),
        (every(one("x", "at_least", 5), Y9), "y 4, perlu lebih dari 9"),
        (some(X8, every(one("x", "at_least", 5), Y9)), "x 5, perlu lebih dari 8, atau y 4, perlu lebih dari 9"),
        (
            some(X8, every(one("x", "at_least", 6), Y9)),
            "x 5, perlu lebih dari 8, atau (x 5, perlu 6; y 4, perlu lebih dari 9)",
        ),
        (
            some(X8, some(one("x", "below", 1), Y9)),
            "x 5, perlu lebih dari 8, atau x 5, perlu kurang dari 1, atau y 4, perlu lebih dari 9",
        ),
        (
            every(X8, some(one("x", "below", 1), Y9)),
            "x 5, perlu lebih dari 8; x 5, perlu kurang dari 1, atau y 4, perlu lebih dari 9",
        ),
        (
            unless(every(X8, Y9), every(one("x", "equals", 7), one("y", "at_least", 1), L)),
            "(x 5, perlu lebih dari 8; y 4, perlu lebih dari 9) (atau x tepat 7 dan l z)",
        ),
        (
            unless(X8, some(one("x", "equals", 7), unless(Y9, L))),
            "x 5, perlu lebih dari 8 (atau x tepat 7, atau (y lebih dari 9, atau l z))",
        ),
    ],
)  # fmt: skip
def test_what_is_lacking_is_told_in_natural_units(when, told):
    assert lacking(when, x=[5], y=[4], l=["a"], gone=[None]) == [f"K1: {told}"]


def test_what_is_lacking_bears_the_name_and_unit_of_the_criterion_that_reads_the_column():
    reads = leaf("a", POINTS, column="x", more='unit = "orang"')

    assert lacking(one("x", "at_least", 6), reads, x=[5]) == ["K1: Kriteria a 5 orang, perlu 6 orang"]


def test_figure_that_misses_its_limit_by_little_is_shown_with_the_digits_that_tell():
    """100 x 17999/99995 is 17.99989…: with two digits it would read 18."""
    told = lacking('{ measure = "m", at_least = 18 }', RATIO, x=[17999], y=[99995])

    assert told == ["K1: Bagian 17,9999 %, perlu 18 %"]


@pytest.mark.parametrize(
    ("comparator", "found", "shown"),
    [
        (Comparator.AT_LEAST, Fraction(1799, 100), "17.99"),
        (Comparator.AT_LEAST, Fraction("17.999999"), "17.999999"),
        (Comparator.AT_LEAST, Fraction(53, 3), "17.67"),
        (Comparator.AT_LEAST, Fraction(18) - Fraction(1, 3 * 10**9), "17.9999999997"),
        (Comparator.EQUALS, Fraction(18) + Fraction(1, 3 * 10**7), "18.00000003"),
        (Comparator.AT_LEAST, power(Fraction(323), Fraction(1, 2)), "17.97"),
    ],
)
def test_shown_figure_never_meets_the_limit_that_it_misses(comparator, found, shown):
    assert shown_short(Comparison("x", None, comparator, Fraction(18)), found) == Decimal(shown)


@pytest.mark.parametrize(
    "parts",
    [
        [root(), cases((1, X8), more='effect = "penalty"'), leaf("a", POINTS, column="x")],
        [root(), cases((1, X8)), '[rank]\ndirection = "lower"\n'],
        [root(), cases((1, one("x", "above", 1)))],
    ],
    ids=["points off", "lower is better", "the best case"],
)
def test_nothing_is_told_where_more_points_are_no_better_or_none_can_be_had(parts):
    assert run(*parts, x=[5]).near_misses("p0") == {}


def test_case_that_is_left_open_is_told_with_the_figure_that_is_not_there():
    """The first is failed by y whatever x is; the second hangs on x, and the third would hold."""
    listed = [
        (3, every(one("gone", "above", 1), Y9)),
        (2, some(one("gone", "above", 1), X8)),
        (1, one("x", "above", 1)),
    ]

    result = run(root(), cases(*listed), x=[5], y=[4], gone=[None])

    told = [sentence(said, RuleWords(result.rulebook, is_english=False)) for said in result.near_misses("p0").values()]
    assert told == ["K2: gone belum ada datanya, perlu lebih dari 1, atau x 5, perlu lebih dari 8"]


@given(rulebooks(), rows())
@DRAWN
def test_what_is_lacking_on_random_rulebooks_is_what_does_not_hold_and_would_suffice(text, entries):
    result = scored(loaded(text), entries)
    leaves = list(risen_leaves(result.rulebook))

    for row in range(len(entries)):
        read = reader_of(result.rulebook, result.table, row)
        for node in leaves:
            told = near_miss(node, read)
            assert (told is None) is (current_case(node, read) == node.normalisation.cases[0].name)
            if told is not None:
                better = next(case for case in node.normalisation.cases if case.name == told.values["case"][1]).when
                unmet = unmet_part(better, read).comparisons
                assert all(truth(comparison, read) is not True for comparison in unmet)
                assert holds(better, read, set(unmet))


def holds(condition, read, mended):
    """Say whether a condition holds when some comparisons are taken for met."""
    return (
        truth(condition, lambda comparison: read(comparison) if comparison not in mended else met(comparison)) is True
    )


def met(comparison):
    if comparison.limit is None:
        return comparison.labels[0]
    step = {Comparator.ABOVE: 1, Comparator.BELOW: -1}.get(comparison.comparator, 0)
    return comparison.limit + step
