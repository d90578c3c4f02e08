"""Nine jurors score three finalists in the browser: two conflicts, an absence, a late replacement, a re-opened card.

What the run freezes in the end is what was typed.
"""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from awards.models import RunMark
from awards.models.jury import Juror, Panel, SeatType
from awards.selectors.jury import juror_key
from awards.services.runs.execution import execute_score_run
from awards.services.runs.moves import propose_run
from awards.tests.browser.keyboard import walk
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"^Tersimpan \d")
LEVELS = ("0", "25", "50", "75", "100")


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


def _session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


class Person:
    """A signed-in browser of one person."""

    def __init__(self, browser, address, user, viewport=None):
        self.address = address
        self.context = browser.new_context(viewport=viewport or {"width": 1280, "height": 900}, locale="id-ID")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session(user), "url": address}
        self.context.add_cookies([cookie])
        self.page = self.context.new_page()

    def open(self, name, *args):
        self.page.goto(f"{self.address}{reverse(f'admin:{name}', args=args)}", wait_until="domcontentloaded")

    def declare(self, panel, *, conflict_with=None):
        """Tick what is in conflict on the list, before any file opens."""
        self.open("jury_start")
        self.page.get_by_role("link", name="Nyatakan benturan kepentingan").first.click()
        if conflict_with is not None:
            self.page.locator(f"[name='conflict-{conflict_with.public_id}']").check()
            self.page.locator(f"[name='reason-{conflict_with.public_id}']").fill("Pernah bekerja di sana.")
        self.page.get_by_role("button", name="Simpan pernyataan").click()
        self.page.wait_for_url(f"**{reverse('admin:jury_entries', args=[panel.pk])}")

    def score(self, materi, level):
        """Fill the open sheet by keyboard, wait until it says that it is saved, go on, confirm."""
        page = self.page
        page.locator("#v-materi").fill(materi)
        page.locator("#r-materi").fill("Paparan menjawab pertanyaan.")
        page.locator("#k-regulasi").focus()
        page.keyboard.press(str(level))
        page.locator("#r-regulasi").fill("Sesuai naskah perda.")
        page.locator("#r-regulasi").blur()
        page.locator("[data-state]").filter(has_text=SAVED).wait_for()
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Konfirmasi nilai").click()

    def close(self):
        self.context.close()


@pytest.fixture
def table():
    panel = make.panel()
    entries = make.entries(panel.category, 3)
    kinds = [SeatType.REGIONAL_SECRETARY, SeatType.BPJS, *[SeatType.ACADEMIC] * 7]
    seats = [
        make.seat(panel, f"juri-{place}", seat_type=kind, is_chair=place == 1) for place, kind in enumerate(kinds, 1)
    ]
    return panel, entries, seats


def _typed_by(place, number):
    """A mark of each juror and entry that no other has."""
    return f"{(place * 3 + number) % 13 / 2 + 3:.1f}".replace(".", ","), (place + number) % 4 + 2


def _expected(typed, key, entry, materi, level):
    typed[key, entry.pk, "materi"] = Decimal(materi.replace(",", "."))
    typed[key, entry.pk, "regulasi"] = Decimal(LEVELS[level - 1])


def _play(person, panel, entries, place, typed, key, *, at_most=3):
    """Follow "Mulai menilai" until nothing is left, or as far as this juror gets."""
    person.open("jury_next", panel.pk)
    numbers = {entry.name: number for number, entry in enumerate(entries)}
    for _sheet in range(at_most):
        if "/peserta/" not in person.page.url or person.page.url.rstrip("/").endswith("peserta"):
            return
        number = numbers[person.page.locator(".j-title").inner_text().split("\n")[0].strip()]
        materi, level = _typed_by(place, number)
        _expected(typed, key, entries[number], materi, level)
        person.score(materi, level)
        person.page.wait_for_load_state("domcontentloaded")


