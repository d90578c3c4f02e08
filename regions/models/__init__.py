"""Regions, their workforce, the national programme's figures and what regions contribute."""

from regions.models.contributions import (
    ApparatusCover,
    ApparatusGroup,
    BudgetLine,
    BudgetPurpose,
    CountBasis,
    CountMeasure,
    FundSource,
    Participation,
    Regulation,
    RegulationRank,
    ScoreSheetLine,
    Segment,
    VulnerableCover,
)
from regions.models.programme import FigureKind, FigurePrecision, FigureUnit, NationalFigure, ParticipantReport
from regions.models.regions import DefaultZone, Region, RegionLevel
from regions.models.workforce import SectorEmployment, WorkforceFigure

__all__ = [
    "ApparatusCover",
    "ApparatusGroup",
    "BudgetLine",
    "BudgetPurpose",
    "CountBasis",
    "CountMeasure",
    "DefaultZone",
    "FigureKind",
    "FigurePrecision",
    "FigureUnit",
    "FundSource",
    "NationalFigure",
    "ParticipantReport",
    "Participation",
    "Region",
    "RegionLevel",
    "Regulation",
    "RegulationRank",
    "ScoreSheetLine",
    "SectorEmployment",
    "Segment",
    "VulnerableCover",
    "WorkforceFigure",
]
