"""Every expected score is worked by hand beside its rule."""

from decimal import Decimal

import numpy as np
import pytest

from awards.engine import ScaledColumn, Table, load_rulebook, score
from awards.engine.errors import PopulationError, ScoringError, UnknownLevelError, ValueOutOfRangeError
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root

FIELD = '[[populations]]\ncode = "p"\nname = "Peserta"\nkind = "field"\n'
GIVEN = '[[populations]]\ncode = "p"\nname = "Tahun lalu"\nkind = "given"\n'
FROZEN = '[[populations]]\ncode = "p"\nname = "Acuan"\nkind = "frozen"\ncolumns = { a = [2, 4, 4, 4, 5, 5, 7, 9] }\n'
STEPS = 'kind = "bands", edges = [10, 25], points = [1, 5, 9]'
SLOPE = 'kind = "bands", edges = [10, 20, 40], points = [0, 50, 100], interpolate = true'


def scores(rule, cells, *parts, more="", **given):
    rulebook = load_rulebook(book(root(), leaf("a", rule, more=more), *parts))
    table = Table([f"p{place}" for place in range(len(cells))], {"a": cells})
    result = score(rulebook, table, reference=given or None)
    found = [str(result.standing(one).score) for one in table.ids]
    assert found == [str(result.nodes(one)[0].score) for one in table.ids]
    return found


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        (PERCENT, [0, 33, 100, 120, -5], ["0.00", "33.00", "100.00", "100.00", "0.00"]),
        ('kind = "goalposts", worst = 10, best = 0', [0, Decimal("2.5"), 10, 11], ["100.00", "75.00", "0.00", "0.00"]),
        ('kind = "goalposts", worst = 0, best = 10, clamp = false', [11, -1], ["110.00", "-10.00"]),
        ('kind = "goalposts", worst = 0, best = 10, target = [1, 100]', [0, 5, 10], ["1.00", "50.50", "100.00"]),
        # the HDI income goalposts (UNDP, technical note 1): ln(163.83) / ln(750) = 5.0988 / 6.6201
        ('kind = "goalposts", worst = 100, best = 75000, transform = "ln", target = [0, 1]', [16383], ["0.77"]),
        (
            'kind = "goalposts", worst = 0, best = 100, transform = "sqrt"',
            [0, 25, 64, 100],
            ["0.00", "50.00", "80.00", "100.00"],
        ),
        (STEPS + ', edge = "above"', [Decimal("9.999"), 10, Decimal("24.999"), 25], ["1.00", "5.00", "5.00", "9.00"]),
        (STEPS + ', edge = "below"', [10, Decimal("10.001"), 25, Decimal("25.001")], ["1.00", "5.00", "5.00", "9.00"]),
        (SLOPE, [9, 10, 15, 20, 30, 40, 41], ["0.00", "0.00", "25.00", "50.00", "75.00", "100.00", "100.00"]),
        (POINTS, [-3, Decimal("7.255")], ["-3.00", "7.26"]),
        (POINTS + ", range = [0, 10], clamp = true", [-3, 11, 4], ["0.00", "10.00", "4.00"]),
        (POINTS + ", range = [0, 10]", [0, 10], ["0.00", "10.00"]),
    ],
)
def test_normalisation_by_own_rule(rule, cells, expected):
    assert scores(rule, cells) == expected


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        ('kind = "min_max", reference = "p"', [2, 9, 4, 20], ["0.00", "100.00", "28.57", "100.00"]),
        ('kind = "min_max", reference = "p", direction = "lower"', [2, 9, 4], ["100.00", "0.00", "71.43"]),
        ('kind = "ratio_to_best", reference = "p"', [3, 9, 12], ["33.33", "100.00", "100.00"]),
        ('kind = "ratio_to_best", reference = "p", clamp = false', [12], ["133.33"]),
        ('kind = "ratio_to_best", reference = "p", direction = "lower"', [2, 8, 1], ["100.00", "25.00", "100.00"]),
        # 2, 4, 4, 4, 5, 5, 7, 9: mean 5, standard deviation 2 (the standard textbook example)
        (
            'kind = "z_score", reference = "p", divisor = "population", mean = 100, deviation = 10',
            [5, 9, 2],
            ["100.00", "120.00", "85.00"],
        ),
        ('kind = "z_score", reference = "p", divisor = "population", direction = "lower"', [9], ["-2.00"]),
        (
            'kind = "z_score", reference = "p", divisor = "sample", mean = 100, deviation = 10',
            [9],
            ["118.71"],
        ),  # s = 2.13809
        (
            'kind = "percentile", reference = "p", ties = "half"',
            [4, 10, 1],
            ["31.25", "100.00", "0.00"],
        ),  # (1 + 3/2) / 8
        ('kind = "percentile", reference = "p", ties = "all"', [4], ["50.00"]),
        ('kind = "percentile", reference = "p", ties = "none"', [4], ["12.50"]),
        ('kind = "percentile", reference = "p", ties = "none", direction = "lower"', [4], ["50.00"]),
    ],
)
def test_normalisation_against_a_frozen_population(rule, cells, expected):
    assert scores(rule, cells, FROZEN) == expected


