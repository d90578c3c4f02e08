"""What the form asks of the server besides saving: as little as the page needs."""

import re

from playwright.sync_api import expect

from awards.submissions.models.answers import Answer
from awards.tests.browser.story import saved, state
from awards.tests.factories.submissions import SubmissionFactory

SETTLED = re.compile("Tersimpan|Perubahan tersimpan otomatis")


def test_form_when_saves_come_in_a_burst_then_the_rest_of_the_page_is_asked_for_once_after_it(story):
    """By a clock that only the test moves: a save goes out a second after typing, the reflection five after saving."""
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    page = story.sign_in("petugas")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/kemajuan/" in request.url else None)
    page.clock.install(time=0)
    story.open("petugas", "submission-section", "rentan")
    expect(page.locator("#keadaan-simpan")).not_to_be_empty()
    page.clock.pause_at(3600)

    for number in ("17.195", "17.200"):
        page.fill("[name=sponsored]", number)
        page.clock.run_for(1000)
        saved(page)
    page.clock.run_for(4000)
    before = list(asked)
    with page.expect_response(lambda answer: "/kemajuan/" in answer.url):
        page.clock.run_for(1000)

    assert (len(before), len(asked)) == (0, 1)
    story.typed["sponsored"] = ("17.200", "")
    story.has_all()


def test_form_when_saved_by_its_button_before_it_saved_itself_then_nothing_is_called_restored(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    page = story.sign_in("petugas")
    story.open("petugas", "submission-section", "regulasi")
    expect(page.locator("#keadaan-simpan")).not_to_be_empty()

    page.fill("[name=story]", "Bank sampah mendaftarkan pemulungnya.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    saved(page)
    page.reload()

    state(page, SETTLED)
    expect(page.locator("[name=story]")).to_have_value("Bank sampah mendaftarkan pemulungnya.")
    expect(page.locator("[data-restored]")).to_have_count(0)
    assert story.row(Answer, question="story").value == "Bank sampah mendaftarkan pemulungnya."
