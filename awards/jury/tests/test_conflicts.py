"""Conflicts: declared, confirmed, dismissed, remembered; a confirmed one voids the score."""

import pytest
from django.utils import timezone

from awards.jury.models.conflicts import Conflict, ConflictState, Declaration
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.seats import entries_of
from awards.jury.services.conflicts import confirm_conflict, declare_conflicts, dismiss_conflict
from awards.jury.services.errors import JuryError
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make.seat(make.panel())


def test_declare_conflicts_on_a_list_then_ticked_entry_leaves_sight(seat):
    first, second, third = make.entries(seat.panel.category, 3)

    declare_conflicts(
        juror=seat,
        entries=[first, second, third],
        reasons={second.pk: "Daerah asal saya."},
        actor=seat.user,
        at=timezone.now(),
    )

    assert list(entries_of(seat)) == [first, third]
    assert list(Declaration.objects.order_by("entry").values_list("has_conflict", flat=True)) == [False, True, False]
    assert Conflict.objects.get().state == ConflictState.CONFIRMED


def test_declare_conflicts_without_a_reason_then_saves_nothing(seat):
    first, second = make.entries(seat.panel.category, 2)

    with pytest.raises(JuryError):
        declare_conflicts(
            juror=seat, entries=[first, second], reasons={first.pk: " "}, actor=seat.user, at=timezone.now()
        )

    assert not Declaration.objects.exists()
    assert not Conflict.objects.exists()


def test_confirm_conflict_with_a_score_then_voids_it_as_an_event(seat):
    (entry,) = make.entries(seat.panel.category, 1)
    make.declare_free(seat, [entry])
    make.confirmed_card(seat, entry)
    found = make.conflict(seat, entry)
    officer = accounts.secretariat()

    confirm_conflict(conflict=found, reason="Benar.", actor=officer, at=timezone.now())

    card = Scorecard.objects.get()
    assert (card.state, card.marks.count()) == (ScorecardState.VOID, 2)
    audit = AuditEntry.objects.get(action="jury.void")
    assert audit.changes == {"from": "confirmed", "marks": {"materi": "8.0000", "regulasi": "50.0000"}}


def test_dismiss_conflict_then_is_remembered_and_entry_stays(seat):
    (entry,) = make.entries(seat.panel.category, 1)
    found = make.conflict(seat, entry)

    dismiss_conflict(conflict=found, reason="Nama sama saja.", actor=accounts.secretariat(), at=timezone.now())

    assert Conflict.objects.get().state == ConflictState.DISMISSED
    assert list(entries_of(seat)) == [entry]


def test_dismiss_conflict_of_one_self_then_refuses(seat):
    (entry,) = make.entries(seat.panel.category, 1)
    found = make.conflict(seat, entry)

    with pytest.raises(JuryError):
        dismiss_conflict(conflict=found, reason="Tidak apa-apa.", actor=seat.user, at=timezone.now())

    assert Conflict.objects.get().state == ConflictState.POSSIBLE
