"""Former codes and names in uploads: taken as the region they mean, and said; refused where two are meant."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employers.models.employers import Employer
from employers.tests.importing import apply, check, counts, mend
from employers.tests.test_import_understanding import COVER, HEADER, cover, said, sent
from paritrana.audit.models import AuditEntry
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.selectors import reading_notes, rejected_rows
from paritrana.uploads.staging import quoted
from regions.models.contributions import Participation
from regions.models.regions import AliasKind
from regions.tests.factories import RegencyFactory, RegionAliasFactory

pytestmark = pytest.mark.django_db

NAMED = f"{HEADER},nama_wilayah"


@pytest.fixture(autouse=True)
def merauke():
    RegencyFactory(code="52.01")
    return RegionAliasFactory().region


@pytest.fixture
def mempawah():
    region = RegencyFactory(code="61.02", name="Mempawah", full_name="Kabupaten Mempawah", short_name="Mempawah")
    RegencyFactory(code="61.71", name="Pontianak", full_name="Kota Pontianak", short_name="Pontianak")
    RegionAliasFactory(
        kind=AliasKind.FORMER_NAME,
        written="Kabupaten Pontianak",
        region=region,
        valid_until=datetime.date(2014, 7, 21),
        source="PP 58/2014",
    )
    return region


def test_check_import_when_a_code_is_of_before_the_split_then_is_taken_and_said(people, merauke):
    batch = sent(people.organiser, cover("91.01"), cover("91.01", start="2023-01-01", end="2023-12-31"))

    assert counts(batch) == ("checked", 0, 2, 0, 0)
    assert reading_notes(batch) == [
        "«91.01» dibaca sebagai 93.01 Kabupaten Merauke (UU 14/2022): 2 baris, mulai baris 2."
    ]
    entry = AuditEntry.objects.get(action="import.check")
    assert entry.changes["aliases"] == ["91.01 → 93.01 Kabupaten Merauke (UU 14/2022)"]
    apply(batch, people.organiser)
    assert {row.region_id for row in Participation.objects.all()} == {merauke.code}


def test_check_import_when_the_code_of_today_stands_beside_the_former_then_they_are_one_row(people):
    batch = sent(people.organiser, cover("93.01"), cover("91.01"), cover("91.01", number="11"))

    assert said(batch) == {
        3: "kode_wilayah: Sama persis dengan baris 2 berkas ini.",
        4: "kode_wilayah: Kunci dan periode yang sama sudah ada pada baris 2 berkas ini.",
    }
    assert [row[1] for row in rejected_rows(batch)] == ["91.01", "91.01"]
    assert reading_notes(batch) == []


def test_mend_import_when_rows_come_back_then_says_what_was_taken_of_all_of_them(people):
    batch = sent(people.organiser, cover("91.01"), cover("99.99"), cover("99.98"))

    mended = f"3,{cover('91.01', start='2023-01-01', end='2023-12-31')}\n4,{cover('52.01')}\n"
    again = mend(batch, f"baris,{HEADER}\n{mended}", people.organiser)

    assert counts(again) == ("checked", 0, 3, 0, 0)
    assert [note.split(": ")[1] for note in reading_notes(again)] == ["2 baris, mulai baris 2."]


def test_mend_import_when_checked_before_former_codes_were_known_then_gains_the_column(people):
    batch = sent(people.organiser, cover("52.01"), cover("99.99"))
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted(batch.staging)} DROP COLUMN as_written")

    again = mend(batch, f"baris,{HEADER}\n3,{cover('91.01')}\n", people.organiser)

    assert counts(again) == ("checked", 0, 2, 0, 0)


def test_check_import_when_a_code_means_two_regions_on_its_day_then_names_both(people, merauke):
    RegencyFactory(code="93.03", name="Mappi", full_name="Kabupaten Mappi")
    RegionAliasFactory(written="93.03", region=merauke, source="UU x")

    batch = sent(
        people.organiser,
        cover("93.03", start="2021-01-01", end="2021-12-31"),
        cover("93.03", start="2024-01-01", end="2024-12-31"),
    )

    assert said(batch) == {
        2: "kode_wilayah: «93.03» pada tanggal baris ini dapat berarti 93.03 Kabupaten Mappi atau 93.01 Kabupaten"
        " Merauke. Tulis kode dan nama yang berlaku kini."
    }
    assert batch.new_count == 1


def test_check_import_when_a_former_name_stands_beside_its_code_then_is_taken_and_said(people, mempawah):
    batch = sent(
        people.organiser,
        f"{cover('61.02')},Kab. Pontianak",
        f"{cover('61.02', start='2012-01-01', end='2012-12-31')},Pontianak",
        f"{cover('61.71')},Kabupaten Pontianak",
        f"{cover('61.71', start='2012-01-01', end='2012-12-31')},Pontianak",
        f"{cover('91.01')},merauke",
        header=NAMED,
    )

    assert said(batch) == {
        3: "kode_wilayah: «Pontianak» pada tanggal baris ini dapat berarti 61.71 Kota Pontianak atau 61.02 Kabupaten"
        " Mempawah. Tulis kode dan nama yang berlaku kini.",
        4: "kode_wilayah: Kode 61.71 bukan kode «Kabupaten Pontianak». Kode untuk nama itu: 61.02.",
    }
    assert reading_notes(batch) == [
        "«91.01» dibaca sebagai 93.01 Kabupaten Merauke (UU 14/2022): 1 baris, mulai baris 6.",
        "«Kab. Pontianak» dibaca sebagai 61.02 Kabupaten Mempawah (PP 58/2014): 1 baris, mulai baris 2.",
    ]


def test_check_import_when_the_city_has_the_regencys_name_beside_it_then_is_refused(people):
    RegencyFactory(code="32.71", name="Bogor", full_name="Kota Bogor", short_name="Bogor")
    RegencyFactory(code="32.01", name="Bogor", full_name="Kabupaten Bogor", short_name="Bogor")

    batch = sent(people.organiser, f"{cover('32.71')},Kab. Bogor", f"{cover('32.01')},Bogor", header=NAMED)

    assert said(batch) == {
        2: "kode_wilayah: Kode 32.71 bukan kode «Kab. Bogor». Kode untuk nama itu: 32.01.",
    }


def test_check_import_when_the_former_code_leads_to_another_province_then_its_secretariat_decides(people):
    batch = check(COVER, f"{HEADER}\n{cover('91.01')}\n", people.organiser, region_code="91")

    assert said(batch) == {2: "kode_wilayah: Di luar wilayah kewenangan unggahan ini."}
    assert ImportBatch.objects.get().notes == []


def test_check_import_when_employers_are_registered_by_a_former_code_then_stand_in_todays_region(people, merauke):
    header = "npp,nama,skala,seksi_kbli,kode_wilayah,berlaku_sejak,sumber"
    batch = check("pemberi-kerja", f"{header}\n01234567,PT Alfa,large,C,91.01,2019-03-01,Uji\n", people.organiser)

    apply(batch, people.organiser)

    assert Employer.objects.get().region == merauke
    assert len(reading_notes(batch)) == 1


def test_check_import_when_a_former_code_stands_on_many_days_then_takes_as_many_statements_as_on_one(people):
    def statements(*years):
        rows = [f"{cover('91.01', start=f'{year}-01-01', end=f'{year}-12-31')},Merauke" for year in years]
        with CaptureQueriesContext(connection) as counted:
            batch = sent(people.organiser, *rows, header=NAMED)
        return batch.faulty_count, len([one for one in counted if "staging" in one["sql"]])

    assert statements(2021) == statements(2019, 2020, 2023)
