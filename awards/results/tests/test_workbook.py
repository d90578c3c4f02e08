"""The workbook computes itself: opened, recalculated by LibreOffice, compared with the database."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from awards.entries.models import Entry
from awards.results.exports import bulk
from awards.results.exports.files import workbook_path, write_workbook
from awards.results.exports.workbook import ranking_workbook
from awards.results.selectors.shown import shown_draft
from awards.results.tests.calc import recalculated
from awards.runs.models import NodeScore, RunScore
from awards.tests.factories import runs as factories
from awards.verification.models import Finding

pytestmark = pytest.mark.django_db

TRAP = '=HYPERLINK("http://x","klik")'


@pytest.fixture
def shown():
    return shown_draft(factories.computed(factories.contest()))


def opened(content, *, values=False):
    return load_workbook(BytesIO(content), data_only=values)


def column(sheet, head):
    heads = [cell.value for cell in sheet[4]]
    return [row[heads.index(head)].value for row in sheet.iter_rows(min_row=5) if row[1].value or row[0].value]


def test_ranking_workbook_when_opened_then_has_its_sheets_with_the_caveat_and_frozen_heads(shown):
    book = opened(ranking_workbook(shown))

    assert book.sheetnames == [
        "Peringkat",
        "Nilai per kriteria",
        "Masukan",
        "Nilai juri",
        "Juknis & sidik jari",
        "Catatan",
    ]
    assert [sheet["A2"].value for sheet in book] == ["Bukan angka resmi."] * 6
    assert [sheet.freeze_panes for sheet in book][:4] == ["C5", "B5", "D5", "A5"]
    assert book["Peringkat"]["A5"].value.startswith("=1+SUMPRODUCT(")
    assert shown.run.result_digest in [cell.value for cell in book["Juknis & sidik jari"]["B"]]


@pytest.mark.parametrize("name", [TRAP, "+1", "-2+3", "@SUM(A1)", "a\x0bb", "\tx"], ids=list("abcdef"))
def test_ranking_workbook_when_a_name_looks_like_a_formula_then_every_text_cell_is_text(shown, name):
    Entry.objects.filter(name="Kota Mataram").update(name=name)

    book = opened(ranking_workbook(shown))

    expected = name.replace("\x0b", "")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == expected]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) >= 3


def test_ranking_workbook_when_inputs_are_listed_then_each_variable_has_its_name_beside_its_code():
    rules = factories.RULES.replace('column = "presenter"', 'column = "hadir"')
    sheet = opened(ranking_workbook(shown_draft(factories.computed(factories.contest(rules=rules)))))["Masukan"]

    assert dict(zip(column(sheet, "Variabel"), column(sheet, "Nama variabel"), strict=True)) == {
        "coverage": "Cakupan",
        "hadir": "Narasumber",
        "regulations": "Banyak peraturan",
    }


@pytest.mark.office
def test_ranking_workbook_when_recalculated_then_equals_the_database(shown, tmp_path):
    book = recalculated(ranking_workbook(shown), tmp_path)

    stored = {row.entry.name: row for row in RunScore.objects.select_related("entry")}
    sheet = book["Peringkat"]
    names = column(sheet, "Peserta")
    assert [stored[name].rank for name in names] == column(sheet, "Peringkat") == [1, 2, 3]
    totals = [Decimal(str(value)).quantize(Decimal("0.01")) for value in column(sheet, "Nilai akhir")]
    assert totals == [stored[name].score for name in names]
    assert column(book["Nilai per kriteria"], "Selisih") == [0, 0, 0]
    assert column(sheet, "Selisih peringkat") == [0, 0, 0]


@pytest.mark.office
def test_ranking_workbook_when_recalculated_then_no_value_changes(tmp_path):
    content = ranking_workbook(with_a_gap())

    changed = {
        (sheet.title, cell.coordinate): (cell.value, again.value)
        for sheet, other in zip(opened(content, values=True), recalculated(content, tmp_path), strict=True)
        for cells, others in zip(sheet.iter_rows(), other.iter_rows(max_col=sheet.max_column), strict=False)
        for cell, again in zip(cells, others, strict=True)
        if not (cell.value == again.value or again.value == pytest.approx(cell.value, rel=1e-12, abs=1e-12))
    }

    assert changed == {}


def test_ranking_workbook_when_nothing_computes_it_then_every_formula_shows_its_value(shown):
    content = ranking_workbook(shown)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]

    book = opened(content, values=True)

    assert len(formulas) > 30
    assert [place for place in formulas if book[place[0]][place[1]].value is None] == []
    assert column(book["Peringkat"], "Nilai akhir") == [88.2, 64.03, 62.65]
    assert column(book["Peringkat"], "Peringkat") == [1, 2, 3]


def test_ranking_workbook_when_aspects_are_added_then_the_rounding_makes_them_the_total(shown):
    sheet = opened(ranking_workbook(shown), values=True)["Peringkat"]

    heads = ("Cakupan", "Regulasi", "Wawancara", "Pembulatan")
    sums = [sum(Decimal(str(part)) for part in parts) for parts in zip(*(column(sheet, h) for h in heads), strict=True)]
    assert sums == [Decimal(str(total)) for total in column(sheet, "Nilai akhir")]


def test_ranking_workbook_when_written_twice_then_is_the_same_file(shown):
    assert ranking_workbook(shown) == ranking_workbook(shown)


def with_a_gap():
    """Kota Mataram reports no regulations: 50 and 30 of 80 are left, so coverage counts 0.625 and interview 0.375."""
    rules = factories.RULES.replace(
        'column = "regulations"',
        'column = "regulations"\nmissing = "skip_and_rescale"\nmissing_reason = "Belum dilaporkan."',
    ).replace('join = "arithmetic"', 'join = "arithmetic"\navailable = { weight = 0.7 }', 1)
    category = factories.contest(rules=rules)
    Finding.objects.filter(answer__question="regulations", answer__submission__entry__name="Kota Mataram").update(
        verified_value=""
    )
    return shown_draft(factories.computed(category))


@pytest.mark.office
def test_ranking_workbook_when_an_aspect_is_skipped_then_contributions_are_those_of_the_page(tmp_path):
    shown = with_a_gap()

    sheet = recalculated(ranking_workbook(shown), tmp_path)["Peringkat"]

    heads = ("Peserta", "Cakupan", "Regulasi", "Wawancara")
    found = {name: parts for name, *parts in zip(*(column(sheet, head) for head in heads), strict=True)}
    assert found["Kota Mataram"] == [56.41, None, 23.63]
    assert found["Kabupaten Lombok Timur"] == [40, 20, 28.2]
    stored = NodeScore.objects.filter(score__entry__name="Kota Mataram", code__in=["coverage", "interview"])
    assert sorted(stored.values_list("contribution", flat=True)) == ["23.63", "56.41"]


@pytest.mark.office
def test_ranking_workbook_when_a_raw_cell_is_edited_then_score_and_rank_move(shown, tmp_path):
    book = opened(ranking_workbook(shown))
    for row in book["Masukan"].iter_rows(min_row=5):
        if (row[0].value, row[1].value) == ("Kabupaten Lombok Timur", "coverage"):
            row[3].value = 10
    stream = BytesIO()
    book.save(stream)

    changed = recalculated(stream.getvalue(), tmp_path)

    assert column(changed["Peringkat"], "Peringkat") == [3, 1, 2]


def test_ranking_workbook_when_scores_are_closed_then_holds_ranks_only(people):
    factories.edition(is_scores_public=False)
    publication = factories.published_contest(people)
    shown = type(shown_draft(publication.run))(publication.category, publication.run, publication)

    book = opened(ranking_workbook(shown))

    assert book.sheetnames == ["Peringkat", "Juknis & sidik jari", "Catatan"]
    assert [cell.value for cell in book["Peringkat"][5]][:2] == [1, "Kabupaten Lombok Timur"]


def test_bulk_workbook_when_written_then_holds_values_and_text_stays_text(shown, tmp_path):
    Entry.objects.filter(name="Kota Mataram").update(name=TRAP)
    done = []

    bulk.write_bulk_workbook(shown, tmp_path / "besar.xlsx", report=done.append)

    sheet = load_workbook(tmp_path / "besar.xlsx")["Peringkat"]
    rows = [[cell.value for cell in row][:6] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        [1, "Kabupaten Lombok Timur", "52.03", None, None, 88.2],
        [2, TRAP, "52.71", None, None, 64.03],
        [3, "Kabupaten Lombok Barat", "52.01", None, None, 62.65],
    ]
    assert sheet["B3"].data_type == "s"


def test_bulk_workbook_when_more_entries_than_a_sheet_holds_then_split_and_said(shown, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_ROWS", 3)

    bulk.write_bulk_workbook(shown, tmp_path / "besar.xlsx", report=lambda _done: None)

    book = load_workbook(tmp_path / "besar.xlsx")
    assert book.sheetnames[:3] == ["Peringkat", "Peringkat (2)", "Juknis & sidik jari"]
    assert [[row[0].value for row in book[name].iter_rows()] for name in book.sheetnames[:2]] == [
        ["Peringkat", 1, 2],
        ["Peringkat", 3],
    ]
    facts = {row[0].value: row[1].value for name in book.sheetnames[2:] for row in book[name].iter_rows(min_row=2)}
    assert facts["Pembagian lembar"] == (
        "Peringkat terbagi atas lembar «Peringkat», «Peringkat (2)», sebab satu lembar memuat paling banyak 2 peserta."
    )


def test_write_workbook_when_it_was_written_before_then_returns_the_same_file(shown):
    first = write_workbook(shown, report=lambda _done: None)
    written = first.stat().st_mtime_ns

    again = write_workbook(shown, report=lambda _done: None)

    assert (again, again.stat().st_mtime_ns) == (workbook_path(shown), written)
    assert [path.name for path in Path(first.parent).iterdir()] == [first.name]
