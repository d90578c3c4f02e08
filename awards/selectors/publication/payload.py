"""The canonical result: what is frozen, signed and published, and what anybody can check without us.

What the edition keeps closed stays out: without open scores the payload carries ranks and prizes only; without open
marks no single mark. Jurors stand under numbers.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from awards.models import Category, Edition, Entry, Publication, RunInput, RunMark, RunScore, ScoreRun
from awards.selectors.publication.prizes import PrizePlace
from awards.selectors.runs.explanations import juror_numbers
from awards.selectors.runs.groups import group_names
from awards.selectors.runs.standings import standings

FORMAT = "paritrana-hasil-1"
CHUNK = 500

Json = dict[str, object]


def result_payload(
    run: ScoreRun,
    places: Iterable[PrizePlace],
    *,
    number: int,
    corrects: Publication | None,
    reason: str,
    tie_decision: str,
    frozen_at: datetime.datetime,
) -> Json:
    """Return the payload of a publication; every number in it is text as printed."""
    edition = run.category.edition
    return {
        "format": FORMAT,
        "publication": {
            "number": number,
            "corrects": {"number": corrects.number, "digest": corrects.digest} if corrects else None,
            "reason": reason,
            "tie_decision": tie_decision,
            "frozen_at": frozen_at,
        },
        "edition": _edition(edition),
        "category": _category(run.category),
        "run": _run(run),
        "rulebook": _rulebook(run),
        "prizes": _prizes(run, places),
        "ranking": list(_ranking(run)),
        "marks": _marks(run) if edition.is_scores_public and edition.is_marks_public else None,
    }


def _edition(edition: Edition) -> Json:
    return {
        "code": edition.code,
        "label": edition.brand_label,
        "period_start": edition.period_start,
        "period_end": edition.period_end,
        "is_illustrative": edition.is_illustrative,
        "caveat": edition.caveat,
    }


def _run(run: ScoreRun) -> Json:
    return {
        "id": str(run.public_id),
        "number": run.number,
        "seed": run.seed,
        "engine_version": run.engine_version,
        "input_digest": run.input_digest,
        "rulebook_digest": run.rulebook_digest,
        "result_digest": run.result_digest,
    }


def _rulebook(run: ScoreRun) -> Json:
    return {
        "title": run.rulebook.title,
        "version": run.rulebook.version,
        "digest": run.rulebook_digest,
        "text": run.rulebook.text,
    }


def _category(category: Category) -> Json:
    return {
        "code": category.code,
        "name": category.name,
        "level": category.level,
        "province": category.province_id,
        "entrant_kind": category.entrant_kind,
    }


def _prizes(run: ScoreRun, places: Iterable[PrizePlace]) -> list[Json]:
    kept = list(places)
    entries = Entry.objects.in_bulk([place.entry_id for place in kept])
    return [
        {
            "position": place.position,
            "label": place.label,
            "group": place.group_key,
            "group_name": place.group_name,
            "rank": place.rank,
            "is_shared": place.is_shared,
            "entry": str(entries[place.entry_id].public_id),
            "name": entries[place.entry_id].name,
        }
        for place in kept
    ]


def _ranking(run: ScoreRun) -> Iterator[Json]:
    is_open = run.category.edition.is_scores_public
    groups = group_names(run)
    rows = standings(run) if is_open else standings(run).filter(rank__isnull=False)
    stream = rows.prefetch_related("nodes").iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        inputs = _inputs(run, [row.entry_id for row in chunk]) if is_open else {}
        for row in chunk:
            yield {**_place(row, groups), **(_score(row, inputs.get(row.entry_id, {})) if is_open else {})}


def _place(row: RunScore, groups: Mapping[str, str]) -> Json:
    return {
        "entry": str(row.entry.public_id),
        "name": row.entry.name,
        "region": row.entry.region_code,
        "is_synthetic": row.entry.is_synthetic,
        "rank": row.rank,
        "group": row.group_key,
        "group_name": groups.get(row.group_key, row.group_key),
        "band": row.band,
        "is_tied": row.is_tied,
        "decided_by": row.decided_by,
    }


def _score(row: RunScore, inputs: dict[str, Json]) -> Json:
    nodes = sorted(row.nodes.all(), key=lambda node: node.position)
    return {
        "score": row.score_text,
        "gate": row.gate,
        "status": row.status,
        "lines": row.lines,
        "nodes": [[node.code, node.raw, node.value, node.weight, node.contribution, node.note] for node in nodes],
        "inputs": inputs,
    }


def _inputs(run: ScoreRun, entry_ids: list[int]) -> dict[int, dict[str, Json]]:
    found: dict[int, dict[str, Json]] = defaultdict(dict)
    for row in RunInput.objects.filter(run=run, entry__in=entry_ids):
        found[row.entry_id][row.variable] = {
            "value": row.value,
            "origin": row.origin,
            "source": row.source,
            "as_of": row.as_of,
            "is_synthetic": row.is_synthetic,
        }
    return found


def _marks(run: ScoreRun) -> list[list[object]]:
    numbers = juror_numbers(run)
    rows = RunMark.objects.filter(run=run).values_list("entry__public_id", "juror_key", "criterion", "value")
    return sorted(
        [str(public_id), numbers[juror_key], criterion, format(value.normalize(), "f")]
        for public_id, juror_key, criterion, value in rows
    )
