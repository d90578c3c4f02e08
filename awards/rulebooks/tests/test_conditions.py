"""Conditions as the rulebook's page says them, in both languages and with the names and units people read."""

import pytest
from django.utils import translation

from awards.engine import load_rulebook
from awards.rulebooks.parsing.questionnaire import read_questionnaire
from awards.rulebooks.selectors.words import gate_clauses, rule_rows
from paritrana.pages.reader import reader_language

RULES = """
rulebook = { code = "x", title = "X", version = "1", illustrative = true }
rounding = { total = 0 }
measures = [
    { code = "cakupan", name = "cakupan", name_en = "coverage", unit = "%", kind = "sum", columns = "c" },
    { code = "aktif", name = "aktif", name_en = "active", unit = "persen", unit_en = "per cent", kind = "sum", columns = "a" },
]
gates = [
    { code = "g", name = "Lunas", reason = "Belum.", when = { any = [{ column = "izin", one_of = ["penuh", "x"] }, { column = "pekerja", above = 1000.5 }] } },
]
criteria = [
    { code = "total", name = "Nilai akhir", join = "sum" },
    { code = "k", parent = "total", name = "Gelar", normalise = { kind = "cases", otherwise = 0, cases = [
        { name = "Utama", name_en = "First", points = 2.5, when = { all = [
            { measure = "cakupan", at_least = 99 },
            { column = "pekerja", below = 7, unless = { measure = "aktif", equals = 100 } },
            { any = [{ measure = "aktif", at_most = 12.5 }, { column = "izin", one_of = "penuh" }] },
        ] } },
    ] } },
]

[questionnaire]
title = "Isian"
[[questionnaire.sections]]
code = "satu"
name = "Satu"
[[questionnaire.sections.questions]]
code = "izin"
label = "Apa izinnya?"
label_en = "Which licence?"
kind = "choice"
choices = [
    { code = "penuh", label = "izin penuh", label_en = "full licence" },
    { code = "x", label = "belum ada", label_en = "none yet" },
]
[[questionnaire.sections.questions]]
code = "pekerja"
label = "Jumlah pekerja"
label_en = "Workers"
kind = "number"
unit = "orang"
unit_en = "people"
"""  # noqa: E501


@pytest.mark.parametrize(
    ("language", "criterion", "gate"),
    [
        (
            "id",
            (
                "Menurut keadaan pertama yang terpenuhi, dari atas.",
                "Utama = 2,5 bila cakupan ≥ 99 % dan (Jumlah pekerja < 7 orang, kecuali aktif = 100 persen) dan "
                "(aktif ≤ 12,5 persen atau «Apa izinnya?» salah satu dari izin penuh).",
                "Selain itu 0.",
                "Bila kosong, peserta tidak diberi peringkat.",
            ),
            "«Apa izinnya?» salah satu dari izin penuh, belum ada atau Jumlah pekerja > 1.000,5 orang.",
        ),
        (
            "en",
            (
                "By the first case that holds, from the top.",
                "First = 2.5 if coverage ≥ 99 % and (Workers < 7 people, unless active = 100 per cent) and "
                "(active ≤ 12.5 per cent or «Which licence?» is one of full licence).",
                "Otherwise 0.",
                "If empty, the entrant is not ranked.",
            ),
            "«Which licence?» is one of full licence, none yet or Workers > 1,000.5 people.",
        ),
    ],
)
def test_conditions_when_read_then_said_in_names_and_units_of_the_reader(language, criterion, gate):
    rules = load_rulebook(RULES)

    with translation.override(language):
        asked = read_questionnaire(rules.document, reader_language())
        assert rule_rows(rules, asked)[1].sentences == criterion
        assert gate_clauses(rules, asked)[0].sentences[0] == gate
