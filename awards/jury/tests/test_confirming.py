"""Confirming: one card that adds up, or all complete ones after one page that lists them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.jury.models.scorecards import ScorecardState
from awards.jury.selectors.confirming import ready_cards
from awards.jury.selectors.scoring import worked
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.tests.factories import jury as make
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(client):
    panel = make.panel()
    listed = make.entries(panel.category, 4)
    seat = make.seat(panel, "juri")
    make.declare_free(seat, listed)
    client.force_login(seat.user)
    return panel, listed, seat


def _filled(seat, entry, materi="8", regulasi="75"):
    make.mark(seat, entry, "materi", materi, rationale="Jelas.")
    make.mark(seat, entry, "regulasi", regulasi, rationale="Sesuai.")
    return seat.scorecards.get(entry=entry)


def _states(seat):
    return dict(seat.scorecards.order_by("entry__name").values_list("entry__name", "state"))


def test_ready_cards_then_the_complete_ones_with_points_and_sum_and_the_others_counted(table):
    _panel, (first, second, third, _fourth), seat = table
    _filled(seat, first)
    make.mark(seat, second, "materi", "10")
    make.mark(seat, second, "regulasi", "50")
    make.mark(seat, third, "materi", "8")

    found = ready_cards(seat)

    assert [
        (row.card.entry, [str(part) for _criterion, part in row.points], str(row.total)) for row in found.cards
    ] == [(first, ["8.00", "75.00"], "83.00")]
    assert found.unready == 3


@pytest.mark.parametrize("code", ["materi", "regulasi"])
def test_line_of_work_then_it_says_what_the_points_are(code):
    sheet = load_jury_sheet(make.RULEBOOK)
    halved = load_jury_sheet(make.RULEBOOK.replace("range = [0, 10]", "range = [1, 10]"))

    assert worked(sheet.criterion("materi"), sheet.criterion("materi").best) == "10 ÷ 10 × 10"
    assert worked(halved.criterion(code), halved.criterion(code).best) == (
        "" if code == "materi" else "100 ÷ 100 × 100"
    )


def test_confirm_all_when_some_stay_ticked_then_those_count_and_the_others_wait(client, table):
    panel, (first, second, third, _fourth), seat = table
    cards = [_filled(seat, entry) for entry in (first, second, third)]
    address = reverse("admin:jury_confirm_all", args=[panel.pk])
    page = client.get(address).content.decode()
    sent = {"card": [cards[0].pk, cards[1].pk], **{f"version-{card.pk}": card.version for card in cards}}
    make.mark(seat, second, "materi", "9", rationale="Jelas.", version=1)

    answer = client.post(address, sent, follow=True).content.decode()

    assert page.count('name="card"') == 3
    assert _states(seat) == {first.name: "confirmed", second.name: "draft", third.name: "draft"}
    assert "1 lembar dikonfirmasi." in answer
    assert "Lembar nilai ini berubah setelah Anda membukanya" in answer
    assert AuditEntry.objects.filter(action="jury.confirm").count() == 1


def test_confirm_all_when_sent_twice_or_with_another_jurors_card_then_nothing_more_changes(client, table):
    panel, (first, *_rest), seat = table
    card = _filled(seat, first)
    other = make.seat(panel, "lain")
    make.declare_free(other, [first])
    strange = _filled(other, first)
    address = reverse("admin:jury_confirm_all", args=[panel.pk])
    sent = {"card": [card.pk, strange.pk, "x"], f"version-{card.pk}": card.version}
    sent[f"version-{strange.pk}"] = strange.version

    client.post(address, sent, follow=True)
    again = client.post(address, sent, follow=True)

    strange.refresh_from_db()
    assert (_states(seat), strange.state) == ({first.name: "confirmed"}, ScorecardState.DRAFT)
    assert [str(message) for message in again.context["messages"]] == []


def test_confirm_when_it_is_confirmed_already_then_says_so_without_reproach(client, table):
    panel, (first, *_rest), seat = table
    card = _filled(seat, first)
    address = reverse("admin:jury_confirm", args=[panel.pk, first.public_id])

    client.post(address, {"version": card.version}, follow=True)
    again = client.post(address, {"version": card.version})
    page = again.content.decode()

    assert again.status_code == 200
    assert "Nilai ini sudah dikonfirmasi pada" in page
    assert "Konfirmasi nilai ini" not in page
    assert list(again.context["messages"]) == []
    assert AuditEntry.objects.filter(action="jury.confirm").count() == 1


def test_confirmation_page_then_it_adds_up_with_its_work_and_says_how_marks_are_joined(client, table):
    panel, (first, *_rest), seat = table
    _filled(seat, first)

    page = client.get(reverse("admin:jury_confirm", args=[panel.pk, first.public_id])).content.decode()

    for said in ("83", "8 ÷ 10 × 10", "75 ÷ 100 × 100", "Perda", "Tepat, tidak ada yang dibulatkan.", "rata-rata"):
        assert said in page


def test_confirm_all_when_one_or_three_cards_wait_then_the_queries_are_the_same(client, table):
    panel, listed, seat = table
    address = reverse("admin:jury_confirm_all", args=[panel.pk])
    client.get(address)
    counts = []
    for entries in (listed[:1], listed[1:3]):
        for entry in entries:
            _filled(seat, entry)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
