"""Jury panels: exact values per entry, comparability, and what the panel's own marks say about it."""

from awards.engine.panel.diagnostics import (
    EntrySpread,
    JurorSeverity,
    OutlierMark,
    PanelDiagnostics,
    diagnose,
)
from awards.engine.panel.errors import (
    DisconnectedPanelError,
    DuplicateMarkError,
    InvalidMarkError,
    MissingLink,
    MixedCriteriaError,
    PanelError,
    PanelRuleError,
    TooFewJurorMarksError,
    TooFewToTrimError,
    UnknownEntityError,
)
from awards.engine.panel.graph import Component, connected_components, linked_components
from awards.engine.panel.judge import EntryPanel, EntryStatus, JurorLeniency, PanelResult, judge
from awards.engine.panel.leave_out import (
    JurorRemoval,
    JurorRemovals,
    judge_without_each_juror,
    leave_one_juror_out,
    without_each_juror,
)
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.panel.variance import (
    ShrunkenEffect,
    VarianceComponents,
    VarianceNotEstimableError,
    variance_components,
)

__all__ = [
    "Component",
    "DisconnectedPanelError",
    "DuplicateMarkError",
    "EntryPanel",
    "EntrySpread",
    "EntryStatus",
    "InvalidMarkError",
    "JurorLeniency",
    "JurorRemoval",
    "JurorRemovals",
    "JurorSeverity",
    "MissingLink",
    "MixedCriteriaError",
    "OutlierMark",
    "PanelDiagnostics",
    "PanelError",
    "PanelMethod",
    "PanelResult",
    "PanelRule",
    "PanelRuleError",
    "ShrunkenEffect",
    "TooFewJurorMarksError",
    "TooFewToTrimError",
    "UnknownEntityError",
    "VarianceComponents",
    "VarianceNotEstimableError",
    "connected_components",
    "diagnose",
    "judge",
    "judge_without_each_juror",
    "leave_one_juror_out",
    "linked_components",
    "variance_components",
    "without_each_juror",
]
