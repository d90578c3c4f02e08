"""An evening in two browsers: the presenter's keys, and a hall whose every byte is listened to from first to last."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from awards.ceremony.models import CeremonyWinner, ShowPress
from awards.ceremony.parsing.steps import FRAME_WITH_PICTURES_BYTES, steps_of
from awards.ceremony.selectors.stage import hall_token
from awards.ceremony.services.photographs import portrait
from awards.ceremony.services.sheet import (
    EveningTerms,
    approve_winner,
    begin_ceremony,
    print_sheet,
    texts_mark,
    write_winner,
)
from awards.ceremony.services.shows import open_show
from awards.tests.browser.conftest import SCREENSHOTS
from awards.tests.browser.juror import Person
from awards.tests.factories import runs as factories

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, OLD = {"width": 1280, "height": 720}, {"width": 1024, "height": 768}
LONG = "Pemerintah Kabupaten Lombok Barat dan Kepulauan Gili di Sebelah Barat Lautnya"
# Words end above the lowest sixth, where people stand.
OUTSIDE = """() => Boolean([...document.querySelectorAll(".scene *")].find((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight * 5 / 6 + 1);
}))"""
KEPT = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, await caches.keys(), history.length, history.state,
  document.title, (await indexedDB.databases()).length, location.hash,
])"""


@pytest.fixture
def people():
    return factories.people.organiser(username="panitia"), factories.people.organiser(username="kedua")


@pytest.fixture
def show(people, tmp_path):
    first, second = people
    contest = factories.contest()
    factories.applied(contest, actor=first)
    final = factories.final(contest, organiser=first, second=second)
    at = timezone.now()
    terms = EveningTerms("Anugerah Uji 2026", "Mataram", at, "")
    evening = begin_ceremony(edition=contest.edition, publications=[final], terms=terms, actor=first, at=at)
    texts = {"citation": "Menanggung iuran 16.902 pekerja rentan, dengan anggaran yang berjalan setiap tahun."}
    for row in CeremonyWinner.objects.select_related("entry"):
        values = {**texts, "giver": "Wakil Presiden Republik Indonesia", "receiver": f"Kepala {row.entry.name}"}
        if row.entry.name == "Kabupaten Lombok Barat":
            values["official_name"] = LONG
        row = write_winner(winner=row, values=values, actor=first, at=at)
        approve_winner(winner=row, seen=texts_mark(row), actor=second, at=at)
    _photograph(CeremonyWinner.objects.get(item__prize_key="1||1"), tmp_path, at)
    print_sheet(ceremony=evening, actor=first, at=at)
    return open_show(ceremony=evening, actor=first, at=at)


def _photograph(winner, folder, at):
    path = folder / "foto.png"
    Image.linear_gradient("L").resize((900, 700)).save(path)
    content = portrait(path, name="foto.png")
    winner.photograph = winner._meta.get_field("photograph").related_model.objects.create(
        digest="1" * 64, content=content, added_at=at
    )
    winner.save()


def picture_of(page, name):
    if SCREENSHOTS is not None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), animations="disabled")


def scene_text(scene):
    """What waits for the hall to have drawn this scene."""
    return scene.get("name") or scene.get("title") or scene.get("word") or ""


def test_evening_when_played_by_keys_then_the_hall_never_holds_what_comes_later(browser, live_server, show, people):
    steps = steps_of(json.loads(show.content))
    presenter = Person(browser, live_server.url, people[0])
    presenter.page.goto(live_server.url + reverse("admin:ceremony_deck", args=[show.key]))
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    hall, heard, faults = context.new_page(), [], []
    hall.on("response", lambda answer: heard.append(answer))
    hall.on("pageerror", lambda error: faults.append(str(error)))
    hall.goto(live_server.url + reverse("ceremony-hall", args=[hall_token(show)]))
    expect(hall.locator("h1")).to_have_text("Anugerah Uji 2026")
    kept_at_first = hall.evaluate(KEPT)

    told = []
    for number, step in enumerate(steps):
        if number:
            presenter.page.keyboard.press("ArrowRight")
            expect(presenter.page.locator("[data-number]")).to_have_attribute("data-number", str(number))
        expect(hall.locator("main")).to_contain_text(scene_text(step.scene))
        hall.wait_for_timeout(600)
        drawn, heard_now = hall.content(), _bodies(heard)
        heard.clear()
        told.append((drawn, heard_now, hall.evaluate(KEPT)))
        for viewport, name in ((OLD, "4x3"), (WIDE, "16x9")):
            hall.set_viewport_size(viewport)
            assert not hall.evaluate(OUTSIDE), (name, step.kind)
            picture_of(hall, f"hall-{name}-{number:02d}-{step.kind}")
        if step.kind == "name":
            picture_of(presenter.page, f"deck-{number:02d}")

    secrets = [(place, word) for place, step in enumerate(steps) for word in _secrets(step.scene)]
    for place, word in secrets:
        early = [n for n in range(place) if word in told[n][0] or word in told[n][1] or word in told[n][2]]
        earlier_step = any(word in json.dumps(steps[n].scene, ensure_ascii=False) for n in range(place))
        assert early == [] or earlier_step, (word, place, early)
    assert {kept for _drawn, _heard, kept in told} == {kept_at_first}
    assert faults == []
    _black_hold_and_a_line_that_is_cut(presenter.page, hall, len(steps))
    context.close()
    presenter.close()


