"""Regions, their workforce, the national programme's figures and what regions contribute.

Importing the modules is what registers their models with Django.
"""

from regions.models import contributions, programme, regions, workforce

__all__ = ["contributions", "programme", "regions", "workforce"]
