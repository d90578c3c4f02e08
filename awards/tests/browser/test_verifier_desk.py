"""The verifier's desk: the document has the room, and opening another page loses nothing that was typed."""

import re

import pytest
from playwright.sync_api import expect

from awards.tests.browser.pages import answer_to_verify

# Once: the other database answers with the same page.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

SHARE = "() => document.querySelector('.viewer').offsetWidth / document.querySelector('.desk').offsetWidth"


def test_desk_when_another_page_is_opened_then_it_is_open_again_later_and_what_was_typed_stays(scene, visitor):
    page = visitor.context(scene.sessions["verifikator"]).new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{visitor.address}{answer_to_verify(scene)}")
    page.fill("[name=note]", "Lihat halaman 5.")

    page.fill("#hal", "5")
    page.click(".viewer-bar button")

    expect(page.locator("[data-document]")).to_have_attribute("src", re.compile("#page=5$"))
    expect(page.locator("[name=note]")).to_have_value("Lihat halaman 5.")
    page.goto(f"{visitor.address}{answer_to_verify(scene)}")
    expect(page.locator("#hal")).to_have_value("5")
    expect(page.locator("[data-document]")).to_have_attribute("src", re.compile("#page=5$"))
    assert page.evaluate(SHARE) >= 2 / 3 - 0.001
