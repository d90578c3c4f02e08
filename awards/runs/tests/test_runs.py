"""Runs: proposed, computed, killed and computed again, applied, discarded, refused."""

import datetime

import pytest

from awards.results.tasks import compute_score_run
from awards.rulebooks.models import Rulebook
from awards.rulebooks.selectors.sealed import NoSealedRulebookError
from awards.runs.models import AppliedRun, NodeScore, RunInput, RunMark, RunScore, ScoreRun, ScoreRunState
from awards.runs.selectors.jobs import run_job
from awards.runs.selectors.notes import notes_of, told
from awards.runs.selectors.rules import run_rules
from awards.runs.selectors.verification import verify_run
from awards.runs.services import execution as execution_module
from awards.runs.services.execution import ExecutionLostError, RunRefusedError, execute_score_run
from awards.runs.services.moves import RunAlreadyQueuedError, RunMovedError, apply_run, discard_run, propose_run
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, EXPECTED, StillProgress
from paritrana.audit.models import AuditEntry
from paritrana.jobs import runner
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.registry import JobCancelledError, JobRefusedError
from paritrana.lib.problems import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return factories.contest()


def actions():
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def standings(run):
    return {row.entry.name: (row.rank, row.score) for row in RunScore.objects.filter(run=run).select_related("entry")}


def test_propose_run_when_sealed_then_queues_run_and_job(contest, people):
    run = propose_run(category=contest, actor=people.organiser, at=AT, seed=3)

    assert (run.number, run.state, run.seed, run.created_by) == (1, ScoreRunState.QUEUED, 3, people.organiser)
    assert run_job(run).label == "Perhitungan 1: Pemerintah Kabupaten/Kota"
    assert actions()[-2:] == ["run.propose", "job.enqueue"]


def test_propose_run_when_rulebook_is_a_draft_then_refuses_and_writes_nothing(contest, people):
    Rulebook.objects.update(state="draft", sealed_at=None)

    with pytest.raises(NoSealedRulebookError, match="Segel dahulu juknisnya"):
        propose_run(category=contest, actor=people.organiser, at=AT, seed=0)

    assert ScoreRun.objects.count() == 0


def test_propose_run_when_one_is_queued_then_refuses(contest, people):
    propose_run(category=contest, actor=people.organiser, at=AT, seed=0)

    with pytest.raises(RunAlreadyQueuedError):
        propose_run(category=contest, actor=people.organiser, at=AT, seed=0)

    assert ScoreRun.objects.count() == 1


def test_execute_score_run_when_queued_then_stores_scores_worked_by_hand(contest):
    run = factories.computed(contest)

    assert run.state == ScoreRunState.PROPOSED
    assert standings(run) == EXPECTED
    assert run.entry_count == 3
    assert [len(text) for text in (run.input_digest, run.rulebook_digest, run.result_digest)] == [64, 64, 64]
    assert verify_run(run).mismatches == ()


@pytest.mark.parametrize("fault", [ValueError("rusak"), JobCancelledError("7"), RunRefusedError("Tidak dapat.")])
def test_score_run_when_its_job_ends_without_a_result_then_failed_and_may_be_proposed_again(
    contest, people, monkeypatch, fault
):
    def break_down(**values):
        raise fault

    monkeypatch.setattr("awards.results.tasks.execute_score_run", break_down)
    run = propose_run(category=contest, actor=people.organiser, at=AT, seed=7)

    runner.run(run_job(run).pk, lease=datetime.timedelta(seconds=30))

    run.refresh_from_db()
    assert run.state == ScoreRunState.FAILED
    assert run.error
    assert propose_run(category=contest, actor=people.organiser, at=AT, seed=7).number == 2


def test_job_when_its_run_is_gone_then_it_ends_all_the_same(contest):
    run = propose_run(category=contest, actor=None, at=AT, seed=7)
    job = run_job(run)
    run.delete()

    runner.run(job.pk, lease=datetime.timedelta(seconds=30))

    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_propose_run_when_one_waits_for_a_job_that_ended_before_then_it_fails_and_another_is_queued(contest, people):
    stuck = propose_run(category=contest, actor=people.organiser, at=AT, seed=0)
    Job.objects.update(state=JobState.CANCELLED)

    run = propose_run(category=contest, actor=people.organiser, at=AT, seed=0)

    stuck.refresh_from_db()
    assert (stuck.state, run.number) == (ScoreRunState.FAILED, 2)


