"""The stage: opened from a print, moved press by press, and a hall that never holds more than the present picture."""

import json
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image

from awards.ceremony.models import CeremonyWinner, EnvelopeCheck, Show, ShowPress
from awards.ceremony.parsing.steps import FRAME_BYTES, FRAME_WITH_PICTURES_BYTES, steps_of
from awards.ceremony.selectors.envelopes import code_book, compared, green_checks, plain_code, rehearsal_book
from awards.ceremony.selectors.stage import deck_of, hall_answer, hall_token
from awards.ceremony.services.sheet import CeremonyRefusedError, move_item, print_sheet, write_winner
from awards.ceremony.services.shows import (
    KeyPress,
    PressRefusedError,
    close_show,
    open_rehearsal,
    open_show,
    press_key,
)
from awards.ceremony.tests.conftest import begun
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.audit import guards
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

NAMES = ["Kabupaten Lombok Barat", "Kota Mataram", "Kabupaten Lombok Timur"]
SCORES = ["62,65", "64,03", "88,20"]


@pytest.fixture
def show(evening, people):
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    return open_show(ceremony=evening, actor=people.organiser, at=AT)


def press(show, people, key, **more):
    last = ShowPress.objects.filter(show=show).order_by("-number").first()
    made = KeyPress(key=key, after=last.number if last else 0, **more)
    return press_key(show=show, press=made, actor=people.organiser, at=AT)


def seen(show):
    return json.loads(hall_answer(show))


def steps(show):
    return steps_of(json.loads(show.content))


def test_whole_evening_when_listened_to_then_no_later_name_count_or_score_and_one_length(client, show, people):
    """Reads everything that the hall's page loads: page, script, style and every answer, step by step."""
    page = client.get(reverse("ceremony-hall", args=[hall_token(show)]))
    loaded = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page
    lengths, heard, pages = set(), [], set()
    for number, _step in enumerate(steps(show)):
        answer = client.get(reverse("ceremony-picture", args=[hall_token(show)]))
        assert (answer["Cache-Control"], answer["Content-Encoding"]) == ("no-store", "identity")
        assert "ETag" not in answer
        lengths.add(len(answer.content))
        heard.append(answer.content.decode())
        pages.add(client.get(reverse("ceremony-hall", args=[hall_token(show)])).content.decode())
        if number < len(steps(show)) - 1:
            press(show, people, "forward")

    assert lengths == {FRAME_BYTES}
    assert pages == {loaded}
    own = [*NAMES, *SCORES, "Juara 1", "Juara 2", "Juara 3", "Malam Uji", str(len(heard))]
    assert [word for word in own if re.search(rf">[^<]*{re.escape(word)}", loaded)] == []
    for words in (NAMES, SCORES):
        first = [next(n for n, text in enumerate(heard) if word in text) for word in words]
        assert first == sorted(first)
        for word, place in zip(words, first, strict=True):
            assert steps(show)[place].kind == "name"
            assert not any(word in text for text in heard[:place])
    marks = [json.loads(text)["mark"] for text in heard]
    assert len(set(marks)) == len(marks)
    assert {key for text in heard for key in json.loads(text)} == {"mark", "is_fresh", "scene", "pad"}


def test_back_when_pressed_then_the_earlier_picture_without_counting_up(show, people):
    for _press in range(6):
        press(show, people, "forward")
    before = seen(show)
    press(show, people, "forward")
    press(show, people, "back")

    again = seen(show)

    assert before["is_fresh"]
    assert not again["is_fresh"]
    assert again["scene"] == before["scene"]
    assert ShowPress.objects.count() == 8


def test_hold_black_and_message_when_pressed_then_the_place_is_kept(show, people):
    press(show, people, "forward")
    kept = seen(show)["scene"]

    press(show, people, "black")
    assert seen(show)["scene"]["kind"] == "black"
    press(show, people, "forward")
    press(show, people, "black")
    assert seen(show)["scene"] == kept
    press(show, people, "message")
    assert seen(show)["scene"]["title"] == "Hadirin dimohon tenang"
    press(show, people, "message")
    press(show, people, "hold")
    press(show, people, "forward")
    assert seen(show)["scene"] == kept


