import datetime

import pytest

from paritrana.lib.region_names import Alias, Gazetteer, NamedRegion, NameVerdict

SPLIT = datetime.date(2022, 7, 25)
RENAMED = datetime.date(2014, 7, 21)
BEFORE = (datetime.date(2012, 1, 1), datetime.date(2012, 12, 31))
AFTER = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
BOGOR, BOGOR_CITY = (
    NamedRegion("32.01", "Kabupaten Bogor", ("Bogor",), "3201"),
    NamedRegion("32.71", "Kota Bogor", ("Bogor",), "3271"),
)
MEMPAWAH, PONTIANAK = (
    NamedRegion("61.02", "Kabupaten Mempawah", ("Mempawah",), "6104"),
    NamedRegion("61.71", "Kota Pontianak", ("Pontianak",), "6171"),
)
GORONTALO = NamedRegion("75", "Provinsi Gorontalo", ("Gorontalo",), "75")
GORONTALO_CITY = NamedRegion("75.71", "Kota Gorontalo", ("Gorontalo",), "7571")
MERAUKE, MAPPI = (
    NamedRegion("93.01", "Kabupaten Merauke", ("Merauke",), "9501"),
    NamedRegion("93.03", "Kabupaten Mappi", ("Mappi",), "9503"),
)
PLACES = (BOGOR, BOGOR_CITY, MEMPAWAH, PONTIANAK, GORONTALO, GORONTALO_CITY, MERAUKE, MAPPI)
OLD_CODE = Alias("91.01", "93.01", is_code=True, source="UU 14/2022", valid_until=SPLIT)
OLD_NAME = Alias("Kabupaten Pontianak", "61.02", is_code=False, source="PP 58/2014", valid_until=RENAMED)


def meant(found):
    return [(meaning.place.code, meaning.alias.source if meaning.alias else "") for meaning in found]


@pytest.mark.parametrize("span", [BEFORE, AFTER, None], ids=["before the split", "after it", "undated"])
def test_of_code_when_former_then_means_the_region_of_today_on_every_day(span):
    assert meant(Gazetteer(PLACES, [OLD_CODE]).of_code("91.01", span)) == [("93.01", "UU 14/2022")]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(AFTER, [("93.03", "")], id="after: the new holder alone"),
        pytest.param(BEFORE, [("93.03", ""), ("93.01", "UU x")], id="before: both"),
        pytest.param((BEFORE[0], AFTER[1]), [("93.03", ""), ("93.01", "UU x")], id="a span over the change: both"),
        pytest.param((SPLIT, SPLIT), [("93.03", "")], id="on the very day of the change"),
        pytest.param(None, [("93.03", "")], id="undated: today's"),
    ],
)
def test_of_code_when_the_code_went_to_another_region_then_the_day_decides(span, expected):
    gazetteer = Gazetteer(PLACES, [Alias("93.03", "93.01", is_code=True, source="UU x", valid_until=SPLIT)])

    assert meant(gazetteer.of_code("93.03", span)) == expected


def test_of_code_when_two_regions_had_it_one_after_the_other_then_the_day_decides():
    first = Alias("91.99", "93.01", is_code=True, source="a", valid_until=RENAMED)
    second = Alias("91.99", "93.03", is_code=True, source="b", valid_from=RENAMED, valid_until=SPLIT)
    gazetteer = Gazetteer(PLACES, [first, second])

    assert meant(gazetteer.of_code("91.99", BEFORE)) == [("93.01", "a")]
    assert meant(gazetteer.of_code("91.99", (RENAMED, RENAMED))) == [("93.03", "b")]
    assert meant(gazetteer.of_code("91.99", AFTER)) == [("93.01", "a"), ("93.03", "b")]


def test_of_code_when_nobody_has_it_then_means_nothing():
    assert Gazetteer(PLACES, [OLD_CODE]).of_code("91.02") == []


@pytest.mark.parametrize(
    ("code", "written", "span", "verdict"),
    [
        pytest.param("32.01", "bogor", AFTER, NameVerdict.SAME, id="shared name, the code decides"),
        pytest.param("32.71", "Kab. Bogor", AFTER, NameVerdict.OTHER, id="city's code, regency's name"),
        pytest.param("75.71", "Provinsi Gorontalo", AFTER, NameVerdict.OTHER, id="city's code, province's name"),
        pytest.param("75", "GORONTALO", AFTER, NameVerdict.SAME, id="province by its short name"),
        pytest.param("61.02", "Kab. Pontianak", BEFORE, NameVerdict.ALIAS, id="former name in its days"),
        pytest.param("61.02", "Kab. Pontianak", AFTER, NameVerdict.ALIAS, id="former name later on"),
        pytest.param("61.02", "Pontianak", BEFORE, NameVerdict.AMBIGUOUS, id="city's name, regency's former one"),
        pytest.param("61.02", "Pontianak", AFTER, NameVerdict.OTHER, id="by then the city's alone"),
        pytest.param("61.71", "Pontianak", BEFORE, NameVerdict.SAME, id="the city's own name"),
        pytest.param("61.71", "Kabupaten Pontianak", BEFORE, NameVerdict.OTHER, id="former name beside the city"),
    ],
)
def test_name_of_then_judges_the_name_beside_the_code(code, written, span, verdict):
    assert Gazetteer(PLACES, [OLD_NAME]).name_of(code, written, span) is verdict


@pytest.mark.parametrize(("written", "expected"), [("pontianak", True), ("Mempawah", False), ("Alfa", False)])
def test_is_alias_then_tells_names_whose_meaning_depends_on_the_day(written, expected):
    assert Gazetteer(PLACES, [OLD_NAME]).is_alias(written) is expected


def test_by_other_code_when_of_the_other_system_then_its_place():
    gazetteer = Gazetteer(PLACES, [])

    assert gazetteer.by_other_code("9501") == MERAUKE
    assert gazetteer.by_other_code("93.01") is None
    assert gazetteer.by_other_code("") is None


def test_gazetteer_when_an_alias_leads_nowhere_then_leaves_it_out():
    assert Gazetteer([BOGOR], [OLD_CODE]).of_code("91.01") == []
