"""Would one step more or less from one juror for one entry change the winner?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from awards.engine.marks import Mark
from awards.engine.wording import listed, written

Winners = Callable[[Sequence[Mark]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The mark as given, the value tried instead, and who would win."""

    mark: Mark
    tried: Decimal
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneMarkReport:
    winners: tuple[str, ...]
    step: Decimal
    tried: int
    changes: tuple[MarkChange, ...]

    def sentences(self) -> tuple[str, ...]:
        step = written(self.step, max(0, -int(self.step.as_tuple().exponent)))
        if not self.changes:
            return (
                f"Tidak ada satu nilai juri pun yang, bila berubah {step}, mengganti pemenang "
                f"({written(self.tried, 0)} perubahan dicoba).",
            )
        start = f"Dari {written(self.tried, 0)} perubahan sebesar {step}, {len(self.changes)} mengganti pemenang."
        return (start, *(_sentence(change) for change in self.changes))


def one_mark_test(
    marks: Sequence[Mark],
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
    marks: Sequence[Mark],
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


def _sentence(change: MarkChange) -> str:
    mark = change.mark
    return (
        f"Bila juri {mark.juror} memberi {mark.entity} {_plain(change.tried)}, bukan {_plain(mark.value)}, "
        f"untuk {mark.criterion}, pemenangnya {listed(change.winners)}."
    )


def _plain(value: Decimal) -> str:
    return written(value, max(0, -int(value.as_tuple().exponent)))
