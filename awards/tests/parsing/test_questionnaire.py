from decimal import Decimal

import pytest

from awards.parsing.questionnaire import (
    NO_QUESTIONNAIRE,
    Choice,
    EvidenceRule,
    Problem,
    QuestionKind,
    QuestionnaireError,
    load_questionnaire,
)

GOOD = """
[questionnaire]
title = "Isian kabupaten/kota"

[[questionnaire.conditions]]
code = "autonomous"
label = "Daerah Anda daerah otonom?"
reason = "Hanya daerah otonom yang dapat ikut."

[[questionnaire.sections]]
code = "rentan"
name = "Pekerja rentan"

[[questionnaire.sections.questions]]
code = "sponsored"
label = "Berapa pekerja rentan yang iurannya dibayar APBD?"
kind = "integer"
unit = "orang"
period = "2024"
max = 2000000
evidence = { required = true, types = ["pdf"], max_mb = 5 }
registry = "vulnerable_sponsored"

[[questionnaire.sections.questions]]
code = "payer"
label = "Siapa yang membayar?"
kind = "choice"
required = false
choices = ["APBD", { code = "csr", label = "Perusahaan" }]
"""


def test_load_questionnaire_when_good_then_questions_are_numbered_by_section():
    questionnaire = load_questionnaire(GOOD)

    sponsored, payer = questionnaire.questions
    assert (sponsored.number, sponsored.kind, sponsored.maximum) == ("1.1", QuestionKind.INTEGER, Decimal(2000000))
    assert sponsored.evidence == EvidenceRule(is_required=True, types=("pdf",), maximum_megabytes=5, note="")
    assert payer.choices == (Choice("APBD", "APBD"), Choice("csr", "Perusahaan"))
    assert questionnaire.columns == {"sponsored", "payer"}
    assert questionnaire.conditions[0].expects_yes is True


def test_load_questionnaire_when_the_rulebook_has_none_then_empty():
    assert load_questionnaire('[rulebook]\ncode = "a"') == NO_QUESTIONNAIRE


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param('kind = "integer"', 'kind = "whole"', Problem(
            "questionnaire.sections[1].questions[1].kind",
            "jenis 'whole' tidak dikenal; yang ada: number, integer, money, percent, choice, text, regulations, file.",
        ), id="unknown kind"),
        pytest.param('unit = "orang"', 'units = "orang"', Problem(
            "questionnaire.sections[1].questions[1].units", "tidak dikenal. Hapus atau perbaiki ejaannya."),
            id="misspelt key"),
        pytest.param('code = "payer"', 'code = "sponsored"', Problem(
            "questionnaire", "kode pertanyaan 'sponsored' dipakai dua kali."), id="same code twice"),
        pytest.param('code = "rentan"', 'code = "kirim"', Problem(
            "questionnaire.sections[1].code", "kata 'kirim' sudah dipakai untuk halaman lain; pilih kode lain."),
            id="reserved word"),
        pytest.param("max = 2000000", "min = 3\nmax = 2", Problem(
            "questionnaire.sections[1].questions[1].min", "min lebih besar daripada max."), id="empty range"),
        pytest.param("max_mb = 5", "max_mb = 500", Problem(
            "questionnaire.sections[1].questions[1].evidence.max_mb", "harus antara 1 dan 100."), id="huge files"),
        pytest.param('"APBD", ', "", Problem(
            "questionnaire.sections[1].questions[2].choices",
            "pertanyaan pilihan memerlukan paling sedikit dua pilihan."), id="one choice"),
    ],
)  # fmt: skip
def test_load_questionnaire_when_faulty_then_names_place_and_remedy(old, new, problem):
    with pytest.raises(QuestionnaireError) as refusal:
        load_questionnaire(GOOD.replace(old, new))

    assert problem in refusal.value.problems


def test_load_questionnaire_when_two_faults_then_both_are_listed():
    with pytest.raises(QuestionnaireError) as refusal:
        load_questionnaire(GOOD.replace('unit = "orang"', "unit = 3").replace('name = "Pekerja rentan"', ""))

    assert refusal.value.problems == (
        Problem("questionnaire.sections[1].questions[1].unit", "wajib diisi dengan teks."),
        Problem("questionnaire.sections[1].name", "wajib diisi dengan teks."),
    )