def _secrets(scene):
    return [word for word in (scene.get("name"), scene.get("score"), scene.get("title")) if word]


def _bodies(answers):
    """Return everything that was heard as text; the pictures are all of one length."""
    pictures = [answer for answer in answers if answer.url.endswith("/kini/")]
    assert {len(answer.body()) for answer in pictures} <= {FRAME_WITH_PICTURES_BYTES}
    assert {answer.headers["cache-control"] for answer in pictures} <= {"no-store"}
    texts = [answer.body().decode("unicode_escape", "replace") for answer in pictures]
    others = [answer.text() for answer in answers if answer.url.endswith((".js", ".css", "/")) and answer.ok]
    return "\n".join([*texts, *others])


def _black_hold_and_a_line_that_is_cut(presenter, hall, steps):
    presenter.keyboard.press("b")
    expect(hall.locator(".scene-black")).to_be_visible()
    presenter.keyboard.press("b")
    expect(hall.locator("h1")).to_have_text("Anugerah Uji 2026")
    presenter.keyboard.press("t")
    expect(presenter.get_by_role("button", name="Ditahan: lepas")).to_be_visible()
    presenter.keyboard.press("ArrowLeft")
    expect(presenter.locator("[data-number]")).to_have_attribute("data-number", str(steps + 3))
    assert ShowPress.objects.order_by("number").last().step == steps - 1
    presenter.keyboard.press("t")
    expect(presenter.get_by_role("button", name="Tahan", exact=False).first).to_be_visible()
    hall.route("**/kini/", lambda route: route.abort())
    hall.wait_for_timeout(1200)
    expect(hall.locator("h1")).to_have_text("Anugerah Uji 2026")
    hall.unroute("**/kini/")
    hall.route("**/kini/", lambda route: route.fulfill(status=500, body="error"))
    hall.wait_for_timeout(1200)
    expect(hall.locator("h1")).to_have_text("Anugerah Uji 2026")
    assert "error" not in hall.inner_text("body")


def test_held_key_when_it_repeats_then_one_step(browser, live_server, show, people):
    presenter = Person(browser, live_server.url, people[0])
    presenter.page.goto(live_server.url + reverse("admin:ceremony_deck", args=[show.key]))
    presenter.page.keyboard.down("ArrowRight")
    for _repeat in range(5):
        presenter.page.keyboard.down("ArrowRight")
    presenter.page.keyboard.up("ArrowRight")
    expect(presenter.page.locator("[data-number]")).to_have_attribute("data-number", "1")
    presenter.page.keyboard.press("x")
    presenter.page.wait_for_timeout(1200)

    assert ShowPress.objects.count() == 1
    presenter.close()


def test_running_order_when_dragged_or_moved_by_keys_then_kept(browser, live_server, show, people):
    presenter = Person(browser, live_server.url, people[0])
    page = presenter.page
    page.goto(live_server.url + reverse("admin:ceremony_sheet", args=[show.ceremony_id]))
    items = list(show.ceremony.items.order_by("position").values_list("pk", flat=True))

    page.get_by_role("button", name="Seret acara 2").focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    assert list(show.ceremony.items.order_by("position").values_list("pk", flat=True))[:2] == [items[1], items[0]]
    with page.expect_navigation():
        page.get_by_role("button", name="Seret acara 1").drag_to(page.locator(f"#acara-{items[2]}"))
    assert list(show.ceremony.items.order_by("position").values_list("pk", flat=True))[:3] == [
        items[0],
        items[2],
        items[1],
    ]
    presenter.close()
