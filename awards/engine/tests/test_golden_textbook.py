"""Textbook multi-criteria tables."""

from decimal import Decimal

from awards.engine.tests.golden import rows, rulebook, scored


def test_weighted_sum_when_two_alternatives_tie_then_they_stay_tied_as_in_the_book():
    published = rows("weighted-sum.csv")

    result = scored(rulebook("weighted-sum.toml"), published)

    assert {one.id: one.score for one in result.standings} == {
        row["entry"]: Decimal(row["published"]) for row in published
    }
    assert [(one.id, one.rank, one.is_tied) for one in result.standings] == [
        ("A2", 1, True),
        ("A3", 1, True),
        ("A1", 3, False),
    ]


def test_weighted_product_when_alternatives_are_compared_then_ratios_are_those_of_the_book():
    published = rows("weighted-product.csv")

    result = scored(rulebook("weighted-product.toml"), published)

    total = {one.id: one.score for one in result.standings}
    ratios = [round(total[a] / total[b], 3) for a, b in (("A1", "A2"), ("A1", "A3"), ("A2", "A3"))]
    assert ratios == [Decimal("1.007"), Decimal("1.067"), Decimal("1.059")]
    assert [(one.id, one.rank) for one in result.standings] == [("A1", 1), ("A2", 2), ("A3", 3)]
