"""What is read from files, and what a jury secretary is told where it is not."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from awards.engine import GivenMark, load_rulebook
from awards.offline.numbers import DecimalSign
from awards.offline.reading import SummaryRows, TableFile, number_columns, read_marks, read_rulebook, read_table
from awards.offline.refusals import InputRefusedError, UsageError, told
from awards.offline.tests.files import RULEBOOK, write
from awards.sentences import sentence
from paritrana.lib import tables
from paritrana.lib.tests.parquet import parquet

SAFE = DecimalSign.SAFE
LABELS = """
[[criteria]]
code = "hadir"
parent = "total"
name = "Kehadiran"
weight = 10
source = "attendance"
column = "Hadir"
normalise = { kind = "levels", levels = { "ya" = 100, "tidak" = 0 } }
[groups]
by = ["Zona"]
[[gates]]
code = "status"
name = "Status"
column = "Status"
must_be = "one_of"
labels = ["1.000"]
reason = "Statusnya lain."
when_missing = "fail"
"""


def table_of(folder, text, *, sign=SAFE, id_column="", notes=None):
    paths = write(folder, r__toml=RULEBOOK, t__csv=text)
    return read_table(
        TableFile(paths["t"]),
        read_rulebook(paths["r"]),
        id_column=id_column,
        sign=sign,
        notes=[] if notes is None else notes,
    )


def refusal(folder, text, **more):
    with pytest.raises(InputRefusedError) as caught:
        table_of(folder, text, **more)
    return told(caught.value).replace(str(folder), ".")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("80,5", Decimal("80.5")),
        ("80.5", Decimal("80.5")),
        ("1.234.567,8", Decimal("1234567.8")),
        ("-3", Decimal(-3)),
        ("0,125", Decimal("0.125")),
        ("", None),
        ("tidak berlaku", "tidak berlaku"),
    ],
)
def test_number_cell_when_it_has_one_meaning_then_is_read(tmp_path, written, read):
    table = table_of(tmp_path, f"Nama;Cakupan %\nAlfa;{written}\n")

    assert table.cell("Cakupan %", 0) == read


@pytest.mark.parametrize(
    ("sign", "written", "read"),
    [
        (DecimalSign.POINT, "76.123", Decimal("76.123")),
        (DecimalSign.COMMA, "76.123", Decimal(76123)),
        (DecimalSign.COMMA, "76,123", Decimal("76.123")),
        (DecimalSign.POINT, "76,123", Decimal(76123)),
        (DecimalSign.POINT, "1,234.5", Decimal("1234.5")),
    ],
)
def test_number_cell_when_the_sign_is_declared_then_the_sign_decides(tmp_path, sign, written, read):
    table = table_of(tmp_path, f"Nama;Cakupan %\nAlfa;{written}\n", sign=sign)

    assert table.cell("Cakupan %", 0) == read


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("76.123", "dapat berarti ribuan atau pecahan"),
        ("1,234.5", "ditulis dengan koma sebagai pemisah ribuan"),
        ("banyak", "bukan angka"),
        ("1" * 1001, "terlalu panjang"),
    ],
)
def test_number_cell_when_it_has_no_single_meaning_then_row_and_column_are_named(tmp_path, written, advice):
    said = refusal(tmp_path, f"Nama;Cakupan %\nAlfa;1\nBeta;{written}\n")

    assert f"Baris 3, kolom «Cakupan %»: «{written[:40]}» {advice}" in said
    assert said.endswith("Tidak ada yang dihitung.")


def test_table_when_the_file_tells_the_sign_then_unclear_numbers_are_read_and_said(tmp_path):
    notes = []

    table = table_of(tmp_path, "Nama,Cakupan %\nAlfa,76.123\n", notes=notes)

    assert table.cell("Cakupan %", 0) == Decimal("76.123")
    assert [sentence(one).partition(" dibaca")[0] for one in notes] == ["t.csv: Angka seperti «76.123»"]


def test_table_when_a_number_was_rounded_by_a_spreadsheet_then_the_cell_is_named(tmp_path):
    said = refusal(tmp_path, "Nama;Cakupan %\nAlfa;1,23457E+11\n")

    assert "Baris 2, kolom «Cakupan %»: «1,23457E+11» sudah dibulatkan oleh program pengolah tabel." in said


def test_table_when_an_accent_is_written_as_two_signs_then_it_is_the_same_column(tmp_path):
    rulebook = RULEBOOK.replace("Cakupan %", "Cakupan é")
    paths = write(tmp_path, r__toml="\ufeff" + rulebook, t__csv="Kodé;Cakupan e\u0301\nAlfa;5\n")

    table = read_table(TableFile(paths["t"]), read_rulebook(paths["r"]), id_column="Kode\u0301", sign=SAFE, notes=[])

    assert (list(table.ids), table.cell("Cakupan é", 0)) == (["Alfa"], Decimal(5))


def test_table_when_an_entry_stands_twice_then_both_rows_are_named(tmp_path):
    said = refusal(tmp_path, "Nama;Cakupan %\nAlfa;1\nBeta;2\nAlfa;3\n")

    assert said == (
        "./t.csv ditolak karena 1 kesalahan:\n"
        "  - Baris 4: peserta «Alfa» sudah ada pada baris 2. Sisakan satu baris saja.\n"
        "Tidak ada yang dihitung."
    )


def test_table_when_an_entry_has_no_name_then_the_row_is_named(tmp_path):
    assert "Baris 2: kolom «Nama» kosong. Isi kode pesertanya." in refusal(tmp_path, "Nama;Cakupan %\n;1\n")


def test_table_when_there_are_many_faults_then_the_first_twenty_are_listed(tmp_path):
    rows = "".join(f"p{place};x\n" for place in range(25))

    said = refusal(tmp_path, f"Nama;Cakupan %\n{rows}")

    assert said.count("bukan angka") == 20
    assert "dan 5 kesalahan lain." in said


def test_table_when_a_column_stands_twice_then_is_refused(tmp_path):
    assert refusal(tmp_path, "Nama;x;x\nAlfa;1;2\n") == (
        "./t.csv: kolom tertulis lebih dari sekali: x. Sisakan satu saja."
    )


def test_table_when_the_first_column_has_no_title_then_is_refused(tmp_path):
    assert "kolom pertama tidak berjudul" in refusal(tmp_path, ";x\nAlfa;1\n")


def test_table_when_a_row_is_longer_than_the_header_then_is_refused(tmp_path):
    assert "t.csv, baris 2 berisi 3 sel, sedangkan judulnya 2 kolom." in refusal(tmp_path, "Nama;Cakupan %\nAlfa;1;2\n")


def test_table_when_it_has_no_rows_then_is_refused(tmp_path):
    assert "tidak punya satu baris peserta pun" in refusal(tmp_path, "Nama;Cakupan %\n")


def test_table_when_it_is_empty_then_the_file_is_named(tmp_path):
    assert refusal(tmp_path, "").startswith("./t.csv: Berkas kosong")


def test_table_when_another_column_names_the_entries_then_it_is_used(tmp_path):
    table = table_of(tmp_path, "No;Nama;Cakupan %\n1;Alfa;5\n", id_column="Nama")

    assert (list(table.ids), table.cell("Cakupan %", 0)) == (["Alfa"], Decimal(5))


def test_table_when_the_named_column_is_absent_then_the_columns_are_listed(tmp_path):
    said = refusal(tmp_path, "No;Cakupan %\n1;5\n", id_column="Nama")

    assert said == "Tabel ./t.csv tidak punya kolom «Nama». Kolom yang ada: No, Cakupan %."


def test_table_when_a_column_is_read_as_labels_then_its_text_is_kept(tmp_path):
    rulebook = RULEBOOK.replace("weight = 60", "weight = 50") + LABELS
    paths = write(tmp_path, r__toml=rulebook, t__csv="Nama;Cakupan %;Hadir;Zona;Status\nAlfa;1;ya;2.000;1.000\n")
    read = read_rulebook(paths["r"])

    table = read_table(TableFile(paths["t"]), read, id_column="", sign=SAFE, notes=[])

    assert number_columns(read) == {"Cakupan %"}
    assert [table.cell(name, 0) for name in ("Hadir", "Zona", "Status")] == ["ya", "2.000", "1.000"]


def test_table_when_it_is_a_workbook_then_its_numbers_are_exact(tmp_path):
    book = Workbook()
    for row in (["Nama", "Cakupan %"], ["Alfa", 80.1], ["Beta", "1.234.567,5"], ["Gama", None]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")

    table = read_table(TableFile(tmp_path / "t.xlsx"), load_rulebook(RULEBOOK), id_column="", sign=SAFE, notes=[])

    assert [table.cell("Cakupan %", place) for place in range(3)] == [Decimal("80.1"), Decimal("1234567.5"), None]


def test_file_when_it_is_absent_then_the_call_is_at_fault(tmp_path):
    with pytest.raises(UsageError, match="input.no-file"):
        read_rulebook(tmp_path / "r.toml")


def test_rulebook_when_it_has_faults_then_every_one_is_listed(tmp_path):
    broken = RULEBOOK.replace("weight = 60", 'weight = 50\nwieght = "60"').replace('panel = "juri"', 'panel = "lain"')
    paths = write(tmp_path, r__toml=broken)

    with pytest.raises(InputRefusedError) as caught:
        read_rulebook(paths["r"])

    said = told(caught.value)
    assert "ditolak karena 3 kesalahan" in said
    assert "criteria[2].wieght: Kunci ini tidak dikenal. Periksa ejaannya atau hapus." in said
    assert "Bobot di bawah «Nilai akhir» berjumlah 90, seharusnya 100." in said
    assert "Aturan panel «lain» tidak ada." in said


def test_rulebook_when_it_is_no_text_then_is_refused(tmp_path):
    (tmp_path / "r.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputRefusedError, match="input.not-utf8"):
        read_rulebook(tmp_path / "r.toml")


@pytest.mark.parametrize(
    "header", ["peserta;juri;kriteria;nilai", "entity;juror;criterion;value", "Peserta;Juri;Kriteria;Nilai"]
)
def test_marks_when_a_value_is_empty_then_there_is_no_mark(tmp_path, header):
    paths = write(tmp_path, m__csv=f"{header}\nAlfa;J1;w;7,5\nAlfa;J2;w;\n")

    assert read_marks(TableFile(paths["m"]), sign=SAFE, notes=[]) == [GivenMark("Alfa", "J1", "w", Decimal("7.5"))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("peserta;juri;nilai\nA;J;1\n", "harus punya satu kolom «kriteria» (atau «criterion»)"),
        ("peserta;juri;kriteria;nilai\n;J;w;1\n", "Baris 2: peserta, juri dan kriteria harus terisi."),
        ("peserta;juri;kriteria;nilai\nA;J;w;bagus\n", "Baris 2, kolom «nilai»: «bagus» bukan angka."),
    ],
)
def test_marks_when_they_cannot_be_read_then_the_place_is_named(tmp_path, text, said):
    paths = write(tmp_path, m__csv=text)

    with pytest.raises(InputRefusedError) as caught:
        read_marks(TableFile(paths["m"]), sign=SAFE, notes=[])

    assert said in told(caught.value)


TWO = RULEBOOK.replace('column = "Cakupan %"', 'column = "a"').replace("weight = 60", "weight = 50") + (
    '[[criteria]]\ncode = "b"\nparent = "total"\nname = "B"\nweight = 10\nsource = "contribution"\ncolumn = "b"\n'
    'normalise = { kind = "goalposts", worst = 0, best = 100 }\n'
)
CASES = Path(tables.__file__).parent / "tests" / "cases"


def case(folder, name, **more):
    rulebook = read_rulebook(write(folder, r__toml=TWO)["r"])
    return read_table(TableFile(CASES / name), rulebook, sign=SAFE, **{"notes": [], "id_column": "", **more})


def test_read_table_when_rows_sum_up_or_explain_then_refuses_them_by_line(tmp_path):
    with pytest.raises(InputRefusedError) as caught:
        case(tmp_path, "total.csv")

    said = told(caught.value)
    assert "Baris 4: «Jumlah» tampak sebagai jumlah" in said
    assert "Baris 5: «Sumber: BPS» tampak sebagai jumlah" in said


@pytest.mark.parametrize("last", ["Sumber BPS 2024,,", ",,Catatan angka sementara"], ids=["as entrant", "elsewhere"])
def test_read_table_when_a_footnote_has_no_colon_then_refuses_it_by_line(tmp_path, last):
    text = f"peserta,a,b\nAlfa,10,20\nSumber Agung,,\n{last}\n"
    paths = write(tmp_path, r__toml=TWO, s__csv=text)

    with pytest.raises(InputRefusedError) as caught:
        read_table(TableFile(paths["s"]), read_rulebook(paths["r"]), id_column="", sign=SAFE, notes=[])

    assert f"Baris 4: «{last.strip(',')}» tampak sebagai jumlah" in told(caught.value)
    assert "Baris 3" not in told(caught.value)


def test_read_table_when_summary_rows_are_left_out_then_says_which(tmp_path):
    notes = []

    table = case(tmp_path, "total.csv", notes=notes, summary_rows=SummaryRows.LEAVE_OUT)

    assert list(table.ids) == ["Kab. Alfa", "Kota Beta"]
    assert "total.csv: Baris 4, 5 ditinggalkan" in "\n".join(map(sentence, notes))


def test_read_table_when_a_row_is_the_sum_of_the_others_under_any_name_then_refuses_it(tmp_path):
    path = write(tmp_path, s__csv="peserta,a,b\nAlfa,10,20\nBeta,30,40\nSeluruhnya,40,60\n")["s"]

    with pytest.raises(InputRefusedError, match="sum-row") as caught:
        read_table(
            TableFile(path), read_rulebook(write(tmp_path, r__toml=TWO)["r"]),
            id_column="", sign=SAFE, notes=[],
        )  # fmt: skip

    assert "Baris 4: setiap angka «Seluruhnya»" in told(caught.value)


def test_read_table_when_per_cent_is_mixed_or_a_cell_is_an_error_then_names_the_cells(tmp_path):
    with pytest.raises(InputRefusedError) as mixed:
        case(tmp_path, "percent.xlsx")
    with pytest.raises(InputRefusedError) as broken:
        case(tmp_path, "budget.xlsx")

    assert "B2, B3" in told(mixed.value)
    assert "G2: #REF!" in told(broken.value)


def test_read_table_when_sheets_rows_or_columns_go_unread_then_says_so(tmp_path):
    notes = []

    with pytest.raises(InputRefusedError):
        case(tmp_path, "two_sheets.xlsx", notes=notes, id_column="tidak ada")
    case(tmp_path, "hidden_row.xlsx", notes=notes)

    said = "\n".join(map(sentence, notes))
    assert "lembar lain yang tidak dibaca: Semester 2" in said
    assert "Baris tersembunyi ikut dibaca: 3" in said
    assert "Kolom yang tidak dibaca juknis: segmen" in said


def test_read_table_when_a_sheet_is_named_then_it_is_read_and_the_first_is_said(tmp_path):
    notes = []
    book = Workbook()
    book.active.title = "Petunjuk"
    book.active.append(["Isi lembar kedua"])
    for values in (["peserta", "a", "b"], ["Alfa", 10, 20]):
        (book["Data"] if "Data" in book.sheetnames else book.create_sheet("Data")).append(values)
    book.save(tmp_path / "s.xlsx")
    rulebook = read_rulebook(write(tmp_path, r__toml=TWO)["r"])

    table = read_table(TableFile(tmp_path / "s.xlsx", "Data"), rulebook, id_column="", sign=SAFE, notes=notes)
    with pytest.raises(InputRefusedError) as caught:
        read_table(TableFile(tmp_path / "s.xlsx", "Tiga"), rulebook, id_column="", sign=SAFE, notes=[])

    assert list(table.ids) == ["Alfa"]
    assert [sentence(one) for one in notes] == [
        "s.xlsx: Lembar yang dibaca «Data»; lembar lain yang tidak dibaca: Petunjuk."
    ]
    assert "Lembar yang dicari tidak ada dalam berkas. (tempat: Tiga)" in told(caught.value)


def test_read_table_when_the_file_is_packed_by_gzip_then_reads_it(tmp_path):
    path = tmp_path / "s.csv.gz"
    path.write_bytes(gzip.compress(b"peserta;a;b\nAlfa;10;20\n"))

    rulebook = read_rulebook(write(tmp_path, r__toml=TWO)["r"])

    assert list(read_table(TableFile(path), rulebook, id_column="", sign=SAFE, notes=[]).ids) == ["Alfa"]


def test_read_table_when_the_file_is_parquet_then_its_numbers_are_exact(tmp_path):
    path = tmp_path / "s.parquet"
    path.write_bytes(parquet({"peserta": ("VARCHAR", ["Alfa"]), "a": ("DECIMAL(9,3)", ["12.125"]), "b": ("INT", [20])}))
    rulebook = read_rulebook(write(tmp_path, r__toml=TWO)["r"])

    table = read_table(TableFile(path), rulebook, id_column="", sign=SAFE, notes=[])

    assert (list(table.ids), table.cell("a", 0), table.cell("b", 0)) == (["Alfa"], Decimal("12.125"), Decimal(20))


def test_files_when_a_sheet_is_named_of_what_is_no_workbook_then_refuses(tmp_path):
    path = write(tmp_path, m__csv="peserta;juri;kriteria;nilai\n")["m"]

    with pytest.raises(InputRefusedError) as caught:
        read_marks(TableFile(path, "Nilai"), sign=SAFE, notes=[])

    assert "(tempat: Nilai)" in told(caught.value)


@pytest.mark.parametrize("written", ["8 0", "4E+08", "1 2345"], ids=["a blank inside", "rounded", "no thousands"])
def test_read_table_when_digits_are_lost_or_parted_then_refuses(tmp_path, written):
    assert written in refusal(tmp_path, f"Nama;Cakupan %\nAlfa;{written}\n")


def test_read_table_when_points_stand_among_commas_then_notes_it(tmp_path):
    notes = []

    table_of(tmp_path, "Nama;Cakupan %\nAlfa;12.5\nBeta;12,5\nGama;Rp 70\n", notes=notes)

    assert "«12.5» ditulis dengan titik" in "\n".join(map(sentence, notes))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Kab. Alfa", "KABUPATEN  Alfa"), ("01234567", "1234567"), ("jj000001", "JJ000001"), ("Alf\u00e9", "Alfe\u0301")],
)
def test_table_when_one_entrant_is_spelled_twice_then_the_second_is_refused(tmp_path, first, second):
    said = refusal(tmp_path, f"Nama;Cakupan %\n{first};5\nKota Alfa;6\n{second};7\n")

    assert f"Baris 4, kolom «Nama»: «{second}» tampak sama dengan «{first}» pada baris 2." in said
    assert "Kota Alfa" not in said


def test_marks_when_one_juror_is_spelled_twice_then_the_second_is_refused(tmp_path):
    text = "peserta;juri;kriteria;nilai\nAlfa;J1;wawancara;7\nBeta;J1;wawancara;7\nAlfa;j1;wawancara;9\n"

    with pytest.raises(InputRefusedError) as caught:
        read_marks(TableFile(write(tmp_path, m__csv=text)["m"]), sign=SAFE, notes=[])

    assert "Baris 4, kolom «juri»: «j1» tampak sama dengan «J1» pada baris 2." in told(caught.value)


REGIONS = "kode_wilayah,nama_wilayah,Cakupan %\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("94,Papua,60", "kode 94 bukan kode «Papua». Kode untuk nama itu: 91."),
        ("11.03,Kab. Aceh Selatan,60", "kode 11.03 bukan kode «Kab. Aceh Selatan». Kode untuk nama itu: 11.01."),
        ("32.71,Kabupaten Bogor,60", "kode 32.71 bukan kode «Kabupaten Bogor». Kode untuk nama itu: 32.01."),
        ("1103,Aceh Selatan,60", "kode 1103 bukan kode «Aceh Selatan». Kode untuk nama itu: 11.01."),
        ("1103,,60", "1103 adalah kode BPS Kabupaten Aceh Selatan; kodenya di sini 11.01."),
        ("52.1,Lombok Timur,60", "kode 52.1 bukan kode «Lombok Timur». Kode untuk nama itu: 52.03."),
    ],
    ids=["BPS province", "BPS with a dot", "the city's code", "BPS beside its name", "BPS alone", "a zero lost"],
)
def test_read_table_when_a_code_is_not_that_of_the_name_beside_it_then_names_the_right_one(tmp_path, row, said):
    assert f"Baris 2: {said}" in refusal(tmp_path, f"{REGIONS}{row}\n")


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        pytest.param("Kode Wilayah,Nama Wilayah", ["94,Papua"], "kode 94 bukan", id="written apart"),
        pytest.param("peserta,kode_wilayah,nama_wilayah", ["A,94,Papua"], "kode 94 bukan", id="beside the entrants"),
    ],
)
def test_read_table_when_headings_speak_of_regions_then_codes_are_compared(tmp_path, header, rows, said):
    assert said in refusal(tmp_path, "\n".join([f"{header},Cakupan %", *(f"{row},60" for row in rows), ""]))


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("kode,provinsi", "94,Papua", "kode 94 bukan kode «Papua»"),
        ("kode,perusahaan,provinsi", "11,PT A,Jawa Barat", "kode 11 bukan kode «Jawa Barat»"),
        ("kode_wilayah,nama", "52.03,Gorontalo", "kode 52.03 bukan kode «Gorontalo»"),
    ],
    ids=["a code", "a running number", "a name"],
)
def test_read_table_when_one_heading_is_general_then_what_does_not_fit_is_told_and_refuses_nothing(
    tmp_path, header, row, said
):
    notes = []

    assert len(table_of(tmp_path, f"{header},Cakupan %\n{row},60\n", notes=notes)) == 1

    assert [said in sentence(one) for one in notes].count(True) == 1


def test_read_table_when_many_codes_do_not_fit_then_how_many_more_is_told(tmp_path):
    notes = []
    rows = "".join(f"{11 + number},PT {number},Papua,60\n" for number in range(10)) * 3
    numbered = "\n".join(f"{place},{row}" for place, row in enumerate(rows.splitlines()))

    table_of(tmp_path, f"peserta,kode,perusahaan,provinsi,Cakupan %\n{numbered}\n", notes=notes)

    told = [sentence(one) for one in notes]
    assert sum("bukan kode «Papua»" in one for one in told) == 20
    assert "t.csv: Masih ada 10 baris lain yang kode dan nama wilayahnya tidak cocok." in told


@pytest.mark.parametrize("header", ["kode,nama", "peserta,nama", "kode BPS,provinsi"])
def test_read_table_when_headings_do_not_speak_of_regions_then_nothing_is_compared(tmp_path, header):
    notes = []

    table = table_of(tmp_path, f"{header},Cakupan %\n94,Papua,60\n", notes=notes)

    assert list(table.ids) == ["94"]
    assert [sentence(one) for one in notes if "94" in sentence(one)] == []


@pytest.mark.parametrize(
    "row",
    ["kode_wilayah,provinsi\n52.03,Nusa Tenggara Barat", "kode,nama,kabupaten\n52.03.01.2001,Desa Alfa,Lombok Timur"],
    ids=["a regency's province", "a village's regency"],
)
def test_read_table_when_a_column_says_where_the_region_lies_then_is_no_name_of_it(tmp_path, row):
    header, cells = row.split("\n")

    assert len(table_of(tmp_path, f"{header},Cakupan %\n{cells},60\n")) == 1


def test_read_table_when_codes_and_names_are_former_ones_then_says_what_they_are_today(tmp_path):
    notes = []
    rows = "91.01,Merauke,60\n12.12,Kab. Toba Samosir,70\n52.03,Lombok Timur,80\n11.01,Kabupaten Alfa,90\n"

    table = table_of(tmp_path, REGIONS + rows, notes=notes)

    assert list(table.ids) == ["91.01", "12.12", "52.03", "11.01"]
    assert [sentence(one) for one in notes] == [
        "t.csv: Baris 2: «91.01» kini 93.01 Kabupaten Merauke (UU 14/2022).",
        "t.csv: Baris 3: «Kab. Toba Samosir» kini 12.12 Kabupaten Toba (PP 14/2020).",
        "t.csv: Nama yang bukan nama wilayah mana pun, sehingga kodenya tidak dapat dicocokkan: Kabupaten Alfa.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            f"{REGIONS}93.01,Merauke,60\n91.01,Merauke,70\n",
            "Baris 3: «91.01» dan «93.01» pada baris 2 adalah satu wilayah, 93.01 Kabupaten Merauke.",
            id="code",
        ),
        pytest.param(
            "Kabupaten/Kota,Cakupan %\nKab. Toba,60\nToba Samosir,70\n",
            "Baris 3: «Toba Samosir» dan «Kab. Toba» pada baris 2 adalah satu wilayah, 12.12 Kabupaten Toba.",
            id="name",
        ),
    ],
)
def test_read_table_when_a_region_stands_under_its_former_and_its_present_name_then_is_refused(tmp_path, text, said):
    assert said in refusal(tmp_path, text)


def test_read_table_when_several_entrants_are_of_one_region_then_are_read(tmp_path):
    text = "perusahaan,kode_wilayah,Cakupan %\nPT Alfa,93.01,60\nPT Beta,91.01,70\n"

    assert table_of(tmp_path, text).ids == ["PT Alfa", "PT Beta"]


@pytest.mark.parametrize(
    "above", ["Rekapitulasi\n\n", "Rekapitulasi 2024,,\n# dicetak kemarin,,\n"], ids=["bare", "padded"]
)
def test_read_table_when_titles_stand_below_a_heading_then_reads_from_there_and_says_so(tmp_path, above):
    notes = []
    line = above.count("\n") + 1

    table = table_of(tmp_path, f"{above}peserta,zona,Cakupan %\nAlfa,I,60\nBeta,II,70\n", notes=notes)

    assert (list(table.ids), table.column("Cakupan %")[1]) == (["Alfa", "Beta"], Decimal(70))
    assert sentence(notes[0]) == f"t.csv: Judul kolom ditemukan di baris {line}; baris di atasnya tidak dibaca."
    assert f"Baris {line + 2}, kolom" in refusal(tmp_path, f"{above}peserta,zona,Cakupan %\nAlfa,I,60\nBeta,II,x\n")


@pytest.mark.parametrize("titles", ["peserta,juri,kriteria,nilai", "Entity,Juror,Criterion,Value"])
def test_read_marks_when_titles_stand_below_a_heading_then_reads_from_there(tmp_path, titles):
    notes = []
    path = write(tmp_path, m__csv=f"Nilai wawancara,,,\n{titles}\nAlfa,Sari,wawancara,8\n")["m"]

    marks = read_marks(TableFile(path), sign=SAFE, notes=notes)

    assert marks == [GivenMark("Alfa", "Sari", "wawancara", Decimal(8))]
    assert [sentence(one) for one in notes] == [
        "m.csv: Judul kolom ditemukan di baris 2; baris di atasnya tidak dibaca."
    ]


def test_read_table_when_a_company_number_lost_its_zeros_then_names_the_whole_one(tmp_path):
    said = refusal(tmp_path, "NPP,Cakupan %\n1234567,60\na1234567,70\n01234568,80\n")

    assert "Baris 2: NPP terdiri dari 8 karakter" in said
    assert "Tulis 01234567 bila itu maksud 1234567." in said
    assert "karena 1 kesalahan" in said


def test_read_table_when_the_entrants_are_numbered_otherwise_then_short_numbers_are_read(tmp_path):
    assert list(table_of(tmp_path, "nomor,Cakupan %\n1234567,60\n").ids) == ["1234567"]


def test_number_when_money_may_be_read_in_two_ways_then_how_it_was_read_is_noted(tmp_path):
    notes = []

    table = table_of(tmp_path, "Nama;Cakupan %\nAlfa;Rp 84.110\nBeta;0,5\n", notes=notes)

    assert table.cell("Cakupan %", 0) == Decimal(84110)
    assert [str(one.values["note"]) for one in notes] == ["input.decimals-by-comma (example=84.110)"]


def test_row_when_a_workbook_has_a_cell_beyond_the_titles_then_refused_as_in_text(tmp_path):
    paths = write(tmp_path, r__toml=RULEBOOK)
    book = Workbook()
    for row in (["Nama", "Cakupan %"], ["Alfa", 80.5, "lihat catatan"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")

    with pytest.raises(InputRefusedError, match="row-too-long"):
        read_table(TableFile(tmp_path / "t.xlsx"), read_rulebook(paths["r"]), id_column="", sign=SAFE, notes=[])
