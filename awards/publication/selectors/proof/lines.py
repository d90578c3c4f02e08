"""The result file against what pages read and against the run it came from, chunk by chunk."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from awards.publication.models import Publication, PublishedEntry
from awards.publication.selectors.files import ResultFileMissingError, stored_lines
from awards.publication.selectors.lines import CHUNK, LINES_FORMAT, LineMaker, Openness
from awards.publication.selectors.proof.faults import Fault, FaultKind
from awards.runs.models import RunRobustness, RunScore, ScoreRun
from paritrana.lib.canonical import canonical_json
from paritrana.lib.line_files import LinesRoot, UnreadableLinesError

Json = dict[str, Any]

OF_ENTRY = frozenset({"name", "region", "province", "zone", "is_synthetic"})
"""What a line says of the entry itself; it may be renamed lawfully, and the trail tells (see trail.py)."""
KINDS = {
    "score": FaultKind.RUN_SCORE,
    "lines": FaultKind.RUN_SCORE,
    "rank": FaultKind.RUN_RANK,
    "inputs": FaultKind.FROZEN_INPUT,
    "marks": FaultKind.FROZEN_MARK,
    "interval": FaultKind.INTERVAL,
    "nodes": FaultKind.NODE,
}


def published_lines(publication: Publication, head: Json) -> Iterator[Json]:
    """Yield what was published of each entry: the lines of the file, or the ranking inside an earlier payload."""
    if publication.file_digest:
        for line in islice(stored_lines(publication.file_digest), 1, None):
            yield json.loads(line)
        return
    marks: dict[str, list[Any]] = {}
    for entry, *mark in head["marks"] or ():
        marks.setdefault(entry, []).append(mark)
    for row in head["ranking"]:
        given = sorted(marks.get(row["entry"], []), key=lambda mark: (mark[1], mark[0]))
        yield row if head["marks"] is None else {**row, "marks": given}


def file_faults(publication: Publication, head: Json) -> Iterator[Fault]:
    """Hold the file against its name, the signed head and the rows of the pages; memory holds one line."""
    if not publication.file_digest:
        if "result" in head:
            yield Fault(FaultKind.FILE, "", head["result"]["digest"])
        return
    signed, root = head["result"], LinesRoot(LINES_FORMAT)
    rows = PublishedEntry.objects.filter(publication=publication).select_related("entry").order_by("position")
    try:
        lines = stored_lines(publication.file_digest)
        if (header := next(lines, b"")) != canonical_json(signed["header"]):
            yield Fault(FaultKind.FILE, "", "header")
        root.add(header)
        for place, (line, row) in enumerate(zip_longest(lines, rows.iterator(chunk_size=CHUNK)), start=1):
            if line is not None:
                root.add(line)
            if line is None or row is None or not _is_row_of(row, place, line):
                yield Fault(FaultKind.PUBLISHED_ROW, f"{place}: {row.name if row else ''}")
    except (ResultFileMissingError, UnreadableLinesError) as error:
        yield Fault(FaultKind.FILE, "", str(error))
        return
    if {root.digest, signed["digest"]} != {publication.file_digest} or root.count != signed["entries"]:
        yield Fault(FaultKind.FILE, "", f"{signed['digest']} != {root.digest}")


def _is_row_of(row: PublishedEntry, place: int, line: bytes) -> bool:
    if row.line.encode() != line:
        return False
    said = json.loads(line)
    return (
        place,
        said["entry"],
        said["entry"],
        said["name"],
        said["province"],
        said["zone"],
        said["group"],
        said["rank"],
    ) == (
        row.position,
        str(row.public_id),
        str(row.entry.public_id),
        row.name,
        row.province_code,
        row.zone_code,
        row.group_key,
        row.rank,
    )


def run_faults(publication: Publication, head: Json) -> Iterator[Fault]:
    """Hold the stored rows of the run against what was published; memory holds one chunk."""
    run = publication.run
    maker = LineMaker(run, _visibility(head), _bounds(run, head))
    published = published_lines(publication, head)
    known = 0
    try:
        while chunk := list(islice(published, CHUNK)):
            stored = _stored(run, chunk)
            known += len(stored)
            rows = list(stored.values())
            made = {str(line["entry"]): line for line in map(_plain, maker.lines(rows))}
            for line in chunk:
                yield from _differences(line, made.get(line["entry"]))
    except (ResultFileMissingError, UnreadableLinesError):
        return  # told by the file's own check
    counted = RunScore.objects.filter(run=run)
    if not _visibility(head).scores:
        counted = counted.filter(rank__isnull=False)
    if (there := counted.count()) != known:
        yield Fault(FaultKind.RUN_ROWS, "", f"{known} != {there}")


def _visibility(head: Json) -> Openness:
    if "visibility" in head:
        return Openness(head["visibility"]["scores"], head["visibility"]["marks"])
    return Openness(any("score" in row for row in head["ranking"]), head["marks"] is not None)


def _bounds(run: ScoreRun, head: Json) -> Mapping[str, tuple[int, int]]:
    """Return the intervals of the very report that was published; a later one, with other draws, is another matter."""
    drawn = head["result"]["header"]["intervals"] if "result" in head else None
    if drawn is None:
        return {}
    report = RunRobustness.objects.filter(run=run, seed=drawn["seed"], draws=drawn["draws"]).first()
    bounds: Mapping[str, tuple[int, int]] = report.report["intervals"] if report else {}
    return bounds


def _stored(run: ScoreRun, chunk: Sequence[Json]) -> dict[str, RunScore]:
    rows = RunScore.objects.filter(run=run, entry__public_id__in=[line["entry"] for line in chunk])
    return {str(row.entry.public_id): row for row in rows.select_related("entry")}


def _plain(line: Mapping[str, object]) -> Json:
    plain: Json = json.loads(canonical_json(line))
    return plain


def _differences(line: Json, stored: Json | None) -> Iterator[Fault]:
    if stored is None:
        yield Fault(FaultKind.RUN_ROWS, line["name"])
        return
    for name, value in line.items():
        if name in OF_ENTRY or name == "entry":
            continue
        if _as_published(name, value) != _as_published(name, stored.get(name), like=value):
            yield Fault(KINDS.get(name, FaultKind.RUN_PLACE), line["name"], _first(name, value, stored.get(name)))


def _as_published(name: str, value: Any, *, like: Any = None) -> Any:
    """Cut what earlier formats did not carry: a node's normalised value, an input's reference."""
    if name == "nodes" and like and len(like[0]) == 6:  # noqa: PLR2004 - the nodes of formats 1 and 2
        return [[*node[:2], *node[3:]] for node in value or ()]
    if name == "inputs" and like and all("reference" not in given for given in like.values()):
        return {
            variable: {key: part for key, part in given.items() if key != "reference"}
            for variable, given in (value or {}).items()
        }
    return value


def _first(name: str, published: Any, stored: Any) -> str:
    """Say what differs; of a long list the first element that does."""
    if name == "nodes" and isinstance(stored, list):
        codes = {node[0]: node for node in stored}
        for node in published:
            if codes.get(node[0]) != node and len(node) != 6:  # noqa: PLR2004
                return f"{node[0]}: {node[1:6]} != {codes.get(node[0], [])[1:6]}"
    text = f"{name}: {published} != {stored}"
    return text if len(text) <= 300 else f"{name}"  # noqa: PLR2004
