"""An office on a bad line, its colleague, two verifiers and the organiser: nothing that anybody typed is lost.

After every step what the database holds is compared with what was typed so far.
"""

import hashlib
import io
import os
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from awards.runs.models import RunInput, RunScore, ScoreRun
from awards.submissions.models.answers import Snapshot, SubmissionState
from awards.submissions.models.evidence import Evidence
from awards.submissions.models.people import Invitation
from awards.tests.browser.story import PASSWORD, saved, state
from awards.verification.models import Clarification, Finding, Objection
from paritrana.accounts.models import User
from paritrana.uploads.services.pieces import CHUNK

RULES = '[{"number":"5","rank":"perda","year":"2024"}]'
STORY = "Iuran perangkat desa dibayar lewat APBDes, dan ojek pangkalan didaftarkan oleh camat."


def photo():
    """Return a picture of two pieces: noise does not compress."""
    stream = io.BytesIO()
    Image.frombytes("RGB", (480, 480), os.urandom(480 * 480 * 3)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.deep
def test_story_when_lines_break_and_people_meet_then_nothing_typed_is_lost(story, tmp_path):
    path = tmp_path / "foto.png"
    path.write_bytes(photo())

    start(story)
    invite(story)
    meet_in_one_answer(story)
    cut_the_line_and_stop_the_server(story)
    lose_a_reply_and_close_the_window(story)
    break_an_upload_off(story, path)
    send(story, number=1)
    ask(story)
    answer_the_question(story)
    give_verdicts(story)
    first = compute(story)
    disagree(story)
    decide(story)
    second = compute(story)

    # One regulation of five gives 2 points; the workers 16.902 / 20.000 of 10, then 17.105 / 20.000.
    assert (first, second) == (("16902", Decimal("10.45")), ("17105", Decimal("10.55")))


def start(story):
    """The conditions come first; a no is answered with its reason, and may be mended."""
    page = story.sign_in("petugas")
    page.goto(story.address("submissions"))
    page.get_by_role("link", name="Periksa syarat & mulai").click()
    page.check("[name=siap][value=tidak]")
    page.get_by_role("button", name="Periksa & lanjut mengisi").click()
    expect(page.locator("main")).to_contain_text("Siapkan datanya dahulu.")
    page.check("[name=siap][value=ya]")
    page.get_by_role("button", name="Periksa & lanjut mengisi").click()
    expect(page.get_by_role("link", name="Periksa dan kirim")).to_be_visible()


def invite(story):
    """Looking at the link, as a mail scanner does, takes nothing; the button does."""
    owner = story.open("petugas", "submission-people")
    owner.fill("[name=full_name]", "Lalu Wirya")
    owner.select_option("[name=level]", "edit")
    owner.get_by_role("button", name="Buat tautan undangan").click()
    link = owner.locator("#tautan").inner_text()

    guest = story.window("rekan")
    assert [guest.goto(link).status, guest.goto(link).status] == [200, 200]
    assert story.row(Invitation).accepted_at is None
    guest.fill("[name=username]", "rekan")
    guest.fill("[name=password]", PASSWORD)
    guest.get_by_role("button", name="Terima undangan").click()
    guest.wait_for_url(story.address("account_login"))

    assert story.row(Invitation).accepted_by == story.row(User, username="rekan")
    assert guest.goto(link).status == 410
    story.sign_in("rekan")
    guest.goto(story.address("submissions"))
    guest.get_by_role("link", name="Lanjutkan mengisi").click()
    expect(guest.get_by_role("link", name="Periksa dan kirim")).to_be_visible()


def meet_in_one_answer(story):
    """A stale write gets 409 and shows both values; each side may choose, the other questions are not touched."""
    owner = story.open("petugas", "submission-section", "rentan")
    colleague = story.open("rekan", "submission-section", "rentan")
    expect(colleague.locator("#rekan")).to_contain_text("Baiq Nuraini")
    owner.fill("[name=sponsored]", "17.195")
    saved(owner)

    with colleague.expect_response(lambda answer: "/jawaban/sponsored/" in answer.url) as refused:
        colleague.fill("[name=sponsored]", "99")
    conflict = colleague.locator("[data-conflict]")
    expect(conflict).to_contain_text("17.195")
    expect(conflict).to_contain_text("99")
    assert refused.value.status == 409
    story.typed["sponsored"] = ("17.195", "")
    story.has_all()
    colleague.get_by_role("button", name="Pakai yang tersimpan").click()
    expect(colleague.locator("[name=sponsored]")).to_have_value("17.195")

    colleague.check("[name=payer][value=apbd]")
    colleague.fill("[name=sponsored__note]", "Menurut SK Bupati")
    saved(colleague)
    owner.fill("[name=sponsored__note]", "Menurut daftar Dinsos")
    expect(owner.locator("[data-conflict]")).to_be_visible()
    owner.get_by_role("button", name="Pakai yang saya ketik").click()
    saved(owner)
    story.typed |= {"sponsored": ("17.195", "Menurut daftar Dinsos"), "payer": ("apbd", "")}
    story.has_all()


def cut_the_line_and_stop_the_server(story):
    """What is typed meanwhile waits in the browser and goes out by itself."""
    owner = story.open("petugas", "submission-section", "rentan")
    owner.context.set_offline(True)
    owner.fill("[name=sponsored__note]", "Diketik saat sambungan putus")
    state(owner, "Menunggu sambungan")
    story.has_all()

    story.server.stop()
    with owner.expect_event("requestfailed", lambda request: "/jawaban/sponsored/" in request.url):
        owner.context.set_offline(False)
    owner.fill("[name=payer__note]", "Diketik saat peladen mati")
    state(owner, "Menunggu sambungan")
    story.server.start()
    saved(owner)

    story.typed |= {
        "sponsored": ("17.195", "Diketik saat sambungan putus"),
        "payer": ("apbd", "Diketik saat peladen mati"),
    }
    story.has_all()


def lose_a_reply_and_close_the_window(story):
    """The server stored it, the reply never came, the officer typed on, and the window was closed before that went."""
    page = story.open("petugas", "submission-section", "regulasi")
    page.select_option("[name=rules-0-rank]", "perda")
    page.fill("[name=rules-0-number]", "5")
    page.fill("[name=rules-0-year]", "2024")
    saved(page)
    story.typed["rules"] = (RULES, "")
    story.has_all()

    def swallow(route):
        route.fetch()
        route.abort()

    page.route("**/jawaban/story/", swallow, times=1)
    page.fill("[name=story]", STORY[:40])
    state(page, "Menunggu sambungan")
    story.typed["story"] = (STORY[:40], "")
    story.has_all()
    page.context.set_offline(True)
    page.fill("[name=story]", STORY)
    state(page, "Menunggu sambungan")

    page = story.new_window("petugas")
    page.context.set_offline(False)
    story.open("petugas", "submission-section", "regulasi")
    expect(page.locator("[data-restored]")).to_be_visible()
    saved(page)
    expect(page.locator("[data-conflict]")).to_have_count(0)
    expect(page.locator("[name=story]")).to_have_value(STORY)
    story.typed["story"] = (STORY, "")
    story.has_all()


def break_an_upload_off(story, path):
    """The second piece never arrives; another window goes on where the first one ended, and the text stays."""
    page = story.window("petugas")
    page.route(
        "**/bagian/**offset=*",
        lambda route: route.abort() if f"offset={CHUNK}" in route.request.url else route.continue_(),
    )
    page.set_input_files("[name=story__file]", path)
    expect(page.locator(".upload-state")).to_contain_text("terputus")
    page.context.set_offline(True)
    page.fill("[name=story__note]", "Foto peluncuran terlampir")
    state(page, "Menunggu sambungan")

    page = story.new_window("petugas")
    page.context.set_offline(False)
    story.open("petugas", "submission-section", "regulasi")
    saved(page)
    sent = []
    page.on("request", lambda request: sent.append(urlsplit(request.url).query) if "/bagian/" in request.url else None)
    page.set_input_files("[name=story__file]", path)
    expect(page.locator(".evidence-file")).to_contain_text("foto.png")

    assert sent == [f"offset={CHUNK}"]
    evidence = story.row(Evidence)
    assert evidence.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert evidence.file.read() == path.read_bytes()
    story.typed["story"] = (STORY, "Foto peluncuran terlampir")
    story.has_all()


def send(story, *, number):
    """Two clicks and a refresh make one submission."""
    page = story.open("petugas", "submission-send")
    page.fill("[name=office]", "Kepala Dinas Tenaga Kerja")
    page.check("[name=statement]")
    page.get_by_role("button", name="Kirim isian").dblclick()
    expect(page.locator("h1")).to_contain_text(f"-{number}")
    page.reload()

    sent = story.submission()
    snapshot = story.row(Snapshot, occasion=f"sent-{number}")
    assert (sent.state, sent.sends, sent.digest) == (SubmissionState.SUBMITTED, number, snapshot.digest)
    frozen = {row["question"]: (row["typed"], row["note"]) for row in snapshot.content["answers"]}
    assert frozen == story.typed
    story.has_all()


def ask(story):
    page = story.sign_in("verifikator")
    story.open("verifikator", "verification-case")
    page.check("[name=questions][value=sponsored]")
    page.fill("[name=message]", "Apakah angka ini per 31 Desember?")
    page.get_by_role("button", name="Kirim klarifikasi").click()
    page.wait_for_url(story.address("verification"))
    assert story.submission().reopened_questions == ["sponsored"]


def answer_the_question(story):
    """Exactly the asked answer is open again; the verifier sees old and new side by side."""
    page = story.open("petugas", "submission")
    expect(page.locator("main")).to_contain_text("Apakah angka ini per 31 Desember?")
    story.open("petugas", "submission-section", "rentan")
    expect(page.locator("[name=payer]")).to_have_count(0)
    page.fill("[name=sponsored]", "17.105")
    page.fill("[name=sponsored__note]", "Angka sebelumnya termasuk Januari")
    saved(page)
    story.typed["sponsored"] = ("17.105", "Angka sebelumnya termasuk Januari")
    story.has_all()
    send(story, number=2)

    item = story.row(Clarification).items.get()
    assert (item.old_value, item.old_note) == ("17.195", "Diketik saat sambungan putus")
    desk = story.open("verifikator", "verification-case")
    expect(desk.locator("main")).to_contain_text("17.195 orang")
    expect(desk.locator("main")).to_contain_text("17.105 orang")


def give_verdicts(story):
    """By keyboard: the registry's figure for the sponsored workers, the others as claimed."""
    page = story.window("verifikator")
    page.goto(story.address("verification"))
    page.get_by_role("button", name="Periksa berikutnya").click()
    for left in (3, 2, 1, 0):
        page.wait_for_url("**/verifikasi/**/jawaban/**")
        here = page.url
        if "/jawaban/sponsored/" in here:
            page.keyboard.press("2")
            page.select_option("[name=reason_code]", "registry")
            page.fill("[name=value]", "16.902")
            page.fill("[name=note]", "Catatan kantor cabang menyebut 16.902")
        else:
            page.keyboard.press("1")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, here=here: url != here)
        expect(page.locator("main")).to_contain_text("berikutnya" if left else "Tidak ada jawaban lain")

    with story.server.turn:
        found = {
            row.answer.question: (row.verdict, row.verified_value) for row in Finding.objects.select_related("answer")
        }
    assert found == {
        "sponsored": ("corrected", "16902"),
        "payer": ("accepted", "apbd"),
        "rules": ("accepted", RULES.replace('"2024"', "2024")),
        "story": ("accepted", STORY),
    }
    story.has_all()


