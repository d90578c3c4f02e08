"""Nine seats score three finalists in the browser, and everything that happens to a jury happens.

A declared and a detected conflict, an absence, a replacement after two confirmed cards, a card re-opened, a sheet of
paper typed twice, a moderation, the plenary, its minutes, the published result, and its correction. Each result is what
the typed marks make, worked out here in fractions and without the product.
"""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import Edition
from awards.jury.models.conflicts import Tie, TieKind
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.models.plenary import Minutes
from awards.runs.models import RunMark, RunScore
from awards.runs.services.execution import execute_score_run
from awards.runs.services.moves import apply_run, propose_run
from awards.tests.browser.juror import PHONE, SAVED, Person
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.deep]

LEVELS = ("0", "25", "50", "75", "100")
TRIMMED = 'method = "trimmed_mean"\ndrop_high = 1\ndrop_low = 1\nminimum_marks = 3'
RULES = make.RULEBOOK.replace('method = "mean"\nminimum_marks = 2', TRIMMED)
REPLACED, ABSENT, ON_PAPER = 8, 9, 7


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


class Table:
    """The contest, its people, and what every seat typed: by seat, entry and criterion, as text."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.panel = make.panel(make.category(text=RULES), decree_number="SK 12/2026")
        Edition.objects.filter(pk=self.panel.category.edition_id).update(is_scores_public=True)
        self.entries = make.entries(self.panel.category, 3)
        kinds = [SeatType.REGIONAL_SECRETARY, SeatType.BPJS, *[SeatType.ACADEMIC] * 7]
        self.seats = {
            place: make.seat(self.panel, f"juri-{place}", seat_type=kind, is_chair=place == 1)
            for place, kind in enumerate(kinds, 1)
        }
        self.officers = [accounts.secretariat(username="sekretariat"), accounts.secretariat(username="sekretariat-dua")]
        self.organisers = [accounts.organiser(username="panitia"), accounts.organiser(username="panitia-dua")]
        self.organiser = self.organisers[0]
        self.typed = {}

    def person(self, user, viewport=None):
        return Person(self.browser, self.address, user, viewport)

    def types(self, place, number, materi, level):
        self.typed[place, number, "materi"] = materi
        self.typed[place, number, "regulasi"] = LEVELS[level - 1]

    def number_on(self, page):
        """Tell which entry the open sheet is about."""
        name = page.locator(".j-title").inner_text().split("\n")[0].strip()
        return [entry.name for entry in self.entries].index(name)


@pytest.fixture
def table(browser, live_server):
    return Table(browser, live_server.url)


def _marks_of(place, number):
    """A mark of each seat and entry, far enough apart that somebody has to talk about it."""
    return f"{(place * 3 + number) % 13 / 2 + 3:.1f}".replace(".", ","), (place + number) % 4 + 2


def _play(table, person, place, *, at_most=3):
    """Follow "Mulai menilai" until nothing is left, or as far as this juror gets."""
    person.open("jury_next", table.panel.pk)
    for _sheet in range(at_most):
        if person.page.locator("[data-jury-sheet]").count() == 0:
            return
        number = table.number_on(person.page)
        materi, level = _marks_of(place, number)
        table.types(place, number, materi, level)
        person.score(materi, level)
        person.page.wait_for_load_state("domcontentloaded")


def test_nine_seats_when_everything_happens_then_the_result_is_what_the_typed_marks_make(table):
    _detect_a_conflict(table)
    for place in (1, 2, 3, 4, 5, 6):
        person = table.person(table.seats[place].user, PHONE if place % 2 else None)
        person.declare(table.panel, conflict_with=table.entries[1] if place == 4 else None)
        _play(table, person, place)
        person.close()
    _replace_after_two_cards(table)
    _type_a_sheet_of_paper_twice(table)
    _reopen_and_score_again(table)
    _moderate(table)
    _excuse_and_close(table)
    first = _computed(table)
    _sit(table)
    _assert_result(table, first)
    _announce(table)
    announced = _assert_public(table, first)

    _correct(table)
    second = _computed(table)
    _write_corrected_minutes(table)

    _assert_result(table, second)
    assert _assert_public(table, first) == announced, "a panel opened again changes nothing that is public"
    _announce(table, correction="Nilai juri kedua salah dibaca.")
    _assert_public(table, second)
    _look_at_the_corrected_one(table, first)
    assert list(Minutes.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    _look_at_the_difference(table, second)
    assert len({seat for seat, _number, _code in table.typed}) == 8


def _detect_a_conflict(table):
    """The third juror comes from the first entrant's regency: found by the search, decided by the secretariat."""
    Tie.objects.create(
        user=table.seats[3].user, kind=TieKind.ORIGIN, region_code=table.entries[0].region_code,
        recorded_by=table.seats[3].user,
    )  # fmt: skip
    desk = table.person(table.officers[0])
    desk.open("jury_conflicts", table.panel.pk)
    desk.page.get_by_role("button", name="Cari kemungkinan benturan").click()
    row = desk.page.get_by_role("listitem").filter(has_text=str(table.seats[3])).filter(has_text=table.entries[0].name)
    row.locator("[name=reason]").fill("Berasal dari sana.")
    row.get_by_role("button", name="Benar, ada benturan").click()
    desk.page.get_by_text("Putusan tentang benturan kepentingan dicatat.").wait_for()
    desk.close()


