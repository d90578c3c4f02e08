"""What people's tables really hold: understood, or refused in words, never taken for something else."""

import gzip
from pathlib import Path

import pytest

import paritrana.lib.tables
from employers.models.employers import Employer
from employers.tests.importing import apply, check, counts, mend
from paritrana.lib.table_writing import csv_line
from paritrana.uploads.kinds import import_kind, import_kinds
from paritrana.uploads.selectors import reading_notes, rejected_header, rejected_rows, template_rows
from regions.models.contributions import Participation, Regulation
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

CASES = Path(paritrana.lib.tables.__file__).parent / "tests" / "cases"
COVER = "kepesertaan-daerah"
HEADER = (
    "kode_wilayah,segmen,dasar,cara,awal_periode,akhir_periode,pembilang,penyebut,arti_penyebut,keadaan_per,sumber,"
    "sintetis"
)


def cover(code="52.02", *, number="10", start="2024-01-01", end="2024-12-31", as_of="2024-12-31"):
    return f"{code},PU,registration,snapshot,{start},{end},{number},,,{as_of},Uji,ya"


def sent(actor, *rows, header=HEADER, kind=COVER):
    return check(kind, "\n".join([header, *rows, ""]), actor)


def said(batch):
    return {
        problem.line: " ".join(f"{one['column']}: {one['message']}" for one in problem.reasons)
        for problem in batch.problems.order_by("line")
    }


@pytest.fixture(autouse=True)
def regencies():
    for code in ("52.01", "52.02", "52.03"):
        RegencyFactory(code=code)


def test_check_import_when_the_file_is_packed_by_gzip_then_reads_and_stores_it_as_such(people):
    packed = gzip.compress("\n".join([HEADER, cover(), cover("99.99"), ""]).encode())

    batch = check(COVER, packed, people.organiser, name="Data.CSV.GZ")
    again = mend(batch, gzip.compress(f"baris,{HEADER}\n3,{cover('52.01')}\n".encode()), people.organiser)

    assert batch.file.name.endswith(".csv.gz")
    assert list(batch.problems.values_list("line", flat=True)) == []
    assert counts(again) == ("checked", 0, 2, 0, 0)


def test_check_import_when_a_cell_is_an_error_then_the_refusal_names_it(people):
    for kind, name, place in (
        ("peraturan-daerah", "regulations.xlsx", "J2: #N/A"),
        ("anggaran-daerah", "budget.xlsx", "G2: #REF!"),
    ):
        batch = check(kind, (CASES / name).read_bytes(), people.organiser, name=name)

        assert batch.state == "refused"
        assert place in batch.refusal


def test_check_import_when_rows_are_hidden_or_sheets_unread_then_the_page_can_say_so(people):
    hidden = check(COVER, (CASES / "hidden_row.xlsx").read_bytes(), people.organiser, name="a.xlsx")
    other = check(COVER, (CASES / "two_sheets.xlsx").read_bytes(), people.organiser, name="a.xlsx")

    assert reading_notes(hidden) == ["Baris tersembunyi ikut dibaca: 1 (baris 3)."]
    assert reading_notes(other) == ["Lembar yang dibaca: Data. Lembar lain yang tidak dibaca: Semester 2."]


def test_check_import_when_rows_are_totals_or_footnotes_then_says_what_they_are(people):
    batch = sent(
        people.organiser, cover(), ",,,,,Jumlah,21,,,,,", "Sumber: BPJS Ketenagakerjaan,,,,,,,,,,,", "Lombok,,,,,,,,,,,"
    )

    assert [line for line, text in said(batch).items() if "tampak sebagai jumlah" in text] == [3, 4]


def test_check_import_when_a_footnote_has_no_colon_then_proposes_to_leave_it_out(people):
    batch = sent(people.organiser, cover(), "Sumber BPS 2024,,,,,,,,,,,", ",,,Catatan angka sementara,,,,,,,,")

    assert [line for line, text in said(batch).items() if "tampak sebagai jumlah" in text] == [3, 4]
    assert batch.problems.filter(is_proposed=True).count() == 2

    file = csv_line(rejected_header(batch)) + "".join(map(csv_line, rejected_rows(batch)))
    assert mend(batch, file, people.organiser).problems.filter(is_proposed=True).count() == 2


