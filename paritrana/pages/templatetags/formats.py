"""Template filters that write figures and times in the reader's language. They format; only prose rounds, to scale."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from paritrana.lib import indonesian
from paritrana.lib.language import Language
from paritrana.pages.reader import reader_language
from paritrana.retold import retold

register = template.Library()
register.filter(retold)


class DatedFigure(Protocol):
    """A published figure: `precision` is "day", "month" or "year"."""

    as_of: datetime.date
    precision: str


Figure = Decimal | int | str | None
NOT_REPORTED = "\N{EN DASH}"


@register.filter
def number(figure: Figure) -> str:
    """Write all digits: `1.234.567,89`. A missing figure is a dash, text that is no number stays as it is."""
    value = _value(figure)
    if value is None:
        return NOT_REPORTED if figure in (None, "") else str(figure)
    return _number_text(value)


@register.filter
def signed(figure: Figure) -> str:
    """Write a difference with its sign: `+1,32`."""
    value = _value(figure)
    if value is None:
        return number(figure)
    return f"+{_number_text(value)}" if value > 0 else _number_text(value)


@register.filter
def rupiah(figure: Figure) -> str:
    """Write money in full, for tables: `Rp688.000.000.000.000`."""
    value = _value(figure)
    return NOT_REPORTED if value is None else f"Rp{_number_text(value)}"


@register.filter
def prose(figure: Figure) -> str:
    """Write a count for prose: `40,2 juta`."""
    value = _value(figure)
    return NOT_REPORTED if value is None else _prose_text(value)


@register.filter
def rupiah_prose(figure: Figure) -> str:
    """Write money for prose: `Rp688 triliun`."""
    value = _value(figure)
    return NOT_REPORTED if value is None else f"Rp{_prose_text(value)}"


@register.filter
def percent(figure: Figure) -> str:
    """Write a figure that already is in per cent: `57,4 %`."""
    value = _value(figure)
    return NOT_REPORTED if value is None else f"{_number_text(value)}\N{NO-BREAK SPACE}%"


@register.filter
def day(date: datetime.date | Literal[""] | None) -> str:
    """Write `20 Oktober 2023`; a moment is read in Jakarta's zone."""
    if not date:
        return NOT_REPORTED
    if isinstance(date, datetime.datetime):
        date = date.astimezone(indonesian.WIB).date()
    return indonesian.day_text(date) if _in_indonesian() else formats.date_format(date, "j F Y")


@register.filter
def month(date: datetime.date | Literal[""] | None) -> str:
    """Write `Oktober 2023`."""
    if not date:
        return NOT_REPORTED
    return indonesian.month_text(date) if _in_indonesian() else formats.date_format(date, "F Y")


@register.simple_tag
def period(start: datetime.date, end: datetime.date) -> str:
    """Write a stretch of time as shortly as it allows: `2024`, `Desember 2023`, `Januari 2024 – Juni 2024`."""
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year)
    if (start.year, start.month) == (end.year, end.month):
        return month(start)
    return f"{month(start)} \N{EN DASH} {month(end)}"


@register.filter
def figure_day(figure: DatedFigure) -> str:
    """Write a figure's date no more exactly than its source gives it."""
    if figure.precision == "year":
        return str(figure.as_of.year)
    return month(figure.as_of) if figure.precision == "month" else day(figure.as_of)


@register.filter
def clock(moment: datetime.datetime | None) -> str:
    """Write a moment with day and zone: `31 Mei 2025 23.59 WIB`."""
    return NOT_REPORTED if moment is None else moment_text(moment, indonesian.WIB)


@register.filter
def other_clocks(moment: datetime.datetime | None) -> str:
    """Write the same moment as the middle and the east of the country read it: `1 Juni 2025 00.59 WITA · 01.59 WIT`."""
    if moment is None:
        return ""
    middle, east = moment.astimezone(indonesian.WITA), moment.astimezone(indonesian.WIT)
    same_day = middle.date() == east.date()
    eastern = f"{time_of_day(east)} WIT" if same_day else moment_text(moment, indonesian.WIT)
    return f"{moment_text(moment, indonesian.WITA)} \N{MIDDLE DOT} {eastern}"


@register.filter
def iso(moment: datetime.date | None) -> str:
    """Write the machine-readable value of a `<time>` element."""
    return "" if moment is None else moment.isoformat()


@register.filter
def unlocalized(figure: Figure) -> str:
    """Write a number for an attribute that machines read."""
    return str(figure)


@register.filter
def fingerprint(digest: str) -> str:
    """Shorten a digest to its first and last four characters; the full one belongs into `title` or a copy field."""
    return f"{digest[:4]}\N{HORIZONTAL ELLIPSIS}{digest[-4:]}" if len(digest) > 12 else digest


def _value(figure: Figure) -> Decimal | None:
    if figure is None or isinstance(figure, bool):
        return None
    try:
        value = Decimal(figure)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _in_indonesian() -> bool:
    return reader_language() is Language.INDONESIAN


def _number_text(value: Decimal) -> str:
    return indonesian.number_text(value, reader_language())


def _prose_text(value: Decimal) -> str:
    if _in_indonesian():
        return indonesian.prose_text(value)
    short, power = indonesian.scaled(value)
    words = {12: _("triliun"), 9: _("miliar"), 6: _("juta"), 3: _("ribu"), 0: ""}
    return f"{_number_text(short)}\N{NO-BREAK SPACE}{words[power]}" if power else _number_text(short)


def time_of_day(there: datetime.datetime) -> str:
    """Write `23.59`, or `23:59` where English is read; the moment is already in its zone."""
    return f"{there:%H.%M}" if _in_indonesian() else f"{there:%H:%M}"


def moment_text(moment: datetime.datetime, zone: ZoneInfo) -> str:
    """Write a moment as one zone reads it: `31 Mei 2025 23.59 WIB`."""
    there = moment.astimezone(zone)
    return f"{day(there.date())} {time_of_day(there)} {indonesian.ZONE_NAMES[zone]}"