def test_press_when_it_has_not_seen_the_latest_then_refused_and_nothing_moves(client, show, people):
    press(show, people, "forward")
    with pytest.raises(PressRefusedError):
        press_key(show=show, press=KeyPress("forward", 0), actor=people.organiser, at=AT)
    client.force_login(people.organiser)

    answer = client.post(
        reverse("admin:ceremony_press", args=[show.key]), {"key": "forward", "after": "0", "script": "1"}
    )

    assert answer.status_code == 409
    assert ShowPress.objects.count() == 1


@pytest.fixture
def _guarded(db):
    guards.install(connection)


@pytest.mark.usefixtures("_guarded")
def test_log_when_somebody_would_change_it_then_the_database_refuses(show, people):
    press(show, people, "forward")
    for change in (ShowPress.objects.all().delete, lambda: ShowPress.objects.update(step=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_jump_when_the_evening_is_real_then_refused(show, people):
    with pytest.raises(PressRefusedError):
        press(show, people, "jump", target=3)


def test_close_when_done_then_keys_are_dead_and_the_hall_shows_the_title(show, people):
    for _press in range(6):
        press(show, people, "forward")
    closed = close_show(show=show, actor=people.organiser, at=AT)

    assert seen(closed)["scene"]["kind"] == "quiet"
    with pytest.raises(PressRefusedError):
        press(show, people, "forward")


def test_show_when_the_sheet_changed_or_is_out_of_order_then_does_not_open(evening, people):
    with pytest.raises(CeremonyRefusedError, match="Cetak"):
        open_show(ceremony=evening, actor=people.organiser, at=AT)
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    last = evening.items.order_by("position").last()
    move_item(item=last, place=3, actor=people.organiser, at=AT)

    with pytest.raises(CeremonyRefusedError):
        open_show(ceremony=evening, actor=people.organiser, at=AT)


@pytest.mark.parametrize("token", ["", "x", "0" * 72, "é" * 40])
def test_hall_when_the_address_is_another_then_there_is_none(client, show, token):
    wrong = hall_token(show)[:-1] + ("0" if hall_token(show)[-1] != "0" else "1")

    for one in (wrong, token or "-"):
        assert client.get(reverse("ceremony-hall", args=[one])).status_code == 404
        assert client.get(reverse("ceremony-picture", args=[one])).status_code == 404


def test_rehearsal_when_opened_then_holds_no_word_of_the_result_and_is_marked_everywhere(client, evening, people):
    rehearsal = open_rehearsal(ceremony=evening, actor=people.organiser, at=AT)
    client.force_login(people.organiser)
    addresses = [
        reverse("admin:ceremony_deck", args=[rehearsal.key]),
        reverse("admin:ceremony_rehearsal_print", args=[rehearsal.key, "pembawa-acara"]),
        reverse("admin:ceremony_rehearsal_labels", args=[rehearsal.key]),
        reverse("admin:ceremony_rehearsal_envelopes", args=[rehearsal.key]),
    ]
    told = [rehearsal.content, *(client.get(address).content.decode() for address in addresses)]

    assert [word for word in [*NAMES, *SCORES, "PA/"] if any(word in text for text in told)] == []
    assert [text.count("Gladi resik. Nama rekaan, bukan hasil") for text in told[1:]] == [2, 2, 2, 2]
    for step in range(len(steps(rehearsal))):
        assert seen(rehearsal)["scene"]["is_rehearsal"] is True
        if step < len(steps(rehearsal)) - 1:
            press(rehearsal, people, "forward")
    press(rehearsal, people, "jump", target=2)
    press(rehearsal, people, "black")
    assert seen(rehearsal)["scene"]["is_rehearsal"] is True


@pytest.mark.usefixtures("_guarded")
def test_rehearsal_when_to_become_real_then_the_database_refuses(evening, people, show):
    rehearsal = open_rehearsal(ceremony=evening, actor=people.organiser, at=AT)

    for change in ({"is_rehearsal": False}, {"is_rehearsal": False, "sheet": show.sheet}, {"content": show.content}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Show.objects.filter(pk=rehearsal.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Show.objects.create(
            ceremony=evening, is_rehearsal=False, content=rehearsal.content, digest="-", opened_at=AT,
            opened_by=people.organiser,
        )  # fmt: skip


def test_rehearsal_when_laid_out_then_the_same_whoever_won(evening, people, contest):
    """A tie, a gap or another winner changes nothing of it."""
    before = open_rehearsal(ceremony=evening, actor=people.organiser, at=AT)
    close_show(show=before, actor=people.organiser, at=AT)
    CeremonyWinner.objects.filter(item__prize_key="2||2").delete()

    after = open_rehearsal(ceremony=evening, actor=people.organiser, at=AT)

    assert after.content == before.content
    kinds = [step.kind for step in steps(after)]
    assert "none" in kinds
    assert any("bersama dua" in step.scene.get("name", "") for step in steps(after))


def test_deck_when_at_a_name_then_tells_what_to_read_who_comes_and_what_forward_shows(show, people):
    for _press in range(4):
        press(show, people, "forward")
    deck = deck_of(show, at=AT)
    assert (deck.now.caption, deck.then.caption) == ("gelar saja, belum nama", "nama, kalimat, nilai")

    press(show, people, "forward")

    deck = deck_of(show, at=AT)
    assert deck.reading.lines == ("Juara ketiga, dengan nilai enam puluh dua koma enam lima: Kabupaten Lombok Barat.",)
    assert [one.title for one in deck.coming] == ["Kota Mataram", "Kabupaten Lombok Timur"]
    assert deck.steps == ()


def test_hall_page_when_shown_then_neither_cookie_nor_storage_nor_link(client, show):
    page = client.get(reverse("ceremony-hall", args=[hall_token(show)])).content.decode()

    assert "<a " not in page
    assert "<title>Layar hadirin</title>" in page


def test_envelopes_when_two_codes_are_compared_then_one_answer(evening, people, show):
    book = code_book(evening)
    cards = {(card.kind, card.number): card for card in book.values()}
    envelope, content, other = cards["A", 4], cards["P", 4], cards["P", 3]

    def answer(*codes):
        return str(compared(code_book(evening), *codes).verdict)

    assert answer(envelope.code, content.code) == "matches"
    assert answer(content.code.lower().replace("-", " "), envelope.code) == "matches"
    assert answer(envelope.code, other.code) == "other"
    assert answer(content.code, other.code) == "same_kind"
    assert answer(envelope.code, "P-AAAA-AAAA") == "unknown"
    winner = CeremonyWinner.objects.get(item__prize_key="2||2")
    write_winner(winner=winner, values={"certificate": "PA/BARU"}, actor=people.organiser, at=AT)
    assert answer(envelope.code, content.code) == "matches"
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    assert answer(envelope.code, content.code) == "old_content"
    move_item(item=winner.item, place=3, actor=people.organiser, at=AT)
    move_item(item=evening.items.first(), place=5, actor=people.organiser, at=AT)
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    assert answer(envelope.code, content.code) in ("old_envelope", "old_content")


def test_envelope_page_when_codes_come_from_the_camera_one_after_the_other_then_answers_and_keeps_the_check(
    client, evening, people, show
):
    cards = {(card.kind, card.number): card for card in code_book(evening).values()}
    client.force_login(people.organiser)
    address = reverse("admin:ceremony_envelopes", args=[evening.pk])

    client.get(address, {"kode": cards["A", 5].code})
    both = client.get(address, {"kode": cards["P", 5].code})
    assert both.context["form"].initial == {"first": cards["A", 5].code, "second": cards["P", 5].code}
    green = client.post(address, both.context["form"].initial).content.decode()
    assert 'data-verdict="right"' in green
    assert list(green_checks(evening, code_book(evening))) == [cards["A", 5].winner_key]

    red = client.post(address, {"first": cards["A", 5].code, "second": cards["P", 4].code}).content.decode()
    assert "Isi amplop 5 milik acara 4." in red
    assert red.index("Isi amplop 5") < red.index("Tahan amplop 5") < red.index("Pindai lagi")
    assert green_checks(evening, code_book(evening)) == {}
    assert EnvelopeCheck.objects.count() == 2


def test_rehearsal_code_when_tried_on_the_real_evening_then_red_and_named(client, evening, people, show):
    rehearsal = open_rehearsal(ceremony=evening, actor=people.organiser, at=AT)
    codes = list(rehearsal_book(rehearsal).values())
    client.force_login(people.organiser)

    page = client.post(
        reverse("admin:ceremony_envelopes", args=[evening.pk]), {"first": codes[0].code, "second": codes[1].code}
    ).content.decode()

    assert "Ini kode gladi resik" in page
    assert not {plain_code(card.code) for card in codes} & set(code_book(evening))


def test_open_and_close_when_done_then_in_the_trail(show, people):
    close_show(show=show, actor=people.organiser, at=AT)

    actions = AuditEntry.objects.filter(action__startswith="ceremony.").order_by("number")
    assert list(actions.values_list("action", flat=True)) == [
        "ceremony.begin",
        "ceremony.print",
        "ceremony.open",
        "ceremony.close",
    ]


def test_photograph_when_sent_then_cut_to_four_by_five_and_no_other_data_and_answers_grow_alike(
    client, evening, people, tmp_path
):
    image = Image.effect_noise((900, 900), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    image.save(tmp_path / "foto.jpg", exif=exif, quality=95)
    row = CeremonyWinner.objects.get(item__prize_key="1||1")
    client.force_login(people.organiser)
    with (tmp_path / "foto.jpg").open("rb") as upload:
        sent = client.post(reverse("admin:ceremony_winner", args=[evening.pk, row.pk]), {"upload": upload})
    row.refresh_from_db()
    content = bytes(row.photograph.content)

    assert sent.status_code == 302
    assert b"rahasia" not in content
    with Image.open(client_file(tmp_path, content)) as kept:
        assert (kept.size, kept.format) == ((480, 600), "JPEG")
    assert len(content) <= 72 * 1024
    print_sheet(ceremony=evening, actor=people.organiser, at=AT)
    show = open_show(ceremony=evening, actor=people.organiser, at=AT)
    lengths = set()
    for number in range(len(steps(show))):
        lengths.add(len(hall_answer(show)))
        if number < len(steps(show)) - 1:
            press(show, people, "forward")
    assert lengths == {FRAME_WITH_PICTURES_BYTES}


def client_file(folder, content):
    path = folder / "kept.jpg"
    path.write_bytes(content)
    return path


def test_photograph_when_no_image_then_refused_at_its_field(client, evening, people, tmp_path):
    (tmp_path / "foto.jpg").write_bytes(b"%PDF-1.7 x")
    row = CeremonyWinner.objects.first()
    client.force_login(people.organiser)
    with (tmp_path / "foto.jpg").open("rb") as upload:
        answer = client.post(reverse("admin:ceremony_winner", args=[evening.pk, row.pk]), {"upload": upload})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"upload"}


def test_province_s_secretariat_when_the_evening_is_its_own_then_prepares_it(client, final, people):
    own = begun([final], people.organiser, region_code="52")

    client.force_login(people.secretariat)
    assert client.get(reverse("admin:ceremony_sheet", args=[own.pk])).status_code == 200
    client.force_login(people.other_secretariat)
    assert client.get(reverse("admin:ceremony_sheet", args=[own.pk])).status_code == 404


def test_factories_when_asked_then_the_names_above_are_those_of_the_contest():
    assert sorted(NAMES) == sorted(name for _code, name, *_rest in factories.FIELD)
