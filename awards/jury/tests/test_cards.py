"""One seat, one card per entry: what a successor inherits, what is marked anew, and who holds a seat on a day."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import FreshMarking, Scorecard, ScorecardState
from awards.jury.selectors.blockers import panel_blockers
from awards.jury.selectors.cards import Holder, holders_of
from awards.jury.selectors.desk import desk, next_entry
from awards.jury.selectors.marks import counting_marks, juror_key
from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.minutes import marks_digest
from awards.jury.selectors.queue import marks_on
from awards.jury.selectors.seats import active_jurors
from awards.jury.selectors.sight import entries_still_to_judge, entries_with_open_marks
from awards.jury.services.errors import JuryError
from awards.jury.services.inheritance import FreshMarkingError, order_fresh_marking
from awards.jury.services.scorecards import InheritedCardError, JuryClosedError, reopen_scorecard
from awards.jury.services.seats import replace_juror
from awards.publication.selectors.blockers import BlockerKind, blockers
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(people):
    """Chair and juror; the juror confirmed the first entry, began the second, and was replaced today."""
    panel = make.panel(make.category(province_code="52"))
    listed = make.entries(panel.category, 3)
    chair, old = make.seat(panel, "ketua", is_chair=True), make.seat(panel, "lama")
    for seat in (chair, old):
        make.declare_free(seat, listed)
    make.confirmed_card(old, listed[0], materi="7")
    make.mark(old, listed[1], "materi", "3")
    new = _replaced(old, "baru", people.secretariat)
    make.declare_free(new, listed)
    return panel, listed, chair, old, new


def _replaced(seat, username, actor, on=None):
    return replace_juror(
        juror=seat,
        user=accounts.juror(username=username),
        reason="Mutasi.",
        on=on or timezone.localdate(),
        actor=actor,
        at=timezone.now(),
    )


def _doubled(juror, entry, materi="1"):
    """A confirmed card as an installation of before may hold it, beside the predecessor's."""
    card = Scorecard.objects.create(
        juror=juror, entry=entry, state=ScorecardState.CONFIRMED, updated_at=timezone.now(), confirmed_at=timezone.now()
    )
    for criterion, value in (("materi", materi), ("regulasi", "25")):
        card.marks.create(criterion=criterion, value=Decimal(value), updated_at=timezone.now())
    return card


def _anew(juror, entry, chair, **fields):
    return order_fresh_marking(
        juror=juror, entry=entry, **{"reason": "Berkas baru.", "actor": chair.user, "at": timezone.now(), **fields}
    )


def _counting(*entries):
    return {(mark.entry_id, mark.juror_key) for mark in counting_marks([entry.pk for entry in entries])}


def _states(panel):
    return {
        (cell.entry.name[-2:], cell.juror.user.username): cell.state
        for row in matrix(panel, frozenset()).rows
        for cell in row.cells
    }


def test_holders_when_a_seat_changed_hands_twice_then_each_has_its_turn():
    assert holders_of({2: 1, 3: 2, 9: 8}) == {
        1: Holder(1, 0),
        2: Holder(1, 1),
        3: Holder(1, 2),
        8: Holder(8, 0),
        9: Holder(8, 1),
    }


def test_counting_marks_when_both_holders_confirmed_then_only_the_predecessors_card_counts(table):
    panel, (entry, *_rest), _chair, old, new = table
    before = marks_digest(panel)

    _doubled(new, entry)

    assert _counting(entry) == {(entry.pk, juror_key(old.pk))}
    assert marks_digest(panel) == before
    assert [row.juror for row in marks_on(panel, entry)] == [old]


def test_counting_marks_when_a_third_holder_confirmed_too_then_the_first_card_still_counts(table, people):
    _panel, (entry, *_rest), _chair, old, new = table
    third = _replaced(new, "ketiga", people.secretariat)

    _doubled(third, entry)

    assert _counting(entry) == {(entry.pk, juror_key(old.pk))}


