"""Why a case was earned, and why a band, in the units of the figures; each sentence is written by hand."""

from decimal import Decimal

import pytest

from awards.engine import RuleWords, Table, load_rulebook
from awards.engine.reasons import band_reason, case_reason
from awards.engine.shortfalls import reader_of
from awards.engine.tests.sheets import book, root
from awards.sentences import sentence

RULES = load_rulebook(
    book(
        root(),
        """
[[history]]
code = "beruntun"
name = "menang berturut-turut"
kind = "wins_in_a_row"
unit = "kali"
since = 2020

[[measures]]
code = "cakupan"
name = "cakupan"
kind = "percentage"
numerator = "peserta"
denominator = "penduduk"
unit = "%"

[[bands]]
code = "emas"
name = "Emas"
threshold = 80.5

[[criteria]]
code = "predikat"
parent = "total"
name = "Predikat"
[criteria.normalise]
kind = "cases"
otherwise = 0
[[criteria.normalise.cases]]
name = "Kencana"
points = 3
when = { all = [{ measure = "cakupan", at_least = 80 }, { column = "beruntun", at_least = 3 }] }
[[criteria.normalise.cases]]
name = "Utama"
points = 2
when = { measure = "cakupan", at_least = 99, unless = { column = "status", one_of = ["perintis"] } }
[[criteria.normalise.cases]]
name = "Madya"
points = 1
when = { any = [{ measure = "cakupan", above = 33 }, { column = "beruntun", equals = 1 }] }
""",
    )
)
LEAF = RULES.criterion("predikat")
CASES = {
    "three in a row": (
        (85, 100, 3, "lama"),
        "Kencana: cakupan 85 % (perlu 80 %); menang berturut-turut 3 kali (perlu 3 kali)",
    ),
    "by the rule": ((99, 100, 0, "lama"), "Utama: cakupan 99 % (perlu 99 %)"),
    "by the exception": ((50, 100, 0, "perintis"), "Utama: lewat pengecualian, status perintis (perlu perintis)"),
    # 1/3 = 33,333... % is above 33; two digits show it
    "one of two": ((1, 3, 0, "lama"), "Madya: cakupan 33,33 % (perlu lebih dari 33 %)"),
    "the other of two": ((1, 5, 1, "lama"), "Madya: menang berturut-turut 1 kali (perlu tepat 1 kali)"),
    "both of two": (
        (1, 2, 1, "lama"),
        "Madya: cakupan 50 % (perlu lebih dari 33 %); menang berturut-turut 1 kali (perlu tepat 1 kali)",
    ),
    # 33,0001 would read 33,00 with two digits, and that is not above 33
    "hardly": ((330001, 1000000, 0, "lama"), "Madya: cakupan 33,0001 % (perlu lebih dari 33 %)"),
}


@pytest.mark.parametrize("name", CASES)
def test_case_reason_names_what_gives_it(name):
    (peserta, penduduk, beruntun, status), expected = CASES[name]
    columns = {"peserta": peserta, "penduduk": penduduk, "beruntun": beruntun, "status": status}
    read = reader_of(RULES, Table(["p"], {key: [value] for key, value in columns.items()}))

    assert sentence(case_reason(LEAF, read), RuleWords(RULES, is_english=False)) == expected


@pytest.mark.parametrize("cells", [(1, 5, 0, "lama"), (None, 5, 0, "lama")], ids=["none of them", "left open"])
def test_case_reason_when_there_is_no_case_then_none(cells):
    columns = dict(zip(("peserta", "penduduk", "beruntun", "status"), ([cell] for cell in cells), strict=True))

    assert case_reason(LEAF, reader_of(RULES, Table(["p"], columns))) is None


@pytest.mark.parametrize(
    ("higher", "expected"), [(True, "nilai 88,20 (perlu 80,5)"), (False, "nilai 88,20 (perlu paling banyak 80,5)")]
)
def test_band_reason_is_the_total_beside_the_limit(higher, expected):
    said = band_reason(RULES.bands[0], Decimal("88.20"), higher_is_better=higher)

    assert sentence(said, RuleWords(RULES, is_english=False)) == expected
