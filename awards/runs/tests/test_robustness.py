"""How firmly a run stands: computed once, the same every time, in names, and without touching the run."""

from decimal import Decimal

import pytest

from awards.engine import load_rulebook
from awards.engine.criteria import MissingPolicy
from awards.results.tasks import question_ranking
from awards.runs.models import RunInput, RunRobustness, RunScore, ScoreRun
from awards.runs.selectors.robustness import report as reports
from awards.runs.selectors.robustness.missing import under_policy
from awards.runs.selectors.robustness.named import different, with_names
from awards.runs.selectors.robustness.shown import rank_intervals, robustness_digest, shown_groups, shown_rulebook
from awards.runs.services.robustness import RobustnessRefusedError, compute_robustness, request_robustness
from awards.submissions.models.answers import Answer
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from awards.verification.models import Finding
from paritrana.audit.models import AuditEntry
from paritrana.jobs.registry import JobRefusedError

pytestmark = pytest.mark.django_db

DRAWS = 500


def silent(done, total, step):
    return None


def questioned(run, *, draws=DRAWS):
    return compute_robustness(run_id=run.pk, at=AT, report=silent, draws=draws)


def parts_of(found, kind):
    groups = [part for group in found.report["groups"] for part in group["parts"]]
    return [part for part in [*groups, *found.report["rulebook"]] if part["kind"] == kind]


@pytest.fixture
def run():
    return factories.computed(factories.contest())


def test_report_when_computed_then_answers_every_question_in_names(run):
    found = questioned(run)

    kinds = [part["kind"] for group in found.report["groups"] for part in group["parts"]]
    text = str(found.report["groups"]) + str(found.report["rulebook"])
    assert kinds[:4] == ["confidence", "flips", "shift", "removals"]
    assert set(kinds) == {"confidence", "flips", "shift", "removals", "jurors", "one_mark"}
    assert [part["kind"] for part in found.report["rulebook"]] == ["coherence", "missing"]
    assert "Kabupaten Lombok Timur" in text
    assert "Juri 1" in text
    assert not any(str(entry.public_id) in text for entry in run.category.entries.all())
    assert not any(key in text for key in run.marks.values_list("juror_key", flat=True))


def test_flips_when_the_contest_is_small_then_agree_with_the_hand(run):
    """Scores by aspect: Timur 80, 100, 94; Mataram 90.25, 0, 63. On coverage alone Mataram leads by 10.25.

    The rest (0.2 and 0.3) gives Timur (0.4 * 100 + 0.6 * 94) - (0.6 * 63) = 58.6 more, so they are level at
    58.6 / (58.6 + 10.25) = 0.85112...
    """
    flips = parts_of(questioned(run), "flips")[0]

    assert flips["rows"][0] == ["Cakupan", "50.00", "", "", "85.11", "Kota Mataram"]


def test_report_when_computed_again_then_the_same_row_and_the_same_digest_elsewhere(run):
    first = questioned(run)

    again = questioned(run)
    RunRobustness.objects.all().delete()
    anew = questioned(run)

    assert again == first
    assert (anew.digest, anew.pk == first.pk) == (first.digest, False)
    assert AuditEntry.objects.filter(action="run.robustness").count() == 2


def test_report_when_computed_then_the_run_and_its_scores_stay(run):
    before = (ScoreRun.objects.values().get(pk=run.pk), list(RunScore.objects.order_by("pk").values()))

    questioned(run)

    assert (ScoreRun.objects.values().get(pk=run.pk), list(RunScore.objects.order_by("pk").values())) == before


def test_intervals_when_stored_then_hold_every_ranked_entry(run):
    found = questioned(run)

    intervals = rank_intervals(run)
    first = run.category.entries.get(name="Kabupaten Lombok Timur").public_id

    assert (intervals.text(first), intervals.text("nobody"), len(intervals.bounds)) == ("1", "", 3)
    assert (intervals.draws, intervals.seed, robustness_digest(run)) == (DRAWS, run.seed, found.digest)


def test_intervals_when_the_run_was_never_tested_then_none(run):
    assert (rank_intervals(run), robustness_digest(run)) == (None, "")


def test_pages_parts_when_shown_then_every_row_fits_its_heads(run):
    found = questioned(run)

    parts = [part for group in shown_groups(found.report, {}, {}) for part in group.parts]
    parts += shown_rulebook(found.report, {})

    assert all(len(row) == len(part.heads) for part in parts for row in part.rows)
    assert all(part.sentences and part.title for part in parts)


