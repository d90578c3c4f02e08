"""Each expected figure is worked by hand beside it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from awards.engine import State, Table, load_rulebook, score
from awards.engine.errors import ValueOutOfRangeError
from awards.engine.measures import wilson_lower
from awards.engine.numbers import compare, to_float
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import POINTS, book, leaf, root

RATIO = 'numerator = "x"\ndenominator = "y"\n'
NA = "tidak berlaku"


def measured(text, **cells):
    sheet = book(
        root(),
        leaf("a", POINTS, column="", more='measure = "m"\nmissing = "zero"\nmissing_reason = "x"'),
        f'[[measures]]\ncode = "m"\nname = "Ukuran"\n{text}\n',
    )
    result = score(load_rulebook(sheet), Table(["p"], {name: [cell] for name, cell in cells.items()}))
    return result.case.measured("m", 0), result


@pytest.mark.parametrize(
    ("text", "x", "y", "expected"),
    [
        ('kind = "ratio"\n' + RATIO, 1, 3, Fraction(1, 3)),
        ('kind = "percentage"\n' + RATIO, 144110, 185949, Fraction(14411000, 185949)),
        ('kind = "difference"\nminuend = "x"\nsubtrahend = "y"', Decimal("1.5"), 2, Fraction(-1, 2)),
        (
            'kind = "growth"\nnow = "x"\nbefore = "y"',
            144110,
            110300,
            Fraction(3381000, 110300),
        ),  # 30,65 %, domain.md 4.2
        ('kind = "sum"\ncolumns = ["x", "y"]', Decimal("0.1"), Decimal("0.25"), Fraction(7, 20)),
        ('kind = "sum"\ncolumns = "x"\ntransform = "sqrt"', 9, 0, Fraction(3)),
        ('kind = "sum"\ncolumns = "x"\ntransform = "ln"', 1, 0, Fraction(0)),
        ('kind = "ratio"\nguard = "missing_below"\nminimum_denominator = 20\n' + RATIO, 2, 2, State.SMALL_DENOMINATOR),
        ('kind = "ratio"\nguard = "missing_below"\nminimum_denominator = 20\n' + RATIO, 2, 20, Fraction(1, 10)),
        ('kind = "percentage"\nguard = "raise_denominator"\nminimum_denominator = 20\n' + RATIO, 2, 2, Fraction(10)),
        (
            'kind = "growth"\nguard = "raise_denominator"\nminimum_denominator = 20\nnow = "x"\nbefore = "y"',
            6,
            2,
            Fraction(20),
        ),
        ('kind = "ratio"\nguard = "shrinkage"\nprior = 0.5\nstrength = 8\n' + RATIO, 2, 2, Fraction(6, 10)),
        ('kind = "ratio"\nguard = "shrinkage"\nprior = 0.5\nstrength = 8\n' + RATIO, 0, 0, Fraction(1, 2)),
        ('kind = "ratio"\nguard = "shrinkage"\nprior = 0.5\nstrength = 8\n' + RATIO, 0, -1, State.ZERO_DENOMINATOR),
        ('kind = "ratio"\n' + RATIO, 1, 0, State.ZERO_DENOMINATOR),
        ('kind = "ratio"\n' + RATIO, 1, -5, State.ZERO_DENOMINATOR),
        ('kind = "ratio"\n' + RATIO, None, 1, State.NOT_REPORTED),
        ('kind = "ratio"\n' + RATIO, 1, None, State.NOT_REPORTED),
        ('kind = "ratio"\n' + RATIO, None, NA, State.NOT_APPLICABLE),
        ('kind = "sum"\ncolumns = ["x", "y"]', None, NA, State.NOT_APPLICABLE),
    ],
)
def test_measure_of_one_entry_is_the_figure_or_why_there_is_none(text, x, y, expected):
    assert measured(text, x=x, y=y)[0] == expected


def test_wilson_lower_of_the_textbook_case_is_the_published_bound():
    """81 of 263 at 95 %: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17:857, table I, method 3)."""
    assert round(to_float(wilson_lower(Fraction(81), Fraction(263), Fraction("1.959964"))), 4) == 0.2553


def test_wilson_lower_of_full_coverage_stays_below_full():
    found, _ = measured('kind = "ratio"\nguard = "wilson"\nz = 2\n' + RATIO, x=2, y=2)

    assert compare(found, Fraction(1, 3)) == 0  # (1 + 1 - 2 * (1/2)) / (1 + 2) with z = 2 and n = 2


@pytest.mark.parametrize(("transform", "x"), [("ln", 0), ("ln", -1), ("sqrt", -1)])
def test_measure_outside_the_domain_of_its_transform_is_refused(transform, x):
    with refused(ValueOutOfRangeError, "«Ukuran» peserta «p» bernilai"):
        measured(f'kind = "sum"\ncolumns = "x"\ntransform = "{transform}"', x=x)


@pytest.mark.parametrize(
    ("cell", "code"),
    [(0, "figure.zero-denominator"), (None, "figure.not-reported")],
)
def test_missing_measure_is_zero_only_with_its_reason(cell, code):
    _, result = measured('kind = "ratio"\n' + RATIO, x=1, y=cell)

    assert [one.code for one in result.nodes("p")[1].notes] == [code, "figure.missing-reason"]
    assert str(result.standing("p").score) == "0.00"
