"""What the prize places look like without each criterion in turn, the others rescaled: exact."""

from dataclasses import dataclass
from fractions import Fraction

from awards.engine.robustness.table import WeightedTable, leaders_of, ranks_of, totals_under
from paritrana.lib.problems import Note, note


@dataclass(frozen=True, slots=True)
class CriterionRemoval:
    """`leaders` and `prized` without the criterion, in table order; empty when nothing else has weight."""

    code: str
    leaders: tuple[str, ...]
    prized: tuple[str, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionRemovals:
    leaders: tuple[str, ...]
    prized: tuple[str, ...]
    removals: tuple[CriterionRemoval, ...]

    def notes(self) -> tuple[Note, ...]:
        return tuple(_note(self, removal) for removal in self.removals)


def without_each_criterion(table: WeightedTable, prizes: int = 1) -> CriterionRemovals:
    prized = _prized(table.ids, table.totals, prizes)
    return CriterionRemovals(
        table.leaders,
        prized,
        tuple(_removal(table, criterion, prizes, prized) for criterion in range(len(table.codes))),
    )


def _removal(table: WeightedTable, criterion: int, prizes: int, official: tuple[str, ...]) -> CriterionRemoval:
    code = table.codes[criterion]
    left = 1 - table.weights[criterion]
    if not left:
        return CriterionRemoval(code, (), (), (), ())
    weights = [Fraction(0) if k == criterion else w / left for k, w in enumerate(table.weights)]
    totals = totals_under(table, weights)
    prized = _prized(table.ids, totals, prizes)
    return CriterionRemoval(
        code,
        leaders_of(table.ids, totals),
        prized,
        tuple(entry for entry in prized if entry not in official),
        tuple(entry for entry in official if entry not in prized),
    )


def _prized(ids: tuple[str, ...], totals: tuple[Fraction, ...], prizes: int) -> tuple[str, ...]:
    return tuple(entry for entry, rank in zip(ids, ranks_of(totals), strict=True) if rank <= prizes)


def _note(report: CriterionRemovals, removal: CriterionRemoval) -> Note:
    name, leaders = removal.code, removal.leaders
    entering, leaving = removal.entering, removal.leaving
    if not leaders:
        return note("robust.removal-empty", name=name)
    if leaders == report.leaders and not entering and not leaving:
        return note("robust.removal-same", name=name)
    if entering and leaving:
        return note("robust.removal-both", name=name, leaders=leaders, entering=entering, leaving=leaving)
    if entering:
        return note("robust.removal-entering", name=name, leaders=leaders, entering=entering)
    if leaving:
        return note("robust.removal-leaving", name=name, leaders=leaders, leaving=leaving)
    return note("robust.removal-leaders", name=name, leaders=leaders)
