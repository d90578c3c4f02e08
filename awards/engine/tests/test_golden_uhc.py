"""UHC Awards 2026: rules as the press printed them, invented regions; tiers and near misses come from the case."""

import pytest
from django.utils import translation

from awards.engine.tests.golden import rows
from awards.rulebooks.selectors.labels import rule_words
from awards.sentences import sentences
from awards.tests.docs.examples import examples

REGIONS = rows("uhc-2026.csv")
RESULT = next(one for one in examples("rulebook.md") if "uhc-2026" in one.rulebook).score()


def test_figures_of_the_page_are_those_of_the_case():
    inputs = ("cakupan", "aktif", "didaftarkan_pemda", "lunas")

    read = [[str(RESULT.table.cell(name, RESULT.table.index(row["wilayah"]))) for name in inputs] for row in REGIONS]

    assert read == [[row[name] for name in inputs] for row in REGIONS]


@pytest.mark.parametrize("row", REGIONS, ids=lambda row: row["wilayah"])
def test_region_gets_the_tier_of_the_case(row):
    standing = RESULT.standing(row["wilayah"])

    bands = {band.code: band.name for band in RESULT.rulebook.bands}
    tier = bands.get(standing.band, "tanpa predikat") if standing.rank else "tidak dinilai"
    assert tier == row["hasil"]


@pytest.mark.parametrize("row", REGIONS, ids=lambda row: row["wilayah"])
@pytest.mark.parametrize(("language", "column"), [("id", "hampir"), ("en", "near_miss")])
def test_region_is_told_what_it_lacks_as_the_case_says(row, language, column):
    standing, lacking = RESULT.standing(row["wilayah"]), RESULT.near_misses(row["wilayah"])

    with translation.override(language):
        told = sentences([*standing.notes, *lacking.values()], rule_words(RESULT.rulebook))

    assert " ".join(told) == row[column]
