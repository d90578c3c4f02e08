"""What the juries' marks say about the juries: severity, agreement, outliers and components of variance.

Reports beside the scores: nothing here changes one. Float figures are rounded to four digits for reading.
"""

from collections.abc import Iterator

from awards.engine import Mark, Result
from awards.engine.panel import (
    PanelDiagnostics,
    VarianceComponents,
    VarianceNotEstimableError,
    diagnose,
    variance_components,
)
from awards.management.scoring.sheets import Row, Sheet, four

JURORS = ("kriteria", "juri", "nilai", "kelonggaran", "galat_baku", "kelonggaran_susut")
ENTRIES = ("kriteria", "peserta", "nilai", "terendah", "tertinggi", "simpangan", "pengaruh_susut")
PANELS = ("kriteria", "perihal", "isi")


def jury_sheets(result: Result) -> list[Sheet]:
    """Return three sheets over all jury criteria; none where there are no marks."""
    jurors: list[Row] = []
    entries: list[Row] = []
    panels: list[Row] = []
    for criterion, marks in _by_criterion(result).items():
        found = diagnose(marks, entities=list(result.table.ids))
        components = _components(marks, result)
        jurors += _juror_rows(criterion, found, components)
        entries += _entry_rows(criterion, found, components)
        panels += _panel_rows(criterion, found, components)
    if not panels:
        return []
    return [
        Sheet("panel", "Panel juri", PANELS, tuple(panels)),
        Sheet("juri", "Juri", JURORS, tuple(jurors)),
        Sheet("nilai_juri", "Nilai juri", ENTRIES, tuple(entries)),
    ]


def _by_criterion(result: Result) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in sorted(result.marks, key=lambda one: (one.criterion, one.entity, one.juror)):
        found.setdefault(mark.criterion, []).append(mark)
    return found


Components = VarianceComponents | VarianceNotEstimableError


def _components(marks: list[Mark], result: Result) -> Components:
    try:
        return variance_components(marks, entities=list(result.table.ids))
    except VarianceNotEstimableError as refusal:
        return refusal


def _juror_rows(criterion: str, found: PanelDiagnostics, components: Components) -> Iterator[Row]:
    effects = components.jurors if isinstance(components, VarianceComponents) else ()
    shrunken = {one.name: one.effect for one in effects}
    for one in found.jurors:
        own = (one.leniency, one.standard_error, shrunken.get(one.juror))
        yield [criterion, one.juror, one.count, *(four(figure) for figure in own)]


def _entry_rows(criterion: str, found: PanelDiagnostics, components: Components) -> Iterator[Row]:
    effects = components.entities if isinstance(components, VarianceComponents) else ()
    shrunken = {one.name: one.effect for one in effects}
    for one in found.spreads:
        own = (four(one.deviation), four(shrunken.get(one.entity)))
        yield [criterion, one.entity, one.count, one.lowest, one.highest, *own]


def _panel_rows(criterion: str, found: PanelDiagnostics, components: Components) -> Iterator[Row]:
    yield from ([criterion, "temuan", sentence] for sentence in found.sentences())
    if isinstance(components, VarianceNotEstimableError):
        yield [criterion, "ragam", str(components)]
        return
    yield from ([criterion, "ragam", sentence] for sentence in components.sentences())
    figures = {
        "ragam_peserta": components.entity,
        "ragam_juri": components.juror,
        "ragam_sisa": components.residual,
        "rata_rata": components.mean,
        "kriteria_reml": components.criterion,
        "icc_satu_nilai": components.agreement,
        "icc_tanpa_kelonggaran": components.consistency,
    }
    yield from ([criterion, name, four(figure)] for name, figure in figures.items())
