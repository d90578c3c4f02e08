"""Every kind of formula comes to the value that is written beside it: LibreOffice computes both columns again."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import Workbook

from awards.engine.criteria import (
    Adjustment,
    AdjustmentKind,
    Bands,
    Criterion,
    Effect,
    Goalposts,
    Guard,
    Join,
    Levels,
    Measure,
    MeasureKind,
    Points,
    RoundingRule,
    Transform,
)
from awards.engine.rounding import RoundingMode
from awards.results.exports.formulas import leaf_formula, measure_formula, node_formula
from awards.results.exports.terms import FormulaTerm, literal, mean_of, median_of, rounded
from awards.results.tests.calc import recalculated

CARRIED = RoundingRule(RoundingMode.HALF_AWAY, 2, 3, 2, frozenset({"leaf", "node"}))
EXACT = RoundingRule(RoundingMode.HALF_AWAY, 2, 3, 2, frozenset())
RAWS = (Fraction(0), Fraction(1), Fraction("2.5"), Fraction(7, 2), Fraction("33.335"), Fraction(100), Fraction(150))
RULES = {
    "up": Goalposts(Fraction(0), Fraction(90), Fraction(0), Fraction(100), True, Transform.NONE),
    "down": Goalposts(Fraction(90), Fraction(7), Fraction(1), Fraction(5), True, Transform.NONE),
    "open": Goalposts(Fraction(3), Fraction(70), Fraction(0), Fraction(1), False, Transform.NONE),
    "ln": Goalposts(Fraction(1), Fraction(120), Fraction(0), Fraction(100), True, Transform.LN),
    "sqrt": Goalposts(Fraction(0), Fraction(50), Fraction(0), Fraction(100), True, Transform.SQRT),
    "steps above": Bands((Fraction(1), Fraction(3)), (Fraction(0), Fraction(50), Fraction(100)), False, True),
    "steps below": Bands((Fraction(1), Fraction("2.5")), (Fraction(0), Fraction(50), Fraction(100)), False, False),
    "interpolated": Bands(
        (Fraction(1), Fraction(3), Fraction(100)), (Fraction(0), Fraction(50), Fraction(100)), True, True
    ),
    "points": Points(Fraction(1), Fraction(40), True),
}
MEASURES = (
    Measure("jumlah", "", MeasureKind.SUM, ("a", "b")),
    Measure("selisih", "", MeasureKind.DIFFERENCE, ("a",), ("b",)),
    Measure("nisbah", "", MeasureKind.RATIO, ("a",), ("b", "c")),
    Measure("persen", "", MeasureKind.PERCENTAGE, ("a", "b"), ("c",)),
    Measure("tumbuh", "", MeasureKind.GROWTH, ("a",), ("b",)),
    Measure(
        "sedikit",
        "",
        MeasureKind.RATIO,
        ("a",),
        ("b",),
        guard=Guard.RAISE_DENOMINATOR,
        minimum_denominator=Fraction(50),
    ),
)
COLUMNS = {"a": Fraction(17), "b": Fraction("3.25"), "c": Fraction(31), "potong": Fraction(1, 4)}


def adjusted(kind: AdjustmentKind) -> Criterion:
    return Criterion("x", "total", "", normalisation=RULES["up"], adjustments=(Adjustment(kind, "potong", True),))


def node(join: Join, **more) -> Criterion:
    children = tuple(Criterion(f"s{n}", "n", "", weight=Fraction(n, 3)) for n in (1, 2, 4))
    return Criterion("n", "total", "", join=join, children=children, **more)


def with_others() -> Criterion:
    effects = {Effect.SHARE: "s1", Effect.FACTOR: "s2", Effect.BONUS: "s4", Effect.PENALTY: "s8"}
    children = tuple(Criterion(code, "n", "", effect=effect) for effect, code in effects.items())
    return Criterion(
        "n", "total", "", join=Join.ARITHMETIC, children=children, at_most=Fraction(100), at_least=Fraction(2)
    )


def formulas(place) -> list[tuple[str, FormulaTerm]]:
    """Name each formula; `place` writes a number into the sheet and returns its cell."""
    columns = {code: place(value) for code, value in COLUMNS.items()}
    found = [(measure.code, measure_formula(measure, columns)) for measure in MEASURES]
    for name, rule in RULES.items():
        for raw in RAWS[1 if name == "ln" else 0 :]:
            for rounding in (CARRIED, EXACT):
                leaf = Criterion("x", "total", "", normalisation=rule, is_complement=name == "up")
                found.append((f"{name} {raw}", leaf_formula(leaf, place(raw), {}, rounding)))
    found += [(kind, leaf_formula(adjusted(kind), place(Fraction(33)), columns, EXACT)) for kind in AdjustmentKind]
    scores = {f"s{n}": place(Fraction(n * 20, 7)) for n in (1, 2, 4, 8)}
    for join in (Join.ARITHMETIC, Join.SUM, Join.MINIMUM):
        found.append((join, node_formula(node(join), scores, {}, CARRIED)))
    found.append(("geometric", node_formula(node(Join.GEOMETRIC, floor=Fraction(1, 100)), scores, {}, EXACT)))
    for join, count, more in (
        (Join.DIFFERENCE, 2, {}),
        (Join.COMPLEMENT, 1, {"of": Fraction(3)}),
        (Join.RATIO, 2, {"floor": Fraction(1, 100)}),
        (Join.RATIO, 2, {"floor": Fraction(7)}),
        (Join.RECIPROCAL, 1, {"of": Fraction(3), "floor": Fraction(1, 100)}),
    ):
        pair = replace(node(join, **more), children=node(join).children[:count])
        found.append((f"{join} {more}", node_formula(pair, scores, {}, EXACT)))
    found.append(("effects", node_formula(with_others(), scores, {}, EXACT)))
    found += [(f"half {n}", rounded(place(Fraction(n)), 2)) for n in ("1.005", "2.675", "-1.005", "0.125")]
    return found


@pytest.mark.office
def test_formulas_when_recalculated_then_each_comes_to_the_value_written_beside_it(tmp_path):
    book = Workbook()
    sheet = book.active

    def place(value: Fraction) -> FormulaTerm:
        sheet.append([float(value)])
        return FormulaTerm(f"$A${sheet.max_row}", Fraction(Decimal(str(float(value)))))

    wanted = formulas(place)
    sheet.append(["ya"])
    word = FormulaTerm(f"$A${sheet.max_row}", "ya")
    levels = Criterion(
        "x", "total", "", normalisation=Levels({"ya": Fraction(2), "tidak": Fraction(0), 'kata "lain"': Fraction(1)})
    )
    wanted.append(("level", leaf_formula(levels, word, {}, EXACT)))
    marks = (Decimal("7.25"), Decimal(9), Decimal("8.5"))
    rows = [sheet.max_row + number for number in (1, 2, 3)]
    for mark in marks:
        sheet.append([mark])
    address = f"$A${rows[0]}:$A${rows[-1]}"
    wanted += [("mean", mean_of(address, marks)), ("median", median_of(address, marks))]
    for row, (_name, term) in enumerate(wanted, start=1):
        sheet.cell(row, 2).value = f"={term.text}"
    book.save(tmp_path / "rumus.xlsx")

    computed = recalculated((tmp_path / "rumus.xlsx").read_bytes(), tmp_path)[sheet.title]

    found = {name: computed.cell(row, 2).value for row, (name, _term) in enumerate(wanted, start=1)}
    assert found == {name: pytest.approx(float(term.value), rel=1e-12, abs=1e-12) for name, term in wanted}


def test_levels_when_the_word_is_a_number_in_its_cell_then_have_no_formula():
    levels = Criterion("x", "total", "", normalisation=Levels({"1": Fraction(2), "2": Fraction(0)}))

    assert leaf_formula(levels, FormulaTerm("A1", Fraction(1)), {}, EXACT) is None


def test_measure_when_the_denominator_is_nought_then_has_no_formula():
    cells = {
        "a": FormulaTerm("A1", Fraction(1)),
        "b": FormulaTerm("A2", Fraction(0)),
        "c": FormulaTerm("A3", Fraction(0)),
    }

    assert measure_formula(MEASURES[2], cells) is None


def test_literal_when_it_has_no_finite_decimal_then_is_a_division():
    assert (literal(Fraction(1, 3)).text, literal(Fraction("33.3")).text) == ("(1/3)", "33.3")
