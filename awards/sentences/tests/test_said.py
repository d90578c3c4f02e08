from decimal import Decimal

import pytest
from django.utils import translation

from awards.sentences import placed, refusal, sentence, sentences
from paritrana.lib.problems import ProblemsError, note, problem


def said(told, language):
    with translation.override(language):
        return sentence(told)


@pytest.mark.parametrize(
    ("told", "indonesian", "english"),
    [
        pytest.param(
            problem("criteria.root", "rulebook.weights-sum", name="A", total=Decimal("1000.5"), wanted=Decimal(1)),
            "Bobot di bawah «A» berjumlah 1.000,5, seharusnya 1. "
            "Perbaiki bobotnya; juknis tidak pernah diskalakan diam-diam.",
            "The weights under “A” add up to 1,000.5, but should be 1. "
            "Mend the weights; a rulebook is never rescaled in silence.",
            id="numbers as the reader writes them",
        ),
        pytest.param(
            note("robust.too-close", entries=("A", "B", "C")),
            "A, B, dan C terlalu dekat untuk dibedakan.",
            "A, B, and C are too close to tell apart.",
            id="several names",
        ),
        pytest.param(
            note("robust.juror-none", winners=("A", "B")),
            "Tanpa juri mana pun, pemenangnya tetap A dan B.",
            "Whichever juror is left out, the winner stays A and B.",
            id="two names",
        ),
        pytest.param(
            note(
                "panel.jurors-marked-too-few",
                minimum=5,
                jurors=(note("panel.juror-marks", juror="J1", marks=2), note("panel.juror-marks", juror="J2", marks=3)),
            ),
            "Kelonggaran juri belum dapat dikoreksi: setiap juri harus menilai paling sedikit 5 peserta, tetapi ada "
            "yang kurang: J1 (2 nilai), J2 (3 nilai). Tidak ada nilai yang diubah. Tambah penugasan juri itu, atau "
            "hitung tanpa koreksi sesuai juknis.",
            "Jurors' leniency cannot be corrected yet: every juror must mark at least 5 entries, but these marked "
            "fewer: J1 (2 marks), J2 (3 marks). No mark was changed. Assign more entries to them, or compute without "
            "correction as the rulebook says.",
            id="notes in a note",
        ),
        pytest.param(
            note("audit.ceiling", name="A", share=Decimal("33.3")),
            "33,3% peserta berada pada nilai tertinggi A, sehingga mereka tidak terbedakan.",
            "33.3% of the entries are at the highest value of A, so they are not told apart.",
            id="a share",
        ),
        pytest.param(
            note("table.unknown-entry", entry="{x} %(y)s"),
            "Peserta «{x} %(y)s» tidak ada dalam tabel. Periksa kodenya.",
            "The entry “{x} %(y)s” is not in the table. Check its code.",
            id="a value is never read as a form",
        ),
    ],
)
def test_sentence_when_language_then_its_words_and_numbers(told, indonesian, english):
    assert (said(told, "id"), said(told, "en")) == (indonesian, english)


def test_placed_when_problem_has_a_place_then_it_stands_before_the_sentence():
    assert placed(problem("criteria[1].weight", "rulebook.weight-absent")) == (
        "criteria[1].weight: Tulis bobot kriteria ini."
    )
    assert placed(problem("", "rulebook.weight-absent")) == "Tulis bobot kriteria ini."


def test_refusal_when_several_problems_then_a_line_for_each():
    refused = ProblemsError(note("file.empty"), problem("gates", "rulebook.list-expected"))

    assert refusal(refused).split("\n") == [
        "Berkas ini kosong. Pilih berkas yang berisi.",
        "gates: Isi dengan daftar yang tidak kosong.",
    ]


def test_sentences_when_notes_then_in_their_order():
    assert sentences([note("robust.weights-kept"), note("robust.jury-drawn")]) == (
        "bobot tetap seperti bobot resmi",
        "bobot suara juri diundi",
    )
