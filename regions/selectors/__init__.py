"""Questions about regions, one topic a module."""

from regions.selectors.scoring import observations
from regions.selectors.zones import ZoneDefault, default_zones

__all__ = ["ZoneDefault", "default_zones", "observations"]
