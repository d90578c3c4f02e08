"""Wrong input is answered kindly and loses nothing: what was typed and what lies in a slot stays as it was."""

import re
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.editions.models import EntrantKind, Stage, StageKind
from awards.rulebooks.models import Rulebook, RulebookState
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.evidence import Evidence
from awards.submissions.models.people import Invitation, SeatLevel
from awards.submissions.services.people import token_digest
from awards.submissions.tests.test_files import PDF, SHEET, image, package
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category
from employers.tests.factories import EmployerFactory
from ministries.tests.factories import MinistryFactory
from paritrana.accounts.tests.factories import entrant
from paritrana.lib.tests.packages import far_cell_elsewhere
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
STORY = "Cerita yang sudah diketik"


def lying_zip() -> bytes:
    """A workbook whose directory promises less than the part holds."""
    content = bytearray(package({**SHEET, "xl/a.xml": b"0" * 400}))
    content[content.rindex(b"PK\x01\x02") + 24] ^= 0x80
    return bytes(content)


def broken_zip() -> bytes:
    content = bytearray(package({**SHEET, "xl/a.xml": b"abcdefgh" * 50}))
    place = content.index(b"xl/a.xml") + len("xl/a.xml")
    content[place : place + 8] = b"\xff" * 8
    return bytes(content)


