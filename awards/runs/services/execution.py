"""Compute a queued run: freeze its input, score it, store the result. May be killed and started again at any point.

Every chunk is one transaction that first takes the run by its execution mark, so a runner that was taken for dead
writes nothing once another one has started; the newer runner begins by erasing what the older one left.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from awards.engine import ENGINE_VERSION, Result, RulebookError, Rules, ScoringError, load_rulebook, score
from awards.engine.details import Detail, details
from awards.engine.errors import NumberTooLongError
from awards.entries.models import Entry
from awards.rulebooks.selectors.sealed import RulebookTamperedError, checked_text
from awards.runs.models import NodeScore, RunGroup, RunHistory, RunInput, RunMark, RunScore, ScoreRun, ScoreRunState
from awards.runs.selectors.frozen import frozen_digest, frozen_marks, frozen_table, text_of
from awards.runs.selectors.groups import group_key
from awards.runs.selectors.history import EarlierResult, earlier_results
from awards.runs.selectors.inputs import AmbiguousObservationError, InputChunk, competing, input_chunks, wanted_columns
from awards.runs.selectors.notes import CODES_FORMAT, kept
from awards.runs.services.groups import freeze_groups
from awards.runs.services.rows import erase_rows, reserve_ids, write_rows
from awards.sentences import refusal
from paritrana.audit.services import record
from paritrana.jobs.registry import Progress

CHUNK = 1000
"""Entries per transaction."""
LONGEST_NUMBER = 60
"""Characters of a node's number that its column holds."""

INPUT_FIELDS = ("run", "entry", "variable", "value", "origin", "source", "as_of", "reference", "is_synthetic")
HISTORY_FIELDS = ("run", "position", "edition", "label", "year", "number", "digest")
MARK_FIELDS = ("run", "entry", "juror_key", "criterion", "value")
SCORE_FIELDS = (
    "id",
    "run",
    "entry",
    "score",
    "score_text",
    "rank",
    "group_key",
    "band",
    "gate",
    "status",
    "is_tied",
    "decided_by",
    "next_band",
    "next_band_gap",
    "lines",
)
NODE_FIELDS = ("score", "position", "code", "raw", "normalised", "value", "weight", "contribution", "note")


class RunRefusedError(Exception):
    """The run cannot be computed; the message says why and what to do, and nothing of it was kept."""


class ExecutionLostError(Exception):
    """Another attempt works on this run now, or the run was put aside."""


@dataclass(frozen=True, slots=True)
class Execution:
    """One attempt at one run."""

    run: ScoreRun
    mark: uuid.UUID
    progress: Progress
    total: int

    def hold(self) -> None:
        """Take the run for the transaction around; raise when this attempt is no longer the one that counts."""
        held = ScoreRun.objects.filter(pk=self.run.pk, state=ScoreRunState.QUEUED, execution=self.mark)
        if not held.update(execution=self.mark):
            raise ExecutionLostError(str(self.run.pk))


def execute_score_run(*, run_id: int, progress: Progress, at: datetime.datetime) -> ScoreRun:
    """Compute a run unless it is no longer queued; raise RunRefusedError when input or rulebook cannot be scored."""
    run = ScoreRun.objects.select_related("category__edition", "rulebook").get(pk=run_id)
    if run.state != ScoreRunState.QUEUED:
        return run
    entries = competing(run.category).count()
    execution = Execution(run, uuid.uuid4(), progress, total=2 * entries + 1)
    _start(execution)
    keys: dict[int, str] = {}
    try:
        rules = sealed_rules(run)
        keys = _freeze(execution, rules)
        result = _scored(run, rules, keys)
        _store(execution, result, keys, done=len(keys) + 1)
        _finish(execution, result, keys, at)
    except (RulebookError, ScoringError) as error:
        _unscore(execution)
        raise RunRefusedError(_named(refusal(error), keys)) from error
    except AmbiguousObservationError as error:
        _unscore(execution)
        raise RunRefusedError(_named(str(error), keys)) from error
    run.refresh_from_db()
    return run


def sealed_rules(run: ScoreRun) -> Rules:
    """Load the rulebook of a run; refuse a text that is no longer the sealed one."""
    message = _(
        "Isi juknis «%(title)s» berubah setelah disegel: sidik jarinya tidak sama lagi. Tidak ada yang dihitung. "
        "Kembalikan isi yang disegel, atau segel juknis baru sebagai versi berikutnya."
    ) % {"title": run.rulebook.title}
    try:
        rules = load_rulebook(checked_text(run.rulebook))
    except RulebookTamperedError as error:
        raise RunRefusedError(message) from error
    if rules.digest != run.rulebook.digest or rules.digest != run.rulebook_digest:
        raise RunRefusedError(message)
    return rules


def _start(execution: Execution) -> None:
    run = execution.run
    with transaction.atomic():
        if not ScoreRun.objects.filter(pk=run.pk, state=ScoreRunState.QUEUED).update(execution=execution.mark):
            raise ExecutionLostError(str(run.pk))
        _erase_scores(run)
        erase_rows(RunMark.objects.filter(run=run))
        erase_rows(RunInput.objects.filter(run=run))
        erase_rows(RunHistory.objects.filter(run=run))


def _unscore(execution: Execution) -> None:
    """Leave no part of a result behind when an explanation is refused after others were stored."""
    with transaction.atomic():
        execution.hold()
        _erase_scores(execution.run)


def _erase_scores(run: ScoreRun) -> None:
    erase_rows(NodeScore.objects.filter(score__run=run))
    erase_rows(RunScore.objects.filter(run=run))
    erase_rows(RunGroup.objects.filter(run=run))


