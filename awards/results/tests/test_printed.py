"""What plain files read is what pages are dressed from: a draft, a published file, a result with closed scores."""

import pytest

from awards.entries.models import Entry
from awards.results.selectors.printed import PlainRow, printed_rows
from awards.results.selectors.sheets import sheet_rows
from awards.results.selectors.shown import Shown, shown_draft
from awards.tests.factories import groups, runs

pytestmark = pytest.mark.django_db


def dressed(shown):
    codes = [child.code for child in shown.rules.root.children] if shown.has_open_scores else []
    return [
        PlainRow(
            row.score.rank,
            row.score.entry.name,
            row.score.entry.region_code,
            row.score.group_key,
            row.line.group_name,
            row.line.score,
            row.line.band,
            ", ".join(map(str, row.line.prizes)),
            row.score.is_tied,
            row.score.entry.is_synthetic,
            str(row.line.outcome.label),
            row.line.status if shown.has_open_scores else "",
            tuple(row.nodes[code].contribution if code in row.nodes else "" for code in codes),
        )
        for row in sheet_rows(shown)
    ]


def shown_of(publication):
    return Shown(publication.category, publication.run, publication)


def test_printed_rows_when_a_draft_then_as_dressed():
    shown = shown_draft(runs.computed(runs.contest()))

    found = list(printed_rows(shown))

    assert found == dressed(shown)
    assert [(row.rank, row.score) for row in found] == [(1, "88.20"), (2, "64.03"), (3, "62.65")]
    assert all(row.aspects for row in found)


def test_printed_rows_when_published_in_groups_then_as_dressed_with_the_prizes(people):
    shown = shown_of(groups.published(people))

    found = list(printed_rows(shown))

    assert found == dressed(shown)
    assert any(row.prizes for row in found)
    assert {row.group_key: row.group_name for row in found} == groups.NAMES


def test_printed_rows_when_scores_are_closed_then_no_figure_leaves(people):
    runs.edition(is_scores_public=False)
    shown = shown_of(runs.published_contest(people))

    found = list(printed_rows(shown))

    assert found == dressed(shown)
    assert [(row.score, row.aspects, row.status) for row in found] == [("", (), "")] * len(found)


@pytest.mark.parametrize("count", [1, 3])
def test_printed_rows_when_entries_grow_then_asks_the_database_no_more(django_assert_num_queries, count):
    run = runs.computed(runs.contest(field=runs.FIELD[:count]))
    shown = shown_draft(run)
    assert Entry.objects.count() == count
    list(printed_rows(shown))

    with django_assert_num_queries(6):
        list(printed_rows(shown_draft(run)))
