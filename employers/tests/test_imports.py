"""The whole way of an upload, on real kinds: what is refused, what is listed, what is applied."""

import io
import zipfile

import pytest
from django.db import connection
from openpyxl import Workbook

from employers.models.employers import Employer
from employers.models.months import EmployerMonth
from employers.tests.factories import EmployerFactory, EmployerMonthFactory
from employers.tests.importing import AT, Silent, apply, check, counts, mend, uploaded
from paritrana.audit.models import AuditEntry
from paritrana.lib.table_writing import csv_line
from paritrana.uploads.kinds import import_kind, import_kinds
from paritrana.uploads.selectors import rejected_rows, template_rows
from paritrana.uploads.services.application import apply_import
from paritrana.uploads.services.checks import check_import
from paritrana.uploads.services.uploads import (
    ImportFaultyError,
    ImportMovedError,
    discard_import,
    receive_import,
    request_apply,
)
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory, RegionFactory, VulnerableCoverFactory

VULNERABLE = "pekerja-rentan"
HEADER = (
    "kode_wilayah;sumber_dana;awal_periode;akhir_periode;pembilang;penyebut;arti_penyebut;anggaran_rp;"
    "keadaan_per;sumber\n"
)
ROW = "52.03;DBHCHT;2024-01-01;2024-12-31;17.195;;;2.500.000.000;2024-12-31;BPJS Selong\n"
MONTHS = "bulanan-pemberi-kerja"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lombok_timur():
    return RegencyFactory(code="52.03")


def reasons(batch):
    return [(problem.line, [r["column"] for r in problem.reasons]) for problem in batch.problems.order_by("line")]


def staging_tables():
    return [name for name in connection.introspection.table_names() if name.startswith("imports_staging")]


def test_check_import_when_rows_are_good_then_counts_without_writing(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW, people.organiser)

    assert counts(batch) == ("checked", 0, 1, 0, 0)
    assert VulnerableCover.objects.count() == 0


def test_apply_import_when_checked_then_writes_the_rows_and_drops_the_staging(people, lombok_timur):
    batch = apply(check(VULNERABLE, HEADER + ROW, people.organiser), people.organiser)

    row = VulnerableCover.objects.get()
    assert (row.region_id, row.payer, row.numerator, row.budget_idr) == ("52.03", "DBHCHT", 17195, 2_500_000_000)
    assert (row.batch_id, row.denominator, row.denominator_definition, row.is_synthetic) == (batch.pk, None, "", False)
    assert (batch.state, batch.decided_by, batch.decided_at) == ("applied", people.organiser, AT)
    assert staging_tables() == []
    assert list(AuditEntry.objects.order_by("number").values_list("action", flat=True)) == [
        "import.receive",
        "import.check",
        "import.request_apply",
        "import.apply",
    ]


def test_apply_import_when_run_twice_then_second_changes_nothing(people, lombok_timur):
    batch = apply(check(VULNERABLE, HEADER + ROW, people.organiser), people.organiser)
    entries = AuditEntry.objects.count()

    apply_import(batch_id=batch.pk, progress=Silent(), at=AT)

    assert (VulnerableCover.objects.count(), AuditEntry.objects.count()) == (1, entries)


def test_check_import_when_same_file_again_then_everything_is_same(people, lombok_timur):
    apply(check(VULNERABLE, HEADER + ROW, people.organiser), people.organiser)

    again = apply(check(VULNERABLE, HEADER + ROW, people.organiser), people.organiser)

    assert counts(again) == ("applied", 0, 0, 0, 1)
    assert VulnerableCover.objects.get().batch_id != again.pk


def test_apply_import_when_record_changes_then_keeps_the_superseded_values(people, lombok_timur):
    old = VulnerableCoverFactory(
        region=lombok_timur, payer="DBHCHT", period_start="2024-01-01", period_end="2024-12-31", numerator=5
    )
    VulnerableCover.history.all().delete()

    batch = apply(check(VULNERABLE, HEADER + ROW, people.organiser), people.organiser)

    assert counts(batch) == ("applied", 0, 0, 1, 0)
    assert VulnerableCover.objects.get().numerator == 17195
    kept = VulnerableCover.history.get()
    assert (kept.id, kept.numerator, kept.history_user, kept.history_date) == (old.pk, 5, people.organiser, AT)


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (ROW.replace("52.03", "5203"), ["kode_wilayah"]),
        (ROW.replace("17.195", "-1"), ["pembilang"]),
        (ROW.replace("17.195", "1,234.5"), ["pembilang"]),
        (ROW.replace("17.195;;", "17.195;100;group_total"), ["pembilang"]),
        (ROW.replace("17.195;;", "17.195;100;"), ["arti_penyebut"]),
        (ROW.replace("BPJS Selong", "=cmd()"), ["sumber"]),
        (ROW.replace("DBHCHT", "Zakah"), ["sumber_dana"]),
        (ROW.replace("2024-12-31;17", "2023-12-31;17"), ["akhir_periode"]),
        (ROW.replace("2024-12-31;BPJS", "31/02/2024;BPJS"), ["keadaan_per"]),
        (ROW.replace("17.195", ""), ["pembilang"]),
    ],
    ids=[
        "wrong code", "negative", "English number", "above a closed denominator", "denominator without meaning",
        "formula", "unknown choice", "period backwards", "no such day", "empty",
    ],
)  # fmt: skip
def test_check_import_when_row_is_faulty_then_lists_it_and_writes_nothing(people, lombok_timur, row, columns):
    batch = check(VULNERABLE, HEADER + row, people.organiser)

    assert counts(batch) == ("checked", 1, 0, 0, 0)
    assert reasons(batch) == [(2, columns)]
    with pytest.raises(ImportFaultyError):
        request_apply(batch=batch, actor=people.organiser, at=AT)
    assert VulnerableCover.objects.count() == 0


