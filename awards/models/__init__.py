"""Models of the award, one module a stage; a later stage may point at an earlier one, never back."""

from awards.models.editions import (
    Category,
    CompetitionLevel,
    Edition,
    EditionLabel,
    EntrantKind,
    Slot,
    SlotGrouping,
    Stage,
    StageKind,
    Zone,
)
from awards.models.entries import Entry, EntryState
from awards.models.jury import (
    Conflict,
    ConflictState,
    Interview,
    Juror,
    Mark,
    Panel,
    Scorecard,
    ScorecardState,
    SeatType,
)
from awards.models.publication import Prize, Publication, SignOff
from awards.models.rulebooks import Rulebook, RulebookState
from awards.models.runs import (
    AppliedRun,
    InputOrigin,
    NodeScore,
    RunInput,
    RunMark,
    RunScore,
    ScoreRun,
    ScoreRunState,
)
from awards.models.submissions import Answer, Evidence, Submission, SubmissionState
from awards.models.verification import Finding, Verdict

__all__ = [
    "Answer",
    "AppliedRun",
    "Category",
    "CompetitionLevel",
    "Conflict",
    "ConflictState",
    "Edition",
    "EditionLabel",
    "EntrantKind",
    "Entry",
    "EntryState",
    "Evidence",
    "Finding",
    "InputOrigin",
    "Interview",
    "Juror",
    "Mark",
    "NodeScore",
    "Panel",
    "Prize",
    "Publication",
    "Rulebook",
    "RulebookState",
    "RunInput",
    "RunMark",
    "RunScore",
    "ScoreRun",
    "ScoreRunState",
    "Scorecard",
    "ScorecardState",
    "SeatType",
    "SignOff",
    "Slot",
    "SlotGrouping",
    "Stage",
    "StageKind",
    "Submission",
    "SubmissionState",
    "Verdict",
    "Zone",
]
