"""The history of earlier editions: every cell of the golden table is worked by hand and says why beside it."""

import re
from fractions import Fraction

import pytest

from awards.engine import RulebookError, State, Table, load_rulebook, score
from awards.engine.figures import measured_figures
from awards.engine.history import HistoryColumn, HistoryKind, PastResult, Remembered, Unknown, remembered
from awards.engine.numbers import compare
from awards.engine.tests.golden import rows
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import POINTS, book, leaf, root

REGIONS = rows("history-wins.csv")
YEARS = (2024, 2023, 2022, 2021, 2020)
KINDS = {
    "beruntun": HistoryKind.WINS_IN_A_ROW,
    "menang": HistoryKind.WINS,
    "tahun_sejak": HistoryKind.YEARS_SINCE_WIN,
}
UNKNOWN = {"belum": Unknown.NOT_PUBLISHED, "sebelum": Unknown.NO_EARLIER_EDITION}


def past(year, said):
    return PastResult(
        year,
        is_published=said != "belum",
        took_part=said not in ("belum", "absen"),
        prizes=frozenset({"Juara 1"} if said == "juara" else ()),
        band="Utama" if said == "utama" else "",
    )


def expected(text):
    if text.startswith("?"):
        why, year = text[1:].split()
        return Remembered(unknown=UNKNOWN[why], year=int(year))
    return Remembered(never=True) if text == "tidak pernah" else Remembered(text)


@pytest.mark.parametrize("column", KINDS)
@pytest.mark.parametrize("row", REGIONS, ids=lambda row: f"{row['wilayah']}: {row['arti']}")
def test_remembered_is_what_the_golden_table_says(row, column):
    asked = HistoryColumn("h", "Riwayat", KINDS[column], since=int(row["since"]))

    found = remembered(asked, 2025, [past(year, row[str(year)]) for year in YEARS])

    assert found == expected(row[column])


@pytest.mark.parametrize(
    ("prizes", "bands", "wins"),
    [
        ((), (), "1"),
        (("Juara 1",), (), "1"),
        (("Juara 2",), (), "0"),
        ((), ("Utama",), "2"),
        (("Juara 1",), ("Utama",), "3"),
    ],
)
def test_wins_when_the_rulebook_names_what_counts_then_only_that_does(prizes, bands, wins):
    region = next(row for row in REGIONS if row["wilayah"] == "K")
    asked = HistoryColumn("h", "Riwayat", HistoryKind.WINS, prizes=prizes, bands=bands, since=2020)

    assert remembered(asked, 2025, [past(year, region[str(year)]) for year in YEARS]) == Remembered(wins)


def test_wins_in_a_row_when_nothing_says_where_the_award_began_then_only_a_broken_row_is_known():
    asked = HistoryColumn("h", "Riwayat", HistoryKind.WINS_IN_A_ROW)

    assert remembered(asked, 2025, [past(2024, "juara"), past(2023, "kalah")]) == Remembered("1")
    assert remembered(asked, 2025, [past(2024, "juara")]) == Remembered(unknown=Unknown.NO_EARLIER_EDITION, year=2024)
    assert remembered(asked, 2025, []) == Remembered(unknown=Unknown.NO_EARLIER_EDITION, year=2025)


def test_wins_when_the_award_begins_this_year_then_nobody_won_before():
    assert remembered(HistoryColumn("h", "Riwayat", HistoryKind.WINS, since=2025), 2025, []) == Remembered("0")


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ([PastResult(2024, True, True, figures={"cakupan": "57.4"})], Remembered("57.4")),
        ([PastResult(2024, True, True)], Remembered(unknown=Unknown.NOT_OPEN, year=2024)),
        ([PastResult(2024, True, True, figures={"cakupan": ""})], Remembered(unknown=Unknown.NOT_OPEN, year=2024)),
        ([PastResult(2024, True)], Remembered(unknown=Unknown.DID_NOT_TAKE_PART, year=2024)),
        (
            [PastResult(2024, False), PastResult(2023, True, True, figures={"cakupan": "1"})],
            Remembered(unknown=Unknown.NOT_PUBLISHED, year=2024),
        ),
        ([], Remembered(unknown=Unknown.NO_EARLIER_EDITION)),
    ],
    ids=["published", "closed", "without a figure", "did not take part", "not out yet", "first edition"],
)
def test_last_figure_is_of_the_edition_right_before(before, found):
    assert (
        remembered(HistoryColumn("h", "Tahun lalu", HistoryKind.LAST_FIGURE, criterion="cakupan"), 2025, before)
        == found
    )


def test_last_score_is_the_published_score():
    asked = HistoryColumn("h", "Nilai lalu", HistoryKind.LAST_SCORE, criterion="total")

    assert remembered(asked, 2025, [PastResult(2024, True, True, scores={"total": "88.20"})]) == Remembered("88.20")