def test_check_import_when_same_period_twice_then_lists_the_second(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW + ROW.replace("17.195", "20"), people.organiser)

    assert reasons(batch) == [(3, ["kode_wilayah"])]
    assert "baris 2" in batch.problems.get().reasons[0]["message"]


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300 * 1024 * 1024)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEADER,
        "salah;judul\n1;2\n",
        HEADER.replace("sumber_dana", "kode_wilayah") + ROW,
        (HEADER + ROW.replace("Selong", "Sélong")).encode() + b"\xe9",
        "a;" * 2_000_000 + "\n",
        workbook([HEADER.strip().split(";"), ["=1+1"]]),
    ],
    ids=[
        "empty",
        "header only",
        "wrong header",
        "double header",
        "two encodings in one file",
        "two million columns",
        "formula",
    ],
)
def test_check_import_when_file_cannot_be_read_then_refuses_with_reason(people, lombok_timur, content):
    batch = check(VULNERABLE, content, people.organiser)

    assert batch.state == "refused"
    assert batch.refusal.count("Tidak ada data yang berubah") == 1
    assert (batch.problems.count(), staging_tables(), VulnerableCover.objects.count()) == (0, [], 0)


def test_check_import_when_zip_bomb_then_refuses(people):
    assert check(VULNERABLE, bomb(), people.organiser, name="bom.xlsx").state == "refused"


def test_check_import_when_workbook_then_reads_typed_cells(people, lombok_timur):
    header = HEADER.strip().split(";")
    row = ["52.03", "DBHCHT", "2024-01-01", "2024-12-31", 17195, None, None, 2500000000, "2024-12-31", "BPJS"]

    batch = apply(check(VULNERABLE, workbook([header, row]), people.organiser, name="a.xlsx"), people.organiser)

    assert counts(batch) == ("applied", 0, 1, 0, 0)
    assert VulnerableCover.objects.get().budget_idr == 2_500_000_000


def test_check_import_when_scope_is_a_province_then_lists_rows_beyond_it(people, lombok_timur):
    RegencyFactory(code="53.71")

    batch = check(VULNERABLE, HEADER + ROW + ROW.replace("52.03", "53.71"), people.secretariat, region_code="52")

    assert reasons(batch) == [(3, ["kode_wilayah"])]
    assert batch.new_count == 1


def test_check_import_when_employer_belongs_to_another_province_then_cannot_be_moved(people, lombok_timur):
    EmployerFactory(npp="15070955", region=RegencyFactory(code="53.71"))
    content = "npp;nama;skala;seksi_kbli;kode_wilayah;berlaku_sejak;sumber\n15070955;PT A;large;C;52.03;2019-01-01;X\n"

    batch = check("pemberi-kerja", content, people.secretariat, region_code="52")

    assert counts(batch) == ("checked", 1, 0, 0, 0)


def test_mend_import_when_all_rejected_rows_are_mended_then_can_be_applied(people, lombok_timur):
    second = ROW.replace("DBHCHT", "CSR")
    batch = check(VULNERABLE, HEADER + ROW.replace("17.195", "x") + second, people.organiser)
    mended = "baris;" + HEADER.strip() + ";alasan\n2;" + ROW.strip() + ";pembilang: salah\n"

    batch = apply(mend(batch, mended, people.organiser), people.organiser)

    assert counts(batch) == ("applied", 0, 2, 0, 0)
    assert set(VulnerableCover.objects.values_list("payer", "numerator")) == {("DBHCHT", 17195), ("CSR", 17195)}


def test_mend_import_when_row_stays_faulty_then_stays_listed(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW.replace("52.03", "99.99"), people.organiser)
    mended = "baris;" + HEADER + "2;" + ROW.replace("52.03", "88.88")

    batch = mend(batch, mended, people.organiser)

    assert counts(batch) == ("checked", 1, 0, 0, 0)
    assert next(iter(rejected_rows(batch)))[:2] == ("2", "88.88")