def compute(story):
    """Let the organiser propose a run; return the value that it froze for the workers, and its score."""
    page = story.window("panitia")
    if page.url == "about:blank":
        story.sign_in("panitia")
    page.goto(story.address("admin:steering_category", story.entry.category_id))
    page.get_by_role("button", name="Hitung").click()
    expect(page.get_by_role("link", name="Lihat peringkatnya")).to_be_visible()

    with story.server.turn:
        run = ScoreRun.objects.order_by("-number").first()
        value = RunInput.objects.get(run=run, variable="sponsored").value
        score = RunScore.objects.get(run=run).score
    page.goto(story.address("run-entry", run.public_id, story.entry.public_id))
    expect(page.locator("main")).to_contain_text(f"{int(value):,}".replace(",", "."))
    return value, score


def disagree(story):
    """The entrant reads verdict and verified value, no rank, and objects once."""
    page = story.open("petugas", "submission-results")
    expect(page.locator("main")).to_contain_text("16.902 orang")
    expect(page.locator("main")).not_to_contain_text("eringkat")
    page.get_by_text("Ajukan sanggahan").first.click()
    page.fill("[name=text]", "Rekap desember memuat 17.105 orang.")
    page.get_by_role("button", name="Ajukan sanggahan").click()
    expect(page.locator("main")).to_contain_text("Rekap desember memuat 17.105 orang.")
    assert story.row(Objection).text == "Rekap desember memuat 17.105 orang."


def decide(story):
    """Not the officer whose verdict it was; the entrant gets the letter."""
    objection = story.row(Objection)
    same = story.window("verifikator")
    same.goto(story.address("verification-objection", objection.pk))
    expect(same.locator("main")).to_contain_text("diputus petugas lain")
    other = story.sign_in("verifikator-dua")
    other.goto(story.address("verification-objection", objection.pk))
    other.select_option("[name=outcome]", "upheld")
    other.fill("[name=value]", "17.105")
    other.fill("[name=decision]", "Rekap Desember sudah benar.")
    other.get_by_role("button", name="Simpan putusan").click()
    expect(other.locator("main")).to_contain_text("Rekap Desember sudah benar.")

    page = story.open("petugas", "submission-results")
    expect(page.locator("main")).to_contain_text("Rekap Desember sudah benar.")
    letter = page.context.request.get(
        page.get_by_role("link", name="Unduh surat putusan").evaluate("link => link.href")
    )
    assert (letter.status, letter.body()[:5]) == (200, b"%PDF-")
    story.has_all()
