"""The upload pages with real kinds: who may open them, what they show, and the way from file to records."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from employers.tests.importing import check
from employers.tests.test_imports import HEADER, ROW, VULNERABLE
from paritrana.jobs.models import Job
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.tasks import run_apply, run_check
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db


class Silent:
    def advance(self, done, total, step=""):
        pass


@pytest.fixture(autouse=True)
def _region():
    RegencyFactory(code="52.03")


def upload(client, content, *, kind=VULNERABLE, region_code=""):
    file = SimpleUploadedFile("data.csv", content.encode())
    return client.post(reverse("imports"), {"kind": kind, "region_code": region_code, "file": file})


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("organiser", 200), ("secretariat", 200), ("auditor", 200), ("verifier", 403), ("juror", 403),
        ("entrant", 403), ("stranger", 403),
    ],
)  # fmt: skip
def test_imports_when_role_asks_then_answers(client, people, role, status):
    client.force_login(getattr(people, role))

    assert client.get(reverse("imports")).status_code == status


def test_imports_when_not_signed_in_then_sends_to_sign_in(client):
    assert client.get(reverse("imports")).status_code == 302


@pytest.mark.parametrize("role", ["auditor", "verifier", "juror", "entrant", "stranger"])
def test_upload_when_role_may_not_then_nothing_is_stored(client, people, role):
    client.force_login(getattr(people, role))

    upload(client, HEADER + ROW)

    assert ImportBatch.objects.count() == 0


def test_upload_when_secretariat_names_another_province_then_refuses(client, people):
    client.force_login(people.secretariat)

    response = upload(client, HEADER + ROW, region_code="53")

    assert (response.status_code, ImportBatch.objects.count()) == (422, 0)


def test_upload_when_secretariat_wants_ministries_then_is_not_offered(client, people):
    client.force_login(people.secretariat)

    response = upload(client, "x", kind="non-asn-kementerian", region_code="52")

    assert (response.status_code, ImportBatch.objects.count()) == (422, 0)


def test_upload_when_good_then_is_checked_and_applied(client, people, django_capture_on_commit_callbacks):
    client.force_login(people.organiser)

    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client, HEADER + ROW)
    batch = ImportBatch.objects.get()
    page = client.get(reverse("import", args=[batch.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-apply", args=[batch.pk]))

    assert response.url == reverse("job", args=[Job.objects.get(kind="imports.check").pk])
    assert "Siap diterapkan" in page.content.decode()
    assert VulnerableCover.objects.get().numerator == 17195
    assert "Berkas sudah diterapkan" in client.get(reverse("import", args=[batch.pk])).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("organiser", 200), ("secretariat", 200), ("other_secretariat", 404), ("auditor", 200), ("juror", 404)],
)
def test_import_page_when_role_asks_then_shows_own_regions_only(client, people, role, status):
    batch = check(VULNERABLE, HEADER + ROW, people.secretariat, region_code="52")
    client.force_login(getattr(people, role))

    assert client.get(reverse("import", args=[batch.pk])).status_code == status


@pytest.mark.parametrize("name", ["import-apply", "import-discard", "import-mend", "import-check", "import-sheet"])
@pytest.mark.parametrize(("role", "status"), [("other_secretariat", 404), ("auditor", 403), ("stranger", 404)])
def test_decisions_when_role_may_not_then_nothing_changes(client, people, name, role, status):
    batch = check(VULNERABLE, HEADER + ROW, people.secretariat, region_code="52")
    client.force_login(getattr(people, role))

    assert client.post(reverse(name, args=[batch.pk])).status_code == status
    batch.refresh_from_db()
    assert (batch.state, VulnerableCover.objects.count()) == ("checked", 0)


def test_import_page_when_rows_are_faulty_then_offers_them_for_mending(client, people):
    batch = check(VULNERABLE, HEADER + ROW.replace("17.195", "=1"), people.organiser)
    client.force_login(people.organiser)

    page = client.get(reverse("import", args=[batch.pk])).content.decode()
    csv_file = client.get(reverse("import-rejected", args=[batch.pk, "csv"])).getvalue().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get(reverse("import-rejected", args=[batch.pk, "xlsx"])).getvalue()))

    assert "1 baris perlu diperbaiki" in page
    assert csv_file.splitlines()[1].startswith("2;52.03;;DBHCHT;2024-01-01;2024-12-31;'=1;")
    assert [cell.value for cell in book.active[2]][:2] == ["2", "52.03"]


def test_discard_when_asked_then_nothing_is_written(client, people):
    batch = check(VULNERABLE, HEADER + ROW, people.organiser)
    client.force_login(people.organiser)

    client.post(reverse("import-discard", args=[batch.pk]))
    client.post(reverse("import-apply", args=[batch.pk]))

    batch.refresh_from_db()
    assert (batch.state, VulnerableCover.objects.count(), Job.objects.count()) == ("discarded", 0, 0)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_template_when_sent_back_untouched_then_its_example_is_refused(client, people, suffix):
    client.force_login(people.organiser)

    response = client.get(reverse("import-template-file", args=[VULNERABLE, suffix]))
    content = response.getvalue() if suffix == "xlsx" else response.content
    batch = check(VULNERABLE, content, people.organiser, name=f"a.{suffix}")

    assert (batch.state, batch.faulty_count, batch.new_count) == ("checked", 1, 0)
    (reason,) = batch.problems.get().reasons
    assert reason["message"] == "Ini baris contoh dari templat. Tinggalkan, atau tulis sumber data yang sebenarnya."


def test_template_page_when_opened_then_explains_each_column(client, people):
    client.force_login(people.secretariat)

    assert "sumber_dana" in client.get(reverse("import-template", args=[VULNERABLE])).content.decode()


def test_imports_when_more_are_listed_then_query_count_stays(client, people):
    client.force_login(people.organiser)
    check(VULNERABLE, HEADER + ROW, people.organiser)
    client.get(reverse("imports"))
    with CaptureQueriesContext(connection) as with_one:
        client.get(reverse("imports"))

    for _number in range(2):
        check(VULNERABLE, HEADER + ROW, people.organiser)
    with CaptureQueriesContext(connection) as with_three:
        client.get(reverse("imports"))

    assert len(with_one) == len(with_three)


def test_handlers_when_called_with_unknown_key_then_do_nothing(people):
    run_check("00000000-0000-0000-0000-000000000000", Silent())
    run_apply("00000000-0000-0000-0000-000000000000", Silent())

    assert ImportBatch.objects.count() == 0
