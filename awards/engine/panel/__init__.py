"""Jury panels: exact values per entry, comparability, and what the panel's own marks say about it."""

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
from awards.engine.panel.rule import PanelMethod, PanelRule

__all__ = [
    "Component",
    "DisconnectedPanelError",
    "DuplicateMarkError",
    "EntryPanel",
    "EntryStatus",
    "InvalidMarkError",
    "JurorLeniency",
    "MissingLink",
    "MixedCriteriaError",
    "PanelError",
    "PanelMethod",
    "PanelResult",
    "PanelRule",
    "PanelRuleError",
    "TooFewJurorMarksError",
    "TooFewToTrimError",
    "UnknownEntityError",
    "connected_components",
    "judge",
    "linked_components",
]