FILES = [
    pytest.param("besar.pdf", PDF + b"0" * MEGABYTE, "lebih besar dari 1 MB", id="oversized"),
    pytest.param("a.pdf", b"", "kosong", id="empty"),
    pytest.param("a.pdf", PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "berkata sandi", id="encrypted pdf"),
    pytest.param("a.pdf", PDF[: len(PDF) // 2], "terpotong", id="pdf cut off"),
    pytest.param("a.pdf", image("PNG"), "isinya PNG. Perbaiki namanya menjadi .png dahulu.", id="png called pdf"),
    pytest.param("a.pdf", b"MZ" + b"\0" * 100, "bukan PDF", id="program called pdf"),
    pytest.param("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan PDF", id="svg called png"),
    pytest.param("SK", PDF, "tanpa akhiran", id="no ending"),
    pytest.param("a.xlsm", package({**SHEET, "xl/vbaProject.bin": b"x"}), "memuat makro", id="xlsm"),
    pytest.param("a.docm", package({"word/document.xml": b"<w/>"}), "memuat makro", id="docm"),
    pytest.param("a.xlsx", package({**SHEET, "xl/vbaProject.bin": b"x"}), "memuat makro", id="macros called xlsx"),
    pytest.param("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "berkata sandi", id="encrypted office"),
    pytest.param("a.xlsx", package({**SHEET, "xl/a.xml": b"0" * 30_000_000}), "mengembang", id="zip bomb"),
    pytest.param("a.xlsx", lying_zip(), "rusak", id="zip that lies"),
    pytest.param("a.xlsx", broken_zip(), "rusak", id="zip that does not unpack"),
]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    submission = SubmissionFactory(entry=EntryFactory(category=open_category()))
    AnswerFactory(submission=submission, question="story", value=STORY)
    send_whole(client, submission, "lama.pdf", PDF)
    return submission


def send_whole(client, submission, name, content):
    begin = reverse("evidence-begin", args=[submission.public_id, "story"])
    begun = client.post(begin, {"name": name, "size": len(content)})
    if begun.status_code != 200:
        return begun
    address = f"{begun.json()['address']}?offset={begun.json()['received']}"
    return client.post(address, content, content_type="application/octet-stream")


def section(submission, code="regulasi"):
    return reverse("submission-section", args=[submission.public_id, code])


def kept():
    return Evidence.objects.get(replaced_at=None).original_name, Answer.objects.get(question="story").value


@pytest.mark.parametrize(("name", "content", "told"), FILES)
def test_file_when_wrong_then_refused_kindly_and_slot_and_words_stay(client, submission, name, content, told):
    in_pieces = send_whole(client, submission, name, content)
    sent = SimpleUploadedFile(name, content)
    with_form = client.post(
        section(submission), {"story": STORY, "story__version": "1", "story__file": sent}, follow=True
    ).content.decode()

    assert in_pieces.status_code == 409
    assert told in in_pieces.json()["message"]
    assert content == b"" or told in with_form  # a browser sends an empty file like no file
    assert kept() == ("lama.pdf", STORY)


def test_file_when_its_row_is_gone_then_told_in_words(client, submission):
    address = reverse("evidence-piece", args=[submission.public_id, "00000000-0000-4000-8000-000000000000"])

    response = client.post(f"{address}?offset=0", b"x", content_type="application/octet-stream")

    # Without `received` upload.js knows that going on is useless.
    assert (response.status_code, list(response.json())) == (404, ["message"])


@pytest.mark.parametrize(
    ("question", "typed", "told"),
    [
        ("sponsored", "1.234,5", "Tulis bilangan bulat tanpa desimal."),
        ("sponsored", "1,234.5", "Mungkin maksud Anda 1.234,5."),
        ("sponsored", "1,234", "Mungkin maksud Anda 1.234."),
        ("sponsored", "-5", "Angka negatif tidak berlaku di sini."),
        ("sponsored", "3.000.000", "Angka paling besar di sini 2.000.000; Anda menulis 3.000.000."),
        ("sponsored", "banyak", "Tulis angka saja"),
        ("sponsored", "9" * 400, "Angka ini terlalu panjang."),
        ("sponsored", "1e6", "Tulis angka saja"),
        ("payer", "siapa saja", "Pilih salah satu jawaban yang tersedia."),
    ],
)
def test_answer_when_impossible_then_kept_as_typed_and_explained(client, submission, question, typed, told):
    version = Answer.objects.filter(question=question).count()
    sent = {question: typed, f"{question}__version": str(version)}

    saved = client.post(reverse("submission-autosave", args=[submission.public_id, question]), sent)
    code = "regulasi" if question == "story" else "rentan"
    page = client.get(section(submission, code)).content.decode()

    assert saved.status_code == 200
    assert told in saved.json()["problem"]
    assert Answer.objects.get(question=question).value == typed
    assert told in page
    blocked = client.get(reverse("submission-send", args=[submission.public_id])).content.decode()
    assert told in blocked


@pytest.mark.parametrize("figure", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "-1", "1.5", "99999999"])
def test_figure_of_the_script_when_it_is_no_count_then_refused_and_nothing_breaks(client, submission, figure):
    evidence = Evidence.objects.get()
    begin = reverse("evidence-begin", args=[submission.public_id, "story"])

    sizes = client.post(begin, {"name": "a.pdf", "size": figure})
    started = client.post(begin, {"name": "a.pdf", "size": "10"}).json()["address"]
    offset = client.post(f"{started}?offset={figure}", b"x", content_type="application/octet-stream")
    client.post(reverse("evidence-change", args=[submission.public_id, evidence.public_id]), {"page": figure})
    client.post(section(submission, "rentan"), {"sponsored": "5", "sponsored__version": figure})
    client.post(section(submission), {"rules-rows": figure, "rules__version": "0"})

    assert (sizes.status_code, offset.status_code) == (409, 409)
    evidence.refresh_from_db()
    assert evidence.page is None
    assert kept() == ("lama.pdf", STORY)


@pytest.mark.parametrize("rows", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "-1", "1.5", "", "dua"])
def test_register_when_the_number_of_its_rows_cannot_be_read_then_refused_and_its_rows_stay(client, submission, rows):
    stored = '[{"number":"6","rank":"perda","year":"2020"}]'
    AnswerFactory(submission=submission, question="rules", value=stored)
    sent = {"rules-rows": rows, "rules__version": "1", "story": "Cerita lain", "story__version": "1"}

    page = client.post(section(submission), sent)
    script = client.post(reverse("submission-autosave", args=[submission.public_id, "rules"]), sent)

    assert (page.status_code, script.status_code) == (409, 400)
    shown = page_of(page)
    assert re.search(r'name="rules-0-number"[^>]* value="6"', shown)
    assert "Cerita lain" in shown
    for text in (shown, script.json()["message"]):
        assert "Daftar peraturan ini tidak dapat dibaca. Tidak ada yang disimpan dan isian lama tetap" in text
    assert Answer.objects.get(question="rules").value == stored
    assert kept() == ("lama.pdf", STORY)


@pytest.mark.parametrize("typed", ["9" * 5000, "[" * 19_000, '[{"year": ' + "9" * 5000 + "}]"])
def test_register_when_sent_as_text_that_no_reader_takes_then_explained(client, submission, typed):
    sent = {"rules": typed, "rules__version": "0"}

    saved = client.post(reverse("submission-autosave", args=[submission.public_id, "rules"]), sent)
    page = client.get(section(submission))

    assert (saved.status_code, page.status_code) == (200, 200)
    assert saved.json()["problem"] == "Daftar peraturan tidak dapat dibaca."


@pytest.mark.parametrize("reason", ["used", "expired", "revoked", "unknown"])
def test_link_when_it_no_longer_holds_then_said_so_and_nobody_is_let_in(client, people, submission, reason):
    fields = {"used": {"accepted_at": NOW}, "revoked": {"revoked_at": NOW}}.get(reason, {})
    Invitation.objects.create(
        office_kind="region",
        office_code="52.03",
        full_name="Rekan",
        level=SeatLevel.EDIT,
        token_digest=token_digest("kunci"),
        created_at=NOW - 9 * DAY,
        created_by=people.entrant,
        expires_at=NOW - DAY if reason == "expired" else NOW + DAY,
        **fields,
    )
    client.force_login(people.stranger)
    address = reverse("invitation", args=["lain" if reason == "unknown" else "kunci"])

    answers = [client.get(address), client.post(address)]

    assert [answer.status_code for answer in answers] == ([404, 404] if reason == "unknown" else [410, 410])
    assert reason == "unknown" or "Minta tautan baru kepada pengirimnya." in answers[0].content.decode()
    assert not people.stranger.role_assignments.exists()


@pytest.mark.parametrize(
    ("after", "status", "lead", "reason"),
    [
        (9, 200, "", ""),
        (10.02, 200, "Batas akhir sudah lewat, tetapi sistem masih menerima:", ""),
        (10.1, 409, "", "Masa pengisian sudah ditutup. Isian yang tersimpan tidak berubah."),
    ],
    ids=["before both", "between the official and the technical one", "after both"],
)
def test_deadlines_when_they_pass_then_told_what_still_holds(client, submission, after, status, lead, reason):
    with time_machine.travel(NOW + after * DAY, tick=False):
        sent = {"sponsored": "7", "sponsored__version": "0"}
        saved = client.post(reverse("submission-autosave", args=[submission.public_id, "sponsored"]), sent)
        told = client.get(reverse("submission-clock", args=[submission.public_id])).json()
        page = client.get(section(submission)).content.decode()

    assert saved.status_code == status
    assert (told["lead"], told["reason"]) == (lead, reason)
    assert told["text"] == "30 Mei 2025 11.00 WITA"
    assert told["others"] == "10.00 WIB · 12.00 WIT"
    assert bool(told["until"]) is (status == 200)
    assert lead in page
    assert reason in page


def test_clock_when_the_deadline_moves_then_the_next_question_says_so(client, people, submission):
    address = reverse("submission-clock", args=[submission.public_id])
    before = client.get(address).json()["until"]
    Stage.objects.filter(kind=StageKind.SUBMISSION).update(closes_at=NOW + 12 * DAY, hard_closes_at=NOW + 12 * DAY)

    after = client.get(address).json()
    beat = client.post(reverse("submission-presence", args=[submission.public_id, "rentan"])).json()["clock"]
    client.force_login(people.other_entrant)

    assert (before, after["until"]) == ("2025-05-30T03:00:00+00:00", "2025-06-01T03:00:00+00:00")
    assert beat == after
    assert client.get(address).status_code == 404


def test_workbook_when_it_is_no_workbook_then_refused_and_nothing_changes(client, submission, tmp_path):
    address = reverse("submission-workbook", args=[submission.public_id])
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"0" * 60_000_000)

    answers = [
        client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
        for content in (
            b"PK",
            PDF,
            path.read_bytes(),
            package({**SHEET, "xl/vbaProject.bin": b"x"}),
            far_cell_elsewhere(),
        )
    ]

    assert [answer.status_code for answer in answers] == [400] * 5
    assert kept() == ("lama.pdf", STORY)


