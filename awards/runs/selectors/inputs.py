"""What a run would freeze now, chunk by chunk: each value with its origin, source and as-of date."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import employers.selectors.scoring
import ministries.selectors.scoring
import regions.selectors.scoring
from awards.editions.models import Category, EntrantKind
from awards.engine import Rules
from awards.engine.history import HistoryColumn
from awards.entries.models import Entry, EntryState
from awards.jury.selectors.marks import attendance, counting_marks
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.runs.models import InputOrigin
from awards.runs.selectors.history import (
    EarlierResult,
    cell_reference,
    cell_source,
    earlier_results,
    history_cells,
)
from awards.verification.selectors.findings import verified_answers
from paritrana.lib.canonical import canonical_json, decimal_text
from paritrana.lib.observations import Observation

CHUNK = 1000
ATTENDANCE_COLUMN = "attendance_role"
# Frozen with the run, so the same text in every language of the interface.
ATTENDANCE_SOURCE = "Catatan kehadiran wawancara"
ENTRY_SOURCE = "Pendaftaran peserta"


class AmbiguousObservationError(Exception):
    """Two sources report the same variable of the same entrant; nothing says which one counts."""


@dataclass(frozen=True, slots=True)
class InputValue:
    entry_id: int
    variable: str
    value: str
    origin: InputOrigin
    source: str
    as_of: datetime.date | None
    reference: str
    is_synthetic: bool

    @property
    def canonical(self) -> list[object]:
        return [
            self.variable,
            self.value,
            str(self.origin),
            self.source,
            self.as_of,
            self.reference,
            self.is_synthetic,
        ]


@dataclass(frozen=True, slots=True)
class InputMark:
    entry_id: int
    juror_key: str
    criterion: str
    value: Decimal

    @property
    def canonical(self) -> list[object]:
        return [self.juror_key, self.criterion, self.value]


@dataclass(frozen=True, slots=True)
class InputChunk:
    """Some entries, in the order of their public ids, with all their values and marks."""

    entries: tuple[Entry, ...]
    values: tuple[InputValue, ...]
    marks: tuple[InputMark, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns the rulebook reads, by where they come from. A leaf's own word comes first; a column that no leaf
    names is an answer when the questionnaire asks it, else a contribution."""

    contributions: frozenset[str]
    answers: frozenset[str]
    attendance: frozenset[str]
    references: frozenset[str]
    marks: frozenset[str]
    history: tuple[HistoryColumn, ...] = ()
    not_applicable: str = ""


REFERENCES: Mapping[str, str] = {
    "province": "province_code",
    "region": "region_code",
    "zone": "zone_code",
    "sector": "sector_code",
    "scale": "scale",
}


def wanted_columns(rules: Rules, text: str) -> Wanted:
    named = {leaf.column: str(leaf.source) for leaf in rules.leaves if leaf.column}
    asked = load_questionnaire(text).columns
    columns = set(rules.columns) - rules.history.keys()
    attendance = {column for column in columns if named.get(column) == "attendance"}
    if ATTENDANCE_COLUMN in columns and ATTENDANCE_COLUMN not in named:
        attendance.add(ATTENDANCE_COLUMN)
    references = {column for column in columns if column in REFERENCES and column not in named}
    answers = {
        column
        for column in columns - attendance - references
        if named.get(column) == "answer" or (column not in named and column in asked)
    }
    return Wanted(
        contributions=frozenset(columns - attendance - references - answers),
        answers=frozenset(answers),
        attendance=frozenset(attendance),
        references=frozenset(references),
        marks=frozenset(leaf.jury for leaf in rules.leaves if leaf.jury),
        history=rules.history_columns,
        not_applicable=rules.not_applicable,
    )


def competing(category: Category) -> QuerySet[Entry]:
    """Return the entries that a run scores; their order is random by construction and says nothing."""
    return Entry.objects.filter(category=category, state=EntryState.ADMITTED).order_by("public_id")


def input_chunks(
    category: Category, wanted: Wanted, earlier: Sequence[EarlierResult], *, size: int = CHUNK
) -> Iterator[InputChunk]:
    """Yield the present input of every competing entry; memory holds one chunk at a time.

    `earlier` are the results that its history is read from.
    """
    last: UUID | None = None
    while True:
        page = competing(category) if last is None else competing(category).filter(public_id__gt=last)
        entries = tuple(page[:size])
        if not entries:
            return
        values = [
            *_contributions(category, entries, wanted.contributions),
            *_answers(entries, wanted.answers),
            *_attendance(entries, wanted.attendance),
            *_references(entries, wanted.references),
            *_history(category, entries, wanted, earlier),
        ]
        yield InputChunk(entries, tuple(_unique(values)), tuple(_marks(entries, wanted.marks)))
        last = entries[-1].public_id


def digest_of_input(
    chunks: Iterable[tuple[UUID, list[InputValue], list[InputMark]]], earlier: Sequence[EarlierResult] = ()
) -> str:
    """Digest entries given in the order of their public ids, each with its values and marks in any order.

    The earlier results that were read come first; without any the digest is that of the entries alone.
    """
    sha = hashlib.sha256()
    if earlier:
        sha.update(canonical_json(["history", [one.canonical for one in earlier]]))
        sha.update(b"\n")
    for public_id, values, marks in chunks:
        line = [
            str(public_id),
            [value.canonical for value in sorted(values, key=lambda value: value.variable)],
            [mark.canonical for mark in sorted(marks, key=lambda mark: (mark.criterion, mark.juror_key))],
        ]
        sha.update(canonical_json(line))
        sha.update(b"\n")
    return sha.hexdigest()