def test_check_import_when_a_row_lacks_its_code_then_a_choice_called_average_makes_it_no_total(people):
    batch = sent(people.organiser, cover(""), cover("").replace("snapshot", "average"))

    assert said(batch) == dict.fromkeys((2, 3), "kode_wilayah: Wajib diisi.")
    assert batch.problems.filter(is_proposed=True).count() == 0


BUDGET = (
    "kode_wilayah,awal_periode,akhir_periode,sumber_dana,keperluan,pagu_rp,realisasi_rp,keadaan_per,sumber,sintetis"
)


def budget(code, planned, spent):
    return f"{code},2024-01-01,2024-12-31,APBD,vulnerable,{planned},{spent},2024-12-31,Uji,ya"


def test_check_import_when_a_row_is_the_sum_of_the_others_then_proposes_or_says_it(people):
    rows = [budget("52.01", "1.000", 50), budget("52.02", "2.000", 70), budget("52.03", "500", "x")]

    def check_sum(*more):
        return sent(people.organiser, *rows, *more, header=BUDGET, kind="anggaran-daerah")

    unnamed, unknown = check_sum(budget("", "3.500", 120)), check_sum(budget("NTB", "3.500", 120))
    known, other = check_sum(budget("52", "3.500", 120)), check_sum(budget("", "3.500", 121))

    for batch in (unnamed, unknown):
        assert "Setiap angkanya sama dengan jumlah semua baris lain." in said(batch)[5]
        assert list(batch.problems.filter(is_proposed=True).values_list("line", flat=True)) == [5]
        assert reading_notes(batch) == []
    assert [text.startswith("Baris 5: setiap angkanya") for text in reading_notes(known)] == [True]
    assert "Setiap angkanya" not in said(other)[5]

    file = csv_line(rejected_header(unnamed)) + "".join(map(csv_line, rejected_rows(unnamed)))
    before = list(rejected_rows(unnamed))
    assert list(rejected_rows(mend(unnamed, file, people.organiser))) == before


REGULATION = (
    "kode_wilayah,jenis,nomor,tahun,tentang,halaman,dukungan_anggaran,menyebut_pekerjaan,kewajiban_umum,dicabut_pada,"
    "keadaan_per,sumber,sintetis"
)


def rule(number):
    return f"52.01,perda,{number},2023,,,ya,tidak,tidak,,2024-12-31,Uji,ya"


def test_check_import_when_one_rule_has_six_spellings_then_five_are_doubles(people):
    numbers = ("7", "07", "7 Tahun 2023", "No. 7", "Nomor 7 Tahun 2023", "7/2023", "8")

    batch = sent(people.organiser, *map(rule, numbers), header=REGULATION, kind="peraturan-daerah")

    assert counts(batch) == ("checked", 5, 2, 0, 0)
    assert {line: "baris 2" in text for line, text in said(batch).items()} == dict.fromkeys(range(3, 8), True)


def test_check_import_when_the_records_spell_a_rule_otherwise_then_it_is_that_rule(people):
    apply(sent(people.organiser, rule("7"), header=REGULATION, kind="peraturan-daerah"), people.organiser)

    row = rule("Nomor 07").replace("ya,tidak,tidak", "tidak,tidak,tidak")
    batch = apply(sent(people.organiser, row, header=REGULATION, kind="peraturan-daerah"), people.organiser)

    assert counts(batch) == ("applied", 0, 0, 1, 0)
    assert [(one.number, one.has_budget_clause) for one in Regulation.objects.all()] == [("7", False)]


def test_check_import_when_a_company_number_lost_its_zero_or_its_case_then_it_is_no_other(people):
    header = "npp,divisi,nama,skala,versi_kbli,seksi_kbli,kode_wilayah,berlaku_sejak,sumber,sintetis"
    rows = [
        f"{npp},,PT Uji,medium,,C,52.01,2019-03-01,Uji,ya" for npp in ("01234567", "1234567", "JJ000001", "jj000001")
    ]

    batch = sent(people.organiser, *rows, header=header, kind="pemberi-kerja")

    assert counts(batch) == ("checked", 2, 2, 0, 0)
    assert "Apakah maksudnya 01234567?" in said(batch)[3]
    assert "baris 4" in said(batch)[5]
    assert Employer.objects.count() == 0


