from decimal import Decimal

import pytest

from awards.rulebooks.parsing.questionnaire import (
    NO_QUESTIONNAIRE,
    Choice,
    EvidenceRule,
    QuestionKind,
    QuestionnaireError,
    load_questionnaire,
)
from awards.sentences import placed
from awards.submissions.parsing.answers import read_answer, shown_answer
from paritrana.lib.language import Language

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


FIRST = "questionnaire.sections[1].questions[1]"


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        pytest.param(
            'kind = "integer"', 'kind = "whole"', f"{FIRST}.kind",
            "jenis 'whole' tidak dikenal; yang ada: number, integer, money, percent, choice, text, regulations, file.",
            id="unknown kind",
        ),
        pytest.param('unit = "orang"', 'units = "orang"', f"{FIRST}.units",
                     "tidak dikenal. Hapus atau perbaiki ejaannya.", id="misspelt key"),
        pytest.param('code = "payer"', 'code = "sponsored"', "questionnaire",
                     "kode pertanyaan 'sponsored' dipakai dua kali.", id="same code twice"),
        pytest.param('code = "rentan"', 'code = "kirim"', "questionnaire.sections[1].code",
                     "kata 'kirim' sudah dipakai untuk halaman lain; pilih kode lain.", id="reserved word"),
        pytest.param("max = 2000000", "min = 3\nmax = 2", f"{FIRST}.min",
                     "min lebih besar daripada max.", id="empty range"),
        pytest.param("max_mb = 5", "max_mb = 500", f"{FIRST}.evidence.max_mb",
                     "harus antara 1 dan 100.", id="huge files"),
        pytest.param("max_mb = 5", "max_mb = 5, max_files = 0", f"{FIRST}.evidence.max_files",
                     "harus bilangan bulat antara 1 dan 20.", id="no files"),
        pytest.param("max_mb = 5", "max_mb = 5, max_files = 2.5", f"{FIRST}.evidence.max_files",
                     "harus bilangan bulat antara 1 dan 20.", id="half a file"),
        pytest.param('"APBD", ', "", "questionnaire.sections[1].questions[2].choices",
                     "pertanyaan pilihan memerlukan paling sedikit dua pilihan.", id="one choice"),
    ],
)  # fmt: skip
def test_load_questionnaire_when_faulty_then_names_place_and_remedy(old, new, place, said):
    with pytest.raises(QuestionnaireError) as refusal:
        load_questionnaire(GOOD.replace(old, new))

    assert f"{place}: {said}" in map(placed, refusal.value.problems)


def test_load_questionnaire_when_two_faults_then_both_are_listed():
    with pytest.raises(QuestionnaireError) as refusal:
        load_questionnaire(GOOD.replace('unit = "orang"', "unit = 3").replace('name = "Pekerja rentan"', ""))

    assert tuple(map(placed, refusal.value.problems)) == (
        "questionnaire.sections[1].questions[1].unit: wajib diisi dengan teks.",
        "questionnaire.sections[1].name: wajib diisi dengan teks.",
    )


ENGLISH = (
    GOOD.replace('unit = "orang"', 'unit = "orang"\nunit_en = "people"')
    .replace('title = "Isian kabupaten/kota"', 'title = "Isian kabupaten/kota"\ntitle_en = "Regencies"')
    .replace('label = "Perusahaan" }', 'label = "Perusahaan", label_en = "A company" }')
)


def test_load_questionnaire_when_english_then_only_the_words_differ():
    sponsored, payer = load_questionnaire(ENGLISH, Language.ENGLISH).questions

    assert load_questionnaire(ENGLISH, Language.ENGLISH).title == "Regencies"
    assert payer.choices == (Choice("APBD", "APBD"), Choice("csr", "A company", also="Perusahaan"))
    assert payer.label == "Siapa yang membayar?"
    assert shown_answer(sponsored, "17195") == "17,195 people"


def test_load_questionnaire_when_indonesian_then_the_english_changes_nothing_but_what_is_read_too():
    sponsored, payer = load_questionnaire(ENGLISH).questions

    assert load_questionnaire(ENGLISH).title == "Isian kabupaten/kota"
    assert sponsored == load_questionnaire(GOOD).questions[0]
    assert shown_answer(sponsored, "17195") == "17.195 orang"
    assert read_answer(payer, "a company").canonical == "csr"


def test_load_questionnaire_when_english_stands_alone_then_refused():
    with pytest.raises(QuestionnaireError) as refused:
        load_questionnaire(GOOD.replace('unit = "orang"', 'unit_en = "people"'))

    assert [problem.note.code for problem in refused.value.problems] == ["question.english"]
