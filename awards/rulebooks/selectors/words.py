"""A rulebook in words: what each part of it says, as sentences a reader can check against the decree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.engine.criteria import (
    AdjustmentKind,
    Bands,
    Cases,
    Citation,
    Comparator,
    Comparison,
    Criterion,
    Effect,
    Gate,
    Goalposts,
    Guard,
    Join,
    Levels,
    Measure,
    MeasureKind,
    MissingPolicy,
    Points,
    Relation,
    Relative,
    Source,
    Transform,
)
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.rounding import RoundingMode
from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.conditions import condition_words
from awards.rulebooks.selectors.figures import figure
from awards.rulebooks.selectors.labels import (
    asked_words,
    criterion_name,
    key_name,
    measure_name,
    read_in_sentence,
    value_name,
)
from paritrana.pages.reader import in_words


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One criterion on the rulebook's page."""

    code: str
    name: str
    depth: int
    is_leaf: bool
    weight: str
    sentences: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A gate, a measure or a rule for the whole, in one name and its sentences."""

    name: str
    sentences: tuple[str, ...]
    citations: tuple[Citation, ...]


def rule_rows(rules: Rules, asked: Questionnaire) -> list[RuleRow]:
    return [
        RuleRow(
            code=node.code,
            name=criterion_name(node),
            depth=depth,
            is_leaf=node.is_leaf,
            weight=weight_words(node, parent),
            sentences=tuple(_sentences(node, rules, asked)),
            citations=node.citations,
        )
        for node, parent, depth in _walk(rules.root, None, 0)
    ]


def gate_clauses(rules: Rules, asked: Questionnaire) -> list[Clause]:
    return [
        Clause(
            in_words(gate.name, gate.name_en),
            (_gate(gate, rules, asked), in_words(gate.reason, gate.reason_en)),
            gate.citations,
        )
        for gate in rules.gates
    ]


def gate_lines(rules: Rules, asked: Questionnaire) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return code, name and sentences of every gate."""
    clauses = gate_clauses(rules, asked)
    return tuple((gate.code, one.name, one.sentences) for gate, one in zip(rules.gates, clauses, strict=True))


def measure_clauses(rules: Rules, asked: Questionnaire) -> list[Clause]:
    return [
        Clause(in_words(measure.name, measure.name_en), tuple(_measure(measure, rules, asked)), measure.citations)
        for measure in rules.measures.values()
    ]


def panel_clauses(rules: Rules) -> list[Clause]:
    """Return one clause a panel rule, named after the criteria whose marks it sums up."""
    names = {
        code: ", ".join(criterion_name(leaf) for leaf in rules.leaves if leaf.panel == code) or code
        for code in rules.panels
    }
    return [Clause(names[panel.code], tuple(_panel(panel.rule)), ()) for panel in rules.panels.values()]


def order_sentences(rules: Rules, asked: Questionnaire) -> list[str]:
    """Say how entries are put in order, what decides a tie, and what stays tied."""
    on = _("nilai yang sudah dibulatkan") if rules.rank.is_rounded else _("nilai penuh sebelum dibulatkan")
    best = _("tertinggi") if rules.rank.higher_is_better else _("terendah")
    found = [_("Peringkat menurut %(on)s; nilai %(best)s di depan.") % {"on": on, "best": best}]
    for place, key in enumerate(rules.rank.chain, start=1):
        way = _("lebih tinggi di depan") if key.higher_is_better else _("lebih rendah di depan")
        words = {"place": place, "name": key_name(rules, key.code), "way": way}
        found.append(_("Penentu nilai seri ke-%(place)d: %(name)s, %(way)s.") % words)
    found.append(
        _(
            "Peserta yang sama pada semua penentu tetap seri dan berbagi peringkat (1, 2, 2, 4); nama, nomor dan "
            "undian tidak pernah menentukan."
        )
    )
    found.append(
        _("Bila satu juara dicabut sesudah final, peringkat berikutnya naik mengisi tempatnya.")
        if rules.rank.moves_up
        else _("Bila satu juara dicabut sesudah final, tempatnya tidak diisi.")
    )
    if rules.grouping.columns:
        found.append(
            _("Peringkat dihitung terpisah per %(groups)s.")
            % {"groups": ", ".join(read_in_sentence(rules, column, asked) for column in rules.grouping.columns)}
        )
    return found


