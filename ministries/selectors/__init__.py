"""Questions about ministries, one topic a module."""

from ministries.selectors.scoring import observations

__all__ = ["observations"]
