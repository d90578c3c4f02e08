"""Entries whose form never came: the sheet says so, and the panel's rule holds at every door."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.interviews import PaperSheet
from awards.jury.models.panels import Panel, UnsentRule
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.blockers import panel_blockers
from awards.jury.selectors.desk import desk, next_entry
from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.unsent import unscored_entries
from awards.jury.services.paper import TypedMark, type_paper_sheet
from awards.jury.services.scorecards import UnsentFormError, confirm_scorecard, save_note
from awards.jury.services.unsent import UnsentRuleError, change_unsent_rule
from awards.submissions.models.answers import Submission, SubmissionState
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

ASKING = (
    make.RULEBOOK
    + """
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
"""
)


@pytest.fixture
def table():
    """One entry that sent its form and one that began it only."""
    panel = make.panel(make.category(text=ASKING))
    sent, unsent = make.entries(panel.category, 2)
    now = timezone.now()
    Submission.objects.create(
        entry=sent,
        rulebook_digest="0" * 64,
        created_at=now,
        state=SubmissionState.SUBMITTED,
        submitted_at=now,
        receipt_number="A-1",
        digest="0" * 64,
    )
    Submission.objects.create(entry=unsent, rulebook_digest="0" * 64, created_at=now)
    seat = make.seat(panel, "penilai")
    make.declare_free(seat, [sent, unsent])
    return panel, sent, unsent, seat


def _save(client, panel, entry):
    address = reverse("admin:jury_autosave", args=[panel.pk, entry.public_id])
    return client.post(address, {"criterion": "materi", "value": "8", "version": "0"})


def _paper(seat, entry):
    marks = {"materi": TypedMark(Decimal(8), ""), "regulasi": TypedMark(Decimal(50), "")}
    officer = accounts.secretariat()
    return type_paper_sheet(juror=seat, entry=entry, marks=marks, actor=officer, at=timezone.now())


def test_panel_when_new_then_an_unsent_form_is_not_scored_at_any_door(client, table):
    panel, _sent, unsent, seat = table
    client.force_login(seat.user)

    answer = _save(client, panel, unsent)
    page = client.get(reverse("admin:jury_score", args=[panel.pk, unsent.public_id])).content.decode()
    with pytest.raises(UnsentFormError):
        make.mark(seat, unsent)
    with pytest.raises(UnsentFormError):
        save_note(juror=seat, entry=unsent, note="a", actor=seat.user, at=timezone.now())
    with pytest.raises(UnsentFormError):
        confirm_scorecard(juror=seat, entry=unsent, version=1, actor=seat.user, at=timezone.now())
    with pytest.raises(UnsentFormError):
        _paper(seat, unsent)

    assert (answer.status_code, "tidak dinilai" in answer.json()["message"]) == (422, True)
    assert "peserta seperti ini tidak dinilai" in page
    assert "data-jury-sheet=" not in page
    assert (Mark.objects.count(), Scorecard.objects.count(), PaperSheet.objects.count()) == (0, 0, 0)


def test_panel_when_its_rule_allows_then_the_sheet_says_so_and_the_mark_is_stored(client, table):
    panel, _sent, unsent, seat = table
    Panel.objects.filter(pk=panel.pk).update(unsent_rule=UnsentRule.ALLOW)
    client.force_login(seat.user)

    answer = _save(client, panel, unsent)
    page = client.get(reverse("admin:jury_score", args=[panel.pk, unsent.public_id])).content.decode()

    assert answer.status_code == 200
    assert "peserta seperti ini boleh dinilai" in page
    assert Mark.objects.get().scorecard.entry == unsent


def test_unscored_entry_then_nobody_waits_for_it(table):
    panel, sent, unsent, seat = table
    found = desk(seat, at=timezone.now())

    assert unscored_entries(panel) == {unsent.pk}
    assert {row.entry: row.state for row in found.rows} == {sent: "none", unsent: "unsent"}
    assert (found.to_do, found.total) == (1, 1)
    assert next_entry(seat) == sent
    assert next_entry(seat, skipped=[str(sent.public_id)]) == sent
    make.confirmed_card(seat, sent)
    make.confirmed_card(_second(panel, sent, unsent), sent)
    assert [cell.state for row in matrix(panel, frozenset()).rows for cell in row.cells] == [
        "confirmed",
        "confirmed",
        "unsent",
        "unsent",
    ]
    assert panel_blockers(panel) == []


def _second(panel, *listed):
    seat = make.seat(panel, "penilai-dua")
    make.declare_free(seat, listed)
    return seat


def _change(client, panel, rule):
    address = reverse("admin:awards_panel_change", args=[panel.pk])
    content = {
        "category": panel.category_id,
        "name": panel.name,
        "decree_number": "",
        "decree_on": "",
        "workload": panel.workload,
        "requires_rationale_at_ends": "on",
        "departure_share": "0.2",
        "discrepancy_share": "0.4",
        "unsent_rule": rule,
        "visibilities-TOTAL_FORMS": "0",
        "visibilities-INITIAL_FORMS": "0",
    }
    return client.post(address, content)


def test_rule_when_the_secretariat_changes_it_then_the_trail_says_from_what_to_what(client, table):
    panel, *_rest = table
    client.force_login(accounts.secretariat())

    response = _change(client, panel, "allow")

    assert response.status_code == 302
    panel.refresh_from_db()
    entry = AuditEntry.objects.get(action="jury.unsent_rule")
    assert panel.unsent_rule == UnsentRule.ALLOW
    assert entry.changes == {"panel": panel.name, "from": "refuse", "to": "allow"}


def test_rule_when_marks_count_that_it_would_forbid_then_it_stays(client, table):
    panel, _sent, unsent, seat = table
    Panel.objects.filter(pk=panel.pk).update(unsent_rule=UnsentRule.ALLOW)
    seat.refresh_from_db()
    make.confirmed_card(seat, unsent)
    client.force_login(accounts.secretariat())

    response = _change(client, panel, "refuse")
    panel.refresh_from_db()
    with pytest.raises(UnsentRuleError):
        change_unsent_rule(panel=panel, rule=UnsentRule.REFUSE, actor=seat.user, at=timezone.now())

    assert "Sudah ada nilai yang dikonfirmasi" in response.content.decode()
    panel.refresh_from_db()
    assert panel.unsent_rule == UnsentRule.ALLOW
    assert not AuditEntry.objects.filter(action="jury.unsent_rule").exists()


@pytest.mark.parametrize("role", ["juror", "verifier", "auditor"])
def test_rule_when_somebody_else_asks_then_it_stays(client, table, people, role):
    panel, *_rest = table
    client.force_login(getattr(people, role))

    response = _change(client, panel, "allow")

    assert response.status_code in (302, 403, 404)
    panel.refresh_from_db()
    assert panel.unsent_rule == UnsentRule.REFUSE
