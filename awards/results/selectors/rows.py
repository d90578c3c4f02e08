"""The rows behind the pages of a result: those of a run, or the lines of a published file. Both dress alike."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, QuerySet

from awards.entries.models import Entry
from awards.publication.models import Publication, PublishedEntry
from awards.runs.models import NodeScore, RunInput, RunMark, RunScore, ScoreRun
from awards.runs.selectors.explanations import juror_numbers
from awards.runs.selectors.filters import FilterChoices, GroupChoice, filter_choices, filter_pairs, ranking_groups
from awards.runs.selectors.groups import shown_group_names
from awards.runs.selectors.robustness.shown import Intervals, rank_intervals
from awards.runs.selectors.standings import RankingFilter, narrowed, standings
from paritrana.lib.canonical import canonical_json
from paritrana.pages.reader import in_words

Json = dict[str, Any]
Marks = Mapping[str, tuple[tuple[int, Decimal], ...]]
"""Criterion -> juror's number and mark."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One entry. `line` is what was published of it; None where the rows of the run speak."""

    score: RunScore
    line: Json | None


class ResultRows(Protocol):
    """What pages, exports and the API ask of a result; parts that are closed are empty."""

    def all(self) -> QuerySet[Any]: ...

    def narrowed(self, wanted: RankingFilter) -> QuerySet[Any]: ...

    def ranked(self) -> QuerySet[Any]: ...

    def of_entry(self, public_id: UUID) -> QuerySet[Any]: ...

    def read(self, rows: Iterable[Any]) -> list[ResultRow]: ...

    def nodes(self, rows: Sequence[ResultRow]) -> Mapping[int, Mapping[str, NodeScore]]: ...

    def inputs(self, rows: Sequence[ResultRow]) -> Mapping[int, tuple[RunInput, ...]]: ...

    def marks(self, rows: Sequence[ResultRow]) -> Mapping[int, Marks]: ...

    def amounts(self, rows: Sequence[ResultRow], codes: Sequence[str]) -> Mapping[int, Mapping[str, str]]: ...

    def group_names(self, rows: Sequence[ResultRow]) -> Mapping[str, str]: ...

    def groups(self) -> tuple[GroupChoice, ...]: ...

    def choices(self) -> FilterChoices: ...

    def intervals(self, rows: Sequence[ResultRow]) -> Intervals | None: ...


