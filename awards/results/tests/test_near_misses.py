"""Criteria by cases on the page of an entry, with what it lacks for the next better one, and in the workbook."""

import re
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from awards.results.exports.workbook import ranking_workbook
from awards.results.selectors.shown import shown_draft
from awards.results.tests.calc import recalculated
from awards.results.tests.test_workbook import column
from awards.runs.models import RunInput
from awards.runs.selectors.explanations import explanation
from awards.tests.factories import runs as factories
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

HEAD = '"Kepala daerah definitif"'
CASES = f"""name_en = "Regulation"
weight = 20
normalise = {{ kind = "cases", otherwise = 0, cases = [
    {{ name = "Lengkap", name_en = "Complete", points = 100, when = {{ all = [
        {{ column = "regulations", at_least = 3 }},
        {{ column = "coverage", at_least = 85.5, unless = {{ column = "presenter", one_of = {HEAD} }} }},
    ] }} }},
    {{ name = "Ada", name_en = "Some", points = 50, when = {{ column = "regulations", at_least = 1 }} }},
] }}
"""
BANDS = factories.RULES[factories.RULES.index('weight = 20\nsource = "answer"') :].split("citations", 1)[0]
RULES = factories.RULES.replace(BANDS, CASES).replace(
    'code = "coverage"\nlabel = "Cakupan"', 'code = "coverage"\nlabel = "Cakupan"\nlabel_en = "Coverage reached"'
)


@pytest.fixture
def shown(people):
    return shown_draft(factories.computed(factories.contest(rules=RULES)))


def regulation(shown, name):
    row = shown.rows.read(shown.rows.all().filter(entry__name=name))[0]
    explained = explanation(shown.parts(row, with_marks=False), shown.rules, shown.questionnaire)
    return next(one for one in explained.tree if one.criterion.code == "regulation")


@pytest.mark.parametrize(
    ("language", "name", "raw", "told"),
    [
        ("id", "Kabupaten Lombok Timur", "Lengkap", ""),
        (
            "id",
            "Kabupaten Lombok Barat",
            "Ada",
            "Lengkap: Banyak peraturan 1, perlu 3; Cakupan 64,5 persen, perlu 85,5 persen "
            "(atau yang hadir saat wawancara Kepala daerah definitif)",
        ),
        ("id", "Kota Mataram", "", "Ada: Banyak peraturan 0, perlu 1"),
        (
            "en",
            "Kabupaten Lombok Barat",
            "Some",
            "Complete: Banyak peraturan 1, needs 3; Coverage reached 64.5 persen, needs 85.5 persen "
            "(or who came to the interview Kepala daerah definitif)",
        ),
    ],
)
def test_entry_when_explained_then_told_what_it_lacks_for_the_next_better_case(shown, language, name, raw, told):
    with translation.override(language):
        found = regulation(shown, name)

    assert (found.raw, found.near_miss) == (raw, told)


def test_entry_when_a_case_is_left_open_then_told_which_figure_is_not_there(people):
    made = factories.contest(rules=RULES.replace('"regulations", at_least', '"regulations_new", at_least'))
    shown = shown_draft(factories.computed(made))

    found = regulation(shown, "Kabupaten Lombok Timur")

    assert (found.raw, found.value, found.near_miss) == (
        "",
        "",
        "Lengkap: jumlah peraturan baru belum ada datanya, perlu 3",
    )


def test_entry_when_what_is_shown_leads_elsewhere_then_nothing_is_told(shown):
    RunInput.objects.filter(variable="regulations").delete()

    assert regulation(shown, "Kabupaten Lombok Barat").near_miss == ""


def test_published_entry_when_its_criterion_has_cases_then_page_and_api_tell_what_is_lacking(client, people):
    publication = factories.published_contest(people, rules=RULES)
    entry = publication.category.entries.get(name="Kota Mataram").public_id

    page = page_of(client.get(reverse("entry-score", args=["2024", "kabkota", entry])))
    answer = client.get(reverse("api-entry-score", args=["2024", "kabkota", entry])).json()

    assert "Yang masih kurang — Ada: Banyak peraturan 0, perlu 1" in page
    told = {one["code"]: one["near_miss"] for one in answer["criteria"]}
    assert told == dict.fromkeys(told, "") | {"regulation": "Ada: Banyak peraturan 0, perlu 1"}


def test_run_of_cases_when_verified_then_every_value_is_computed_again_alike(people):
    run = factories.computed(factories.contest(rules=RULES))
    stream = StringIO()

    call_command("verify", str(run.public_id), stdout=stream)

    assert "COCOK: sidik jari dan setiap nilai terhitung kembali sama." in stream.getvalue()


def test_scores_of_cases_equal_those_of_the_bands_they_stand_for(shown):
    found = {row.score.entry.name: row.score.score_text for row in shown.rows.read(shown.rows.all())}

    assert found == {name: str(total) for name, (_rank, total) in factories.EXPECTED.items()}


@pytest.mark.office
def test_workbook_of_cases_when_recalculated_then_equals_the_database(shown, tmp_path):
    book = recalculated(ranking_workbook(shown), tmp_path)

    sheet = book["Nilai per kriteria"]
    raws = dict(zip(column(sheet, "Peserta"), column(sheet, "Regulasi: mentah"), strict=True))
    assert {name: raw or "" for name, raw in raws.items()} == {
        "Kabupaten Lombok Timur": "Lengkap", "Kota Mataram": "", "Kabupaten Lombok Barat": "Ada",
    }  # fmt: skip
    assert column(sheet, "Regulasi: nilai") == [100, 0, 50]
    assert column(sheet, "Selisih") == [0, 0, 0]


def test_workbook_of_cases_then_raw_value_and_score_are_formulas_on_the_input_sheet(shown):
    sheet = load_workbook(BytesIO(ranking_workbook(shown)))["Nilai per kriteria"]

    raw, points = column(sheet, "Regulasi: mentah")[0], column(sheet, "Regulasi: nilai")[0]
    assert re.fullmatch(
        r"=IF\(AND\((\S+)>=3,OR\((\S+)>=85\.5,EXACT\((\S+),\"Kepala daerah definitif\"\)\)\),"
        r"\"Lengkap\",IF\(\1>=1,\"Ada\",\"\"\)\)",
        raw,
    )
    assert re.fullmatch(r'=IF\(EXACT\((\S+),"Lengkap"\),100,IF\(EXACT\(\1,"Ada"\),50,0\)\)', points)