def test_matrix_when_a_seat_changed_hands_then_its_inherited_kept_and_open_cards_are_told_apart(table):
    panel, *_rest = table

    states = _states(panel)

    assert {key: state for key, state in states.items() if key[1] != "ketua"} == {
        ("01", "lama"): "confirmed",
        ("01", "baru"): "inherited",
        ("02", "lama"): "kept",
        ("02", "baru"): "none",
        ("03", "lama"): "left",
        ("03", "baru"): "none",
    }


def test_matrix_when_two_cards_of_one_seat_are_confirmed_then_one_is_set_aside_and_in_no_mean(table):
    panel, (entry, *_rest), _chair, _old, new = table
    _doubled(new, entry)

    (row,) = [row for row in matrix(panel, frozenset({entry.pk})).rows if row.entry == entry]

    assert {cell.juror.user.username: cell.state for cell in row.cells}["baru"] == "aside"
    assert (row.confirmed, row.spread) == (1, None)


def test_blockers_when_a_card_is_inherited_then_it_is_not_missing(table):
    panel, *_rest = table

    found = {blocker.code: blocker.count for blocker in panel_blockers(panel)}

    assert found == {"unscored": 5, "too_few": 3}


def test_publication_when_a_replaced_juror_left_a_draft_then_it_is_not_waited_for(table):
    panel, *_rest = table

    found = blockers(panel.category, tie_decision="")

    assert [row.count for row in found if row.kind == BlockerKind.SCORECARD] in ([], [0])


def test_successor_when_a_card_is_inherited_then_nothing_is_asked_and_no_mark_taken(table):
    _panel, (first, second, third), _chair, old, new = table

    with pytest.raises(InheritedCardError) as refusal:
        make.mark(new, first, "materi", "9")

    shown = desk(new, at=timezone.now())
    assert str(old) in str(refusal.value)
    assert [row.state for row in shown.rows] == ["inherited", "none", "none"]
    assert (shown.to_do, shown.confirmed) == (2, 1)
    assert next_entry(new) in (second, third)
    assert not Scorecard.objects.filter(juror=new).exists()


def test_successor_when_a_card_is_inherited_then_its_marks_are_open_and_nothing_is_left_to_judge(table):
    _panel, (first, second, third), _chair, _old, new = table

    now = timezone.now()

    assert entries_with_open_marks(new, at=now) == {first.pk}
    assert entries_still_to_judge(new, at=now) == {second.pk, third.pk}


def test_predecessor_from_the_moment_of_replacement_then_writes_nothing_and_the_day_has_one_holder(table):
    panel, (_first, second, _third), _chair, old, new = table
    card = Scorecard.objects.get(juror=old, entry=second)

    with pytest.raises(JuryClosedError):
        make.mark(old, second, "materi", "9", version=1)

    assert (old.pk in _holding(panel, 0), new.pk in _holding(panel, 0)) == (False, True)
    assert (card.state, card.marks.get().value) == (ScorecardState.DRAFT, Decimal(3))
    assert _counting(second) == set()


def test_replacement_in_a_week_then_the_old_juror_sits_until_the_day_before(table, people):
    panel, (_first, second, _third), _chair, _old, new = table
    later = _replaced(new, "nanti", people.secretariat, on=timezone.localdate() + datetime.timedelta(days=7))

    make.mark(new, second, "materi", "9")

    assert [(new.pk in _holding(panel, day), later.pk in _holding(panel, day)) for day in (6, 7)] == [
        (True, False),
        (False, True),
    ]