@pytest.mark.parametrize("kind", [one.code for one in import_kinds()])
def test_check_import_when_the_template_comes_back_untouched_then_its_example_is_refused(people, kind):
    chosen = import_kind(kind)

    batch = check(kind, "".join(csv_line(row) for row in (chosen.header, *template_rows(chosen))), people.organiser)

    assert (batch.faulty_count, batch.new_count) == (1, 0)
    assert "Ini baris contoh dari templat." in said(batch)[2]


def test_check_import_when_a_name_is_another_regions_then_says_whose_code_it_is(people):
    RegencyFactory(code="11.01", name="Aceh Selatan", full_name="Kabupaten Aceh Selatan", bps_code="1103")
    RegencyFactory(code="11.03", name="Aceh Timur", full_name="Kabupaten Aceh Timur", bps_code="1105")
    header = f"{HEADER},nama_wilayah"

    batch = sent(
        people.organiser,
        f"{cover('11.03')},Kab. Aceh Selatan",
        f"{cover('11.01')},ACEH-SELATAN",
        f"{cover('1103')},",
        header=header,
    )

    assert said(batch)[2].endswith("Kode untuk nama itu: 11.01.")
    assert said(batch)[4].endswith("1103 adalah kode BPS Kabupaten Aceh Selatan; kodenya di sini 11.01.")
    assert counts(batch) == ("checked", 2, 1, 0, 0)


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [(COVER, HEADER, cover), ("peraturan-daerah", REGULATION, lambda code: rule("7").replace("52.01", code))],
    ids=["one key in a table", "a key that people spell in several ways"],
)
def test_check_import_when_a_row_has_anothers_code_then_the_row_that_rightly_has_it_is_no_double(
    people, kind, header, row
):
    RegencyFactory(code="52.04", name="Sumbawa", full_name="Kabupaten Sumbawa")
    RegencyFactory(code="52.05", name="Dompu", full_name="Kabupaten Dompu")

    batch = sent(
        people.organiser,
        f"{row('52.05')},Kab. Sumbawa",
        f"{row('52.05')},Kab. Dompu",
        f"{row('99.99')},",
        f"{row('99.99')},",
        header=f"{header},nama_wilayah",
        kind=kind,
    )

    assert list(said(batch)) == [2, 4, 5]
    assert said(batch)[2].endswith("Kode untuk nama itu: 52.04.")
    file = csv_line(rejected_header(batch)) + "".join(
        csv_line([cell.replace("52.05", "52.04").replace("99.99", "52.02") for cell in one])
        for one in rejected_rows(batch)
    )
    assert said(mend(batch, file, people.organiser)) == {5: "kode_wilayah: Sama persis dengan baris 4 berkas ini."}


def test_check_import_when_a_column_is_month_first_then_no_cell_of_it_is_read_day_first(people):
    batch = sent(
        people.organiser,
        cover("52.01", start="1/1/2024", end="12/31/2024", as_of="12/31/2024"),
        cover("52.02", start="1/2/2024", end="3/1/2024", as_of="3/1/2024"),
    )

    assert counts(batch)[:3] == ("checked", 2, 0)
    assert "awal_periode" not in said(batch)[3]
    assert "akhir_periode: Kolom ini memuat tanggal dengan bulan di depan" in said(batch)[3]
    assert "Tulis 2024-03-01." in said(batch)[3]
    assert reading_notes(batch) == ["Kolom dengan bulan di depan tanggal: akhir_periode, keadaan_per."]

    header = csv_line(rejected_header(batch))
    again = mend(batch, header + "".join(csv_line(row) for row in list(rejected_rows(batch))[1:]), people.organiser)
    assert again.faulty_count == 2


def test_check_import_when_a_point_stands_among_commas_then_the_page_says_so(people):
    header = "kode_wilayah,variabel,awal_periode,akhir_periode,poin,keadaan_per,sumber,sintetis"
    rows = [
        f'{code},uji,2024-01-01,2024-12-31,"{points}",2024-12-31,Uji,ya'
        for code, points in (("52.01", "12,5"), ("52.02", "12.5"))
    ]

    batch = sent(people.organiser, *rows, header=header, kind="lembar-nilai")
    clear = sent(people.organiser, rows[0], header=header, kind="lembar-nilai")

    assert counts(batch) == ("checked", 0, 2, 0, 0)
    assert [text.startswith("Kolom poin: «12.5» ditulis dengan titik") for text in reading_notes(batch)] == [True]
    assert reading_notes(clear) == []


