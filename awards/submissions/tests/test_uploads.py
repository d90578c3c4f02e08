"""Uploads that break off, are sent twice, or are left lying; answers longer than any answer may be."""

import datetime
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import Evidence, EvidencePurpose, Upload
from awards.submissions.parsing.answers import MAXIMUM_TEXT
from awards.submissions.services import evidence as service
from awards.submissions.services.answers import AnswerTooLongError, Write, save_answers
from awards.submissions.services.evidence import remove_evidence
from awards.submissions.tests.test_files import PDF, image
from awards.tests.factories.editions import NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category
from paritrana.tests.reading import page_of
from paritrana.uploads.services.pieces import UNFINISHED_AT_ONCE, append_piece, purge_uploads, upload_path

pytestmark = pytest.mark.django_db
WHOLE = len(PDF)
LATER = NOW + datetime.timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


@pytest.fixture
def begin(client, submission):
    def ask(name="SK.pdf", size=WHOLE):
        return client.post(
            reverse("evidence-begin", args=[submission.public_id, "story"]), {"name": name, "size": size}
        )

    return ask


@pytest.fixture
def send(client):
    def post(begun, offset, piece):
        return client.post(f"{begun['address']}?offset={offset}", piece, content_type="application/octet-stream")

    return post


def test_upload_when_the_last_piece_is_sent_twice_then_answered_twice_with_the_same_file(begin, send):
    begun = begin().json()

    answers = [send(begun, 0, PDF) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert Evidence.objects.get().public_id == begun_key(begun)


def test_file_when_two_requests_finish_one_upload_then_laid_down_once(submission, people, tmp_path):
    path = tmp_path / "SK.pdf"
    path.write_bytes(PDF)
    slot = service.FileSlot(submission, "story", EvidencePurpose.ANSWER)
    sent = service.SentFile(path, "SK.pdf", uuid.UUID(int=7))

    laid = [service._lay_down(slot, sent, actor=people.entrant, at=NOW) for _request in range(2)]

    assert laid[0] == laid[1] == Evidence.objects.get()


def begun_key(begun):
    return type(Evidence.objects.get().public_id)(begun["address"].rstrip("/").split("/")[-1])


@pytest.mark.parametrize("offset", [0, len(PDF)], ids=["the last piece again", "nothing after its end"])
def test_upload_when_its_process_died_before_the_check_then_it_is_finished(begin, send, offset):
    begun = begin().json()
    append_piece(upload=Upload.objects.get(), offset=0, piece=PDF)
    again = begin().json()

    answer = send(again, offset, PDF[offset:])

    assert (again["address"], again["received"]) == (begun["address"], len(PDF))
    assert (answer.status_code, "evidence" in answer.json(), Upload.objects.count()) == (200, True, 0)


def test_upload_when_its_file_is_gone_from_the_disk_then_it_begins_anew(begin, send):
    begun = begin().json()
    send(begun, 0, PDF[:10])
    upload_path(Upload.objects.get()).unlink()

    lost = send(begun, 10, PDF[10:])
    whole = send(begun, lost.json()["received"], PDF)

    assert (lost.status_code, lost.json()["received"]) == (409, 0)
    assert "evidence" in whole.json()
    assert Evidence.objects.get().size == len(PDF)


def test_upload_when_it_was_purged_then_the_sender_is_told_in_words(begin, send):
    begun = begin().json()
    Upload.objects.all().delete()

    answer = send(begun, 0, PDF)

    assert (answer.status_code, answer.json()) == (
        404,
        {"message": "Unggahan ini sudah berakhir. Pilih berkasnya sekali lagi."},
    )


def test_begin_when_too_many_are_under_way_then_waits_and_idle_ones_make_room(begin):
    for number in range(UNFINISHED_AT_ONCE):
        begin(name=f"{number}.pdf")

    refused = begin(name="satu lagi.pdf")
    Upload.objects.filter(original_name="0.pdf").update(created_at=NOW - datetime.timedelta(hours=2))
    taken = begin(name="satu lagi.pdf")

    assert (refused.status_code, "belum selesai" in refused.json()["message"]) == (409, True)
    assert (taken.status_code, Upload.objects.count()) == (200, UNFINISHED_AT_ONCE)
    assert not Upload.objects.filter(original_name="0.pdf").exists()


def test_upload_when_edited_between_two_halves_then_begins_anew(client, submission, begin, send):
    send(begin().json(), 0, PDF[:10])
    address = reverse("evidence-begin", args=[submission.public_id, "story"])

    again = client.post(address, {"name": "SK.pdf", "size": WHOLE, "stamp": "1700000000001"}).json()

    assert again["received"] == 0


def test_upload_when_given_up_then_row_and_pieces_are_gone(client, begin, send):
    begun = begin().json()
    send(begun, 0, PDF[:10])
    path = upload_path(Upload.objects.get())

    assert client.delete(begun["address"]).json()["cancelled"]
    assert (Upload.objects.exists(), path.exists(), Evidence.objects.exists()) == (False, False, False)


def test_purge_uploads_when_a_day_old_then_row_and_pieces_are_gone_and_newer_ones_stay(begin, send):
    send(begin(name="lama.pdf").json(), 0, PDF[:10])
    old = upload_path(Upload.objects.get())
    with time_machine.travel(LATER, tick=False):
        begin(name="baru.pdf")

        assert purge_uploads(at=LATER) == 1

    assert list(Upload.objects.values_list("original_name", flat=True)) == ["baru.pdf"]
    assert not old.exists()


def test_attach_when_the_file_is_read_then_nothing_is_locked(begin, send, monkeypatch):
    depths = []
    inspect = service.inspect_file
    outside = len(connection.savepoint_ids)

    def watched(*values, **options):
        depths.append(len(connection.savepoint_ids) - outside)
        return inspect(*values, **options)

    monkeypatch.setattr(service, "inspect_file", watched)
    send(begin().json(), 0, PDF)

    assert depths == [0]


TOO_LONG = "9" * (MAXIMUM_TEXT + 1)


@pytest.mark.parametrize("write", [Write("story", TOO_LONG, None, 0), Write("story", None, TOO_LONG, 0)])
def test_save_answers_when_longer_than_any_answer_then_refused_and_nothing_is_stored(people, submission, write):
    with pytest.raises(AnswerTooLongError, match="paling panjang 20000 huruf"):
        save_answers(submission=submission, writes=[write], actor=people.entrant, at=NOW)

    assert not Answer.objects.exists()


def test_autosave_when_longer_than_any_answer_then_told_at_once(client, submission):
    address = reverse("submission-autosave", args=[submission.public_id, "story"])

    answer = client.post(address, {"story": TOO_LONG, "story__note": "", "story__version": "0"})

    assert (answer.status_code, answer.json()["reason"], "ringkas" in answer.json()["message"]) == (
        400,
        "too_long",
        True,
    )
    assert not Answer.objects.exists()


def attach(client, submission, content, name, question="story"):
    return client.post(
        reverse("submission-section", args=[submission.public_id, "regulasi"]),
        {f"{question}__file": SimpleUploadedFile(name, content), f"{question}__version": "0"},
        follow=True,
    )


def test_attach_when_a_second_file_comes_then_the_first_stays_until_the_rule_is_full(client, submission):
    colours = [image("PNG", (20, 20 + place)) for place in range(6)]

    answers = [attach(client, submission, content, f"{place}.png") for place, content in enumerate(colours)]
    again = attach(client, submission, colours[0], "lagi.png")

    kept = Evidence.objects.filter(replaced_at=None).order_by("pk")
    assert [file.original_name for file in kept] == ["0.png", "1.png", "2.png", "3.png", "4.png"]
    assert "Pertanyaan ini menerima paling banyak 5 berkas." in page_of(answers[5])
    assert "Berkas ini sudah ada di pertanyaan ini" in page_of(again)


def test_attach_when_the_answer_was_verified_then_its_verdict_no_longer_stands(client, submission):
    """Another proof is another answer: its version rises, also where the words stay as they were."""
    Submission.objects.update(sends=1)
    answer = AnswerFactory(submission=submission, question="story", value="Cerita", version=3)

    attach(client, submission, PDF, "SK.pdf")
    answer.refresh_from_db()
    assert (answer.version, answer.value) == (4, "Cerita")
    remove_evidence(evidence=Evidence.objects.get(), actor=answer.updated_by, at=NOW)

    answer.refresh_from_db()
    assert answer.version == 5


def test_evidence_when_page_and_content_are_noted_then_each_file_has_its_own(client, submission):
    attach(client, submission, PDF, "SK.pdf")
    attach(client, submission, image("PNG"), "foto.png")
    first, second = Evidence.objects.order_by("pk")

    for file, note in ((first, "Penetapan penerima"), (second, "Foto serah terima")):
        address = reverse("evidence-change", args=[submission.public_id, file.public_id])
        client.post(address, {"page": "1", "note": note})
    client.post(reverse("evidence-change", args=[submission.public_id, first.public_id]), {"page": "99", "note": "x"})

    assert list(Evidence.objects.order_by("pk").values_list("page", "note")) == [
        (1, "Penetapan penerima"),
        (1, "Foto serah terima"),
    ]


def test_register_when_a_rule_names_a_page_beyond_its_file_then_it_is_to_be_mended(client, submission):
    row = '[{"number":"6","page":"40","rank":"perda","year":"2020"}]'
    answer = AnswerFactory(submission=submission, question="rules", value=row)
    Evidence.objects.create(
        answer=answer, sha256="a" * 64, size=1, page_count=12, uploaded_at=NOW, uploaded_by=answer.updated_by
    )

    page = page_of(client.get(reverse("submission-send", args=[submission.public_id])))

    assert "Perda 6/2020" in page or "Peraturan daerah 6/2020" in page
    assert "menyebut halaman 40, tetapi berkasnya paling banyak 12 halaman." in page


def test_photo_of_a_phone_when_it_comes_as_heic_then_a_plain_sentence_says_what_to_do(client, submission):
    heic = b"\x00\x00\x00\x24ftypheic" + b"\x00" * 200

    page = page_of(attach(client, submission, heic, "IMG_0412.HEIC"))

    assert "Foto HEIC tidak dapat dibaca di sini. Simpan sebagai JPG" in page
    assert not Evidence.objects.exists()
