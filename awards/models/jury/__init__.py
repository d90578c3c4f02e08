"""The jury: panels, seats, conflicts, assignments, scorecards and marks, interviews and the plenary."""

from awards.models.jury.assignments import Assignment, AssignmentPlan, PlanState
from awards.models.jury.conflicts import (
    CompanyGroup,
    Conflict,
    ConflictOrigin,
    ConflictState,
    Declaration,
    Tie,
    TieKind,
)
from awards.models.jury.interviews import (
    AttendanceRole,
    Interview,
    InterviewMode,
    PaperMark,
    PaperSheet,
    PaperState,
)
from awards.models.jury.panels import Excuse, Juror, Panel, PanelVisibility, SeatType, Visibility, Workload
from awards.models.jury.plenary import AgendaItem, Decision, Minutes, Moderation, Plenary, Remark
from awards.models.jury.scorecards import Flag, Mark, Scorecard, ScorecardState

__all__ = [
    "AgendaItem",
    "Assignment",
    "AssignmentPlan",
    "AttendanceRole",
    "CompanyGroup",
    "Conflict",
    "ConflictOrigin",
    "ConflictState",
    "Decision",
    "Declaration",
    "Excuse",
    "Flag",
    "Interview",
    "InterviewMode",
    "Juror",
    "Mark",
    "Minutes",
    "Moderation",
    "Panel",
    "PanelVisibility",
    "PaperMark",
    "PaperSheet",
    "PaperState",
    "PlanState",
    "Plenary",
    "Remark",
    "Scorecard",
    "ScorecardState",
    "SeatType",
    "Tie",
    "TieKind",
    "Visibility",
    "Workload",
]
