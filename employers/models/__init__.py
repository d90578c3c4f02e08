"""Employers, the sections they work in, what they must join, and what they report month by month."""

from employers.models.employers import Employer, KbliSection, Programme, ProgrammeObligation, Scale
from employers.models.months import EmployerMonth

__all__ = ["Employer", "EmployerMonth", "KbliSection", "Programme", "ProgrammeObligation", "Scale"]
