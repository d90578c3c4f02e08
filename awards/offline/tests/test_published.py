"""A source's own totals beside the computed ones: by the rulebook's word or by the command's."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from awards.engine import load_rulebook
from awards.engine.errors import RulebookError
from awards.engine.tests.said import refused
from awards.offline.tests.files import write

RULES = """
rulebook = { code = "x", title = "X", version = "1", illustrative = true }
rounding = { total = 2 }
rank = { on = "rounded", direction = "higher" }
criteria = [
    { code = "total", name = "Nilai akhir", join = "sum" },
    { code = "a", parent = "total", name = "A", source = "answer", column = "a", normalise = { kind = "points" } },
]
"""
CHECK = 'published = { column = "resmi", within = 0.01 }\n'
TABLE = "peserta,a,resmi\nAlfa,80,80.00\nBeta,70,70.01\nGama,60,60.02\nDelta,,50\nEta,40,\n"


def scored(folder, *more, rules=RULES, table=TABLE):
    files = write(folder, r__toml=rules, t__csv=table)
    output, out = folder / "o.json", StringIO()
    call_command(
        "score", "--rulebook", str(files["r"]), "--table", str(files["t"]), "--output", str(output), *more, stdout=out
    )
    return json.loads(output.read_text("utf-8")), out.getvalue()


def findings(written):
    return [(row["peserta"], row["selisih"], row["temuan"]) for row in written["terbitan"]]


def test_score_when_the_rulebook_names_published_totals_then_every_entry_is_compared(tmp_path):
    written, said = scored(tmp_path, rules=CHECK + RULES)

    assert findings(written) == [
        ("Alfa", "0.00", "sama"),
        ("Beta", "-0.01", "sama"),
        ("Gama", "-0.02", "berbeda"),
        ("Eta", None, "tidak diterbitkan"),
        ("Delta", None, "tidak bernilai di sini"),
    ]
    assert "Nilai terbitan (kolom «resmi»): 3 peserta dibandingkan, 1 berbeda lebih dari 0,01." in said
    assert "Gama: di sini 60,00, terbitan 60,02." in said
    assert "Mempunyai nilai terbitan tetapi tidak bernilai di sini: Delta." in said
    assert "Kolom yang tidak dibaca juknis" not in said


def test_score_when_the_command_names_the_column_then_its_word_goes_before_the_rulebooks(tmp_path):
    table = TABLE.replace("resmi", "siaran pers")

    written, said = scored(tmp_path, "--published", "siaran pers", rules=CHECK + RULES, table=table)

    assert [finding for _, _, finding in findings(written)][:3] == ["sama", "berbeda", "berbeda"]
    assert "2 berbeda lebih dari 0." in said


def test_score_when_a_gap_is_allowed_then_only_greater_ones_differ(tmp_path):
    written, _ = scored(tmp_path, "--published", "resmi", "--published-within", "0,02")

    assert [finding for _, _, finding in findings(written)][:3] == ["sama", "sama", "sama"]


def test_score_when_totals_are_compared_then_no_digest_changes(tmp_path):
    plain, _ = scored(tmp_path)
    compared, _ = scored(tmp_path, "--published", "resmi")

    told = [{row["perihal"]: row["isi"] for row in one["asal_usul"]} for one in (plain, compared)]
    for key in ("sidik_jari_masukan", "sidik_jari_hasil", "sidik_jari_juknis"):
        assert told[0][key] == told[1][key]
    assert plain["peringkat"] == compared["peringkat"]
    assert "terbitan" not in plain


def test_score_when_the_column_is_not_there_then_said_or_refused(tmp_path):
    table = "peserta,a\nAlfa,80\n"

    written, said = scored(tmp_path, rules=CHECK + RULES, table=table)

    assert "terbitan" not in written
    assert "Kolom nilai terbitan «resmi» tidak ada, jadi nilai terbitan tidak diperiksa." in said
    with pytest.raises(CommandError, match="resmi"):
        scored(tmp_path, "--published", "resmi", table=table)


def test_score_when_the_column_scores_then_refused(tmp_path):
    with pytest.raises(CommandError, match="dibaca juknis untuk menilai"):
        scored(tmp_path, "--published", "a")


def test_score_when_a_published_total_is_no_number_then_refused_by_line(tmp_path):
    with pytest.raises(CommandError, match="(?s)Baris 2.*resmi"):
        scored(tmp_path, "--published", "resmi", table="peserta,a,resmi\nAlfa,80,juara\n")


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ('published = { column = "a" }', "Kolom «a» dibaca untuk menilai, jadi bukan nilai terbitan"),
        ('published = { column = "b", within = -1 }', "Selisih yang dibiarkan tidak boleh negatif"),
    ],
)
def test_rulebook_when_the_check_is_wrong_then_refused_in_words(check, sentence):
    with refused(RulebookError, sentence):
        load_rulebook(check + "\n" + RULES)


def test_score_when_nothing_is_weighed_then_robustness_says_so_instead_of_speaking_of_entries(tmp_path):
    rules = RULES.replace('join = "sum"', 'join = "complement", of = 100')

    written, said = scored(tmp_path, "--robust", rules=rules)

    assert written["ketahanan"] == [
        {
            "kelompok": "",
            "uji": "Bobot",
            "hasil": "Tidak ada bobot yang dapat diuji: puncak juknis tidak berbobot.",
        }
    ]
    assert "Tidak ada kelompok dengan dua peserta" not in said