def test_normalisation_against_the_population_given_with_the_run():
    given = Table(["x", "y"], {"a": [0, 50]})

    assert scores('kind = "min_max", reference = "p"', [25], GIVEN, p=given) == ["50.00"]


def test_normalisation_against_a_population_that_is_not_given_is_refused():
    with refused(PopulationError, "«Tahun lalu» \\(p\\) belum diberikan"):
        scores('kind = "min_max", reference = "p"', [25], GIVEN)


def test_complement_turns_a_score_inside_its_range():
    cells = [0, 30, 100]

    assert scores(PERCENT, cells, more="complement = true") == ["100.00", "70.00", "0.00"]
    assert scores(POINTS + ", range = [0, 10], clamp = true", [3], more="complement = true") == ["7.00"]
    assert scores(STEPS + ', edge = "above"', [3], more="complement = true") == ["9.00"]


@pytest.mark.parametrize(
    ("rule", "cells", "words"),
    [
        ('kind = "min_max", reference = "p"', [5, 5], "Semua nilai acuan"),
        ('kind = "z_score", reference = "p", divisor = "population"', [5, 5], "Semua nilai acuan"),
        ('kind = "ratio_to_best", reference = "p"', [-1, 0], "harus di atas nol"),
        ('kind = "ratio_to_best", reference = "p", direction = "lower"', [0, 4], "harus di atas nol"),
        ('kind = "min_max", reference = "p"', [None, None], "tidak punya satu nilai pun"),
    ],
)
def test_population_without_spread_or_members_is_refused(rule, cells, words):
    with refused(PopulationError, words):
        scores(rule, cells, FIELD)


@pytest.mark.parametrize("figure", [0, -1, -4000])
def test_ratio_to_best_lower_of_what_is_not_above_zero_is_refused(figure):
    with refused(ValueOutOfRangeError, "peserta «p1» bernilai .*, padahal"):
        scores('kind = "ratio_to_best", reference = "p", direction = "lower"', [2, figure], FROZEN)


@pytest.mark.parametrize("cell", [Decimal("-0.001"), Decimal("10.001")])
def test_points_outside_their_range_are_refused(cell):
    with refused(ValueOutOfRangeError, "di luar rentang 0 sampai 10"):
        scores(POINTS + ", range = [0, 10]", [5, cell])


@pytest.mark.parametrize(("transform", "cell"), [("ln", 0), ("sqrt", Decimal("-0.1"))])
def test_goalposts_of_a_value_outside_the_domain_are_refused_where_not_clamped(transform, cell):
    with refused(ValueOutOfRangeError, "logaritma atau akarnya"):
        scores(f'kind = "goalposts", worst = 1, best = 9, transform = "{transform}", clamp = false', [cell])


def test_levels_give_points_by_label_and_refuse_others():
    rule = 'kind = "levels", levels = { bupati = 10, "2" = 4 }'

    assert scores(rule, ["bupati", 2]) == ["10.00", "4.00"]
    with refused(UnknownLevelError, "berisi «camat».*Pilih salah satu: bupati, 2."):
        scores(rule, ["camat"])


def test_score_too_large_for_its_digits_is_refused():
    with refused(ScoringError, "terlalu besar untuk dibulatkan"):
        scores(POINTS, [Decimal("1e20")])


def test_values_beyond_62_bits_are_scored_exactly():
    assert scores(PERCENT, [Decimal("50.005000000000000000001"), Decimal("50.004999999999999999999")]) == [
        "50.01",
        "50.00",
    ]


def test_bands_beyond_the_reach_of_scaled_numbers_compare_exactly():
    column = ScaledColumn(np.array([5 * 10**17]), 17)
    rule = 'kind = "bands", edges = [-1e40, 1e40], points = [1, 5, 9], edge = "above"'

    assert scores(rule, column) == ["5.00"]
