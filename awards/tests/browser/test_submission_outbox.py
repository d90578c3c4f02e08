"""What was typed without a line is sent from whichever page of the form is opened next, and sending in waits for it."""

import pytest
from django.db.models import F
from playwright.sync_api import expect

from awards.submissions.models.answers import Answer, SubmissionState
from awards.tests.browser.story import saved, state
from awards.tests.factories.submissions import SubmissionFactory

OUTBOX = "[data-outbox]"


@pytest.fixture
def filled(story):
    """Everything is answered, and the section is open in the officer's window."""
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    page = story.sign_in("petugas")
    story.open("petugas", "submission-section", "rentan")
    page.fill("[name=sponsored]", "17.195")
    page.check("[name=payer][value=apbd]")
    saved(page)
    story.typed |= {"sponsored": ("17.195", ""), "payer": ("apbd", "")}
    story.has_all()
    return page


def type_without_a_line(story, page, text):
    page.context.set_offline(True)
    page.fill("[name=sponsored]", text)
    state(page, "Menunggu sambungan")
    return story.new_window("petugas")


def test_send_page_when_opened_then_what_waited_is_stored_before_it_is_shown(story, filled):
    page = type_without_a_line(story, filled, "17.196")

    page.context.set_offline(False)
    page.goto(story.address("submission-send", story.submission().public_id), wait_until="commit")
    story.typed["sponsored"] = ("17.196", "")
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload'")

    expect(page.locator(OUTBOX)).to_be_hidden()
    story.has_all()


def test_other_section_when_opened_then_what_waited_elsewhere_is_stored(story, filled):
    page = type_without_a_line(story, filled, "17.197")

    page.context.set_offline(False)
    with page.expect_response(lambda answer: "/jawaban/sponsored/" in answer.url):
        story.open("petugas", "submission-section", "regulasi")
    story.typed["sponsored"] = ("17.197", "")

    story.has_all()


def test_sending_when_an_answer_cannot_be_stored_then_nothing_is_sent_until_it_is(story, filled):
    story.open("petugas", "submission-section", "regulasi")
    filled.select_option("[name=rules-0-rank]", "perda")
    filled.fill("[name=rules-0-number]", "5")
    filled.fill("[name=rules-0-year]", "2024")
    filled.fill("[name=story]", "Bank sampah mendaftarkan pemulungnya.")
    saved(filled)
    story.open("petugas", "submission-section", "rentan")
    page = type_without_a_line(story, filled, "17.198")
    page.route("**/jawaban/sponsored/", lambda route: route.abort())
    page.context.set_offline(False)
    story.open("petugas", "submission-send")
    page.fill("[name=office]", "Kepala Dinas Tenaga Kerja")
    page.check("[name=statement]")

    page.get_by_role("button", name="Kirim isian").click()

    box = page.locator(OUTBOX)
    expect(box).to_be_focused()
    expect(box).to_contain_text("17.198")
    assert story.submission().state == SubmissionState.DRAFT
    page.unroute("**/jawaban/sponsored/")
    page.get_by_role("button", name="Kirim isian").click()
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload'")
    page.fill("[name=office]", "Kepala Dinas Tenaga Kerja")
    page.check("[name=statement]")
    page.get_by_role("button", name="Kirim isian").click()
    expect(page.locator("h1")).to_contain_text("-1")
    assert story.submission().answers.get(question="sponsored").value == "17.198"


def test_waiting_answer_when_somebody_was_first_then_it_is_named_and_can_be_dropped(story, filled):
    page = type_without_a_line(story, filled, "17.199")
    with story.server.turn:  # a colleague was first
        Answer.objects.filter(question="sponsored").update(value="99", version=F("version") + 1)
    story.typed["sponsored"] = ("99", "")

    page.context.set_offline(False)
    story.open("petugas", "submission")
    box = page.locator(OUTBOX)
    expect(box).to_contain_text("17.199")
    expect(box.get_by_role("link")).to_have_attribute(
        "href",
        story.address("submission-section", story.submission().public_id, "rentan").removeprefix(story.server.url),
    )
    story.has_all()

    box.get_by_role("button", name="Buang ketikan ini").click()
    expect(box).to_be_hidden()
    story.open("petugas", "submission-section", "rentan")
    expect(page.locator("[name=sponsored]")).to_have_value("99")


def test_save_and_go_on_when_the_line_is_cut_then_the_page_stays_with_all_that_was_typed(story, filled):
    filled.context.set_offline(True)
    filled.fill("[name=sponsored]", "17.200")
    here = filled.url

    filled.get_by_role("button", name="Simpan & lanjut").click()

    state(filled, "Tidak ada sambungan; halaman ini tetap terbuka")
    assert filled.url == here
    expect(filled.locator("[name=sponsored]")).to_have_value("17.200")
    filled.context.set_offline(False)
    saved(filled)
    filled.get_by_role("button", name="Simpan & lanjut").click()
    filled.wait_for_url("**/regulasi/")
    story.typed["sponsored"] = ("17.200", "")
    story.has_all()
