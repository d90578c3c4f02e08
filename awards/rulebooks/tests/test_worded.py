"""The English that stands beside a rulebook's texts."""

from decimal import Decimal

from awards.rulebooks.parsing.dials import dials
from awards.rulebooks.parsing.worded import worded
from paritrana.lib.language import Language

DOCUMENT = {
    "unit": "orang",
    "unit_en": "people",
    "levels": {"a": 1, "a_en": 2},
    "rows": [{"name": "Satu", "name_en": " "}],
}


def test_worded_when_english_then_it_stands_where_the_text_stood():
    assert worded(DOCUMENT, Language.ENGLISH) == {
        "unit": "people",
        "levels": {"a": 1, "a_en": 2},
        "rows": [{"name": "Satu", "name_en": " "}],
    }


def test_worded_when_indonesian_then_the_english_is_not_there():
    assert worded(DOCUMENT, Language.INDONESIAN) == {
        "unit": "orang",
        "levels": {"a": 1, "a_en": 2},
        "rows": [{"name": "Satu", "name_en": " "}],
    }


def test_dials_when_english_then_named_and_measured_in_it():
    text = """
[[criteria]]
code = "total"
name = "Nilai akhir"
name_en = "Total"
join = "arithmetic"
[[criteria]]
code = "a"
parent = "total"
name = "Cakupan"
weight = 1
unit = "orang"
unit_en = "people"
"""

    found = dials(text, Language.ENGLISH)

    assert [(dial.name, dial.unit, dial.weight) for dial in found] == [
        ("Total", "", None),
        ("Cakupan", "people", Decimal(1)),
    ]
