"""What earlier editions say of an entrant: wins, years since, figures of last time; worked out from published results.

The engine itself reads these as columns of the table. This module says what stands in them, so that whoever freezes the
input and whoever checks it by hand follow one rule. What is not known is missing with its reason, never a nought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from awards.engine.criteria import Citation


class HistoryKind(StrEnum):
    """What a column of the history tells."""

    WINS_IN_A_ROW = "wins_in_a_row"
    WINS = "wins"
    YEARS_SINCE_WIN = "years_since_win"
    LAST_FIGURE = "last_figure"
    LAST_SCORE = "last_score"


OF_A_CRITERION = frozenset({HistoryKind.LAST_FIGURE, HistoryKind.LAST_SCORE})


@dataclass(frozen=True, slots=True)
class HistoryColumn:
    """`prizes` and `bands` are what counts as a win, by their printed names; neither: every prize does.

    Editions of years before `since` do not count. `criterion` is a code in the rulebook of the edition before.
    """

    code: str
    name: str
    kind: HistoryKind
    prizes: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    since: int | None = None
    criterion: str = ""
    unit: str = ""
    unit_en: str = ""
    name_en: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class PastResult:
    """What one earlier edition published of one entrant; `is_published` is False where it published nothing yet.

    `figures` and `scores` are by criterion, as they were printed; closed ones are not there.
    """

    year: int
    is_published: bool
    took_part: bool = False
    prizes: frozenset[str] = frozenset()
    band: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)


class Unknown(StrEnum):
    """Why the history has no answer."""

    NO_EARLIER_EDITION = "no_earlier_edition"
    NOT_PUBLISHED = "not_published"
    DID_NOT_TAKE_PART = "did_not_take_part"
    NOT_OPEN = "not_open"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A cell of the history: its text, "" with a reason where nothing is known; `never` says that there was no win."""

    text: str = ""
    unknown: Unknown | None = None
    year: int | None = None
    never: bool = False


def remembered(column: HistoryColumn, year: int, past: Sequence[PastResult]) -> Remembered:
    """Return what a column tells of one entrant in the edition of `year`; `past` begins with the edition before."""
    if column.kind in OF_A_CRITERION:
        return _last(column, past)
    counted = [one for one in past if column.since is None or one.year >= column.since]
    wins = 0
    for one in counted:
        if not one.is_published:
            return Remembered(unknown=Unknown.NOT_PUBLISHED, year=one.year)
        has_won = _has_won(column, one)
        if has_won and column.kind is HistoryKind.YEARS_SINCE_WIN:
            return Remembered(str(year - one.year))
        if not has_won and column.kind is HistoryKind.WINS_IN_A_ROW:
            return Remembered(str(wins))
        wins += has_won
    if not _reaches_back(column, year, past):
        return Remembered(unknown=Unknown.NO_EARLIER_EDITION, year=past[-1].year if past else year)
    return Remembered(never=True) if column.kind is HistoryKind.YEARS_SINCE_WIN else Remembered(str(wins))


def _reaches_back(column: HistoryColumn, year: int, past: Sequence[PastResult]) -> bool:
    """Whether every edition that counts is among those that are known."""
    return column.since is not None and min([year, *(one.year for one in past)]) <= column.since


def _has_won(column: HistoryColumn, one: PastResult) -> bool:
    if not column.prizes and not column.bands:
        return bool(one.prizes)
    return not one.prizes.isdisjoint(column.prizes) or (bool(one.band) and one.band in column.bands)


def _last(column: HistoryColumn, past: Sequence[PastResult]) -> Remembered:
    if not past:
        return Remembered(unknown=Unknown.NO_EARLIER_EDITION)
    last = past[0]
    if not last.is_published:
        return Remembered(unknown=Unknown.NOT_PUBLISHED, year=last.year)
    if not last.took_part:
        return Remembered(unknown=Unknown.DID_NOT_TAKE_PART, year=last.year)
    said = last.figures if column.kind is HistoryKind.LAST_FIGURE else last.scores
    text = said.get(column.criterion, "")
    return Remembered(text) if text else Remembered(unknown=Unknown.NOT_OPEN, year=last.year)