def rounding_sentences(rules: Rules) -> list[str]:
    mode = {
        RoundingMode.HALF_AWAY: _("setengah menjauhi nol"),
        RoundingMode.HALF_EVEN: _("setengah ke angka genap"),
        RoundingMode.HALF_DOWN: _("setengah mendekati nol"),
    }[rules.rounding.mode]
    found = [
        _("Nilai akhir dicetak dengan %(digits)d angka di belakang koma, dibulatkan %(mode)s.")
        % {"digits": rules.rounding.total, "mode": mode}
    ]
    stages = {"leaf": _("kriteria terbawah"), "node": _("kelompok kriteria")}
    carried = [stages[stage] for stage in ("leaf", "node") if stage in rules.rounding.carried]
    if carried:
        words = {"stages": ", ".join(carried)}
        found.append(_("Nilai %(stages)s diteruskan ke atas setelah dibulatkan.") % words)
    else:
        found.append(_("Di antaranya tidak ada pembulatan: nilai penuh diteruskan sampai nilai akhir."))
    return found


def band_sentences(rules: Rules) -> list[str]:
    return [
        _("%(name)s: mulai dari %(threshold)s.")
        % {"name": in_words(band.name, band.name_en), "threshold": figure(band.threshold)}
        for band in sorted(rules.bands, key=lambda band: -band.threshold)
    ]


def _walk(node: Criterion, parent: Criterion | None, depth: int) -> Iterator[tuple[Criterion, Criterion | None, int]]:
    yield node, parent, depth
    for child in node.children:
        yield from _walk(child, node, depth + 1)


def weight_words(node: Criterion, parent: Criterion | None) -> str:
    """Write a weight as the rulebook means it: a share in per cent; a plain sum has none, a weighted sum factors."""
    effects = {Effect.BONUS: _("bonus"), Effect.PENALTY: _("pengurang"), Effect.FACTOR: _("faktor")}
    if node.effect in effects:
        return effects[node.effect]
    if parent is None or not parent.has_weights or (parent.join is Join.SUM and node.weight == 1):
        return ""
    if parent.join is Join.SUM:
        return _("dikalikan %(factor)s") % {"factor": figure(node.weight)}
    return _("%(percent)s %%") % {"percent": figure(node.weight * 100 / parent.weight_total)}


def _sentences(node: Criterion, rules: Rules, asked: Questionnaire) -> Iterator[str]:
    if node.join is not None:
        yield _join(node)
    else:
        yield from _leaf(node, rules, asked)
    yield from _limits(node, rules, asked)
    yield from _missing(node)
    if node.note:
        yield in_words(node.note, node.note_en)


def _join(node: Criterion) -> str:
    words = {"floor": figure(node.floor or 0), "exponent": figure(node.exponent or 0), "of": figure(node.of or 0)}
    shares = [child for child in node.children if child.effect is Effect.SHARE]
    words |= {
        place: in_words(child.name, child.name_en) for place, child in zip(("first", "second"), shares, strict=False)
    }
    return {
        Join.SUM: _("Jumlah semua kriteria di bawahnya."),
        Join.ARITHMETIC: _("Rata-rata berbobot kriteria di bawahnya."),
        Join.GEOMETRIC: _("Rata-rata geometrik berbobot; nilai di bawah %(floor)s dihitung %(floor)s."),
        Join.HARMONIC: _("Rata-rata harmonik berbobot; nilai di bawah %(floor)s dihitung %(floor)s."),
        Join.POWER_MEAN: _("Rata-rata pangkat %(exponent)s berbobot; nilai di bawah %(floor)s dihitung %(floor)s."),
        Join.MINIMUM: _("Nilai terendah dari kriteria di bawahnya."),
        Join.DIFFERENCE: _("«%(first)s» dikurangi «%(second)s»."),
        Join.RATIO: _("«%(first)s» dibagi «%(second)s»; pembagi di bawah %(floor)s dihitung %(floor)s."),
        Join.COMPLEMENT: _("%(of)s dikurangi «%(first)s»."),
        Join.RECIPROCAL: _("%(of)s dibagi «%(first)s»; pembagi di bawah %(floor)s dihitung %(floor)s."),
    }[node.join or Join.SUM] % words


def _leaf(node: Criterion, rules: Rules, asked: Questionnaire) -> Iterator[str]:
    rule = node.normalisation
    if not isinstance(rule, Cases):
        yield _source(node, rules, asked)
        yield _points_by(rule, node, asked)
        return
    yield _("Menurut keadaan pertama yang terpenuhi, dari atas.")
    for case in rule.cases:
        words = {"case": in_words(case.name, case.name_en), "points": figure(case.points)}
        yield _("%(case)s = %(points)s bila %(condition)s.") % {
            **words,
            "condition": condition_words(case.when, asked_words(rules, asked)),
        }
    yield _("Selain itu %(points)s.") % {"points": figure(rule.otherwise)}


