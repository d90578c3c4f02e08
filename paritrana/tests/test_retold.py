"""Stored sentences are told again in English, with their values, and nothing else is."""

import pytest
from django.utils import translation

from paritrana.retold import retold


def in_english(text, names=None):
    with translation.override("en"):
        return retold(text, names or {})


@pytest.mark.parametrize(
    ("stored", "english"),
    [
        pytest.param("Menyimpan nilai dan peringkat", "Saving scores and ranks", id="a sentence without values"),
        pytest.param(
            "Pilihan tidak dikenal. Tulis salah satu dari: APBD, CSR.",
            "Unknown choice. Write one of: APBD, CSR.",
            id="two sentences with a value",
        ),
        pytest.param(
            "33,3% peserta berada pada nilai tertinggi Cakupan, sehingga mereka tidak terbedakan.",
            "33.3% of the entries are at the highest value of Cakupan, so they are not told apart.",
            id="a share",
        ),
        pytest.param(
            "A, B, dan C terlalu dekat untuk dibedakan.", "A, B, and C are too close to tell apart.", id="names"
        ),
        pytest.param(
            "criteria[1].weight: Tulis bobot kriteria ini.",
            "criteria[1].weight: Write the weight of this criterion.",
            id="a sentence behind its place",
        ),
        pytest.param(
            "Berkas ini kosong. Pilih berkas yang berisi.\nWajib diisi.",
            "This file is empty. Choose one with content.\nRequired.",
            id="a line each",
        ),
        pytest.param("Isian I-7, diverifikasi 2 Oktober 2025", "Submission I-7, verified 2 October 2025", id="a day"),
        pytest.param("Daftar peserta yang lengkap terlampir.", "Daftar peserta yang lengkap terlampir.", id="not ours"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_retold_when_english_is_read_then_in_english_where_the_catalogue_has_it(stored, english):
    assert in_english(stored) == english


def test_retold_when_a_name_has_an_and_of_its_own_then_it_is_kept():
    name = "Badan Riset dan Inovasi"
    stored = f"{name} dan Bali terlalu dekat untuk dibedakan. {name}, Bali, dan NTB terlalu dekat untuk dibedakan."

    assert in_english(stored, {name: name}) == (
        f"{name} and Bali are too close to tell apart. {name}, Bali, and NTB are too close to tell apart."
    )
    assert in_english(f"Perhitungan 1: {name}") == f"Run 1: {name}"


def test_retold_when_indonesian_is_read_then_as_it_was_stored():
    assert retold("Menyimpan nilai dan peringkat") == "Menyimpan nilai dan peringkat"


def test_retold_when_a_value_is_a_name_of_the_rulebook_then_with_its_english():
    stored = "Tanpa kriteria Cakupan, pemenang dan penerima penghargaan tidak berubah."

    assert in_english(stored, {"Cakupan": "Coverage"}) == (
        "Without the criterion Coverage the winner and the prize winners stay the same."
    )
