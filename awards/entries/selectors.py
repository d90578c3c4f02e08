"""Who may enter a category."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.editions.models import Category, EntrantKind, Zone
from awards.entries.models import Entry
from employers.models.employers import Employer
from ministries.models import Ministry
from regions.models.regions import Region, RegionLevel

LEVELS = {
    EntrantKind.PROVINCE: RegionLevel.PROVINCE,
    EntrantKind.REGENCY: RegionLevel.REGENCY,
    EntrantKind.VILLAGE: RegionLevel.VILLAGE,
}


@dataclass(frozen=True, slots=True)
class Admissibility:
    """Whether an entrant may enter; refused with a reason that can be shown to it."""

    is_eligible: bool
    reason: str = ""


def zone_codes(category: Category) -> dict[str, str]:
    """Return the zone code by province code within the category's edition."""
    pairs = Zone.objects.filter(edition=category.edition_id).values_list("provinces__code", "code").order_by("code")
    return {province: code for province, code in pairs if province}


def _regions(category: Category) -> Iterator[Region]:
    rows = Region.objects.filter(level=LEVELS[EntrantKind(category.entrant_kind)], retired_on=None)
    if category.province_id:
        rows = rows.filter(code__startswith=category.province_id)
    if not category.admits_administrative:
        rows = rows.filter(is_administrative=False)
    return rows.order_by("code").iterator(chunk_size=2000)


def _employers(category: Category) -> Iterator[Employer]:
    rows = Employer.objects.filter(retired_on=None)
    if category.province_id:
        rows = rows.filter(region__code__startswith=category.province_id)
    if category.employer_scales:
        rows = rows.filter(scale__in=category.employer_scales)
    if category.kbli_sections:
        rows = rows.filter(kbli_section__in=category.kbli_sections)
    return rows.order_by("pk").iterator(chunk_size=2000)


def eligible_entrants(category: Category) -> Iterator[Region | Ministry | Employer]:
    """Stream everyone whom the category's filters let in, in the order of their keys."""
    if category.entrant_kind == EntrantKind.MINISTRY:
        return Ministry.objects.filter(retired_on=None).order_by("slug").iterator(chunk_size=2000)
    if category.entrant_kind == EntrantKind.EMPLOYER:
        return _employers(category)
    return _regions(category)


def _region_refusal(category: Category, region: Region) -> str:
    if region.level != LEVELS[EntrantKind(category.entrant_kind)]:
        return _("Kategori ini untuk jenis pemerintah daerah yang lain.")
    if region.is_administrative and not category.admits_administrative:
        return _("Kategori ini hanya menerima daerah otonom.")
    if category.province_id and region.province_code != category.province_id:
        return _("Kategori ini hanya untuk daerah di provinsi penyelenggara.")
    return ""


def _employer_refusal(category: Category, employer: Employer) -> str:
    if category.employer_scales and employer.scale not in category.employer_scales:
        return _("Skala usaha ini tidak diterima pada kategori ini.")
    if category.kbli_sections and employer.kbli_section not in category.kbli_sections:
        return _("Bidang usaha ini tidak diterima pada kategori ini.")
    if category.province_id and employer.region_id[:2] != category.province_id:
        return _("Kategori ini hanya untuk badan usaha di provinsi penyelenggara.")
    return ""


def eligibility(category: Category, entrant: Region | Ministry | Employer) -> Admissibility:
    """Tell whether one entrant meets the category's filters."""
    kind = category.entrant_kind
    if entrant.retired_on is not None:
        return Admissibility(is_eligible=False, reason=_("Data peserta ini sudah tidak berlaku."))
    if isinstance(entrant, Region) and kind in LEVELS:
        reason = _region_refusal(category, entrant)
    elif isinstance(entrant, Employer) and kind == EntrantKind.EMPLOYER:
        reason = _employer_refusal(category, entrant)
    elif isinstance(entrant, Ministry) and kind == EntrantKind.MINISTRY:
        reason = ""
    else:
        reason = _("Kategori ini untuk jenis peserta yang lain.")
    return Admissibility(is_eligible=not reason, reason=reason)


def new_entry(category: Category, entrant: Region | Ministry | Employer, *, zones: dict[str, str]) -> Entry:
    """Return an unsaved entry with the keys by which it is grouped: province, region, zone, sector, scale."""
    if isinstance(entrant, Ministry):
        return Entry(category=category, ministry=entrant, name=entrant.name)
    if isinstance(entrant, Region):
        province = entrant.province_code
        return Entry(
            category=category,
            region=entrant,
            name=entrant.full_name,
            province_code=province,
            region_code=entrant.code,
            zone_code=zones.get(province, ""),
        )
    province = entrant.region_id[:2]
    return Entry(
        category=category,
        employer=entrant,
        name=entrant.name,
        province_code=province,
        region_code=entrant.region_id,
        zone_code=zones.get(province, ""),
        sector_code=entrant.kbli_section,
        sector_version=entrant.kbli_version,
        scale=entrant.scale,
        is_synthetic=entrant.is_synthetic,
    )