def _source(node: Criterion, rules: Rules, asked: Questionnaire) -> str:
    if node.source is Source.JURY:
        return _("Dinilai juri; cara merangkum nilainya tertulis di bagian nilai para juri.")
    name = _figure_name(rules, node, asked)
    origins = {
        Source.CONTRIBUTION: _("Dari data kontribusi: %(name)s."),
        Source.ANSWER: _("Dari isian yang diverifikasi: %(name)s."),
        Source.ATTENDANCE: _("Dari kehadiran wawancara: %(name)s."),
        Source.HISTORY: _("Dari hasil edisi terdahulu: %(name)s."),
    }
    return origins[node.source or Source.CONTRIBUTION] % {"name": name}


def _figure_name(rules: Rules, read: Criterion | Comparison, asked: Questionnaire) -> str:
    if read.measure:
        return measure_name(rules.measures[read.measure])
    return read_in_sentence(rules, read.column or "", asked)


def _points_by(
    rule: Goalposts | Bands | Levels | Points | Relation | None, node: Criterion, asked: Questionnaire
) -> str:
    unit = unit_suffix(node)
    if isinstance(rule, Goalposts):
        return _goalposts(rule, unit)
    if isinstance(rule, Bands):
        return _bands(rule, unit)
    if isinstance(rule, Levels):
        named = ((value_name(node.column or "", label, asked), points) for label, points in rule.points.items())
        steps = "; ".join(f"{label} = {figure(points)}" for label, points in named)
        return _("Menurut tingkat: %(steps)s.") % {"steps": steps}
    if isinstance(rule, Relation):
        return _relation(rule)
    if rule is None or isinstance(rule, Points):
        return _points(rule)
    assert_never(rule)


def _points(rule: Points | None) -> str:
    if rule is None or rule.low is None or rule.high is None:
        return _("Angkanya langsung menjadi nilai.")
    limits = {"low": figure(rule.low), "high": figure(rule.high)}
    return _("Angkanya langsung menjadi nilai, %(low)s sampai %(high)s.") % limits


def unit_suffix(node: Criterion) -> str:
    return f" {in_words(node.unit, node.unit_en)}" if node.unit else ""


def _goalposts(rule: Goalposts, unit: str) -> str:
    words = {
        "worst": f"{figure(rule.worst)}{unit}",
        "best": f"{figure(rule.best)}{unit}",
        "low": figure(rule.low),
        "high": figure(rule.high),
    }
    scale = {
        Transform.NONE: _("garis lurus"),
        Transform.LN: _("menurut logaritma"),
        Transform.SQRT: _("menurut akar kuadrat"),
    }[rule.transform]
    text = _("%(worst)s mendapat %(low)s dan %(best)s mendapat %(high)s; di antaranya %(scale)s.")
    found = text % {**words, "scale": scale}
    beyond = _("Di luar batas itu nilainya tidak naik atau turun lagi.")
    return f"{found} {beyond}" if rule.is_clamped else found


def _bands(rule: Bands, unit: str) -> str:
    if rule.is_interpolated:
        steps = "; ".join(
            f"{figure(edge)}{unit} = {figure(points)}" for edge, points in zip(rule.edges, rule.points, strict=True)
        )
        return _("Menurut rentang dengan garis lurus di antaranya: %(steps)s.") % {"steps": steps}
    sign = "≥" if rule.edge_belongs_above else ">"
    pairs = zip(rule.edges, rule.points[1:], strict=True)
    upper = [f"{sign} {figure(edge)}{unit} = {figure(points)}" for edge, points in pairs]
    rest = _("kurang dari itu = %(points)s") % {"points": figure(rule.points[0])}
    return _("Menurut rentang: %(steps)s.") % {"steps": "; ".join([*reversed(upper), rest])}


def _relation(rule: Relation) -> str:
    kinds = {
        Relative.RATIO_TO_BEST: _("Dibandingkan dengan yang terbaik dalam populasi acuan «%(reference)s»."),
        Relative.MIN_MAX: _("Letaknya antara yang terendah dan tertinggi dalam populasi acuan «%(reference)s»."),
        Relative.Z_SCORE: _("Jaraknya dari rata-rata populasi acuan «%(reference)s», dalam simpangan baku."),
        Relative.PERCENTILE: _("Bagian populasi acuan «%(reference)s» yang dilampauinya."),
    }
    return kinds[rule.kind] % {"reference": rule.reference}


def _limits(node: Criterion, rules: Rules, asked: Questionnaire) -> Iterator[str]:
    kinds = {
        AdjustmentKind.MULTIPLY: _("Dikalikan dengan %(column)s."),
        AdjustmentKind.ADD: _("Ditambah %(column)s."),
        AdjustmentKind.DEDUCT: _("Dikurangi %(column)s."),
        AdjustmentKind.DEDUCT_SHARE: _("Dikurangi sebesar bagian %(column)s."),
    }
    for adjustment in node.adjustments:
        yield kinds[adjustment.kind] % {"column": read_in_sentence(rules, adjustment.column, asked)}
    if node.at_least is not None:
        yield _("Paling rendah %(limit)s.") % {"limit": figure(node.at_least)}
    if node.at_most is not None:
        yield _("Paling tinggi %(limit)s.") % {"limit": figure(node.at_most)}


