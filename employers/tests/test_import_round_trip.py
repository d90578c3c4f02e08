"""Rejected rows that come back as they were sent are what they were, cell by cell and fault by fault."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from employers.tests.importing import AT, Silent, check, uploaded
from paritrana.lib.tests.parquet import text_parquet
from paritrana.uploads.selectors import rejected_rows
from paritrana.uploads.services.checks import mend_import
from paritrana.uploads.services.uploads import receive_mended_rows
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

COVER = (
    "kepesertaan-daerah",
    (
        "kode_wilayah;segmen;dasar;cara;awal_periode;akhir_periode;pembilang;penyebut;arti_penyebut;keadaan_per;sumber;"
        "sintetis"
    ),
)
SHEET = "lembar-nilai", "kode_wilayah;variabel;awal_periode;akhir_periode;poin;keadaan_per;sumber;sintetis"
DAY = datetime.date(2024, 12, 31)


def cover(code="52.01", number="10", source="Uji", *more):
    return [code, "PU", "registration", "snapshot", "2024-01-01", DAY, number, "", "", DAY, source, "ya", *more]


def points(code, value):
    return [code, "uji", "2024-01-01", DAY, value, DAY, "Uji", "ya"]


COVER_ROWS = [
    *(cover(source=text) for text in ("=1+1", "@a", "  =1 ")),
    *(cover("99.99", source=text) for text in ("'=2", "''=2", "'kutip")),
    cover("52.01", "10", "Uji", "5"),
    cover("52.02", "10", "Uji", "", "x"),
    *(cover(number=number) for number in (1.234, 12.5, 1234.5, "  ", "x")),
    cover(code=" "),
    *[cover("52.03")] * 2,
    ["Jumlah", *[""] * 5, 20],
    ["Sumber BPS 2024"],
]
SHEET_ROWS = [points("x", 1.234), points("", 12.5), points("99.99", 1.234), points("52.01", 7)]


def as_workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows):
    return "".join(";".join(str(cell) for cell in row) + "\r\n" for row in rows).encode()


def as_parquet(rows):
    width = max(map(len, rows))
    titles, *body = [[str(cell) for cell in [*row, *[""] * (width - len(row))]] for row in rows]
    return text_parquet([[title for title in titles if title], *body])


@pytest.mark.parametrize("table", [as_workbook, as_csv, as_parquet], ids=["from xlsx", "from csv", "from parquet"])
@pytest.mark.parametrize(("kind", "rows"), [(COVER, COVER_ROWS), (SHEET, SHEET_ROWS)], ids=["cover", "score sheet"])
def test_mend_import_when_rejected_rows_come_back_untouched_then_they_are_what_they_were(
    client, people, kind, rows, table
):
    for code in ("52.01", "52.02", "52.03"):
        RegencyFactory(code=code)
    code, header = kind
    batch = check(code, table([header.split(";"), *rows]), people.organiser)
    before = list(rejected_rows(batch))
    assert before
    client.force_login(people.organiser)

    for suffix in ("csv", "xlsx"):
        file = client.get(reverse("import-rejected", args=[batch.pk, suffix])).getvalue()
        receive_mended_rows(batch=batch, upload=uploaded(file, f"a.{suffix}"), actor=people.organiser, at=AT)
        mend_import(batch_id=batch.pk, progress=Silent(), at=AT)
        batch.refresh_from_db()

        assert (batch.refusal, list(rejected_rows(batch))) == ("", before)