def _replace_after_two_cards(table):
    """The eighth juror confirms two cards and goes; the successor inherits both and marks the third."""
    leaving = table.seats[REPLACED]
    person = table.person(leaving.user)
    person.declare(table.panel)
    _play(table, person, REPLACED, at_most=2)
    person.close()
    newcomer = accounts.juror(username="pengganti")
    desk = table.person(table.officers[0])
    desk.open("jury_members", table.panel.pk)
    desk.page.get_by_role("link", name=f"Ganti {leaving}", exact=True).click()
    desk.page.locator("[name=username]").fill(newcomer.username)
    desk.page.locator("[name=reason]").fill("Mutasi jabatan.")
    desk.page.get_by_role("button", name="Ganti juri").click()
    desk.page.get_by_text(f"{leaving} digantikan {newcomer.get_full_name()}").wait_for()
    desk.close()
    person = table.person(newcomer, PHONE)
    person.declare(table.panel)
    assert person.page.get_by_text("diwarisi, sudah dihitung").count() == 2
    _play(table, person, REPLACED)
    person.close()


def _type_a_sheet_of_paper_twice(table):
    """The seventh juror marks two entries on the screen and one on paper; the second typist reads another figure."""
    seat = table.seats[ON_PAPER]
    person = table.person(seat.user)
    person.declare(table.panel)
    _play(table, person, ON_PAPER, at_most=2)
    person.close()
    (number,) = {0, 1, 2} - {number for place, number, _code in table.typed if place == ON_PAPER}
    first = table.person(table.officers[0])
    first.open("jury_typing", table.panel.pk)
    first.page.locator("[name=juror]").select_option(str(seat.pk))
    first.page.locator("[name=entry]").select_option(str(table.entries[number].public_id))
    _fill_typing(first.page, "6,5", "75")
    first.page.get_by_role("button", name="Simpan untuk ketikan kedua").click()
    first.page.get_by_text("Lembar disimpan dan menunggu ketikan orang kedua.").wait_for()
    first.close()
    second = table.person(table.officers[1])
    second.open("jury_typing", table.panel.pk)
    assert "6,5" not in second.page.content()
    second.page.get_by_role("link", name="Ketik sekali lagi").click()
    assert "6,5" not in second.page.content()
    _fill_typing(second.page, "5,5", "75")
    second.page.get_by_role("button", name="Bandingkan").click()
    second.page.locator("[name='materi-turn'][value='1']").check()
    second.page.get_by_label("Alasan: apa yang tertulis di kertas").fill("Di kertas tertulis 6,5.")
    second.page.get_by_role("button", name="Pakai yang dipilih").click()
    second.page.get_by_text("Pemeriksaan lembar dicatat.").wait_for()
    second.close()
    table.types(ON_PAPER, number, "6,5", 4)


