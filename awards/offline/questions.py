"""How firm the ranking stands and whether the rulebook measures what it says: as sentences and as figures.

Every question that cannot be asked of a rulebook or a panel answers with the reason instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import Result
from awards.engine.bridge import (
    FigureError,
    MarkScale,
    coherence_of,
    data_errors,
    jury_columns,
    mark_scales,
    ranked_in,
    weighted_nodes,
    weighted_table,
    winners_of,
)
from awards.engine.criteria import Criterion
from awards.engine.panel.leave_out import leave_one_juror_out
from awards.engine.robustness.confidence import RankConfidence
from awards.engine.robustness.draws import DirichletWeights
from awards.engine.robustness.flips import weight_flips
from awards.engine.robustness.one_mark import one_mark_test
from awards.engine.robustness.removal import without_each_criterion
from awards.engine.robustness.shift import smallest_shift
from awards.engine.robustness.simulation import Uncertainty, simulate
from awards.engine.robustness.table import RobustnessError, WeightedTable
from awards.offline.sheets import OutputSheet, Row, four
from awards.sentences import refusal, sentence, sentences
from paritrana.lib.problems import note

MOST_MARKS = 2000
ENTRY_FIGURES = (
    gettext_lazy("kelompok"),
    gettext_lazy("peringkat"),
    gettext_lazy("peserta"),
    gettext_lazy("peluang_pertama"),
    gettext_lazy("galat_peluang_pertama"),
    gettext_lazy("peluang_penghargaan"),
    gettext_lazy("galat_peluang_penghargaan"),
    gettext_lazy("peringkat_terbaik_90"),
    gettext_lazy("peringkat_terburuk_90"),
)
PAIR_FIGURES = (
    gettext_lazy("kelompok"),
    gettext_lazy("peserta"),
    gettext_lazy("lawan"),
    gettext_lazy("peluang_di_atas_lawan"),
    gettext_lazy("galat_peluang"),
)


@dataclass(frozen=True, slots=True)
class Questioning:
    """`step` is the change of one mark that is tried; `prizes` the number of prize places asked about."""

    seed: int
    draws: int
    spread: Decimal
    prizes: int
    step: Decimal
    errors: tuple[FigureError, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """`confidence` holds the figures behind the sentences of a simulation."""

    group: str
    test: str
    sentences: tuple[str, ...]
    confidence: RankConfidence | None = None


def robustness_answers(result: Result, asked: Questioning) -> Iterator[GroupAnswer]:
    """Yield the answers group by group; a group with fewer than two ranked entries has none."""
    for group, key in enumerate(result.group_keys):
        entries = ranked_in(result, group)
        if len(entries) < 2:
            continue
        name = " / ".join(key)
        nodes = weighted_nodes(result)
        if not nodes:
            yield GroupAnswer(name, _("Bobot"), (_("Tidak ada bobot yang dapat diuji: puncak juknis tidak berbobot."),))
        for node in nodes:
            yield from _weight_answers(result, node, entries, name, asked)
        if result.marks:
            yield from _jury_answers(result, group, name, asked)


def robustness_sheets(answers: list[GroupAnswer]) -> list[OutputSheet]:
    """Sentences first, then the figures of the simulations: every entry, and the pairs at the top."""
    rows: list[Row] = [[one.group, one.test, sentence] for one in answers for sentence in one.sentences]
    told = [(one.group, one.confidence) for one in answers if one.confidence is not None]
    entries = [row for group, found in told for row in _entry_rows(group, found)]
    pairs = [row for group, found in told for row in _pair_rows(group, found)]
    sheets = [
        OutputSheet("ketahanan", _("Ketahanan"), (_("kelompok"), _("uji"), _("hasil")), tuple(rows)),
        OutputSheet("keyakinan", _("Keyakinan peringkat"), tuple(map(str, ENTRY_FIGURES)), tuple(entries)),
        OutputSheet("pasangan", _("Pasangan"), tuple(map(str, PAIR_FIGURES)), tuple(pairs)),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _entry_rows(group: str, found: RankConfidence) -> Iterator[Row]:
    for one in found.entries:
        first, prized = found.probability_first(one.id), found.probability_prized(one.id)
        errors = four(found.error(first)), four(found.error(prized))
        yield [group, one.rank, one.id, four(first), errors[0], four(prized), errors[1], one.low, one.high]


def _pair_rows(group: str, found: RankConfidence) -> Iterator[Row]:
    for ahead, behind in combinations(found.compared, 2):
        chance = found.probability_above(ahead, behind)
        yield [group, ahead, behind, four(chance), four(found.error(chance))]


def coherence_sheets(result: Result) -> list[OutputSheet]:
    """Findings first, then the figures behind them; float figures are rounded to four digits for reading."""
    report = coherence_of(result)
    findings: list[Row] = [[_("peringatan"), "", warning] for warning in sentences(result.rulebook.warnings)]
    findings += [[one.kind.value, one.code, sentence(one.note)] for one in report.findings]
    if not report.findings:
        findings += [["", "", told] for told in sentences(report.notes())]
    weights: list[Row] = [[one.code, four(one.nominal), four(one.effective)] for one in report.weights]
    links: list[Row] = [
        [kind, one.code, one.other, four(one.pearson), four(one.spearman)]
        for kind, listed in ((_("induk"), report.parents), (_("saudara"), report.siblings))
        for one in listed
    ]
    extremes: list[Row] = [[one.code, four(one.at_highest), four(one.at_lowest)] for one in report.extremes]
    return [
        OutputSheet("audit", _("Audit"), (_("temuan"), _("kriteria"), _("uraian")), tuple(findings)),
        OutputSheet("bobot_nyata", _("Bobot nyata"), (_("kriteria"), _("bobot"), _("pengaruh")), tuple(weights)),
        OutputSheet(
            "korelasi", _("Korelasi"), (_("hubungan"), _("kriteria"), _("dengan"), "pearson", "spearman"), tuple(links)
        ),
        OutputSheet("ujung", _("Nilai ujung"), (_("kriteria"), _("di_tertinggi"), _("di_terendah")), tuple(extremes)),
    ]


def _weight_answers(
    result: Result, node: Criterion, entries: list[str], group: str, asked: Questioning
) -> Iterator[GroupAnswer]:
    try:
        table = weighted_table(result, node, entries)
    except RobustnessError as error:
        yield GroupAnswer(group, _("Bobot di bawah «%(name)s»") % {"name": node.name}, (refusal(error),))
        return
    yield _weight_limits(table, node, group, entries[0])
    removals = without_each_criterion(table, asked.prizes)
    yield GroupAnswer(
        group, _("Tanpa satu kriteria di bawah «%(name)s»") % {"name": node.name}, sentences(removals.notes())
    )
    if node.parent is None:
        yield _simulated(result, table, node, entries, group, asked)


def _weight_limits(table: WeightedTable, node: Criterion, group: str, winner: str) -> GroupAnswer:
    title = _("Bobot di bawah «%(name)s»") % {"name": node.name}
    try:
        flips = weight_flips(table, winner)
        shift = smallest_shift(table, winner)
    except RobustnessError as error:
        return GroupAnswer(group, title, (refusal(error),))
    least = (note("robust.no-weights-change"),) if shift is None else shift.notes()
    return GroupAnswer(group, title, sentences((*flips.notes(), *least)))


def _simulated(
    result: Result, table: WeightedTable, node: Criterion, entries: list[str], group: str, asked: Questioning
) -> GroupAnswer:
    title = _("Keyakinan peringkat (Monte Carlo)")
    try:
        uncertainty = Uncertainty(
            DirichletWeights(float(asked.spread)),
            jury_columns(result, node, entries),
            data_errors(result, entries, asked.errors),
        )
        confidence = simulate(table, uncertainty, seed=asked.seed, draws=asked.draws, prizes=asked.prizes)
    except RobustnessError as error:
        return GroupAnswer(group, title, (refusal(error),))
    return GroupAnswer(group, title, sentences(confidence.notes()), confidence)


def _jury_answers(result: Result, group: int, name: str, asked: Questioning) -> Iterator[GroupAnswer]:
    removals = leave_one_juror_out(result.marks, lambda marks: winners_of(result, group, marks))
    yield GroupAnswer(name, _("Tanpa satu juri"), sentences(removals.notes()))
    scales = {scale.criterion: scale for scale in mark_scales(result)}
    for criterion in sorted({mark.criterion for mark in result.marks}):
        title = _("Satu nilai juri berubah (%(criterion)s)") % {"criterion": criterion}
        if criterion in scales:
            yield GroupAnswer(name, title, _one_mark(result, group, scales[criterion], asked.step))
        else:
            yield GroupAnswer(name, title, sentences([note("robust.no-mark-scale")]))


def _one_mark(result: Result, group: int, scale: MarkScale, step: Decimal) -> tuple[str, ...]:
    own = [mark for mark in result.marks if mark.criterion == scale.criterion]
    others = [mark for mark in result.marks if mark.criterion != scale.criterion]
    if len(own) > MOST_MARKS:
        return sentences([note("input.too-many-marks", marks=len(own), most=MOST_MARKS)])
    report = one_mark_test(
        own,
        lambda marks: winners_of(result, group, [*marks, *others]),
        step=step,
        lowest=scale.lowest,
        highest=scale.highest,
    )
    return sentences(report.notes())
