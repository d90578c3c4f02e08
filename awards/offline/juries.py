"""What the juries' marks say about the juries: severity, agreement, outliers and components of variance.

Reports beside the scores: nothing here changes one. Float figures are rounded to four digits for reading.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import GivenMark, Result
from awards.engine.panel.additive import AdditiveFit, fit_additive
from awards.engine.panel.diagnostics import PanelDiagnostics, diagnosed
from awards.engine.panel.grid import Grid, lay_out
from awards.engine.panel.variance import VarianceComponents, VarianceNotEstimableError, variance_in
from awards.offline.sheets import OutputSheet, Row, four
from awards.sentences import refusal, sentences

JURORS = (
    gettext_lazy("kriteria"),
    gettext_lazy("juri"),
    gettext_lazy("nilai"),
    gettext_lazy("kelonggaran"),
    gettext_lazy("galat_baku"),
    gettext_lazy("kelonggaran_susut"),
)
ENTRIES = (
    gettext_lazy("kriteria"),
    gettext_lazy("peserta"),
    gettext_lazy("nilai"),
    gettext_lazy("terendah"),
    gettext_lazy("tertinggi"),
    gettext_lazy("simpangan"),
    gettext_lazy("pengaruh_susut"),
)
PANELS = (gettext_lazy("kriteria"), gettext_lazy("perihal"), gettext_lazy("isi"))


def jury_sheets(result: Result) -> list[OutputSheet]:
    """Return three sheets over all jury criteria; none where there are no marks."""
    jurors: list[Row] = []
    entries: list[Row] = []
    panels: list[Row] = []
    for criterion, marks in _by_criterion(result).items():
        grid = lay_out(marks, result.table.ids)
        fit = fit_additive(grid)
        found, components = diagnosed(grid, fit), _components(grid, fit)
        jurors += _juror_rows(criterion, found, components)
        entries += _entry_rows(criterion, found, components)
        panels += _panel_rows(criterion, found, components)
    if not panels:
        return []
    return [
        OutputSheet("panel", _("Panel juri"), tuple(map(str, PANELS)), tuple(panels)),
        OutputSheet("juri", _("Juri"), tuple(map(str, JURORS)), tuple(jurors)),
        OutputSheet("nilai_juri", _("Nilai juri"), tuple(map(str, ENTRIES)), tuple(entries)),
    ]


def _by_criterion(result: Result) -> dict[str, list[GivenMark]]:
    found: dict[str, list[GivenMark]] = {}
    for mark in sorted(result.marks, key=lambda one: (one.criterion, one.entity, one.juror)):
        found.setdefault(mark.criterion, []).append(mark)
    return found


Components = VarianceComponents | VarianceNotEstimableError


def _components(grid: Grid, fit: AdditiveFit) -> Components:
    try:
        return variance_in(grid, fit)
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
    yield from ([criterion, _("temuan"), sentence] for sentence in sentences(found.notes()))
    if isinstance(components, VarianceNotEstimableError):
        yield [criterion, _("ragam"), refusal(components)]
        return
    yield from ([criterion, _("ragam"), sentence] for sentence in sentences(components.notes()))
    figures = {
        _("ragam_peserta"): components.entity,
        _("ragam_juri"): components.juror,
        _("ragam_sisa"): components.residual,
        _("rata_rata"): components.mean,
        _("kriteria_reml"): components.criterion,
        _("icc_satu_nilai"): components.agreement,
        _("icc_tanpa_kelonggaran"): components.consistency,
    }
    yield from ([criterion, name, four(figure)] for name, figure in figures.items())
