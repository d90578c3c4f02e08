"""What is wrong with an answer is said at its field, every time, and tied to it for those who listen."""

import itertools

import pytest
from playwright.sync_api import expect

from awards.tests.factories.submissions import SubmissionFactory

WRONG_NUMBERS = [
    f"{before}{number}{after}"
    for number, (before, after) in itertools.product(
        ("12", "1.5", "7,25", "1 0", "dua"), (("-", ""), ("", " rumah"), ("x", ""), ("", "?"), ("", "/3"))
    )
]
STEPS, STEP_MS = 600, 100
WRONG_YEARS = ["19", "20245", "dua ribu", "2o24", "-2024", "2024.5", "3024", "x", "1", "0"]


@pytest.fixture
def page(story):
    """The officer's window, by a clock that only the test moves: an answer goes out a second after it was typed."""
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    page = story.sign_in("petugas")
    page.clock.install(time=0)
    return page


def typed(page, field, text):
    """Type, and let the page's clock go on until the answer came: what is typed is put by before its second begins."""
    question = field.partition("-")[0]
    answers = []

    def note(answer):
        if f"/jawaban/{question}/" in answer.url:
            answers.append(answer)

    page.on("response", note)
    page.fill(f"[name={field}]", text)
    for _step in range(STEPS):
        page.clock.run_for(1000)
        page.wait_for_timeout(STEP_MS)
        if answers:
            break
    page.remove_listener("response", note)
    return answers[0]


def open_section(story, page, code):
    story.open("petugas", "submission-section", code)
    expect(page.locator("#keadaan-simpan")).not_to_be_empty()
    page.clock.pause_at(3600)


def faults_of(page, field, question, values):
    """Type each value and compare what the server said with what stands at the field."""
    found = []
    for value in values:
        problem = typed(page, field, value).json()["problem"]
        shown = page.locator(f"#salah-{question}")
        if not problem:
            found.append((value, "taken"))
            continue
        expect(shown).to_have_text(problem)
        expect(shown).to_be_visible()
        expect(page.locator(f"[data-question={question}] .invalid-feedback")).to_have_count(1)
        assert f"salah-{question}" in page.locator(f"[data-question={question}] [aria-invalid]").first.get_attribute(
            "aria-describedby"
        )
    return found


def test_number_when_wrong_again_and_again_then_each_time_the_reason_stands_at_the_field(story, page):
    open_section(story, page, "rentan")

    assert faults_of(page, "sponsored", "sponsored", WRONG_NUMBERS) == []


def test_number_when_right_again_then_nothing_is_said_any_more(story, page):
    open_section(story, page, "rentan")
    faults_of(page, "sponsored", "sponsored", ["x", "y"])

    typed(page, "sponsored", "12")

    expect(page.locator("#salah-sponsored")).to_have_count(0)
    field = page.locator("[name=sponsored]")
    assert field.get_attribute("aria-invalid") is None
    assert "salah-" not in (field.get_attribute("aria-describedby") or "")


def test_register_when_wrong_again_and_again_then_each_time_the_reason_stands_there(story, page):
    open_section(story, page, "regulasi")
    page.select_option("[name=rules-0-rank]", "perda")
    page.fill("[name=rules-0-number]", "5")

    assert faults_of(page, "rules-0-year", "rules", WRONG_YEARS) == []


def test_long_text_when_it_passes_its_limit_then_it_is_counted_kept_whole_and_refused_in_words(story, page):
    open_section(story, page, "regulasi")
    most, near = 20_000, "Bank sampah. " * 1500
    page.fill("[name=story]", near)
    counter = page.locator("#id_story-panjang")
    expect(counter).to_contain_text("19.500 dari paling banyak 20.000")

    answer = typed(page, "story", near * 2)

    assert (answer.status, most < len(near * 2)) == (400, True)
    expect(counter).to_contain_text("39.000 tanda; paling banyak 20.000")
    expect(page.locator("#keadaan-simpan")).to_contain_text("paling panjang 20000 huruf")
    assert page.locator("[name=story]").input_value() == near * 2