def test_rules_when_they_are_exchanged_then_said_so_and_the_script_tries_again(client, people, submission):
    Rulebook.objects.update(state=RulebookState.RETIRED)
    sent = {"sponsored": "5", "sponsored__version": "0"}

    page = client.get(section(submission))
    saved = client.post(reverse("submission-autosave", args=[submission.public_id, "sponsored"]), sent)
    listed = client.get(reverse("submissions"))

    assert (page.status_code, saved.status_code, listed.status_code) == (503, 503, 200)
    assert "belum memiliki juknis yang disegel" in page.content.decode()
    assert kept() == ("lama.pdf", STORY)
    Rulebook.objects.update(state=RulebookState.SEALED)
    assert (
        client.post(reverse("submission-autosave", args=[submission.public_id, "sponsored"]), sent).status_code == 200
    )


@pytest.mark.parametrize("kind", ["employer", "ministry"])
def test_rooms_when_the_office_is_an_employer_or_a_ministry_then_the_same_way_through(client, kind):
    made = {"employer": EmployerFactory, "ministry": MinistryFactory}[kind]()
    category = open_category(entrant_kind=EntrantKind(kind))
    entry = EntryFactory(category=category, region=None, name="Kantor uji", **{kind: made})
    client.force_login(entrant(office_kind=entry.office[0], office_code=entry.office[1]))

    listed = client.get(reverse("submissions")).content.decode()
    checked = client.post(reverse("submission-eligibility", args=[entry.public_id]), {"siap": "ya"})
    filled = Submission.objects.get(entry=entry)
    for code, value in (("sponsored", "17"), ("payer", "csr")):
        sent = {code: value, f"{code}__version": "0"}
        client.post(reverse("submission-autosave", args=[filled.public_id, code]), sent)
    sent_in = client.post(reverse("submission-send", args=[filled.public_id]), {"statement": "1"}, follow=True)

    assert entry.name in listed
    assert checked.status_code == 302
    filled.refresh_from_db()
    assert filled.state == SubmissionState.SUBMITTED
    assert filled.receipt_number in sent_in.content.decode()
