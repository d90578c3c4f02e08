"""A register of regulations that grew while the line was cut."""

from playwright.sync_api import expect

from awards.tests.browser.story import state
from awards.tests.factories.submissions import SubmissionFactory

GOLD = "rgb(216, 163, 32)"


def test_register_when_it_grew_off_line_and_the_window_was_closed_then_all_its_rows_come_back(story):
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    story.sign_in("petugas")
    page = story.open("petugas", "submission-section", "regulasi")
    page.context.set_offline(True)
    page.get_by_role("button", name="Tambah peraturan").click()
    for place, (rank, number) in enumerate((("perda", "5"), ("perkada", "7"), ("edaran", "3"))):
        page.select_option(f"[name=rules-{place}-rank]", rank)
        page.fill(f"[name=rules-{place}-number]", number)
        page.fill(f"[name=rules-{place}-year]", "2024")
    state(page, "Menunggu sambungan")

    page = story.new_window("petugas")
    page.context.set_offline(False)
    story.open("petugas", "submission-section", "regulasi")
    typed = page.locator("[name=rules-2-number]")
    expect(typed).to_have_value("3")
    typed.focus()
    expect(typed).to_have_css("outline", f"{GOLD} solid 3px")
    expect(typed).to_have_css("box-shadow", "none")

    row = '{{"number":"{1}","rank":"{0}","year":"2024"}}'
    rows = ",".join(row.format(*rule) for rule in (("perda", "5"), ("perkada", "7"), ("edaran", "3")))
    story.typed["rules"] = (f"[{rows}]", "")
    story.has_all()
