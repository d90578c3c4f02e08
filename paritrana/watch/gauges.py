"""Gauges: what is measured, from where on it is red, and how it is said. Apps register theirs in `AppConfig.ready`.

The name of a gauge is the name of its alert, and of its runbook in docs/runbooks.md.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024

Figures = Mapping[str, int | None]
"""Figure by part, "" where there is one only; None is unknown, which is red. No figure: there is nothing to watch."""


class GaugeUnit(StrEnum):
    SECONDS = "seconds"
    COUNT = "count"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Gauge:
    """`limit` is asked anew every time; None means that this is not watched here. `part_label` names the parts."""

    name: str
    title: str | Promise
    unit: GaugeUnit
    is_red_above: bool
    limit: Callable[[], int | None]
    measure: Callable[[datetime.datetime], Figures]
    metric: str
    part_label: str = ""

    def worst(self, figures: Figures) -> tuple[str, int | None]:
        """Return the part that is worst and its figure; unknown is worse than anything."""
        unknown = next((part for part, figure in figures.items() if figure is None), None)
        if unknown is not None:
            return unknown, None
        known = {part: figure for part, figure in figures.items() if figure is not None}
        choose = max if self.is_red_above else min
        part = choose(known, key=lambda part: known[part])
        return part, known[part]

    def is_red(self, figures: Figures) -> bool:
        limit = self.limit()
        if limit is None or not figures:
            return False
        _part, figure = self.worst(figures)
        return figure is None or (figure > limit if self.is_red_above else figure < limit)

    def said(self, figures: Figures) -> str:
        """Say in the reader's language what stands where, and where it should not."""
        if not figures:
            return _("%(title)s: tidak ada yang perlu diawasi.") % {"title": self.title}
        part, figure = self.worst(figures)
        limit = self.limit()
        words = {
            "title": f"{self.title} ({part})" if part else str(self.title),
            "figure": _("tidak ada atau tidak terbaca") if figure is None else self._figure_text(figure),
            "limit": self._figure_text(limit or 0),
        }
        return (
            _("%(title)s: %(figure)s; paling banyak %(limit)s.")
            if self.is_red_above
            else _("%(title)s: %(figure)s; paling sedikit %(limit)s.")
        ) % words

    def _figure_text(self, figure: int) -> str:
        if self.unit == GaugeUnit.COUNT:
            return number_format(figure, force_grouping=True)
        if self.unit == GaugeUnit.BYTES:
            return f"{number_format(figure // MEGABYTE, force_grouping=True)} MB"
        if figure < 0:
            return _("lewat %(duration)s") % {"duration": _duration(-figure)}
        return _duration(figure)


def _duration(seconds: int) -> str:
    """Write a duration in its largest unit that fits, and the next one."""
    begin = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return timesince(begin, begin + datetime.timedelta(seconds=seconds)).replace("\N{NO-BREAK SPACE}", " ")


_gauges: dict[str, Gauge] = {}


def register(*gauges: Gauge) -> None:
    for gauge in gauges:
        _gauges[gauge.name] = gauge


def registered() -> tuple[Gauge, ...]:
    return tuple(_gauges.values())
