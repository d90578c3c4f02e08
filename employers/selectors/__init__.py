"""Questions about employers, one topic a module."""

from employers.selectors.scoring import observations

__all__ = ["observations"]
