"""Employers, the sections they work in, what they must join, and what they report month by month.

Importing the modules is what registers their models with Django.
"""

from employers.models import employers, months

__all__ = ["employers", "months"]
