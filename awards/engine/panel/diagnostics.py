"""What a panel's marks say about the panel: severity, agreement, spread, and marks that stand out.

Floats for a report: nothing here enters a score. Residuals come from the additive model mark = entry + juror
(least squares), whatever the panel rule is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from awards.engine.marks import GivenMark
from awards.engine.panel.additive import AdditiveFit, fit_additive
from awards.engine.panel.grid import Grid, lay_out
from awards.engine.shown import given, shown
from paritrana.lib.problems import Note, Value, note

OUTLIER_LIMIT = 3.0
_SHARED_FOR_CORRELATION = 3
_JURORS_AT_ONCE = 256
_DOUBTFUL = 1e-9  # a variance below this part of the squares may be rounding

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JurorSeverity:
    """`leniency` is positive for a generous juror; `misfit` is the mean squared standardised residual, about 1."""

    juror: str
    count: int
    leniency: float
    standard_error: float | None
    misfit: float | None


@dataclass(frozen=True, slots=True)
class EntrySpread:
    entity: str
    count: int
    lowest: Decimal
    highest: Decimal
    deviation: float | None

    @property
    def spread(self) -> Decimal:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class OutlierMark:
    """`studentised` is the residual over its standard error with the mark itself left out of the fit."""

    mark: GivenMark
    expected: float
    studentised: float


@dataclass(frozen=True, slots=True)
class PanelDiagnostics:
    """`rank` of the additive model's design; its deficiency is the number of unconnected parts beyond the first.

    `correlation` is the mean over the `pairs` of jurors with three or more shared entries, None without any.
    """

    jurors: tuple[JurorSeverity, ...]
    spreads: tuple[EntrySpread, ...]
    outliers: tuple[OutlierMark, ...]
    correlation: float | None
    pairs: int
    residual_deviation: float | None
    degrees_of_freedom: int
    rank: int
    rank_deficiency: int

    def notes(self) -> tuple[Note, ...]:
        lines = [_severity_note(juror) for juror in self.jurors if juror.standard_error is not None]
        if self.correlation is not None:
            lines.append(note("panel.correlation", correlation=shown(self.correlation, 2), pairs=self.pairs))
        if self.rank_deficiency:
            lines.append(note("panel.unconnected", parts=self.rank_deficiency + 1))
        lines += [
            note(
                "panel.outlier",
                value=given(outlier.mark.value),
                juror=outlier.mark.juror,
                entry=outlier.mark.entity,
                expected=shown(outlier.expected, 1),
            )
            for outlier in self.outliers
        ]
        return tuple(lines)


def diagnose(marks: Iterable[GivenMark], *, entities: Sequence[str], limit: float = OUTLIER_LIMIT) -> PanelDiagnostics:
    """Report on one jury criterion; outliers are marks whose studentised residual exceeds the limit."""
    grid = lay_out(marks, entities)
    return diagnosed(grid, fit_additive(grid), limit)


def diagnosed(grid: Grid, fit: AdditiveFit, limit: float = OUTLIER_LIMIT) -> PanelDiagnostics:
    """The same of marks laid out and fitted before."""
    correlation, pairs = _correlation(grid)
    return PanelDiagnostics(
        jurors=_severities(grid, fit),
        spreads=tuple(_spread(entity, found) for entity, found in zip(grid.entities, grid.marks, strict=True)),
        outliers=_outliers(grid, fit, limit),
        correlation=correlation,
        pairs=pairs,
        residual_deviation=None if fit.variance is None else float(np.sqrt(fit.variance)),
        degrees_of_freedom=fit.degrees_of_freedom,
        rank=fit.rank,
        rank_deficiency=max(fit.parts - 1, 0),
    )


def _severities(grid: Grid, fit: AdditiveFit) -> tuple[JurorSeverity, ...]:
    counts = grid.seen.sum(axis=0).tolist()
    misfits = fit.juror_misfits(grid)
    errors = fit.juror_errors()
    return tuple(
        JurorSeverity(
            juror,
            counts[column],
            float(fit.jurors[column]),
            None if errors is None else float(errors[column]),
            None if misfits is None else float(misfits[column]),
        )
        for column, juror in enumerate(grid.jurors)
    )


def _spread(entity: str, marks: tuple[GivenMark, ...]) -> EntrySpread:
    values = [mark.value for mark in marks]
    deviation = float(np.std([float(value) for value in values], ddof=1)) if len(values) > 1 else None
    return EntrySpread(entity, len(values), min(values), max(values), deviation)


def _outliers(grid: Grid, fit: AdditiveFit, limit: float) -> tuple[OutlierMark, ...]:
    studentised = fit.studentised()
    if studentised is None:
        return ()
    marks = [mark for row in grid.marks for mark in row]
    return tuple(
        OutlierMark(marks[place], float(fit.fitted[place]), float(studentised[place]))
        for place in np.flatnonzero(np.abs(studentised) > limit)
    )


def _correlation(grid: Grid) -> tuple[float | None, int]:
    """Mean Pearson correlation over pairs of jurors; a juror whose shared marks are all equal has none.

    A block of jurors meets all others at once: each sum over shared entries is a product of two tables. Where floats
    cannot tell a small variance from none, the pair is looked at by itself.
    """
    if not grid.marks:
        return None, 0
    seen, marks = grid.seen.astype(float), _centred(grid)
    squares = marks**2
    most = float(seen.sum(axis=0).max() * np.abs(marks).max())
    is_exact = most**2 < 2**53 and bool((marks == np.rint(marks)).all())
    total, pairs = 0.0, 0
    for start in range(0, len(grid.jurors), _JURORS_AT_ONCE):
        block = slice(start, start + _JURORS_AT_ONCE)
        shared = seen[:, block].T @ seen[:, start:]
        first, second = marks[:, block].T @ seen[:, start:], seen[:, block].T @ marks[:, start:]
        own, other = shared * (squares[:, block].T @ seen[:, start:]), shared * (seen[:, block].T @ squares[:, start:])
        usable = np.triu(shared >= _SHARED_FOR_CORRELATION, 1)
        least = 0.0 if is_exact else _DOUBTFUL
        sure = usable & (own - first**2 > least * own) & (other - second**2 > least * other)
        joint = shared * (marks[:, block].T @ marks[:, start:]) - first * second
        found = joint[sure] / np.sqrt((own - first**2)[sure] * (other - second**2)[sure])
        total, pairs = total + float(found.sum()), pairs + len(found)
        doubtful = usable & ~sure & (own > 0) & (other > 0) & (not is_exact)
        for one, two in np.argwhere(doubtful) + start:
            alone = _pair_correlation(seen[:, one] * seen[:, two] > 0, marks[:, one], marks[:, two])
            total, pairs = (total, pairs) if alone is None else (total + alone, pairs + 1)
    return (total / pairs, pairs) if pairs else (None, 0)


def _centred(grid: Grid) -> Floats:
    """Every juror's marks less one of them, so that equal marks are noughts, in units of the last digit."""
    digits = min(15, max(-int(mark.value.as_tuple().exponent) for row in grid.marks for mark in row))
    table = np.zeros(grid.seen.shape)
    bases: dict[str, Decimal] = {}
    table[grid.rows, grid.columns] = [
        float((mark.value - bases.setdefault(mark.juror, mark.value)).scaleb(digits))
        for row in grid.marks
        for mark in row
    ]
    return table


def _pair_correlation(shared: NDArray[np.bool_], one: Floats, two: Floats) -> float | None:
    pair = np.array([one[shared], two[shared]])
    return float(np.asarray(np.corrcoef(pair))[0, 1]) if np.ptp(pair, axis=1).all() else None


def _severity_note(severity: JurorSeverity) -> Note:
    size = shown(abs(severity.leniency), 2)
    evidence: dict[str, Value] = {
        "juror": severity.juror,
        "error": shown(severity.standard_error or 0, 2),
        "marks": severity.count,
    }
    if not size:
        return note("panel.even", **evidence)
    if severity.leniency > 0:
        return note("panel.lenient", size=size, **evidence)
    return note("panel.strict", size=size, **evidence)
