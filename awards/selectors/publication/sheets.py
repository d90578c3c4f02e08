"""Everything a file about a result holds, entry by entry in the order of the ranking."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from awards.models import NodeScore, RunInput, RunMark, RunScore
from awards.selectors.publication.shown import Shown
from awards.selectors.runs.standings import Line

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One entry with all that may be shown of it; closed parts are empty. `marks` go by criterion and juror number."""

    score: RunScore
    line: Line
    nodes: Mapping[str, NodeScore]
    inputs: tuple[RunInput, ...]
    marks: Mapping[str, tuple[tuple[int, Decimal], ...]]


def sheet_rows(shown: Shown) -> Iterator[SheetRow]:
    """Yield rows chunk by chunk; memory holds one chunk."""
    numbers = shown.juror_numbers()
    stream = shown.rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        ids = [row.entry_id for row in chunk]
        nodes = _nodes(chunk) if shown.has_open_scores else {}
        inputs = _inputs(shown, ids) if shown.has_open_scores else {}
        marks = _marks(shown, ids, numbers) if numbers else {}
        for row, line in zip(chunk, shown.lines(chunk), strict=True):
            yield SheetRow(
                score=row,
                line=line,
                nodes=nodes.get(row.pk, {}),
                inputs=tuple(inputs.get(row.entry_id, ())),
                marks={criterion: tuple(sorted(given)) for criterion, given in marks.get(row.entry_id, {}).items()},
            )


def _nodes(rows: list[RunScore]) -> dict[int, dict[str, NodeScore]]:
    found: dict[int, dict[str, NodeScore]] = defaultdict(dict)
    for node in NodeScore.objects.filter(score__in=[row.pk for row in rows]).order_by("position"):
        found[node.score_id][node.code] = node
    return found


def _inputs(shown: Shown, ids: list[int]) -> dict[int, list[RunInput]]:
    found: dict[int, list[RunInput]] = defaultdict(list)
    for value in RunInput.objects.filter(run=shown.run, entry__in=ids).order_by("variable"):
        found[value.entry_id].append(value)
    return found


def _marks(shown: Shown, ids: list[int], numbers: Mapping[str, int]) -> dict[int, dict[str, list[tuple[int, Decimal]]]]:
    found: dict[int, dict[str, list[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    rows = RunMark.objects.filter(run=shown.run, entry__in=ids)
    for entry_id, juror, criterion, value in rows.values_list("entry_id", "juror_key", "criterion", "value"):
        found[entry_id][criterion].append((numbers[juror], value))
    return found
