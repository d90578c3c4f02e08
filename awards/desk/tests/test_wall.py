"""The projector shows the entry on the table, and nothing that anybody in the room must not see."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.desk.selectors.wall import _lines, wall, wall_step
from awards.jury.models.panels import Panel, PanelVisibility
from awards.jury.models.plenary import Plenary
from awards.jury.models.scorecards import Mark
from awards.jury.services.plenary import PlenaryRuling, close_plenary, move_plenary, open_plenary, record_decision
from awards.jury.services.presence import clear_room
from awards.runs.models import RunScore
from awards.runs.services.moves import apply_run
from awards.tests.factories import jury as make
from awards.tests.factories import runs as factories

pytestmark = pytest.mark.django_db

RULES = factories.RULES.replace(
    'method = "mean"\nminimum_marks = 1', 'method = "trimmed_mean"\nminimum_marks = 1\ndrop_high = 1\ndrop_low = 1'
)


@pytest.fixture
def sitting(people):
    """The contest of three entries with an applied run; three jurors in the room, Lombok Timur on the table."""
    made = factories.contest(rules=RULES)
    run = factories.computed(made)
    apply_run(run=run, actor=people.organiser, at=factories.AT)
    panel = made.panels.get()
    make.Stage.objects.create(
        category=made,
        kind="plenary",
        opens_at=factories.AT,
        closes_at=timezone.now() + datetime.timedelta(days=1),
        hard_closes_at=timezone.now() + datetime.timedelta(days=1),
    )
    listed = {entry.name: entry for entry in made.entries.all()}
    plenary = open_plenary(panel=panel, order=list(listed.values()), actor=people.secretariat, at=timezone.now())
    make.attend(plenary)
    return on_table(plenary, listed["Kabupaten Lombok Timur"]), listed


def on_table(plenary, entry):
    return move_plenary(plenary=plenary, entry=entry, actor=plenary.opened_by, at=timezone.now())


def shown(plenary, reader=None):
    fresh = Plenary.objects.select_related("current", "panel__category__edition").get(pk=plenary.pk)
    return wall(fresh, reader, at=timezone.now())


def test_wall_then_aspects_add_up_to_the_total_and_marks_are_struck_as_the_rulebook_drops_them(sitting):
    plenary, listed = sitting

    picture = shown(plenary)

    figures = picture.figures
    assert (picture.entry, picture.count) == (listed["Kabupaten Lombok Timur"], 3)
    assert sum(line.amount for line in figures.lines) == Decimal(figures.total) == Decimal("88.20")
    assert (figures.before.rank, figures.before.total, figures.after, figures.is_partial) == (1, "88.20", None, False)
    marks = [(row.marks[0].value, row.marks[0].is_counted) for row in picture.marks.rows]
    assert sorted(marks) == [(Decimal("8.5"), False), (Decimal(9), True), (Decimal("9.5"), False)]
    assert [(strip.mean, len(strip.dots)) for strip in picture.marks.strips] == [(Decimal("9.00"), 3)]


@pytest.mark.parametrize(
    ("rest", "was", "shown_rests"),
    [
        ("0.00", None, []),
        ("0.01", None, [(Decimal("0.01"), None)]),
        ("0.00", Decimal("0.01"), [(Decimal("0.00"), Decimal("0.01"))]),
    ],
    ids=["nothing", "rounding", "rounding before"],
)
def test_lines_then_a_line_of_rounding_stands_only_where_there_is_or_was_one(sitting, rest, was, shown_rests):
    plenary, _listed = sitting
    row = RunScore.objects.filter(run__category=plenary.panel.category).select_related("run__rulebook").first()
    aspects = [line for line in row.lines if line[0] == "criterion"]
    row.lines = [*[[kind, code, "0.00"] for kind, code, _amount in aspects], ["rounding", "", rest]]

    lines = _lines(row, {} if was is None else {"": was})

    assert [line.amount for line in lines[: len(aspects)]] == [0] * len(aspects)
    assert [(line.amount, line.before) for line in lines[len(aspects) :]] == shown_rests


def test_wall_when_a_newer_run_is_proposed_then_before_and_after_with_the_changed_mark(sitting):
    plenary, listed = sitting
    entry = listed["Kota Mataram"]
    higher = list(Mark.objects.filter(scorecard__entry=entry).order_by("-value")[:2])
    Mark.objects.filter(pk__in=[mark.pk for mark in higher]).update(value=1)
    factories.computed(plenary.panel.category, seed=8)
    on_table(plenary, entry)

    picture = shown(plenary)

    figures = picture.figures
    assert (figures.before.rank, figures.before.total) == (2, "64.03")
    assert (figures.after.rank, figures.after.total) == (3, "54.13")
    assert sum(line.amount for line in figures.lines) == Decimal("54.13")
    assert [(line.label, line.before is not None) for line in figures.lines if line.before is not None] == [
        ("Uji pemahaman", True)
    ]
    changes = sorted((change.before, change.after, str(change.juror)) for change in picture.marks.changes)
    assert changes == [
        (Decimal("6.5"), Decimal(1), str(higher[1].scorecard.juror)),
        (Decimal(7), Decimal(1), str(higher[0].scorecard.juror)),
    ]


def test_wall_while_a_juror_in_conflict_is_in_the_room_then_only_asks_them_out(client, sitting):
    plenary, listed = sitting
    tied = plenary.panel.jurors.order_by("pk").last()
    make.conflict(tied, listed["Kabupaten Lombok Timur"], state="confirmed")
    client.force_login(plenary.opened_by)
    address = reverse("admin:jury_wall", args=[plenary.panel_id])

    waiting = client.get(address).content.decode()
    clear_room(plenary=plenary, actor=plenary.opened_by, at=timezone.now())
    cleared = client.get(address).content.decode()

    assert [text in waiting for text in (str(tied), "Lombok Timur", "88,20")] == [True, False, False]
    assert [text in cleared for text in ("keluar ruang", "Lombok Timur", "88,20")] == [True, True, True]


def test_wall_opened_by_a_chair_in_conflict_then_stays_shut_though_the_room_is_clear(client, sitting):
    plenary, listed = sitting
    chair = plenary.panel.jurors.get(is_chair=True)
    make.conflict(chair, listed["Kabupaten Lombok Timur"], state="confirmed")
    clear_room(plenary=plenary, actor=plenary.opened_by, at=timezone.now())
    client.force_login(chair.user)

    page = client.get(reverse("admin:jury_wall", args=[plenary.panel_id])).content.decode()

    assert "Lombok Timur" not in page
    assert shown(plenary, chair).entry is None
    assert wall_step(plenary, chair, at=timezone.now()) == "out"


def test_wall_when_somebody_here_is_in_conflict_with_another_entry_then_its_place_is_not_to_be_reckoned(sitting):
    plenary, listed = sitting
    tied = plenary.panel.jurors.order_by("pk").last()
    make.conflict(tied, listed["Kabupaten Lombok Timur"], state="confirmed")
    on_table(plenary, listed["Kota Mataram"])
    ruling = PlenaryRuling("Tetap di bawah Lombok Timur.", None, None)
    entry = listed["Kota Mataram"]
    record_decision(plenary=plenary, entry=entry, ruling=ruling, actor=plenary.opened_by, at=timezone.now())

    picture = shown(plenary)

    assert (picture.figures.before.rank, picture.figures.among, picture.figures.is_partial) == (1, 2, True)
    assert picture.decision is None


def test_wall_while_somebody_here_still_has_to_judge_then_no_figures_and_no_marks(sitting):
    plenary, listed = sitting
    Panel.objects.filter(pk=plenary.panel_id).update(closed_at=None, closed_by=None)
    late = make.seat(plenary.panel, "terlambat")
    make.attend(plenary)

    here = shown(plenary)
    make.attend(plenary, [seat for seat in plenary.panel.jurors.all() if seat != late])
    without = shown(plenary)

    assert (here.entry is not None, here.figures, here.marks) == (True, None, None)
    assert (without.figures is not None, without.marks is not None) == (True, True)


@pytest.mark.parametrize(("rule", "is_open"), [("never", False), ("always", True)])
def test_wall_under_a_rule_of_the_stage_then_marks_follow_it_and_totals_stay(sitting, rule, is_open):
    plenary, _listed = sitting
    PanelVisibility.objects.create(panel=plenary.panel, stage="plenary", rule=rule)

    picture = shown(plenary)

    assert (picture.figures is not None, picture.marks is not None) == (True, is_open)


def test_wall_between_two_entries_and_after_the_end_then_blank(sitting):
    plenary, _listed = sitting
    blank = shown(on_table(plenary, None))
    closed = shown(close_plenary(plenary=plenary, actor=plenary.opened_by, at=timezone.now()))

    assert (blank.entry, blank.is_waiting, closed.entry) == (None, False, None)


def test_step_then_changes_with_what_is_shown_and_with_nothing_else(sitting):
    plenary, listed = sitting

    def step():
        fresh = Plenary.objects.select_related("current", "panel__category").get(pk=plenary.pk)
        return wall_step(fresh, None, at=timezone.now())

    steps = [step(), step()]
    ruling = PlenaryRuling("Ditetapkan.", 3, 0)
    record_decision(
        plenary=plenary, entry=listed["Kabupaten Lombok Timur"], ruling=ruling, actor=plenary.opened_by,
        at=timezone.now(),
    )  # fmt: skip
    steps.append(step())
    other = listed["Kota Mataram"]
    record_decision(plenary=plenary, entry=other, ruling=ruling, actor=plenary.opened_by, at=timezone.now())
    steps.append(step())
    on_table(plenary, None)
    steps.append(step())

    assert [first == second for first, second in zip(steps, steps[1:], strict=False)] == [True, False, True, False]
    assert steps[-1] == "blank"


@pytest.mark.parametrize("role", ["juror", "auditor", "stranger", "entrant", "other_secretariat"])
def test_wall_for_whoever_does_not_lead_then_not_there(client, people, sitting, role):
    plenary, _listed = sitting
    user = plenary.panel.jurors.order_by("pk").last().user if role == "juror" else getattr(people, role)
    client.force_login(user)

    answers = [
        client.get(reverse(f"admin:{name}", args=[plenary.panel_id])).status_code
        for name in ("jury_wall", "jury_wall_step", "jury_control")
    ]

    assert set(answers) <= {302, 404}


def test_projector_that_follows_then_the_chair_sees_it(client, people, sitting):
    plenary, _listed = sitting
    client.force_login(people.secretariat)
    control = reverse("admin:jury_control", args=[plenary.panel_id])

    before = client.get(control).content.decode()
    client.get(reverse("admin:jury_wall_step", args=[plenary.panel_id]))
    after = client.get(control).content.decode()

    assert ["Proyektor tersambung" in page for page in (before, after)] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_wall_then_asks_as_many_questions_with_one_juror_as_with_three(
    django_assert_num_queries, client, people, sitting, count
):
    plenary, _listed = sitting
    make.attend(plenary, list(plenary.panel.jurors.order_by("pk"))[:1])
    Mark.objects.exclude(scorecard__juror__in=plenary.panel.jurors.order_by("pk")[:count]).delete()
    fresh = Plenary.objects.select_related("current", "panel__category__edition").get(pk=plenary.pk)

    with django_assert_num_queries(WALL_QUERIES):
        wall(fresh, None, at=timezone.now())


WALL_QUERIES = 25
