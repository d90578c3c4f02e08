"""A moment typed in the panel is read by Jakarta's clock: the field says so, and tells it by the others too."""

from playwright.sync_api import expect


def test_extension_when_its_end_is_typed_then_the_other_zones_stand_under_it(story):
    page = story.sign_in("panitia")
    page.goto(story.address("admin:awards_extension_add"))
    expect(page.get_by_text("Batas resmi baru (WIB)")).to_be_visible()

    page.fill("[name=closes_at_0]", "31-12-2026")
    page.fill("[name=closes_at_1]", "23:59")

    note = page.locator("[data-clocks]").first
    expect(note).to_have_text("= 00.59 WITA, 1 Januari \u00b7 01.59 WIT, 1 Januari")