def test_mend_import_when_file_names_other_rows_then_changes_nothing(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW + ROW.replace("52.03", "99.99"), people.organiser)

    batch = mend(batch, "baris;" + HEADER + "2;" + ROW, people.organiser)

    assert counts(batch) == ("checked", 1, 1, 0, 0)
    assert "tidak termasuk baris ditolak" in batch.refusal


def test_rejected_rows_when_downloaded_then_mend_without_retyping(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW + ROW, people.organiser)

    header = ["baris", *import_kind(VULNERABLE).header, "alasan"]
    content = csv_line(header) + "".join(csv_line(row).replace("DBHCHT", "CSR") for row in rejected_rows(batch))
    batch = apply(mend(batch, content, people.organiser), people.organiser)

    assert counts(batch) == ("applied", 0, 2, 0, 0)


def test_apply_import_when_records_moved_since_then_asks_again(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW, people.organiser)
    VulnerableCoverFactory(region=lombok_timur, payer="DBHCHT", period_start="2024-01-01", period_end="2024-12-31")

    batch = apply(batch, people.organiser)

    assert counts(batch) == ("checked", 0, 0, 1, 0)
    assert batch.decided_by is None
    assert VulnerableCover.objects.get().numerator == 120


def test_check_import_when_worker_died_halfway_then_second_attempt_starts_over(people, lombok_timur):
    class Dying:
        def advance(self, done, total, step=""):
            raise RuntimeError("killed")

    content = HEADER + ROW + ROW.replace("52.03", "99.99")
    batch = receive_import(
        kind=import_kind(VULNERABLE), region_code="", upload=uploaded(content), actor=people.organiser, at=AT
    )
    with pytest.raises(RuntimeError):
        check_import(batch_id=batch.pk, progress=Dying(), at=AT)

    check_import(batch_id=batch.pk, progress=Silent(), at=AT)

    batch.refresh_from_db()
    assert counts(batch) == ("checked", 1, 1, 0, 0)
    assert len(staging_tables()) == 2


def test_discard_import_when_checked_then_forgets_rows_and_cannot_be_applied(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW, people.organiser)

    discard_import(batch=batch, actor=people.organiser, at=AT)

    assert staging_tables() == []
    with pytest.raises(ImportMovedError):
        request_apply(batch=batch, actor=people.organiser, at=AT)


def test_check_import_when_employer_months_then_joins_npp_and_division(people):
    employer = EmployerFactory(npp="15070955", division="01")
    EmployerMonthFactory(employer=employer, month="2023-12-01")
    header = import_kind(MONTHS).header
    example = template_rows(import_kind(MONTHS))[0]
    row = dict(zip(header, example, strict=True)) | {
        "npp": "15070955", "divisi": "01", "bulan": "2023-11", "sumber": "SIPP",
    }  # fmt: skip
    content = csv_line(header) + csv_line([row[name] for name in header])

    batch = apply(check(MONTHS, content, people.organiser), people.organiser)

    assert counts(batch) == ("applied", 0, 1, 0, 0)
    month = EmployerMonth.objects.get(month="2023-11-01")
    assert (month.employer, month.headcount, month.payroll_idr, month.follows_jp) == (employer, 120, 540_000_000, True)


def test_check_import_when_employer_register_then_adds_employers(people, lombok_timur):
    RegionFactory(code="52")
    kind = import_kind("pemberi-kerja")
    row = dict(zip(kind.header, template_rows(kind)[0], strict=True)) | {
        "npp": "15070955", "kode_wilayah": "52.03", "sumber": "BPJS Ketenagakerjaan",
    }  # fmt: skip
    content = csv_line(kind.header) + csv_line([row[name] for name in kind.header])

    apply(check("pemberi-kerja", content, people.organiser), people.organiser)

    assert list(Employer.objects.values_list("npp", "division", "region_id", "retired_on")) == [
        ("15070955", "", "52.03", None)
    ]


def test_import_kinds_when_listed_then_every_key_is_a_unique_constraint():
    for kind in import_kinds():
        constraints = [set(found.fields) for found in kind.model._meta.constraints if hasattr(found, "deferrable")]
        assert set(kind.unique_fields) in constraints, kind.code


def test_import_kinds_when_listed_then_every_stored_field_has_a_column():
    for kind in import_kinds():
        required = {
            field.name
            for field in kind.model._meta.concrete_fields
            if not field.null and not field.primary_key and field.name != "batch"
        }
        assert required == {c.field for c in kind.filled if not kind.target_field(c.field).null} | {
            kind.reference.field
        }, kind.code


@pytest.mark.services
def test_check_import_when_done_then_the_planner_knows_how_many_rows_wait(people, lombok_timur):
    batch = check(VULNERABLE, HEADER + ROW, people.organiser)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [batch.staging])
        assert cursor.fetchone() == (1,)
