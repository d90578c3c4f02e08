"""A run reads what earlier editions published, keeps it with its source, and goes stale when a result is corrected."""

import datetime
import json

import pytest

from awards.editions.models import Category, Edition
from awards.publication.models import Publication
from awards.publication.selectors.blockers import BlockerKind, blockers
from awards.publication.selectors.files import stored_lines
from awards.publication.services.moves import publish_publication
from awards.runs.models import RunHistory, RunInput
from awards.runs.selectors.history import read_results
from awards.runs.selectors.inputs import present_digest
from awards.runs.selectors.rules import run_rules
from awards.runs.selectors.verification import verify_run
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db

HISTORY = """
[[history]]
code = "beruntun"
name = "Menang berturut-turut"
name_en = "Wins in a row"
kind = "wins_in_a_row"
since = 2024

[[history]]
code = "cakupan_lalu"
name = "Cakupan tahun lalu"
kind = "last_figure"
criterion = "coverage"

[[measures]]
code = "kenaikan"
name = "Kenaikan cakupan"
kind = "difference"
minuend = "coverage"
subtrahend = "cakupan_lalu"

[[criteria]]
code = "setia"
parent = "total"
name = "Menang berturut-turut"
effect = "bonus"
source = "history"
column = "beruntun"
missing = "zero"
missing_reason = "Riwayatnya tidak diketahui."
normalise = { kind = "points" }

[[criteria]]
code = "naik"
parent = "total"
name = "Kenaikan cakupan"
effect = "bonus"
source = "history"
measure = "kenaikan"
missing = "zero"
missing_reason = "Angka tahun lalu tidak diketahui."
normalise = { kind = "points" }
"""
RULES = factories.RULES.replace("\n[questionnaire]", HISTORY + "\n[questionnaire]")
# Lombok Timur rose from 80 to 84.5, Lombok Barat stayed, Mataram fell; Sumbawa takes part for the first time.
NEXT_FIELD = (
    ("52.03", "Kabupaten Lombok Timur", "84.5", "3", "Kepala daerah definitif", ("9", "9.5", "8.5")),
    ("52.01", "Kabupaten Lombok Barat", "64.5", "1", "Sekretaris daerah", ("7", "7", "8")),
    ("52.71", "Kota Mataram", "89", "0", "Sekretaris daerah", ("6", "6.5", "7")),
    ("52.04", "Kabupaten Sumbawa", "50", "0", "Sekretaris daerah", ("6", "6.5", "7")),
)


def next_edition(follows):
    return factories.edition(
        code="2025",
        brand_label="Paritrana 2025 (uji)",
        period_start=datetime.date(2025, 1, 1),
        period_end=datetime.date(2025, 12, 31),
        organising_year=2026,
        follows=follows,
    )


def next_contest(follows, *, rules=RULES):
    return factories.contest(field=NEXT_FIELD, rules=rules, edition=next_edition(follows))


def cells(run, variable):
    rows = RunInput.objects.filter(run=run, variable=variable).order_by("entry__name")
    return {row.entry.name: (row.value, row.source) for row in rows.select_related("entry")}


@pytest.fixture
def first(people):
    return factories.published_contest(people)


def correct(publication, people):
    """Publish another result of the same category, with other figures."""
    category = publication.category
    factories.answer(category.entries.get(name="Kota Mataram"), "coverage", "99")
    factories.applied(category, actor=people.organiser)
    later = factories.final(
        category, organiser=people.organiser, second=accounts.organiser(), reason="Angka Mataram diperbaiki."
    )
    return publish_publication(publication=later, actor=people.organiser, at=AT)


def test_run_when_the_edition_before_is_published_then_freezes_wins_and_figures_with_their_source(first):
    run = factories.computed(next_contest(first.category.edition))

    out, away = "Hasil edisi 2024 yang sudah diumumkan", "Tidak diketahui: peserta tidak ikut pada edisi 2024"
    assert cells(run, "beruntun") == {
        "Kabupaten Lombok Barat": ("1", out),
        "Kabupaten Lombok Timur": ("1", out),
        "Kabupaten Sumbawa": ("0", out),
        "Kota Mataram": ("1", out),
    }
    assert cells(run, "cakupan_lalu") == {
        "Kabupaten Lombok Barat": ("64.5", out),
        "Kabupaten Lombok Timur": ("80", out),
        "Kabupaten Sumbawa": ("", away),
        "Kota Mataram": ("90.25", out),
    }
    assert list(RunHistory.objects.filter(run=run).values_list("edition", "label", "year", "number", "digest")) == [
        ("2024", "Paritrana 2024 (uji)", 2024, 1, first.digest)
    ]
    assert set(RunInput.objects.filter(run=run, variable="beruntun").values_list("reference", flat=True)) == {
        f"publication:{first.digest}"
    }
    assert verify_run(run).mismatches == ()