def test_check_import_when_dates_lie_in_the_future_then_asks_for_the_year_that_was_meant(people):
    batch = sent(people.organiser, cover(start="2042-01-01", end="2042-12-31", as_of="2042-12-31"))

    assert said(batch)[2].count("Apakah maksudnya tahun 2024?") == 3


def test_check_import_when_excel_rewrote_the_cells_then_reads_what_is_certain(people):
    good = sent(people.organiser, cover(number='"Rp 1.000"', end="31 Desember 2024", as_of="31-Dec-2024"))
    lost = sent(people.organiser, cover(number="4E+08"), cover("52.01", number="8 0"))

    assert counts(good) == ("checked", 0, 1, 0, 0)
    assert "Sudah dibulatkan" in said(lost)[2]
    assert "Bukan angka" in said(lost)[3]


def test_mend_import_when_rejected_rows_come_back_untouched_then_they_stay_what_they_were(people):
    batch = sent(people.organiser, cover().replace("Uji", "=1+1"), cover("52.01").replace("Uji", "'=2"))
    before = list(rejected_rows(batch))
    file = csv_line(rejected_header(batch)) + "".join(map(csv_line, before))

    again = mend(batch, file, people.organiser)

    assert list(rejected_rows(again)) == before
    assert again.faulty_count == len(before)


def test_apply_import_when_a_newer_file_came_between_then_the_older_one_waits(people):
    apply(sent(people.organiser, cover(number="50")), people.organiser)
    first = sent(people.organiser, cover(number="200"))
    apply(sent(people.organiser, cover(number="100")), people.organiser)

    first = apply(first, people.organiser)

    assert (first.state, first.decided_by) == ("checked", None)
    assert "Data berubah sejak berkas ini diperiksa" in first.refusal
    assert Participation.objects.get().numerator == 100
    assert apply(first, people.organiser).state == "applied"


@pytest.mark.parametrize(
    ("written", "meant", "column"),
    [(",2023,", ",2042,", "tahun: Terletak di masa depan. Apakah maksudnya tahun 2024?"),
     (",2023,", ",20233,", "tahun: Tahun di luar jangkauan."),
     (",,2024-12-31", ",2042-01-31,2024-12-31", "dicabut_pada: Terletak di masa depan. Apakah maksudnya tahun 2024?")],
    ids=["issued later", "five digits", "revoked later"],
)  # fmt: skip
def test_check_import_when_a_rule_is_of_the_future_then_its_row_is_refused(people, written, meant, column):
    batch = sent(
        people.organiser, rule("7"), rule("8").replace(written, meant), header=REGULATION, kind="peraturan-daerah"
    )

    assert {line: column in text for line, text in said(batch).items()} == {3: True}


def test_check_import_when_an_employer_registers_in_the_future_then_its_row_is_refused(people):
    header = "npp,divisi,nama,skala,versi_kbli,seksi_kbli,kode_wilayah,berlaku_sejak,sumber,sintetis"

    batch = sent(
        people.organiser, "01234567,,PT Uji,medium,,C,52.01,2042-03-01,Uji,ya", header=header, kind="pemberi-kerja"
    )

    assert "berlaku_sejak: Terletak di masa depan. Apakah maksudnya tahun 2024?" in said(batch)[2]


@pytest.mark.parametrize("sign", [",", ";"])
def test_check_import_when_the_titles_stand_in_row_3_then_they_are_found_and_it_is_said(people, sign):
    lines = ["Laporan kepesertaan", "", HEADER, cover("52.01"), cover("99.99")]

    batch = check(COVER, "\n".join(lines).replace(",", sign), people.organiser)

    assert counts(batch) == ("checked", 1, 1, 0, 0)
    assert list(said(batch)) == [5]
    assert reading_notes(batch) == ["Judul kolom ditemukan di baris 3; baris di atasnya tidak dibaca."]


def test_check_import_when_the_titles_are_nowhere_then_the_file_is_refused(people):
    batch = sent(people.organiser, cover(), header="Laporan kepesertaan\nkode_wilayah,segmen")

    assert batch.state == "refused"
    assert "Judul kolom berkas tidak sesuai templat." in batch.refusal
