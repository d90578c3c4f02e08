import pytest

from paritrana.lib.plain_keys import is_same_region_name, plain_regulation_number, plain_words


@pytest.mark.parametrize("written", ["7", "07", "7 Tahun 2023", "No. 7", "Nomor 7 Tahun 2023", "7/2023", " NO 007 "])
def test_plain_regulation_number_when_one_rule_is_spelled_in_many_ways_then_one_form(written):
    assert plain_regulation_number(written, "2023") == "7"


@pytest.mark.parametrize("written", ["70", "7 Tahun 2022", "7A", "17", "100"])
def test_plain_regulation_number_when_another_rule_then_another_form(written):
    assert plain_regulation_number(written, "2023") != "7"


@pytest.mark.parametrize(
    ("written", "official", "is_same"),
    [
        ("Kab. Aceh Selatan", "Kabupaten Aceh Selatan", True),
        ("ACEH-SELATAN", "Kabupaten Aceh Selatan", True),
        ("Kota Bogor", "Kabupaten Bogor", False),
        ("Bogor", "Kabupaten Bogor", True),
        ("Prov. Papua", "Papua", True),
        ("Provinsi Gorontalo", "Kota Gorontalo", False),
        ("Kab. Kep. Yapen", "Kabupaten Kepulauan Yapen", True),
        ("Papua", "Papua Tengah", False),
        ("DKI Jakarta", "Provinsi Daerah Khusus Ibukota Jakarta", True),
    ],
)
def test_is_same_region_name_then_only_layout_may_differ(written, official, is_same):
    assert is_same_region_name(written, official) is is_same


def test_plain_words_when_letters_are_composed_then_alike():
    assert plain_words("Pe\u0301tani  Kecil") == plain_words("p\u00e9tani kecil")
