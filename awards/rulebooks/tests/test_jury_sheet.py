"""The jury's part of a rulebook: scales, wording, shares, roles."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from awards.rulebooks.parsing.jury_sheet import JurySheetError, Suggestion, load_jury_sheet
from awards.sentences import refusal
from awards.tests.factories.jury import RULEBOOK
from paritrana.lib.language import Language

SHIPPED = sorted((Path(settings.BASE_DIR) / "fixtures" / "rulebooks").glob("*.toml"))


def test_load_jury_sheet_then_reads_scale_wording_and_suggestion():
    materi, regulasi = load_jury_sheet(RULEBOOK).criteria

    assert (materi.code, materi.lowest, materi.highest, materi.step) == ("materi", 0, 10, Decimal("0.5"))
    assert [level.label for level in regulasi.levels][:2] == ["Tidak ada", "Instruksi atau edaran"]
    assert regulasi.suggestion == Suggestion("regulasi_terkuat", {"perda": Decimal(75), "perkada": Decimal(50)})
    assert (materi.minimum_marks, regulasi.evidence) == (2, ("regulasi_terkuat",))


def test_load_jury_sheet_with_weights_then_shares_follow_the_path():
    text = RULEBOOK.replace('join = "sum"', 'join = "arithmetic"')
    text = text.replace('name = "Regulasi"', 'name = "Regulasi"\nweight = 0.6')
    text = text.replace('name = "Materi dan uji pemahaman"', 'name = "Materi dan uji pemahaman"\nweight = 0.4')

    sheet = load_jury_sheet(text)

    assert [criterion.share for criterion in sheet.criteria] == [Fraction(2, 5), Fraction(3, 5)]
    assert sheet.total({"materi": Decimal(5), "regulasi": Decimal(100)}) == 62


def test_load_jury_sheet_with_goalposts_then_points_run_from_worst_to_best():
    text = RULEBOOK.replace('{ kind = "points", range = [0, 10] }', '{ kind = "goalposts", worst = 0, best = 10 }')

    materi = load_jury_sheet(text).criteria[0]

    assert materi.points(Decimal("7.5")) == 75


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('code = "materi"\nstep', 'code = "lain"\nstep', "tidak ada pada pohon"),
        ("step = 0.5", "langkah = 0.5", "langkah"),
        ("step = 0.5", "step = 0", "lebih besar daripada nol"),
        ("value = 100, label", "value = 101, label", "di luar skala"),
    ],
    ids=["unknown criterion", "unknown key", "no step", "level outside"],
)
def test_load_jury_sheet_when_wording_is_wrong_then_names_the_place(old, new, words):
    with pytest.raises(JurySheetError) as refused:
        load_jury_sheet(RULEBOOK.replace(old, new))

    assert words in refusal(refused.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_load_jury_sheet_of_shipped_rulebooks_then_reads(path):
    load_jury_sheet(path.read_text(encoding="utf-8"))


def test_load_jury_sheet_when_english_then_names_and_levels_are_in_it():
    text = RULEBOOK.replace('name = "Regulasi"', 'name = "Regulasi"\nname_en = "Regulations"')
    text = text.replace('label = "Tidak ada"', 'label = "Tidak ada", label_en = "None"')

    regulasi = load_jury_sheet(text, Language.ENGLISH).criteria[1]

    assert (regulasi.name, regulasi.levels[0].label) == ("Regulations", "None")
    assert load_jury_sheet(text).criteria[1].name == "Regulasi"
