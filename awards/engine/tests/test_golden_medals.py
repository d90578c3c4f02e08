"""A tie-break chain: gold, then silver, then bronze, on columns that enter no score."""

from awards.engine.tests.golden import rows, rulebook, scored


def test_medals_when_gold_is_equal_then_silver_and_bronze_decide_as_published():
    published = rows("medals-tokyo-2020.csv")

    result = scored(rulebook("medals-tokyo-2020.toml"), published)

    assert {one.id: one.rank for one in result.standings} == {
        row["entry"]: int(row["published_rank"]) for row in published
    }
    assert [one.decided_by for one in result.standings] == ["total"] * 6 + ["bronze", "bronze", "silver", "silver"]
