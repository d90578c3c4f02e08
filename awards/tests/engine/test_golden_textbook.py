"""Textbook multi-criteria tables."""

from decimal import Decimal

from awards.tests.engine.golden import rows, rulebook, scored


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
