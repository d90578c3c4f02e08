"""Submissions: the filled questionnaire, its files, the office's people, and more time."""

from awards.models.submissions.answers import Answer, Snapshot, Submission, SubmissionQuerySet, SubmissionState
from awards.models.submissions.eligibility import EligibilityCheck
from awards.models.submissions.evidence import Evidence, EvidencePurpose, EvidenceState, Upload
from awards.models.submissions.extensions import Extension
from awards.models.submissions.people import Invitation, OfficeSeat, SeatLevel
from awards.models.submissions.reminders import Reminder, ReminderRule

__all__ = [
    "Answer",
    "EligibilityCheck",
    "Evidence",
    "EvidencePurpose",
    "EvidenceState",
    "Extension",
    "Invitation",
    "OfficeSeat",
    "Reminder",
    "ReminderRule",
    "SeatLevel",
    "Snapshot",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionState",
    "Upload",
]
