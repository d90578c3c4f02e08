"""How firm the ranking stands and whether the rulebook measures what it says: as sentences and as figures.

Every question that cannot be asked of a rulebook or a panel answers with the reason instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

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
from awards.engine.panel import leave_one_juror_out
from awards.engine.robustness import (
    DirichletWeights,
    RankConfidence,
    RobustnessError,
    Uncertainty,
    WeightedTable,
    one_mark_test,
    simulate,
    smallest_shift,
    weight_flips,
    without_each_criterion,
)
from awards.management.scoring.sheets import Row, Sheet, four

MOST_MARKS = 2000
ENTRY_FIGURES = (
    "kelompok",
    "peringkat",
    "peserta",
    "peluang_pertama",
    "galat_peluang_pertama",
    "peluang_penghargaan",
    "galat_peluang_penghargaan",
    "peringkat_terbaik_90",
    "peringkat_terburuk_90",
)
PAIR_FIGURES = ("kelompok", "peserta", "lawan", "peluang_di_atas_lawan", "galat_peluang")


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
class Answer:
    """`confidence` holds the figures behind the sentences of a simulation."""

    group: str
    test: str
    sentences: tuple[str, ...]
    confidence: RankConfidence | None = None


def robustness_answers(result: Result, asked: Questioning) -> Iterator[Answer]:
    """Yield the answers group by group; a group with fewer than two ranked entries has none."""
    for group, key in enumerate(result.group_keys):
        entries = ranked_in(result, group)
        if len(entries) < 2:
            continue
        name = " / ".join(key)
        for node in weighted_nodes(result):
            yield from _weight_answers(result, node, entries, name, asked)
        if result.marks:
            yield from _jury_answers(result, group, name, asked)


def robustness_sheets(answers: list[Answer]) -> list[Sheet]:
    """Sentences first, then the figures of the simulations: every entry, and the pairs at the top."""
    rows: list[Row] = [[one.group, one.test, sentence] for one in answers for sentence in one.sentences]
    told = [(one.group, one.confidence) for one in answers if one.confidence is not None]
    entries = [row for group, found in told for row in _entry_rows(group, found)]
    pairs = [row for group, found in told for row in _pair_rows(group, found)]
    sheets = [
        Sheet("ketahanan", "Ketahanan", ("kelompok", "uji", "hasil"), tuple(rows)),
        Sheet("keyakinan", "Keyakinan peringkat", ENTRY_FIGURES, tuple(entries)),
        Sheet("pasangan", "Pasangan", PAIR_FIGURES, tuple(pairs)),
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


def coherence_sheets(result: Result) -> list[Sheet]:
    """Findings first, then the figures behind them; float figures are rounded to four digits for reading."""
    report = coherence_of(result)
    findings: list[Row] = [["peringatan", "", warning] for warning in result.rulebook.warnings]
    findings += [[one.kind.value, one.code, one.sentence] for one in report.findings]
    if not report.findings:
        findings += [["", "", sentence] for sentence in report.sentences()]
    weights: list[Row] = [[one.code, four(one.nominal), four(one.effective)] for one in report.weights]
    links: list[Row] = [
        [kind, one.code, one.other, four(one.pearson), four(one.spearman)]
        for kind, listed in (("induk", report.parents), ("saudara", report.siblings))
        for one in listed
    ]
    extremes: list[Row] = [[one.code, four(one.at_highest), four(one.at_lowest)] for one in report.extremes]
    return [
        Sheet("audit", "Audit", ("temuan", "kriteria", "uraian"), tuple(findings)),
        Sheet("bobot_nyata", "Bobot nyata", ("kriteria", "bobot", "pengaruh"), tuple(weights)),
        Sheet("korelasi", "Korelasi", ("hubungan", "kriteria", "dengan", "pearson", "spearman"), tuple(links)),
        Sheet("ujung", "Nilai ujung", ("kriteria", "di_tertinggi", "di_terendah"), tuple(extremes)),
    ]


def _weight_answers(
    result: Result, node: Criterion, entries: list[str], group: str, asked: Questioning
) -> Iterator[Answer]:
    try:
        table = weighted_table(result, node, entries)
    except RobustnessError as refusal:
        yield Answer(group, f"Bobot di bawah «{node.name}»", (str(refusal),))
        return
    yield _weight_limits(table, node, group, entries[0])
    removals = without_each_criterion(table, asked.prizes)
    yield Answer(group, f"Tanpa satu kriteria di bawah «{node.name}»", removals.sentences())
    if node.parent is None:
        yield _simulated(result, table, node, entries, group, asked)


def _weight_limits(table: WeightedTable, node: Criterion, group: str, winner: str) -> Answer:
    title = f"Bobot di bawah «{node.name}»"
    try:
        flips = weight_flips(table, winner)
        shift = smallest_shift(table, winner)
    except RobustnessError as refusal:
        return Answer(group, title, (str(refusal),))
    least = ("Tidak ada susunan bobot apa pun yang mengganti pemenang.",) if shift is None else shift.sentences()
    return Answer(group, title, (*flips.sentences(), *least))


def _simulated(
    result: Result, table: WeightedTable, node: Criterion, entries: list[str], group: str, asked: Questioning
) -> Answer:
    title = "Keyakinan peringkat (Monte Carlo)"
    try:
        uncertainty = Uncertainty(
            DirichletWeights(float(asked.spread)),
            jury_columns(result, node, entries),
            data_errors(result, entries, asked.errors),
        )
        confidence = simulate(table, uncertainty, seed=asked.seed, draws=asked.draws, prizes=asked.prizes)
    except RobustnessError as refusal:
        return Answer(group, title, (str(refusal),))
    return Answer(group, title, confidence.sentences(), confidence)


def _jury_answers(result: Result, group: int, name: str, asked: Questioning) -> Iterator[Answer]:
    removals = leave_one_juror_out(result.marks, lambda marks: winners_of(result, group, marks))
    yield Answer(name, "Tanpa satu juri", removals.sentences())
    scales = {scale.criterion: scale for scale in mark_scales(result)}
    for criterion in sorted({mark.criterion for mark in result.marks}):
        title = f"Satu nilai juri berubah ({criterion})"
        if criterion in scales:
            yield Answer(name, title, _one_mark(result, group, scales[criterion], asked.step))
        else:
            yield Answer(name, title, ("Juknis tidak menyatakan nilai terendah dan tertinggi juri; uji ini dilewati.",))


def _one_mark(result: Result, group: int, scale: MarkScale, step: Decimal) -> tuple[str, ...]:
    own = [mark for mark in result.marks if mark.criterion == scale.criterion]
    others = [mark for mark in result.marks if mark.criterion != scale.criterion]
    if len(own) > MOST_MARKS:
        return (f"Ada {len(own)} nilai juri; uji ini dibatasi {MOST_MARKS} nilai.",)
    report = one_mark_test(
        own,
        lambda marks: winners_of(result, group, [*marks, *others]),
        step=step,
        lowest=scale.lowest,
        highest=scale.highest,
    )
    return report.sentences()
