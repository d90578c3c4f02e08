import datetime

import pytest

from regions.models.regions import AliasKind, RegionLevel
from regions.selectors import places
from regions.selectors.aliases import RegionsFound, regions_found
from regions.tests.factories import (
    BudgetLineFactory,
    RegencyFactory,
    RegionAliasFactory,
    RegionFactory,
    SectorEmploymentFactory,
    VulnerableCoverFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "level", "province", "expected"),
    [
        pytest.param("lombok", "", "", ["52.03"], id="by name"),
        pytest.param("52", "", "", ["52"], id="by code"),
        pytest.param("lomboktimur", "", "", ["52.03"], id="by its letters"),
        pytest.param("Kota Lombok", "", "", [], id="by another kind"),
        pytest.param("52.99", "", "", ["52.03"], id="by a former code"),
        pytest.param("kab. selaparang", "", "", ["52.03"], id="by a former name"),
        pytest.param("", RegionLevel.PROVINCE, "", ["52", "53"], id="by level"),
        pytest.param("", "", "52", ["52", "52.03"], id="by province"),
    ],
)
def test_listed_regions_when_filtered_then_keeps_the_order_of_codes(query, level, province, expected):
    lombok = RegencyFactory(code="52.03", name="Lombok Timur", full_name="Kabupaten Lombok Timur")
    RegionAliasFactory(written="52.99", region=lombok)
    RegionAliasFactory(written="Kabupaten Selaparang", region=lombok, kind=AliasKind.FORMER_NAME)
    RegionFactory(code="53")
    RegionFactory(code="54", retired_on=datetime.date(2024, 1, 1))

    found = regions_found(query) if query else None
    listed = places.listed_regions(query=query, found=found, level=level, province=province)

    assert [region.code for region in listed] == expected


def test_regions_found_when_the_own_name_agrees_too_then_no_alias_is_said():
    toba = RegencyFactory(code="12.12", name="Toba", full_name="Kabupaten Toba")
    alias = RegionAliasFactory(written="Kabupaten Toba Samosir", region=toba, kind=AliasKind.FORMER_NAME)
    RegionAliasFactory(
        written="Kabupaten Balige", region=toba, kind=AliasKind.SPELLING, retired_on=datetime.date(2024, 1, 1)
    )

    assert regions_found("toba") == RegionsFound(frozenset({"12.12"}), {})
    assert regions_found("Toba-Samosir") == RegionsFound(frozenset(), {"12.12": alias})
    assert regions_found("balige") == regions_found("to") == RegionsFound(frozenset(), {})


def test_region_sums_when_periods_differ_then_only_the_latest_counts():
    region = RegencyFactory()
    VulnerableCoverFactory(region=region, numerator=120)
    VulnerableCoverFactory(
        region=region,
        numerator=7,
        period_start=datetime.date(2022, 1, 1),
        period_end=datetime.date(2022, 12, 31),
    )
    BudgetLineFactory(region=region, is_synthetic=True)

    sums = places.region_sums()

    assert (sums.reporting, sums.vulnerable, sums.budget_idr, sums.is_synthetic) == (1, 120, 1_000_000_000, True)


def test_region_sums_when_nobody_reported_then_everything_is_zero():
    assert places.region_sums() == places.RegionSums(0, None, 0, 0, 0, 0, is_synthetic=False)


def test_sectors_when_surveyed_then_the_largest_comes_first_with_its_share():
    region = RegionFactory(code="52")
    SectorEmploymentFactory(region=region, sector_group="A", employed=300)
    SectorEmploymentFactory(region=region, sector_group="C", employed=700)

    assert [(sector.row.sector_group, str(sector.share)) for sector in places.sectors(region)] == [
        ("C", "70.0"),
        ("A", "30.0"),
    ]