def test_missing_when_an_answer_is_empty_then_says_what_each_policy_would_do(run):
    asked = Answer.objects.filter(submission__entry__name="Kota Mataram", question="regulations")
    Finding.objects.filter(answer__in=asked).delete()
    asked.delete()
    second = factories.computed(run.category)

    missing = parts_of(questioned(second), "missing")

    assert [row[:4] for row in missing[0]["rows"]] == [
        ["Regulasi", "1", "tidak diperingkat", policy]
        for policy in ("nilai terburuk", "nol", "dilewati, bobotnya dibagikan", "nilai tengah kelompok")
    ]
    # Ranked again, Mataram pushes Lombok Barat from place 2 to 3 where it gets 64.03 or more.
    assert [row[4:8] for row in missing[0]["rows"]] == [["1", "1", "1", "0"]] * 4


def test_rules_under_another_policy_when_made_then_nothing_else_differs():
    rules = load_rulebook(factories.RULES)
    leaf = rules.criterion("regulation")

    changed = under_policy(rules, [leaf], MissingPolicy.SKIP)

    differing = [
        (ours.code, theirs.missing)
        for ours, theirs in zip(rules.leaves, changed.leaves, strict=True)
        if ours.missing is not theirs.missing
    ]
    assert differing == [("regulation", MissingPolicy.SKIP)]
    assert rules.document["criteria"][2].get("missing") is None


def test_rules_when_named_then_codes_are_names_and_the_chain_follows():
    named, jury = with_names(load_rulebook(factories.RULES))

    assert [node.code for node in named.root.walk()] == [
        "Nilai akhir",
        "Cakupan",
        "Regulasi",
        "Wawancara",
        "Narasumber",
        "Uji pemahaman",
    ]
    assert [key.code for key in named.rank.chain] == ["Cakupan"]
    assert jury == {"understanding": "Uji pemahaman"}


def test_names_when_two_are_equal_or_taken_then_the_key_stands_behind():
    pairs = [("a", "Nilai"), ("b", "Nilai"), ("c", "lain"), ("d", "sendiri")]

    assert different(pairs, {"lain"}) == {"a": "Nilai (a)", "b": "Nilai (b)", "c": "lain (c)", "d": "sendiri"}


def test_report_when_the_category_is_too_big_then_says_so_and_draws_for_the_top_only(run, monkeypatch):
    monkeypatch.setattr(reports, "MOST_ENTRIES", 2)
    monkeypatch.setattr(reports, "FINALISTS", 2)

    found = questioned(run)

    kinds = [part["kind"] for group in found.report["groups"] for part in group["parts"]]
    assert (kinds, found.report["is_exact"], len(found.report["intervals"])) == (["confidence", "flips"], False, 2)
    assert "2 peringkat teratas" in parts_of(found, "flips")[0]["sentences"][0]
    assert [part["kind"] for part in found.report["rulebook"]] == ["coherence"]


def test_report_when_the_stored_result_does_not_recompute_then_refused_and_nothing_kept(run):
    RunInput.objects.filter(variable="coverage").update(value="1")

    with pytest.raises(RobustnessRefusedError, match="tidak terhitung kembali"):
        questioned(run)

    assert not RunRobustness.objects.exists()


def test_request_when_the_run_is_not_computed_then_refused(people):
    made = factories.contest()
    queued = factories.propose_run(category=made, actor=people.organiser, at=AT, seed=1)

    with pytest.raises(RobustnessRefusedError, match="belum selesai"):
        request_robustness(run=queued, actor=people.organiser, at=AT)


def test_job_when_run_twice_then_one_report(run):
    for _attempt in range(2):
        question_ranking(str(run.pk), factories.StillProgress())

    assert RunRobustness.objects.filter(run=run).count() == 1


def test_job_when_the_result_does_not_recompute_then_refused_in_words(run):
    RunInput.objects.filter(variable="coverage").update(value="1")

    with pytest.raises(JobRefusedError, match="verify"):
        question_ranking(str(run.pk), factories.StillProgress())


def test_coherence_when_points_are_summed_then_effective_weights_are_told_and_add_up():
    rules = (
        factories.RULES.replace(
            'join = "arithmetic"\n\n[[criteria]]\ncode = "coverage"', 'join = "sum"\n\n[[criteria]]\ncode = "coverage"'
        )
        .replace("weight = 50\n", "")
        .replace("weight = 20\n", "")
        .replace("weight = 30\n", "")
    )
    run = factories.computed(factories.contest(rules=rules))

    part = parts_of(questioned(run), "coherence")[0]

    effective = {row[0]: Decimal(row[2]) for row in part["rows"]}
    assert abs(effective["Cakupan"] + effective["Regulasi"] + effective["Wawancara"] - 100) < Decimal("0.1")
    assert not any("Pengaruh nyata tidak dihitung" in sentence for sentence in part["sentences"])