CHANGE = book(
    root(),
    leaf("naik", POINTS, column="", source="history", more='measure = "naik"\nmissing = "zero"\nmissing_reason = "x"'),
    leaf("laju", POINTS, column="", source="history", more='measure = "laju"\nmissing = "zero"\nmissing_reason = "x"'),
    """
[[history]]
code = "lalu"
name = "Cakupan tahun lalu"
kind = "last_figure"
criterion = "cakupan"
[[measures]]
code = "cakupan"
name = "Cakupan"
kind = "percentage"
numerator = "peserta"
denominator = "pekerja"
[[measures]]
code = "naik"
name = "Kenaikan"
kind = "difference"
minuend_measure = "cakupan"
subtrahend = "lalu"
[[measures]]
code = "laju"
name = "Laju"
kind = "growth"
now_measure = "cakupan"
before = "lalu"
""",
)
CELLS = {
    # 100 * 144110 / 185949 = 14411000/185949; less 57,4 = 574/10; growth 100 * (a - b) / b
    "known": ("144110", "185949", "57.4", Fraction(14411000, 185949) - Fraction(574, 10)),
    # a third of the workers, 33,3333...; last year it was printed as 33,33
    "a third": ("1", "3", "33.33", Fraction(100, 3) - Fraction(3333, 100)),
    "fallen": ("1", "4", "26", Fraction(-1)),
    "history missing": ("1", "4", "", State.NOT_REPORTED),
    "this year missing": (None, "4", "26", State.NOT_REPORTED),
    "nobody to cover": ("1", "0", "26", State.ZERO_DENOMINATOR),
}


@pytest.mark.parametrize("name", CELLS)
def test_change_since_last_year_is_exact_and_arrays_agree(name):
    *cells, difference = CELLS[name]
    table = Table(["p"], {key: [cell] for key, cell in zip(("peserta", "pekerja", "lalu"), cells, strict=True)})
    case = score(load_rulebook(CHANGE), table).case

    growth = difference if isinstance(difference, State) else 100 * difference / Fraction(cells[2])
    for code, figure in (("naik", difference), ("laju", growth)):
        assert case.measured(code, 0) == figure
        fast = measured_figures(case, code, slice(0, 1))
        if isinstance(figure, State):
            assert State(int(fast.states[0])) is figure
        else:
            assert abs(Fraction(fast.values[0]) - figure) <= Fraction(fast.error)
            assert compare(case.measured(code, 0), figure) == 0


HISTORY = '[[history]]\ncode = "h"\nname = "Riwayat"\nkind = "wins_in_a_row"\n'


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((leaf("h", POINTS, source="history"),), "Riwayat «h» tidak ada. Tulis di bagian history."),
        ((leaf("h", POINTS), HISTORY), "«Kriteria h» membaca riwayat edisi terdahulu. Tulis sumbernya history."),
        (
            (leaf("h", POINTS, source="history"), HISTORY.replace("wins_in_a_row", "wins")),
            "Tulis since: tahun pertama yang dihitung.",
        ),
        (
            (leaf("h", POINTS, source="history"), HISTORY + 'criterion = "a"\n'),
            "Kunci ini tidak dipakai pada riwayat wins_in_a_row.",
        ),
        ((leaf("h", POINTS, source="history"), HISTORY, HISTORY), "Kode riwayat «h» dipakai dua kali."),
        (
            (
                leaf("a", POINTS),
                '[[measures]]\ncode = "m"\nname = "M"\nkind = "difference"\nminuend_measure = "n"\nsubtrahend = "a"\n',
            ),
            "Ukuran «n» tidak ada di atas ukuran ini.",
        ),
        (
            (
                leaf("a", POINTS),
                '[[measures]]\ncode = "n"\nname = "N"\nkind = "sum"\ncolumns = "a"\ntransform = "sqrt"\n'
                '[[measures]]\ncode = "m"\nname = "M"\nkind = "difference"\nminuend_measure = "n"\nsubtrahend = "a"\n',
            ),
            "Ukuran «N» tidak dapat dipakai di sini",
        ),
        (
            (
                leaf("a", POINTS),
                '[[measures]]\ncode = "n"\nname = "N"\nkind = "sum"\ncolumns = "a"\n'
                '[[measures]]\ncode = "m"\nname = "M"\nkind = "growth"\nnow = "a"\nnow_measure = "n"\nbefore = "a"\n',
            ),
            "Tulis satu saja: kolom, atau ukuran yang dibandingkan.",
        ),
    ],
    ids=["undeclared", "other source", "no first year", "foreign key", "twice", "no base", "no fraction", "two firsts"],
)
def test_rulebook_when_its_history_is_at_fault_then_refused_in_words(parts, said):
    with refused(RulebookError, re.escape(said)):
        load_rulebook(book(root(), *parts))
