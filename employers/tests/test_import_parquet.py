"""A Parquet file is an upload like any other: same checks, same rows rejected for the same reasons."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from employers.tests.importing import AT, Silent, apply, check, counts, mend, uploaded
from paritrana.lib.tests.parquet import parquet, text_parquet
from paritrana.uploads.kinds import import_kind, import_kinds
from paritrana.uploads.selectors import template_rows
from paritrana.uploads.services.checks import mend_import
from paritrana.uploads.services.mending import mend_row
from paritrana.uploads.services.uploads import receive_mended_rows
from regions.models.contributions import Participation, VulnerableCover
from regions.tests.factories import RegencyFactory, RegionAliasFactory

pytestmark = pytest.mark.django_db

COVER = "kepesertaan-daerah"
DAY = datetime.date(2024, 12, 31)
GOOD, BAD, UNKNOWN = "52.01", "52.02", "99.99"


@pytest.fixture(autouse=True)
def regencies():
    for code in (GOOD, BAD):
        RegencyFactory(code=code)


def cover(*, codes=(GOOD,), numbers=(10,), start="2024-01-01", **more):
    count = len(codes)
    columns = {
        "kode_wilayah": ("VARCHAR", codes),
        "segmen": ("VARCHAR", ["PU"] * count),
        "dasar": ("VARCHAR", ["registration"] * count),
        "cara": ("VARCHAR", ["snapshot"] * count),
        "awal_periode": ("DATE", [start] * count),
        "akhir_periode": ("TIMESTAMP", [DAY] * count),
        "pembilang": ("BIGINT", numbers),
        "keadaan_per": ("DATE", [DAY] * count),
        "sumber": ("VARCHAR", ["Uji"] * count),
        "sintetis": ("BOOLEAN", [True] * count),
    }
    return parquet(columns | more)


def problems(batch):
    return [(one.line, one.reasons, one.cells, one.is_proposed) for one in batch.problems.order_by("line")]


def test_check_import_when_parquet_is_typed_then_applied_as_it_says(people):
    batch = check(COVER, cover(codes=(GOOD, BAD), numbers=(10, 2_000_000_000)), people.organiser, name="Data.PARQUET")
    apply(batch, people.organiser)

    assert batch.file.name.endswith(".parquet")
    assert counts(batch) == ("applied", 0, 2, 0, 0)
    assert [
        (row.region_id, row.numerator, row.period_start, row.period_end, row.denominator, row.is_synthetic)
        for row in Participation.objects.order_by("region")
    ] == [
        (GOOD, 10, datetime.date(2024, 1, 1), DAY, None, True),
        (BAD, 2_000_000_000, datetime.date(2024, 1, 1), DAY, None, True),
    ]


@pytest.mark.parametrize("kind", import_kinds(), ids=lambda kind: kind.code)
def test_check_import_when_the_same_text_is_csv_or_parquet_then_the_same_rows_are_rejected(people, kind):
    example = list(template_rows(kind))[-1]
    swapped = [*example[1:], example[0]]
    rows = [
        example,
        swapped,
        ["x"] * len(example),
        ["-1"] * len(example),
        ["1.234"] * len(example),
        [" "] * len(example),
        [""] * len(example),
    ]
    rows += [["Jumlah", *example[1:]], ["=1+1", *example[1:]], ["'a\"b;é", *example[1:]], example]
    lines = io.StringIO()
    csv.writer(lines, delimiter=";").writerows([kind.header, *rows])

    by_csv = check(kind.code, lines.getvalue(), people.organiser)
    by_parquet = check(kind.code, text_parquet([kind.header, *rows]), people.organiser)

    assert problems(by_csv)
    assert problems(by_parquet) == [(line - 1, *rest) for line, *rest in problems(by_csv)]
    assert counts(by_parquet) == counts(by_csv)


def test_check_import_when_parquet_rows_are_faulty_then_row_column_and_reason_are_named(people):
    batch = check(
        COVER,
        cover(codes=(GOOD, None, UNKNOWN, BAD), numbers=(10, 11, 12, -1)),
        people.organiser,
    )

    assert [(line, [one["column"] for one in reasons]) for line, reasons, _cells, _is in problems(batch)] == [
        (2, ["kode_wilayah"]),
        (3, ["kode_wilayah"]),
        (4, ["pembilang"]),
    ]


def test_mend_import_when_rejected_rows_of_parquet_are_mended_in_each_format_then_taken(client, people):
    batch = check(COVER, cover(codes=(GOOD, UNKNOWN), numbers=(10, 11)), people.organiser)
    client.force_login(people.organiser)

    for suffix in ("csv", "xlsx"):
        file = client.get(reverse("import-rejected", args=[batch.pk, suffix])).getvalue()
        receive_mended_rows(batch=batch, upload=uploaded(file, f"a.{suffix}"), actor=people.organiser, at=AT)
        mend_import(batch_id=batch.pk, progress=Silent(), at=AT)
        batch.refresh_from_db()
        assert [line for line, *_rest in problems(batch)] == [2]
    mend(batch, cover(codes=(BAD,), numbers=(11,), baris=("INTEGER", [2])), people.organiser)

    assert counts(batch) == ("checked", 0, 2, 0, 0)


def test_check_import_when_money_is_a_decimal_with_noughts_then_a_whole_number(people):
    columns = {
        "kode_wilayah": ("VARCHAR", [GOOD, BAD]),
        "sumber_dana": ("VARCHAR", ["DBHCHT"] * 2),
        "awal_periode": ("DATE", ["2024-01-01"] * 2),
        "akhir_periode": ("DATE", [DAY] * 2),
        "pembilang": ("DOUBLE", [17195.0, 3.0]),
        "anggaran_rp": ("DECIMAL(18,2)", [Decimal("2500000000.00"), Decimal("1.50")]),
        "keadaan_per": ("DATE", [DAY] * 2),
        "sumber": ("VARCHAR", ["Uji"] * 2),
    }

    batch = check("pekerja-rentan", parquet(columns), people.organiser)

    place = import_kind("pekerja-rentan").header.index("anggaran_rp")
    assert [(line, cells[place], [one["column"] for one in said]) for line, said, cells, _is in problems(batch)] == [
        (2, "1,50", ["anggaran_rp"])
    ]
    assert counts(batch) == ("checked", 1, 1, 0, 0)
    assert VulnerableCover.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ({"pembilang": ("DOUBLE", [0.1 + 0.2])}, "Kolom pecahan biner (float)"),
        ({"akhir_periode": ("TIMESTAMP", ["2024-12-31 17:00:00"])}, "Kolom tanggal memuat jam"),
        ({"akhir_periode": ("TIMESTAMPTZ", ["2024-12-31"])}, "Jenis kolom Parquet ini"),
        ({"sumber": ("VARCHAR", ["x" * 300_000])}, "Kolom terlalu banyak."),
        ({"jumlah": ("INTEGER", [1])}, "Kolom yang tidak dikenal: jumlah."),
        ({"a\x00b": ("INTEGER", [1])}, "Teks berkas bukan UTF-8."),
    ],
    ids=["inexact", "time", "time zone", "long", "unknown", "NUL in a title"],
)
def test_check_import_when_parquet_leaves_a_doubt_then_the_file_is_refused_in_words(people, column, said):
    batch = check(COVER, cover(**column), people.organiser)

    assert (batch.state, batch.staging, Participation.objects.count()) == ("refused", "", 0)
    assert said in batch.refusal
    assert batch.refusal.endswith("unggah lagi." if "dikenal" in said else "Tidak ada data yang berubah.")


def test_parquet_when_a_former_code_and_a_row_mended_on_its_page_meet_then_both_are_applied(people):
    merauke = RegionAliasFactory().region
    batch = check(COVER, cover(codes=("91.01", UNKNOWN), numbers=(10, 20)), people.organiser, name="a.parquet")
    problem, kind = batch.problems.get(), import_kind(COVER)
    cells = list(kind.aligned(problem.cells))
    cells[kind.header.index("kode_wilayah")] = GOOD

    mend_row(batch=batch, problem=problem, cells=cells, actor=people.organiser, at=AT)
    mend_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    apply(batch, people.organiser)

    assert sorted(Participation.objects.values_list("region_id", "numerator")) == [(GOOD, 20), (merauke.pk, 10)]
