"""An officer on a bad line, a colleague in the same section, and a verifier: nothing typed is lost."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from awards.models import Answer, Evidence, Finding, StageKind, Submission, SubmissionState
from awards.tests.factories.editions import DAY, CategoryFactory, RulebookFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import SubmissionFactory
from awards.tests.parsing.test_files import image
from paritrana.accounts.tests import factories

PASSWORD = "kuda laut biru 77"


@pytest.fixture
def stage(transactional_db):
    now = timezone.now()
    category = CategoryFactory()
    RulebookFactory(category=category)
    dates = {"opens_at": now - DAY, "closes_at": now + 5 * DAY, "hard_closes_at": now + 5 * DAY}
    for kind in (StageKind.SUBMISSION, StageKind.VERIFICATION, StageKind.OBJECTION):
        StageFactory(category=category, kind=kind, **dates)
    for person in (
        factories.entrant(username="petugas"),
        factories.entrant(username="rekan"),
        factories.verifier(username="verifikator", region_code="52"),
    ):
        person.set_password(PASSWORD)
        person.save()
    return SubmissionFactory(entry=EntryFactory(category=category))


def signed_in(browser, server, username):
    page = browser.new_context(locale="id-ID").new_page()
    page.goto(f"{server.url}/akun/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form").get_by_role("button").click()
    page.wait_for_load_state()
    return page


def section(page, server, submission, code="rentan"):
    page.goto(f"{server.url}/isian/{submission.public_id}/{code}/")
    return page


def saved(page):
    expect(page.locator("#keadaan-simpan")).to_contain_text("Tersimpan")


def test_story_when_lines_break_and_people_meet_then_nothing_typed_is_lost(stage, live_server, browser, tmp_path):
    officer = section(signed_in(browser, live_server, "petugas"), live_server, stage)
    colleague = section(signed_in(browser, live_server, "rekan"), live_server, stage)

    officer.fill("[name=sponsored]", "17.195")
    saved(officer)
    colleague.fill("[name=sponsored]", "99")
    conflict = colleague.locator("[data-conflict]")
    expect(conflict).to_contain_text("17.195 orang")
    expect(conflict).to_contain_text("99")
    colleague.get_by_role("button", name="Pakai yang tersimpan").click()
    expect(colleague.locator("[name=sponsored]")).to_have_value("17.195")

    officer.context.set_offline(True)
    officer.fill("[name=sponsored__note]", "Diketik saat sambungan putus")
    expect(officer.locator("#keadaan-simpan")).to_contain_text("Menunggu sambungan")
    officer.context.set_offline(False)
    saved(officer)
    officer.check("[name=payer][value=apbd]")
    saved(officer)
    answer = Answer.objects.get(question="sponsored")
    assert (answer.value, answer.note) == ("17.195", "Diketik saat sambungan putus")

    path = tmp_path / "foto.png"
    path.write_bytes(image("PNG", (300, 300)))
    section(officer, live_server, stage, "regulasi")
    officer.fill("[name=story]", "Cerita yang belum tersimpan saat unggah")
    officer.set_input_files("[name=story__file]", path)
    expect(officer.locator(".evidence-file")).to_contain_text("foto.png")
    saved(officer)
    assert Evidence.objects.get().file.read() == path.read_bytes()
    assert Answer.objects.get(question="story").value == "Cerita yang belum tersimpan saat unggah"

    officer.goto(f"{live_server.url}/isian/{stage.public_id}/kirim/")
    officer.check("[name=statement]")
    officer.get_by_role("button", name="Kirim isian").click()
    expect(officer.locator("h1")).to_contain_text("PA2025-")
    assert Submission.objects.get().state == SubmissionState.SUBMITTED

    desk = signed_in(browser, live_server, "verifikator")
    desk.goto(f"{live_server.url}/verifikasi/")
    desk.get_by_role("button", name="Periksa berikutnya").click()
    first = desk.locator("h1").inner_text()
    desk.keyboard.press("2")
    desk.select_option("[name=reason_code]", "registry")
    desk.fill("[name=value]", "16.902")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("h1")).not_to_have_text(first)
    finding = Finding.objects.get()
    assert (finding.verdict, finding.verified_value) == ("corrected", "16902")