def by_entry(chunk: InputChunk) -> Iterator[tuple[UUID, list[InputValue], list[InputMark]]]:
    values: dict[int, list[InputValue]] = defaultdict(list)
    marks: dict[int, list[InputMark]] = defaultdict(list)
    for value in chunk.values:
        values[value.entry_id].append(value)
    for mark in chunk.marks:
        marks[mark.entry_id].append(mark)
    for entry in chunk.entries:
        yield entry.public_id, values[entry.pk], marks[entry.pk]


def present_digest(category: Category, rules: Rules, text: str) -> str:
    """Return the digest that a run made now would have: other than a finished run's, that run is stale."""
    wanted = wanted_columns(rules, text)
    earlier = earlier_results(category, wanted.history)
    chunks = input_chunks(category, wanted, earlier)
    return digest_of_input((line for chunk in chunks for line in by_entry(chunk)), earlier)


def plain(value: Decimal | str) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else value


def _unique(values: Iterable[InputValue]) -> Iterator[InputValue]:
    seen: dict[tuple[int, str], InputValue] = {}
    for value in values:
        first = seen.setdefault((value.entry_id, value.variable), value)
        if first is not value:
            raise AmbiguousObservationError(
                _(
                    "Variabel %(variable)s dilaporkan dua kali untuk satu peserta: %(first)s dan %(second)s. "
                    "Tidak ada yang dihitung. Tarik salah satu, lalu ajukan perhitungan baru."
                )
                % {"variable": value.variable, "first": first.reference, "second": value.reference}
            )
        yield value


def _contributions(category: Category, entries: tuple[Entry, ...], columns: frozenset[str]) -> Iterator[InputValue]:
    if not columns:
        return
    keys = {_entrant_key(category, entry): entry.pk for entry in entries}
    for found in _observations(category, list(keys)):
        if found.variable in columns and found.entrant in keys:
            yield InputValue(
                entry_id=keys[found.entrant],
                variable=found.variable,
                value=plain(found.value),
                origin=InputOrigin.CONTRIBUTION,
                source=found.source,
                as_of=found.as_of,
                reference=found.reference,
                is_synthetic=found.is_synthetic,
            )


def _entrant_key(category: Category, entry: Entry) -> str:
    if category.entrant_kind == EntrantKind.EMPLOYER:
        return str(entry.employer_id)
    if category.entrant_kind == EntrantKind.MINISTRY:
        return str(entry.ministry_id)
    return str(entry.region_id)


def _observations(category: Category, keys: list[str]) -> Iterable[Observation]:
    start, end = category.edition.period_start, category.edition.period_end
    if category.entrant_kind == EntrantKind.EMPLOYER:
        return employers.selectors.scoring.observations([int(key) for key in keys], period_start=start, period_end=end)
    if category.entrant_kind == EntrantKind.MINISTRY:
        return ministries.selectors.scoring.observations(keys, period_start=start, period_end=end)
    return regions.selectors.scoring.observations(keys, period_start=start, period_end=end)


def _answers(entries: tuple[Entry, ...], columns: frozenset[str]) -> Iterator[InputValue]:
    if not columns:
        return
    places = {str(entry.public_id): entry.pk for entry in entries}
    for found in verified_answers([entry.pk for entry in entries]):
        if found.variable in columns:
            yield InputValue(
                entry_id=places[found.entrant],
                variable=found.variable,
                value=plain(found.value),
                origin=InputOrigin.ANSWER,
                source=found.source,
                as_of=found.as_of,
                reference=found.reference,
                is_synthetic=found.is_synthetic,
            )


def _attendance(entries: tuple[Entry, ...], columns: frozenset[str]) -> Iterator[InputValue]:
    if not columns:
        return
    competing_entries = {entry.pk: entry for entry in entries}
    for interview in attendance(list(competing_entries)).values():
        for column in sorted(columns):
            yield InputValue(
                entry_id=interview.entry_id,
                variable=column,
                value=interview.attendance_role,
                origin=InputOrigin.ATTENDANCE,
                source=ATTENDANCE_SOURCE,
                as_of=timezone.localdate(interview.held_at),
                reference=f"interview:{interview.pk}",
                is_synthetic=competing_entries[interview.entry_id].is_synthetic,
            )


def _references(entries: tuple[Entry, ...], columns: frozenset[str]) -> Iterator[InputValue]:
    for entry in entries:
        for column in sorted(columns):
            if value := str(getattr(entry, REFERENCES[column])):
                yield InputValue(
                    entry_id=entry.pk,
                    variable=column,
                    value=value,
                    origin=InputOrigin.MEASURE,
                    source=ENTRY_SOURCE,
                    as_of=None,
                    reference=f"entry:{entry.public_id}",
                    is_synthetic=entry.is_synthetic,
                )


def _history(
    category: Category, entries: tuple[Entry, ...], wanted: Wanted, earlier: Sequence[EarlierResult]
) -> Iterator[InputValue]:
    """Say what is known of earlier editions, and of what is not known why: an empty value with its reason."""
    year = category.edition.period_end.year
    for entry, column, cell in history_cells(earlier, wanted.history, entries, year):
        yield InputValue(
            entry_id=entry.pk,
            variable=column.code,
            value=wanted.not_applicable if cell.never else cell.text,
            origin=InputOrigin.HISTORY,
            source=cell_source(cell, column, earlier),
            as_of=None,
            reference=cell_reference(cell, earlier),
            is_synthetic=entry.is_synthetic,
        )


def _marks(entries: tuple[Entry, ...], criteria: frozenset[str]) -> Iterator[InputMark]:
    if not criteria:
        return
    for mark in counting_marks([entry.pk for entry in entries]):
        if mark.criterion in criteria:
            yield InputMark(mark.entry_id, mark.juror_key, mark.criterion, mark.value)