def _holding(panel, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return set(active_jurors(on=day).filter(panel=panel).values_list("pk", flat=True))


def test_fresh_marking_when_the_chair_decides_then_the_successor_marks_and_never_both_count(table):
    panel, (first, *_rest), chair, _old, new = table

    decision = _anew(new, first, chair)

    assert (decision.reason, decision.decided_by) == ("Berkas baru.", chair.user)
    assert _counting(first) == set()
    states = _states(panel)
    assert (states["01", "lama"], states["01", "baru"]) == ("aside", "none")
    make.confirmed_card(new, first, materi="9")
    assert _counting(first) == {(first.pk, juror_key(new.pk))}
    assert AuditEntry.objects.get(action="jury.fresh_marking").reason == "Berkas baru."


@pytest.mark.parametrize(
    "case",
    ["no reason", "not the chair", "own seat", "nothing inherited", "opened", "chair recused", "closed", "twice"],
)
def test_fresh_marking_when_it_cannot_be_then_is_refused_and_nothing_changes(table, people, case):
    panel, (first, second, _third), chair, old, new = table
    fields = {}
    entry = first
    if case == "no reason":
        fields["reason"] = " "
    elif case == "not the chair":
        fields["actor"] = people.secretariat
    elif case == "own seat":
        Juror.objects.filter(pk=chair.pk).update(is_chair=False)
        Juror.objects.filter(pk=new.pk).update(is_chair=True)
        fields["actor"] = new.user
    elif case == "nothing inherited":
        entry = second
    elif case == "opened":
        Scorecard.objects.create(juror=new, entry=first, updated_at=timezone.now())
    elif case == "chair recused":
        make.conflict(chair, first)
    elif case == "closed":
        type(panel).objects.filter(pk=panel.pk).update(closed_at=timezone.now(), closed_by=people.organiser)
        new.panel.refresh_from_db()
    else:
        _anew(new, first, chair)
    before = FreshMarking.objects.count()

    with pytest.raises(FreshMarkingError):
        _anew(new, entry, chair, **fields)

    assert FreshMarking.objects.count() == before
    assert _counting(first) == (set() if case == "twice" else {(first.pk, juror_key(old.pk))})


def test_reopening_a_card_of_a_replaced_juror_then_is_refused_and_it_keeps_counting(table):
    _panel, (first, *_rest), chair, old, _new = table
    card = Scorecard.objects.get(juror=old, entry=first)

    with pytest.raises(JuryError):
        reopen_scorecard(card=card, reason="Keliru.", actor=chair.user, at=timezone.now())

    assert _counting(first) == {(first.pk, juror_key(old.pk))}


def test_inherited_page_then_the_chair_decides_there_and_no_mark_is_shown(client, table):
    panel, (first, *_rest), chair, _old, new = table
    make.confirmed_card(chair, first, materi="9.5")
    client.force_login(chair.user)
    address = reverse("admin:jury_inherited", args=[panel.pk, new.pk])

    before = client.get(address).content.decode()
    done = client.post(address, {"entry": str(first.public_id), "reason": "Berkas baru."}, follow=True).content.decode()

    assert first.name in before
    assert not any(figure in before for figure in ("57,00", "59,50", ">7<", ">9,5<"))
    assert "menilai ulang" in done
    assert FreshMarking.objects.get().entry == first


@pytest.mark.parametrize(
    ("role", "status"),
    [("chair", 200), ("secretariat", 404), ("organiser", 404), ("auditor", 404), ("new", 404), ("old", 404)],
)
def test_inherited_page_for_a_role_then_only_the_chair_opens_it(client, table, people, role, status):
    panel, (first, *_rest), chair, old, new = table
    persons = {"chair": chair.user, "new": new.user, "old": old.user}
    client.force_login(persons.get(role) or getattr(people, role))
    address = reverse("admin:jury_inherited", args=[panel.pk, new.pk])

    answer = client.get(address).status_code
    if status != 200:
        client.post(address, {"entry": str(first.public_id), "reason": "A."})

    assert answer == status
    assert not FreshMarking.objects.exists()


def test_sheet_of_an_inherited_entry_then_says_whose_card_counts_and_takes_no_mark(client, table):
    panel, (first, *_rest), _chair, old, new = table
    client.force_login(new.user)

    page = client.get(reverse("admin:jury_score", args=[panel.pk, first.public_id])).content.decode()

    assert f"Nilai {old} untuk peserta ini tetap dihitung" in page
    assert '<fieldset class="j-readonly" disabled>' in page
    assert "data-jury-sheet" not in page
