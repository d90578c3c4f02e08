"""One rejected row is mended on its page: judged there at once, then by the same check as a file of mended rows."""

import pytest
from django import forms
from django.urls import reverse

from employers.tests.importing import AT, Silent, apply, check, counts
from employers.tests.test_import_changes import HEADER, VULNERABLE, row
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job
from paritrana.tests.reading import page_of
from paritrana.uploads.models import ImportBatch, ImportState
from paritrana.uploads.services.checks import mend_import
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

BAD = "17.1,95"


@pytest.fixture
def batch(people):
    """Line 2 is good, line 3 has a figure that is none."""
    RegencyFactory(code="52.03")
    RegencyFactory(code="52.71")
    return check(VULNERABLE, HEADER + row() + row("52.71", BAD), people.organiser)


def address(batch, line=3):
    return reverse("import-row", args=[batch.pk, line])


def typed(batch, line=3, **cells):
    """The form as the page shows it, with some cells typed over."""
    names = ("kode_wilayah", "nama_wilayah", *HEADER.strip().split(";")[1:], "sintetis")
    stored = dict.fromkeys(names, "")
    fields = HEADER.strip().split(";")
    stored.update(zip(fields, row("52.71", BAD).strip().split(";"), strict=True))
    return stored | cells


def checked(batch):
    mend_import(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    return batch


def test_row_page_when_opened_then_shows_cells_hints_and_faults(client, people, batch):
    client.force_login(people.organiser)

    page = client.get(address(batch))

    form = page.context["form"]
    assert form["pembilang"].initial == BAD
    assert form["kode_wilayah"].initial == "52.71"
    assert "Bilangan bulat" in form["pembilang"].help_text
    assert "pembilang" in page_of(page)
    assert 'href="' + address(batch) in client.get(reverse("import", args=[batch.pk])).content.decode()


def test_row_when_mended_then_it_is_checked_and_applied_like_one_of_a_file(client, people, batch):
    client.force_login(people.organiser)

    answer = client.post(address(batch), typed(batch, pembilang="8.412"))

    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("job", args=[job.pk]))
    assert (job.kind, job.subject_id) == ("imports.mend", str(batch.pk))
    trail = AuditEntry.objects.filter(action="import.mend").get()
    assert (trail.changes["line"], trail.changes["columns"]) == (3, ["pembilang"])
    batch.refresh_from_db()
    assert counts(checked(batch)) == ("checked", 0, 2, 0, 0)
    apply(batch, people.organiser)
    assert sorted(VulnerableCover.objects.values_list("numerator", flat=True)) == [8412, 17195]


def test_row_when_still_faulty_then_says_it_at_the_cell_and_keeps_what_was_typed(client, people, batch):
    client.force_login(people.organiser)

    page = client.post(address(batch), typed(batch, pembilang="8 0", sumber=""))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"pembilang", "sumber"}
    assert page.context["form"]["pembilang"].value() == "8 0"
    batch.refresh_from_db()
    assert (batch.state, batch.mend_file.name, Job.objects.count()) == ("checked", "", 0)


def test_row_when_only_the_records_know_the_fault_then_it_is_listed_again_as_typed(client, people, batch):
    client.force_login(people.organiser)

    client.post(address(batch), typed(batch, kode_wilayah="52.99", pembilang="5"))
    checked(ImportBatch.objects.get())

    problem = batch.problems.get()
    assert (problem.line, problem.cells[:1]) == (3, ["52.99"])
    assert problem.reasons[0]["column"] == "kode_wilayah"


@pytest.mark.parametrize("source", ["'=Lotim", "'kutip", "0012", 'a;b"c', "12.5"])
def test_row_when_a_text_is_untouched_then_it_is_what_it_was(client, people, batch, source):
    batch.problems.update(cells=[*typed(batch).values()][:-2] + [source, ""])
    client.force_login(people.organiser)
    shown = {one.name: one.value() for one in client.get(address(batch)).context["form"]}

    client.post(address(batch), shown | {"pembilang": "8.412"})
    apply(checked(ImportBatch.objects.get()), people.organiser)

    assert VulnerableCover.objects.get(numerator=8412).source == source


def test_row_when_a_cell_has_a_line_break_then_the_page_keeps_it(client, people, batch):
    problem = batch.problems.get()
    problem.cells[problem.cells.index("BPJS Selong")] = "BPJS\nSelong"
    problem.save()
    client.force_login(people.organiser)

    page = client.post(address(batch), typed(batch, pembilang="8.412", sumber="BPJS\r\nSelong"))

    assert isinstance(page.context["form"].fields["sumber"].widget, forms.Textarea)
    assert set(page.context["form"].errors) == {"sumber"}


def test_row_when_the_import_moved_then_keeps_what_was_typed(client, people, batch):
    client.force_login(people.organiser)
    ImportBatch.objects.update(state=ImportState.DRAFT)

    page = client.post(address(batch), typed(batch, pembilang="8.412"))

    assert page.status_code == 409
    assert page.context["form"]["pembilang"].value() == "8.412"
    assert "belum disimpan" in page_of(page)


def test_row_when_it_is_not_rejected_then_not_found_and_nothing_moves(client, people, batch):
    client.force_login(people.organiser)

    assert client.get(address(batch, 2)).status_code == 404
    assert "tidak lagi menunggu" in page_of(client.post(address(batch, 2), typed(batch), follow=True))
    assert client.get(address(batch, 10**12)).status_code == 404
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.mark.parametrize(("role", "status"), [("other_secretariat", 404), ("auditor", 403), ("stranger", 404)])
def test_row_when_role_may_not_then_nothing_changes(client, people, role, status):
    RegencyFactory(code="52.03")
    RegencyFactory(code="52.71")
    batch = check(VULNERABLE, HEADER + row("52.71", BAD), people.secretariat, region_code="52")
    client.force_login(getattr(people, role))

    assert client.get(address(batch, 2)).status_code == status
    assert client.post(address(batch, 2), typed(batch, pembilang="1")).status_code == status
    batch.refresh_from_db()
    assert (batch.state, Job.objects.count()) == ("checked", 0)


def test_row_with_cells_beyond_the_titles_when_opened_then_says_that_they_go(client, people):
    RegencyFactory(code="52.03")
    batch = check(VULNERABLE, HEADER + row().strip() + ";lebih\n", people.organiser)
    client.force_login(people.organiser)

    assert "lebih" in page_of(client.get(address(batch, 2)))
