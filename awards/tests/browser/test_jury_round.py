"""A juror's sheet in the browser: every control reached by keyboard, two tabs, and a line that goes and comes back."""

from decimal import Decimal

import pytest

from awards.jury.models.panels import SeatType
from awards.tests.browser.juror import PHONE, SAVED, Person
from awards.tests.browser.keyboard import walk
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table():
    panel = make.panel()
    entries = make.entries(panel.category, 3)
    kinds = [SeatType.REGIONAL_SECRETARY, SeatType.BPJS, *[SeatType.ACADEMIC] * 7]
    seats = [
        make.seat(panel, f"juri-{place}", seat_type=kind, is_chair=place == 1) for place, kind in enumerate(kinds, 1)
    ]
    return panel, entries, seats


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_open_sheet_when_walked_with_the_tab_key_then_all_is_reached_and_seen(browser, live_server, table, viewport):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    person = Person(browser, live_server.url, seats[1].user, viewport)
    person.open("jury_score", panel.pk, entries[0].public_id)
    person.page.wait_for_load_state("load")

    found = walk(person.page)

    person.close()
    assert found.faults == []
    assert found.count > 15


def test_scoring_by_keyboard_only_when_two_tabs_write_then_the_second_is_told(browser, live_server, table):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    first = Person(browser, live_server.url, seats[1].user)
    first.open("jury_score", panel.pk, entries[0].public_id)
    second = first.open_twice()

    first.page.locator("#v-materi").fill("8")
    first.page.locator("#v-materi").blur()
    first.page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    second.locator("#v-materi").fill("2")
    second.locator("#v-materi").blur()
    refusal = second.locator("#k-materi [data-error]").filter(has_text="jendela lain")
    refusal.wait_for()

    assert "perangkat Anda yang lain: 8." in refusal.inner_text()
    assert seats[1].scorecards.get(entry=entries[0]).marks.get().value == Decimal(8)
    second.get_by_role("button", name="Pakai nilai saya").click()
    second.locator("[data-state]").filter(has_text=SAVED).wait_for()
    assert seats[1].scorecards.get(entry=entries[0]).marks.get().value == Decimal(2)
    first.close()


def test_second_tab_when_the_first_is_still_saving_then_it_shows_that_mark_and_goes_on_from_it(
    browser, live_server, table
):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    first = Person(browser, live_server.url, seats[1].user)
    first.open("jury_score", panel.pk, entries[0].public_id)
    held = []
    first.page.route("**/simpan/", lambda route: held.append(route))  # noqa: PLW0108 -- a built-in cannot be marked
    with first.page.expect_request("**/simpan/"):
        first.page.locator("#v-materi").fill("8")
        first.page.locator("#v-materi").blur()

    second = first.open_twice()
    assert second.locator("#v-materi").input_value() == "8"
    second.locator("[data-state]").filter(has_text=SAVED).wait_for()
    for route in held:
        route.continue_()
    first.page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    second.locator("#v-materi").fill("2")
    second.locator("#v-materi").blur()
    second.locator("#k-materi [data-undo]").filter(has_text="8 → 2").wait_for()

    assert seats[1].scorecards.get(entry=entries[0]).marks.get().value == Decimal(2)
    first.close()


def test_scoring_without_a_line_when_it_comes_back_then_the_mark_is_saved(browser, live_server, table):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    person = Person(browser, live_server.url, seats[1].user)
    person.open("jury_score", panel.pk, entries[0].public_id)

    person.context.set_offline(True)
    person.page.locator("#v-materi").fill("7,5")
    person.page.locator("#v-materi").blur()
    person.page.locator("[data-state]").filter(has_text="Belum tersimpan").wait_for()
    person.context.set_offline(False)
    person.page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    assert seats[1].scorecards.get(entry=entries[0]).marks.get().value == Decimal("7.5")
    person.close()


def test_scoring_without_a_line_when_the_page_is_left_then_the_sheet_sends_it_later(browser, live_server, table):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    person = Person(browser, live_server.url, seats[1].user)
    person.open("jury_score", panel.pk, entries[0].public_id)
    person.context.route("**/simpan/", lambda route: route.abort())
    person.page.locator("#v-materi").fill("7,5")
    person.page.locator("#r-materi").fill("Runtut.")
    person.page.locator("#r-materi").blur()
    person.page.locator("[data-state]").filter(has_text="disimpan di peramban ini").wait_for()

    person.open("jury_start")
    person.context.unroute("**/simpan/")
    person.page.get_by_role("region", name="Nilai yang belum terkirim").get_by_role("link").click()
    person.page.locator("[data-state]").filter(has_text=SAVED).wait_for()

    mark = seats[1].scorecards.get(entry=entries[0]).marks.get()
    assert (mark.value, mark.rationale, mark.version) == (Decimal("7.5"), "Runtut.", 1)
    person.open("jury_start")
    assert person.page.locator("[data-jury-outbox]").is_hidden()
    person.close()


def test_scoring_when_a_mark_changes_on_its_way_and_the_page_is_left_then_it_meets_no_conflict(
    browser, live_server, table
):
    panel, entries, seats = table
    make.declare_free(seats[1], entries)
    person = Person(browser, live_server.url, seats[1].user)
    person.open("jury_score", panel.pk, entries[0].public_id)
    held = []
    person.context.route("**/simpan/", lambda route: route.abort() if held else held.append(route))
    with person.page.expect_request("**/simpan/"):
        person.page.locator("#v-materi").fill("7,5")
        person.page.locator("#v-materi").blur()
    person.page.locator("#v-materi").fill("8,5")
    person.page.locator("#v-materi").blur()
    held[0].continue_()
    person.page.locator("[data-state]").filter(has_text="disimpan di peramban ini").wait_for()

    person.open("jury_start")
    person.context.unroute("**/simpan/")
    with person.page.expect_response("**/simpan/") as answer:
        person.page.get_by_role("region", name="Nilai yang belum terkirim").get_by_role("link").click()

    assert answer.value.status == 200
    mark = seats[1].scorecards.get(entry=entries[0]).marks.get()
    assert (mark.value, mark.version) == (Decimal("8.5"), 2)
    person.close()
