"""The frozen input of a run, read back: as the engine's table and marks, and as the digest over all of it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from awards.engine import GivenMark, Rules, Table
from awards.runs.models import InputOrigin, RunInput, RunMark, RunScore, ScoreRun
from awards.runs.selectors.history import frozen_history
from awards.runs.selectors.inputs import InputMark, InputValue, digest_of_input


def run_entries(run: ScoreRun) -> dict[int, str]:
    """Return who competed in a finished run: key -> identity under which the engine knows the entry."""
    rows = RunScore.objects.filter(run=run).order_by("entry__public_id").values_list("entry_id", "entry__public_id")
    return {entry_id: str(public_id) for entry_id, public_id in rows.iterator(chunk_size=5000)}


def frozen_table(run: ScoreRun, rules: Rules, keys: Mapping[int, str]) -> Table:
    """Build the table from stored rows only; a column nobody reported is there and empty."""
    places = {entry_id: place for place, entry_id in enumerate(keys)}
    columns: dict[str, list[str | None]] = {name: [None] * len(places) for name in rules.columns}
    rows = RunInput.objects.filter(run=run).values_list("entry_id", "variable", "value")
    for entry_id, variable, value in rows.iterator(chunk_size=5000):
        columns[variable][places[entry_id]] = value
    return Table(list(keys.values()), columns)


def frozen_marks(run: ScoreRun, keys: Mapping[int, str]) -> list[GivenMark]:
    rows = RunMark.objects.filter(run=run).order_by("criterion", "juror_key", "entry__public_id")
    values = rows.values_list("entry_id", "juror_key", "criterion", "value")
    return [
        GivenMark(entity=keys[entry_id], juror=juror, criterion=criterion, value=value)
        for entry_id, juror, criterion, value in values.iterator(chunk_size=5000)
    ]


def frozen_digest(run: ScoreRun, keys: Mapping[int, str]) -> str:
    """Return the digest over every frozen value and mark with its source; memory holds one entry at a time."""
    values = _grouped_values(run)
    marks = _grouped_marks(run)
    return digest_of_input(_joined(keys, values, marks), frozen_history(run))


def text_of(value: Decimal | int | str | None) -> str:
    """Write a value of the engine as stored text: plain digits, trailing zeros kept, nothing for a missing one."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _joined(
    keys: Mapping[int, str],
    values: Iterator[tuple[UUID, list[InputValue]]],
    marks: Iterator[tuple[UUID, list[InputMark]]],
) -> Iterator[tuple[UUID, list[InputValue], list[InputMark]]]:
    next_values, next_marks = next(values, None), next(marks, None)
    for public_id in sorted(map(UUID, keys.values())):
        own_values: list[InputValue] = []
        own_marks: list[InputMark] = []
        if next_values is not None and next_values[0] == public_id:
            own_values, next_values = next_values[1], next(values, None)
        if next_marks is not None and next_marks[0] == public_id:
            own_marks, next_marks = next_marks[1], next(marks, None)
        yield public_id, own_values, own_marks


def _grouped_values(run: ScoreRun) -> Iterator[tuple[UUID, list[InputValue]]]:
    rows = RunInput.objects.filter(run=run).order_by("entry__public_id", "pk").values_list("entry__public_id", *_INPUT)
    for public_id, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        yield public_id, [_value(row) for row in group]


_INPUT = ("entry_id", "variable", "value", "origin", "source", "as_of", "reference", "is_synthetic")


def _value(row: tuple[Any, ...]) -> InputValue:  # in the order of _INPUT, after the public id
    _, entry_id, variable, value, origin, source, as_of, reference, is_synthetic = row
    return InputValue(entry_id, variable, value, InputOrigin(origin), source, as_of, reference, is_synthetic)


def _grouped_marks(run: ScoreRun) -> Iterator[tuple[UUID, list[InputMark]]]:
    rows = (
        RunMark.objects.filter(run=run)
        .order_by("entry__public_id", "pk")
        .values_list("entry__public_id", "entry_id", "juror_key", "criterion", "value")
    )
    for public_id, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        yield (
            public_id,
            [InputMark(entry_id, juror, criterion, value) for _, entry_id, juror, criterion, value in group],
        )
