"""What an edition calls things, in the language of its reader."""

import pytest
from django.utils import translation

from awards.editions.models import Category, Edition, EditionLabel, Slot, Zone

EDITION = Edition(
    brand_label="Paritrana 2024 (ilustratif)",
    brand_label_en="Paritrana 2024 (illustrative)",
    caveat="Ilustratif.",
    caveat_en="Illustrative.",
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ("Provinsi · Paritrana 2024 (ilustratif)", "Ilustratif.", "Juara 1", "Timur", "Anugerah")),
        ("en", ("Provinces · Paritrana 2024 (illustrative)", "Illustrative.", "First place", "East", "Award")),
    ],
)
def test_names_when_the_reader_has_a_language_then_are_said_in_it(language, said):
    with translation.override(language):
        assert (
            str(Category(name="Provinsi", name_en="Provinces", edition=EDITION)),
            EDITION.caveat_shown,
            str(Slot(label="Juara 1", label_en="First place")),
            str(Zone(name="Timur", name_en="East")),
            str(EditionLabel(brand_label="Anugerah", brand_label_en="Award")),
        ) == said


def test_names_when_there_is_no_english_then_stay_as_they_were_written():
    with translation.override("en"):
        assert str(Category(name="Provinsi", edition=Edition(brand_label="Paritrana"))) == "Provinsi · Paritrana"
