"""Tables that come in pieces: the same import as from the plain form, however often the line breaks."""

from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from employers.tests.importing import check
from employers.tests.test_imports import AT, HEADER, ROW, VULNERABLE
from paritrana.jobs.models import Job
from paritrana.uploads.models import ImportBatch, ImportState, IncomingTable
from paritrana.uploads.services import uploads as service
from paritrana.uploads.services.pieces import KEPT, UNFINISHED_AT_ONCE, purge_uploads, upload_path
from paritrana.uploads.tasks import run_check
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db
TABLE = (HEADER + ROW).encode()
SIZE = len(TABLE)
HALF = SIZE // 2


@pytest.fixture(autouse=True)
def _region():
    RegencyFactory(code="52.03")


@pytest.fixture
def office(client, people):
    client.force_login(people.organiser)
    return client


def begin(client, *, name="data.csv", size=SIZE, kind=VULNERABLE, region_code="", stamp="1700000000000"):
    said = {"kind": kind, "region_code": region_code, "name": name, "size": size, "stamp": stamp}
    return client.post(reverse("import-begin"), said)


def send(client, address, offset, piece):
    return client.post(f"{address}?offset={offset}", piece, content_type="application/octet-stream")


def test_table_when_it_comes_in_pieces_then_the_same_import_as_from_the_form(office, people):
    begun = begin(office).json()

    half = send(office, begun["address"], 0, TABLE[:HALF]).json()
    whole = send(office, begun["address"], half["received"], TABLE[HALF:]).json()

    batch, plain = ImportBatch.objects.get(), check(VULNERABLE, TABLE.decode(), people.organiser)
    assert (half, whole["received"]) == ({"received": HALF}, len(TABLE))
    assert whole["address"] == reverse("job", args=[Job.objects.get(subject_id=str(batch.pk)).pk])
    told = ("kind", "region_code", "file_digest", "file_size", "uploaded_by_id")
    assert [getattr(batch, name) for name in told] == [getattr(plain, name) for name in told]
    assert (batch.state, batch.file_name, batch.file.read()) == (ImportState.DRAFT, "data.csv", TABLE)
    assert not upload_path(IncomingTable.objects.get()).exists()


def test_table_when_the_line_broke_and_the_page_was_left_then_goes_on_where_it_stopped(office):
    send(office, begin(office).json()["address"], 0, TABLE[:HALF])

    again = begin(office).json()

    assert (again["received"], IncomingTable.objects.count()) == (HALF, 1)


def test_table_when_it_was_edited_meanwhile_then_begins_anew(office):
    """A file of the same name and size that was saved again is another one: its halves do not belong together."""
    send(office, begin(office).json()["address"], 0, TABLE[:HALF])

    again = begin(office, stamp="1700000000001").json()

    assert (again["received"], IncomingTable.objects.count()) == (0, 2)


@pytest.mark.parametrize("ended", [False, True], ids=["not checked yet", "checked"])
def test_table_when_its_last_piece_is_sent_twice_then_one_import_and_the_same_answer(office, ended):
    address = begin(office).json()["address"]
    first = send(office, address, 0, TABLE).json()
    if ended:
        run_check(str(ImportBatch.objects.get().pk), type("Silent", (), {"advance": lambda *_said, **_more: None})())

    second = send(office, address, 0, TABLE)

    batch = ImportBatch.objects.get()
    assert second.status_code == 200
    assert second.json()["address"] == (reverse("import", args=[batch.pk]) if ended else first["address"])


def test_table_when_two_last_pieces_meet_then_one_import_and_no_file_is_left_over(office, people, monkeypatch):
    begun = begin(office).json()
    stored = service.file_digest

    def meet(upload):
        monkeypatch.setattr(service, "file_digest", stored)
        assert send(office, begun["address"], 0, TABLE).status_code == 200
        return stored(upload)

    monkeypatch.setattr(service, "file_digest", meet)
    answer = send(office, begun["address"], 0, TABLE)

    batch = ImportBatch.objects.get()
    assert answer.json()["address"] == reverse("job", args=[Job.objects.get().pk])
    folder = Path(batch.file.path).parent
    assert len([path for path in folder.iterdir() if path.read_bytes() == TABLE]) == 1


