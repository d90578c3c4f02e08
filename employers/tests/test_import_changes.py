"""What applying would change is shown before: old and new values, sums, jumps that somebody must have looked at."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from employers.tests.importing import AT, apply, check, counts
from paritrana.audit.models import AuditEntry
from paritrana.tests.reading import page_of
from paritrana.uploads.changes import StagedChanges
from paritrana.uploads.kinds import import_kind, import_kinds
from paritrana.uploads.models import ImportBatch, ImportState
from paritrana.uploads.services.uploads import ImportJumpsError, request_apply
from paritrana.uploads.staging import new_staging_name
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

VULNERABLE = "pekerja-rentan"
HEADER = (
    "kode_wilayah;sumber_dana;awal_periode;akhir_periode;pembilang;penyebut;arti_penyebut;anggaran_rp;"
    "keadaan_per;sumber\n"
)


def row(code="52.03", number="17.195", budget="2.500.000.000", source="BPJS Selong"):
    return f"{code};DBHCHT;2024-01-01;2024-12-31;{number};;;{budget};2024-12-31;{source}\n"


@pytest.fixture
def places(db):
    return [RegencyFactory(code=code, name=name) for code, name in (("52.03", "Lombok Timur"), ("52.71", "Mataram"))]


@pytest.fixture
def known(people, places):
    """Two records, as an earlier file brought them."""
    content = HEADER + row() + row("52.71", "8.412", "900.000.000")
    return apply(check(VULNERABLE, content, people.organiser), people.organiser)


def staged(batch):
    return StagedChanges(import_kind(batch.kind), batch.staging)


def shown(rows):
    return [
        (change.line, change.belongs_to, [(cell.column.name, cell.before, cell.after) for cell in change.cells])
        for change in rows
    ]


def test_changes_when_rows_differ_then_the_largest_change_comes_first_with_old_and_new_values(people, known):
    content = HEADER + row(number="17.200", source="BPJS Mataram") + row("52.71", "84.120", "900.000.000")

    batch = check(VULNERABLE, content, people.organiser)

    assert counts(batch) == ("checked", 0, 0, 2, 0)
    assert shown(staged(batch).rows(is_new=False, start=0, count=10)) == [
        (3, "Mataram", [("pembilang", "8412", "84120")]),
        (2, "Lombok Timur", [("pembilang", "17195", "17200"), ("sumber", "BPJS Selong", "BPJS Mataram")]),
    ]


@pytest.mark.parametrize(
    ("number", "jumps"),
    [("84.119", 0), ("84.120", 1), ("842", 0), ("841", 1), ("0", 0)],
    ids=["under ten times", "ten times", "over a tenth", "a tenth", "nought"],
)
def test_check_import_when_a_figure_becomes_tenfold_or_a_tenth_then_it_is_a_jump(people, known, number, jumps):
    batch = check(VULNERABLE, HEADER + row("52.71", number, "900.000.000"), people.organiser)

    assert (batch.changed_count, batch.jump_count) == (1, jumps)


def test_check_import_when_both_figures_are_small_then_is_no_jump(people, places):
    apply(check(VULNERABLE, HEADER + row(number="3", budget=""), people.organiser), people.organiser)

    batch = check(VULNERABLE, HEADER + row(number="60", budget=""), people.organiser)

    assert (batch.changed_count, batch.jump_count) == (1, 0)


def test_sums_when_rows_change_and_come_then_before_and_after(people, known):
    RegencyFactory(code="52.01", name="Lombok Barat")
    content = HEADER + row("52.71", "8.500", "900.000.000") + row("52.01", "100", "5")

    batch = check(VULNERABLE, content, people.organiser)

    found = [(one.column.name, one.before, one.after) for one in staged(batch).sums()]
    assert found == [
        ("pembilang", "8412", "8600"),
        ("penyebut", "", ""),
        ("anggaran_rp", "900000000", "900000005"),
    ]


def test_request_apply_when_jumps_were_not_looked_at_then_refused_and_with_another_number_too(people, known):
    batch = check(VULNERABLE, HEADER + row("52.71", "84.120", "900.000.000"), people.organiser)

    for seen in (0, 2):
        with pytest.raises(ImportJumpsError):
            request_apply(batch=batch, actor=people.organiser, at=AT, seen_jumps=seen)
    apply(batch, people.organiser)

    assert VulnerableCover.objects.get(region="52.71").numerator == 84120
    trail = AuditEntry.objects.filter(action="import.request_apply").order_by("-number").first()
    assert trail.changes == {"jumps": 1}


def test_apply_import_when_a_jump_appears_since_the_check_then_asked_again(people, known):
    """The record was made ten times smaller in between: the file that changed little now changes much."""
    batch = check(VULNERABLE, HEADER + row("52.71", "8.500", "900.000.000"), people.organiser)
    VulnerableCover.objects.filter(region="52.71").update(numerator=850)

    batch = apply(batch, people.organiser)

    assert (batch.state, batch.jump_count, batch.decided_by) == (ImportState.CHECKED, 1, None)
    assert VulnerableCover.objects.get(region="52.71").numerator == 850


def test_import_page_when_a_figure_jumps_then_names_it_and_applies_only_with_the_tick(
    client, people, known, django_capture_on_commit_callbacks
):
    batch = check(VULNERABLE, HEADER + row("52.71", "84.120", "900.000.000"), people.organiser)
    client.force_login(people.organiser)

    page = page_of(client.get(reverse("import", args=[batch.pk])))
    refused = page_of(client.post(reverse("import-apply", args=[batch.pk]), follow=True))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-apply", args=[batch.pk]), {"seen_jumps": "1"})

    for text in ("8.412", "84.120", "melonjak sepuluh kali atau lebih", "Mataram"):
        assert text in page
    assert "belum ada yang diterapkan" in refused
    assert VulnerableCover.objects.get(region="52.71").numerator == 84120
    assert client.get(reverse("import-changes", args=[batch.pk])).status_code == 404


def test_changes_page_when_rows_are_new_then_lists_them_in_the_order_of_the_file(client, people, places):
    batch = check(VULNERABLE, HEADER + row("52.71") + row("52.03"), people.organiser)
    client.force_login(people.organiser)

    page = page_of(client.get(reverse("import-changes", args=[batch.pk]) + "?baru=1"))

    assert page.index("Mataram") < page.index("Lombok Timur")
    assert "Tidak ada baris di sini" in page_of(client.get(reverse("import-changes", args=[batch.pk])))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_changes_file_when_downloaded_then_old_and_new_stand_beside_each_other(client, people, known, suffix):
    batch = check(VULNERABLE, HEADER + row("52.71", "84.120", "900.000.000"), people.organiser)
    client.force_login(people.organiser)

    content = client.get(reverse("import-changes-file", args=[batch.pk, suffix])).getvalue()

    if suffix == "csv":
        head, line = [text.split(";") for text in content.decode("utf-8-sig").splitlines()]
    else:
        head, line = [[cell.value or "" for cell in cells] for cells in load_workbook(io.BytesIO(content)).active]
    found = dict(zip(head, line, strict=True))
    names = ("baris", "keadaan", "lompatan", "milik", "pembilang_lama", "pembilang_baru")
    assert [found[name] for name in names] == ["2", "berubah", "ya", "Mataram", "8412", "84120"]


@pytest.mark.parametrize("name", ["import", "import-changes"])
def test_pages_with_one_and_with_three_changes_then_same_number_of_queries(client, people, name):
    places = [RegencyFactory(code=f"52.0{number}") for number in (1, 2, 3)]
    content = HEADER + "".join(row(place.code) for place in places)
    apply(check(VULNERABLE, content, people.organiser), people.organiser)
    client.force_login(people.organiser)
    found = []
    for count in (1, 3):
        changed = HEADER + "".join(row(place.code, "17.300") for place in places[:count])
        batch = check(VULNERABLE, changed, people.organiser)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=[batch.pk]))
        found.append(len(queries))

    assert found[0] == found[1]


def test_changes_of_every_kind_when_asked_for_then_its_sql_runs(db):
    for kind in import_kinds():
        batch = ImportBatch(kind=kind.code)
        made = StagedChanges(kind, new_staging_name(batch.pk.hex))
        made.create()

        rows = [made.rows(is_new=is_new, start=0, count=1) for is_new in (False, True)]

        assert (made.compare().jumps, rows) == (0, [[], []])
        assert [total.after for total in made.sums()] == [""] * len(kind.amounts)
