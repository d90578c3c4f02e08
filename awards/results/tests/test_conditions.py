"""Every kind of condition comes to the case that the engine finds: LibreOffice computes each formula again."""

from fractions import Fraction

import pytest
from openpyxl import Workbook

from awards.engine.conditions import chosen_case
from awards.engine.criteria import (
    Cases,
    Combination,
    Comparator,
    Comparison,
    Exemption,
    Logic,
    Measure,
    MeasureKind,
    NamedCase,
)
from awards.results.exports.conditions import case_formula
from awards.results.exports.terms import FormulaTerm
from awards.results.tests.calc import recalculated

MEASURES = {
    "selisih": Measure("selisih", "", MeasureKind.DIFFERENCE, ("a",), ("b",)),
    "persen": Measure("persen", "", MeasureKind.PERCENTAGE, ("b",), ("c",)),
}
VALUES = {"a": Fraction("0.3"), "b": Fraction("0.1"), "c": Fraction("0.7"), "l": 'ya "betul"'}


def asked(column, comparator, limit):
    figure = (None, column) if column in MEASURES else (column, None)
    return Comparison(*figure, comparator, Fraction(limit))


def word(*labels):
    return Comparison("l", None, Comparator.ONE_OF, None, labels)


PLAIN = [
    asked(column, comparator, limit)
    for column, limits in {"a": ("0.3", "0.2", "0.4"), "selisih": ("0.2", "0.1"), "persen": ("14", "15")}.items()
    for limit in limits
    for comparator in list(Comparator)[:5]
]
WORDS = [word('ya "betul"'), word('YA "betul"'), word("tidak", 'ya "betul"'), word("tidak")]
YES, NO = asked("a", Comparator.ABOVE, 0), asked("a", Comparator.BELOW, 0)
JOINED = [
    condition
    for pair in ((YES, NO), (NO, YES), (NO, NO), (YES, YES))
    for condition in (Combination(Logic.ALL, pair), Combination(Logic.ANY, pair), Exemption(*pair))
]
RULES = [Cases((NamedCase("Utama", Fraction(2), one), NamedCase("Madya", Fraction(1), YES)), Fraction(0)) for one in
         (*PLAIN, *WORDS, *JOINED)] + [Cases((NamedCase("Utama", Fraction(2), NO),), Fraction(0))]  # fmt: skip


def read(comparison):
    if comparison.measure == "selisih":
        return VALUES["a"] - VALUES["b"]
    return 100 * VALUES["b"] / VALUES["c"] if comparison.measure else VALUES[comparison.column]


@pytest.mark.office
def test_cases_when_recalculated_then_each_comes_to_the_case_of_the_engine(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append([float(value) if isinstance(value, Fraction) else value for value in VALUES.values()])
    cells = {name: FormulaTerm(f"${letter}$1", VALUES[name]) for name, letter in zip(VALUES, "ABCD", strict=True)}
    for rule in RULES:
        sheet.append([f"={case_formula(rule, MEASURES, cells).text}"])
    book.save(tmp_path / "syarat.xlsx")

    computed = recalculated((tmp_path / "syarat.xlsx").read_bytes(), tmp_path)[sheet.title]

    expected = [chosen_case(rule, read) for rule in RULES]
    assert [case_formula(rule, MEASURES, cells).value for rule in RULES] == expected
    assert [computed.cell(row, 1).value or "" for row in range(2, len(RULES) + 2)] == expected
    assert set(expected) == {"Utama", "Madya", ""}


@pytest.mark.parametrize(
    ("condition", "cells"),
    [
        (YES, {}),
        (Combination(Logic.ANY, (YES, asked("b", Comparator.ABOVE, 0))), {"a": Fraction(1)}),
        (word("1"), {"l": Fraction(1)}),
        (word("x" * 256), {"l": "x"}),
        (Combination(Logic.ALL, tuple(word("x" * 250) for _ in range(40))), {"l": "x"}),
        (asked("persen", Comparator.ABOVE, 0), {"b": Fraction(1), "c": Fraction(0)}),
    ],
    ids=["an empty cell", "one of two empty", "a number as a word", "a long word", "a long formula", "nought below"],
)
def test_cases_when_excel_cannot_hold_or_decide_them_then_have_no_formula(condition, cells):
    rule = Cases((NamedCase("Utama", Fraction(1), condition),), Fraction(0))

    assert case_formula(rule, MEASURES, {name: FormulaTerm("A1", value) for name, value in cells.items()}) is None
