"""Keys of the scoring sheet: none acts without focus on its criterion, and every change can be taken back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from awards.jury.models.scorecards import ScorecardState
from awards.tests.browser.juror import SAVED, Person
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(browser, live_server):
    """A juror's open sheet with eight points and "Perbup/Perwali"."""
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel, "juri")
    make.declare_free(seat, [entry])
    make.mark(seat, entry, "materi", "8")
    make.mark(seat, entry, "regulasi", "50")
    person = Person(browser, live_server.url, seat.user)
    person.open("jury_score", panel.pk, entry.public_id)
    person.page.wait_for_load_state("load")
    person.panel, person.entry, person.seat = panel, entry, seat
    yield person
    person.close()


def _stored(sheet):
    marks = sheet.seat.scorecards.get(entry=sheet.entry).marks.all()
    return {mark.criterion: mark.value for mark in marks}


def _told(sheet, code):
    return sheet.page.locator(f"#k-{code} [data-undo]")


def _saved(sheet):
    sheet.page.locator("[data-state]").filter(has_text=SAVED).wait_for()


def _raise_level(sheet):
    """Choose "Perda" by key and wait until it is stored and told."""
    sheet.page.locator("#k-regulasi").focus()
    sheet.page.keyboard.press("4")
    _told(sheet, "regulasi").filter(has_text="Nilai diubah: Perbup/Perwali → Perda").wait_for()


def test_keys_when_no_criterion_has_the_focus_then_nothing_is_marked_and_nothing_moves(sheet):
    sent = []
    sheet.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for focus in ("document.activeElement.blur()", "document.querySelector('[data-next]').focus()"):
        sheet.page.evaluate(focus)
        for key in ("5", "j", "5", "k", "1", "u", "f"):
            sheet.page.keyboard.press(key)
    sheet.page.locator("#k-materi summary").focus()
    sheet.page.keyboard.press("3")
    sheet.page.locator("#k-materi").focus()
    sheet.page.keyboard.press("9")

    assert sheet.page.locator("#v-materi").input_value() == "8"
    assert sheet.page.evaluate("document.activeElement.id") == "v-materi"
    assert sheet.page.locator("[name='regulasi-value']:checked").get_attribute("value") == "50"
    assert sent == []
    assert _stored(sheet) == {"materi": 8, "regulasi": 50}


def test_changed_mark_when_taken_back_by_keyboard_then_the_first_one_is_stored_and_both_are_told(sheet):
    _raise_level(sheet)
    assert _stored(sheet)["regulasi"] == 75
    assert _told(sheet, "regulasi").get_attribute("aria-live") == "polite"

    sheet.page.keyboard.press("u")
    _told(sheet, "regulasi").filter(has_text="Nilai diubah: Perda → Perbup/Perwali").wait_for()

    assert _stored(sheet) == {"materi": 8, "regulasi": 50}
    assert sheet.page.locator("[name='regulasi-value']:checked").get_attribute("value") == "50"


def test_changed_mark_when_ten_seconds_pass_then_it_stays_and_the_way_back_goes(sheet):
    sheet.page.clock.install()
    _raise_level(sheet)
    button = _told(sheet, "regulasi").get_by_role("button", name="Urungkan")
    sheet.page.clock.run_for(9_000)
    assert button.is_visible()

    sheet.page.clock.run_for(1_500)

    assert _told(sheet, "regulasi").inner_text() == ""
    assert _stored(sheet)["regulasi"] == 75


def test_emptied_mark_when_taken_back_then_it_is_stored_again_with_its_rationale(sheet):
    sheet.page.locator("#r-materi").fill("Runtut.")
    sheet.page.locator("#v-materi").fill("")
    sheet.page.locator("#v-materi").blur()
    _told(sheet, "materi").filter(has_text="Nilai diubah: 8 → kosong").wait_for()
    assert _stored(sheet) == {"regulasi": 50}

    _told(sheet, "materi").get_by_role("button", name="Urungkan").click()
    _told(sheet, "materi").filter(has_text="kosong → 8").wait_for()

    mark = sheet.seat.scorecards.get(entry=sheet.entry).marks.get(criterion="materi")
    assert (mark.value, mark.rationale) == (Decimal(8), "Runtut.")