def _freeze(execution: Execution, rules: Rules) -> dict[int, str]:
    """Return who competes: key -> identity under which the engine knows the entry."""
    run = execution.run
    keys: dict[int, str] = {}
    wanted = wanted_columns(rules, run.rulebook.text)
    execution.progress.advance(0, execution.total, _("Membekukan masukan"))
    earlier = earlier_results(run.category, wanted.history)
    with transaction.atomic():
        execution.hold()
        _write_history(run, earlier)
    for chunk in input_chunks(run.category, wanted, earlier, size=CHUNK):
        with transaction.atomic():
            execution.hold()
            _write_input(run, chunk)
        keys |= {entry.pk: str(entry.public_id) for entry in chunk.entries}
        execution.progress.advance(min(len(keys), execution.total), execution.total, _("Membekukan masukan"))
    if not keys:
        raise RunRefusedError(_("Kategori ini belum punya peserta yang diterima. Terima pesertanya, lalu hitung lagi."))
    execution.progress.advance(min(len(keys), execution.total), execution.total, _("Menghitung nilai"))
    return keys


def _write_history(run: ScoreRun, earlier: Sequence[EarlierResult]) -> None:
    rows = (
        (run.pk, position, one.edition, one.label, one.year, one.number, one.digest)
        for position, one in enumerate(earlier)
    )
    write_rows(RunHistory, HISTORY_FIELDS, rows)


def _write_input(run: ScoreRun, chunk: InputChunk) -> None:
    write_rows(
        RunInput,
        INPUT_FIELDS,
        (
            (
                run.pk,
                value.entry_id,
                value.variable,
                value.value,
                str(value.origin),
                value.source,
                value.as_of,
                value.reference,
                value.is_synthetic,
            )
            for value in chunk.values
        ),
    )
    write_rows(
        RunMark,
        MARK_FIELDS,
        ((run.pk, mark.entry_id, mark.juror_key, mark.criterion, mark.value) for mark in chunk.marks),
    )


def _scored(run: ScoreRun, rules: Rules, keys: Mapping[int, str]) -> Result:
    return score(rules, frozen_table(run, rules, keys), frozen_marks(run, keys))


def _store(execution: Execution, result: Result, keys: Mapping[int, str], *, done: int) -> None:
    places = {public_id: entry_id for entry_id, public_id in keys.items()}
    found = details(result)
    while chunk := list(islice(found, CHUNK)):
        with transaction.atomic():
            execution.hold()
            ids = reserve_ids(RunScore, len(chunk))
            write_rows(RunScore, SCORE_FIELDS, _score_rows(execution.run, ids, chunk, places, result))
            write_rows(NodeScore, NODE_FIELDS, _node_rows(ids, chunk))
        done += len(chunk)
        execution.progress.advance(min(done, execution.total), execution.total, _("Menyimpan nilai dan peringkat"))


def _score_rows(
    run: ScoreRun, ids: list[int], chunk: list[Detail], places: Mapping[str, int], result: Result
) -> Iterator[tuple[object, ...]]:
    bands = {band.code: band.name for band in result.rulebook.bands}
    for key, detail in zip(ids, chunk, strict=True):
        standing = detail.standing
        yield (
            key,
            run.pk,
            places[standing.id],
            standing.score,
            text_of(standing.score),
            standing.rank,
            group_key(standing.group.values()),
            bands.get(standing.band or "", ""),
            str(standing.gate),
            kept(standing.notes),
            standing.is_tied,
            "" if standing.decided_by in (None, "total") else standing.decided_by,
            bands.get(standing.next_band or "", ""),
            text_of(standing.distance_to_next_band),
            _lines(detail),
        )


def _lines(detail: Detail) -> list[list[str]]:
    if detail.explanation is None:
        return []
    return [[str(line.kind), line.code, text_of(line.amount)] for line in detail.explanation.lines]


def _node_rows(ids: list[int], chunk: list[Detail]) -> Iterator[tuple[object, ...]]:
    for key, detail in zip(ids, chunk, strict=True):
        for position, node in enumerate(detail.nodes):
            yield (
                key,
                position,
                node.code,
                text_of(node.raw),
                _fitting(node.normalised),
                _fitting(node.score),
                text_of(node.weight),
                _fitting(node.contribution),
                kept(node.notes),
            )


def _fitting(number: Decimal | None) -> str:
    """Refuse in words what the column cannot hold."""
    text = text_of(number)
    if len(text) > LONGEST_NUMBER:
        raise NumberTooLongError(LONGEST_NUMBER)
    return text


def _finish(execution: Execution, result: Result, keys: Mapping[int, str], at: datetime.datetime) -> None:
    run = execution.run
    digests = {
        "input_digest": frozen_digest(run, keys),
        "rulebook_digest": run.rulebook.digest,
        "result_digest": result.digest,
        "engine_version": ENGINE_VERSION,
    }
    written = {"notes_format": CODES_FORMAT, "entry_count": len(keys)}
    with transaction.atomic():
        execution.hold()
        freeze_groups(run, result)
        ScoreRun.objects.filter(pk=run.pk).update(state=ScoreRunState.PROPOSED, proposed_at=at, **written, **digests)
        record(action="run.compute", subject=run, actor=None, at=at, changes=digests)


def _named(message: str, keys: Mapping[int, str]) -> str:
    """Put names in the place of the engine's identities: people read the message."""
    named = [public_id for public_id in keys.values() if public_id in message]
    for public_id, name in Entry.objects.filter(public_id__in=named).values_list("public_id", "name"):
        message = message.replace(str(public_id), name)
    return message
