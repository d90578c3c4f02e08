"""The lines of a result file: everything that the pages of a publication print of each entry, as codes and values.

What the edition keeps closed stays out: without open scores a line carries rank, band and names only, without open
marks no single mark. Jurors stand under numbers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from awards.runs.models import NodeScore, RunInput, RunMark, RunScore, ScoreRun
from awards.runs.selectors.explanations import juror_numbers
from awards.runs.selectors.groups import RANKING, frozen_names, group_names
from awards.runs.selectors.history import frozen_history
from awards.runs.selectors.notes import is_code, notes_json, notes_of
from awards.runs.selectors.robustness.shown import rank_intervals
from awards.runs.selectors.standings import standings
from paritrana.lib.canonical import canonical_json

LINES_FORMAT = "paritrana-berkas-1"
CHUNK = 500
FILTER_COLUMNS = ("zone", "province")

Json = dict[str, object]
NodeRow = tuple[str, ...]
NODE_FIELDS = ("code", "raw", "normalised", "value", "weight", "contribution")


@dataclass(frozen=True, slots=True)
class Openness:
    """What a publication opens; decided when it is frozen."""

    scores: bool
    marks: bool


def visibility_of(run: ScoreRun) -> Openness:
    edition = run.category.edition
    return Openness(edition.is_scores_public, edition.is_scores_public and edition.is_marks_public)


def file_header(run: ScoreRun, visibility: Openness) -> Json:
    """Return the header: what the lines are of, and what groups, zones and provinces were called in the run.

    Where the run read results of earlier editions, it names them too.
    """
    intervals = rank_intervals(run) if visibility.scores else None
    names: dict[str, dict[str, str]] = {column: {} for column in (*FILTER_COLUMNS, RANKING)}
    english: dict[str, dict[str, str]] = {column: {} for column in names}
    for (column, code), name in frozen_names(run).items():
        if column in names:
            names[column][code] = name.name
            if name.english:
                english[column][code] = name.english
    earlier = [
        {"edition": one.edition, "label": one.label, "year": one.year, "number": one.number, "digest": one.digest}
        for one in frozen_history(run)
    ]
    return {
        "format": LINES_FORMAT,
        "run": str(run.public_id),
        "result_digest": run.result_digest,
        "visibility": {"scores": visibility.scores, "marks": visibility.marks},
        "groups": names.pop(RANKING),
        "groups_en": english.pop(RANKING),
        "names": names,
        "names_en": english,
        "intervals": {"draws": intervals.draws, "seed": intervals.seed} if intervals else None,
        **({"history": earlier} if earlier else {}),
    }


def file_lines(run: ScoreRun, visibility: Openness) -> Iterator[tuple[bytes, RunScore | None]]:
    """Yield the header, then each line with the row it comes from, in the order of the ranking; holds one chunk."""
    intervals = rank_intervals(run) if visibility.scores else None
    yield canonical_json(file_header(run, visibility)), None
    maker = LineMaker(run, visibility, intervals.bounds if intervals else {})
    rows = standings(run) if visibility.scores else standings(run).filter(rank__isnull=False)
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        for row, line in zip(chunk, maker.lines(chunk), strict=True):
            yield canonical_json(line), row


class LineMaker:
    """Makes the lines of a run's rows, a chunk at a time, from nothing but stored rows."""

    def __init__(self, run: ScoreRun, visibility: Openness, bounds: Mapping[str, tuple[int, int]]) -> None:
        self.run = run
        self.visibility = visibility
        self.bounds = bounds
        self.groups = group_names(run)
        self.jurors = juror_numbers(run) if visibility.marks else {}

    def lines(self, rows: Sequence[RunScore]) -> Iterator[Json]:
        """`rows` come with their entries."""
        if not self.visibility.scores:
            yield from map(self._place, rows)
            return
        keys = [row.entry_id for row in rows]
        nodes, inputs = stored_nodes(rows), self._inputs(keys)
        marks = self._marks(keys) if self.visibility.marks else {}
        for row in rows:
            own = [[*node[:-1], said(node[-1])] for node in nodes.get(row.pk, ())]
            line = {**self._place(row), **self._score(row), "nodes": own, "inputs": inputs.get(row.entry_id, {})}
            yield {**line, "marks": marks.get(row.entry_id, [])} if self.visibility.marks else line

    def _place(self, row: RunScore) -> Json:
        return {
            "entry": str(row.entry.public_id),
            "name": row.entry.name,
            "region": row.entry.region_code,
            "province": row.entry.province_code,
            "zone": row.entry.zone_code,
            "is_synthetic": row.entry.is_synthetic,
            "rank": row.rank,
            "group": row.group_key,
            "group_name": self.groups.get(row.group_key, row.group_key),
            "band": row.band,
            "is_tied": row.is_tied,
            "decided_by": row.decided_by,
        }

    def _score(self, row: RunScore) -> Json:
        bounds = self.bounds.get(str(row.entry.public_id))
        return {
            "score": row.score_text,
            "gate": row.gate,
            "status": said(row.status),
            "next_band": row.next_band,
            "next_band_gap": row.next_band_gap,
            "lines": row.lines,
            "interval": list(bounds) if bounds else None,
        }

    def _inputs(self, entry_ids: list[int]) -> dict[int, dict[str, Json]]:
        found: dict[int, dict[str, Json]] = defaultdict(dict)
        for row in RunInput.objects.filter(run=self.run, entry__in=entry_ids):
            found[row.entry_id][row.variable] = {
                "value": row.value,
                "origin": row.origin,
                "source": row.source,
                "as_of": row.as_of,
                "reference": row.reference,
                "is_synthetic": row.is_synthetic,
            }
        return found

    def _marks(self, entry_ids: list[int]) -> dict[int, list[list[object]]]:
        """Return [juror's number, criterion, value] by entry, in an order of their own."""
        found: dict[int, list[list[object]]] = defaultdict(list)
        rows = RunMark.objects.filter(run=self.run, entry__in=entry_ids)
        for entry_id, juror, criterion, value in rows.values_list("entry_id", "juror_key", "criterion", "value"):
            found[entry_id].append([self.jurors[juror], criterion, mark_text(value)])
        return {entry_id: sorted(marks, key=lambda mark: (mark[1], mark[0])) for entry_id, marks in found.items()}


def stored_nodes(rows: Sequence[RunScore]) -> dict[int, list[NodeRow]]:
    """Return code, raw, normalised, value, weight, contribution and note of every node by row, in the tree's order."""
    found: dict[int, list[NodeRow]] = defaultdict(list)
    nodes = NodeScore.objects.filter(score__in=[row.pk for row in rows]).order_by("score", "position")
    for score_id, *values in nodes.values_list("score_id", *NODE_FIELDS, "note"):
        found[score_id].append(tuple(values))
    return found


def mark_text(value: Decimal) -> str:
    return format(value.normalize(), "f")


def said(stored: str) -> str | list[Json]:
    """Return a remark as it is stored: codes with values, or a sentence of the first format."""
    return notes_json(notes_of(stored)) if is_code(stored) else stored
