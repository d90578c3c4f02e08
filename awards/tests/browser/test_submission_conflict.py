"""Two windows on one question: what each changed is put together, and where both changed the same both are shown."""

import pytest
from playwright.sync_api import expect

from awards.tests.browser.story import PASSWORD, saved, state
from awards.tests.factories.submissions import SubmissionFactory
from paritrana.accounts.tests import factories

NOTE = "Dasar: DPA halaman 12"
BOX = "[data-conflict]"


@pytest.fixture
def colleagues(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
        colleague = factories.entrant(username="rekan", full_name="Lalu Wira")
        colleague.set_password(PASSWORD)
        colleague.save()
    return story.sign_in("petugas"), story.sign_in("rekan")


def opened(story, section="rentan"):
    return tuple(story.open(name, "submission-section", section) for name in ("petugas", "rekan"))


def test_figure_and_note_when_each_comes_from_another_window_then_both_are_stored_and_shown(story, colleagues):
    first, second = opened(story)
    first.fill("[name=sponsored]", "17.195")
    saved(first)

    second.fill("[name=sponsored__note]", NOTE)
    saved(second)

    story.typed["sponsored"] = ("17.195", NOTE)
    story.has_all()
    expect(second.locator(BOX)).to_have_count(0)
    expect(second.locator("[name=sponsored]")).to_have_value("17.195")
    expect(second.locator("[name=sponsored__note]")).to_have_value(NOTE)


def test_choice_when_both_changed_it_then_value_and_note_of_both_sides_are_shown_as_typed(story, colleagues):
    first, second = opened(story)
    first.check("[name=payer][value=apbd]")
    first.fill("[name=payer__note]", "APBD murni")
    saved(first)

    second.check("[name=payer][value=csr]")
    second.fill("[name=payer__note]", "Perjanjian 7/2025")
    state(second, "Ada jawaban yang perlu Anda pilih")

    mine, stored = second.locator(f"{BOX} .side").all()
    expect(mine).to_contain_text("Anda ketik")
    expect(mine).to_contain_text("Perusahaan")
    expect(mine).to_contain_text("Perjanjian 7/2025")
    expect(stored).to_contain_text("Tersimpan oleh Baiq Nuraini")
    expect(stored).to_contain_text("APBD")
    expect(stored).to_contain_text("APBD murni")
    second.get_by_role("button", name="Pakai yang saya ketik").click()
    saved(second)
    story.typed["payer"] = ("csr", "Perjanjian 7/2025")
    story.has_all()


def test_register_when_both_changed_it_then_the_rules_of_both_are_shown_and_the_stored_ones_can_be_taken(
    story, colleagues
):
    first, second = opened(story, "regulasi")
    for page, number in ((first, "5"), (second, "9")):
        page.select_option("[name=rules-0-rank]", "perda")
        page.fill("[name=rules-0-number]", number)
        page.fill("[name=rules-0-year]", "2024")
        if page is first:
            saved(page)
    state(second, "Ada jawaban yang perlu Anda pilih")
    mine, stored = second.locator(f"{BOX} .side").all()
    expect(mine).to_contain_text("Peraturan daerah 9/2024")
    expect(stored).to_contain_text("Peraturan daerah 5/2024")
    second.fill("[name=story]", "Ketikan di pertanyaan lain.")

    second.get_by_role("button", name="Pakai yang tersimpan").click()

    expect(second.locator("[name=rules-0-number]")).to_have_value("5")
    expect(second.locator("[name=story]")).to_have_value("Ketikan di pertanyaan lain.")
    saved(second)
    story.typed["rules"] = ('[{"number":"5","rank":"perda","year":"2024"}]', "")
    story.typed["story"] = ("Ketikan di pertanyaan lain.", "")
    story.has_all()


def test_own_second_tab_when_it_changed_the_same_then_it_is_called_so(story, colleagues):
    first = story.open("petugas", "submission-section", "rentan")
    tab = first.context.new_page()
    tab.goto(first.url)
    first.fill("[name=sponsored]", "1")
    saved(first)

    tab.fill("[name=sponsored]", "2")

    expect(tab.locator(BOX)).to_contain_text("Jawaban ini sudah Anda ubah di tab atau perangkat lain.")
    expect(tab.locator(BOX)).to_contain_text("Tersimpan dari tab atau perangkat Anda yang lain")
