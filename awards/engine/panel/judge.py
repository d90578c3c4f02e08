"""One value per entry from the jury's marks of one criterion, exact, with every mark accounted for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import TooFewToTrimError
from awards.engine.panel.graph import Component, connected_components
from awards.engine.panel.grid import lay_out
from awards.engine.panel.leniency import estimate_leniency
from awards.engine.panel.rule import PanelMethod, PanelRule


class EntryStatus(StrEnum):
    JUDGED = "judged"
    UNMARKED = "unmarked"
    TOO_FEW_MARKS = "too_few_marks"


@dataclass(frozen=True, slots=True)
class EntryPanel:
    """What the panel says of one entry.

    `value` is None unless judged; `raw` is the plain mean of the marks present. `dropped` are the marks left out
    by trimming, lowest first. `correction` is value minus raw under leniency, limited by the cap when `is_capped`.
    """

    entity: str
    status: EntryStatus
    value: Fraction | None
    raw: Fraction | None
    marks: tuple[GivenMark, ...]
    dropped: tuple[GivenMark, ...] = ()
    correction: Fraction = Fraction(0)
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class JurorLeniency:
    """`leniency` is positive for a generous juror, exact, and 0 under every method but `leniency`."""

    juror: str
    leniency: Fraction
    count: int


@dataclass(frozen=True)
class PanelResult:
    """Entries in the order given; jurors by name."""

    rule: PanelRule
    entries: tuple[EntryPanel, ...]
    jurors: tuple[JurorLeniency, ...]
    components: tuple[Component, ...]

    @property
    def values(self) -> dict[str, Fraction | None]:
        return {entry.entity: entry.value for entry in self.entries}

    def entry(self, entity: str) -> EntryPanel:
        return next(entry for entry in self.entries if entry.entity == entity)


def judge(
    marks: Iterable[GivenMark],
    rule: PanelRule,
    *,
    entities: Sequence[str],
    groups: Mapping[str, str] | None = None,
) -> PanelResult:
    """Judge one jury criterion; raises a `PanelError` with an Indonesian message where it must refuse.

    `groups` maps each entry to the group it is ranked in (None: all against all): only entries of one group need
    to be on one scale.
    """
    grid = lay_out(marks, entities)
    leniency = dict.fromkeys(grid.jurors, Fraction(0))
    if rule.method is PanelMethod.LENIENCY:
        leniency = estimate_leniency(grid, rule, groups)
    found = dict(zip(grid.entities, grid.marks, strict=True))
    counts = grid.seen.sum(axis=0).tolist()
    return PanelResult(
        rule=rule,
        entries=tuple(_entry(entity, found.get(entity, ()), rule, leniency) for entity in entities),
        jurors=tuple(
            JurorLeniency(juror, leniency[juror], count) for juror, count in zip(grid.jurors, counts, strict=True)
        ),
        components=connected_components(grid),
    )


def _entry(entity: str, marks: tuple[GivenMark, ...], rule: PanelRule, leniency: Mapping[str, Fraction]) -> EntryPanel:
    if not marks:
        return EntryPanel(entity, EntryStatus.UNMARKED, None, None, marks)
    raw = _mean([Fraction(mark.value) for mark in marks])
    if len(marks) < rule.minimum_marks:
        return EntryPanel(entity, EntryStatus.TOO_FEW_MARKS, None, raw, marks)
    match rule.method:
        case PanelMethod.MEAN:
            return EntryPanel(entity, EntryStatus.JUDGED, raw, raw, marks)
        case PanelMethod.MEDIAN:
            return EntryPanel(entity, EntryStatus.JUDGED, _median(marks), raw, marks)
        case PanelMethod.LENIENCY:
            return _adjusted(entity, marks, raw, rule, leniency)
        case _:
            return _trimmed(entity, marks, raw, rule)


def _adjusted(
    entity: str, marks: tuple[GivenMark, ...], raw: Fraction, rule: PanelRule, leniency: Mapping[str, Fraction]
) -> EntryPanel:
    """The mean of (mark - leniency of its juror), no further from the raw mean than the cap."""
    correction = -_mean([leniency[mark.juror] for mark in marks])
    is_capped = rule.cap is not None and abs(correction) > Fraction(rule.cap)
    if rule.cap is not None and is_capped:
        correction = Fraction(rule.cap) if correction > 0 else -Fraction(rule.cap)
    return EntryPanel(
        entity,
        EntryStatus.JUDGED,
        raw + correction,
        raw,
        marks,
        correction=correction,
        is_capped=is_capped,
    )


def _trimmed(entity: str, marks: tuple[GivenMark, ...], raw: Fraction, rule: PanelRule) -> EntryPanel:
    """Drop the highest and lowest; among equal marks the juror's name decides which, the value is the same."""
    if len(marks) <= rule.dropped:
        raise TooFewToTrimError(entity, len(marks), rule.dropped)
    ordered = sorted(marks, key=lambda mark: (mark.value, mark.juror))
    end = len(ordered) - rule.drop_high
    counted = [Fraction(mark.value) for mark in ordered[rule.drop_low : end]]
    total = sum(counted, Fraction(0))
    value = total / len(counted) if rule.method is PanelMethod.TRIMMED_MEAN else total
    dropped = (*ordered[: rule.drop_low], *ordered[end:])
    return EntryPanel(entity, EntryStatus.JUDGED, value, raw, marks, dropped=dropped)


def _median(marks: Sequence[GivenMark]) -> Fraction:
    ordered = sorted(Fraction(mark.value) for mark in marks)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