def _fill_typing(page, materi, regulasi):
    page.locator("[name='materi-value']").fill(materi)
    page.locator("[name='materi-rationale']").fill("Menjawab lancar.")
    page.locator("[name='regulasi-value']").fill(regulasi)
    page.locator("[name='regulasi-rationale']").fill("Ada perdanya.")


def _reopen_and_score_again(table):
    """The chair re-opens a card; its juror reads why on the start page, marks again and confirms."""
    seat, entry = table.seats[5], table.entries[2]
    chair = table.person(table.seats[1].user)
    chair.open("jury_card", table.panel.pk, seat.scorecards.get(entry=entry).pk)
    chair.page.locator("#reason").fill("Berkas susulan sah.")
    chair.page.get_by_role("button", name="Buka kembali").click()
    chair.page.wait_for_url(f"**{reverse('admin:jury_overview', args=[table.panel.pk])}")
    chair.close()
    person = table.person(seat.user)
    person.open("jury_start")
    person.page.get_by_text("Alasannya: Berkas susulan sah.").first.wait_for()
    person.page.get_by_role("link", name="Buka lembar nilai").click()
    person.score("9,5", 4)
    person.page.wait_for_url(f"**{reverse('admin:jury_entries', args=[table.panel.pk])}")
    person.close()
    table.types(5, 2, "9,5", 4)


def _amend(table, place, number, materi, reason):
    """A juror changes an own confirmed mark, with the reason, and waits until it is stored."""
    person = table.person(table.seats[place].user)
    person.open("jury_score", table.panel.pk, table.entries[number].public_id)
    person.page.wait_for_load_state("load")
    person.page.locator("#p-materi").fill(reason)
    person.page.locator("#v-materi").fill(materi)
    person.page.locator("#v-materi").blur()
    person.page.locator("#k-materi [data-undo]").filter(has_text="Nilai diubah").wait_for()
    person.page.locator("[data-state]").filter(has_text=SAVED).wait_for()
    person.close()
    table.typed[place, number, "materi"] = materi


def _moderate(table):
    """The chair has a discrepancy talked through; one juror changes a mark for a reason, and the outcome is written."""
    chair = table.person(table.seats[1].user)
    chair.open("jury_queue", table.panel.pk)
    row = chair.page.get_by_role("listitem").filter(has_text="Materi dan uji pemahaman").first
    name = row.locator("strong").inner_text()
    row.get_by_role("button", name="Buka pembahasan").click()
    chair.page.get_by_text("Pembahasan dibuka. Nilai semula disimpan.").wait_for()
    number = [entry.name for entry in table.entries].index(name)
    _amend(table, 6, number, "7,5", "Disepakati dalam pembahasan.")
    chair.page.get_by_label("Hasil pembahasan").fill("Juri keenam menyesuaikan nilainya.")
    chair.page.get_by_role("button", name="Tutup pembahasan").click()
    chair.page.get_by_text("Hasil pembahasan dicatat.").wait_for()
    chair.close()


def _excuse_and_close(table):
    """The ninth juror is absent: the panel closes only once the reason is written down."""
    person = table.person(table.officers[0])
    person.open("jury_close", table.panel.pk)
    assert person.page.get_by_role("button", name="Tutup penilaian").is_disabled()
    person.page.locator("[name=juror]").select_option(str(table.seats[ABSENT].pk))
    person.page.locator("[name=reason]").fill("Sakit.")
    person.page.locator("[name=document]").fill("Surat 12/2026")
    person.page.get_by_role("button", name="Catat alasan").click()
    _close(person, "Delapan dari sembilan kursi menilai.")
    person.close()


def _close(person, note):
    person.page.locator("#note").fill(note)
    person.page.get_by_role("button", name="Tutup penilaian").click()
    person.page.get_by_text("Penilaian ditutup.").wait_for()


