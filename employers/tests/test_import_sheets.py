"""Which sheet of a workbook is read: the first, or the one that somebody chooses."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from employers.tests.importing import AT, Silent, apply, check, counts
from employers.tests.test_import_changes import HEADER, VULNERABLE, row
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job
from paritrana.tests.reading import page_of
from paritrana.uploads.selectors import other_sheets, reading_notes
from paritrana.uploads.services.checks import check_import
from paritrana.uploads.services.uploads import ImportMovedError, choose_sheet, leave_out_rows
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db


def workbook(**sheets):
    """Sheets by title from lines of CSV; a title that ends in an underscore is hidden."""
    book = Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title.rstrip("_"))
        sheet.sheet_state = "hidden" if title.endswith("_") else "visible"
        for line in lines:
            sheet.append(line.strip().split(";"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def regencies():
    for code in ("52.01", "52.02", "52.03"):
        RegencyFactory(code=code)


def upload(people, **sheets):
    return check(VULNERABLE, workbook(**sheets), people.organiser, name="a.xlsx")


def choose(batch, sheet, actor):
    choose_sheet(batch=batch, sheet=sheet, actor=actor, at=AT)
    check_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    return batch


def test_choose_sheet_when_another_is_meant_then_the_stored_file_is_read_again_from_it(people):
    batch = upload(people, Satu=[HEADER, row("52.01"), row("99.99")], Dua=[HEADER, row("52.02"), row("52.03")])
    leave_out_rows(batch=batch, lines=[3], reason="Uji", actor=people.organiser, at=AT)

    batch = choose(batch, "Dua", people.organiser)

    assert (*counts(batch), batch.left_out_count) == ("checked", 0, 2, 0, 0, 0)
    assert reading_notes(batch) == ["Lembar yang dibaca: Dua. Lembar lain yang tidak dibaca: Satu."]
    trail = AuditEntry.objects.get(action="import.choose_sheet")
    assert (trail.actor_id, trail.changes) == (people.organiser.pk, {"sheet": "Dua"})
    apply(batch, people.organiser)
    assert sorted(VulnerableCover.objects.values_list("region_id", flat=True)) == ["52.02", "52.03"]


@pytest.mark.parametrize(
    "first",
    [{"Petunjuk": ["Isi lembar kedua"]}, {"Petunjuk_": [HEADER, row("52.01")]}, {"Petunjuk": []}],
    ids=["no titles", "hidden", "empty"],
)
def test_choose_sheet_when_the_first_sheet_was_refused_then_another_can_be_read(people, first):
    batch = upload(people, **first, Data=[HEADER, row("52.02")])
    assert (batch.state, other_sheets(batch)) == ("refused", ["Data"])

    batch = choose(batch, "Data", people.organiser)

    assert (*counts(batch), batch.refusal) == ("checked", 0, 1, 0, 0, "")


def test_choose_sheet_when_there_is_none_or_the_import_moved_on_then_refused(people):
    batch = upload(people, Satu=[HEADER, row("52.01")], Dua=[HEADER, row("52.02")], Rahasia_=[HEADER])
    for name in ("Satu", "Rahasia", "Tiga", ""):
        with pytest.raises(ImportMovedError):
            choose_sheet(batch=batch, sheet=name, actor=people.organiser, at=AT)
    apply(batch, people.organiser)

    with pytest.raises(ImportMovedError):
        choose_sheet(batch=batch, sheet="Dua", actor=people.organiser, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.sheet) == ("applied", "")


def test_import_page_when_the_workbook_has_other_sheets_then_offers_them(client, people):
    batch = upload(people, Satu=[HEADER, row("52.01")], Dua=[HEADER, row("52.02")])
    client.force_login(people.organiser)
    page = page_of(client.get(reverse("import", args=[batch.pk])))

    unknown = page_of(client.post(reverse("import-sheet", args=[batch.pk]), {"sheet": "Tiga"}, follow=True))
    chosen = client.post(reverse("import-sheet", args=[batch.pk]), {"sheet": "Dua"})

    assert "Baca lembar ini" in page
    assert "Tidak ada yang berubah" in unknown
    assert chosen.url == reverse("job", args=[Job.objects.latest("created_at").pk])
    batch.refresh_from_db()
    assert (batch.state, batch.sheet) == ("draft", "Dua")


def test_import_page_when_there_is_one_sheet_then_asks_nothing(client, people):
    batch = upload(people, Satu=[HEADER, row("52.01")], Keterangan=["Kolom;Petunjuk"])
    client.force_login(people.organiser)

    assert "Baca lembar ini" not in page_of(client.get(reverse("import", args=[batch.pk])))
