import datetime
from decimal import Decimal

import pytest

from awards.rulebooks.parsing.questionnaire import Choice, Question, QuestionKind
from awards.sentences import sentence
from awards.submissions.parsing.answers import Reading, answer_columns, read_answer, shown_answer
from paritrana.lib.language import Language


def said(reading):
    """Return what is wrong as a sentence; such a reading counts for nothing."""
    assert reading.canonical == ""
    return sentence(reading.problem)


def question(kind: QuestionKind, **changes) -> Question:
    stated = {
        "code": "workers", "number": "1.1", "label": "Pekerja", "guidance": "", "unit": "", "period": "",
        "choices": (), "is_required": True, "minimum": None, "maximum": None, "evidence": None, "article": "",
        "example": "", "registry": "",
    }  # fmt: skip
    return Question(kind=kind, **{**stated, **changes})


@pytest.mark.parametrize(
    ("kind", "typed", "canonical"),
    [
        pytest.param(QuestionKind.INTEGER, "17.195", "17195", id="dots group thousands"),
        pytest.param(QuestionKind.INTEGER, " 17 195 orang", "17195", id="blanks and the unit are dropped"),
        pytest.param(QuestionKind.NUMBER, "1.234,5", "1234.5", id="comma is the decimal sign"),
        pytest.param(QuestionKind.NUMBER, "1,234", "1.234", id="one comma is a decimal sign"),
        pytest.param(QuestionKind.NUMBER, "-0", "0", id="no negative zero"),
        pytest.param(QuestionKind.MONEY, "Rp 2.500.000.000,-", "2500000000", id="money as people write it"),
        pytest.param(QuestionKind.PERCENT, "99,5 %", "99.5", id="per cent sign"),
        pytest.param(QuestionKind.TEXT, "  dua baris\r\nini ", "dua baris\nini", id="text is trimmed"),
        pytest.param(QuestionKind.INTEGER, "   ", "", id="blank is no answer"),
    ],
)
def test_read_answer_when_well_written_then_canonical(kind, typed, canonical):
    assert read_answer(question(kind, unit="orang"), typed) == Reading(canonical)


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        pytest.param(
            QuestionKind.NUMBER,
            "1,234.5",
            "Tulis titik untuk ribuan dan koma untuk desimal. Mungkin maksud Anda 1.234,5.",
            id="english signs",
        ),
        pytest.param(
            QuestionKind.NUMBER,
            "1,234,567",
            "Tulis titik untuk ribuan dan koma untuk desimal. Mungkin maksud Anda 1.234.567.",
            id="english groups",
        ),
        pytest.param(
            QuestionKind.INTEGER,
            "banyak",
            "Tulis angka saja, misalnya 1.234 (titik untuk ribuan, koma untuk desimal).",
            id="words",
        ),
        pytest.param(QuestionKind.INTEGER, "12,5", "Tulis bilangan bulat tanpa desimal.", id="half a person"),
        pytest.param(QuestionKind.INTEGER, "-3", "Angka negatif tidak berlaku di sini.", id="negative"),
        pytest.param(
            QuestionKind.PERCENT,
            "148",
            "Persentase paling besar 100. Bila memang lebih, tanyakan kepada penyelenggara.",
            id="above hundred",
        ),
        pytest.param(
            QuestionKind.INTEGER,
            "1" * 19,
            "Angka ini terlalu panjang. Periksa lagi banyaknya angka.",
            id="too many digits",
        ),
        pytest.param(QuestionKind.CHOICE, "mungkin", "Pilih salah satu jawaban yang tersedia.", id="no such choice"),
        pytest.param(QuestionKind.REGULATIONS, "{", "Daftar peraturan tidak dapat dibaca.", id="broken register"),
    ],
)
def test_read_answer_when_badly_written_then_says_how(kind, typed, problem):
    assert said(read_answer(question(kind), typed)) == problem


def test_read_answer_when_outside_the_range_then_names_the_limit():
    asked = question(QuestionKind.INTEGER, minimum=Decimal(10), maximum=Decimal(2000))

    assert said(read_answer(asked, "2.001")) == "Angka paling besar di sini 2.000; Anda menulis 2.001."
    assert said(read_answer(asked, "9")) == "Angka paling kecil di sini 10; Anda menulis 9."


def test_read_answer_when_choice_is_written_as_label_then_its_code():
    asked = question(QuestionKind.CHOICE, choices=(Choice("ya", "Ya, seluruhnya"), Choice("tidak", "Tidak")))

    assert read_answer(asked, "ya, seluruhnya") == Reading("ya")
    assert shown_answer(asked, "ya") == "Ya, seluruhnya"


REGISTER = '[{"rank":"perkada","number":"7","year":2018},{"rank":"perda","number":"6","year":2020,"budget":true}]'