@dataclass(frozen=True, slots=True)
class RunRows:
    """The rows of a run: a draft, or a publication from before there were result files."""

    run: ScoreRun
    has_scores: bool
    has_marks: bool

    def all(self) -> QuerySet[RunScore]:
        rows = standings(self.run)
        return rows if self.has_scores else rows.filter(rank__isnull=False)

    def narrowed(self, wanted: RankingFilter) -> QuerySet[RunScore]:
        return narrowed(self.all(), wanted, path="entry__")

    def ranked(self) -> QuerySet[RunScore]:
        return self.all().filter(rank__isnull=False)

    def of_entry(self, public_id: UUID) -> QuerySet[RunScore]:
        return self.all().filter(entry__public_id=public_id)

    def read(self, rows: Iterable[RunScore]) -> list[ResultRow]:
        return [ResultRow(row, None) for row in rows]

    def nodes(self, rows: Sequence[ResultRow]) -> Mapping[int, Mapping[str, NodeScore]]:
        owners = {row.score.pk: row.score.entry_id for row in rows}
        found: dict[int, dict[str, NodeScore]] = defaultdict(dict)
        for node in NodeScore.objects.filter(score__in=owners).order_by("position"):
            found[owners[node.score_id]][node.code] = node
        return found

    def inputs(self, rows: Sequence[ResultRow]) -> Mapping[int, tuple[RunInput, ...]]:
        found: dict[int, list[RunInput]] = defaultdict(list)
        keys = [row.score.entry_id for row in rows]
        for value in RunInput.objects.filter(run=self.run, entry__in=keys).order_by("variable"):
            found[value.entry_id].append(value)
        return {key: tuple(values) for key, values in found.items()}

    def marks(self, rows: Sequence[ResultRow]) -> Mapping[int, Marks]:
        if not self.has_marks:
            return {}
        numbers = juror_numbers(self.run)
        found: dict[int, dict[str, list[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(list))
        stored = RunMark.objects.filter(run=self.run, entry__in=[row.score.entry_id for row in rows])
        for entry_id, juror, criterion, value in stored.values_list("entry_id", "juror_key", "criterion", "value"):
            found[entry_id][criterion].append((numbers[juror], value))
        return {
            entry_id: {criterion: tuple(sorted(given)) for criterion, given in marks.items()}
            for entry_id, marks in found.items()
        }

    def amounts(self, rows: Sequence[ResultRow], codes: Sequence[str]) -> Mapping[int, Mapping[str, str]]:
        owners = {row.score.pk: row.score.entry_id for row in rows}
        found: dict[int, dict[str, str]] = defaultdict(dict)
        stored = NodeScore.objects.filter(score__in=owners, code__in=codes)
        for score_id, code, value in stored.values_list("score_id", "code", "contribution"):
            found[owners[score_id]][code] = value
        return found

    def group_names(self, _rows: Sequence[ResultRow]) -> Mapping[str, str]:
        return shown_group_names(self.run)

    def groups(self) -> tuple[GroupChoice, ...]:
        return ranking_groups(self.all(), shown_group_names(self.run))

    def choices(self) -> FilterChoices:
        return filter_choices(self.run.category, self.all())

    def intervals(self, _rows: Sequence[ResultRow]) -> Intervals | None:
        return rank_intervals(self.run) if self.has_scores else None


@dataclass(frozen=True, slots=True)
class FileRows:
    """The lines of a published file. Nothing here asks the run, the entries or today's reference data."""

    publication: Publication
    header: Json

    def all(self) -> QuerySet[PublishedEntry]:
        return PublishedEntry.objects.filter(publication=self.publication).order_by("position")

    def narrowed(self, wanted: RankingFilter) -> QuerySet[PublishedEntry]:
        return narrowed(self.all(), wanted, path="")

    def ranked(self) -> QuerySet[PublishedEntry]:
        return self.all().filter(rank__isnull=False)

    def of_entry(self, public_id: UUID) -> QuerySet[PublishedEntry]:
        return self.all().filter(public_id=public_id)

    def read(self, rows: Iterable[PublishedEntry]) -> list[ResultRow]:
        lines = [(row, json.loads(row.line)) for row in rows]
        return [ResultRow(_score(self.publication.run, row.entry_id, line), line) for row, line in lines]

    def nodes(self, rows: Sequence[ResultRow]) -> Mapping[int, Mapping[str, NodeScore]]:
        return {row.score.entry_id: {node.code: node for node in _nodes(row)} for row in rows}

    def inputs(self, rows: Sequence[ResultRow]) -> Mapping[int, tuple[RunInput, ...]]:
        return {row.score.entry_id: tuple(_inputs(row)) for row in rows}

    def marks(self, rows: Sequence[ResultRow]) -> Mapping[int, Marks]:
        found: dict[int, Marks] = {}
        for row in rows:
            given: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
            for number, criterion, value in _line(row).get("marks", ()):
                given[criterion].append((number, Decimal(value)))
            if given:
                found[row.score.entry_id] = {code: tuple(sorted(marks)) for code, marks in given.items()}
        return found

    def amounts(self, rows: Sequence[ResultRow], codes: Sequence[str]) -> Mapping[int, Mapping[str, str]]:
        return {
            row.score.entry_id: {node[0]: node[5] for node in _line(row).get("nodes", ()) if node[0] in codes}
            for row in rows
        }

    def group_names(self, rows: Sequence[ResultRow]) -> Mapping[str, str]:
        english = self.header["groups_en"]
        lines = map(_line, rows)
        return {line["group"]: in_words(line["group_name"], english.get(line["group"], "")) for line in lines}

    def groups(self) -> tuple[GroupChoice, ...]:
        counts = self.all().order_by("group_key").values_list("group_key").annotate(entrants=Count("pk"))
        names = _in_words(self.header["groups"], self.header["groups_en"])
        return tuple(GroupChoice(key, names.get(key, key), entrants) for key, entrants in counts)

    def choices(self) -> FilterChoices:
        names = {
            column: _in_words(held, self.header["names_en"][column]) for column, held in self.header["names"].items()
        }
        zones, provinces = (
            set(self.all().order_by().values_list(column, flat=True).distinct()) - {""}
            for column in ("zone_code", "province_code")
        )
        return FilterChoices(filter_pairs(zones, names["zone"]), filter_pairs(provinces, names["province"]))

    def intervals(self, rows: Sequence[ResultRow]) -> Intervals | None:
        drawn = self.header["intervals"]
        if drawn is None:
            return None
        bounds = {line["entry"]: tuple(line["interval"]) for line in map(_line, rows) if line.get("interval")}
        return Intervals(bounds, drawn["draws"], drawn["seed"])


def _in_words(names: Mapping[str, str], english: Mapping[str, str]) -> dict[str, str]:
    return {code: in_words(name, english.get(code, "")) for code, name in names.items()}


def _line(row: ResultRow) -> Json:
    if row.line is None:
        raise TypeError("a row of a run has no published line")
    return row.line


def _score(run: ScoreRun, entry_id: int, line: Json) -> RunScore:
    """Return the line as the unsaved row that pages are dressed from; what is closed is empty."""
    entry = Entry(
        pk=entry_id,
        public_id=UUID(line["entry"]),
        name=line["name"],
        region_code=line["region"],
        province_code=line["province"],
        zone_code=line["zone"],
        is_synthetic=line["is_synthetic"],
    )
    score = line.get("score", "")
    return RunScore(
        run=run,
        entry=entry,
        score=Decimal(score) if score else None,
        score_text=score,
        rank=line["rank"],
        group_key=line["group"],
        band=line["band"],
        next_band=line.get("next_band", ""),
        next_band_gap=line.get("next_band_gap", ""),
        gate=line.get("gate", "pass"),
        status=_stored(line.get("status", "")),
        is_tied=line["is_tied"],
        decided_by=line["decided_by"],
        lines=line.get("lines", []),
    )


def _nodes(row: ResultRow) -> Iterable[NodeScore]:
    for position, node in enumerate(_line(row).get("nodes", ())):
        code, raw, normalised, value, weight, contribution, note = node
        yield NodeScore(
            position=position,
            code=code,
            raw=raw,
            normalised=normalised,
            value=value,
            weight=weight,
            contribution=contribution,
            note=_stored(note),
        )


def _inputs(row: ResultRow) -> Iterable[RunInput]:
    for variable, given in sorted(_line(row).get("inputs", {}).items()):
        yield RunInput(
            entry_id=row.score.entry_id,
            variable=variable,
            value=given["value"],
            origin=given["origin"],
            source=given["source"],
            as_of=datetime.date.fromisoformat(given["as_of"]) if given["as_of"] else None,
            reference=given["reference"],
            is_synthetic=given["is_synthetic"],
        )


def _stored(said: str | list[Json]) -> str:
    """Return a remark as rows keep it: a sentence of the first format, or codes with values."""
    if isinstance(said, str):
        return said
    return canonical_json(said).decode() if said else ""
