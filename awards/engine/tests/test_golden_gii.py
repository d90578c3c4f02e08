"""A harmonic mean of geometric means: the worked example of the Gender Inequality Index, report 2010."""

from awards.engine.tests.golden import rows, rulebook, scored


def test_gii_when_brazil_is_worked_then_every_mean_is_the_one_printed():
    result = scored(rulebook("gii.toml"), rows("gii-brazil-2010.csv"))

    printed = {one.code: str(one.score) for one in result.nodes("Brazil")}
    assert (printed["women"], printed["men"], printed["both"]) == ("0.115", "0.820", "0.201")
