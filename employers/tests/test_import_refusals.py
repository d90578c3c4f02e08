"""Files that must be refused, sent as people send them: the page says why in words, and nothing changed."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

import paritrana.lib.tables
from employers.tests.test_imports import HEADER, ROW, VULNERABLE
from paritrana.lib.tests.packages import far_cell_elsewhere
from paritrana.lib.tests.parquet import text_parquet
from paritrana.uploads.models import ImportBatch
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

CASES = Path(paritrana.lib.tables.__file__).parent / "tests" / "cases"
UNCHANGED = "Tidak ada data yang berubah."


def zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _megabyte in range(300):
                sheet.write(bytes(1024 * 1024))
    return file.getvalue()


def with_formula():
    book = Workbook()
    book.active.append(HEADER.strip().split(";"))
    book.active.append(["=1+1"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FILES = {
    "wrong header": ("a.csv", HEADER.replace("pembilang", "jumlah").encode(), "Kolom yang tidak dikenal: jumlah."),
    "formula in a workbook": ("a.xlsx", with_formula(), "Berkas memuat rumus."),
    "zip bomb": ("a.xlsx", zip_bomb(), "Isi berkas Excel terlalu besar setelah dibuka."),
    "gzip that was cut off": ("a.csv.gz", gzip.compress((HEADER + ROW).encode())[:-9], "Berkas rusak"),
    "Parquet that unpacks to a gigabyte": (
        "a.parquet",
        (CASES / "page_bomb.parquet").read_bytes(),
        "Isi berkas Parquet terlalu besar setelah dibuka.",
    ),
    "Parquet that was cut off": ("a.parquet", text_parquet([["a"], ["b"]])[:-9], "Berkas rusak"),
    "far cell where no check looked": ("a.xlsx", far_cell_elsewhere(), "Kolom terlalu banyak."),
    "two million columns": ("a.csv", b"a;" * 2_000_000 + b"\n", "Kolom terlalu banyak."),
}  # fmt: skip
ROWS = {
    "wrong code": (ROW.replace("52.03", "52.99"), "kode_wilayah", "Kode"),
    "negative count": (ROW.replace("17.195", "-1"), "pembilang", "Tidak boleh negatif."),
    "numerator above a closed denominator": (
        ROW.replace("17.195;;", "17.195;100;group_total"),
        "pembilang",
        "Lebih besar daripada penyebut",
    ),
    "the same period twice": (ROW + ROW.replace("17.195", "20"), "kode_wilayah", "baris 2"),
    "formula": (ROW.replace("BPJS Selong", "=cmd()"), "sumber", "Rumus tidak diterima. Tulis nilainya."),
}


@pytest.fixture
def send(client, people, django_capture_on_commit_callbacks):
    """Upload as the organiser does and return the page that is shown in the end."""
    RegencyFactory(code="52.03")
    client.force_login(people.organiser)

    def upload(name, content):
        file = SimpleUploadedFile(name, content)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("imports"), {"kind": VULNERABLE, "region_code": "", "file": file})
        assert answer.status_code == 302
        return client.get(reverse("import", args=[ImportBatch.objects.get().pk])).content.decode()

    return upload


def apply_all_the_same(client, callbacks):
    with callbacks(execute=True):
        client.post(reverse("import-apply", args=[ImportBatch.objects.get().pk]))


@pytest.mark.parametrize(("name", "content", "reason"), FILES.values(), ids=FILES.keys())
def test_upload_when_the_file_cannot_be_taken_then_the_page_says_why(
    client, send, django_capture_on_commit_callbacks, name, content, reason
):
    page = send(name, content)
    apply_all_the_same(client, django_capture_on_commit_callbacks)

    assert "Berkas ditolak" in page
    assert reason in page
    assert UNCHANGED in page
    assert (ImportBatch.objects.get().state, VulnerableCover.objects.count()) == ("refused", 0)


@pytest.mark.parametrize(("rows", "column", "reason"), ROWS.values(), ids=ROWS.keys())
def test_upload_when_a_row_is_faulty_then_the_page_names_column_and_reason(
    client, send, django_capture_on_commit_callbacks, rows, column, reason
):
    page = send("a.csv", (HEADER + rows).encode())
    apply_all_the_same(client, django_capture_on_commit_callbacks)

    assert "1 baris perlu diperbaiki" in page
    problem = page.partition('id="ditolak"')[2].partition("</ul>")[0]
    assert f'<strong lang="id">{column}</strong>' in problem
    assert reason in problem
    assert (ImportBatch.objects.get().state, VulnerableCover.objects.count()) == ("checked", 0)
