"""Everything a file about a result holds, entry by entry in the order of the ranking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from awards.results.selectors.shown import Shown
from awards.runs.models import NodeScore, RunInput, RunScore
from awards.runs.selectors.standings import RankingLine

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One entry with all that may be shown of it; closed parts are empty. `marks` go by criterion and juror number."""

    score: RunScore
    line: RankingLine
    nodes: Mapping[str, NodeScore]
    inputs: tuple[RunInput, ...]
    marks: Mapping[str, tuple[tuple[int, Decimal], ...]]


def sheet_rows(shown: Shown) -> Iterator[SheetRow]:
    """Yield rows chunk by chunk; memory holds one chunk."""
    rows = shown.rows
    stream = rows.all().iterator(chunk_size=CHUNK)
    while chunk := rows.read(islice(stream, CHUNK)):
        nodes = rows.nodes(chunk) if shown.has_open_scores else {}
        inputs = rows.inputs(chunk) if shown.has_open_scores else {}
        marks = rows.marks(chunk) if shown.has_open_marks else {}
        for row, line in zip(chunk, shown.lines(chunk), strict=True):
            key = row.score.entry_id
            yield SheetRow(row.score, line, nodes.get(key, {}), inputs.get(key, ()), marks.get(key, {}))
