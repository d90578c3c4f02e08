import datetime

import pytest
import time_machine
from django.urls import reverse

from awards.editions.models import Stage
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.evidence import Evidence
from awards.submissions.services.answers import Seen, questionnaire_for
from awards.submissions.services.evidence import remove_evidence
from awards.submissions.tests.test_files import PDF, image
from awards.tests.factories.editions import NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category
from paritrana.accounts.tests import factories
from paritrana.lib.client_address import networks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


def save(client, submission, code="sponsored", **sent):
    return client.post(reverse("submission-autosave", args=[submission.public_id, code]), sent)


def seen_of(submission, value="", note="", code="sponsored"):
    return str(Seen.of(questionnaire_for(submission).question(code), value, note))


def test_autosave_when_first_then_version_and_the_own_clock(client, submission):
    response = save(client, submission, sponsored="17.195", sponsored__version="0")

    assert response.json() == {
        "version": 1,
        "seen": seen_of(submission, "17.195"),
        "value": "17.195",
        "note": "",
        "shown": "17.195 orang",
        "problem": "",
        "by": "Petugas Lotim",
        "saved": "Tersimpan 11.00 WITA",
    }


def test_autosave_when_only_the_remark_is_sent_then_the_answer_is_not_touched(client, submission):
    AnswerFactory(submission=submission, value="17.195")

    save(client, submission, sponsored__note="Lihat SK", sponsored__version="1")

    assert list(Answer.objects.values_list("value", "note", "version")) == [("17.195", "Lihat SK", 2)]


def test_autosave_when_stale_then_409_with_the_stored_value(client, submission):
    AnswerFactory(submission=submission, value="18.000", version=2)

    response = save(client, submission, sponsored="1", sponsored__version="1")

    assert response.status_code == 409
    assert (response.json()["reason"], response.json()["current"]["shown"]) == ("stale", "18.000 orang")
    assert Answer.objects.get().value == "18.000"


def test_autosave_when_another_part_changed_meanwhile_then_the_two_are_put_together(client, submission):
    AnswerFactory(submission=submission, value="1000", version=1)
    sent = {"sponsored__note": "DPA hal. 12", "sponsored__version": "0", "sponsored__seen": seen_of(submission)}

    response = save(client, submission, **sent, write_key="rantai.1")

    told = response.json()
    assert (response.status_code, told["value"], told["note"], told["version"]) == (200, "1000", "DPA hal. 12", 2)
    assert Answer.objects.get().write_key == "", "no chain goes on over what somebody else wrote"


@pytest.mark.parametrize("is_own", [False, True], ids=["somebody else", "own second tab"])
def test_autosave_when_the_same_part_changed_then_both_sides_with_value_and_note(client, people, submission, is_own):
    other = people.entrant if is_own else factories.entrant(username="rekan", full_name="Lalu Wira")
    AnswerFactory(submission=submission, question="payer", value="apbd", note="APBD murni", updated_by=other)
    sent = {"payer": "csr", "payer__version": "0", "payer__seen": seen_of(submission, code="payer")}

    told = save(client, submission, code="payer", **sent).json()

    whose = "dari tab atau perangkat Anda yang lain" if is_own else "oleh Lalu Wira"
    assert told["sides"] == [
        {"label": "Anda ketik", "value": "Perusahaan", "note": "APBD murni"},
        {"label": f"Tersimpan {whose}", "value": "APBD", "note": "APBD murni"},
    ]
    assert ("tab atau perangkat lain" in told["message"]) is is_own
    assert Answer.objects.get().value == "apbd"


def test_autosave_when_registers_clash_then_their_rules_are_told_in_words(client, submission):
    AnswerFactory(submission=submission, question="rules", value='[{"number":"6","rank":"perda","year":"2020"}]')
    row = {"rank": "perkada", "number": "7", "year": "", "title": "Pekerja rentan", "page": "3", "budget": "on"}
    sent = {f"rules-0-{key}": text for key, text in row.items()} | {"rules-rows": "1", "rules__version": "0"}

    told = save(client, submission, code="rules", **sent, rules__seen=seen_of(submission, code="rules")).json()

    assert [side["value"] for side in told["sides"]] == [
        "Peraturan gubernur/bupati/wali kota 7, Pekerja rentan, halaman 3, memuat dukungan anggaran",
        "Peraturan daerah 6/2020",
    ]


def test_autosave_when_replayed_with_its_key_then_one_write(client, submission):
    sent = {"sponsored": "5", "sponsored__version": "0", "write_key": "k1"}

    first, second = save(client, submission, **sent), save(client, submission, **sent)

    assert (first.json()["version"], second.json()["version"]) == (1, 1)