def _missing(node: Criterion) -> Iterator[str]:
    if not node.is_leaf:
        return
    yield {
        MissingPolicy.NOT_RANKED: _("Bila kosong, peserta tidak diberi peringkat."),
        MissingPolicy.WORST: _("Bila kosong, dihitung nilai terburuk: %(reason)s"),
        MissingPolicy.ZERO: _("Bila kosong, dihitung nol: %(reason)s"),
        MissingPolicy.SKIP: _("Bila kosong, dilewati dan bobotnya dibagikan kepada kriteria lain dalam induknya."),
        MissingPolicy.GROUP_MEDIAN: _("Bila kosong, diisi nilai tengah kelompok dan ditandai."),
    }[node.missing] % {"reason": in_words(node.missing_reason, node.missing_reason_en)}


def _gate(gate: Gate, rules: Rules, asked: Questionnaire) -> str:
    one = gate.condition
    if not isinstance(one, Comparison):
        return _capitalised(f"{condition_words(one, asked_words(rules, asked))}.")
    name = _figure_name(rules, one, asked)
    comparisons = {
        Comparator.AT_LEAST: _("%(name)s paling sedikit %(limit)s."),
        Comparator.ABOVE: _("%(name)s lebih dari %(limit)s."),
        Comparator.AT_MOST: _("%(name)s paling banyak %(limit)s."),
        Comparator.BELOW: _("%(name)s kurang dari %(limit)s."),
        Comparator.EQUALS: _("%(name)s sama dengan %(limit)s."),
        Comparator.ONE_OF: _("%(name)s salah satu dari: %(limit)s."),
    }
    labels = [value_name(one.column or "", label, asked) for label in one.labels]
    limit = figure(one.limit) if one.limit is not None else ", ".join(labels)
    return _capitalised(comparisons[one.comparator] % {"name": name, "limit": limit})


def _measure(measure: Measure, rules: Rules, asked: Questionnaire) -> Iterator[str]:
    first, second = (
        " + ".join(read_in_sentence(rules, column, asked) for column in columns)
        for columns in (measure.first, measure.second)
    )
    first = measure_name(measure.base) if measure.base else first
    words = {"first": first, "second": second}
    sentence = {
        MeasureKind.RATIO: _("%(first)s dibagi %(second)s."),
        MeasureKind.PERCENTAGE: _("%(first)s dibagi %(second)s, dalam persen."),
        MeasureKind.DIFFERENCE: _("%(first)s dikurangi %(second)s."),
        MeasureKind.GROWTH: _("%(first)s: kenaikannya dibanding %(second)s, dalam persen."),
        MeasureKind.SUM: _("%(first)s."),
    }[measure.kind]
    yield _capitalised(sentence % words)
    limit = {"limit": figure(measure.minimum_denominator), "strength": figure(measure.strength)}
    guards = {
        Guard.MISSING_BELOW: _("Penyebut di bawah %(limit)s dianggap tidak cukup dan nilainya kosong."),
        Guard.RAISE_DENOMINATOR: _("Penyebut di bawah %(limit)s dihitung %(limit)s."),
        Guard.WILSON: _("Memakai batas bawah Wilson, supaya jumlah kecil tidak diuntungkan."),
        Guard.SHRINKAGE: _("Ditarik ke nilai umum sebesar %(strength)s orang, supaya jumlah kecil tidak diuntungkan."),
    }
    if measure.guard in guards:
        yield guards[measure.guard] % limit


def _panel(rule: PanelRule) -> Iterator[str]:
    yield {
        PanelMethod.MEAN: _("Rata-rata nilai para juri."),
        PanelMethod.MEDIAN: _("Nilai tengah para juri."),
        PanelMethod.TRIMMED_MEAN: _("Rata-rata tanpa %(high)d nilai tertinggi dan %(low)d nilai terendah."),
        PanelMethod.TRIMMED_SUM: _("Jumlah tanpa %(high)d nilai tertinggi dan %(low)d nilai terendah."),
        PanelMethod.LENIENCY: _("Rata-rata yang dikoreksi menurut kemurahan hati tiap juri."),
    }[rule.method] % {"high": rule.drop_high, "low": rule.drop_low}
    yield _("Paling sedikit %(count)d nilai; nilai yang tidak ada bukan nol.") % {"count": rule.minimum_marks}


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
