"""Cases beside the rules: what passes, what fails and with which words, and what is refused in their writing."""

import re

import pytest

from awards.engine import RulebookError, RuleWords, load_rulebook
from awards.engine.proving import case_proofs
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import PERCENT, book, leaf, root
from awards.sentences import sentences

MORE = """
[[bands]]
code = "emas"
name = "Emas"
threshold = 60

[[gates]]
code = "lunas"
name = "Lunas"
column = "lunas"
must_be = "one_of"
labels = ["ya"]
reason = "Belum lunas."

[[panels]]
code = "tim"
method = "mean"
minimum_marks = 2

[groups]
by = ["zona"]
minimum_size = 3
"""
TIER = """
[[criteria]]
code = "tingkat"
parent = "total"
name = "Tingkat"
[criteria.normalise]
kind = "cases"
otherwise = 0
[[criteria.normalise.cases]]
name = "Utama"
points = 10
when = { column = "a", at_least = 75 }
"""
JURY = """
[[criteria]]
code = "w"
parent = "total"
name = "Wawancara"
source = "jury"
jury = "w"
panel = "tim"
normalise = { kind = "points" }
"""


def rules(cases):
    return load_rulebook(book(root(), leaf("a", PERCENT), TIER, JURY, MORE, cases))


def failures(cases):
    found = rules(cases)
    words = RuleWords(found, is_english=False)
    return [sentences(proof.failures, words) for proof in case_proofs(found)]


GIVEN = '[[case]]\nname = "x"\ninput = { a = 80, lunas = "ya" }\nmarks = { w = [7, 8] }\n'


def test_case_when_all_is_as_expected_then_it_passes_alone_without_its_group():
    # 80 of 100; Utama from 75; (7 + 8) / 2; 80 + 10 + 7,5
    expected = 'points = { a = 80, tingkat = 10, w = 7.5, total = 97.50 }\ncases = { tingkat = "Utama" }\n'
    expected += 'outcome = "assessed"\nband = "Emas"\n'

    assert failures(GIVEN + expected) == [()]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("points = { a = 81 }", "Kriteria a 80,0000, seharusnya 81"),
        ("points = { total = 97 }", "Total 97,50, seharusnya 97"),
        ('cases = { tingkat = "" }', "Tingkat Utama, seharusnya tidak ada"),
        ('outcome = "not_assessed"', "hasilnya dinilai, seharusnya tidak dinilai"),
        ('band = ""', "predikatnya Emas, seharusnya tidak ada"),
    ],
)
def test_case_when_something_else_comes_out_then_it_is_told_beside_what_was_expected(expected, said):
    assert failures(f"{GIVEN}{expected}\n") == [(said,)]


@pytest.mark.parametrize(
    ("given", "expected", "outcome"),
    [
        ('{ a = 80, lunas = "tidak" }', "not_assessed", ()),
        ("{ a = 80 }", "held", ()),
        ('{ lunas = "ya" }', "not_ranked", ()),
        ('{ lunas = "ya" }', "assessed", ("hasilnya tidak diperingkat, seharusnya dinilai",)),
    ],
    ids=["gate fails", "gate cannot tell", "data missing", "data missing, assessed expected"],
)
def test_case_when_it_asks_for_an_outcome_then_gates_and_missing_data_count(given, expected, outcome):
    case = f'[[case]]\nname = "x"\ninput = {given}\nmarks = {{ w = [7, 8] }}\noutcome = "{expected}"\n'

    assert failures(case) == [outcome]


def test_case_when_a_criterion_has_no_points_then_it_says_so():
    case = '[[case]]\nname = "x"\ninput = { lunas = "ya" }\nmarks = { w = [7, 8] }\npoints = { a = 0 }\n'

    assert failures(case) == [("Kriteria a tanpa poin, seharusnya 0",)]


def test_case_when_its_input_cannot_be_scored_then_it_fails_with_the_reason():
    found = failures('[[case]]\nname = "x"\ninput = { a = "delapan" }\noutcome = "assessed"\n')

    assert len(found) == 1
    assert found[0][0].startswith("tidak dapat dihitung: ")


def test_case_when_it_passes_then_it_tells_what_the_entrant_would_be_told():
    found = rules('[[case]]\nname = "x"\ninput = { a = 74, lunas = "ya" }\nmarks = { w = [7, 8] }\nband = "Emas"\n')

    proof = case_proofs(found)[0]
    assert sentences(proof.told, RuleWords(found, is_english=False)) == ("Utama: Kriteria a 74, perlu 75",)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ('input = { a = 1 }', "Contoh «x» tidak mengharapkan apa pun."),
        ('input = { b = 1 }\noutcome = "assessed"', "Contoh «x» mengisi «b», yang tidak dibaca juknis ini."),
        ('marks = { a = [1] }\noutcome = "assessed"', "Contoh «x» memberi nilai juri «a», yang tidak ada."),
        ('points = { z = 1 }', "Contoh «x» menyebut kriteria «z», yang tidak ada."),
        ('cases = { a = "Utama" }', "Contoh «x» menyebut keadaan «Utama», yang tidak ada pada kriteria itu."),
        ('cases = { tingkat = "Madya" }', "Contoh «x» menyebut keadaan «Madya», yang tidak ada pada kriteria itu."),
        ('band = "Perak"', "Contoh «x» menyebut predikat «Perak», yang tidak ada."),
        ('outcome = "menang"', "Pilih salah satu: assessed, not_assessed, held, not_ranked."),
        ('points = { a = "delapan" }', "Isi dengan angka desimal biasa"),
        ('band = 3', "Isi dengan teks; bagian ini wajib."),
        ('band = ""\nharapan = 3', "Kunci ini tidak dikenal."),
    ],
)  # fmt: skip
def test_rulebook_when_a_case_is_written_wrongly_then_refused_in_words(case, said):
    with refused(RulebookError, re.escape(said)):
        rules(f'[[case]]\nname = "x"\n{case}\n')


def test_rulebook_when_two_cases_have_one_name_then_refused():
    with refused(RulebookError, "Nama contoh «x» dipakai dua kali"):
        rules('[[case]]\nname = "x"\nband = ""\n' * 2)
