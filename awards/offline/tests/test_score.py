"""`manage.py score` scores files, without any database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from awards.engine.tests.panel_cases import PENICILLIN
from awards.management.commands.score import Command
from awards.offline.tests.files import MARKS, RELATIVE, RULEBOOK, TABLE, write
from awards.tests.docs.examples import examples
from paritrana.lib.tests.packages import far_cell_elsewhere

RANKING = [["1", "Gama", "80.00"], ["2", "Beta", "79.00"], ["3", "Alfa", "78.30"], [None, "Delta", None]]
TABLE_WITH_FORMULA = TABLE.replace("Delta", "=1+1")


@pytest.fixture
def contest(tmp_path):
    return write(tmp_path, r__toml=RULEBOOK, t__csv=TABLE, m__csv=MARKS)


def score(paths, output, *more):
    stream = StringIO()
    marks = ["--marks", str(paths["m"])] if "m" in paths else []
    call_command(
        "score", "--rulebook", str(paths["r"]), "--table", str(paths["t"]), *marks, "--output", str(output), *more,
        stdout=stream,
    )  # fmt: skip
    return stream.getvalue()


def refused(paths, output, *more):
    with pytest.raises(CommandError) as caught:
        score(paths, output, *more)
    assert not output.exists()
    return caught.value.returncode, str(caught.value)


def test_score_when_written_as_json_then_ranks_and_digests_are_there(contest, tmp_path):
    said = score(contest, tmp_path / "o.json")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert [[row["peringkat"], row["peserta"], row["nilai"]] for row in written["peringkat"]] == RANKING
    assert written["peringkat"][3]["catatan"] == "Tidak diberi peringkat karena data ini belum ada: Cakupan."
    provenance = {row["perihal"]: row["isi"] for row in written["asal_usul"]}
    assert provenance["nilai_juri"] == "7"
    assert f"Sidik jari hasil: {provenance['sidik_jari_hasil']}" in said
    assert [row for row in written["rincian"] if row["peserta"] == "Alfa"][1] == {
        "peserta": "Alfa", "kriteria": "cakupan", "nama": "Cakupan", "data": "80.5", "nilai_normal": "80.5000",
        "nilai": "80.5000", "bobot": "0.600000", "sumbangan": "48.30", "catatan": "",
    }  # fmt: skip


def test_score_when_sheets_are_named_then_those_are_read(contest, tmp_path):
    book = Workbook()
    for title, text in (("Tabel", TABLE), ("Nilai", MARKS)):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append([cell or None for cell in line.split(";")])
    book.save(tmp_path / "b.xlsx")
    paths = {**contest, "t": tmp_path / "b.xlsx", "m": tmp_path / "b.xlsx"}

    score(paths, tmp_path / "o.json", "--sheet", "Tabel", "--marks-sheet", "Nilai")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert [[row["peringkat"], row["peserta"], row["nilai"]] for row in written["peringkat"]] == RANKING


def test_score_when_rows_come_in_another_order_then_the_digest_is_the_same(contest, tmp_path):
    header, *rows = TABLE.splitlines()
    score(contest, tmp_path / "o.json")
    turned = write(tmp_path, r__toml=RULEBOOK, t2__csv="\n".join([header, *reversed(rows)]))
    score({**contest, "t": turned["t2"]}, tmp_path / "p.json")

    first, second = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("o.json", "p.json"))
    assert first == second


def test_score_when_a_criterion_is_called_as_a_column_of_the_sheet_then_both_are_kept(tmp_path):
    rulebook = RULEBOOK.replace('code = "cakupan"', 'code = "nilai"')
    paths = write(tmp_path, r__toml=rulebook, t__csv=TABLE, m__csv=MARKS)

    score(paths, tmp_path / "o.json")

    first = json.loads((tmp_path / "o.json").read_text("utf-8"))["peringkat"][0]
    assert (first["nilai"], first["nilai (kriteria)"]) == ("80.00", "100.0000")


def test_score_when_written_as_csv_then_each_sheet_has_its_file(contest, tmp_path):
    score(contest, tmp_path / "o.csv", "--explain", "Alfa", "--compare", "Gama", "Beta")

    assert sorted(path.name for path in tmp_path.glob("o*")) == [
        "o-asal_usul.csv", "o-penjelasan.csv", "o-perbandingan.csv", "o-rincian.csv", "o.csv",
    ]  # fmt: skip
    lines = (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()
    assert lines[:2] == [
        "peringkat,peserta,nilai,seri,ditentukan_oleh,predikat,predikat_berikutnya,jarak_predikat,nilai_bayangan,syarat,"
        "catatan,cakupan,wawancara",
        "1,Gama,80.00,,total,,,,,,,100.0000,50.0000",
    ]
    assert (tmp_path / "o-perbandingan.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "Gama,Beta,Cakupan,cakupan,18.00",
        "Gama,Beta,Wawancara,wawancara,-17.00",
        "Gama,Beta,Pembulatan,,0.00",
        "Gama,Beta,Selisih nilai akhir,,1.00",
    ]


def test_score_when_written_as_workbook_then_text_is_never_a_formula(tmp_path):
    marks = MARKS.replace("Delta", "=1+1")
    paths = write(tmp_path, r__toml=RULEBOOK, t__csv=TABLE_WITH_FORMULA, m__csv=marks)
    score(paths, tmp_path / "o.xlsx", "--explain", "Alfa", "--robust", "--draws", "100", "--audit")

    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == [
        "Peringkat", "Rincian", "Penjelasan", "Ketahanan", "Keyakinan peringkat", "Pasangan",
        "Audit", "Bobot nyata", "Korelasi", "Nilai ujung",
        "Panel juri", "Juri", "Nilai juri", "Asal-usul",
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert book["Peringkat"]["B5"].value == "=1+1"
    assert (book["Peringkat"]["C2"].value, book["Peringkat"]["C2"].number_format) == (80, "0.00")


def test_score_when_a_number_is_longer_than_a_workbook_holds_then_it_is_text_with_every_digit(tmp_path):
    rulebook = RELATIVE.split("[[populations]]")[0] + RELATIVE.split('kind = "given"')[1]
    rulebook = rulebook.replace('kind = "min_max", reference = "acuan", direction = "higher"', 'kind = "points"')
    paths = write(tmp_path, r__toml=rulebook, t__csv="id,x\na,1234567890123456.75\nb,12.5\nc,\n")

    score(paths, tmp_path / "o.xlsx")

    rows = list(load_workbook(tmp_path / "o.xlsx")["Peringkat"].iter_rows(values_only=True))
    place = rows[0].index("nilai")
    assert [row[place] for row in rows[1:]] == ["1234567890123456.75", 12.5, None]
    assert [row[-1] for row in rows[1:]] == ["1234567890123456.7500", 12.5, None]


def test_score_when_asked_to_explain_then_the_lines_add_up_in_print(contest, tmp_path):
    said = score(contest, tmp_path / "o.json", "--explain", "Alfa", "--compare", "Alfa", "Beta")

    assert (
        "Penjelasan nilai Alfa\n"
        "  48,30  Cakupan\n"
        "  30,00  Wawancara\n"
        "   0,00  Pembulatan\n"
        "  78,30  Nilai akhir\n"
        "Mengapa Alfa berselisih dengan Beta\n"
        "   6,30  Cakupan\n"
        "  −7,00  Wawancara\n"
        "   0,00  Pembulatan\n"
        "  −0,70  Selisih nilai akhir\n"
    ) in said


def test_score_when_asked_for_robustness_then_every_test_answers(contest, tmp_path):
    """Gama leads Beta by 30 on one and trails by 42.5 on the other: level at a weight of 42.5 / 72.5 = 58.62 %."""
    said = score(contest, tmp_path / "o.json", "--robust", "--draws", "200", "--seed", "7")
    again = score(contest, tmp_path / "p.json", "--robust", "--draws", "200", "--seed", "7")

    assert "Bila bobotnya turun sampai 58,62%, Beta menyamai Gama" in said
    assert "Pergeseran bobot terkecil yang membuat Beta menyamai Gama ialah 1,38% dari seluruh bobot" in said
    assert "Tanpa kriteria cakupan, peringkat pertama ialah Beta" in said
    assert "Dalam 200 undian (benih 7)" in said
    assert "Tanpa juri J1, pemenangnya menjadi Alfa." in said
    assert "Bila juri J1 memberi Beta 10, bukan 9, untuk wawancara, pemenangnya Beta." in said
    assert said.replace("o.json", "p.json") == again


def test_score_when_asked_for_robustness_then_chances_and_pairs_are_figures_too(contest, tmp_path):
    said = score(contest, tmp_path / "o.json", "--robust", "--draws", "200", "--data-error", "cakupan=2%")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    first, *_ = written["keyakinan"]
    assert (first["peserta"], first["peringkat"], first["peringkat_terbaik_90"]) == ("Gama", "1", "1")
    assert sum(float(row["peluang_pertama"]) for row in written["keyakinan"]) == pytest.approx(1, abs=0.02)
    assert [(row["peserta"], row["lawan"]) for row in written["pasangan"]] == [
        ("Gama", "Beta"), ("Gama", "Alfa"), ("Beta", "Alfa"),
    ]  # fmt: skip
    assert "galat data diperhitungkan" in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wawancara=1", "harus berbentuk KRITERIA=GALAT. Kriteria: cakupan."),
        ("cakupan", "«cakupan»:  bukan angka."),
        ("cakupan=-1%", "-1 harus di atas nol."),
    ],
    ids=["a jury's", "no amount", "negative"],
)
def test_score_when_a_data_error_is_no_error_then_is_refused(contest, tmp_path, text, told):
    code, message = refused(contest, tmp_path / "o.json", "--robust", "--data-error", text)

    assert code == 2
    assert told in message


def test_score_when_audited_then_an_attackable_pool_is_named_with_the_reason(tmp_path):
    field = RELATIVE.replace('kind = "given"', 'kind = "field"')
    paths = write(tmp_path, r__toml=field, t__csv="id,x\na,1\nb,2\nc,3\n")

    said = score(paths, tmp_path / "o.json", "--audit")

    assert "satu peserta titipan dapat mengubah pemenang" in said
    audit = json.loads((tmp_path / "o.json").read_text("utf-8"))["audit"]
    assert audit[0]["temuan"] == "peringatan"


def test_score_when_a_panel_is_audited_then_severity_and_variance_are_those_published(tmp_path):
    """Six samples on 24 plates; lme4 prints the standard deviations 1.9316, 0.8467 and 0.5499 and the mean 22.97."""
    rows = "".join(f"{one.entity},{one.juror},wawancara,{one.value}\n" for one in PENICILLIN)
    rulebook = RULEBOOK.replace(", worst = 0, best = 10 }", ", worst = 0, best = 30 }")
    paths = write(
        tmp_path, r__toml=rulebook, t__csv="Nama,Cakupan %\n" + "".join(f"{one},50\n" for one in "ABCDEF"),
        m__csv="entity,juror,criterion,value\n" + rows,
    )  # fmt: skip

    said = score(paths, tmp_path / "o.json", "--audit")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    panel = {row["perihal"]: row["isi"] for row in written["panel"] if row["perihal"] not in ("temuan", "ragam")}
    assert panel == {
        "ragam_peserta": "3.7309", "ragam_juri": "0.7169", "ragam_sisa": "0.3024", "rata_rata": "22.9722",
        "kriteria_reml": "330.8606", "icc_satu_nilai": "0.7854", "icc_tanpa_kelonggaran": "0.9250",
    }  # fmt: skip
    assert written["juri"][0] == {
        "kriteria": "wawancara", "juri": "plate 00", "nilai": "6", "kelonggaran": "0.8611", "galat_baku": "0.2198",
        "kelonggaran_susut": "0.8045",
    }  # fmt: skip
    assert [row["pengaruh_susut"] for row in written["nilai_juri"]][:2] == ["2.1871", "-1.0105"]
    assert "wawancara: Juri plate 00 lebih longgar 0,86 dari rata-rata panel" in said


def test_score_when_a_panel_is_too_small_for_variances_then_says_so(tmp_path):
    one_mark = "peserta;juri;kriteria;nilai\nAlfa;J;wawancara;7\n"
    paths = write(tmp_path, r__toml=RULEBOOK, t__csv="Nama;Cakupan %\nAlfa;1\n", m__csv=one_mark)

    score(paths, tmp_path / "o.json", "--audit")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert [row["perihal"] for row in written["panel"]][-1] == "ragam"
    assert [row["pengaruh_susut"] for row in written["nilai_juri"]] == [None]


def test_score_when_a_population_is_given_then_it_is_used(tmp_path):
    paths = write(tmp_path, r__toml=RELATIVE, t__csv="id,x\na,1\nb,2\n", p__csv="id,x\nu,0\nv,4\n")
    score(paths, tmp_path / "o.json", "--reference", f"acuan={paths['p']}")

    written = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert [(row["peserta"], row["nilai"]) for row in written["peringkat"]] == [("b", "50.00"), ("a", "25.00")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"t__csv": "Nama;Lain\nAlfa;1\n"}, "Tabel tidak punya kolom yang dibaca juknis: Cakupan %."),
        ({"t__csv": TABLE + "Alfa;3\n"}, "Baris 6: peserta «Alfa» sudah ada pada baris 2."),
        ({"t__csv": TABLE.replace("80,5", "80.512")}, "Baris 2, kolom «Cakupan %»: «80.512» dapat berarti ribuan"),
        ({"r__toml": RULEBOOK.replace("weight = 60", "weight = 50")}, "berjumlah 90, seharusnya 100"),
        ({"r__toml": RULEBOOK + "[lain]\na = 1\n"}, "lain: Kunci ini tidak dikenal."),
        ({"r__toml": "[rulebook"}, "bukan TOML yang sah"),
        ({"m__csv": MARKS + "Alfa;J1;wawancara;7\n"}, "tercatat menilai Alfa lebih dari sekali"),
        ({"m__csv": MARKS + "Omega;J1;wawancara;7\n"}, "Omega tidak ada dalam daftar peserta"),
        ({"m__csv": MARKS + "Alfa;J1;lain;7\n"}, "kriteria yang tidak dikenal juknis: lain"),
        (
            {
                "r__toml": RULEBOOK.replace('method = "mean"', 'method = "leniency"\nminimum_juror_marks = 1'),
                "m__csv": "peserta;juri;kriteria;nilai\nAlfa;J1;wawancara;7\nBeta;J2;wawancara;7\n",
            },
            "juri J1 menilai Beta",
        ),
    ],
    ids=[
        "missing column",
        "duplicated id",
        "unreadable number",
        "weights",
        "unknown key",
        "no toml",
        "double mark",
        "unknown entry",
        "unknown criterion",
        "unconnected panel",
    ],  # fmt: skip
)
def test_score_when_the_files_are_refused_then_says_why_and_ends_with_one(tmp_path, changes, said):
    paths = write(tmp_path, **{"r__toml": RULEBOOK, "t__csv": TABLE, "m__csv": MARKS, **changes})

    code, message = refused(paths, tmp_path / "o.json")

    assert code == 1
    assert said in message


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("o.pdf", [], "harus berakhiran .csv, .json atau .xlsx"),
        ("tidak/o.csv", [], "tidak ada. Buat foldernya"),
        ("o.json", ["--reference", "acuan"], "harus berbentuk POPULASI=BERKAS"),
        ("o.json", ["--marks", "tidak-ada.csv"], "Berkas tidak-ada.csv tidak ada."),
    ],
)
def test_score_when_asked_for_what_it_does_not_do_then_ends_with_two(contest, tmp_path, name, more, said):
    code, message = refused(contest, tmp_path / name, *more)

    assert code == 2
    assert said in message


@pytest.mark.parametrize(
    "more", [["--explain", "Omega"], ["--compare", "Alfa", "Omega"], ["--explain", "Delta"]],
    ids=["unknown", "compared with unknown", "without a total"],
)  # fmt: skip
def test_score_when_an_entry_cannot_be_explained_then_nothing_is_written(contest, tmp_path, more):
    code, message = refused(contest, tmp_path / "o.json", *more)

    assert code == 1
    assert message.startswith(("Peserta «Omega» tidak ada dalam tabel.", "Peserta «Delta» belum punya nilai total"))


@pytest.mark.parametrize(
    "option", [["--draws", "0"], ["--spread", "x"], ["--step", "-1"], ["--seed", "-1"], ["--decimal", "lain"]]
)
def test_score_when_an_option_makes_no_sense_then_is_refused(contest, tmp_path, option):
    with pytest.raises(CommandError):
        score(contest, tmp_path / "o.json", *option)


@pytest.mark.parametrize("name", ["t.csv", "m.csv"])
def test_score_when_the_result_would_replace_an_input_then_refused_and_nothing_is_lost(contest, tmp_path, name):
    before = (tmp_path / name).read_bytes()

    with pytest.raises(CommandError, match="menimpa berkas masukan") as caught:
        score(contest, tmp_path / name)

    assert (caught.value.returncode, (tmp_path / name).read_bytes()) == (2, before)


def test_score_when_a_population_is_not_given_then_the_option_is_named(tmp_path):
    paths = write(tmp_path, r__toml=RELATIVE, t__csv="id,x\na,1\nb,2\n")

    code, message = refused(paths, tmp_path / "o.json")

    assert (code, message) == (
        1,
        "Juknis membandingkan dengan populasi acuan yang belum diberikan. "
        "Tambahkan --reference acuan=BERKAS (Tahun lalu).",
    )


def test_score_when_too_few_are_ranked_then_robustness_says_so(contest, tmp_path):
    paths = write(tmp_path, r__toml=RULEBOOK, t__csv="Nama;Cakupan %\nAlfa;1\n", m__csv=MARKS[: MARKS.index("Beta")])

    said = score(paths, tmp_path / "o.json", "--robust")

    assert "Tidak ada kelompok dengan dua peserta berperingkat atau lebih." in said


def test_score_when_asked_for_english_then_everything_it_says_is_english(contest, tmp_path):
    broken = RULEBOOK.replace("weight = 60", 'weight = 50\nwieght = "60"')
    faulty = write(tmp_path, r2__toml=broken)

    refusal = refused({**contest, "r": faulty["r2"]}, tmp_path / "o.json", "--language", "en")
    said = score(contest, tmp_path / "o.json", "--robust", "--draws", "100", "--language", "en")

    assert refusal == (
        1,
        f"The rulebook {faulty['r2']} is refused for 2 faults:\n"
        "  - criteria[2].wieght: This key is not known. Check its spelling or remove it.\n"
        "  - criteria.total: The weights under “Nilai akhir” add up to 90, but should be 100. Mend the weights; a "
        "rulebook is never rescaled in silence.\n"
        "Nothing was computed.",
    )
    assert "In 100 draws (seed 0), weights are drawn around the official ones" in said
    assert "Weights under “Nilai akhir”" in said
    assert "Digest of the result: " in said


def test_score_when_english_is_asked_for_then_names_lines_and_sheets_are_english(tmp_path):
    rules = RULEBOOK.replace('name = "Cakupan"', 'name = "Cakupan"\nname_en = "Coverage"')
    rules = rules.replace('name = "Nilai akhir"', 'name = "Nilai akhir"\nname_en = "Final score"')
    paths = write(tmp_path, r__toml=rules, t__csv=TABLE, m__csv=MARKS)
    more = ("--explain", "Alfa", "--compare", "Alfa", "Beta", "--robust", "--draws", "100")

    indonesian, english = (
        (
            score(paths, tmp_path / f"{language}.xlsx", *more, "--language", language),
            load_workbook(tmp_path / f"{language}.xlsx"),
        )
        for language in ("id", "en")
    )

    assert "Cakupan\n" in indonesian[0]
    assert {"Coverage", "Rounding", "Weights under “Final score”"} <= {
        line.lstrip("0123456789.,- ").strip() for line in english[0].splitlines()
    }
    assert [word for word in ("Cakupan", "Nilai akhir", "Pembulatan") if word in english[0]] == []
    assert english[1].sheetnames[:2] == ["Rank", "Details"]
    assert [cell.value for cell in english[1].worksheets[0][1]][:3] == ["rank", "entrant", "value"]
    digests = [
        line.rpartition(": ")[2]
        for text, _book in (indonesian, english)
        for line in text.splitlines()
        if "resul" in line or "Sidik jari hasil" in line
    ]
    assert len(set(digests)) == 1


def test_score_when_help_is_asked_for_in_english_then_it_is_english(capsys):
    with pytest.raises(SystemExit):
        Command().run_from_argv(["manage.py", "score", "--language", "en", "--help"])
    english = capsys.readouterr().out
    with pytest.raises(SystemExit):
        Command().run_from_argv(["manage.py", "score", "--help"])

    assert "Scores and ranks a table under a rulebook" in english
    assert "Menghitung nilai" not in english
    assert "Menghitung nilai" in capsys.readouterr().out


def test_score_when_a_number_of_an_option_is_none_then_refused_in_the_language_asked_for(contest, tmp_path):
    assert refused(contest, tmp_path / "o.json", "--draws", "0", "--language", "en") == (
        2,
        "0 is not a whole number above zero.",
    )


def test_score_when_the_table_is_a_crafted_workbook_then_refused_with_a_sentence(contest, tmp_path):
    contest["t"].write_bytes(far_cell_elsewhere())

    with pytest.raises(CommandError, match="Kolom terlalu banyak"):
        score(contest, tmp_path / "o.csv")

    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    ("language", "sheet", "column", "said"),
    [
        ("id", "kurang", "yang_masih_kurang", [
            "Yang masih kurang bagi Contoh C\n"
            "  - Predikat — Utama: didaftarkan pemda 17 %, perlu 18 % (atau aktif 100 %)\n",
            "Yang masih kurang bagi Contoh E\n"
            "  - Predikat — Madya: aktif 84 %, perlu 85 %, atau didaftarkan pemda 24 %, perlu 25 %\n",
        ]),
        ("en", "kurang", "still_lacking", [
            "What is still lacking for Contoh C\n"
            "  - Title — Utama: enrolled by the local government 17 %, needs 18 % (or active 100 %)\n",
            "What is still lacking for Contoh E\n"
            "  - Title — Madya: active 84 %, needs 85 %, or enrolled by the local government 24 %, needs 25 %\n",
        ]),
    ],
)  # fmt: skip
def test_score_when_asked_to_explain_or_compare_then_says_what_is_lacking(tmp_path, language, sheet, column, said):
    case = next(one for one in examples("rulebook.md") if "uhc-2026" in one.rulebook)
    paths = write(tmp_path, r__toml=case.rulebook, t__csv=case.table)

    asked = ["--explain", "Contoh C", "--compare", "Contoh A", "Contoh E", "--language", language]
    told = score(paths, tmp_path / "o.json", *asked)

    assert [one in told for one in said] == [True, True]
    assert "Contoh A\n  - " not in told
    written = json.loads((tmp_path / "o.json").read_text("utf-8"))[sheet]
    entries = [next(iter(row.values())) for row in written]
    assert entries == [f"Contoh {letter}" for letter in "CDEFGJ"]
    assert said[0].splitlines()[1].endswith(f"— {written[0][column]}")


def test_score_when_no_criterion_has_cases_then_no_sheet_says_what_is_lacking(contest, tmp_path):
    score(contest, tmp_path / "o.json", "--explain", "Alfa")

    assert "kurang" not in json.loads((tmp_path / "o.json").read_text("utf-8"))