def _computed(table):
    """Freeze, compute and apply; the engine's part needs no browser."""
    run = propose_run(category=table.panel.category, actor=table.organiser, at=timezone.now(), seed=1)
    execute_score_run(run_id=run.pk, progress=Silent(), at=timezone.now())
    run.refresh_from_db()
    return apply_run(run=run, actor=table.organiser, at=timezone.now())


def _sit(table):
    """The chair opens the plenary, notes who is there, puts an entry on the screen, decides and closes with minutes."""
    chair = table.person(table.seats[1].user)
    chair.open("jury_control", table.panel.pk)
    chair.page.get_by_role("button", name="Buka sidang pleno").click()
    chair.page.get_by_role("button", name="Catat kehadiran").wait_for()
    for box in chair.page.locator("[name=present]").all():
        if box.get_attribute("value") != str(table.seats[ABSENT].pk):
            box.check()
    chair.page.get_by_role("button", name="Catat kehadiran").click()
    chair.page.get_by_text("Kehadiran dicatat.").wait_for()
    chair.page.get_by_role("button", name=f"Bahas {table.entries[2].name}").click()
    chair.page.locator("#text").fill("Urutan pemenang disetujui.")
    chair.page.locator("[name=votes_for]").fill("5")
    chair.page.locator("[name=votes_against]").fill("1")
    chair.page.get_by_role("button", name="Catat putusan").click()
    chair.page.get_by_text("Urutan pemenang disetujui.").first.wait_for()
    chair.page.get_by_role("button", name="Tutup pleno dan buat berita acara").click()
    chair.page.get_by_role("link", name="Berita acara 1").wait_for()
    chair.close()


def _correct(table):
    """A figure was misread: two national organisers open the panel again, a juror mends the own mark, it is closed."""
    for organiser, said in zip(
        table.organisers, ("Usul membuka kembali dicatat.", "Penilaian dibuka kembali."), strict=True
    ):
        person = table.person(organiser)
        person.open("jury_close", table.panel.pk)
        person.page.locator("#note").fill("Nilai juri kedua salah dibaca.")
        person.page.get_by_role("button", name="Buka kembali penilaian").click()
        person.page.get_by_text(said).first.wait_for()
        person.close()
    _amend(table, 2, 1, "4,0", "Salah dibaca.")
    person = table.person(table.organiser)
    person.open("jury_close", table.panel.pk)
    _close(person, "Perbaikan selesai.")
    person.close()


def _announce(table, *, correction=""):
    """Freeze the applied run, approve it as two people and announce it as two people."""
    first, second = (table.person(organiser) for organiser in table.organisers)
    first.open("steering_category", table.panel.category.pk)
    if correction:
        first.page.get_by_label("Alasan koreksi").fill(correction)
    first.page.get_by_role("button", name="Bekukan", exact=True).click()
    first.page.get_by_role("heading", name="Setujui hasil ini").wait_for()
    address = first.page.url
    for person, said in ((first, "Persetujuan pertama dicatat."), (second, "Hasil ini final dan bertanda tangan.")):
        person.page.goto(address)
        person.page.get_by_label("Menyetujui sebagai").select_option("organiser")
        person.page.get_by_label("Catatan persetujuan").fill("Sesuai berita acara.")
        person.page.get_by_role("button", name="Setujui", exact=False).click()
        person.page.get_by_text(said).wait_for()
    first.page.goto(address)
    first.page.get_by_role("button", name="Umumkan").click()
    first.page.get_by_text("Usul dicatat.").wait_for()
    second.page.goto(address)
    second.page.get_by_role("button", name="Setujui usul").click()
    second.page.get_by_text("Hasil diumumkan.").wait_for()
    first.close()
    second.close()


def _public(table, address):
    page = table.browser.new_context(locale="id-ID").new_page()
    answer = page.goto(f"{table.address}{address}")
    rows = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in page.locator("tbody tr").all()]
    words = " ".join(page.locator("main").inner_text().split())
    page.context.close()
    assert answer.status == 200
    return rows, words


