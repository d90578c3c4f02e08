"""Every page of the jury with the Tab key alone: all is reached, one sees where one is, and nothing holds one fast."""

import pytest

from awards.tests.browser.keyboard import walk
from awards.tests.browser.pages import JURY, WORK

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = [shown for shown in (*JURY, *WORK) if shown.name.startswith("jury-")]
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 800}}


def test_walk_when_a_page_is_bad_then_names_each_fault(visitor):
    page = visitor.context("").new_page()
    page.set_content("""<style>:focus { outline: none } .good:focus { outline: 2px solid red }
        .low { position: fixed; inset: auto 0 0; height: 60px; margin: 0; background: white }</style>
        <a class="good" href="#">Baik</a> <button>Tanpa tanda</button> <div role="button" tabindex="0">Kotak</div>
        <a href="#" style="position: absolute; width: 0; height: 0; overflow: hidden">Tersembunyi</a>
        <button class="good low">Tertutup</button> <p class="low">Spanduk</p>
        <button id="trap">Perangkap</button> <input aria-label="Sesudahnya">
        <script>document.getElementById('trap').onkeydown = event => event.preventDefault()</script>""")

    found = walk(page)

    page.close()
    assert found.faults == [
        "the Tab key does not reach <input> Sesudahnya",
        "the focus goes to <a> Tersembunyi, which is not shown",
        "nothing shows that the focus is on <button> Tanpa tanda",
        "nothing shows that the focus is on <div> Kotak",
        "nothing shows that the focus is on <button> Perangkap",
        "the focus is on <button> Tertutup, under <p> Spanduk",
        "the Tab key does not come round; it stays at <button> Perangkap",
    ]


# A keyboard stands on a desk; the order is the same on a phone, and what covers the focus there is found at night.
@pytest.mark.parametrize("width", ["desk", pytest.param("phone", marks=pytest.mark.deep)])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_page_when_walked_with_the_tab_key_then_all_is_reached_and_seen(shown, width, scene, visitor):
    page = visitor.context(scene.sessions[shown.person]).new_page()
    page.set_viewport_size(WIDTHS[width])
    page.goto(f"{visitor.address}{shown.address(scene)}", wait_until="load")

    found = walk(page)

    page.close()
    assert found.count > 0
    assert found.faults == []
