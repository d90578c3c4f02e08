"""Questions that people bring: two clicks from the start page answer each, on a phone, without script, on a slow line.

How to take part has no page yet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from django.conf import settings

from awards.tests.browser.visits import PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MOST_CLICKS = 2
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 64_000, "uploadThroughput": 32_000}
"""Bytes a second: half a megabit down, a quarter up, and 150 ms to the first byte."""


@dataclass(frozen=True)
class Question:
    """What is asked, which links are followed, and what the last page then says, in one of its tables or anywhere."""

    asked: str
    language: str
    clicks: Sequence[str]
    says: str
    in_table: str = ""


PROVINCE, REGENCY = "a.tile[href='/daerah/52/']", "a[href='/daerah/52.01/']"
RESULT, WHY, RULES = "a[href$='/kabkota-ntb/']", "a[href*='/banding/?a=']", "a[href$='/kabkota-ntb/juknis/']"
MENU_CHECK = (".topbar-small summary", ".topbar-small a[href='/piagam/']")
QUESTIONS = (
    Question("how far from 70 million", "id", (), r"Masih 29,8\s+juta menuju target 2026"),
    Question("how far from 70 million", "en", (), r"29\.8\s+million"),
    Question("how fast", "id", (), r"perlu tambahan 23,4\s+juta setahun"),
    Question("how fast", "en", (), r"23\.4\s+million more a year"),
    Question("what does my province contribute", "id", (PROVINCE,), "Yang disumbangkan pemerintahnya"),
    Question(
        "who pays for informal workers",
        "id",
        (PROVINCE, REGENCY),
        "DBH cukai hasil tembakau",
        "contributions",
    ),
    Question("who won, and with what score", "id", (RESULT,), r"\d\d,\d\d", "ranking"),
    Question("who won, and with what score", "en", (RESULT,), r"\d\d\.\d\d", "ranking"),
    Question("why did A beat B", "id", (RESULT, WHY), "Terutama karena"),
    Question("why did A beat B", "en", (RESULT, WHY), "Above all because of"),
    Question(
        "where does this figure come from", "id", ("footer a[href='/sumber/']",), "Kompas, 23 Januari 2017", "sources"
    ),
    Question("is this certificate genuine", "id", MENU_CHECK, "Cek piagam"),
    Question("is this certificate genuine", "en", MENU_CHECK, "Check a certificate"),
    Question("what changed since last year", "id", (), r"−3\.027\.730", "gaps"),
    Question("what changed since last year", "en", (), r"−3,027,730", "gaps"),
    Question(
        "which rules were used",
        "en",
        (RESULT, RULES),
        "Criteria and weights",
    ),
)


@pytest.fixture(scope="module")
def phones(browser, site):
    """One slow phone a language, with scripts switched off; its style sheets stay from page to page."""
    opened = {}
    for language in ("id", "en"):
        context = browser.new_context(viewport=PHONE, java_script_enabled=False, accept_downloads=True)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}])
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        opened[language] = page
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: f"{one.asked} ({one.language})")
def test_question_when_asked_on_the_start_page_then_two_clicks_answer_it(question, phones, site, scene):
    page = phones[question.language]
    page.goto(site.url)

    for link in question.clicks:
        page.locator(link).first.click()
        page.wait_for_load_state()

    place = page.locator(f"[data-table='{question.in_table}']" if question.in_table else "main").first
    assert len(question.clicks) <= MOST_CLICKS
    assert re.search(question.says, place.inner_text())


@pytest.mark.parametrize("language", ["id", "en"])
def test_table_when_wanted_on_the_start_page_then_one_click_brings_it(language, phones, site, scene):
    page = phones[language]
    page.goto(site.url)

    with page.expect_download() as found:
        page.locator("a[href='/capaian.csv?tabel=gaps']").click()

    assert found.value.suggested_filename == "capaian-gaps.csv"
