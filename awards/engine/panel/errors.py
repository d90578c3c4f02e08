"""Refusals of a jury panel: nothing was computed and nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.engine.errors import ScoringError
from paritrana.lib.problems import Note, ProblemsError, note


class PanelRuleError(ProblemsError, ValueError):
    """The panel rule contradicts itself; the problem's path is the part of the rule."""


class PanelError(ScoringError):
    """The marks cannot be judged under the rule."""


class DuplicateMarkError(PanelError):
    def __init__(self, juror: str, entity: str, criterion: str) -> None:
        super().__init__(note("panel.mark-twice", juror=juror, entry=entity, criterion=criterion))
        self.juror, self.entity, self.criterion = juror, entity, criterion


class MixedCriteriaError(PanelError):
    def __init__(self, criteria: Sequence[str]) -> None:
        super().__init__(note("panel.criteria-mixed", criteria=tuple(criteria)))
        self.criteria = tuple(criteria)


class UnknownEntityError(PanelError):
    def __init__(self, entity: str, juror: str) -> None:
        super().__init__(note("panel.unknown-entry", entry=entity, juror=juror))
        self.entity, self.juror = entity, juror


class InvalidMarkError(PanelError):
    def __init__(self, juror: str, entity: str, value: object) -> None:
        super().__init__(note("panel.mark-not-a-number", juror=juror, entry=entity, text=str(value)))
        self.juror, self.entity = juror, entity


class TooFewToTrimError(PanelError):
    def __init__(self, entity: str, present: int, dropped: int) -> None:
        super().__init__(note("panel.too-few-to-trim", entry=entity, present=present, dropped=dropped))
        self.entity, self.present, self.dropped = entity, present, dropped


class TooFewJurorMarksError(PanelError):
    """Leniency cannot be estimated from jurors who marked too few entries."""

    def __init__(self, counts: Sequence[tuple[str, int]], minimum: int) -> None:
        jurors = tuple(note("panel.juror-marks", juror=juror, marks=count) for juror, count in counts)
        super().__init__(note("panel.jurors-marked-too-few", minimum=minimum, jurors=jurors))
        self.counts, self.minimum = tuple(counts), minimum


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Juror `juror` marking `entity` helps to join two parts of the panel."""

    juror: str
    entity: str

    def note(self) -> Note:
        return note("panel.link", juror=self.juror, entry=self.entity)


class DisconnectedPanelError(PanelError):
    """Entries that compete for one rank lie in parts of the panel no juror joins strongly enough."""

    def __init__(
        self,
        components: Sequence[tuple[Sequence[str], Sequence[str]]],
        links: Sequence[MissingLink],
        minimum_shared: int,
        group: str | None,
    ) -> None:
        parts = tuple(
            note("panel.part", number=number, entries=_shown(entities), jurors=_shown(jurors))
            for number, (entities, jurors) in enumerate(components, start=1)
        )
        need = tuple(link.note() for link in links)
        super().__init__(
            note("panel.disconnected", count=len(components), shared=minimum_shared, parts=parts, links=need)
            if group is None
            else note(
                "panel.disconnected-group",
                group=group,
                count=len(components),
                shared=minimum_shared,
                parts=parts,
                links=need,
            )
        )
        self.components = tuple((tuple(entities), tuple(jurors)) for entities, jurors in components)
        self.links = tuple(links)
        self.minimum_shared, self.group = minimum_shared, group


MOST_SHOWN = 8


def _shown(names: Sequence[str]) -> tuple[str, ...] | Note:
    if len(names) <= MOST_SHOWN:
        return tuple(names)
    return note("panel.names-and-others", names=tuple(names[:MOST_SHOWN]), others=len(names) - MOST_SHOWN)


class UnsolvedPanelError(ArithmeticError):
    """No prime of the list inverts the panel's equations: a fault of the program, not of the marks."""

    def __init__(self, primes: Sequence[int]) -> None:
        super().__init__(f"The panel's equations are singular modulo each of {tuple(primes)}.")