def test_table_when_given_up_then_nothing_is_left(office):
    address = begin(office).json()["address"]
    send(office, address, 0, TABLE[:HALF])
    path = upload_path(IncomingTable.objects.get())

    answer = office.delete(address)

    assert (answer.json(), IncomingTable.objects.count(), path.exists()) == (
        {"received": 0, "cancelled": True},
        0,
        False,
    )
    assert send(office, address, HALF, TABLE[HALF:]).status_code == 404
    assert not ImportBatch.objects.exists()


def test_table_when_given_up_after_its_end_then_the_import_stays_and_is_shown(office):
    address = begin(office).json()["address"]
    taken = send(office, address, 0, TABLE).json()

    assert office.delete(address).json() == taken
    assert ImportBatch.objects.count() == 1


def test_mended_rows_when_they_come_in_pieces_then_the_import_is_checked_again(office, people):
    batch = check(VULNERABLE, HEADER + ROW.replace("17.195", "x"), people.organiser)
    mended = ("baris;" + HEADER.strip() + ";alasan\n2;" + ROW.strip() + ";salah\n").encode()
    said = {"name": "perbaikan.csv", "size": len(mended), "stamp": "1"}

    begun = office.post(reverse("import-mend-begin", args=[batch.pk]), said).json()
    send(office, begun["address"], 0, mended[:9])
    answers = [send(office, begun["address"], 9, mended[9:]).json() for _time in range(2)]

    batch.refresh_from_db()
    assert (batch.state, batch.mend_file.read()) == (ImportState.DRAFT, mended)
    assert answers[0] == answers[1]
    assert Job.objects.filter(kind="imports.mend").count() == 1


def test_mended_rows_when_the_import_was_decided_meanwhile_then_told_and_nothing_is_kept(office, people):
    batch = check(VULNERABLE, HEADER + ROW.replace("17.195", "x"), people.organiser)
    said = {"name": "perbaikan.csv", "size": 3, "stamp": "1"}
    begun = office.post(reverse("import-mend-begin", args=[batch.pk]), said).json()
    ImportBatch.objects.update(state=ImportState.DISCARDED)

    answer = send(office, begun["address"], 0, b"a;b")

    assert (answer.status_code, "sudah berubah" in answer.json()["message"]) == (409, True)
    assert not IncomingTable.objects.exists()
    assert office.post(reverse("import-mend-begin", args=[batch.pk]), said).status_code == 409


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"size": 513 * 2**20}, "Berkas terlalu besar", id="larger than any table"),
        pytest.param({"kind": "tidak-ada"}, "kewenangan", id="a kind that is none"),
        pytest.param({"kind": "non-asn-kementerian", "region_code": "52"}, "kewenangan", id="another's region"),
    ],
)
def test_begin_when_no_form_would_take_it_then_refused_before_a_byte_is_sent(office, said, words):
    answer = begin(office, **said)

    assert (answer.status_code, words in answer.json()["message"]) == (409, True)
    assert not IncomingTable.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "verifier", "juror", "entrant", "stranger"])
def test_begin_when_role_may_not_import_then_nothing_is_stored(client, people, role):
    client.force_login(getattr(people, role))

    assert begin(client).status_code == 403
    assert not IncomingTable.objects.exists()


def test_piece_when_somebody_elses_then_not_taken(office, client, people):
    address = begin(office).json()["address"]
    client.force_login(people.secretariat)

    assert [send(client, address, 0, TABLE).status_code, client.delete(address).status_code] == [404, 404]
    assert IncomingTable.objects.get().received == 0


def test_begin_when_too_many_are_under_way_then_waits_but_finished_ones_do_not_count(office):
    for number in range(UNFINISHED_AT_ONCE):
        begin(office, name=f"{number}.csv")
    refused = begin(office, name="lagi.csv")

    send(office, begin(office, name="0.csv").json()["address"], 0, TABLE)

    assert (refused.status_code, "belum selesai" in refused.json()["message"]) == (409, True)
    assert begin(office, name="lagi.csv").status_code == 200


def test_purge_when_a_day_old_then_tables_and_their_pieces_are_gone(client, people):
    with time_machine.travel(AT, tick=False):
        client.force_login(people.organiser)
        office = client
        send(office, begin(office).json()["address"], 0, TABLE[:HALF])
    path = upload_path(IncomingTable.objects.get())

    assert purge_uploads(at=AT + KEPT) == 1
    assert (IncomingTable.objects.exists(), path.exists()) == (False, False)
