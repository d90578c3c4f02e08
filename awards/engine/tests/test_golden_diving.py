"""A sport result with a trimmed panel: men's 3 m springboard, Sydney 2000, decided by 0.30 of a point."""

from decimal import Decimal

import pytest

from awards.engine.tests.golden import marks, rows, rulebook, scored


@pytest.fixture(scope="module")
def result():
    dives = marks("diving-sydney-2000-marks.csv")
    return scored(rulebook("diving-sydney-2000.toml"), rows("diving-sydney-2000.csv"), marks=dives)


def test_diving_when_marks_are_trimmed_then_ranks_are_those_of_the_final(result):
    published = {row["entry"]: int(row["published_rank"]) for row in rows("diving-sydney-2000.csv")}

    assert {one.id: one.rank for one in result.standings} == published


def test_diving_when_semifinal_and_final_add_up_then_totals_are_those_published(result):
    published = {
        row["entry"]: row["published_total"] for row in rows("diving-sydney-2000.csv") if row["published_total"]
    }

    assert published == {"XIONG Ni": "708.72", "PLATAS Fernando": "708.42", "SAOUTINE Dmitri": "703.20"}
    assert {entry: str(result.standing(entry).score) for entry in published} == published


@pytest.mark.parametrize(("diver", "points"), [("XIONG Ni", "81.60"), ("SAOUTINE Dmitri", "65.10")])
def test_diving_when_the_last_dive_is_explained_then_its_points_are_those_published(result, diver, points):
    last = next(one for one in result.nodes(diver) if one.code == "final6")

    assert last.contribution == Decimal(points)


def test_diving_when_the_lead_is_split_then_its_lines_add_up_to_the_published_margin(result):
    lead = result.compare("XIONG Ni", "PLATAS Fernando")

    assert lead.lead == Decimal("0.30")
    assert sum(line.amount for line in lead.lines) == lead.lead
