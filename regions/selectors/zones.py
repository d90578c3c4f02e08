"""The zones that a new edition starts from."""

from dataclasses import dataclass

from regions.models.regions import DefaultZone


@dataclass(frozen=True, slots=True)
class ZoneDefault:
    """A zone by its code, with the codes of its provinces in order."""

    code: str
    name: str
    province_codes: tuple[str, ...]


def default_zones() -> tuple[ZoneDefault, ...]:
    zones = DefaultZone.objects.filter(retired_on=None).prefetch_related("provinces").order_by("position", "code")
    return tuple(
        ZoneDefault(zone.code, zone.name, tuple(sorted(province.code for province in zone.provinces.all())))
        for zone in zones
    )
