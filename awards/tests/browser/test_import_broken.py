"""A table on a line that breaks: it goes on where it stopped, in a new window too, and may be given up."""

import hashlib
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from awards.tests.browser.conftest import SCREENSHOTS
from awards.tests.browser.story import PASSWORD
from paritrana.accounts.tests import factories
from paritrana.uploads.models import ImportBatch, ImportState, IncomingTable
from paritrana.uploads.services.pieces import CHUNK
from regions.tests.factories import RegencyFactory

STATE, SEND = ".upload-state", "Unggah dan periksa"


@pytest.fixture
def table(tmp_path):
    """A table of three pieces: one row between long notes."""
    path = tmp_path / "rentan.csv"
    notes = "".join(f"# catatan {number} {'x' * 200}\n" for number in range(6000))
    path.write_text(notes + "kolom;lain\n1;2\n")
    assert 2 * CHUNK < path.stat().st_size < 3 * CHUNK
    return path


@pytest.fixture
def page(restartable, browser):
    person = factories.organiser(username="panitia")
    person.set_password(PASSWORD)
    person.save()
    RegencyFactory(code="52.03")
    page = browser.new_context(locale="id-ID", reduced_motion="reduce").new_page()
    page.goto(f"{restartable.url}{reverse('account_login')}")
    page.fill("[name=login]", "panitia")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form").get_by_role("button").click()
    page.wait_for_url(lambda url: "/akun/" not in url)
    yield page
    page.context.close()


def choose(page, server, table):
    page.goto(f"{server.url}{reverse('imports')}")
    page.select_option("[name=kind]", "pekerja-rentan")
    page.set_input_files("[name=file]", table)


def offsets(page):
    """Keep the offset of each piece that the page sends from now on."""
    sent = []
    page.on("request", lambda asked: sent.append(urlsplit(asked.url).query) if "?offset=" in asked.url else None)
    return sent


def cut_after_the_first_piece(page):
    page.route(lambda url: "?offset=" in url and not url.endswith("offset=0"), lambda route: route.abort())


def hold_the_first(page, ending):
    """Let the first piece of this address wait on the line until somebody decides about it."""
    held = []
    page.route(lambda url: url.endswith(ending), lambda route: route.continue_() if held else held.append(route))
    return held


def test_table_when_the_line_is_cut_in_the_middle_then_goes_on_in_a_new_window(page, restartable, table):
    choose(page, restartable, table)
    cut_after_the_first_piece(page)
    page.get_by_role("button", name=SEND).click()
    expect(page.locator(STATE)).to_contain_text("Sambungan terputus")
    if SCREENSHOTS:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SCREENSHOTS / f"import-broken-{width}.png")
    again = page.context.new_page()
    page.close()
    sent = offsets(again)

    choose(again, restartable, table)
    again.get_by_role("button", name=SEND).click()
    again.wait_for_url(lambda url: not url.endswith(reverse("imports")))

    assert sent == [f"offset={CHUNK}", f"offset={2 * CHUNK}"]
    with restartable.turn:
        batch = ImportBatch.objects.get()
        assert batch.file_digest == hashlib.sha256(table.read_bytes()).hexdigest()
        assert batch.state == ImportState.REFUSED  # its titles are none of this kind: read to the end


def test_table_when_the_server_stops_in_the_middle_then_goes_on_by_itself(page, restartable, table):
    choose(page, restartable, table)
    held = hold_the_first(page, f"offset={CHUNK}")
    page.get_by_role("button", name=SEND).click()
    page.wait_for_function("() => document.querySelector('.upload-state progress').value > 0")
    restartable.stop()
    held[0].abort()
    expect(page.locator(STATE)).to_contain_text("Sambungan terputus")

    restartable.start()

    page.wait_for_url(lambda url: not url.endswith(reverse("imports")))
    with restartable.turn:
        assert ImportBatch.objects.get().file_digest == hashlib.sha256(table.read_bytes()).hexdigest()


def test_table_when_given_up_on_a_broken_line_then_nothing_is_kept_and_another_may_be_chosen(page, restartable, table):
    choose(page, restartable, table)
    cut_after_the_first_piece(page)
    page.get_by_role("button", name=SEND).click()
    expect(page.locator(STATE)).to_contain_text("Sambungan terputus")

    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="Batalkan unggahan").click()

    expect(page.locator(STATE)).to_contain_text("dibatalkan")
    expect(page.get_by_role("button", name=SEND)).to_be_enabled()
    with restartable.turn:
        assert not IncomingTable.objects.exists()
        assert not ImportBatch.objects.exists()


def test_table_when_saved_anew_while_it_is_sent_then_told_to_choose_it_again(page, restartable, table):
    """What is left of the file belongs to another one: no line that comes back would help."""
    choose(page, restartable, table)
    held = hold_the_first(page, "offset=0")
    page.get_by_role("button", name=SEND).click()
    page.wait_for_function("() => !document.querySelector('.upload-state').hidden")
    page.wait_for_timeout(500)
    table.write_text("lain")
    held[0].continue_()

    expect(page.locator(STATE)).to_contain_text("Pilih berkasnya sekali lagi")
    with restartable.turn:
        assert not ImportBatch.objects.exists()