def test_execute_score_run_when_queued_then_freezes_every_value_with_its_source(contest):
    run = factories.computed(contest)

    rows = RunInput.objects.filter(run=run, entry__name="Kota Mataram").order_by("variable")
    assert [(row.variable, row.value, row.origin) for row in rows] == [
        ("coverage", "90.25", "answer"),
        ("presenter", "Sekretaris daerah", "attendance"),
        ("regulations", "0", "answer"),
    ]
    assert all(row.source and row.reference and row.as_of for row in rows)
    assert RunMark.objects.filter(run=run).count() == 9


def test_execute_score_run_when_already_proposed_then_changes_nothing(contest):
    run = factories.computed(contest)
    before = list(RunScore.objects.values_list("pk", flat=True))

    again = execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)

    assert (again.proposed_at, list(RunScore.objects.values_list("pk", flat=True))) == (run.proposed_at, before)


def test_execute_score_run_when_killed_at_any_step_then_a_second_attempt_gives_the_same_result(contest, monkeypatch):
    monkeypatch.setattr(execution_module, "CHUNK", 1)
    whole = StillProgress()
    run = propose_run(category=contest, actor=None, at=AT, seed=7)
    execute_score_run(run_id=run.pk, progress=whole, at=AT)
    run.refresh_from_db()

    for step in range(len(whole.steps)):
        other = factories.propose_run(category=contest, actor=None, at=AT, seed=7)
        with pytest.raises(KeyboardInterrupt):
            execute_score_run(run_id=other.pk, progress=StillProgress(die_at=step), at=AT)
        other = execute_score_run(run_id=other.pk, progress=StillProgress(), at=AT)

        assert (other.input_digest, other.result_digest) == (run.input_digest, run.result_digest)
        assert standings(other) == EXPECTED
        assert NodeScore.objects.filter(score__run=other).count() == 18
        assert verify_run(other).is_sound


def test_execute_score_run_when_another_attempt_took_over_then_the_old_one_writes_nothing_more(contest):
    run = propose_run(category=contest, actor=None, at=AT, seed=7)

    class Overtaken(StillProgress):
        def advance(self, done, total, step=""):
            super().advance(done, total, step)
            if len(self.steps) == 3:
                execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)

    with pytest.raises(ExecutionLostError):
        execute_score_run(run_id=run.pk, progress=Overtaken(), at=AT)

    run.refresh_from_db()
    assert run.state == ScoreRunState.PROPOSED
    assert verify_run(run).is_sound


def test_execute_score_run_when_rulebook_was_edited_after_sealing_then_refuses_in_words(contest):
    run = propose_run(category=contest, actor=None, at=AT, seed=7)
    Rulebook.objects.update(text=factories.RULES.replace("weight = 50", "weight = 49").replace("= 30", "= 31"))

    with pytest.raises(JobRefusedError, match="berubah setelah disegel"):
        compute_score_run(str(run.pk), StillProgress())

    run.refresh_from_db()
    assert (run.state, RunScore.objects.count(), RunInput.objects.count()) == (ScoreRunState.FAILED, 0, 0)
    assert "segel juknis baru" in run.error


def test_execute_score_run_when_a_bound_of_exact_arithmetic_is_met_then_refuses_in_words_and_stores_no_score():
    steep = ('join = "arithmetic"', 'join = "power_mean"\nfloor = 1\nexponent = 1e50')
    made = factories.contest(rules=factories.RULES.replace(*steep, 1))
    run = propose_run(category=made, actor=None, at=AT, seed=7)

    with pytest.raises(JobRefusedError, match="Kecilkan pangkat rata-rata"):
        compute_score_run(str(run.pk), StillProgress())

    run.refresh_from_db()
    assert (run.state, RunScore.objects.count(), NodeScore.objects.count()) == (ScoreRunState.FAILED, 0, 0)
    assert "Kecilkan pangkat rata-rata" in run.error


