"""Several files at one question: they come one after the other, and nobody who types meanwhile loses a page."""

import pytest
from playwright.sync_api import expect

from awards.submissions.models.evidence import Evidence
from awards.submissions.tests.test_files import PDF, image
from awards.tests.browser.story import saved
from awards.tests.factories.submissions import SubmissionFactory

SLOT = "#p-story [data-evidence]"


@pytest.fixture
def page(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    story.sign_in("petugas")
    return story.open("petugas", "submission-section", "regulasi")


def file_of(name, content, kind):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_uploads_when_they_end_while_somebody_types_then_no_page_is_loaded_and_the_words_stay(story, page):
    loads = []
    page.on("load", lambda: loads.append(page.url))
    chosen = [file_of("SK.pdf", PDF, "application/pdf"), file_of("foto.png", image("PNG"), "image/png")]
    field = page.locator("[name=story]")
    field.press_sequentially("Bank sampah")

    page.set_input_files("[name=story__file]", chosen)
    field.press_sequentially(" mendaftarkan pemulungnya.")

    for name in ("SK.pdf", "foto.png"):
        expect(page.locator(SLOT).get_by_role("link", name=name)).to_be_visible()
    expect(field).to_have_value("Bank sampah mendaftarkan pemulungnya.")
    expect(field).to_be_focused()
    saved(page)
    expect(page.locator("[data-conflict]")).to_have_count(0)
    assert loads == []
    story.typed["story"] = ("Bank sampah mendaftarkan pemulungnya.", "")
    story.has_all()


def test_file_when_its_page_and_content_are_noted_right_after_it_came_then_they_stand_beside_it(story, page):
    page.set_input_files("[name=story__file]", [file_of("SK.pdf", PDF, "application/pdf")])
    slot = page.locator(SLOT)
    slot.get_by_label("Halaman").fill("2")
    slot.get_by_label("Isinya").fill("Penetapan penerima")

    slot.get_by_role("button", name="Catat").click()

    expect(slot).to_contain_text("lihat halaman 2")
    expect(slot).to_contain_text("Penetapan penerima")
    file = story.row(Evidence, original_name="SK.pdf")
    assert (file.page, file.note) == (2, "Penetapan penerima")


def test_photo_of_a_phone_when_this_browser_cannot_read_it_then_a_sentence_says_what_to_do(story, page):
    heic = file_of("IMG_0412.HEIC", b"\x00\x00\x00\x24ftypheic" + b"\x00" * 200, "image/heic")

    page.set_input_files("[name=story__file]", [heic])

    expect(page.locator(f"{SLOT} .upload-state")).to_contain_text("Foto HEIC ini tidak dapat dibaca peramban Anda.")