def test_run_when_history_counts_then_scores_are_those_worked_by_hand(first):
    run = factories.computed(next_contest(first.category.edition))

    # 0,5*84,5 + 0,2*100 + 0,3*(0,4*100 + 0,6*90) = 90,45; one win, 4,5 more than last year
    # 0,5*64,5 + 0,2*50 + 0,3*(0,4*60 + 0,6*73,33...) = 62,65; one win, no change
    # 0,5*89 + 0 + 0,3*(0,4*60 + 0,6*65) = 63,4; one win, 1,25 less
    # 0,5*50 + 0 + 0,3*(0,4*60 + 0,6*65) = 43,9; no win, nothing known of last year
    assert dict(run.scores.values_list("entry__name", "score_text")) == {
        "Kabupaten Lombok Timur": "95.95",
        "Kabupaten Lombok Barat": "63.65",
        "Kota Mataram": "63.15",
        "Kabupaten Sumbawa": "43.90",
    }


@pytest.mark.parametrize(
    ("prepare", "beruntun", "lalu"),
    [
        (lambda edition: None, "Belum ada edisi sebelumnya yang dicatat", "Belum ada edisi sebelumnya yang dicatat"),
        (
            lambda edition: edition,
            "Tidak diketahui: hasil edisi 2024 belum diumumkan",
            "Tidak diketahui: hasil edisi 2024 belum diumumkan",
        ),
    ],
    ids=["no edition before", "not published"],
)
def test_run_when_nothing_is_known_of_before_then_it_is_missing_with_its_reason_and_not_nought(
    prepare, beruntun, lalu, people
):
    before = factories.contest().edition
    rules = RULES.replace('kind = "wins_in_a_row"\nsince = 2024', 'kind = "wins_in_a_row"')
    run = factories.computed(next_contest(prepare(before), rules=rules))

    if beruntun.startswith("Belum"):
        beruntun = "Tidak diketahui: edisi sebelum 2025 tidak dicatat"
    assert set(cells(run, "beruntun").values()) == {("", beruntun)}
    assert set(cells(run, "cakupan_lalu").values()) == {("", lalu)}
    assert verify_run(run).is_sound


def test_run_when_an_earlier_result_is_corrected_then_it_is_stale_and_says_which(first, people):
    made = next_contest(first.category.edition)
    run = factories.applied(made, actor=people.organiser)
    assert blockers(made, tie_decision="") == ()

    second = correct(first, people)

    found = [one for one in blockers(made, tie_decision="") if one.kind == BlockerKind.STALE]
    assert [one.text for one in found] == [
        "Hasil Paritrana 2024 (uji) berubah sejak perhitungan 1 dibekukan: yang dibaca pengumuman 1, yang berlaku "
        "sekarang pengumuman 2. Hitung ulang, periksa selisihnya, lalu pakai."
    ]
    assert [(one.read.number, one.now.number) for one in read_results(run, run_rules(run).history_columns)] == [(1, 2)]
    again = factories.computed(made)
    assert cells(again, "cakupan_lalu")["Kota Mataram"][0] == "99"
    assert RunHistory.objects.get(run=again).digest == second.digest


def test_run_when_no_history_is_read_then_its_digest_is_what_it_was(first):
    run = factories.computed(next_contest(first.category.edition, rules=factories.RULES))

    assert RunHistory.objects.filter(run=run).count() == 0
    assert present_digest(run.category, run_rules(run), run.rulebook.text) == run.input_digest


def test_history_when_scores_were_not_opened_then_wins_are_known_and_figures_are_not(people):
    first = factories.published_contest(people, edition=factories.edition(is_scores_public=False))
    run = factories.computed(next_contest(first.category.edition))

    closed = "Tidak diketahui: hasil edisi 2024 tidak membuka angka ini"
    assert cells(run, "cakupan_lalu")["Kota Mataram"] == ("", closed)
    assert cells(run, "beruntun")["Kota Mataram"][0] == "1"


def test_history_when_the_embargo_holds_then_the_result_is_not_out(people):
    late = AT + datetime.timedelta(days=365 * 50)
    first = factories.published_contest(people, embargo_until=late)
    run = factories.computed(next_contest(first.category.edition))

    assert cells(run, "beruntun")["Kota Mataram"] == ("", "Tidak diketahui: hasil edisi 2024 belum diumumkan")


def test_history_when_editions_name_each_other_then_it_ends(first):
    edition = first.category.edition
    made = next_contest(edition)
    Edition.objects.filter(pk=edition.pk).update(follows=made.edition)

    assert len(cells(factories.computed(made), "beruntun")) == 4


def test_result_file_when_history_was_read_then_its_header_names_the_results(first, people):
    made = next_contest(first.category.edition)
    factories.applied(made, actor=people.organiser)
    later = factories.final(made, organiser=people.organiser, second=accounts.organiser())

    header = json.loads(next(iter(stored_lines(later.file_digest))))
    assert header["history"] == [
        {"edition": "2024", "label": "Paritrana 2024 (uji)", "year": 2024, "number": 1, "digest": first.digest}
    ]
    old = json.loads(next(iter(stored_lines(first.file_digest))))
    assert "history" not in old


def test_tie_when_a_column_of_the_history_breaks_it_then_the_rulebook_may_be_sealed_and_it_does(first):
    rules = RULES.replace('by = "coverage"', 'by = "beruntun"')
    run = factories.computed(next_contest(first.category.edition, rules=rules))

    assert run_rules(run).rank.chain[0].code == "beruntun"


def test_history_reads_the_same_category_only(first):
    Category.objects.filter(pk=first.category_id).update(code="lain")
    run = factories.computed(next_contest(first.category.edition))

    assert Publication.objects.count() == 1
    assert cells(run, "beruntun")["Kota Mataram"][0] == ""
