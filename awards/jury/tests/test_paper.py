"""Paper sheets: two people type, neither sees the other's before both have; where they differ, somebody says why."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.interviews import PaperMark, PaperSheet, PaperState, PaperTurn
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.services.errors import JuryError
from awards.jury.services.paper import (
    TypedMark,
    reject_paper_sheet,
    settle_paper_sheet,
    type_again,
    type_paper_sheet,
)
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

MARKS = {"materi": TypedMark(Decimal("8.5"), "Runtut sekali."), "regulasi": TypedMark(Decimal(50), "Sesuai.")}
SENT = {
    "materi-value": "8,5",
    "materi-rationale": "runtut  sekali",
    "regulasi-value": "50",
    "regulasi-rationale": "Sesuai.",
}


@pytest.fixture
def table():
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seat = make.seat(panel, "penilai")
    make.declare_free(seat, listed)
    return panel, listed, seat, accounts.secretariat(username="satu"), accounts.secretariat(username="dua")


def _typed(table, entry=None):
    _panel, (first, _second), seat, typist, _checker = table
    return type_paper_sheet(juror=seat, entry=entry or first, marks=MARKS, actor=typist, at=timezone.now())


def _differing(table):
    marks = {**MARKS, "materi": TypedMark(Decimal(8), "Runtut sekali.")}
    return type_again(sheet=_typed(table), marks=marks, actor=table[4], at=timezone.now())


def _address(name, table, *more):
    return reverse(f"admin:{name}", args=[table[0].pk, *more])


def test_sheet_when_a_second_person_types_the_same_then_the_card_counts(client, table):
    sheet = _typed(table)
    assert not Mark.objects.exists()
    client.force_login(table[4])

    answer = client.post(_address("jury_type_again", table, sheet.pk), SENT, follow=True).content.decode()

    sheet.refresh_from_db()
    card = Scorecard.objects.get()
    assert "Kedua ketikan sama. Nilai juri dikonfirmasi." in answer
    assert (sheet.state, sheet.second_by, sheet.decided_by) == (PaperState.CONFIRMED, table[4], table[4])
    assert card.state == ScorecardState.CONFIRMED
    assert {mark.criterion: mark.value for mark in card.marks.all()} == {"materi": Decimal("8.5"), "regulasi": 50}
    assert AuditEntry.objects.get(action="jury.paper.type_again").changes["typed"] == {
        "materi": ["8.5000", "8.5000"],
        "regulasi": ["50.0000", "50.0000"],
    }


@pytest.mark.parametrize("who", ["first typist", "juror"])
def test_second_typing_when_by_the_same_hand_or_the_juror_then_refuses(table, who):
    sheet = _typed(table)
    actor = table[3] if who == "first typist" else table[2].user

    with pytest.raises(JuryError):
        type_again(sheet=sheet, marks=MARKS, actor=actor, at=timezone.now())

    sheet.refresh_from_db()
    assert (sheet.state, sheet.marks.count(), Mark.objects.count()) == (PaperState.TYPED, 2, 0)


def _answers(client, table, sheet, reader):
    """Everything that a person of the secretariat can open about a sheet."""
    client.force_login(reader)
    panel = table[0]
    addresses = [
        _address("jury_typing", table),
        f"{_address('jury_typing', table)}?lagi={sheet.pk}",
        _address("jury_type_again", table, sheet.pk),
        _address("jury_overview", table),
        _address("jury_close", table),
        reverse("admin:jury_paper", args=[panel.pk, sheet.entry.public_id]),
        reverse("admin:audit_auditentry_changelist"),
        *(
            reverse("admin:audit_auditentry_change", args=[pk])
            for pk in AuditEntry.objects.values_list("pk", flat=True)
        ),
    ]
    return [client.get(address, follow=True).content.decode() for address in addresses]


@pytest.mark.parametrize("role", ["secretariat", "organiser", "auditor"])
def test_first_typing_when_others_look_anywhere_then_nothing_of_it_is_shown(client, table, people, role):
    sheet = _typed(table)
    PaperMark.objects.filter(criterion="materi").update(value=Decimal("7.5"), rationale="Hanya yang pertama.")

    shown = _answers(client, table, sheet, getattr(people, role))
    own = _answers(client, table, sheet, table[3])[0]

    assert [page for page in shown if "7,5" in page or "7.5000" in page or "Hanya yang pertama" in page] == []
    assert "Hanya yang pertama." in own
    assert "8.5" not in str(AuditEntry.objects.get(action="jury.paper.type").changes)


def test_second_typing_page_when_the_first_typist_opens_it_then_it_is_not_there(client, table):
    sheet = _typed(table)
    client.force_login(table[3])

    assert client.get(_address("jury_type_again", table, sheet.pk)).status_code == 404
    assert client.post(_address("jury_type_again", table, sheet.pk), SENT).status_code == 404


def test_typings_when_they_differ_then_each_cell_is_shown_and_settled_with_a_reason(client, table):
    sheet = _typed(table)
    client.force_login(table[4])
    client.post(_address("jury_type_again", table, sheet.pk), {**SENT, "materi-value": "8"})
    page = client.get(_address("jury_typing", table)).content.decode()
    assert page.count("berbeda</span>") == 1
    assert page.count("sama</span>") == 1
    assert not Mark.objects.exists()

    check = _address("jury_check", table, sheet.pk)
    refused = [
        client.post(check, {"decision": "settle", "materi-turn": "2", "reason": ""}, follow=True),
        client.post(check, {"decision": "settle", "reason": "Kertas: 8."}, follow=True),
        client.post(check, {"decision": "settle", "materi-turn": "3", "reason": "Kertas: 8."}, follow=True),
    ]
    assert [len(answer.context["messages"]) for answer in refused] == [1, 1, 1]
    assert not Mark.objects.exists()
    client.post(check, {"decision": "settle", "materi-turn": "2", "reason": "Kertas: 8."})

    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason, sheet.decided_by) == (PaperState.CONFIRMED, "Kertas: 8.", table[4])
    assert {mark.criterion: mark.value for mark in Mark.objects.all()} == {"materi": 8, "regulasi": 50}
    assert AuditEntry.objects.get(action="jury.paper.confirmed").changes["marks"]["materi"] == "8.0000"


def test_typings_when_they_differ_then_the_first_typist_does_not_settle(client, table):
    sheet = _differing(table)

    with pytest.raises(JuryError):
        settle_paper_sheet(
            sheet=sheet, chosen={"materi": PaperTurn.FIRST}, reason="A.", actor=table[3], at=timezone.now()
        )

    client.force_login(table[3])
    assert "Pakai yang dipilih" not in client.get(_address("jury_typing", table)).content.decode()
    assert not Mark.objects.exists()


@pytest.mark.parametrize("state", ["typed", "differs"])
def test_sheet_when_refused_then_what_was_typed_is_kept_and_its_typist_may_begin_with_it(client, table, state):
    sheet = _typed(table) if state == "typed" else _differing(table)
    reject_paper_sheet(sheet=sheet, reason="Tanpa tanda tangan.", actor=table[4], at=timezone.now())

    client.force_login(table[3])
    own = client.get(f"{_address('jury_typing', table)}?lagi={sheet.pk}").content.decode()
    client.force_login(accounts.secretariat(username="tiga"))
    other = client.get(f"{_address('jury_typing', table)}?lagi={sheet.pk}").content.decode()

    assert sheet.marks.filter(turn=PaperTurn.FIRST).count() == 2
    assert "Tanpa tanda tangan." in own
    assert 'value="8,5"' in own
    assert "Tanpa tanda tangan." in other
    assert "8,5" not in other
    assert _typed(table).pk != sheet.pk
    assert not Mark.objects.exists()


def test_form_when_a_mark_is_outside_the_scale_then_what_was_typed_stays_with_its_reason(client, table):
    panel, (_entry, second), seat, typist, _checker = table
    client.force_login(typist)
    sent = {**SENT, "juror": seat.pk, "entry": second.public_id, "materi-value": "11", "regulasi-value": "1.000"}

    answer = client.post(_address("jury_type", table), sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="11"' in page
    assert 'value="1.000"' in page
    assert "dapat dibaca dua cara" in page
    assert re.search(rf'value="{second.public_id}"\s+selected', page)
    assert not PaperSheet.objects.exists()
    assert Panel.objects.get() == panel


def test_printed_sheet_then_it_has_level_words_steps_and_the_decree(client, table):
    panel, (entry, _second), *_rest = table
    Panel.objects.filter(pk=panel.pk).update(decree_number="SK 12/2026", decree_on="2026-02-01")
    client.force_login(table[3])

    page = client.get(reverse("admin:jury_paper", args=[panel.pk, entry.public_id])).content.decode()

    for said in ("Perbup/Perwali", "naik per", "0,5", "SK 12/2026", "1 Februari 2026"):
        assert said in page


def test_typing_desk_when_one_or_three_sheets_wait_then_the_queries_are_the_same(client, table):
    panel, listed, seat, typist, _checker = table
    client.force_login(table[4])
    others = [make.seat(panel, f"penilai-{place}") for place in (2, 3)]
    client.get(_address("jury_typing", table))
    counts = []
    for jurors in ([seat], others):
        for juror in jurors:
            make.declare_free(juror, listed) if juror is not seat else None
            type_paper_sheet(juror=juror, entry=listed[0], marks=MARKS, actor=typist, at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get(_address("jury_typing", table))
        counts.append(len(queries))

    assert counts[0] == counts[1]
