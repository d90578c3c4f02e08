"""What columns and the codes in them are called; every documented variable has a name."""

import re

import pytest
from django.conf import settings

from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.rulebooks.selectors.labels import column_name, value_name
from awards.rulebooks.selectors.variables import variable_name

ASKED = load_questionnaire((settings.BASE_DIR / "fixtures/rulebooks/kabkota-2024-ilustratif.toml").read_text())


def documented_variables():
    """Yield the codes of the first column of docs/variables.md, families as they are written out there."""
    text = (settings.BASE_DIR / "docs/variables.md").read_text()
    for line in text.splitlines():
        cells = line.split("|")
        if len(cells) > 2 and not cells[1].strip().startswith(("Variable", "---")):
            yield from re.findall(r"`([a-z_]+)`", cells[1])


@pytest.mark.parametrize("code", sorted(set(documented_variables())))
def test_documented_variable_when_named_then_is_no_code(code):
    if code.startswith("_"):
        code = f"active_total{code}"

    assert variable_name(code) != code
    assert "_" not in variable_name(code)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("active_bpu_domicile_average", "peserta aktif BPU menurut domisili (rata-rata bulanan)"),
        ("previous_active_total", "peserta aktif semua segmen setahun sebelumnya"),
        ("active_pu_per_employed", "pembanding peserta aktif PU: penduduk bekerja"),
        ("vulnerable_covered_dbhcht", "pekerja rentan terlindungi dari DBH cukai hasil tembakau"),
        ("apparatus_rt_rw_enrolled", "RT/RW terdaftar"),
        ("apparatus_linmas_total", "seluruh linmas"),
        ("budget_village_idr", "anggaran untuk desa (rupiah)"),
        ("regulations_perdes", "jumlah peraturan desa"),
        ("active_pu_per_nobody", "active_pu_per_nobody"),
        ("vulnerable_covered_nobody", "vulnerable_covered_nobody"),
        ("apparatus_nobody_total", "apparatus_nobody_total"),
        ("budget_nothing_idr", "budget_nothing_idr"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_variable_when_of_a_family_then_named_and_otherwise_left_as_it_is(code, name):
    assert variable_name(code) == name


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("non_asn_terlindungi", ASKED.question("non_asn_terlindungi").label),
        ("peraturan", "peraturan tertinggi"),
        ("peraturan_count", "jumlah peraturan"),
        ("peraturan_budget", "memuat dukungan anggaran"),
        ("employed", "penduduk bekerja"),
    ],
)
def test_column_when_asked_then_reads_as_its_question_or_as_its_fact(column, name):
    assert column_name(column, ASKED) == name


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("peraturan", "perda", "Peraturan daerah (Perda)"),
        ("peraturan", "none", "belum ada peraturan"),
        ("peraturan_duty", "1", "ya"),
        ("peraturan_budget", "0", "tidak"),
        ("peraturan_count", "1", "1"),
        ("sumber_dana", "dbhcht", "DBH cukai hasil tembakau"),
        ("sumber_dana", "lama", "lama"),
        ("attendance_role", "kepala", "pimpinan tertinggi definitif"),
        ("presenter", "Kepala daerah definitif", "Kepala daerah definitif"),
        ("regulation_best_rank", "edaran", "Surat edaran"),
        ("regulation_budget_clause", "1", "ya"),
        ("employed", "775964", "775964"),
    ],
)
def test_value_when_a_code_then_reads_as_words_and_figures_stay(column, value, words):
    assert value_name(column, value, ASKED) == words
