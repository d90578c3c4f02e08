"""The scoring screen's content, and that it asks the database the same whatever the number of entries."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.jury.selectors.rationale import suggestions
from awards.jury.selectors.scoring import scoring_screen
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.tests.factories import jury as make
from awards.verification.models import Finding
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db


def _answered(entry, *, claimed="perda", verified="perkada", verdict="corrected"):
    officer = accounts.verifier()
    submission = Submission.objects.create(entry=entry, rulebook_digest="0" * 64, created_at=timezone.now())
    answer = Answer.objects.create(
        submission=submission,
        question="regulasi_terkuat",
        value=claimed,
        updated_at=timezone.now(),
        updated_by=officer,
    )
    Finding.objects.create(
        answer=answer,
        answer_version=1,
        verdict=verdict,
        verified_value=verified,
        reason_code="tidak_sesuai",
        note="Perda belum diundangkan.",
        officer=officer,
        at=timezone.now(),
    )


def test_scoring_screen_with_verified_answer_then_shows_claim_verified_note_and_suggestion():
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel)
    _answered(entry)

    line = scoring_screen(seat, entry).lines[1]

    (fact,) = line.facts
    assert (fact.claimed_text, fact.verified, fact.note) == ("perda", "perkada", "Perda belum diundangkan.")
    assert line.suggested == Decimal(50)


TOLD = """
[questionnaire]
title = "Isian uji"
[[questionnaire.sections]]
code = "inovasi"
name = "Inovasi"
[[questionnaire.sections.questions]]
code = "cerita"
label = "Apa yang baru?"
kind = "text"
required = false
[[questionnaire.sections.questions]]
code = "banyaknya"
label = "Berapa?"
kind = "integer"
"""


@pytest.mark.parametrize(
    ("text", "state", "is_unsent"),
    [
        pytest.param(make.RULEBOOK, None, False, id="nothing is asked"),
        pytest.param(make.RULEBOOK + TOLD, None, True, id="no form"),
        pytest.param(make.RULEBOOK + TOLD, SubmissionState.DRAFT, True, id="a draft"),
        pytest.param(make.RULEBOOK + TOLD, SubmissionState.SUBMITTED, False, id="sent"),
        pytest.param(make.RULEBOOK + TOLD, SubmissionState.RETURNED, False, id="sent and returned"),
    ],
)
def test_scoring_screen_when_the_form_was_never_sent_then_says_so(text, state, is_unsent):
    panel = make.panel(make.category(text=text))
    (entry,) = make.entries(panel.category, 1)
    if state:
        sent = (
            {}
            if state == SubmissionState.DRAFT
            else {
                "submitted_at": timezone.now(),
                "receipt_number": "A-1",
                "digest": "0" * 64,
                "mend_until": timezone.now(),
            }
        )
        Submission.objects.create(entry=entry, rulebook_digest="0" * 64, created_at=timezone.now(), state=state, **sent)

    assert scoring_screen(make.seat(panel), entry).is_unsent is is_unsent


@pytest.mark.parametrize(("written", "told"), [("Bank sampah.", ["Bank sampah."]), ("  ", [])], ids=["told", "empty"])
def test_scoring_screen_when_the_entrant_told_something_in_words_then_shows_it_beside_the_criteria(
    client, written, told
):
    panel = make.panel(make.category(text=make.RULEBOOK + TOLD))
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel)
    make.declare_free(seat, [entry])
    _answered(entry)
    for question, value in (("cerita", written), ("banyaknya", "3")):
        Answer.objects.create(
            submission=entry.submission, question=question, value=value, updated_at=timezone.now(), updated_by=seat.user
        )

    found = scoring_screen(seat, entry).told

    assert [fact.claimed_text for fact in found] == told
    client.force_login(seat.user)
    page = client.get(reverse("admin:jury_score", args=[panel.pk, entry.public_id])).content.decode()
    assert ("Penjelasan peserta" in page) is bool(told)


def test_scoring_screen_with_rejected_answer_then_suggests_nothing():
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    _answered(entry, verdict="rejected", verified="")

    line = scoring_screen(make.seat(panel), entry).lines[1]

    assert (line.facts[0].verified, line.suggested) == ("", None)


def test_scoring_screen_with_an_answer_changed_after_its_verdict_then_unverified_and_nothing_suggested():
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    _answered(entry)
    Answer.objects.update(value="perda", version=2)

    line = scoring_screen(make.seat(panel), entry).lines[1]

    assert (line.facts[0].verified, line.facts[0].verdict, line.facts[0].note, line.suggested) == ("", "", "", None)
    assert suggestions(entry, load_jury_sheet(make.RULEBOOK).criteria) == {}


def test_scoring_screen_with_last_edition_then_shows_its_answer_and_jury_mean():
    last = make.EditionFactory(
        code="lama", period_start=datetime.date(2024, 1, 1), period_end=datetime.date(2024, 12, 31)
    )
    old_panel = make.panel(make.category(edition=last))
    (old_entry,) = make.entries(old_panel.category, 1)
    _answered(old_entry, claimed="perkada")
    for place, value in enumerate(("6", "9"), 1):
        seat = make.seat(old_panel, f"lama-{place}")
        make.declare_free(seat, [old_entry])
        make.confirmed_card(seat, old_entry, materi=value)
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    _answered(entry)

    lines = scoring_screen(make.seat(panel), entry).lines

    assert (lines[0].last_year, lines[1].facts[0].last_year_text) == (Decimal("7.50"), "perkada")


def test_scoring_screen_then_own_distribution_counts_own_marks_only():
    panel = make.panel()
    listed = make.entries(panel.category, 3)
    seat, other = make.seat(panel, "satu"), make.seat(panel, "dua")
    for one in (seat, other):
        make.declare_free(one, listed)
    for entry, level in zip(listed, ("50", "50", "75"), strict=True):
        make.mark(seat, entry, "regulasi", level)
        make.mark(other, entry, "regulasi", "100")

    bars = scoring_screen(seat, listed[2]).lines[1].own

    assert [(bar.count, bar.is_current) for bar in bars] == [(0, False), (0, False), (2, False), (1, True), (0, False)]


def test_scoring_screen_then_total_is_the_sum_of_own_points():
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel)
    make.declare_free(seat, [entry])
    make.mark(seat, entry, "materi", "7.5")
    make.mark(seat, entry, "regulasi", "75")

    screen = scoring_screen(seat, entry)

    assert (screen.total, screen.highest_total) == (Decimal("82.50"), Decimal("110.00"))


def _queries(client, count):
    panel = make.panel(make.category(code=f"kategori-{count}"))
    listed = make.entries(panel.category, count)
    seat = make.seat(panel)
    make.declare_free(seat, listed)
    for entry in listed:
        _answered(entry)
        make.mark(seat, entry)
    client.force_login(seat.user)
    address = reverse("admin:jury_score", args=[panel.pk, listed[0].public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
        return len(captured)


def test_scoring_page_with_one_and_with_twenty_entries_then_same_number_of_queries(client):
    assert _queries(client, 1) == _queries(client, 20)


def test_plain_form_when_another_window_was_first_then_mark_and_rationale_as_typed_are_told(client):
    panel = make.panel()
    (entry,) = make.entries(panel.category, 1)
    seat = make.seat(panel)
    make.declare_free(seat, [entry])
    stored = make.mark(seat, entry, "materi", "8")
    client.force_login(seat.user)
    sent = {
        "materi-criterion": "materi",
        "materi-version": str(stored.version + 5),
        "materi-value": "6",
        "materi-rationale": "Kurang data.",
    }

    answer = client.post(reverse("admin:jury_score", args=[panel.pk, entry.public_id]), sent)

    assert answer.status_code == 422
    assert "Anda ketik: 6. Alasan: Kurang data." in answer.content.decode()
    stored.refresh_from_db()
    assert stored.value == Decimal(8)
