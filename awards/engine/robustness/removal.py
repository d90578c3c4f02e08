"""What the prize places look like without each criterion in turn, the others rescaled: exact."""

from dataclasses import dataclass
from fractions import Fraction

from awards.engine.robustness.table import WeightedTable, leaders_of, ranks_of, totals_under
from awards.engine.wording import listed


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

    def sentences(self) -> tuple[str, ...]:
        return tuple(_sentence(self, removal) for removal in self.removals)


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


def _sentence(report: CriterionRemovals, removal: CriterionRemoval) -> str:
    start = f"Tanpa kriteria {removal.code}"
    if not removal.leaders:
        return f"{start} tidak ada lagi kriteria yang berbobot."
    if removal.leaders == report.leaders and not removal.entering and not removal.leaving:
        return f"{start}, pemenang dan penerima penghargaan tidak berubah."
    first = f"{start}, peringkat pertama ialah {listed(removal.leaders)}"
    if not removal.entering and not removal.leaving:
        return f"{first}; penerima penghargaan tetap sama."
    changes = [f"{listed(removal.entering)} masuk"] if removal.entering else []
    changes += [f"{listed(removal.leaving)} keluar"] if removal.leaving else []
    return f"{first}; dari daftar penerima penghargaan {' dan '.join(changes)}."
