"""Wherever a group is shown, people read its name; files and the API keep its key beside it."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from rest_framework.test import APIClient

from awards.publication.models import Prize
from awards.results.exports.bulk import write_bulk_workbook
from awards.results.exports.workbook import ranking_workbook
from awards.results.selectors.shown import Shown
from awards.runs.services.what_if import compute_what_if, open_what_if
from awards.tests.factories import groups, runs
from employers.models.employers import KbliSection
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

WHERE = ["2024", "badan-usaha"]
A = groups.NAMES["A"]


@pytest.fixture
def publication(people):
    """Published, and every section renamed since."""
    made = groups.published(people)
    KbliSection.objects.update(name="Nama lain")
    return made


@pytest.fixture
def shown(publication):
    return Shown(publication.category, publication.run, publication)


def get(client, name, *rest, **query):
    return page_of(client.get(reverse(name, args=[*WHERE, *rest]), query))


def test_ranking_when_grouped_then_each_group_is_headed_by_its_name_and_size(client, publication):
    page = get(client, "ranking")

    heads = page.split('class="group-head"')[1:]
    assert [next(name for name in groups.NAMES.values() if name in head) for head in heads] == [*groups.NAMES.values()]
    assert ["satu-satunya peserta" in head for head in heads] == [False, False, False, True, True]
    assert "2 peserta" in heads[0]
    assert "Nama lain" not in page
    assert 'class="prize">Juara 1<' in page
    assert 'class="prize">Terbaik provinsi (Nusa Tenggara Barat)<' in page


def test_ranking_when_a_group_is_chosen_then_only_its_entrants_stand_there(client, publication):
    page = get(client, "ranking", kelompok="J")

    assert [name in page for name in ("PT Kabar", "PT Terbit", "PT Sawah")] == [True, True, False]
    assert f'<option value="J" selected>{groups.NAMES["J"]} (2)</option>' in page
    assert f'<option value="A">{A} (2)</option>' in page


def test_ranking_when_there_is_one_field_then_offers_and_heads_no_group(client, people):
    runs.published_contest(people)

    page = page_of(client.get(reverse("ranking", args=["2024", "kabkota"])))

    assert 'id="kelompok"' not in page
    assert "group-head" not in page


@pytest.mark.parametrize("count", [1, 8], ids=["one group", "five groups"])
def test_ranking_when_groups_grow_then_asks_the_database_no_more(client, people, django_assert_num_queries, count):
    groups.published(people, field=groups.FIELD[:count])

    with django_assert_num_queries(19):
        client.get(reverse("ranking", args=WHERE))


def test_entry_page_when_grouped_then_names_the_group(client, publication):
    entry = publication.category.entries.get(name="PT Asuransi")

    assert f"Peringkat 1 · {groups.NAMES['L']}" in get(client, "entry-score", entry.public_id)


def test_home_when_prizes_go_per_group_then_names_it(client, publication):
    page = page_of(client.get(reverse("home")))

    assert f"Juara 1 ({A}): PT Sawah" in page
    assert "Juara 1 (A):" not in page


def test_region_page_when_its_prize_was_given_in_a_group_then_names_it(client, people):
    runs.published_contest(people)
    Prize.objects.filter(entry__region="52.03").update(group_key="nusra", group_name="Bali dan Nusa Tenggara")

    page = page_of(client.get(reverse("region", args=["52.03"])))

    assert 'data-of="prize">Juara 1</a>' in page
    assert '<span data-of="group">Bali dan Nusa Tenggara</span>' in page


def test_steering_page_when_prizes_go_per_group_then_names_it(client, people, publication):
    client.force_login(people.organiser)

    page = page_of(client.get(reverse("admin:steering_publication", args=[publication.public_id])))

    assert f"<td>{A}</td>" in page


def column(sheet, head, *, head_row=4):
    heads = [cell.value for cell in sheet[head_row]]
    return [row[heads.index(head)].value for row in sheet.iter_rows(min_row=head_row + 1)]


def test_workbook_when_grouped_then_every_sheet_of_scores_has_key_and_name(shown):
    book = load_workbook(BytesIO(ranking_workbook(shown)))

    for sheet in (book["Peringkat"], book["Nilai per kriteria"]):
        assert dict(zip(column(sheet, "Kelompok"), column(sheet, "Nama kelompok"), strict=True)) == groups.NAMES
    assert column(book["Peringkat"], "Juara")[0] == f"Juara 1 ({A}), Terbaik provinsi (Nusa Tenggara Barat)"


def test_workbook_when_scores_are_closed_or_the_field_is_big_then_has_key_and_name_too(people, tmp_path):
    runs.edition(is_scores_public=False)
    publication = groups.published(people)
    shown = Shown(publication.category, publication.run, publication)
    write_bulk_workbook(shown, tmp_path / "besar.xlsx", report=lambda _done: None)

    closed = load_workbook(BytesIO(ranking_workbook(shown)))["Peringkat"]
    big = load_workbook(tmp_path / "besar.xlsx")["Peringkat"]

    for sheet, row in ((closed, 4), (big, 1)):
        pairs = zip(column(sheet, "Kelompok", head_row=row), column(sheet, "Nama kelompok", head_row=row), strict=True)
        assert dict(pairs) == groups.NAMES


def test_files_when_grouped_then_carry_key_and_name(client, publication, people):
    text = client.get(reverse("ranking-export", args=[*WHERE, "csv"])).getvalue().decode().removeprefix("\ufeff")
    signed = json.loads(client.get(reverse("ranking-export", args=[*WHERE, "json"])).getvalue())
    client.force_login(people.organiser)
    draft = json.loads(client.get(reverse("run-export", args=[publication.run.public_id, "json"])).getvalue())

    rows = list(csv.DictReader(StringIO(text)))
    assert {row["kelompok"]: row["nama_kelompok"] for row in rows} == groups.NAMES
    for ranking in (signed["lines"][1:], draft["ranking"]):
        assert {row["group"]: row["group_name"] for row in ranking} == groups.NAMES


def test_trial_when_grouped_then_page_and_files_name_the_groups(client, publication, people):
    trial = open_what_if(category=publication.category, name="Uji", actor=people.organiser, at=runs.AT)
    compute_what_if(what_if_id=trial.pk, at=runs.AT, report=lambda *_step: None)
    client.force_login(people.organiser)

    page = page_of(client.get(reverse("what-if", args=[trial.pk])))
    text = client.get(reverse("what-if-export", args=[trial.pk, "csv"])).getvalue().decode()
    book = load_workbook(BytesIO(client.get(reverse("what-if-export", args=[trial.pk, "xlsx"])).content))

    assert f">{A}</td>" in page
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert {row["kelompok"]: row["nama_kelompok"] for row in rows} == groups.NAMES
    assert dict(zip(column(book.active, "kelompok"), column(book.active, "nama_kelompok"), strict=True)) == groups.NAMES
    assert column(book.active, "nilai_coba_coba")[0] == 80


def test_api_when_grouped_then_answers_key_and_name(publication, people):
    api = APIClient()
    entry = publication.category.entries.get(name="PT Lama")

    ranking = api.get(reverse("api-ranking", args=WHERE)).json()["results"]
    chosen = api.get(reverse("api-ranking", args=WHERE), {"kelompok": "L"}).json()["results"]
    one = api.get(reverse("api-entry-score", args=[*WHERE, entry.public_id])).json()
    api.force_authenticate(people.auditor)
    scores = api.get(reverse("api-run-scores", args=[publication.run.public_id])).json()["results"]

    assert {row["group"]: row["group_name"] for row in ranking} == groups.NAMES
    assert {row["group_key"]: row["group_name"] for row in scores} == groups.NAMES
    assert [row["name"] for row in chosen] == ["PT Asuransi"]
    assert (one["group"], one["group_name"]) == ("Z", groups.NAMES["Z"])
    assert ranking[0]["prizes"] == [f"Juara 1 ({A})", "Terbaik provinsi (Nusa Tenggara Barat)"]
