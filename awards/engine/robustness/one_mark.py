"""Would one step more or less from one juror for one entry change the winner?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from awards.engine.marks import GivenMark
from awards.engine.shown import given
from paritrana.lib.problems import Note, note

Winners = Callable[[Sequence[GivenMark]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The mark as given, the value tried instead, and who would win."""

    mark: GivenMark
    tried: Decimal
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneMarkReport:
    winners: tuple[str, ...]
    step: Decimal
    tried: int
    changes: tuple[MarkChange, ...]

    def notes(self) -> tuple[Note, ...]:
        step = given(self.step)
        if not self.changes:
            return (note("robust.one-mark-none", step=step, tried=self.tried),)
        start = note("robust.one-mark-some", step=step, tried=self.tried, changing=len(self.changes))
        return (start, *(_note(change) for change in self.changes))


def one_mark_test(
    marks: Sequence[GivenMark],
    winners: Winners,
    *,
    step: Decimal,
    lowest: Decimal,
    highest: Decimal,
    entities: Collection[str] | None = None,
) -> OneMarkReport:
    """Try every mark (of `entities` only, if given) one step down and up, within the scale.

    `winners` ranks the complete set of marks under the full rules; it is called up to twice per mark.
    """
    official = tuple(winners(marks))
    tried = 0
    changes = []
    for place, value in _steps(marks, step, lowest, highest, entities):
        changed = [*marks[:place], replace(marks[place], value=value), *marks[place + 1 :]]
        found = tuple(winners(changed))
        tried += 1
        if set(found) != set(official):
            changes.append(MarkChange(marks[place], value, found))
    return OneMarkReport(official, step, tried, tuple(changes))


def _steps(
    marks: Sequence[GivenMark],
    step: Decimal,
    lowest: Decimal,
    highest: Decimal,
    entities: Collection[str] | None,
) -> Iterator[tuple[int, Decimal]]:
    for place, mark in enumerate(marks):
        if entities is not None and mark.entity not in entities:
            continue
        for value in (mark.value - step, mark.value + step):
            if lowest <= value <= highest:
                yield place, value


def _note(change: MarkChange) -> Note:
    mark = change.mark
    return note(
        "robust.one-mark",
        juror=mark.juror,
        entry=mark.entity,
        tried=given(change.tried),
        given=given(mark.value),
        criterion=mark.criterion,
        winners=change.winners,
    )
