"""Whatever happens to a seat, in any order, no two cards of it count for one entry."""

import datetime
from collections import Counter
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, SeatType
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.cards import counting_cards, inherited_cards
from awards.jury.selectors.marks import counting_marks, juror_key
from awards.jury.services.conflicts import confirm_conflict, declare_conflict, dismiss_conflict, void_scorecard
from awards.jury.services.errors import JuryError
from awards.jury.services.inheritance import order_fresh_marking
from awards.jury.services.scorecards import confirm_scorecard, reopen_scorecard
from awards.jury.services.seats import Seat, replace_juror, seat_juror
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db

MOVES = st.tuples(
    st.sampled_from(
        ["join", "replace", "leave", "confirm", "reopen", "void", "anew", "conflict", "settle", "legacy", "wait"]
    ),
    st.integers(0, 5),
    st.integers(0, 1),
)


class Bench:
    """Seats of a panel with a chair beside them; every move goes through the services, at a clock of its own."""

    def __init__(self, people):
        self.secretariat = people.secretariat
        self.panel = make.panel(make.category(province_code="52"))
        self.entries = make.entries(self.panel.category, 2)
        self.chair = make.seat(self.panel, is_chair=True)
        self.holders = [make.seat(self.panel)]
        make.declare_free(self.holders[0], self.entries)
        self.at = timezone.now()

    def play(self, move, who, which):
        holder, entry = self.holders[who % len(self.holders)], self.entries[which]
        with suppress(JuryError):  # what may not be is refused; what is then true is asked after every move
            getattr(self, move)(holder, entry)

    def seat_of(self, juror_id):
        """The first holder of the seat that this juror holds or held."""
        earlier = {holder.pk: holder.replaces_id for holder in self.holders}
        while earlier[juror_id]:
            juror_id = earlier[juror_id]
        return juror_id

    def join(self, _holder, _entry):
        place = Seat(SeatType.ACADEMIC, timezone.localdate(self.at))
        joined = seat_juror(panel=self.panel, user=accounts.juror(), seat=place, actor=self.secretariat, at=self.at)
        make.declare_free(joined, self.entries)
        self.holders.append(joined)

    def replace(self, holder, _entry):
        successor = replace_juror(
            juror=holder, user=accounts.juror(), reason="A.", on=timezone.localdate(self.at), actor=self.secretariat,
            at=self.at,
        )  # fmt: skip
        make.declare_free(successor, self.entries)
        self.holders.append(successor)

    def leave(self, holder, _entry):
        Juror.objects.filter(pk=holder.pk, left_on=None).update(left_on=timezone.localdate(self.at))

    def confirm(self, holder, entry):
        for criterion, value in (("materi", "8"), ("regulasi", "50")):
            make.mark(holder, entry, criterion, value, rationale="A.", at=self.at)
        card = holder.scorecards.get(entry=entry)
        confirm_scorecard(juror=holder, entry=entry, version=card.version, actor=holder.user, at=self.at)

    def reopen(self, holder, entry):
        self._with_card(reopen_scorecard, holder, entry)

    def void(self, holder, entry):
        self._with_card(void_scorecard, holder, entry)

    def _with_card(self, service, holder, entry):
        card = holder.scorecards.filter(entry=entry).first()
        if card is not None:
            service(card=card, reason="A.", actor=self.chair.user, at=self.at)

    def anew(self, holder, entry):
        order_fresh_marking(juror=holder, entry=entry, reason="A.", actor=self.chair.user, at=self.at)

    def conflict(self, holder, entry):
        declare_conflict(juror=holder, entry=entry, reason="A.", actor=self.secretariat, at=self.at)

    def settle(self, holder, entry):
        found = Conflict.objects.filter(juror=holder, entry=entry).first()
        if found is not None:
            service = dismiss_conflict if found.state == ConflictState.CONFIRMED else confirm_conflict
            service(conflict=found, reason="A.", actor=self.secretariat, at=self.at)

    def legacy(self, holder, entry):
        """Confirm as an installation of before could: beside a predecessor's confirmed card."""
        Scorecard.objects.filter(juror=holder, entry=entry, state=ScorecardState.DRAFT).update(
            state=ScorecardState.CONFIRMED, confirmed_at=self.at
        )
        if not holder.scorecards.filter(entry=entry).exists():
            card = holder.scorecards.create(
                entry=entry, state=ScorecardState.CONFIRMED, updated_at=self.at, confirmed_at=self.at
            )
            card.marks.create(criterion="materi", value=8, updated_at=self.at)

    def wait(self, _holder, _entry):
        self.at += datetime.timedelta(days=1)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(MOVES, max_size=12))
@example(moves=[("replace", 0, 0), ("legacy", 0, 0), ("legacy", 1, 0)])
@example(moves=[("join", 0, 0), ("confirm", 1, 0), ("replace", 1, 0), ("legacy", 2, 0), ("confirm", 0, 0)])
@example(moves=[("confirm", 0, 0), ("replace", 0, 0), ("anew", 1, 0), ("confirm", 1, 0), ("reopen", 0, 0)])
def test_moves_of_seats_in_any_order_then_never_do_two_of_its_cards_count(people, moves):
    with transaction.atomic():
        _play(Bench(people), moves)
        transaction.set_rollback(True)


def _play(bench, moves):
    for move in moves:
        bench.play(*move)

        cards = counting_cards(Scorecard.objects.filter(juror__panel=bench.panel))
        counting = list(cards.values_list("juror_id", "entry_id"))
        entries = [entry.pk for entry in bench.entries]
        per_seat = Counter((bench.seat_of(juror), entry) for juror, entry in counting)
        assert max(per_seat.values(), default=0) <= 1
        read = {(mark.juror_key, mark.entry_id) for mark in counting_marks(entries)}
        assert read <= {(juror_key(juror), entry) for juror, entry in counting}
        for holder in bench.holders:
            holder.refresh_from_db()
            own = {entry for juror, entry in counting if juror == holder.pk}
            assert not own & inherited_cards(holder).keys()
