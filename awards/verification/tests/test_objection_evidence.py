"""Evidence with an objection: the entrant attaches it, another officer sees it, and only of the period assessed."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.editions.models import StageKind
from awards.submissions.models.evidence import Evidence, EvidencePurpose
from awards.submissions.models.people import OfficeSeat, SeatLevel
from awards.submissions.tests.test_files import PDF
from awards.tests.factories.editions import DAY, NOW, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Objection, ObjectionState, Verdict
from awards.verification.services.findings import Ruling, record_finding
from paritrana.accounts.tests import factories
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

TEXT = "Daftar nama terlampir"
ROLES = ["other_entrant", "organiser", "auditor", "secretariat", "verifier", "juror", "stranger"]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def finding(client, people):
    category = open_category()
    StageFactory(category=category, kind=StageKind.OBJECTION)
    submission = sent_submission(EntryFactory(category=category), officer=people.entrant, sponsored="17.195")
    ruling = Ruling(Verdict.CORRECTED, "16.902", "registry")
    client.force_login(people.entrant)
    answer = submission.answers.get()
    return record_finding(answer=answer, answer_version=1, ruling=ruling, officer=people.verifier, at=NOW)


def address(name, finding):
    return reverse(name, args=[finding.answer.submission.public_id, finding.pk])


def page(client, finding):
    return page_of(client.get(reverse("submission-results", args=[finding.answer.submission.public_id])))


def attach(client, finding, content=PDF, name="Daftar.pdf"):
    begun = client.post(address("objection-upload", finding), {"name": name, "size": len(content)})
    if begun.status_code != 200:
        return begun
    sent = f"{begun.json()['address']}?offset=0"
    return client.post(sent, content, content_type="application/octet-stream")


def lodge(client, finding, day="2024-12-31", **more):
    return client.post(address("objection-lodge", finding), {"text": TEXT, "proves_on": day, **more})


def test_objection_when_a_file_was_sent_in_pieces_then_it_goes_with_it(client, finding):
    attach(client, finding)
    seen = page(client, finding)

    response = lodge(client, finding)

    assert "Daftar.pdf" in seen
    assert "Hanya bukti untuk periode 1 Januari 2024 sampai 31 Desember 2024" in seen
    assert response.status_code == 302
    objection = Objection.objects.get()
    assert (objection.evidence.original_name, objection.evidence.purpose) == ("Daftar.pdf", EvidencePurpose.OBJECTION)
    assert objection.evidence_on.isoformat() == "2024-12-31"
    assert objection.evidence.file.read() == PDF


def test_objection_when_sent_without_script_then_file_and_words_go_together(client, finding):
    response = lodge(client, finding, file=SimpleUploadedFile("Daftar.pdf", PDF))

    assert response.status_code == 302
    assert Objection.objects.get().evidence.original_name == "Daftar.pdf"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "Tulis tanggal keadaan yang dibuktikan berkas itu, antara 1 Januari 2024 dan 31 Desember 2024."),
        ("2025-01-02", "Bukti hanya berlaku untuk periode 1 Januari 2024 sampai 31 Desember 2024"),
        ("31 Februari", "tanggal"),
    ],
    ids=["no day", "another period", "no such day"],
)
def test_objection_when_the_evidence_is_of_another_period_then_refused_and_words_and_file_stay(
    client, finding, day, told
):
    response = lodge(client, finding, day, file=SimpleUploadedFile("Daftar.pdf", PDF))

    seen = response.content.decode()
    assert response.status_code == 400
    assert told in seen
    assert TEXT in seen
    assert "Daftar.pdf" in seen
    assert Objection.objects.count() == 0
    assert lodge(client, finding).status_code == 302


def test_objection_when_the_file_lies_then_refused_and_the_words_stay(client, finding):
    refused = attach(client, finding, b"<svg/>", "foto.png")
    response = lodge(client, finding, file=SimpleUploadedFile("foto.png", b"<svg/>"))

    assert (refused.status_code, response.status_code) == (409, 400)
    assert "Isi berkas ini bukan" in refused.json()["message"]
    assert TEXT in page_of(response)
    assert (Evidence.objects.count(), Objection.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [("   ", "Alasan sanggahan: Bidang ini harus diisi."), ("a" * 4001, "Alasan sanggahan: Pastikan nilai")],
    ids=["blanks only", "longer than the box"],
)
def test_objection_when_its_words_are_refused_then_the_form_says_so(client, finding, text, told):
    response = lodge(client, finding, day="", text=text)

    seen = response.content.decode()
    assert response.status_code == 400
    assert told in seen
    assert text in seen
    assert Objection.objects.count() == 0


def test_objection_when_its_lines_end_as_browsers_send_them_then_each_break_counts_once(client, finding):
    text = "\r\n".join(["a" * 189] * 21)

    response = lodge(client, finding, day="", text=text)

    assert response.status_code == 302
    assert Objection.objects.get().text == text.replace("\r\n", "\n")


def test_objection_when_no_verdict_takes_it_any_more_then_the_words_and_the_reason_are_shown(client, people, finding):
    ruling = Ruling(Verdict.CORRECTED, "16.903", "registry")
    with time_machine.travel(NOW + 12 * DAY, tick=False):
        late = lodge(client, finding, day="")
    record_finding(answer=finding.answer, answer_version=1, ruling=ruling, officer=people.verifier, at=NOW)
    superseded = lodge(client, finding, day="")

    assert (late.status_code, superseded.status_code) == (400, 400)
    assert "Masa sanggah belum dibuka atau sudah ditutup. Sanggahan tidak diajukan." in page_of(late)
    assert "Hanya koreksi atau penolakan yang masih berlaku" in superseded.content.decode()
    assert [TEXT in page_of(answer) for answer in (late, superseded)] == [True, True]
    assert Objection.objects.count() == 0


def test_file_when_its_sender_may_only_fill_in_by_now_then_the_last_piece_is_refused(client, people, finding):
    begun = client.post(address("objection-upload", finding), {"name": "Daftar.pdf", "size": len(PDF)}).json()
    kind, code = finding.answer.submission.entry.office
    OfficeSeat.objects.create(user=people.entrant, office_kind=kind, office_code=code, level=SeatLevel.EDIT)

    response = client.post(f"{begun['address']}?offset=0", PDF, content_type="application/octet-stream")

    assert response.status_code == 403
    assert Evidence.objects.count() == 0


def test_file_when_taken_away_before_lodging_then_the_objection_goes_without(client, finding):
    attach(client, finding)

    client.post(address("objection-remove-file", finding))
    lodge(client, finding, day="")

    assert Objection.objects.get().evidence is None
    assert Evidence.objects.get().replaced_at == NOW


def test_file_when_the_objection_is_lodged_or_its_window_over_then_no_other_is_taken(client, people, finding):
    attach(client, finding)
    lodge(client, finding)

    again = attach(client, finding, name="Lain.pdf")
    client.post(address("objection-remove-file", finding))

    assert again.status_code == 409
    assert "Satu putusan, satu sanggahan." in again.json()["message"]
    assert Evidence.objects.get(replaced_at=None).original_name == "Daftar.pdf"
    Objection.objects.all().delete()
    with time_machine.travel(NOW + 12 * DAY, tick=False):
        assert attach(client, finding, name="Telat.pdf").status_code == 409


@pytest.mark.parametrize("role", ROLES)
def test_file_when_sent_by_another_role_then_404_and_nothing_is_kept(client, people, finding, role):
    client.force_login(getattr(people, role))

    answers = [
        client.post(address(name, finding), {"name": "a.pdf", "size": "10", "text": TEXT}).status_code
        for name in ("objection-upload", "objection-remove-file", "objection-lodge")
    ]

    assert answers == [404, 404, 404]
    assert (Evidence.objects.count(), Objection.objects.count()) == (0, 0)


def test_officer_when_deciding_then_sees_the_file_and_the_letter_names_it(client, people, finding):
    attach(client, finding)
    lodge(client, finding)
    objection = Objection.objects.get()
    target = reverse("verification-objection", args=[objection.pk])
    letter = reverse("objection-letter", args=[finding.answer.submission.public_id, objection.pk])
    decision = {"outcome": "upheld", "value": "17.195", "decision": "Daftar cocok"}
    client.force_login(people.verifier)
    own = client.post(target, decision)
    client.force_login(factories.verifier(region_code="52"))

    seen = client.get(target).content.decode()
    shown = client.get(reverse("evidence-view", args=[objection.evidence.public_id]))
    client.post(target, decision)

    assert own.status_code == 400
    assert "Membuktikan keadaan 31 Desember 2024" in seen
    assert shown.status_code == 200
    assert "16.902 orang" in seen
    client.force_login(people.entrant)
    assert b"".join(client.get(letter)).startswith(b"%PDF")
    objection.refresh_from_db()
    assert objection.state == ObjectionState.UPHELD


def test_officer_when_the_file_waits_for_the_scanner_then_the_decision_waits_too(client, people, settings, finding):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    attach(client, finding)
    lodge(client, finding)
    client.force_login(factories.verifier(region_code="52"))
    target = reverse("verification-objection", args=[Objection.objects.get().pk])

    response = client.post(target, {"outcome": "dismissed", "decision": "Tidak cocok"})

    seen = response.content.decode()
    assert response.status_code == 400
    assert "menunggu pemeriksaan virus; belum dapat dibuka" in seen
    assert "Anda dapat terus bekerja" not in seen
    assert "Putuskan sesudah berkasnya dapat dibuka." in seen
    assert Objection.objects.get().state == ObjectionState.LODGED
