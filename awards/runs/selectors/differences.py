"""What changes when a run replaces the applied one: entry by entry, with the cause."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import Questionnaire, load_questionnaire
from awards.rulebooks.selectors.labels import read_name, value_name
from awards.runs.models import AppliedRun, RunInput, RunMark, RunScore, ScoreRun
from awards.runs.selectors.marks_changed import MarkDifference
from awards.runs.selectors.rules import run_rules
from paritrana.pages.reader import reader_language


class Cause(StrEnum):
    """Why an entry differs between two runs."""

    NEW = "new"
    GONE = "gone"
    INPUT = "input"
    MARKS = "marks"
    RULE = "rule"
    OTHERS = "others"

    @property
    def label(self) -> str:
        return {
            Cause.NEW: _("peserta baru"),
            Cause.GONE: _("tidak lagi ikut"),
            Cause.INPUT: _("masukan berubah"),
            Cause.MARKS: _("nilai juri berubah"),
            Cause.RULE: _("juknis berubah"),
            Cause.OTHERS: _("peserta lain berubah"),
        }[self]


@dataclass(frozen=True, slots=True)
class Place:
    """Score and rank of one entry in one run, as printed."""

    score: str
    rank: int | None
    gate: str
    group: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    entry_id: int
    before: Place | None
    after: Place | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class InputChange:
    """`name` and the two values are what people read; `variable` is the column."""

    variable: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DressedChange:
    """A change with what a page shows of it."""

    entry: Entry
    change: EntryChange
    inputs: tuple[InputChange, ...]
    marks: tuple[MarkDifference, ...]


@dataclass(frozen=True, slots=True)
class RunDifference:
    """All changes, best new rank first; `applied` is None when the category never had a run."""

    run: ScoreRun
    applied: ScoreRun | None
    is_rulebook_changed: bool
    changes: tuple[EntryChange, ...]

    def __len__(self) -> int:
        return len(self.changes)


def run_difference(run: ScoreRun) -> RunDifference:
    """Compare a run to the applied one by score, rank, gate, input and marks."""
    pointer = AppliedRun.objects.filter(category=run.category_id).select_related("run__rulebook").first()
    applied = pointer.run if pointer is not None else None
    if applied is None or applied == run:
        return RunDifference(run, None, is_rulebook_changed=False, changes=())
    is_rulebook_changed = run.rulebook_digest != applied.rulebook_digest
    affected = {
        Cause.INPUT: _entries_with_other_rows(RunInput, ("variable", "value", "source"), run, applied),
        Cause.MARKS: _entries_with_other_rows(RunMark, ("juror_key", "criterion", "value"), run, applied),
    }
    before, after = _places(applied), _places(run)
    found = []
    for entry_id in before.keys() | after.keys():
        old, new = before.get(entry_id), after.get(entry_id)
        reasons = [cause for cause, entries in affected.items() if entry_id in entries]
        if old == new and not reasons:
            continue
        if is_rulebook_changed:
            reasons.append(Cause.RULE)
        found.append(EntryChange(entry_id, old, new, _causes(old, new, tuple(reasons))))
    found.sort(key=lambda change: (change.after is None, _rank(change.after), _rank(change.before), change.entry_id))
    return RunDifference(run, applied, is_rulebook_changed, tuple(found))


def dressed(
    difference: RunDifference, changes: Sequence[EntryChange], marks: Mapping[int, Sequence[MarkDifference]]
) -> list[DressedChange]:
    """Add names, changed variables and changed marks, as far as they are given, to the changes of one page."""
    ids = [change.entry_id for change in changes]
    entries = Entry.objects.in_bulk(ids)
    before = _values(difference.applied, ids)
    after = _values(difference.run, ids)
    asked, rules = load_questionnaire(difference.run.rulebook.text, reader_language()), run_rules(difference.run)
    return [
        DressedChange(
            entry=entries[change.entry_id],
            change=change,
            inputs=_changed(before[change.entry_id], after[change.entry_id], rules, asked)
            if change.before and change.after
            else (),
            marks=tuple(marks.get(change.entry_id, ())),
        )
        for change in changes
    ]


def _rank(place: Place | None) -> int:
    return place.rank if place is not None and place.rank is not None else 10**9


def _places(run: ScoreRun) -> dict[int, Place]:
    rows = RunScore.objects.filter(run=run).values_list("entry_id", "score_text", "rank", "gate", "group_key")
    return {
        entry_id: Place(score, rank, gate, group)
        for entry_id, score, rank, gate, group in rows.iterator(chunk_size=5000)
    }


def _entries_with_other_rows(
    model: type[RunInput] | type[RunMark], fields: tuple[str, ...], run: ScoreRun, applied: ScoreRun
) -> set[int]:
    """Return the entries that have a row in one run without its equal in the other."""
    return _unmatched(model, fields, run, applied) | _unmatched(model, fields, applied, run)


def _unmatched(
    model: type[RunInput] | type[RunMark], fields: tuple[str, ...], run: ScoreRun, other: ScoreRun
) -> set[int]:
    equal = model.objects.filter(run=other, entry=OuterRef("entry"))
    for field in fields:
        equal = equal.filter(**{field: OuterRef(field)})
    rows: QuerySet[RunInput] | QuerySet[RunMark] = model.objects.filter(run=run)
    return set(rows.filter(~Exists(equal)).values_list("entry_id", flat=True).distinct())


def _causes(old: Place | None, new: Place | None, reasons: tuple[Cause, ...]) -> tuple[Cause, ...]:
    if old is None:
        return (Cause.NEW,)
    if new is None:
        return (Cause.GONE,)
    return reasons or (Cause.OTHERS,)


def _values(run: ScoreRun | None, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = RunInput.objects.filter(run=run, entry__in=ids).values_list("entry_id", "variable", "value")
    for entry_id, variable, value in rows:
        found[entry_id][variable] = value
    return found


def _changed(
    before: dict[str, str], after: dict[str, str], rules: Rules, asked: Questionnaire
) -> tuple[InputChange, ...]:
    return tuple(
        InputChange(
            variable,
            read_name(rules, variable, asked),
            value_name(variable, before.get(variable, ""), asked),
            value_name(variable, after.get(variable, ""), asked),
        )
        for variable in sorted(before.keys() | after.keys())
        if before.get(variable) != after.get(variable)
    )