def test_change_when_it_could_not_be_sent_then_taking_it_back_leaves_what_was_stored(sheet):
    sheet.context.route("**/simpan/", lambda route: route.abort())
    sheet.page.locator("#k-regulasi").focus()
    sheet.page.keyboard.press("4")
    told = _told(sheet, "regulasi").filter(has_text="Belum tersimpan: Perbup/Perwali → Perda")
    told.wait_for()

    told.get_by_role("button", name="Urungkan").click()
    sheet.context.unroute("**/simpan/")
    _saved(sheet)

    assert _stored(sheet) == {"materi": 8, "regulasi": 50}
    sheet.page.reload()
    assert sheet.page.locator("[name='regulasi-value']:checked").get_attribute("value") == "50"


def test_change_when_it_was_refused_then_the_way_back_brings_the_stored_mark(sheet):
    sheet.page.locator("#v-materi").fill("80")
    sheet.page.locator("#v-materi").blur()
    sheet.page.locator("#k-materi [data-error]").filter(has_text="Nilai harus antara").wait_for()

    _told(sheet, "materi").get_by_role("button", name="Urungkan").click()
    _saved(sheet)

    assert sheet.page.locator("#v-materi").input_value() == "8"
    assert sheet.page.locator("#k-materi [data-error]").inner_text() == ""
    assert _stored(sheet) == {"materi": 8, "regulasi": 50}


def test_two_tabs_when_one_empties_a_mark_then_the_other_is_told_and_chooses(sheet):
    other = sheet.open_twice()
    sheet.page.locator("#v-materi").fill("")
    sheet.page.locator("#v-materi").blur()
    _told(sheet, "materi").filter(has_text="8 → kosong").wait_for()

    other.locator("#v-materi").fill("9")
    other.locator("#v-materi").blur()
    refusal = other.locator("#k-materi [data-error]").filter(
        has_text="Tersimpan dari tab atau perangkat Anda yang lain: kosong"
    )
    refusal.wait_for()
    assert _stored(sheet) == {"regulasi": 50}
    other.get_by_role("button", name="Pakai nilai saya").click()
    other.locator("[data-state]").filter(has_text=SAVED).wait_for()

    assert _stored(sheet) == {"materi": 9, "regulasi": 50}


def test_confirmation_when_done_by_keyboard_then_the_card_counts_once(sheet):
    sheet.page.locator("#r-materi").fill("Jelas.")
    sheet.page.locator("#r-regulasi").fill("Sesuai berkas.")
    sheet.page.locator("#r-regulasi").blur()
    _saved(sheet)
    sheet.page.keyboard.press("Control+Enter")
    sheet.page.wait_for_url(f"**{reverse('admin:jury_confirm', args=[sheet.panel.pk, sheet.entry.public_id])}")
    assert sheet.seat.scorecards.get(entry=sheet.entry).state == ScorecardState.DRAFT

    sheet.page.keyboard.press("Control+Enter")
    sheet.page.wait_for_url(f"**{reverse('admin:jury_entries', args=[sheet.panel.pk])}")
    sheet.page.go_back()
    sheet.page.get_by_text("Nilai ini sudah dikonfirmasi").wait_for()

    assert sheet.seat.scorecards.get(entry=sheet.entry).state == ScorecardState.CONFIRMED


def test_two_tabs_when_each_changed_another_part_then_mark_and_rationale_are_put_together(sheet):
    tab = sheet.open_twice()
    sheet.page.fill("#v-materi", "7")
    _saved(sheet)

    tab.fill("#r-materi", "Paparan menjawab pertanyaan.")
    tab.locator("#r-materi").blur()
    tab.locator("[data-state]").filter(has_text=SAVED).wait_for()

    assert _stored(sheet)["materi"] == Decimal(7)
    stored = sheet.seat.scorecards.get(entry=sheet.entry).marks.get(criterion="materi")
    assert stored.rationale == "Paparan menjawab pertanyaan."
    assert tab.input_value("#v-materi") == "7"


def test_two_tabs_when_both_changed_the_mark_then_mark_and_rationale_of_both_are_shown(sheet):
    tab = sheet.open_twice()
    sheet.page.fill("#r-materi", "Lengkap.")
    sheet.page.fill("#v-materi", "7")
    _saved(sheet)

    tab.fill("#r-materi", "Kurang data.")
    tab.fill("#v-materi", "6")

    box = tab.locator("#k-materi [data-error]")
    box.filter(has_text="Anda ketik: 6. Alasan: Kurang data.").wait_for()
    box.filter(has_text="Tersimpan dari tab atau perangkat Anda yang lain: 7. Alasan: Lengkap.").wait_for()
    box.get_by_role("button", name="Pakai nilai saya").click()
    tab.locator("[data-state]").filter(has_text=SAVED).wait_for()
    assert _stored(sheet)["materi"] == Decimal(6)