def test_execute_score_run_when_a_number_is_wider_than_its_column_then_refuses_in_words():
    wide = (
        'kind = "goalposts", worst = 0, best = 100',
        'kind = "goalposts", worst = 0, best = 100, target = [0, 1e59]',
    )
    shared = ('join = "arithmetic"', 'join = "harmonic"\nfloor = 1')
    contest = factories.contest(rules=factories.RULES.replace(*wide, 1).replace(*shared, 1))
    run = propose_run(category=contest, actor=None, at=AT, seed=7)

    with pytest.raises(RunRefusedError, match="lebih dari 60 angka"):
        execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)

    assert (RunScore.objects.count(), NodeScore.objects.count()) == (0, 0)


def test_execute_score_run_when_nobody_competes_then_refuses():
    empty = factories.category()
    run = propose_run(category=empty, actor=None, at=AT, seed=7)

    with pytest.raises(RunRefusedError, match="belum punya peserta"):
        execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)


def test_execute_score_run_when_a_value_cannot_be_read_then_names_the_entry_not_its_number(contest):
    entry = contest.entries.get(name="Kota Mataram")
    factories.Interview.objects.filter(entry=entry).update(attendance_role="Juru parkir")
    run = propose_run(category=contest, actor=None, at=AT, seed=7)

    with pytest.raises(RunRefusedError) as refusal:
        execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)

    assert "Kota Mataram" in str(refusal.value)
    assert str(entry.public_id) not in str(refusal.value)


def test_execute_score_run_when_value_is_missing_then_entry_is_not_ranked_with_a_reason(contest):
    factories.Interview.objects.filter(entry__name="Kota Mataram").delete()

    run = factories.computed(contest)

    row = RunScore.objects.get(run=run, entry__name="Kota Mataram")
    assert (row.rank, row.score, row.score_text) == (None, None, "")
    assert notes_of(row.status) == (note("place.data-absent", criteria=("presenter",)),)
    assert told(row.status, run_rules(run)) == "Tidak diberi peringkat karena data ini belum ada: Narasumber."


def test_apply_run_when_proposed_then_swaps_the_pointer_and_supersedes_the_previous(contest, people):
    first = factories.applied(contest, actor=people.organiser)
    second = factories.computed(contest)

    apply_run(run=second, actor=people.organiser, at=AT)

    first.refresh_from_db()
    assert (first.state, second.state) == (ScoreRunState.SUPERSEDED, ScoreRunState.APPLIED)
    assert AppliedRun.objects.get(category=contest).run == second
    assert actions()[-1] == "run.apply"


@pytest.mark.parametrize(
    "move", [apply_run, lambda **fields: discard_run(reason="uji", **fields)], ids=["apply", "discard"]
)
def test_move_when_run_was_applied_meanwhile_then_refuses_and_changes_nothing(contest, people, move):
    run = factories.computed(contest)
    stale = ScoreRun.objects.get(pk=run.pk)
    apply_run(run=run, actor=people.organiser, at=AT)
    recorded = AuditEntry.objects.count()

    with pytest.raises(RunMovedError):
        move(run=stale, actor=people.organiser, at=AT)

    assert AppliedRun.objects.get(category=contest).run == run
    assert ScoreRun.objects.get(pk=run.pk).state == ScoreRunState.APPLIED
    assert AuditEntry.objects.count() == recorded


def test_discard_run_when_queued_then_a_late_worker_leaves_it_alone(contest, people):
    run = propose_run(category=contest, actor=None, at=AT, seed=7)
    discard_run(run=run, actor=people.organiser, at=AT, reason="keliru")

    execute_score_run(run_id=run.pk, progress=StillProgress(), at=AT)

    run.refresh_from_db()
    assert (run.state, run.reason, RunScore.objects.count()) == (ScoreRunState.DISCARDED, "keliru", 0)