@pytest.mark.parametrize("waited", [40, 0], ids=["arrived in time", "came too late"])
def test_autosave_when_it_waited_behind_the_proxy_then_judged_by_its_arrival(client, submission, settings, waited):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    end = NOW - datetime.timedelta(seconds=20)
    Stage.objects.update(closes_at=end, hard_closes_at=end)
    address = reverse("submission-autosave", args=[submission.public_id, "sponsored"])
    arrived = f"t={int(NOW.timestamp()) - waited}.000"

    answer = client.post(address, {"sponsored": "5", "sponsored__version": "0"}, HTTP_X_REQUEST_START=arrived)

    assert answer.status_code == (200 if waited else 409)
    assert Answer.objects.exists() is bool(waited)


def test_autosave_when_the_submission_was_sent_then_409_with_the_reason(client, submission):
    Submission.objects.update(state=SubmissionState.SUBMITTED, submitted_at=NOW, receipt_number="PA-1", digest="e")

    response = save(client, submission, sponsored="1", sponsored__version="0")

    assert response.status_code == 409
    told = response.json()
    assert (told["reason"], told["message"]) == (
        "closed",
        "Isian sudah dikirim. Untuk mengubahnya, tarik dahulu isian ini, lalu kirim lagi.",
    )
    assert told["clock"]["now"] == NOW.isoformat()


@pytest.mark.parametrize("role", ["other_entrant", "organiser", "auditor", "verifier", "juror", "stranger"])
def test_autosave_when_not_the_own_office_then_404_and_nothing_is_written(client, people, submission, role):
    client.force_login(getattr(people, role))

    assert save(client, submission, sponsored="1", sponsored__version="0").status_code == 404
    assert Answer.objects.count() == 0


def test_presence_when_two_are_here_then_each_sees_the_other_and_what_changed(client, submission):
    colleague = factories.entrant(username="rekan")
    address = reverse("submission-presence", args=[submission.public_id, "rentan"])
    client.post(address, {"question": "sponsored"})
    AnswerFactory(submission=submission, value="7", version=3)
    client.force_login(colleague)

    seen = client.post(address, {"question": "", "sponsored": "2"}).json()

    assert seen["people"] == [{"name": "Petugas Lotim", "question": "sponsored"}]
    assert seen["changed"]["sponsored"]["version"] == 3


def begin(client, submission, content, name="foto.png", code="story"):
    address = reverse("evidence-begin", args=[submission.public_id, code])
    return client.post(address, {"name": name, "size": len(content)})


def piece(client, address, offset, content):
    return client.post(f"{address}?offset={offset}", content, content_type="application/octet-stream")


def test_upload_when_it_breaks_off_then_it_goes_on_where_it_was(client, submission):
    content = image("PNG", (40, 40))
    upload = begin(client, submission, content).json()["address"]
    piece(client, upload, 0, content[:50])

    again = begin(client, submission, content).json()
    doubled = piece(client, upload, 0, content[:50])
    last = piece(client, upload, 50, content[50:])

    assert (again["address"], again["received"]) == (upload, 50)
    assert (doubled.status_code, doubled.json()["received"]) == (409, 50)
    evidence = Evidence.objects.get()
    assert last.json()["sha256"] == evidence.sha256
    assert evidence.file.read() == content
    assert (evidence.original_name, evidence.content_type, evidence.size) == ("foto.png", "image/png", len(content))
    assert "foto" not in evidence.file.name


def test_upload_when_the_content_lies_then_refused_and_the_slot_keeps_its_file(client, submission):
    content = image("PNG")
    upload = begin(client, submission, content).json()["address"]
    piece(client, upload, 0, content)
    lie = b"<svg/>"

    other = begin(client, submission, lie, "lain.png").json()["address"]
    refused = piece(client, other, 0, lie)

    assert refused.status_code == 409
    assert "Isi berkas ini bukan" in refused.json()["message"]
    assert Evidence.objects.filter(replaced_at=None).get().original_name == "foto.png"


@pytest.mark.parametrize(("size", "part"), [(0, "kosong"), (1024 * 1024 + 1, "lebih besar dari 1 MB")])
def test_upload_when_the_size_is_wrong_then_refused_before_a_byte_is_sent(client, submission, size, part):
    address = reverse("evidence-begin", args=[submission.public_id, "story"])

    response = client.post(address, {"name": "a.pdf", "size": size})

    assert response.status_code == 409
    assert part in response.json()["message"]


