"""An official index with its components: the Human Development Index of UNDP, report 2021/22."""

from decimal import Decimal

from awards.engine.tests.golden import rows, rulebook, scored

HALF_OF_LAST_DIGIT = {
    "life_expectancy": Decimal("0.05"),
    "expected_years": Decimal("0.05"),
    "mean_years": Decimal("0.05"),
    "gni_per_capita": Decimal("0.5"),
}


def by_entry(result):
    return {one.id: one.score for one in result.standings}


def test_hdi_when_components_are_unrounded_then_every_published_value_and_order_is_reproduced():
    published = rows("hdi-afghanistan-1990-2021.csv")

    result = scored(rulebook("hdi.toml"), published)

    values = {row["entry"]: Decimal(row["published"]) for row in published}
    assert len(values) == 32
    assert by_entry(result) == values
    assert {one.id: one.rank for one in result.standings} == {
        entry: 1 + sum(other > value for other in values.values()) for entry, value in values.items()
    }


def test_hdi_when_components_are_printed_then_every_published_value_lies_between_the_rounded_ends():
    published = rows("hdi-very-high-2021.csv")
    rules = rulebook("hdi.toml")

    lower = by_entry(scored(rules, published, shift=lambda name, figure: figure - HALF_OF_LAST_DIGIT[name]))
    upper = by_entry(scored(rules, published, shift=lambda name, figure: figure + HALF_OF_LAST_DIGIT[name]))

    assert len(published) == 66
    outside = [row for row in published if not lower[row["entry"]] <= Decimal(row["published"]) <= upper[row["entry"]]]
    assert outside == []


def test_hdi_when_components_are_printed_then_no_rank_is_wrong_beyond_what_printing_hides():
    published = rows("hdi-very-high-2021.csv")
    rules = rulebook("hdi.toml")
    found = by_entry(scored(rules, published))
    lower = by_entry(scored(rules, published, shift=lambda name, figure: figure - HALF_OF_LAST_DIGIT[name]))
    upper = by_entry(scored(rules, published, shift=lambda name, figure: figure + HALF_OF_LAST_DIGIT[name]))
    rank = {row["entry"]: int(row["published_rank"]) for row in published}

    wrong = [(a, b) for a in rank for b in rank if lower[a] > upper[b] and rank[a] >= rank[b]]

    assert wrong == []
    assert max(abs(found[row["entry"]] - Decimal(row["published"])) for row in published) <= Decimal("0.001")
