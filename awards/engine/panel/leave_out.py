"""The panel without each juror in turn: does one person decide the result?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from awards.engine.errors import ScoringError
from awards.engine.marks import GivenMark
from awards.engine.panel.errors import PanelError
from awards.engine.panel.judge import PanelResult, judge
from awards.engine.panel.rule import PanelRule
from paritrana.lib.problems import Note, note

Winners = Callable[[Sequence[GivenMark]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class JurorRemoval:
    """Who wins without the juror; `refusal` says why it cannot be computed, and then nobody wins."""

    juror: str
    winners: tuple[str, ...]
    refusal: Note | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class JurorRemovals:
    """`winners` with every juror; removals by juror name."""

    winners: tuple[str, ...]
    removals: tuple[JurorRemoval, ...]

    def notes(self) -> tuple[Note, ...]:
        if not any(removal.is_changed or removal.refusal for removal in self.removals):
            return (note("robust.juror-none", winners=self.winners),)
        return tuple(
            note("robust.juror-needed", juror=removal.juror, refusal=removal.refusal)
            if removal.refusal
            else note("robust.juror-decides", juror=removal.juror, winners=removal.winners)
            for removal in self.removals
            if removal.is_changed or removal.refusal
        )


def without_each_juror(marks: Sequence[GivenMark]) -> Iterator[tuple[str, tuple[GivenMark, ...]]]:
    """Every juror by name, with the marks of all the others."""
    for juror in sorted({mark.juror for mark in marks}):
        yield juror, tuple(mark for mark in marks if mark.juror != juror)


def judge_without_each_juror(
    marks: Sequence[GivenMark],
    rule: PanelRule,
    *,
    entities: Sequence[str],
    groups: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, PanelResult | PanelError]]:
    """One jury criterion judged without each juror; a refusal is given in place of a result."""
    for juror, others in without_each_juror(marks):
        try:
            yield juror, judge(others, rule, entities=entities, groups=groups)
        except PanelError as refusal:
            yield juror, refusal


def leave_one_juror_out(marks: Sequence[GivenMark], winners: Winners) -> JurorRemovals:
    """`winners` ranks a complete set of marks, all criteria, under the full rules; it may refuse."""
    official = tuple(winners(marks))
    return JurorRemovals(
        official,
        tuple(_removal(juror, others, winners, official) for juror, others in without_each_juror(marks)),
    )


def _removal(juror: str, others: tuple[GivenMark, ...], winners: Winners, official: tuple[str, ...]) -> JurorRemoval:
    try:
        found = tuple(winners(others))
    except ScoringError as refusal:
        return JurorRemoval(juror, (), refusal.problems[0].note, is_changed=False)
    return JurorRemoval(juror, found, None, is_changed=set(found) != set(official))
