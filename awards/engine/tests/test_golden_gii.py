"""The Gender Inequality Index: the worked example of the report of 2010, and the published table of the one of 2015."""

from decimal import Decimal

from awards.engine.tests.golden import rows, rulebook, scored

OFF_BY_ROUNDING = {
    "Netherlands": "0.063",
    "Sweden": "0.054",
    "United Kingdom": "0.178",
    "Republic of Korea": "0.124",
    "Japan": "0.132",
    "Slovenia": "0.017",
    "Greece": "0.147",
    "Kuwait": "0.389",
    "Thailand": "0.379",
    "Libya": "0.133",
}
"""What the printed, rounded components give where the report, from unrounded ones, prints another last digit."""


def test_gii_when_brazil_is_worked_then_every_mean_is_the_one_printed():
    result = scored(rulebook("gii.toml"), rows("gii-brazil-2010.csv"))

    printed = {one.code: str(one.score) for one in result.nodes("Brazil")}
    assert (printed["women"], printed["men"], printed["both"]) == ("0.115", "0.820", "0.201")


def test_gii_when_computed_from_the_published_table_then_the_published_values():
    """Table 5 of the report of 2015, from rounded components: 47 of 57 to the last digit, the others off by 0,002."""
    table = rows("gii-2014.csv")
    result = scored(rulebook("gii-2014.toml"), table)

    found = {one.id: one.score for one in result.standings}
    published = {row["entry"]: Decimal(row["published"]) for row in table}
    assert {name: str(score) for name, score in found.items() if score != published[name]} == OFF_BY_ROUNDING
    assert max(abs(score - published[name]) for name, score in found.items()) == Decimal("0.002")


def test_gii_when_explained_then_the_lines_of_every_country_add_up():
    result = scored(rulebook("gii-2014.toml"), rows("gii-2014.csv"))

    for name in ("Norway", "Indonesia", "Qatar", "Sierra Leone"):
        found, lead = result.explain(name), result.compare("Slovenia", name)
        assert sum(line.amount for line in found.lines) == found.total
        assert sum(line.amount for line in lead.lines) == lead.lead
