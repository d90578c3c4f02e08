"""Every criterion of every entry and the explanation of every total, in bulk.

Entries that came about alike share their weights, so their numbers are columns. What is close is asked of the reference
number by number; entries that bend in ways of their own (imputed figures, tied minima) go to it whole. The answer
is that of `Result.nodes` and `Result.explain`, digit for digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from awards.engine.evaluate import Status
from awards.engine.explain import Explanation
from awards.engine.likeness import alike
from awards.engine.pages import Pages
from awards.engine.result import NodeResult, Result, Standing
from awards.engine.table import Whole

CHUNK: Final = 4096


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one entry; `explanation` is None for an entry without a total."""

    standing: Standing
    nodes: tuple[NodeResult, ...]
    explanation: Explanation | None


def details(result: Result) -> Iterator[Detail]:
    """Yield the entries in the order of the standings, a chunk of them in memory at a time."""
    return _of_rows(result, result.listing)


def details_of(result: Result, entries: Iterable[str]) -> Iterator[Detail]:
    """Yield these entries in this order."""
    return _of_rows(result, np.array([result.table.index(entry) for entry in entries], dtype=np.int64))


def _of_rows(result: Result, chosen: Whole) -> Iterator[Detail]:
    for start in range(0, len(chosen), CHUNK):
        rows = chosen[start : start + CHUNK]
        pages = _pages(result, rows)
        for place, row in enumerate(rows.tolist()):
            nodes, explanation = pages[place] if place in pages else _by_reference(result, row)
            yield Detail(result.standing_at(row), nodes, explanation)


def _pages(result: Result, rows: Whole) -> dict[int, tuple[tuple[NodeResult, ...], Explanation | None]]:
    table, root = result.table, result.rulebook.root
    cells = {name: [table.cell(name, row) for row in rows.tolist()] for name in result.rulebook.columns}
    found: dict[int, tuple[tuple[NodeResult, ...], Explanation | None]] = {}
    for group in alike(result.case, rows):
        pages, count = Pages(result, group, cells), len(group.rows)
        is_scored = group.statuses[root.code] is not Status.NOT_RANKED
        explanations = pages.explanations() if is_scored else [None] * count
        found |= zip(group.places.tolist(), zip(pages.nodes(), explanations, strict=True), strict=True)
    return found


def _by_reference(result: Result, row: int) -> tuple[tuple[NodeResult, ...], Explanation | None]:
    entry = result.table.ids[row]
    return result.nodes(entry), result.explain(entry) if result.is_scored[row] else None
