"""An officer who still types when the time is over, and a countdown that trusts no officer's clock."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from awards.editions.models import Stage, StageKind
from awards.tests.browser.story import saved, state
from awards.tests.factories.editions import DAY
from awards.tests.factories.submissions import SubmissionFactory


def test_form_when_the_time_is_over_while_one_types_then_the_text_stays_and_goes_out_after_an_extension(story):
    """What the server no longer takes is still on the page, says why, and survives its reload."""
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    story.sign_in("petugas")
    page = story.open("petugas", "submission-section", "rentan")
    page.fill("[name=sponsored]", "17.195")
    saved(page)
    story.typed["sponsored"] = ("17.195", "")
    with story.server.turn:
        Stage.objects.filter(kind=StageKind.SUBMISSION).update(closes_at=timezone.now(), hard_closes_at=timezone.now())

    page.fill("[name=sponsored]", "17.200")
    state(page, "Ketikan terakhir belum tersimpan")
    expect(page.locator("[name=sponsored]")).to_have_value("17.200")
    expect(page.locator("[name=sponsored]")).not_to_be_editable()
    story.has_all()

    with story.server.turn:
        later = timezone.now() + DAY
        Stage.objects.filter(kind=StageKind.SUBMISSION).update(closes_at=later, hard_closes_at=later)
    page.reload()
    saved(page)
    expect(page.locator("[name=sponsored]")).to_have_value("17.200")
    story.typed["sponsored"] = ("17.200", "")
    story.has_all()


def close_in(story, hours):
    with story.server.turn:
        end = timezone.now() + hours * DAY / 24
        Stage.objects.filter(kind=StageKind.SUBMISSION).update(closes_at=end, hard_closes_at=end)


def test_countdown_when_the_machines_clock_is_wrong_then_the_servers_counts_and_an_extension_shows_by_itself(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    close_in(story, 2)
    story.window("petugas").add_init_script("const real = Date.now; Date.now = () => real() + 3 * 86400e3;")
    story.sign_in("petugas")
    page = story.open("petugas", "submission-section", "rentan")
    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"sisa 1 jam 5\d menit"))
    expect(page.locator("[data-countdown-spoken]")).to_be_empty()

    close_in(story, 60)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"sisa 2 hari 1[12] jam"))
    expect(page.locator("[data-countdown-spoken]")).to_contain_text("Batas akhir diubah menjadi")


def test_form_when_its_end_comes_while_it_is_open_then_fields_are_locked_it_says_so_and_an_extension_opens_them(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    story.sign_in("petugas")
    page = story.open("petugas", "submission-section", "rentan")
    page.fill("[name=sponsored]", "17.195")
    saved(page)

    close_in(story, -1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    state(page, "Waktu habis, kolom dikunci")
    expect(page.locator("[name=sponsored]")).not_to_be_editable()
    expect(page.locator("[name=payer]").first).to_be_disabled()
    expect(page.get_by_role("button", name="Simpan & lanjut")).to_be_disabled()
    close_in(story, 24)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[name=sponsored]")).to_be_editable()


def test_save_state_when_one_scrolls_on_a_phone_then_it_stays_in_sight(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    story.sign_in("petugas")
    page = story.window("petugas")
    page.set_viewport_size({"width": 360, "height": 640})
    story.open("petugas", "submission-section", "rentan")

    for place in (0, 400, 900):
        page.evaluate(f"window.scrollTo(0, {place})")
        expect(page.locator("#keadaan-simpan")).to_be_in_viewport()
