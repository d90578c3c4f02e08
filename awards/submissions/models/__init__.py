"""Submissions: the filled questionnaire, its files, the office's people, and more time.

Importing the modules is what registers their models with Django.
"""

from awards.submissions.models import answers, eligibility, evidence, extensions, people, reminders

__all__ = ["answers", "eligibility", "evidence", "extensions", "people", "reminders"]