def test_upload_when_another_office_knows_the_number_then_404(client, people, submission):
    content = image("PNG")
    upload = begin(client, submission, content).json()["address"]
    client.force_login(people.other_entrant)

    assert piece(client, upload, 0, content).status_code == 404
    assert Evidence.objects.count() == 0


def attached(client, submission, content=PDF, name="SK.pdf"):
    upload = begin(client, submission, content, name).json()["address"]
    piece(client, upload, 0, content)
    return Evidence.objects.get(replaced_at=None)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("entrant", 200), ("organiser", 200), ("auditor", 200), ("secretariat", 200), ("other_entrant", 404),
        ("other_secretariat", 404), ("juror", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_download_when_asked_by_each_role_then_only_who_sees_the_answer(client, people, submission, role, status):
    evidence = attached(client, submission)
    client.force_login(getattr(people, role))

    response = client.get(reverse("evidence", args=[evidence.public_id]))

    assert response.status_code == status
    if status == 200:
        assert response["Content-Disposition"] == 'attachment; filename="SK.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == PDF


def test_section_when_a_file_comes_with_the_plain_form_then_it_is_attached(client, submission, tmp_path):
    path = tmp_path / "foto.png"
    path.write_bytes(image("PNG"))
    address = reverse("submission-section", args=[submission.public_id, "regulasi"])

    with path.open("rb") as stream:
        client.post(address, {"story": "Cerita", "story__version": "0", "story__file": stream})

    assert Evidence.objects.get().original_name == "foto.png"
    assert Answer.objects.get(question="story").value == "Cerita"


def test_evidence_when_its_page_is_noted_or_it_is_removed_then_the_slot_says_so(client, submission):
    evidence = attached(client, submission)
    address = reverse("evidence-change", args=[submission.public_id, evidence.public_id])

    client.post(address, {"page": "2"})
    evidence.refresh_from_db()
    page = evidence.page
    client.post(address, {"remove": "1"})

    evidence.refresh_from_db()
    assert page == 2
    assert evidence.replaced_at == NOW
    assert evidence.file.storage.exists(evidence.file.name)


@pytest.mark.parametrize("written", [(), ("Sudah ditulis.",)], ids=["file alone", "file and words"])
def test_autosave_when_a_colleague_removed_the_file_meanwhile_then_stale_writes_get_409(client, submission, written):
    for words in written:
        save(client, submission, code="story", story=words, story__version="0", write_key="rantai.1")
    evidence = attached(client, submission)
    seen = Answer.objects.get(question="story").version
    colleague = factories.UserFactory(full_name="Rekan Kerja")
    remove_evidence(evidence=evidence, actor=colleague, at=NOW)

    stale = save(client, submission, code="story", story="Lain", story__version=str(seen), write_key="rantai.2")
    known = save(client, submission, code="story", story="Lain", story__version=str(seen + 1))

    assert (stale.status_code, stale.json()["reason"]) == (409, "stale")
    assert (stale.json()["current"]["by"], stale.json()["current"]["version"]) == ("Rekan Kerja", seen + 1)
    assert known.status_code == 200
    remove_evidence(evidence=evidence, actor=colleague, at=NOW)
    assert Answer.objects.get(question="story").version == seen + 2


def test_autosave_when_a_file_came_before_the_first_words_then_they_are_no_conflict(client, submission):
    attached(client, submission)

    response = save(client, submission, code="story", story="Cerita", story__version="0")

    assert (response.status_code, response.json()["version"]) == (200, 1)


def test_standing_when_an_answer_was_saved_then_states_bar_and_sections_follow(client, submission):
    address = reverse("submission-standing", args=[submission.public_id, "rentan"])
    before = client.get(address).json()

    save(client, submission, sponsored="17.195", sponsored__version="0")
    after = client.get(address).json()

    assert "belum" in before["questions"]["sponsored"]["progress"]
    assert "lengkap" in after["questions"]["sponsored"]["progress"]
    assert "0 dari 2 pertanyaan lengkap" in before["aside"]
    assert "1 dari 2 pertanyaan lengkap" in after["aside"]


def test_page_when_two_colleagues_share_a_browser_then_each_has_a_queue_of_the_own(client, people, submission):
    colleague = factories.entrant(username="rekan-lotim", office_code="52.03")
    address = reverse("submission-section", args=[submission.public_id, "rentan"])

    pages = {}
    for person in (people.entrant, colleague):
        client.force_login(person)
        pages[person] = client.get(address).content.decode()

    for person, page in pages.items():
        assert f'data-submission="{submission.public_id}/{person.pk}"' in page
