from decimal import Decimal

import pytest

from awards.engine.result import QuotaPlaces
from awards.engine.tests.sheets import PERCENT, POINTS, leaf, root
from awards.engine.tests.test_scoring import run

BANDS = """
[[bands]]
code = "emas"
name = "Emas"
threshold = 90
[[bands]]
code = "perak"
name = "Perak"
threshold = 75
"""


def test_standings_are_a_sequence_with_slices():
    standings = run(root(), leaf("a", POINTS), a=[1, 3, 2]).standings

    assert [one.id for one in standings[:2]] == ["p1", "p2"]
    assert (standings[-1].id, len(standings)) == ("p0", 3)


def test_quota_with_a_tie_on_the_last_place_is_overfull():
    quota = '[[quotas]]\ncode = "juara"\nname = "Juara"\ncount = 2\n'

    result = run(
        root(), leaf("a", POINTS), quota, '[groups]\nby = "g"\n', a=[9, 5, 5, 1, None], g=["x", "x", "x", "y", "y"]
    )

    assert result.quota("juara") == (
        QuotaPlaces("juara", "Juara", {"g": "x"}, ("p0", "p1", "p2"), is_overfull=True),
        QuotaPlaces("juara", "Juara", {"g": "y"}, ("p3",), is_overfull=False),
    )


def test_band_edge_belongs_to_the_band_and_the_distance_is_printed():
    found = run(root(), leaf("a", POINTS), BANDS, a=[90, Decimal("89.99"), 75, Decimal("74.99")]).standings

    assert [(one.band, one.next_band, str(one.distance_to_next_band)) for one in found] == [
        ("emas", None, "None"),
        ("perak", "emas", "0.01"),
        ("perak", "emas", "15.00"),
        (None, "perak", "0.01"),
    ]


def test_band_on_the_full_value_is_not_reached_by_rounding():
    full = '[rank]\non = "full"\n'

    assert [
        run(root(), leaf("a", POINTS), BANDS, on, a=[Decimal("89.996")]).standing("p0").band for on in (full, "")
    ] == [
        "perak",
        "emas",
    ]


def test_minimum_is_explained_by_its_lowest_part():
    explanation = run(root("minimum"), leaf("a", POINTS), leaf("b", POINTS), a=[7], b=[4]).explain("p0")

    assert [(line.code, str(line.amount)) for line in explanation.lines] == [("a", "0.00"), ("b", "4.00"), ("", "0.00")]


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (Decimal("1.5"), Decimal("0.015"), "50"),  # 1.515 of 3 is 50.5 %: half even
        (Decimal("1.5"), Decimal("0.0150000000000000000000001"), "51"),
        (Decimal("1.5e18"), Decimal("1.5e18"), "100"),
    ],
    ids=["half", "a hair above", "beyond 62 bits"],
)
def test_measure_of_long_sums_is_exact(x, y, expected):
    measure = '[[measures]]\ncode = "m"\nname = "M"\nkind = "percentage"\nnumerator = ["x", "y"]\ndenominator = "n"\n'
    rounding = '[rounding]\ntotal = 0\nmode = "half_even"\n'

    result = run(
        root(), leaf("a", PERCENT, column="", more='measure = "m"'), measure, rounding=rounding, x=[x], y=[y], n=[3]
    )

    assert str(result.standing("p0").score) == expected


@pytest.mark.parametrize(("direction", "sign"), [("higher", 1), ("lower", -1)])
def test_distance_when_ranked_on_full_values_then_is_never_less_than_what_is_missing(direction, sign):
    """84.996 prints as 85.00 but 0.004 are missing to 85; 84.986 needs 0.014; 74.99 needs exactly 0.01."""
    rank = f'[rank]\non = "full"\ndirection = "{direction}"\n'
    bands = BANDS.replace("threshold = 90", f"threshold = {sign * 85}").replace(
        "threshold = 75", f"threshold = {sign * 75}"
    )
    figures = [sign * Decimal(one) for one in ("84.996", "84.986", "74.99", "85")]

    found = run(root(), leaf("a", POINTS), bands, rank, a=figures)

    assert [(one.band, str(one.distance_to_next_band)) for one in map(found.standing, ("p0", "p1", "p2", "p3"))] == [
        ("perak", "0.01"),
        ("perak", "0.02"),
        (None, "0.01"),
        ("emas", "None"),
    ]