def test_round_of_nine_jurors_when_played_in_the_browser_then_the_run_holds_what_was_typed(browser, live_server, table):
    panel, entries, seats = table
    officer = accounts.secretariat(username="sekretariat")
    conflicts = {3: entries[0], 4: entries[1]}
    typed = {}

    for place, seat in enumerate(seats, 1):
        if place in (8, 9):
            continue
        person = Person(browser, live_server.url, seat.user, PHONE if place % 2 else None)
        person.declare(panel, conflict_with=conflicts.get(place))
        _play(person, panel, entries, place, typed, juror_key(seat.pk))
        person.close()
    _replace_late(browser, live_server.url, panel, entries, seats[7], officer, typed)
    _reopen_and_score_again(browser, live_server.url, panel, entries[2], seats, typed)
    _excuse_and_close(browser, live_server.url, panel, seats[8], officer)
    run = propose_run(category=panel.category, actor=officer, at=timezone.now(), seed=1)
    execute_score_run(run_id=run.pk, progress=Silent(), at=timezone.now())

    frozen = {(mark.juror_key, mark.entry_id, mark.criterion): mark.value for mark in RunMark.objects.filter(run=run)}
    assert frozen == typed
    assert len(typed) == 2 * (8 * 3 - len(conflicts))


def _replace_late(browser, address, panel, entries, leaving, officer, typed):
    """The eighth juror never came; the secretariat seats a replacement, who scores everything after the others."""
    newcomer = accounts.juror(username="pengganti")
    desk = Person(browser, address, officer)
    desk.open("jury_members", panel.pk)
    desk.page.get_by_role("link", name=f"Ganti {leaving}", exact=True).click()
    desk.page.locator("[name=username]").fill(newcomer.username)
    desk.page.locator("[name=reason]").fill("Mutasi jabatan.")
    desk.page.get_by_role("button", name="Ganti juri").click()
    desk.page.get_by_text(f"{leaving} digantikan {newcomer.get_full_name()}").wait_for()
    desk.close()
    seat = Juror.objects.get(panel=panel, user=newcomer)
    person = Person(browser, address, newcomer, PHONE)
    person.declare(panel)
    _play(person, panel, entries, 10, typed, juror_key(seat.pk))
    person.close()


def _reopen_and_score_again(browser, address, panel, entry, seats, typed):
    """The chair re-opens one card with a reason; its juror changes a mark and confirms again."""
    seat = seats[4]
    card = seat.scorecards.get(entry=entry)
    chair = Person(browser, address, seats[0].user)
    chair.open("jury_card", panel.pk, card.pk)
    chair.page.locator("#reason").fill("Berkas susulan sah.")
    chair.page.get_by_role("button", name="Buka kembali").click()
    chair.page.wait_for_url(f"**{reverse('admin:jury_overview', args=[panel.pk])}")
    chair.close()
    person = Person(browser, address, seat.user)
    person.open("jury_score", panel.pk, entry.public_id)
    person.score("9,5", 4)
    person.page.wait_for_url(f"**{reverse('admin:jury_entries', args=[panel.pk])}")
    person.close()
    _expected(typed, juror_key(seat.pk), entry, "9,5", 4)


def _excuse_and_close(browser, address, panel, absent, officer):
    """The ninth juror is absent: the panel closes only once the reason is written down."""
    person = Person(browser, address, officer)
    person.open("jury_close", panel.pk)
    assert person.page.get_by_role("button", name="Tutup penilaian").is_disabled()
    person.page.locator("[name=juror]").select_option(str(absent.pk))
    person.page.locator("[name=reason]").fill("Sakit.")
    person.page.locator("[name=document]").fill("Surat 12/2026")
    person.page.get_by_role("button", name="Catat alasan").click()
    person.page.locator("#note").fill("Delapan dari sembilan juri menilai.")
    person.page.get_by_role("button", name="Tutup penilaian").click()
    person.page.get_by_text("Penilaian ditutup.").wait_for()
    person.close()
    assert Panel.objects.get(pk=panel.pk).closed_at is not None


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
    second = first.context.new_page()
    second.goto(first.page.url)

    first.page.locator("#v-materi").fill("8")
    first.page.locator("#v-materi").blur()
    first.page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    second.locator("#v-materi").fill("2")
    second.locator("#v-materi").blur()
    refusal = second.locator("#k-materi [data-error]").filter(has_text="jendela lain")
    refusal.wait_for()

    assert "Yang tersimpan: 8." in refusal.inner_text()
    assert seats[1].scorecards.get(entry=entries[0]).marks.get().value == Decimal(8)
    second.get_by_role("button", name="Pakai nilai saya").click()
    second.locator("[data-state]").filter(has_text=SAVED).wait_for()
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
