"""The jury: panels, seats, conflicts, assignments, scorecards and marks, interviews and the plenary.

Importing the modules is what registers their models with Django.
"""

from awards.jury.models import assignments, conflicts, interviews, notices, panels, plenary, scorecards

__all__ = ["assignments", "conflicts", "interviews", "notices", "panels", "plenary", "scorecards"]