def _place(table):
    return [table.panel.category.edition.code, table.panel.category.code]


def _assert_public(table, run):
    """The page of the ranking prints each entry's rank and score as worked out; return the rows that it prints."""
    rows, _words = _public(table, reverse("ranking", args=_place(table)))
    _assert_printed(table, run, rows)
    return rows


def _assert_printed(table, run, rows):
    printed = {
        number: row
        for row in rows
        for number, entry in enumerate(table.entries)
        if any(entry.name in cell for cell in row)
    }
    assert set(printed) == {0, 1, 2}
    for row in RunScore.objects.filter(run=run):
        number = [entry.pk for entry in table.entries].index(row.entry_id)
        assert str(row.rank) in printed[number][0]
        assert Decimal(row.score_text) in {
            Decimal(found.replace(",", ".")) for cell in printed[number] for found in re.findall(r"\d+(?:,\d+)?", cell)
        }


def _look_at_the_corrected_one(table, run):
    """The first announcement keeps its address and its figures, and says what corrected it and why."""
    address = f"/edisi/{'/'.join(_place(table))}/pengumuman/1/"
    rows, words = _public(table, address)
    _assert_printed(table, run, rows)
    assert "Nilai juri kedua salah dibaca." in words


def _write_corrected_minutes(table):
    person = table.person(table.seats[1].user)
    person.open("jury_control", table.panel.pk)
    person.page.get_by_label("Yang diperbaiki").fill("Nilai juri kedua diperbaiki.")
    person.page.get_by_role("button", name="Buat berita acara perbaikan").click()
    person.page.get_by_role("link", name="Berita acara 2").wait_for()
    person.close()


def _look_at_the_difference(table, run):
    """The page of the run before says what it had otherwise: which juror, which criterion, from what to what."""
    mark = RunMark.objects.get(
        run=run, entry=table.entries[1], juror_key=f"juri-{table.seats[2].pk}", criterion="materi"
    )
    assert mark.value == Decimal("4.0")
    earlier = table.panel.category.runs.get(number=run.number - 1)
    person = table.person(table.organiser)
    person.page.goto(f"{table.address}{reverse('admin:steering_run', args=[earlier.public_id])}")
    said = f"{table.seats[2]}, Materi dan uji pemahaman: 4 → {_marks_of(2, 1)[0].replace(',0', '')}"
    words = " ".join(person.page.locator("main").inner_text().split())
    assert said in words
    person.close()


def _assert_result(table, run):
    """Compare marks, scores and ranks with what the typed text makes."""
    places = {seat.pk: place for place, seat in table.seats.items()}
    places[Juror.objects.get(replaces=table.seats[REPLACED]).pk] = REPLACED
    numbers = {entry.pk: number for number, entry in enumerate(table.entries)}
    frozen = {
        (places[int(mark.juror_key.removeprefix("juri-"))], numbers[mark.entry_id], mark.criterion): mark.value
        for mark in RunMark.objects.filter(run=run)
    }
    scores = {numbers[row.entry_id]: (row.score_text, row.rank) for row in RunScore.objects.filter(run=run)}

    assert frozen == {key: Decimal(text.replace(",", ".")) for key, text in table.typed.items()}
    assert scores == _worked_out(table.typed)
    assert Panel.objects.get(pk=table.panel.pk).closed_at is not None


def _worked_out(typed):
    """Score and rank of each entry by the rule: without the highest and the lowest, mean, sum, two decimals."""
    totals = {}
    for number in {number for _place, number, _code in typed}:
        total = Fraction(0)
        for code in ("materi", "regulasi"):
            given = sorted(
                Fraction(text.replace(",", "."))
                for (_place, of, what), text in typed.items()
                if (of, what) == (number, code)
            )
            kept = given[1:-1]
            total += sum(kept) / len(kept)
        totals[number] = Fraction(int(total * 100 + Fraction(1, 2)), 100)
    return {
        number: (f"{float(total):.2f}", 1 + sum(other > total for other in totals.values()))
        for number, total in totals.items()
    }