def test_regulations_when_read_then_columns_name_the_strongest_rank_and_the_clauses():
    asked = question(QuestionKind.REGULATIONS, code="rules")
    reading = read_answer(asked, REGISTER)

    assert answer_columns(asked, reading.canonical) == {
        "rules": "perda",
        "rules_count": Decimal(2),
        "rules_budget": Decimal(1),
        "rules_occupations": Decimal(0),
        "rules_duty": Decimal(0),
    }
    assert shown_answer(asked, reading.canonical) == (
        "Peraturan gubernur/bupati/wali kota 7/2018; Peraturan daerah 6/2020 (memuat dukungan anggaran)"
    )


@pytest.mark.parametrize(
    ("register", "problem"),
    [
        pytest.param('[{"rank":"perda","number":"6","year":20}]',
                     "Baris 1: tulis tahun peraturan dengan empat angka, misalnya 2024.", id="short year"),
        pytest.param('[{"rank":"uu","number":"6","year":2020}]', "Baris 1: pilih jenis peraturannya.", id="no rank"),
        pytest.param('[{"rank":"perda","number":"","year":2020}]',
                     "Baris 1: tulis nomor peraturan, misalnya 5.", id="no number"),
        pytest.param('[{"rank":"perda","number":"6","year":2020},{"rank":"perda","number":"6","year":"2020"}]',
                     "Baris 2: peraturan ini sudah tercantum di baris lain.", id="twice"),
        pytest.param('[{"rank":"perda","number":"7","year":2023},{"rank":"perda","number":"No. 07","year":2023}]',
                     "Baris 2: peraturan ini sudah tercantum di baris lain.", id="twice in two spellings"),
        pytest.param('[{"rank":"perda","number":"6","year":2020},{"none":true}]',
                     "Daftar ini menyebut peraturan dan juga «tidak ada». Hapus salah satunya.", id="none and some"),
        pytest.param('[{"none":true,"number":"6"}]',
                     "Daftar ini menyebut peraturan dan juga «tidak ada». Hapus salah satunya.", id="none, a number"),
    ],
)  # fmt: skip
def test_regulations_when_a_row_is_wrong_then_names_the_row(register, problem):
    assert said(read_answer(question(QuestionKind.REGULATIONS), register)) == problem


@pytest.mark.parametrize(
    ("year", "problem"),
    [
        pytest.param(2025, "", id="the year it is written in"),
        pytest.param(2026, "Baris 1: tahun 2026 belum tiba. Tulis tahun peraturan itu ditetapkan.", id="the next one"),
        pytest.param(2042, "Baris 1: tahun 2042 belum tiba. Apakah maksudnya 2024?", id="two digits swapped"),
    ],
)
def test_regulations_when_of_a_year_to_come_then_refused_where_they_are_taken_in(year, problem):
    asked, text = question(QuestionKind.REGULATIONS), f'[{{"rank":"perda","number":"6","year":{year}}}]'

    judged = read_answer(asked, text, judged_on=datetime.date(2025, 12, 31))

    assert (said(judged) if judged.problem else "") == problem
    # What was taken in before is read as it was taken.
    assert not read_answer(asked, text).problem


@pytest.mark.parametrize(("language", "shown"), [(Language.INDONESIAN, "tidak ada"), (Language.ENGLISH, "none")])
def test_regulations_when_there_are_none_then_that_is_an_answer(language, shown):
    asked = question(QuestionKind.REGULATIONS, code="rules", language=language)
    reading = read_answer(asked, '[{"none":true}]')

    assert not reading.is_empty
    assert answer_columns(asked, reading.canonical)["rules"] == "none"
    assert answer_columns(asked, reading.canonical)["rules_count"] == 0
    assert shown_answer(asked, reading.canonical) == shown
    assert read_answer(asked, reading.canonical) == reading


@pytest.mark.parametrize("text", ["8 0", "1234 567", "1 2345"])
def test_read_answer_when_blanks_part_no_thousands_then_no_number(text):
    reading = read_answer(question(QuestionKind.INTEGER, unit="orang"), text)

    assert (reading.canonical, said(reading).startswith("Tulis angka saja")) == ("", True)


def test_read_answer_when_blanks_part_thousands_then_the_number():
    assert read_answer(question(QuestionKind.INTEGER, unit="orang"), "1 234 567 orang") == Reading("1234567")


def test_shown_answer_when_figures_then_as_indonesians_write():
    assert shown_answer(question(QuestionKind.MONEY), "2500000000") == "Rp2.500.000.000"
    assert shown_answer(question(QuestionKind.PERCENT), "99.5") == "99,5 %"
    assert shown_answer(question(QuestionKind.INTEGER, unit="orang"), "17195") == "17.195 orang"
