"""Recompute a finished run from its frozen input and sealed rulebook, and name every difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from awards.engine import ENGINE_VERSION, EngineError, Result, Rules, Standing, load_rulebook, score
from awards.engine.details import details_of
from awards.engine.result import NodeResult
from awards.runs.models import RunScore, ScoreRun
from awards.runs.selectors.frozen import frozen_digest, frozen_marks, frozen_table, run_entries, text_of
from awards.runs.selectors.groups import group_key
from awards.sentences import refusal

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not recompute; `subject` is "run" or the public id of an entry."""

    subject: str
    what: str
    stored: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared; the run is sound when `mismatches` is empty."""

    run: ScoreRun
    engine_version: str
    digests: dict[str, str]
    entry_count: int
    mismatches: tuple[Mismatch, ...]

    @property
    def is_sound(self) -> bool:
        return not self.mismatches


def verify_run(run: ScoreRun) -> Verification:
    """Compare digests first, then every stored score, rank and node; reads nothing but the run's own rows."""
    keys = run_entries(run)
    found: list[Mismatch] = []
    digests = {"input": frozen_digest(run, keys), "rulebook": "", "result": ""}
    try:
        rules = load_rulebook(run.rulebook.text)
        digests["rulebook"] = rules.digest
        result = score(rules, frozen_table(run, rules, keys), frozen_marks(run, keys))
        digests["result"] = result.digest
        found += _digest_mismatches(run, digests)
        found += _score_mismatches(run, rules, result)
    except (EngineError, KeyError) as error:
        said = refusal(error) if isinstance(error, EngineError) else str(error)
        found += [*_digest_mismatches(run, digests), Mismatch("run", "engine", "", said)]
    return Verification(run, ENGINE_VERSION, digests, len(keys), tuple(found))


def _digest_mismatches(run: ScoreRun, digests: dict[str, str]) -> Iterator[Mismatch]:
    stored = {"rulebook": run.rulebook_digest, "input": run.input_digest, "result": run.result_digest}
    for name, digest in stored.items():
        if digests[name] != digest:
            yield Mismatch("run", f"{name}_digest", digest, digests[name])
    if run.engine_version != ENGINE_VERSION:
        yield Mismatch("run", "engine_version", run.engine_version, ENGINE_VERSION)


def _score_mismatches(run: ScoreRun, rules: Rules, result: Result) -> Iterator[Mismatch]:
    bands = {band.code: band.name for band in rules.bands}
    rows = RunScore.objects.filter(run=run).select_related("entry").prefetch_related("nodes").order_by("pk")
    stored = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stored, CHUNK)):
        keys = [str(row.entry.public_id) for row in chunk]
        for key, row, detail in zip(keys, chunk, details_of(result, keys), strict=True):
            yield from _pairs(key, _stored(row), _recomputed(detail.standing, bands))
            yield from _node_mismatches(key, row, detail.nodes)


def _stored(row: RunScore) -> dict[str, str]:
    return {
        "score": row.score_text,
        "rank": text_of(row.rank),
        "group": row.group_key,
        "band": row.band,
        "gate": row.gate,
        "is_tied": str(row.is_tied),
        "decided_by": row.decided_by,
    }


def _recomputed(standing: Standing, bands: dict[str, str]) -> dict[str, str]:
    return {
        "score": text_of(standing.score),
        "rank": text_of(standing.rank),
        "group": group_key(standing.group.values()),
        "band": bands.get(standing.band or "", ""),
        "gate": str(standing.gate),
        "is_tied": str(standing.is_tied),
        "decided_by": "" if standing.decided_by in (None, "total") else standing.decided_by,
    }


def _node_mismatches(key: str, row: RunScore, nodes: tuple[NodeResult, ...]) -> Iterator[Mismatch]:
    stored = {node.code: node for node in row.nodes.all()}
    for node in nodes:
        kept = stored.pop(node.code, None)
        before = (
            {"raw": kept.raw, "value": kept.value, "weight": kept.weight, "contribution": kept.contribution}
            if kept is not None
            else dict.fromkeys(("raw", "value", "weight", "contribution"), "")
        )
        after = {
            "raw": text_of(node.raw),
            "value": text_of(node.score),
            "weight": text_of(node.weight),
            "contribution": text_of(node.contribution),
        }
        for mismatch in _pairs(key, before, after):
            yield Mismatch(key, f"{node.code}.{mismatch.what}", mismatch.stored, mismatch.recomputed)
    for code in stored:
        yield Mismatch(key, code, "ada", "")


def _pairs(key: str, stored: dict[str, str], recomputed: dict[str, str]) -> Iterator[Mismatch]:
    for name, value in stored.items():
        if value != recomputed[name]:
            yield Mismatch(key, name, value, recomputed[name])
